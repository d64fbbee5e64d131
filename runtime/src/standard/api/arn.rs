//! Names and ARNs.

use crate::context::Account;
use crate::standard::Error;
use crate::value::Text;

/// The longest name of an execution, a machine or an activity, in characters (AWS: quotas).
const LONGEST_NAME: usize = 80;

/// Characters that no name has, besides white space and control characters.
const FORBIDDEN: &str = "<>{}[]?*\"#%\\^|~`$&,;:/";

/// Checks a name (AWS: `StartExecution`, "name").
pub(in crate::standard) fn check_name(name: &str) -> Result<(), Error> {
    let is_forbidden = |c: char| {
        c.is_whitespace() || c.is_control() || FORBIDDEN.contains(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
    };
    let length = name.chars().count();
    if length == 0 || length > LONGEST_NAME || name.contains(is_forbidden) {
        return Err(Error::InvalidName(name.into()));
    }
    Ok(())
}

/// The ARN of a machine.
pub(in crate::standard) fn machine(account: &Account, machine: &str) -> Text {
    arn(account, "stateMachine", &[machine])
}

/// The ARN of an execution.
pub(in crate::standard) fn execution(account: &Account, machine: &str, name: &str) -> Text {
    arn(account, "execution", &[machine, name])
}

fn arn(account: &Account, resource: &str, names: &[&str]) -> Text {
    let Account { partition, region, id, .. } = account;
    Text::from(format!("arn:{partition}:states:{region}:{id}:{resource}:{}", names.join(":")))
}

/// The machine and the name in an execution's ARN.
pub(in crate::standard) fn parse_execution(arn: &str) -> Result<(&str, &str), Error> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts[..] {
        ["arn", _, "states", _, _, "execution", machine, name] => Ok((machine, name)),
        ["arn", _, "states", _, _, "express", ..] => {
            Err(Error::InvalidArn("Resource type not valid in this context: express".into()))
        }
        ["arn", _, "states", _, _, resource, ..] => {
            Err(Error::InvalidArn(format!("Resource type not valid in this context: {resource}").into()))
        }
        _ => Err(Error::InvalidArn(format!("Invalid ARN prefix: {arn}").into())),
    }
}

/// The ARN of an activity.
pub(in crate::standard) fn activity(account: &Account, name: &str) -> Text {
    arn(account, "activity", &[name])
}

/// The name in an activity's ARN, if it is one.
pub(in crate::standard) fn parse_activity(arn: &str) -> Option<&str> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts[..] {
        ["arn", _, "states", _, _, "activity", name] => Some(name),
        _ => None,
    }
}

/// The machine in a machine's ARN, and the version or alias behind it.
pub(in crate::standard) fn parse_qualified_machine(arn: &str) -> Result<(&str, Option<&str>), Error> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts[..] {
        ["arn", _, "states", _, _, "stateMachine", machine, qualifier] => Ok((machine, Some(qualifier))),
        _ => Ok((parse_machine(arn)?, None)),
    }
}

/// The machine in a machine's ARN.
pub(in crate::standard) fn parse_machine(arn: &str) -> Result<&str, Error> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts[..] {
        ["arn", _, "states", _, _, "stateMachine", machine] => Ok(machine),
        ["arn", _, "states", _, _, resource, ..] => {
            Err(Error::InvalidArn(format!("Resource type not valid in this context: {resource}").into()))
        }
        _ => Err(Error::InvalidArn(format!("Invalid ARN prefix: {arn}").into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_aws() {
        for name in ["a", "order-17", "Größe_1.2", &"n".repeat(80), "日本", "(1)+=@!'"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in [
            "",
            " ",
            "a b",
            "a/b",
            "a:b",
            "a\u{7f}",
            "a\u{85}",
            "<a>",
            "a*",
            "a\"",
            &"n".repeat(81),
            "a\u{FFFF}",
        ] {
            assert!(matches!(check_name(name), Err(Error::InvalidName(_))), "{name}");
        }
    }

    #[test]
    fn arns_come_back() {
        let account = Account::default();
        let arn = execution(&account, "order", "a-1");
        assert_eq!(arn.as_str(), "arn:aws:states:us-east-1:000000000000:execution:order:a-1");
        assert_eq!(parse_execution(&arn).ok(), Some(("order", "a-1")));
        let message = |arn: &str| parse_execution(arn).unwrap_err().to_string();
        assert_eq!(message("nonsense"), "Invalid Arn: 'Invalid ARN prefix: nonsense'");
        assert_eq!(
            message("arn:aws:states:us-east-1:000000000000:express:m:n:id"),
            "Invalid Arn: 'Resource type not valid in this context: express'"
        );
        assert_eq!(
            message(&machine(&account, "order")),
            "Invalid Arn: 'Resource type not valid in this context: stateMachine'"
        );
    }
}

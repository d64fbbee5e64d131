//! The names and ARNs under which a run appears in its context object and history.

use serde_json::Value;

use super::Case;
use super::marker::Markers;

/// Who the execution is. Where a case binds a marker for a part, that part has the bound value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `arn:…:execution:<machine>:<name>`, for Express `arn:…:express:<machine>:<name>:<id>`.
    pub execution_arn: String,
    /// The execution's name.
    pub execution_name: String,
    /// `arn:…:stateMachine:<machine>`.
    pub state_machine_arn: String,
    /// The state machine's name.
    pub state_machine_name: String,
    /// The execution role.
    pub role_arn: String,
    /// The region of the machine and its tasks.
    pub region: String,
    /// The twelve digits of the account.
    pub account: String,
}

const ACCOUNT: &str = "111111111111";
const ROLE: &str = "sfn-role";

impl Identity {
    /// The identity that the markers of `case` imply.
    pub fn of(case: &Case) -> Self {
        let bound = |prefix: &str| {
            let mut bindings = case.bindings.iter();
            bindings.find(|(marker, _)| marker.starts_with(prefix)).map(|(_, value)| value.clone())
        };
        let role_arn = role_arn(case);
        let partition = bound("<partition>").unwrap_or_else(|| "aws".to_owned());
        let region = bound("<region>").unwrap_or_else(|| "us-east-1".to_owned());
        let account =
            role_arn.split(':').nth(4).filter(|part| !part.is_empty()).unwrap_or(ACCOUNT).to_owned();
        let state_machine_name = bound("<ArnPart_").unwrap_or_else(|| "state-machine".to_owned());
        let prefix = format!("arn:{partition}:states:{region}:{account}");
        let (execution_name, execution_arn) = if case.kind == "EXPRESS" {
            let name = bound("<ExpressExecArn_Part1_").unwrap_or_else(|| "execution".to_owned());
            let id = bound("<ExpressExecArn_Part2_")
                .unwrap_or_else(|| "00000000-0000-4000-8000-000000000001".to_owned());
            let arn = format!("{prefix}:express:{state_machine_name}:{name}:{id}");
            (name, arn)
        } else {
            let name = bound("<ExecArnPart_").unwrap_or_else(|| "execution".to_owned());
            let arn = format!("{prefix}:execution:{state_machine_name}:{name}");
            (name, arn)
        };
        Self {
            state_machine_arn: format!("{prefix}:stateMachine:{state_machine_name}"),
            execution_arn,
            execution_name,
            state_machine_name,
            role_arn,
            region,
            account,
        }
    }
}

/// The role that `ExecutionStarted` shows; a part that is a marker without value may have any name.
fn role_arn(case: &Case) -> String {
    let markers = Markers::of(case);
    let started = case.expect.history.as_ref().and_then(|events| events.first());
    let shown = started
        .and_then(|event| event.pointer("/executionStartedEventDetails/roleArn"))
        .and_then(Value::as_str)
        .map(|role| markers.concrete(role, |_| ROLE.to_owned()));
    let bound = || {
        let role = ["snf_role_arn", "sfn_role_arn"].iter().find_map(|marker| case.bindings.get(*marker));
        role.cloned()
    };
    shown
        .filter(|role| role.starts_with("arn:"))
        .or_else(bound)
        .unwrap_or_else(|| format!("arn:aws:iam::{ACCOUNT}:role/{ROLE}"))
}

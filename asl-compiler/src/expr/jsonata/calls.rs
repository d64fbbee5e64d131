//! Calls of the library with arguments that the signature refuses, whatever the data.

use crate::diagnostic::Code;

use super::problem::{AwsMessage, Problem};
use super::signature::{ArgumentType, Signature};
use super::tree::{Call, Expr, ExprKind};
use super::types::{describe, type_of};

/// A call of a function of the library.
pub(super) struct Checked<'a> {
    /// All of it.
    pub(super) expr: &'a Expr,
    /// Its parts.
    pub(super) call: &'a Call,
    /// How many arguments stand before it: the left side of `~>`.
    pub(super) implied: usize,
    /// The function.
    pub(super) name: &'a str,
    /// What it takes.
    pub(super) signature: &'a Signature,
}

impl Checked<'_> {
    /// What makes each run of the call fail.
    pub(super) fn problem(&self) -> Option<Problem> {
        let mut types = vec![ArgumentType::Unknown; self.implied];
        types.extend(self.call.arguments.iter().map(certain_type));
        let problem = match self.signature.fits(&types) {
            Ok(()) => return self.items(),
            Err(at) => self.refused(&types).aws(AwsMessage::Run(format!(
                "T0410: Argument {} of function \"{}\" does not match function signature",
                at + 1,
                self.name
            ))),
        };
        Some(problem)
    }

    fn refused(&self, types: &[ArgumentType]) -> Problem {
        let (least, most) = self.signature.arity();
        let count = types.len();
        let fits = count >= least && most.is_none_or(|most| count <= most);
        match self.signature.misfit(types) {
            Some(at) if fits => self.wrong_type(at),
            _ => self.wrong_count(count),
        }
    }

    fn wrong_count(&self, count: usize) -> Problem {
        let (least, most) = self.signature.arity();
        let takes = match most {
            Some(0) => "no arguments".to_owned(),
            Some(most) if most == least => arguments(most),
            Some(most) => format!("{least} to {}", arguments(most)),
            None => format!("at least {}", arguments(least)),
        };
        let name = self.name;
        let message = if count < least || most.is_some_and(|most| count > most) {
            format!("`${name}` takes {takes}, and gets {count}")
        } else {
            format!("`${name}` lacks an argument")
        };
        Problem::new(Code::JsonataArity, self.expr.span.clone(), message)
            .label("wrong number of arguments")
            .help(format!("the signature of `${name}` is `{}`", self.signature))
    }

    fn wrong_type(&self, at: usize) -> Problem {
        let argument = at.checked_sub(self.implied).and_then(|index| self.call.arguments.get(index));
        let span = argument.map_or(&self.expr.span, |argument| &argument.span).clone();
        let found = argument.and_then(type_of).map_or("this", |found| describe(found.kind));
        let name = self.name;
        let message = format!("argument {} of `${name}` cannot be {found}", at + 1);
        let needs_text = self.signature.parameters.get(at).is_some_and(|parameter| parameter.letter == 's');
        let help = match found {
            "a number" | "a boolean" if needs_text => "make a string of it with `$string(…)`".to_owned(),
            _ => format!("the signature of `${name}` is `{}`", self.signature),
        };
        Problem::new(Code::JsonataArgumentType, span, message).label(format!("this is {found}")).help(help)
    }

    /// An array that must hold values of one type, and holds another.
    fn items(&self) -> Option<Problem> {
        for (index, parameter) in self.signature.parameters.iter().enumerate() {
            let needed = parameter.subtype.as_ref().filter(|_| parameter.letter == 'a');
            let Some(needed) = needed.and_then(|subtype| subtype.chars().next()) else { continue };
            let argument = index.checked_sub(self.implied).and_then(|index| self.call.arguments.get(index));
            let Some((item, found)) = argument.and_then(|argument| other_item(argument, needed)) else {
                continue;
            };
            let plural = |letter| match letter {
                's' => "strings",
                'n' => "numbers",
                _ => "objects",
            };
            let name = self.name;
            let found = describe(ArgumentType::Known(found));
            let message = format!("`${name}` takes an array of {}, and this is {found}", plural(needed));
            let words = format!(
                "T0412: Argument {} of function \"{name}\" must be an array of \"{}\"",
                index + 1,
                plural(needed)
            );
            let problem = Problem::new(Code::JsonataArgumentType, item.span.clone(), message);
            return Some(problem.label(format!("this is {found}")).aws(AwsMessage::Run(words)));
        }
        None
    }
}

/// What may be nothing fits any parameter.
fn certain_type(argument: &Expr) -> ArgumentType {
    match type_of(argument) {
        Some(found) if found.always => found.kind,
        _ => ArgumentType::Unknown,
    }
}

/// The first item of an array that is of another type; a single value counts as an array of it.
fn other_item(argument: &Expr, needed: char) -> Option<(&Expr, char)> {
    let ArgumentType::Known(letter) = certain_type(argument) else { return None };
    if letter == needed {
        return None;
    }
    let ExprKind::Array(items) = &argument.kind else {
        return (letter != 'a').then_some((argument, letter));
    };
    items.list.iter().find_map(|item| match certain_type(item) {
        ArgumentType::Known(letter) if letter != needed => Some((item, letter)),
        ArgumentType::Known(_) | ArgumentType::Unknown => None,
    })
}

fn arguments(count: usize) -> String {
    format!("{count} argument{}", if count == 1 { "" } else { "s" })
}

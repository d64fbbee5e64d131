//! The specification's words with their places, nothing resolved yet.
//!
//! [`parse`] reads a tree of data into a [`Machine`]. Whatever can be seen at one place is checked and
//! reported here: field names, types and ranges, duplicates, expressions. What is missing or wrong is `None`
//! in the tree, and reported, so that the rest can still be checked.

mod choice;
mod expr;
mod fail;
mod fields;
mod map;
mod operator;
mod parallel;
mod pass;
mod resource;
mod retry;
mod service;
mod state;
mod succeed;
mod task;
mod template;
mod timestamp;
mod wait;

#[cfg(test)]
mod tests;

pub use choice::{Choice, Condition, Operand, Rule};
pub use expr::{Expr, ResultPath, Selector};
pub use fail::{Fail, FailText};
pub use map::Map;
pub use parallel::Parallel;
pub use pass::{Pass, PassResult};
pub use resource::{Resource, ResourceName};
pub use retry::{Catcher, ErrorEquals, Retrier};
pub use state::{Finish, Kind, Number, State, Transition};
pub use succeed::Succeed;
pub use task::Task;
pub use template::{Assignment, Template};
pub(crate) use timestamp::nanoseconds as timestamp_nanoseconds;
pub use wait::{Until, Wait};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::json::{Member, Node, Text, Value};
use crate::source::{Span, Spanned};

use fields::{Cx, Fields, Of, Spec};

/// `QueryLanguage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `JSONPath`, the default.
    JsonPath,
    /// `JSONata`.
    Jsonata,
}

impl Language {
    fn takes(self, of: Of) -> bool {
        match of {
            Of::Both => true,
            Of::JsonPath => self == Self::JsonPath,
            Of::Jsonata => self == Self::Jsonata,
        }
    }
}

/// A `States` object and what belongs to it: the top level, a branch or a processor.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// Where to point for the whole.
    pub span: Span,
    /// `Comment`.
    pub comment: Option<Text>,
    /// `TimeoutSeconds`, at the top level.
    pub timeout_seconds: Option<Spanned<u64>>,
    /// `StartAt`.
    pub start_at: Option<Text>,
    /// `States`, duplicates kept.
    pub states: Vec<State>,
}

/// Longest duration and largest count that AWS takes in most places.
const LARGEST: u64 = 99_999_999;

const TOP: &[Spec] = &[
    ("StartAt", Of::Both),
    ("States", Of::Both),
    ("Comment", Of::Both),
    ("QueryLanguage", Of::Both),
    ("TimeoutSeconds", Of::Both),
    ("Version", Of::Both),
];

const NESTED: &[Spec] = &[("StartAt", Of::Both), ("States", Of::Both), ("Comment", Of::Both)];

/// Reads a whole definition. `None` when it is not an object.
pub fn parse(node: Node, diagnostics: &mut Diagnostics) -> Option<Machine> {
    let Value::Object(_) = node.value else {
        diagnostics.push(
            Diagnostic::new(Code::NotAnObject, node.span, "a definition must be a JSON object")
                .label(format!("this is {}", node.value.describe())),
        );
        return None;
    };
    let mut cx = Cx { diagnostics, machine_language: Language::JsonPath, language: Language::JsonPath };
    let mut fields = Fields::read(&mut cx, node, "the state machine".to_owned(), None)?;
    fields.only(&mut cx, &[TOP], state::types_with);
    if let Some(language) = language(&mut cx, &mut fields) {
        cx.machine_language = language.value;
        cx.language = language.value;
        if language.value == Language::Jsonata {
            not_yet_jsonata(&mut cx, language.span);
        }
    }
    let timeout_seconds = fields.integer(&mut cx, "TimeoutSeconds", (0, LARGEST));
    fields.string(&mut cx, "Version");
    let mut machine = body(&mut cx, fields);
    machine.timeout_seconds = timeout_seconds;
    Some(machine)
}

/// Reads a branch or processor. Fields that only such a one has are already taken.
fn nested(cx: &mut Cx<'_>, mut fields: Fields) -> Machine {
    // The states of an inner machine follow the language of the whole machine, not of the state around them.
    let outer = std::mem::replace(&mut cx.language, cx.machine_language);
    fields.only(cx, &[NESTED], |name| {
        let top = TOP.iter().any(|(field, _)| *field == name);
        if top { Some(format!("only the top level has `{name}`")) } else { state::types_with(name) }
    });
    let machine = body(cx, fields);
    cx.language = outer;
    machine
}

fn body(cx: &mut Cx<'_>, mut fields: Fields) -> Machine {
    let comment = fields.string(cx, "Comment");
    let start_at = fields.required_string(cx, "StartAt");
    if !fields.has("States") {
        fields.missing(cx, "States");
    }
    let states = fields.take("States").map(|node| states(cx, node)).unwrap_or_default();
    Machine { span: fields.at, comment, timeout_seconds: None, start_at, states }
}

fn states(cx: &mut Cx<'_>, node: Node) -> Vec<State> {
    let Value::Object(members) = node.value else {
        cx.wrong_type("States", &node, "an object");
        return Vec::new();
    };
    if members.is_empty() {
        cx.report(
            Diagnostic::new(Code::EmptyValue, node.span, "`States` is empty")
                .label("at least one state is required"),
        );
    }
    let mut states = Vec::with_capacity(members.len());
    for Member { key, value } in members {
        let misplaced = TOP.iter().any(|(field, _)| *field == key.as_str());
        if misplaced && !matches!(value.value, Value::Object(_)) {
            let name = key.as_str();
            cx.report(
                Diagnostic::new(
                    Code::FieldNotAllowed,
                    key.span(),
                    format!("`{name}` stands among the states"),
                )
                .label("not a state")
                .help(format!("move `{name}` out of `States`")),
            );
        } else {
            states.push(state::state(cx, key, value));
        }
    }
    states
}

/// `QueryLanguage` and its place. An unknown value is reported and counts as `JSONPath`.
fn language(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Spanned<Language>> {
    let span = fields.get("QueryLanguage")?.span;
    let value = fields.one_of(cx, "QueryLanguage", &["JSONPath", "JSONata"]);
    Some(match value {
        Some(text) if text.as_str() == "JSONPath" => Spanned { span, value: Language::JsonPath },
        Some(_) => Spanned { span, value: Language::Jsonata },
        // Reported; everything else is read as the usual language, so that nothing follows from it.
        None => Spanned { span, value: Language::JsonPath },
    })
}

fn not_yet_jsonata(cx: &mut Cx<'_>, span: Span) {
    cx.report(
        Diagnostic::new(Code::Jsonata, span, "JSONata is not supported yet")
            .label("only `JSONPath` can be compiled"),
    );
}

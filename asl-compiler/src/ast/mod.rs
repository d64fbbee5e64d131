//! The specification's words with their places, nothing resolved yet.
//!
//! [`parse`] reads a tree of data into a [`Machine`]. Whatever can be seen at one place is checked and
//! reported here: field names, types and ranges, duplicates, expressions. What is missing or wrong is `None`
//! in the tree, and reported, so that the rest can still be checked.

mod choice;
mod distributed;
mod expr;
mod fail;
mod fields;
mod jsonata;
mod map;
mod number;
mod operator;
mod parallel;
mod parameters;
mod pass;
mod reader;
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

pub use choice::{Asked, Choice, Condition, Operand, Rule};
pub use expr::{Expr, ResultPath, Selector, VariableRead};
pub use fail::{Fail, FailText};
pub use jsonata::{Gives, Query, Sees};
pub use map::{Distributed, Map};
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

use crate::diagnostic::{Aws, AwsPlace, Code, Diagnostic, Diagnostics, near};
use crate::json::{Member, Node, Text, Value};
use crate::source::{Span, Spanned};

use fields::{Cx, Fields, Of, Spec, expected_type};

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
                .label(format!("this is {}", node.value.describe()))
                .help("write `{ \"StartAt\": \"…\", \"States\": { … } }`")
                .aws(Aws::schema("Definition must be a valid JSON object").at(AwsPlace::Nowhere)),
        );
        return None;
    };
    let mut cx = Cx {
        diagnostics,
        machine_language: Language::JsonPath,
        language: Language::JsonPath,
        queries: Vec::new(),
        reads: Vec::new(),
    };
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
                .label("at least one state is required")
                .help("add a state: `\"Done\": { \"Type\": \"Succeed\" }`, for example")
                .aws(Aws::schema("Value cannot be empty")),
        );
    }
    adopt_language(cx, &members);
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
                .help(format!("move `{name}` out of `States`"))
                .aws(expected_type("an object")),
            );
        } else {
            states.push(state::state(cx, key, value));
        }
    }
    states
}

/// A misplaced `QueryLanguage` is reported; its value is used all the same, so that nothing follows from it.
fn adopt_language(cx: &mut Cx<'_>, members: &[Member]) {
    let jsonata = members.iter().any(|member| {
        member.key.as_str() == "QueryLanguage"
            && matches!(&member.value.value, Value::String(text) if text.as_str() == "JSONata")
    });
    if jsonata {
        cx.machine_language = Language::Jsonata;
        cx.language = Language::Jsonata;
    }
}

/// `QueryLanguage` and its place. An unknown value is reported and counts as the language that it is near to, else
/// as `JSONPath`.
fn language(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Spanned<Language>> {
    const LANGUAGES: [&str; 2] = ["JSONPath", "JSONata"];
    let node = fields.get("QueryLanguage")?;
    let span = node.span;
    let meant = match &node.value {
        Value::String(text) => near(text.as_str(), LANGUAGES),
        _ => None,
    };
    let value = match fields.one_of(cx, "QueryLanguage", &LANGUAGES) {
        Some(text) if text.as_str() == "JSONata" => Language::Jsonata,
        None if meant == Some("JSONata") => Language::Jsonata,
        _ => Language::JsonPath,
    };
    Some(Spanned { span, value })
}

fn not_yet_jsonata(cx: &mut Cx<'_>, span: Span) {
    cx.report(
        Diagnostic::new(Code::Jsonata, span, "JSONata is not supported yet")
            .label("only `JSONPath` can be compiled"),
    );
}

//! Findings in AWS's form: what `CreateStateMachine` and `ValidateStateMachineDefinition` answer to the same definition.
//!
//! The words are those of recorded answers where there are any, and follow their style where there are none.

use crate::diagnostic::{AwsPlace, AwsText, Code, Diagnostic, Diagnostics, Severity};
use crate::json::{self, Node, Value};
use crate::source::{Source, Span};

/// One finding, as `ValidateStateMachineDefinition` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `SCHEMA_VALIDATION_FAILED` and the like.
    pub code: String,
    /// The rule.
    pub message: String,
    /// A slash path, `/States/Charge/Retry[0]`.
    pub location: Option<String>,
}

impl std::fmt::Display for Finding {
    /// As a part of the message of `CreateStateMachine`: `CODE: message at /States/Charge`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} at {}", self.code, self.message, self.location.as_deref().unwrap_or("null"))
    }
}

/// What AWS would find: mistakes of notation alone, else those of single places before those of transitions. What
/// AWS accepts is left out, and so is what only this compiler refuses.
pub fn findings(source: &Source, diagnostics: &Diagnostics) -> Vec<Finding> {
    if let Some(wrong) = diagnostics.iter().find(|finding| finding.code == Code::JsonSyntax) {
        return vec![not_json(source, wrong)];
    }
    let Some(root) = json::parse(source, &mut Diagnostics::default()) else { return Vec::new() };
    let mut found: Vec<(usize, &AwsText, Finding)> = Vec::new();
    for diagnostic in diagnostics.iter().filter(|finding| finding.severity == Severity::Error) {
        let Some(aws) = &diagnostic.aws else { continue };
        let location = locate(&root, diagnostic.primary.span, aws.place);
        let same = found
            .iter_mut()
            .find(|(_, text, finding)| finding.location == location && matches!(text, AwsText::Required(_)));
        match (&aws.text, same) {
            (AwsText::Required(field), Some((_, _, finding))) => {
                // AWS names `States` before `StartAt`.
                finding.message = finding.message.replacen('[', &format!("[{field}, "), 1);
            }
            (text, _) => {
                let message = match text {
                    AwsText::Plain(message) => message.clone().into_owned(),
                    AwsText::Required(field) => format!("These fields are required: [{field}]"),
                };
                let finding = Finding { code: aws.code.to_owned(), message, location };
                if !found.iter().any(|(_, _, other)| *other == finding) {
                    found.push((rank(aws.code), text, finding));
                }
            }
        }
    }
    found.sort_by_key(|(rank, _, _)| *rank);
    found.into_iter().map(|(_, _, finding)| finding).collect()
}

/// The message with which `CreateStateMachine` refuses a definition; `None` when AWS accepts it.
pub fn message(findings: &[Finding]) -> Option<String> {
    let parts: Vec<String> = findings.iter().map(ToString::to_string).collect();
    (!parts.is_empty()).then(|| format!("Invalid State Machine Definition: '{}'", parts.join(", ")))
}

/// Schema, then names, then transitions.
fn rank(code: &str) -> usize {
    match code {
        "MISSING_TRANSITION_TARGET" | "MISSING_END_STATE" => 2,
        "SCHEMA_VALIDATION_FAILED" => 0,
        _ => 1,
    }
}

/// AWS reads JSON with Jackson, whose words for an unknown token are recorded.
fn not_json(source: &Source, wrong: &Diagnostic) -> Finding {
    let text = source.text();
    if text.trim().is_empty() {
        return Finding {
            code: "SCHEMA_VALIDATION_FAILED".to_owned(),
            message: "Definition must be a valid JSON object".to_owned(),
            location: None,
        };
    }
    let at = source.floor(wrong.primary.span.start);
    let word: String = text
        .get(at..)
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '$')
        .collect();
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let (what, column) = if word.is_empty() {
        let what = match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) => format!("Unexpected character ('{c}' (code {}))", u32::from(c)),
            None => "Unexpected end-of-input".to_owned(),
        };
        (what, column)
    } else {
        let expected =
            "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
        (format!("Unrecognized token '{word}': {expected}"), column + word.chars().count())
    };
    let place = format!("[Source: (String)\"{}\"; line: {line}, column: {column}]", excerpt(text));
    Finding {
        code: "INVALID_JSON_DESCRIPTION".to_owned(),
        message: format!("{what}\n at {place}"),
        location: Some(place),
    }
}

/// Jackson shows the first 500 characters.
fn excerpt(text: &str) -> String {
    const SHOWN: usize = 500;
    let count = text.chars().count();
    if count <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start}[truncated {} chars]", count - SHOWN)
}

/// A step to a place.
enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

fn locate(root: &Node, span: Span, place: AwsPlace) -> Option<String> {
    let mut steps = Vec::new();
    descend(root, span.start, &mut steps);
    match place {
        AwsPlace::Nowhere => return None,
        AwsPlace::Here => {}
        AwsPlace::Around => {
            steps.pop();
        }
        AwsPlace::State => steps.truncate(state_steps(&steps)),
        AwsPlace::StateField => steps.truncate(state_steps(&steps) + 1),
    }
    let parts = steps.iter().map(|step| match step {
        Step::Field(name) => format!("/{name}"),
        Step::Index(index) => format!("[{index}]"),
    });
    let path: String = parts.collect();
    Some(if path.is_empty() { "/".to_owned() } else { path })
}

/// The steps to the innermost state.
fn state_steps(steps: &[Step<'_>]) -> usize {
    steps.iter().rposition(|step| matches!(step, Step::Field("States"))).map_or(0, |at| at + 2)
}

/// The steps to the smallest value that a byte belongs to; a field's name belongs to its value.
fn descend<'a>(node: &'a Node, at: usize, steps: &mut Vec<Step<'a>>) {
    match &node.value {
        Value::Object(members) => {
            let after = members.partition_point(|member| member.key.span().start <= at);
            let Some(member) = after.checked_sub(1).and_then(|index| members.get(index)) else { return };
            if at >= member.value.span.end {
                return;
            }
            steps.push(Step::Field(member.key.as_str()));
            if at >= member.value.span.start {
                descend(&member.value, at, steps);
            }
        }
        Value::Array(items) => {
            let after = items.partition_point(|item| item.span.start <= at);
            let Some((index, item)) =
                after.checked_sub(1).and_then(|index| items.get(index).map(|item| (index, item)))
            else {
                return;
            };
            if at < item.span.end {
                steps.push(Step::Index(index));
                descend(item, at, steps);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

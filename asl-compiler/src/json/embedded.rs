//! JSON inside a string of another text: a definition in a template.

use super::parse::{Placeholders, parse_text};
use super::{Member, Node, Text, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Label};

/// Parses the decoded text of a string; all places are those of the string's own source. A placeholder `${Name}`
/// may stand where a value does: it is replaced before AWS reads the text.
pub(crate) fn parse_embedded(outer: &Text, diagnostics: &mut Diagnostics) -> Option<Node> {
    let (node, problems) = parse_text(outer.as_str(), Placeholders::AreValues);
    for problem in problems {
        diagnostics.push(move_problem(problem, outer));
    }
    node.map(|node| relocate(node, outer))
}

fn move_problem(mut problem: Diagnostic, outer: &Text) -> Diagnostic {
    let place = |label: &mut Label| label.span = outer.locate(label.span.range());
    place(&mut problem.primary);
    problem.secondary.iter_mut().for_each(place);
    problem
}

fn relocate(node: Node, outer: &Text) -> Node {
    let span = outer.locate(node.span.range());
    let value = match node.value {
        Value::String(text) => Value::String(text.relocate(outer)),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| relocate(item, outer)).collect()),
        Value::Object(members) => {
            let member = |member: Member| Member {
                key: member.key.relocate(outer),
                value: relocate(member.value, outer),
            };
            Value::Object(members.into_iter().map(member).collect())
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other,
    };
    Node { span, value }
}

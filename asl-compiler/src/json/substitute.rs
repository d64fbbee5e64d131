//! `${Name}` placeholders (of `CloudFormation`, SAM or Terraform) and their replacement.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Node, Text, Value};

/// The placeholders of a text: the range of `${Name}` and the name, trimmed.
pub fn placeholders(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find("${")).map(|at| from + at) {
        let Some(name) = text.get(open + 2..).and_then(|rest| rest.split_once('}')).map(|(name, _)| name)
        else {
            break;
        };
        let end = open + 2 + name.len() + 1;
        found.push((open..end, name.trim()));
        from = end;
    }
    found
}

/// Replaces, in every string, the placeholders that have a value. Places keep pointing at the placeholders.
pub fn substitute(node: &mut Node, values: &BTreeMap<String, String>) {
    match &mut node.value {
        Value::String(text) => replace(text, values),
        Value::Array(items) => {
            for item in items {
                substitute(item, values);
            }
        }
        Value::Object(members) => {
            for member in members {
                replace(&mut member.key, values);
                substitute(&mut member.value, values);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn replace(text: &mut Text, values: &BTreeMap<String, String>) {
    let found: Vec<(Range<usize>, String)> = placeholders(text.as_str())
        .into_iter()
        .filter_map(|(range, name)| values.get(name).map(|value| (range, value.clone())))
        .collect();
    if found.is_empty() {
        return;
    }
    let mut result = Text::empty(text.span());
    result.set_substituted();
    let mut from = 0;
    for (range, value) in found {
        copy(text, from..range.start, &mut result);
        result.push_as_whole(&value, text.locate(range.clone()));
        from = range.end;
    }
    copy(text, from..text.as_str().len(), &mut result);
    *text = result;
}

/// Copies a part of a text with its places.
fn copy(text: &Text, part: Range<usize>, result: &mut Text) {
    for (range, span, verbatim) in text.runs() {
        let cut = range.start.max(part.start)..range.end.min(part.end);
        let Some(piece) = text.as_str().get(cut.clone()).filter(|piece| !piece.is_empty()) else { continue };
        if verbatim {
            result.push(piece, text.locate(cut));
        } else {
            result.push_as_whole(piece, span);
        }
    }
}

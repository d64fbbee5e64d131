//! `${Name}` placeholders (of `CloudFormation`, SAM or Terraform) and their replacement.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Node, Text, Value};
use crate::source::Span;

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
        result.push_part(text, from..range.start);
        result.push_as_whole(&value, text.locate(range.clone()));
        from = range.end;
    }
    result.push_part(text, from..text.as_str().len());
    *text = result;
}

/// The places of the values that are nothing but a placeholder, whose value is not known.
pub fn unknown_values(node: &Node) -> BTreeSet<Span> {
    let mut found = BTreeSet::new();
    collect_unknown(node, &mut found);
    found
}

fn collect_unknown(node: &Node, found: &mut BTreeSet<Span>) {
    match &node.value {
        Value::String(text) => {
            let text = text.as_str().trim();
            if placeholders(text).first().is_some_and(|(range, _)| *range == (0..text.len())) {
                found.insert(node.span);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_unknown(item, found)),
        Value::Object(members) => members.iter().for_each(|member| collect_unknown(&member.value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

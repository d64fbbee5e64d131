//! Merge keys: `<<`.

use super::{Problem, problem};
use crate::json::{Member, Node, Value};
use std::collections::BTreeSet;

/// What a mapping has in its text.
pub(super) enum Entry {
    Member(Member),
    /// What `<<` brings in.
    Merge(Node),
}

/// The members with those that `<<` brings in. A mapping's own members and earlier merges win.
pub(super) fn merge(entries: Vec<Entry>) -> Result<Vec<Member>, Problem> {
    let mut members = Vec::with_capacity(entries.len());
    let mut merges = Vec::new();
    for entry in entries {
        match entry {
            Entry::Member(member) => members.push(member),
            Entry::Merge(node) => merges.push((members.len(), node)),
        }
    }
    if merges.is_empty() {
        return Ok(members);
    }
    let mut names: BTreeSet<String> = members.iter().map(|member| member.key.as_str().to_owned()).collect();
    let mut added = Vec::new();
    for (index, node) in merges {
        let nodes = match node.value {
            Value::Array(nodes) => nodes,
            _ => vec![node],
        };
        for Node { span, value } in nodes {
            let Value::Object(inner) = value else {
                let problem =
                    problem(span, "`<<` takes mappings").label(format!("this is {}", value.describe()));
                return Err(Box::new(problem));
            };
            added.extend(
                inner
                    .into_iter()
                    .filter(|member| names.insert(member.key.as_str().to_owned()))
                    .map(|member| (index, member)),
            );
        }
    }
    // From behind, so that the indexes stay right.
    let mut merged = Vec::with_capacity(members.len() + added.len());
    let mut added = added.into_iter().peekable();
    for (index, member) in members.into_iter().enumerate() {
        while let Some((_, member)) = added.next_if(|(at, _)| *at <= index) {
            merged.push(member);
        }
        merged.push(member);
    }
    merged.extend(added.map(|(_, member)| member));
    Ok(merged)
}

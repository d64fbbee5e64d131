//! Names of states, at most 80 characters and unique in the whole document, and labels of Maps, unique as well.

use std::collections::BTreeMap;

use crate::ast::{Kind, Machine};
use crate::diagnostic::{Aws, Code, Diagnostic, Diagnostics};
use crate::source::Span;

use super::{each_state, inner_machines};

const LONGEST_NAME: usize = 80;

pub(super) fn check(machine: &Machine, diagnostics: &mut Diagnostics) {
    labels(machine, diagnostics);
    let mut all = Vec::new();
    collect(machine, &mut all);
    all.sort_by_key(|(_, span)| *span);
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (name, span) in all {
        let length = name.chars().count();
        if length > LONGEST_NAME {
            diagnostics.push(
                Diagnostic::new(Code::NameTooLong, span, "the name of a state is too long")
                    .label(format!("{length} characters, at most {LONGEST_NAME} are allowed"))
                    .help("put what does not fit into its `Comment`")
                    .aws(Aws::other("INVALID_STATE_NAME", format!("Invalid State name: {name}"))),
            );
        }
        if let Some(first) = seen.get(name) {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateState, span, format!("there are two states named `{name}`"))
                    .label("again here")
                    .also(*first, "first here")
                    .note("names are unique in the whole document, branches and processors included")
                    .help("give one of them another name")
                    .aws(Aws::other("DUPLICATE_STATE_NAME", format!("Duplicate State name: {name}"))),
            );
        } else {
            seen.insert(name, span);
        }
    }
}

fn labels(machine: &Machine, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    each_state(machine, &mut |state| {
        let Some(Kind::Map(map)) = &state.kind else { return };
        let Some(label) = &map.label else { return };
        if let Some(first) = seen.get(label.as_str()) {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateLabel,
                    label.span(),
                    format!("there are two Maps with the label `{}`", label.as_str()),
                )
                .label("again here")
                .also(*first, "first here")
                .help("give one of them another label")
                .aws(Aws::other("DUPLICATE_LABEL_NAME", format!("Duplicate label name: {}", label.as_str()))),
            );
        } else {
            seen.insert(label.as_str(), label.span());
        }
    });
}

fn collect<'a>(machine: &'a Machine, all: &mut Vec<(&'a str, Span)>) {
    all.extend(machine.states.iter().map(|state| (state.name.as_str(), state.name.span())));
    for (_, inner) in inner_machines(machine) {
        collect(inner, all);
    }
}

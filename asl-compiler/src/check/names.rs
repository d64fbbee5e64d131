//! Names of states: at most 80 characters, unique in the whole document.

use std::collections::BTreeMap;

use crate::ast::Machine;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

use super::inner_machines;

const LONGEST_NAME: usize = 80;

pub(super) fn check(machine: &Machine, diagnostics: &mut Diagnostics) {
    let mut all = Vec::new();
    collect(machine, &mut all);
    all.sort_by_key(|(_, span)| *span);
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (name, span) in all {
        let length = name.chars().count();
        if length > LONGEST_NAME {
            diagnostics.push(
                Diagnostic::new(Code::NameTooLong, span, "the name of a state is too long")
                    .label(format!("{length} characters, at most {LONGEST_NAME} are allowed")),
            );
        }
        if let Some(first) = seen.get(name) {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateState, span, format!("there are two states named `{name}`"))
                    .label("again here")
                    .also(*first, "first here")
                    .note("names are unique in the whole document, branches and processors included"),
            );
        } else {
            seen.insert(name, span);
        }
    }
}

fn collect<'a>(machine: &'a Machine, all: &mut Vec<(&'a str, Span)>) {
    all.extend(machine.states.iter().map(|state| (state.name.as_str(), state.name.span())));
    for (_, inner) in inner_machines(machine) {
        collect(inner, all);
    }
}

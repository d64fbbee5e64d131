//! Scopes of variables: a branch or processor cannot assign a variable of the machine around it.

use std::collections::BTreeMap;

use crate::ast::{Assignment, Kind, Machine, State};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

use super::inner_machines;

pub(super) fn check(machine: &Machine, diagnostics: &mut Diagnostics) {
    scope(machine, &BTreeMap::new(), diagnostics);
}

/// Every assignment of a state: its own, its rules' and its catchers'.
pub(crate) fn assignments(state: &State) -> Vec<&Assignment> {
    let mut found = Vec::new();
    let finish = match &state.kind {
        Some(Kind::Task(task)) => Some(&task.finish),
        Some(Kind::Parallel(parallel)) => Some(&parallel.finish),
        Some(Kind::Map(map)) => Some(&map.finish),
        Some(Kind::Pass(pass)) => {
            found.extend(&pass.assign);
            None
        }
        Some(Kind::Wait(wait)) => {
            found.extend(&wait.assign);
            None
        }
        Some(Kind::Choice(choice)) => {
            found.extend(choice.rules.iter().flat_map(|rule| &rule.assign));
            found.extend(&choice.assign);
            None
        }
        Some(Kind::Succeed(_) | Kind::Fail(_)) | None => None,
    };
    if let Some(finish) = finish {
        found.extend(&finish.assign);
        found.extend(finish.catch.iter().flat_map(|catcher| &catcher.assign));
    }
    found.sort_by_key(|assignment| assignment.span);
    found
}

fn scope<'a>(machine: &'a Machine, outer: &BTreeMap<&'a str, Span>, diagnostics: &mut Diagnostics) {
    let mut visible = outer.clone();
    for assignment in machine.states.iter().flat_map(assignments) {
        let name = assignment.variable.as_str();
        if let Some(first) = outer.get(name) {
            diagnostics.push(
                Diagnostic::new(
                    Code::ShadowedVariable,
                    assignment.span,
                    format!("the variable `{name}` belongs to an outer scope"),
                )
                .label("cannot be assigned here")
                .also(*first, "assigned here, outside")
                .help("use another name, and hand the value out as the result"),
            );
        } else {
            visible.entry(name).or_insert(assignment.span);
        }
    }
    for (_, inner) in inner_machines(machine) {
        scope(inner, &visible, diagnostics);
    }
}

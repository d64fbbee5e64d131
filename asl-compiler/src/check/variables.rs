//! Scopes of variables: a branch or processor cannot assign a variable of the machine around it.

use std::collections::BTreeMap;

use crate::ast::{Assignment, Kind, Machine, State};
use crate::diagnostic::{Aws, Code, Diagnostic, Diagnostics};
use crate::source::Span;

use super::machines_of;

pub(super) fn check(machine: &Machine, diagnostics: &mut Diagnostics) {
    scope(machine, &mut BTreeMap::new(), diagnostics);
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

/// `outer` is what is visible from around. It is the same afterwards: what a machine adds is taken out again, so
/// that many small machines do not copy a large scope.
fn scope<'a>(machine: &'a Machine, outer: &mut BTreeMap<&'a str, Span>, diagnostics: &mut Diagnostics) {
    let mut own: BTreeMap<&str, Span> = BTreeMap::new();
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
                .help("use another name, and hand the value out as the result")
                .aws(Aws::other(
                    "DUPLICATE_VARIABLE_NAME",
                    format!("The variable name '{name}' was already defined in a parent scope."),
                )),
            );
        } else {
            own.entry(name).or_insert(assignment.span);
        }
    }
    outer.extend(own.iter());
    for state in &machine.states {
        let distributed = matches!(&state.kind, Some(Kind::Map(map)) if map.distributed.is_some());
        for inner in machines_of(state) {
            if distributed {
                // Executions of their own, which see nothing of this one's variables.
                scope(inner, &mut BTreeMap::new(), diagnostics);
            } else {
                scope(inner, outer, diagnostics);
            }
        }
    }
    for name in own.keys() {
        outer.remove(name);
    }
}

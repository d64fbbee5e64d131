//! Scopes of variables: a branch or processor cannot assign a variable that the machine around it may have by then.
//! What is assigned only afterwards, by the `Catch` around it for example, AWS lets be.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Assignment, Kind, Machine, State};
use crate::diagnostic::{Aws, Code, Diagnostic, Diagnostics};
use crate::source::Span;

use super::machines_of;
use super::transitions::targets;

pub(super) fn check(machine: &Machine, diagnostics: &mut Diagnostics) {
    scope(machine, None, diagnostics);
}

/// Every assignment of a state: its own, its rules' and its catchers'.
pub(crate) fn assignments(state: &State) -> Vec<&Assignment> {
    let mut found = Vec::new();
    match &state.kind {
        Some(Kind::Pass(pass)) => found.extend(&pass.assign),
        Some(Kind::Wait(wait)) => found.extend(&wait.assign),
        Some(Kind::Choice(choice)) => {
            found.extend(choice.rules.iter().flat_map(|rule| &rule.assign));
            found.extend(&choice.assign);
        }
        _ => {}
    }
    if let Some(finish) = state.finish() {
        found.extend(&finish.assign);
        found.extend(finish.catch.iter().flat_map(|catcher| &catcher.assign));
    }
    found.sort_by_key(|assignment| assignment.span);
    found
}

/// A machine around, as seen from inside one of its states.
struct Scope<'s, 'a> {
    machine: &'a Machine,
    /// Where each variable is assigned: the state, by its place in the machine, and the `Assign`'s member.
    assigned: &'s BTreeMap<&'a str, Vec<(usize, Span)>>,
    /// The state that the inner machine is in.
    holder: usize,
    /// The states that can run before the holder. Few machines need it.
    before: OnceCell<BTreeSet<usize>>,
    around: Option<&'s Scope<'s, 'a>>,
}

impl Scope<'_, '_> {
    /// Where a variable is assigned before control comes here, in any machine around.
    fn find(&self, name: &str) -> Option<Span> {
        let here = self.assigned.get(name).and_then(|places| {
            let before = self.before.get_or_init(|| before(self.machine, self.holder));
            places.iter().find(|(state, _)| before.contains(state)).map(|(_, span)| *span)
        });
        here.or_else(|| self.around.and_then(|around| around.find(name)))
    }
}

/// The states from which at least one transition leads to a state.
fn before(machine: &Machine, holder: usize) -> BTreeSet<usize> {
    let names: BTreeMap<&str, usize> =
        machine.states.iter().enumerate().map(|(id, state)| (state.name.as_str(), id)).collect();
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); machine.states.len()];
    for (from, state) in machine.states.iter().enumerate() {
        for (_, target) in targets(state) {
            if let Some(list) = names.get(target.as_str()).and_then(|to| back.get_mut(*to)) {
                list.push(from);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut open = vec![holder];
    while let Some(id) = open.pop() {
        for from in back.get(id).into_iter().flatten() {
            if seen.insert(*from) {
                open.push(*from);
            }
        }
    }
    seen
}

fn scope(machine: &Machine, around: Option<&Scope<'_, '_>>, diagnostics: &mut Diagnostics) {
    let mut assigned: BTreeMap<&str, Vec<(usize, Span)>> = BTreeMap::new();
    for (id, state) in machine.states.iter().enumerate() {
        for assignment in assignments(state) {
            let name = assignment.variable.as_str();
            if let Some(first) = around.and_then(|around| around.find(name)) {
                diagnostics.push(shadowed(name, assignment.span, first));
            } else {
                assigned.entry(name).or_default().push((id, assignment.span));
            }
        }
    }
    for (holder, state) in machine.states.iter().enumerate() {
        let distributed = matches!(&state.kind, Some(Kind::Map(map)) if map.distributed.is_some());
        let scope_of_state = Scope { machine, assigned: &assigned, holder, before: OnceCell::new(), around };
        for inner in machines_of(state) {
            // Executions of their own see nothing of this one's variables.
            scope(inner, (!distributed).then_some(&scope_of_state), diagnostics);
        }
    }
}

fn shadowed(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::ShadowedVariable, span, format!("the variable `{name}` belongs to an outer scope"))
        .label("cannot be assigned here")
        .also(first, "assigned here, outside")
        .help("use another name, and hand the value out as the result")
        .aws(Aws::other(
            "DUPLICATE_VARIABLE_NAME",
            format!("The variable name '{name}' was already defined in a parent scope."),
        ))
}

//! Rules between places: names, transitions, reachability, variables.
//!
//! Each pass may assume nothing of the others; a tree with holes (reported before) is fine.

mod jsonata;
mod names;
mod transitions;
mod variables;

pub(crate) use jsonata::check as check_jsonata;
pub(crate) use variables::assignments;

#[cfg(test)]
mod tests;

use crate::ast::{Kind, Machine};
use crate::diagnostic::Diagnostics;

/// Runs every pass.
pub fn check(machine: &Machine, diagnostics: &mut Diagnostics) {
    // Afterwards: every state's name is short enough and stands for one state of the whole document.
    names::check(machine, diagnostics);
    // Afterwards: every transition leads to a state of the same `States`, and every state can be reached.
    transitions::check(machine, diagnostics);
    // Afterwards: no inner scope assigns a variable of an outer one.
    variables::check(machine, diagnostics);
}

/// The machines directly inside a machine, with the name of the state that holds them.
fn inner_machines(machine: &Machine) -> impl Iterator<Item = (&str, &Machine)> {
    machine.states.iter().flat_map(|state| {
        let inner: Vec<&Machine> = match &state.kind {
            Some(Kind::Parallel(parallel)) => parallel.branches.iter().collect(),
            Some(Kind::Map(map)) => map.processor.iter().collect(),
            _ => Vec::new(),
        };
        inner.into_iter().map(|machine| (state.name.as_str(), machine))
    })
}

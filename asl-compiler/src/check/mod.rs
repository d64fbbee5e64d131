//! Rules between places: names, transitions, reachability, loops, choices, errors, times, variables.
//!
//! Each pass may assume nothing of the others; a tree with holes (reported before) is fine.

mod assigned;
mod choices;
mod errors;
mod express;
mod jsonata;
mod loops;
mod names;
mod times;
mod transitions;
mod truth;
mod variables;

pub(crate) use variables::assignments;

#[cfg(test)]
mod tests;

use crate::ast::{Kind, Machine, State};
use crate::diagnostic::{Code, Diagnostics, Severity};

/// What kind of workflow a definition is for: AWS takes it when the state machine is created, beside the definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkflowType {
    /// Runs up to a year, and keeps its history.
    Standard,
    /// Runs up to five minutes.
    Express,
}

/// Runs every pass. Rules for one type of workflow apply when the type is known.
pub fn check(machine: &Machine, workflow: Option<WorkflowType>, diagnostics: &mut Diagnostics) {
    // Afterwards: every state's name is short enough and stands for one state of the whole document.
    names::check(machine, diagnostics);
    // Afterwards: every transition leads to a state of the same `States`, every state can be reached, and from
    // every state an end, except where that is only a warning.
    transitions::check(machine, diagnostics);
    // Afterwards: no inner scope assigns a variable that an outer one may have by then.
    variables::check(machine, diagnostics);
    let sound = diagnostics.iter().all(|found| found.severity != Severity::Error || is_limit(found.code));
    // Afterwards: every expression of JSONata parses and keeps AWS's rules.
    jsonata::check(machine, sound, diagnostics);
    // Afterwards: paths start at variables that may have a value, or the flow of the data will tell.
    if sound && diagnostics.iter().any(|found| is_limit(found.code)) {
        assigned::check_paths(machine, diagnostics);
    }
    // Afterwards: an Express workflow waits for nothing outside.
    express::check(machine, workflow, diagnostics);
    // These only say what works, but hardly as meant.
    times::check(machine, workflow, diagnostics);
    each_state(machine, &mut |state| {
        choices::check(state, diagnostics);
        errors::check(state, diagnostics);
    });
}

/// Whether a code says no more than that something cannot be compiled yet.
fn is_limit(code: Code) -> bool {
    matches!(code, Code::Jsonata | Code::DistributedMap | Code::UnsupportedPath)
}

/// The machines directly inside a machine, with the name of the state that holds them.
fn inner_machines(machine: &Machine) -> impl Iterator<Item = (&str, &Machine)> {
    machine.states.iter().flat_map(|state| machines_of(state).map(|inner| (state.name.as_str(), inner)))
}

/// The machines inside a state.
fn machines_of(state: &State) -> impl Iterator<Item = &Machine> {
    let (branches, processor) = match &state.kind {
        Some(Kind::Parallel(parallel)) => (parallel.branches.as_slice(), None),
        Some(Kind::Map(map)) => (&[] as &[Machine], map.processor.as_ref()),
        _ => (&[] as &[Machine], None),
    };
    branches.iter().chain(processor)
}

/// Every state of a machine, those inside of states too.
fn each_state<'a>(machine: &'a Machine, visit: &mut impl FnMut(&'a State)) {
    for state in &machine.states {
        visit(state);
        for inner in machines_of(state) {
            each_state(inner, visit);
        }
    }
}

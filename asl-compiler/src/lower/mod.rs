//! From a checked tree to the program: names become ids, defaults are filled in.
//!
//! Nothing fails here unless an earlier stage has reported why.

mod choice;
mod state;
mod tasks;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::ast;
use crate::check;
use crate::ir;

use tasks::Tasks;
pub(crate) use tasks::free_name;

/// Something of a definition is missing or wrong, which was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported;

impl std::fmt::Display for Reported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the definition has mistakes")
    }
}

impl std::error::Error for Reported {}

/// What lowering gives.
pub type Lowered<T> = Result<T, Reported>;

/// What must be there.
fn given<T>(value: Option<T>) -> Lowered<T> {
    value.ok_or(Reported)
}

/// The program of a definition without errors.
pub fn lower(machine: &ast::Machine) -> Lowered<ir::Program> {
    let tasks = Tasks::collect(machine);
    let root = self::machine(machine, &tasks)?;
    Ok(ir::Program {
        comment: comment(machine.comment.as_ref()),
        timeout_seconds: machine.timeout_seconds.map(|timeout| timeout.value),
        root,
        tasks: tasks.into_list(),
    })
}

fn comment(text: Option<&crate::json::Text>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

/// What lowering a state needs to know of its machine.
struct Scope<'a> {
    ids: BTreeMap<&'a str, ir::StateId>,
    tasks: &'a Tasks,
}

impl Scope<'_> {
    fn id(&self, name: &crate::json::Text) -> Lowered<ir::StateId> {
        given(self.ids.get(name.as_str()).copied())
    }
}

fn machine(machine: &ast::Machine, tasks: &Tasks) -> Lowered<ir::Machine> {
    let scope = Scope {
        ids: machine
            .states
            .iter()
            .enumerate()
            .map(|(id, state)| (state.name.as_str(), ir::StateId(id)))
            .collect(),
        tasks,
    };
    let mut variables: Vec<String> = Vec::new();
    for assignment in machine.states.iter().flat_map(check::assignments) {
        if !variables.contains(&assignment.variable) {
            variables.push(assignment.variable.clone());
        }
    }
    Ok(ir::Machine {
        comment: comment(machine.comment.as_ref()),
        states: machine.states.iter().map(|state| state::state(state, &scope)).collect::<Lowered<_>>()?,
        start: scope.id(given(machine.start_at.as_ref())?)?,
        variables,
    })
}

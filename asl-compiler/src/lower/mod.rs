//! From a checked tree to the program: names become ids, defaults are filled in.
//!
//! Every function is `None` only where an earlier stage has reported something.

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

/// The program of a definition without errors.
pub fn lower(machine: &ast::Machine) -> Option<ir::Program> {
    let tasks = Tasks::collect(machine);
    let root = self::machine(machine, &tasks)?;
    Some(ir::Program {
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
    tasks: &'a Tasks<'a>,
}

impl Scope<'_> {
    fn id(&self, name: &crate::json::Text) -> Option<ir::StateId> {
        self.ids.get(name.as_str()).copied()
    }
}

fn machine(machine: &ast::Machine, tasks: &Tasks<'_>) -> Option<ir::Machine> {
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
    Some(ir::Machine {
        comment: comment(machine.comment.as_ref()),
        states: machine.states.iter().map(|state| state::state(state, &scope)).collect::<Option<_>>()?,
        start: scope.id(machine.start_at.as_ref()?)?,
        variables,
    })
}

//! The distinct tasks of a definition and their names.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Kind, Machine, Resource, ResourceName, State};
use crate::ir::{ResourceKind, Task, TaskId, TaskIdentity};

fn identity(state: &State, resource: &Resource) -> TaskIdentity {
    match (&resource.kind, &resource.name) {
        (ResourceKind::Activity, ResourceName::Own(name)) => TaskIdentity::Activity(name.clone()),
        (ResourceKind::Lambda, ResourceName::Own(name)) => TaskIdentity::Function(name.clone()),
        (kind, _) => TaskIdentity::State {
            name: state.name.as_str().to_owned(),
            call: match kind {
                ResourceKind::Integration { service, action, .. } => format!("{service}:{action}"),
                ResourceKind::Lambda | ResourceKind::Activity => resource.text.as_str().to_owned(),
            },
        },
    }
}

/// The tasks by identity.
pub(super) struct Tasks {
    ids: BTreeMap<TaskIdentity, TaskId>,
    list: Vec<Task>,
}

impl Tasks {
    pub(super) fn collect(machine: &Machine) -> Self {
        let mut found = Vec::new();
        visit(machine, &mut found);
        let mut ids = BTreeMap::new();
        let mut order: Vec<(TaskIdentity, Vec<String>)> = Vec::new();
        for (identity, state) in found {
            let id = *ids.entry(identity.clone()).or_insert_with(|| {
                order.push((identity, Vec::new()));
                TaskId(order.len() - 1)
            });
            if let Some((_, states)) = order.get_mut(id.0) {
                states.push(state.to_owned());
            }
        }
        let names = names(&order);
        let list = order.into_iter().zip(names);
        let list = list.map(|((identity, states), name)| Task { name, identity, states }).collect();
        Self { ids, list }
    }

    pub(super) fn id(&self, state: &State, resource: &Resource) -> Option<TaskId> {
        self.ids.get(&identity(state, resource)).copied()
    }

    pub(super) fn into_list(self) -> Vec<Task> {
        self.list
    }
}

/// Distinct names in the order of the tasks. A function keeps its name before an activity, and an activity
/// before a state, whatever their order, so that a new state never renames another task.
fn names(order: &[(TaskIdentity, Vec<String>)]) -> Vec<String> {
    let mut by_kind: Vec<(usize, &TaskIdentity)> =
        order.iter().enumerate().map(|(index, (identity, _))| (index, identity)).collect();
    by_kind.sort_by_key(|(index, identity)| {
        let rank = match identity {
            TaskIdentity::Function(_) => 0,
            TaskIdentity::Activity(_) => 1,
            TaskIdentity::State { .. } => 2,
        };
        (rank, *index)
    });
    let mut taken = BTreeSet::new();
    let mut names = vec![String::new(); order.len()];
    for (index, identity) in by_kind {
        if let Some(slot) = names.get_mut(index) {
            *slot = free_name(identity, &mut taken);
        }
    }
    names
}

/// The name of a task that no other has, with what it is added to one that is taken.
pub(crate) fn free_name(identity: &TaskIdentity, taken: &mut BTreeSet<String>) -> String {
    let mut name = identity.name().to_owned();
    let mut number = 1;
    while !taken.insert(name.clone()) {
        name = match number {
            1 => format!("{} {}", identity.name(), identity.kind()),
            _ => format!("{} {} {number}", identity.name(), identity.kind()),
        };
        number += 1;
    }
    name
}

/// Task states in source order, inner ones included.
fn visit<'a>(machine: &'a Machine, found: &mut Vec<(TaskIdentity, &'a str)>) {
    for state in &machine.states {
        match &state.kind {
            Some(Kind::Task(task)) => {
                if let Some(resource) = &task.resource {
                    found.push((identity(state, resource), state.name.as_str()));
                }
            }
            Some(Kind::Parallel(parallel)) => {
                for branch in &parallel.branches {
                    visit(branch, found);
                }
            }
            Some(Kind::Map(map)) => {
                if let Some(processor) = &map.processor {
                    visit(processor, found);
                }
            }
            _ => {}
        }
    }
}

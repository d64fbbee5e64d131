//! The distinct tasks of a definition and their names.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Kind, Machine, Resource, ResourceName, State};
use crate::ir::{ResourceKind, Task, TaskId};

/// What a task is: states whose resources have the same identity share it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identity<'a> {
    Lambda(&'a str),
    Activity(&'a str),
    /// A service integration, by its state.
    State(&'a str),
}

impl<'a> Identity<'a> {
    fn of(state: &'a State, resource: &'a Resource) -> Self {
        match (&resource.kind, &resource.name) {
            (ResourceKind::Activity, ResourceName::Own(name)) => Self::Activity(name),
            (ResourceKind::Lambda, ResourceName::Own(name)) => Self::Lambda(name),
            _ => Self::State(state.name.as_str()),
        }
    }

    fn name(&self) -> &'a str {
        match self {
            Self::Lambda(name) | Self::Activity(name) | Self::State(name) => name,
        }
    }

    /// What is added to a name that a task of another kind has.
    fn suffix(&self) -> &'static str {
        match self {
            Self::Lambda(_) => "function",
            Self::Activity(_) => "activity",
            Self::State(_) => "state",
        }
    }
}

/// The tasks by identity.
pub(super) struct Tasks<'a> {
    ids: BTreeMap<Identity<'a>, TaskId>,
    list: Vec<Task>,
}

impl<'a> Tasks<'a> {
    pub(super) fn collect(machine: &'a Machine) -> Self {
        let mut found = Vec::new();
        visit(machine, &mut found);
        let mut ids = BTreeMap::new();
        let mut order: Vec<(Identity<'a>, Vec<String>)> = Vec::new();
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
        let list = order.into_iter().zip(names).map(|((_, states), name)| Task { name, states }).collect();
        Self { ids, list }
    }

    pub(super) fn id(&self, state: &State, resource: &Resource) -> Option<TaskId> {
        let ids: &BTreeMap<Identity<'_>, TaskId> = &self.ids;
        ids.get(&Identity::of(state, resource)).copied()
    }

    pub(super) fn into_list(self) -> Vec<Task> {
        self.list
    }
}

/// Distinct names in the order of the tasks. A function keeps its name before an activity, and an activity
/// before a state, whatever their order, so that a new state never renames another task.
fn names(order: &[(Identity<'_>, Vec<String>)]) -> Vec<String> {
    let mut by_kind: Vec<(usize, &Identity<'_>)> =
        order.iter().enumerate().map(|(index, (identity, _))| (index, identity)).collect();
    by_kind.sort_by_key(|(index, identity)| {
        let rank = match identity {
            Identity::Lambda(_) => 0,
            Identity::Activity(_) => 1,
            Identity::State(_) => 2,
        };
        (rank, *index)
    });
    let mut taken = BTreeSet::new();
    let mut names = vec![String::new(); order.len()];
    for (index, identity) in by_kind {
        let mut name = identity.name().to_owned();
        let mut number = 1;
        while !taken.insert(name.clone()) {
            name = match number {
                1 => format!("{} {}", identity.name(), identity.suffix()),
                _ => format!("{} {} {number}", identity.name(), identity.suffix()),
            };
            number += 1;
        }
        if let Some(slot) = names.get_mut(index) {
            *slot = name;
        }
    }
    names
}

/// Task states in source order, inner ones included.
fn visit<'a>(machine: &'a Machine, found: &mut Vec<(Identity<'a>, &'a str)>) {
    for state in &machine.states {
        match &state.kind {
            Some(Kind::Task(task)) => {
                if let Some(resource) = &task.resource {
                    found.push((Identity::of(state, resource), state.name.as_str()));
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

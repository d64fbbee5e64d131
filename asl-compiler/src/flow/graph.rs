//! The transitions of a state.

use crate::ir::{Finish, Next, State, StateId, StateKind};

/// Every state that a state can lead to.
pub(super) fn targets(state: &State) -> Vec<StateId> {
    match &state.kind {
        StateKind::Task(task) => after_work(&task.finish),
        StateKind::Parallel(parallel) => after_work(&parallel.finish),
        StateKind::Map(map) => after_work(&map.finish),
        StateKind::Pass(pass) => next(pass.next).collect(),
        StateKind::Wait(wait) => next(wait.next).collect(),
        StateKind::Choice(choice) => choice.rules.iter().map(|rule| rule.next).chain(choice.default).collect(),
        StateKind::Succeed(_) | StateKind::Fail(_) => Vec::new(),
    }
}

fn after_work(finish: &Finish) -> Vec<StateId> {
    next(finish.next).chain(finish.catch.iter().map(|catcher| catcher.next)).collect()
}

fn next(next: Next) -> impl Iterator<Item = StateId> {
    match next {
        Next::State(id) => Some(id),
        Next::End => None,
    }
    .into_iter()
}

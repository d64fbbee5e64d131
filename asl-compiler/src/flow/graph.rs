//! The transitions of a state, and the order of states that follows from them.

use crate::ir::{Finish, Machine, Next, State, StateId, StateKind};

/// Every state that a state can lead to.
pub(super) fn targets(state: &State) -> Vec<StateId> {
    match &state.kind {
        StateKind::Task(task) => after_work(&task.finish),
        StateKind::Parallel(parallel) => after_work(&parallel.finish),
        StateKind::Map(map) => after_work(&map.finish),
        StateKind::Pass(pass) => next(pass.next).collect(),
        StateKind::Wait(wait) => next(wait.next).collect(),
        StateKind::Choice(choice) => {
            choice.rules.iter().map(|rule| rule.next).chain(choice.default).collect()
        }
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

/// For each state of a machine its position in an order in which states come before those that they lead to, but for loops.
pub(super) fn order(machine: &Machine) -> Vec<usize> {
    let mut positions = vec![usize::MAX; machine.states.len()];
    let mut seen = vec![false; machine.states.len()];
    let mut left = Vec::with_capacity(machine.states.len());
    // What is still to be visited of a state, and the state itself, which is left when nothing is.
    let mut open = vec![(machine.start, vec![machine.start])];
    while let Some((state, rest)) = open.last_mut() {
        let Some(next) = rest.pop() else {
            left.push(*state);
            open.pop();
            continue;
        };
        let (Some(seen), Some(found)) = (seen.get_mut(next.0), machine.states.get(next.0)) else { continue };
        if !std::mem::replace(seen, true) {
            open.push((next, targets(found)));
        }
    }
    for (position, state) in left.iter().rev().enumerate() {
        if let Some(slot) = positions.get_mut(state.0) {
            *slot = (*slot).min(position);
        }
    }
    positions
}

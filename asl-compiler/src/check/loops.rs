//! Loops that no transition leads out of.

use std::collections::BTreeSet;

use crate::ast::{Kind, Machine, State};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// How many states of a loop are pointed at.
const MOST_PLACES: usize = 6;

/// `edges` and `ends` are of the machine's states, in their order. Every state counts that `start` reaches.
pub(super) fn check(
    machine: &Machine,
    start: usize,
    edges: &[Vec<usize>],
    ends: &[bool],
    diagnostics: &mut Diagnostics,
) {
    let reached = reach(edges, [start]);
    let mut back = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            if let Some(list) = back.get_mut(*to) {
                list.push(from);
            }
        }
    }
    let ending = ends.iter().enumerate().filter(|(_, end)| **end).map(|(id, _)| id);
    let open = reach(&back, ending);
    let trapped: BTreeSet<usize> = reached.difference(&open).copied().collect();
    for component in components(&trapped, edges, &back) {
        // Only the innermost loop: what leads into it is trapped by it.
        let closed = component
            .iter()
            .all(|id| edges.get(*id).into_iter().flatten().all(|next| component.contains(next)));
        if closed {
            diagnostics.push(report(machine, &component));
        }
    }
}

/// All that can be reached from some states, themselves included.
fn reach(edges: &[Vec<usize>], from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let mut open: Vec<usize> = from.into_iter().collect();
    let mut seen: BTreeSet<usize> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        for next in edges.get(id).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    seen
}

/// The strongly connected components of a part of a graph (Kosaraju's algorithm, without recursion).
fn components(part: &BTreeSet<usize>, edges: &[Vec<usize>], back: &[Vec<usize>]) -> Vec<BTreeSet<usize>> {
    let mut order = Vec::with_capacity(part.len());
    let mut seen = BTreeSet::new();
    for root in part {
        if !seen.insert(*root) {
            continue;
        }
        let mut stack = vec![(*root, 0_usize)];
        while let Some((id, at)) = stack.pop() {
            match edges.get(id).and_then(|targets| targets.get(at)) {
                Some(next) => {
                    stack.push((id, at + 1));
                    if part.contains(next) && seen.insert(*next) {
                        stack.push((*next, 0));
                    }
                }
                None => order.push(id),
            }
        }
    }
    let mut found = Vec::new();
    let mut taken = BTreeSet::new();
    for root in order.into_iter().rev() {
        if !taken.insert(root) {
            continue;
        }
        let mut component = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            for next in back.get(id).into_iter().flatten() {
                if part.contains(next) && taken.insert(*next) {
                    component.insert(*next);
                    open.push(*next);
                }
            }
        }
        found.push(component);
    }
    found
}

fn report(machine: &Machine, component: &BTreeSet<usize>) -> Diagnostic {
    let states: Vec<&State> = component.iter().filter_map(|id| machine.states.get(*id)).collect();
    let certain = states
        .iter()
        .all(|state| matches!(state.kind, Some(Kind::Pass(_) | Kind::Choice(_) | Kind::Wait(_))));
    let first = states.first();
    let span = first.map_or(machine.span, |state| state.name.span());
    let name = first.map_or_else(String::new, |state| format!(" of `{}`", state.name.as_str()));
    let mut diagnostic =
        Diagnostic::new(Code::EndlessLoop, span, format!("the loop{name} has no way out")).label(
            if states.len() > 1 { "from here, control only comes back here" } else { "leads only to itself" },
        );
    if certain {
        diagnostic.severity = Severity::Doomed;
        diagnostic = diagnostic.note("it runs until the execution's time or history is used up");
    } else {
        diagnostic = diagnostic
            .note("it runs until a state in it fails, or the execution's time or history is used up");
    }
    for state in states.iter().skip(1).take(MOST_PLACES) {
        diagnostic = diagnostic.also(state.name.span(), "in the loop");
    }
    diagnostic.help("lead out of it: a Choice to a state outside, or `\"End\": true`")
}

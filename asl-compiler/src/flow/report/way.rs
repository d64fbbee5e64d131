//! The way on which data reach a state.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Assignment, Path, Root, Segment, State, StateKind};
use crate::source::Span;

use super::super::condition;
use super::super::shape::{Origin, Shape};
use super::super::solve::{Arrival, Leg, Solution};

/// More choices in a row may depend on each other in ways that only their author knows.
const MOST_CHOICES: usize = 4;

/// As many states of a way are named.
const MOST_NAMED: usize = 6;

/// A way to a state.
pub(super) struct Way<'w, 'p> {
    solution: &'w Solution<'p>,
    /// The states passed, in order, and the state itself.
    legs: Vec<Leg>,
    end: usize,
    /// Whether there are others, on which things are better.
    pub(super) is_one: bool,
}

impl<'w, 'p> Way<'w, 'p> {
    pub(super) fn of(solution: &'w Solution<'p>, node: usize, arrival: &Arrival, is_one: bool) -> Self {
        Self { solution, legs: solution.trail(arrival.trail), end: node, is_one }
    }

    /// The state that made a value, and whether it did by a catcher.
    pub(super) fn maker(&self, shape: &Shape) -> Option<(&'p State, bool)> {
        let origin = shape.origin?;
        Some((self.solution.state(node_of(origin)?)?, origin.caught))
    }

    /// The state at the end of the way.
    pub(super) fn here(&self) -> Option<&'p State> {
        self.solution.state(self.end)
    }

    /// Whether a place is that of an `Assign` of the state at the end.
    pub(super) fn is_own(&self, place: Span) -> bool {
        self.here().is_some_and(|state| assignments(state).iter().any(|it| it.place.span() == place))
    }

    /// The states from the one that made a value to the end, if there are others between.
    pub(super) fn since(&self, shape: &Shape) -> Option<String> {
        let from = match shape.origin {
            Some(origin) if node_of(origin) == Some(self.end) => return None,
            Some(origin) => self.legs.iter().rposition(|leg| node_of(origin) == Some(leg.node))?,
            None => 0,
        };
        let nodes: Vec<usize> = self.legs.get(from..)?.iter().map(|leg| leg.node).chain([self.end]).collect();
        (nodes.len() > 2).then(|| self.names(&nodes))
    }

    /// All states of the way.
    pub(super) fn all(&self) -> String {
        let nodes: Vec<usize> = self.legs.iter().map(|leg| leg.node).chain([self.end]).collect();
        self.names(&nodes)
    }

    fn names(&self, nodes: &[usize]) -> String {
        let name = |node: &usize| format!("`{}`", self.solution.state(*node).map_or("", |state| &state.name));
        let mut names: Vec<String> = nodes.iter().map(name).collect();
        if names.len() > MOST_NAMED {
            let kept = MOST_NAMED / 2;
            names.splice(kept..names.len() - kept, ["…".to_owned()]);
        }
        names.join(" → ")
    }
}

fn node_of(origin: Origin) -> Option<usize> {
    usize::try_from(origin.node).ok()
}

/// Whether the way of some data can be taken for certain.
///
/// Every choice on it whose outcome is open is taken to be free. So two of them must not ask for the same thing, for then the
/// one may decide the other; they do when a path of the one ends in a name with which a path of the other ends.
pub(in super::super) fn is_certain(solution: &Solution<'_>, node: usize, arrival: &Arrival) -> bool {
    if arrival.blurred {
        return false;
    }
    let legs = solution.trail(arrival.trail);
    let chosen = legs.iter().filter(|leg| leg.decided).map(|leg| leg.node);
    let mut asked = BTreeSet::new();
    for (count, node) in chosen.chain([node]).enumerate() {
        let Some(StateKind::Choice(choice)) = solution.state(node).map(|state| &state.kind) else { continue };
        if count > MOST_CHOICES {
            return false;
        }
        let paths = choice.rules.iter().flat_map(|rule| condition::paths(&rule.condition));
        let own: BTreeSet<&str> = paths.map(subject).collect();
        if own.iter().any(|name| !asked.insert(*name)) {
            return false;
        }
    }
    true
}

/// What a path asks for: its last name.
fn subject(path: &Path) -> &str {
    let last = path.segments.iter().rev().find_map(|segment| match segment {
        Segment::Field(name) => Some(name.as_str()),
        _ => None,
    });
    last.unwrap_or(match &path.root {
        Root::Variable(name) => name,
        Root::Input | Root::Context | Root::Current => "$",
    })
}

/// Where each variable is assigned, in source order.
pub(super) fn assigned(solution: &Solution<'_>) -> BTreeMap<String, Vec<Span>> {
    let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for state in (0..solution.len()).filter_map(|node| solution.state(node)) {
        for assignment in assignments(state) {
            places.entry(assignment.variable.clone()).or_default().push(assignment.place.span());
        }
    }
    places
}

fn assignments(state: &State) -> Vec<&Assignment> {
    let finish = match &state.kind {
        StateKind::Task(task) => &task.finish,
        StateKind::Parallel(parallel) => &parallel.finish,
        StateKind::Map(map) => &map.finish,
        StateKind::Pass(pass) => return pass.assign.iter().collect(),
        StateKind::Wait(wait) => return wait.assign.iter().collect(),
        StateKind::Choice(choice) => {
            return choice.rules.iter().flat_map(|rule| &rule.assign).chain(&choice.assign).collect();
        }
        StateKind::Succeed(_) | StateKind::Fail(_) => return Vec::new(),
    };
    finish.assign.iter().chain(finish.catch.iter().flat_map(|catcher| &catcher.assign)).collect()
}

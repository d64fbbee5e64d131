//! The variables of one machine, from state to state, until nothing changes any more.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ast::{Assignment, Kind, Machine, State, Transition};
use crate::json::Text;

/// More variables are not followed.
const MOST: usize = 256;

/// The names of all variables of a definition.
pub(super) struct Names<'a>(Vec<&'a str>);

impl<'a> Names<'a> {
    /// `None` when they are too many. They come in order.
    pub(super) fn of(names: impl Iterator<Item = &'a str>) -> Option<Self> {
        let names: Vec<&str> = names.take(MOST + 1).collect();
        (names.len() <= MOST).then_some(Self(names))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().copied()
    }

    pub(super) fn get(&self, name: &str) -> Option<Variable> {
        self.0.binary_search(&name).ok().map(Variable)
    }

    pub(super) fn is_in(&self, name: &str, set: Set) -> bool {
        self.get(name).is_some_and(|variable| set.has(variable))
    }
}

/// A variable, by its place among the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Variable(usize);

/// A set of variables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Set([u64; MOST / 64]);

impl Set {
    fn all() -> Self {
        Self([u64::MAX; MOST / 64])
    }

    fn has(self, variable: Variable) -> bool {
        self.0.get(variable.0 / 64).is_some_and(|bits| bits & (1 << (variable.0 % 64)) != 0)
    }

    fn add(&mut self, variable: Variable) {
        if let Some(bits) = self.0.get_mut(variable.0 / 64) {
            *bits |= 1 << (variable.0 % 64);
        }
    }

    fn merge(self, other: Self, by: impl Fn(u64, u64) -> u64) -> Self {
        let mut merged = self;
        for (bits, more) in merged.0.iter_mut().zip(other.0) {
            *bits = by(*bits, more);
        }
        merged
    }
}

/// What is known when a state is entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Variables that may have a value.
    pub(super) possible: Set,
    /// Variables that have one.
    pub(super) always: Set,
}

/// A way out of a state.
struct Edge {
    /// The next state; none at an end, or where it is not known.
    to: Option<usize>,
    assigned: Set,
}

/// A machine, solved.
pub(super) struct Solved<'a> {
    machine: &'a Machine,
    start: Option<usize>,
    outside: Entry,
    edges: Vec<Vec<Edge>>,
    entries: Vec<Option<Entry>>,
    /// What a state sees that is not reached.
    unknown: Entry,
}

impl<'a> Solved<'a> {
    /// Solves a machine that is entered with these variables.
    pub(super) fn of(machine: &'a Machine, outside: Entry, names: &Names<'_>) -> Self {
        let index: BTreeMap<&str, usize> =
            machine.states.iter().enumerate().map(|(place, state)| (state.name.as_str(), place)).collect();
        let find = |name: Option<&Text>| name.and_then(|name| index.get(name.as_str()).copied());
        let edge = |(to, assigned): (Option<&Text>, &[Assignment])| {
            let mut set = Set::default();
            let found = assigned.iter().filter_map(|assignment| names.get(&assignment.variable));
            found.for_each(|variable| set.add(variable));
            Edge { to: find(to), assigned: set }
        };
        let edges: Vec<Vec<Edge>> =
            machine.states.iter().map(|state| exits(state).into_iter().map(edge).collect()).collect();
        let everything =
            edges.iter().flatten().fold(outside.possible, |all, edge| all.merge(edge.assigned, |a, b| a | b));
        let unknown = Entry { possible: everything, always: Set::all() };
        let start = find(machine.start_at.as_ref());
        let mut solved = Self { machine, start, outside, edges, entries: Vec::new(), unknown };
        solved.run();
        solved
    }

    fn run(&mut self) {
        self.entries = vec![None; self.edges.len()];
        let mut open = BTreeSet::new();
        if let Some(start) = self.start
            && let Some(entry) = self.entries.get_mut(start)
        {
            *entry = Some(self.outside);
            open.insert(start);
        }
        while let Some(place) = open.pop_first() {
            let Some(Some(entry)) = self.entries.get(place).copied() else { continue };
            for edge in self.edges.get(place).into_iter().flatten() {
                let Some((to, known)) = edge.to.and_then(|to| Some((to, self.entries.get_mut(to)?))) else {
                    continue;
                };
                let after = Entry {
                    possible: entry.possible.merge(edge.assigned, |a, b| a | b),
                    always: entry.always.merge(edge.assigned, |a, b| a | b),
                };
                let joined = known.map_or(after, |known| Entry {
                    possible: known.possible.merge(after.possible, |a, b| a | b),
                    always: known.always.merge(after.always, |a, b| a & b),
                });
                if known.replace(joined) != Some(joined) {
                    open.insert(to);
                }
            }
        }
    }

    /// What is known when a state is entered.
    pub(super) fn entry(&self, place: usize) -> Entry {
        self.entries.get(place).copied().flatten().unwrap_or(self.unknown)
    }

    /// The names of the states on a way on which a variable is not assigned, if it is one that executions can take: at most
    /// one state on it has another way out, so that nothing before can have decided which one is taken; and that one does
    /// not `look` at the variable.
    pub(super) fn way_without(
        &self,
        place: usize,
        variable: Variable,
        looks: &dyn Fn(&State) -> bool,
    ) -> Option<Vec<&'a str>> {
        if self.entry(place).always.has(variable) || self.outside.possible.has(variable) {
            return None;
        }
        let start = (self.start?, 0);
        let mut before: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            if at.0 == place {
                return Some(self.names(at, start, &before));
            }
            let (Some(edges), Some(state)) = (self.edges.get(at.0), self.machine.states.get(at.0)) else {
                continue;
            };
            let count = at.1 + usize::from(edges.len() > 1);
            if count > 1 || count > at.1 && looks(state) {
                continue;
            }
            for edge in edges.iter().filter(|edge| !edge.assigned.has(variable)) {
                let Some(to) = edge.to.map(|to| (to, count)) else { continue };
                if to != start && !before.contains_key(&to) {
                    before.insert(to, at);
                    open.push_back(to);
                }
            }
        }
        None
    }

    fn names(
        &self,
        end: (usize, usize),
        start: (usize, usize),
        before: &BTreeMap<(usize, usize), (usize, usize)>,
    ) -> Vec<&'a str> {
        let mut way = vec![end];
        while let Some(at) = way.last().filter(|at| **at != start).and_then(|at| before.get(at)) {
            way.push(*at);
        }
        let name =
            |(place, _): &(usize, usize)| self.machine.states.get(*place).map(|state| state.name.as_str());
        way.iter().rev().filter_map(name).collect()
    }
}

/// The ways out of a state, with what is assigned on each.
fn exits(state: &State) -> Vec<(Option<&Text>, &[Assignment])> {
    let next = match &state.transition {
        Some(Transition::Next(next)) => Some(next),
        Some(Transition::End) | None => None,
    };
    match &state.kind {
        Some(Kind::Pass(pass)) => vec![(next, &pass.assign)],
        Some(Kind::Wait(wait)) => vec![(next, &wait.assign)],
        Some(Kind::Choice(choice)) => {
            let rules = choice.rules.iter().map(|rule| (rule.next.as_ref(), rule.assign.as_slice()));
            let default = choice.default.as_ref().map(|default| (Some(default), choice.assign.as_slice()));
            rules.chain(default).collect()
        }
        _ => match state.finish() {
            Some(finish) => {
                let caught = finish.catch.iter();
                let caught = caught.map(|catcher| (catcher.next.as_ref(), catcher.assign.as_slice()));
                std::iter::once((next, finish.assign.as_slice())).chain(caught).collect()
            }
            None => Vec::new(),
        },
    }
}

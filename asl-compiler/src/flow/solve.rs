//! The analysis: data go from state to state until nothing new arrives anywhere.
//!
//! What reaches a state is kept apart by the way on which it comes, as a few *arrivals* with the trail of states behind each;
//! only when there are too many are the others joined into one. So what is said about a way holds on that very way: a test
//! that excludes it, before or after, drops its arrival.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Machine, Next, Program, State, StateKind, TaskId};

use super::Known;
use super::note::Notes;
use super::scene::Variables;
use super::shape::{Outside, Shape};
use super::step::{Entered, Exit, Visit, complete, enter};

/// More ways to one state are not told apart.
const MOST_ARRIVALS: usize = 4;

/// Joined data that still change after so many times are given up: anything is possible.
const MOST_CHANGES: usize = 6;

/// One `States` object.
#[derive(Debug)]
struct Level<'p> {
    machine: &'p Machine,
    /// The node of its first state; the others follow.
    first: usize,
    /// The Parallel or Map that it belongs to.
    holder: Option<usize>,
    /// What it ends with, if it ends.
    output: Option<Shape>,
    changes: usize,
}

/// A state.
#[derive(Debug)]
struct Node<'p> {
    state: &'p State,
    level: usize,
    /// The levels of its branches, or of its processor.
    inner: Vec<usize>,
    arrivals: Vec<Arrival>,
    /// How many of the arrivals have been followed.
    followed: usize,
    /// All further ones together.
    rest: Option<Arrival>,
    rest_changes: usize,
    rest_followed: bool,
    /// Its position in the order of its level.
    position: usize,
}

/// Data that reach a state on one way.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    pub(super) input: Shape,
    pub(super) variables: Variables,
    /// The item of the Map around.
    item: Option<Shape>,
    /// The way.
    pub(super) trail: Option<usize>,
    /// It stands for several ways.
    pub(super) blurred: bool,
}

impl Arrival {
    fn is_same(&self, other: &Self) -> bool {
        self.input == other.input && self.variables == other.variables && self.item == other.item
    }

    fn join(&self, other: &Self) -> Self {
        let item = match (&self.item, &other.item) {
            (Some(a), Some(b)) => Some(a.join(b)),
            _ => None,
        };
        Self {
            input: self.input.join(&other.input),
            variables: self.variables.join(&other.variables),
            item,
            ..self.clone()
        }
    }
}

/// A state that has been left on some way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    pub(super) node: usize,
    before: Option<usize>,
    /// By a choice that depends on what is not known.
    pub(super) decided: bool,
}

/// What comes out of a Parallel or Map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    /// A result; also said of all other states.
    Something,
    /// Some machine of it can only fail.
    Nothing,
    /// Some machine of it is never entered.
    NotEntered,
}

/// The analysis of a program.
#[derive(Debug)]
pub(super) struct Solution<'p> {
    /// What tasks are known to give.
    results: BTreeMap<TaskId, Shape>,
    /// The input of the execution.
    input: Shape,
    levels: Vec<Level<'p>>,
    nodes: Vec<Node<'p>>,
    legs: Vec<Leg>,
    /// States with something new: level, position, node. States come before those that they lead to, so that most are
    /// followed once, with all that arrives.
    queue: BTreeSet<(usize, usize, usize)>,
    /// Parallel and Map states whose machines may have given something new.
    waiting: BTreeSet<usize>,
}

/// Follows the data through a program, from an input.
pub(super) fn solve(program: &Program, known: Known) -> Solution<'_> {
    let Known { input, results, item } = known;
    let input = input.given_by(Outside::Input);
    let (mut solution, root) = Solution::laid_out(program, input.clone(), results);
    let arrival = Arrival { input, variables: Variables::default(), item, trail: None, blurred: false };
    if let Some(start) = solution.start(root) {
        solution.arrive(start, arrival, None);
    }
    solution.run();
    solution
}

/// Follows data that stand at a state in another version of the program.
pub(super) fn solve_in_flight<'p>(
    program: &'p Program,
    other: &Solution<'_>,
    (state, arrivals): (&str, Vec<Arrival>),
) -> Option<Solution<'p>> {
    let (mut solution, _) = Solution::laid_out(program, other.input.clone(), BTreeMap::new());
    let node = solution.nodes.iter().position(|node| node.state.name == state)?;
    if arrivals.is_empty() {
        return None;
    }
    for arrival in arrivals {
        solution.arrive(node, Arrival { trail: None, ..arrival }, None);
    }
    solution.run();
    Some(solution)
}

impl<'p> Solution<'p> {
    /// All machines, and that of the top level; no data have arrived anywhere.
    fn laid_out(program: &'p Program, input: Shape, results: BTreeMap<TaskId, Shape>) -> (Self, usize) {
        let mut solution = Self {
            results,
            input,
            levels: Vec::new(),
            nodes: Vec::new(),
            legs: Vec::new(),
            queue: BTreeSet::new(),
            waiting: BTreeSet::new(),
        };
        let root = solution.add(&program.root, None);
        (solution, root)
    }

    /// Lays out a machine and all inside of it. Inner states come after those around them.
    fn add(&mut self, machine: &'p Machine, holder: Option<usize>) -> usize {
        let (level, first) = (self.levels.len(), self.nodes.len());
        self.levels.push(Level { machine, first, holder, output: None, changes: 0 });
        let order = super::graph::order(machine);
        self.nodes.extend(machine.states.iter().zip(order).map(|(state, position)| Node {
            state,
            level,
            inner: Vec::new(),
            arrivals: Vec::new(),
            followed: 0,
            rest: None,
            rest_changes: 0,
            rest_followed: true,
            position,
        }));
        for (index, state) in machine.states.iter().enumerate() {
            let machines: Vec<&Machine> = match &state.kind {
                StateKind::Parallel(parallel) => parallel.branches.iter().collect(),
                StateKind::Map(map) => vec![&map.processor],
                _ => continue,
            };
            let inner = machines.into_iter().map(|inner| self.add(inner, Some(first + index))).collect();
            if let Some(node) = self.nodes.get_mut(first + index) {
                node.inner = inner;
            }
        }
        level
    }

    fn start(&self, level: usize) -> Option<usize> {
        self.levels.get(level).map(|level| level.first + level.machine.start.0)
    }

    fn run(&mut self) {
        loop {
            if let Some((_, _, node)) = self.queue.pop_first() {
                self.follow(node);
            } else if let Some(node) = self.waiting.pop_last() {
                // Innermost first, and only when nothing moves inside any more.
                self.join(node);
            } else {
                return;
            }
        }
    }

    /// Follows what is new at a state.
    fn follow(&mut self, index: usize) {
        let Some(node) = self.nodes.get_mut(index) else { return };
        let state = node.state;
        let mut new: Vec<Arrival> = node.arrivals.get(node.followed..).unwrap_or_default().to_vec();
        node.followed = node.arrivals.len();
        if !std::mem::replace(&mut node.rest_followed, true) {
            new.extend(node.rest.clone());
        }
        let inner = node.inner.clone();
        for arrival in new {
            let Entered { exits, starts, .. } =
                enter(self.visit(state, index, &arrival), &mut Notes::default());
            self.leave(index, &arrival, exits);
            for start in starts {
                let Some(first) = inner.get(start.machine).and_then(|level| self.start(*level)) else {
                    continue;
                };
                let inside = Arrival { input: start.input, item: start.item, ..arrival.clone() };
                let leg = Leg { node: index, before: arrival.trail, decided: false };
                self.arrive(first, inside, Some(leg));
            }
        }
        if !inner.is_empty() {
            self.waiting.insert(index);
        }
    }

    /// Goes on behind a Parallel or Map with what its machines have given.
    fn join(&mut self, index: usize) {
        let Some(node) = self.nodes.get(index) else { return };
        let state = node.state;
        let all: Vec<Arrival> = node.arrivals.iter().chain(&node.rest).cloned().collect();
        for arrival in all {
            let visit = self.visit(state, index, &arrival);
            let entered = enter(visit, &mut Notes::default());
            if let Some(result) = self.result(index, &entered) {
                let exits = complete(visit, result, &mut Notes::default());
                self.leave(index, &arrival, exits);
            }
        }
    }

    /// The result of a Parallel or Map, if it can have one.
    fn result(&self, index: usize, entered: &Entered) -> Option<Shape> {
        let node = self.nodes.get(index)?;
        let outputs: Option<Vec<Shape>> =
            node.inner.iter().map(|level| self.levels.get(*level)?.output.clone()).collect();
        match (&node.state.kind, outputs) {
            (StateKind::Parallel(_), Some(outputs)) => Some(Shape::tuple(outputs)),
            (StateKind::Map(_), _) if entered.len == Some(0) => Some(Shape::tuple(Vec::new())),
            (StateKind::Map(_), Some(outputs)) => {
                Some(Shape::repeated(outputs.into_iter().next()?, entered.len))
            }
            (StateKind::Map(_), None) => entered.may_be_empty.then(|| Shape::tuple(Vec::new())),
            _ => None,
        }
    }

    fn visit<'v>(&'v self, state: &'v State, node: usize, arrival: &'v Arrival) -> Visit<'v> {
        Visit {
            state,
            node,
            input: &arrival.input,
            variables: &arrival.variables,
            item: arrival.item.as_ref(),
            execution: &self.input,
            results: &self.results,
        }
    }

    fn leave(&mut self, index: usize, from: &Arrival, exits: Vec<Exit>) {
        let Some(level) = self.nodes.get(index).map(|node| node.level) else { return };
        for exit in exits {
            match exit.next {
                Next::End => self.end(level, &exit.output),
                Next::State(id) => {
                    let Some(first) = self.levels.get(level).map(|level| level.first) else { continue };
                    let leg = Leg { node: index, before: from.trail, decided: exit.decided };
                    let arrival = Arrival { input: exit.output, variables: exit.variables, ..from.clone() };
                    self.arrive(first + id.0, arrival, Some(leg));
                }
            }
        }
    }

    /// A machine ends.
    fn end(&mut self, level: usize, output: &Shape) {
        let Some(level) = self.levels.get_mut(level) else { return };
        let joined = level.output.as_ref().map_or_else(|| output.clone(), |before| before.join(output));
        if level.output.as_ref() == Some(&joined) {
            // Where it comes from may be less certain now.
            level.output = Some(joined);
            return;
        }
        level.changes += 1;
        level.output = Some(if level.changes > MOST_CHANGES { Shape::any() } else { joined });
        self.waiting.extend(level.holder);
    }

    /// Data arrive at a state.
    fn arrive(&mut self, index: usize, mut arrival: Arrival, leg: Option<Leg>) {
        let Some(node) = self.nodes.get_mut(index) else { return };
        if node.arrivals.iter().any(|known| known.is_same(&arrival)) {
            return;
        }
        if let Some(leg) = leg {
            arrival.trail = Some(self.legs.len());
            self.legs.push(leg);
        }
        if !arrival.blurred && node.arrivals.len() < MOST_ARRIVALS {
            node.arrivals.push(arrival);
        } else {
            arrival.blurred = true;
            let joined = node.rest.as_ref().map_or_else(|| arrival.clone(), |rest| rest.join(&arrival));
            if node.rest.as_ref().is_some_and(|rest| rest.is_same(&joined)) {
                return;
            }
            node.rest_changes += 1;
            node.rest_followed = false;
            node.rest = Some(if node.rest_changes > MOST_CHANGES {
                Arrival {
                    input: Shape::any(),
                    variables: joined.variables.blurred(),
                    item: joined.item.is_some().then(Shape::any),
                    ..joined
                }
            } else {
                joined
            });
        }
        self.queue.insert((node.level, node.position, index));
    }
}

/// What the reports read.
impl<'p> Solution<'p> {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn state(&self, node: usize) -> Option<&'p State> {
        self.nodes.get(node).map(|node| node.state)
    }

    /// What reaches a state, on each way.
    pub(super) fn arrivals(&self, node: usize) -> impl Iterator<Item = &Arrival> {
        self.nodes.get(node).into_iter().flat_map(|node| node.arrivals.iter().chain(&node.rest))
    }

    /// What a visit with some data sees.
    pub(super) fn notes(&self, node: usize, arrival: &Arrival) -> Notes {
        let mut notes = Notes::kept();
        let Some(state) = self.state(node) else { return notes };
        let visit = self.visit(state, node, arrival);
        let entered = enter(visit, &mut notes);
        if let Some(result) = self.result(node, &entered) {
            complete(visit, result, &mut notes);
        }
        notes
    }

    /// What the execution ends with if it ends with this state.
    pub(super) fn outputs(&self, node: usize, arrival: &Arrival) -> Vec<Shape> {
        let Some(state) = self.nodes.get(node).filter(|node| node.level == 0).map(|node| node.state) else {
            return Vec::new();
        };
        let visit = self.visit(state, node, arrival);
        let mut entered = enter(visit, &mut Notes::default());
        let mut exits = std::mem::take(&mut entered.exits);
        if let Some(result) = self.result(node, &entered) {
            exits.extend(complete(visit, result, &mut Notes::default()));
        }
        exits.into_iter().filter(|exit| exit.next == Next::End).map(|exit| exit.output).collect()
    }

    /// The states on a way, the first one first.
    pub(super) fn trail(&self, mut at: Option<usize>) -> Vec<Leg> {
        let mut legs = Vec::new();
        while let Some(leg) = at.and_then(|at| self.legs.get(at)) {
            legs.push(*leg);
            at = leg.before;
        }
        legs.reverse();
        legs
    }

    /// Whether the machines of a Parallel or Map all end with something, and any is entered at all.
    pub(super) fn gives(&self, node: usize) -> Gives {
        let inner = self.nodes.get(node).map(|node| node.inner.as_slice()).unwrap_or_default();
        let is_entered = |level: &usize| {
            self.start(*level)
                .and_then(|start| self.nodes.get(start))
                .is_some_and(|node| !node.arrivals.is_empty())
        };
        if inner.iter().any(|level| !is_entered(level)) {
            Gives::NotEntered
        } else if inner
            .iter()
            .any(|level| self.levels.get(*level).is_some_and(|level| level.output.is_none()))
        {
            Gives::Nothing
        } else {
            Gives::Something
        }
    }

    /// The states that lead to a state by a transition, or hold the machine that starts with it.
    pub(super) fn predecessors(&self) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new(); self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            let first = self.levels.get(node.level).map_or(0, |level| level.first);
            let next = super::graph::targets(node.state).into_iter().map(|id| first + id.0);
            let starts = node.inner.iter().filter_map(|level| self.start(*level));
            for target in next.chain(starts) {
                if let Some(list) = found.get_mut(target) {
                    list.push(index);
                }
            }
        }
        found
    }
}

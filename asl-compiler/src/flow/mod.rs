//! What is known about the data at every state, and where they cannot be what a state needs.
//!
//! [`infer`] follows the data from state to state: through results and templates, intrinsic functions, `ResultPath`, Parallel
//! and Map, the rules of a Choice, catchers. Input, results of tasks and all else that comes from outside are unknown, and
//! from what is unknown nothing follows: each finding is certain for the data, or the way to the state, that it names.
//!
//! ```
//! use asl_compiler::{Source, analyze, flow};
//!
//! let text = r#"{"StartAt": "A", "States": {
//!     "A": {"Type": "Pass", "Result": {"n": 1}, "Next": "B"},
//!     "B": {"Type": "Succeed"}}}"#;
//! let analysis = analyze::analyze(&Source::new("x", text), &analyze::AnalyzeOptions::default());
//! let program = analysis.program.expect("no errors");
//! let flow = flow::infer(&program);
//! assert_eq!(flow.input_of("B").expect("it is reached").describe(), "an object with the field `n`");
//! ```
//!
//! | File | What |
//! |---|---|
//! | `shape/` | sets of JSON values |
//! | `scene.rs`, `path.rs`, `eval.rs`, `condition.rs` | expressions over shapes |
//! | `step.rs` | what each state type does |
//! | `solve.rs`, `graph.rs` | the way of the data through the machine |
//! | `note.rs`, `report/` | findings |

mod condition;
mod eval;
mod graph;
mod note;
mod path;
mod report;
mod scene;
pub mod shape;
mod solve;
mod step;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::ir::{Machine, Program, State, StateId, StateKind, TaskId};
use crate::source::Span;

pub use shape::{Form, Kind, Outside, Shape, Source, SourceStep};

use note::Need;
use solve::{Arrival, Solution};

/// What is known about the data of a program.
#[derive(Debug)]
pub struct Flow<'p> {
    solution: Solution<'p>,
    names: BTreeMap<&'p str, usize>,
}

/// A variable at a state.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableAt {
    /// Its name.
    pub name: String,
    /// What it holds when it is assigned.
    pub shape: Shape,
    /// Whether it is assigned for certain.
    pub always: bool,
}

/// A value from outside that must be there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    /// Where the path stands that leads to it.
    pub span: Span,
    /// The state that reads it.
    pub state: String,
    /// Where it lies.
    pub source: Source,
}

/// A value from outside that must be of some type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Where the path stands that leads to it.
    pub span: Span,
    /// The state that uses it.
    pub state: String,
    /// Where it lies.
    pub source: Source,
    /// What takes it: `` `NumericEquals` ``, ``the Map state `Each` ``.
    pub taker: String,
    /// One of these types,
    pub kinds: Vec<Kind>,
    /// and this text, when only one makes a comparison true.
    pub text: Option<Arc<str>>,
}

/// What the execution ends with.
#[derive(Clone, Debug, PartialEq)]
pub struct Ended {
    /// The state that ends it.
    pub state: String,
    /// Where the state stands.
    pub span: Span,
    /// The output.
    pub shape: Shape,
}

/// What a task is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The state that runs it.
    pub state: String,
    /// Where the state stands.
    pub span: Span,
    /// The task.
    pub task: TaskId,
    /// What it is given.
    pub shape: Shape,
}

/// What is known of the data that come from outside.
#[derive(Clone, Debug)]
pub struct Known {
    /// The input of the execution.
    pub input: Shape,
    /// The results of tasks; those of others may be anything.
    pub results: BTreeMap<TaskId, Shape>,
    /// The item of a Map that the execution is for.
    pub item: Option<Shape>,
}

impl Default for Known {
    fn default() -> Self {
        Self { input: Shape::any(), results: BTreeMap::new(), item: None }
    }
}

/// Follows the data of a program whose input and tasks give anything.
pub fn infer(program: &Program) -> Flow<'_> {
    infer_from(program, Known::default())
}

/// Follows the data of a program of whose input and tasks something is known.
pub fn infer_from(program: &Program, known: Known) -> Flow<'_> {
    Flow::new(solve::solve(program, known))
}

/// Follows the data of executions of another version of the program, from the state where they stand, through this one. `None` when
/// none stands there for certain, or this version has no such state.
pub fn infer_in_flight<'p>(program: &'p Program, other: &Flow<'_>, state: &str) -> Option<Flow<'p>> {
    let node = *other.names.get(state)?;
    let arrivals: Vec<_> = other
        .solution
        .arrivals(node)
        .filter(|arrival| report::is_certain(&other.solution, node, arrival))
        .cloned()
        .collect();
    let solution = solve::solve_in_flight(program, &other.solution, (state, arrivals))?;
    Some(Flow::new(solution))
}

/// The states of a machine that transitions lead to.
pub fn reachable(machine: &Machine) -> BTreeSet<StateId> {
    let positions = graph::order(machine).into_iter().enumerate();
    positions.filter(|(_, position)| *position != usize::MAX).map(|(id, _)| StateId(id)).collect()
}

impl<'p> Flow<'p> {
    fn new(solution: Solution<'p>) -> Self {
        let names = (0..solution.len())
            .filter_map(|node| solution.state(node).map(|state| (state.name.as_str(), node)))
            .collect();
        Self { solution, names }
    }
}

impl Flow<'_> {
    /// The input of a state, all ways to it together; names are unique in a definition. `None` for a state that no data reach.
    pub fn input_of(&self, state: &str) -> Option<Shape> {
        let node = *self.names.get(state)?;
        self.solution.arrivals(node).map(|arrival| arrival.input.clone()).reduce(|a, b| a.join(&b))
    }

    /// The variables that may be assigned when a state is entered, by name.
    pub fn variables_at(&self, state: &str) -> Vec<VariableAt> {
        let Some(node) = self.names.get(state) else { return Vec::new() };
        let all = self.solution.arrivals(*node).map(|arrival| arrival.variables.clone());
        let Some(joined) = all.reduce(|a, b| a.join(&b)) else { return Vec::new() };
        joined
            .iter()
            .map(|(name, variable)| VariableAt {
                name: name.to_owned(),
                shape: variable.shape.clone(),
                always: variable.always,
            })
            .collect()
    }

    /// What the states read of the input and of the results of tasks, in source order: a path that is not there ends the
    /// execution. What is asked for by `IsPresent` first is not among it.
    pub fn reads(&self) -> Vec<Read> {
        let mut reads = BTreeSet::new();
        self.visit(|state, node, arrival| {
            let found = self.solution.notes(node, arrival).into_reads();
            reads.extend(found.into_iter().map(|(source, span)| Read {
                span,
                state: state.name.clone(),
                source: Source::clone(&source),
            }));
        });
        reads.into_iter().collect()
    }

    /// For what type the states take values of the input and of the results of tasks, in source order. A value of
    /// another type ends the execution, or the comparison with it is never true. Values that a type test has come before
    /// are not among them.
    pub fn uses(&self) -> Vec<Use> {
        let mut uses = BTreeSet::new();
        self.visit(|state, node, arrival| {
            let found = self.solution.notes(node, arrival).into_needs();
            uses.extend(found.into_iter().map(|Need { source, span, taker, kinds, text }| Use {
                span,
                state: state.name.clone(),
                source: Source::clone(&source),
                taker,
                kinds,
                text,
            }));
        });
        uses.into_iter().collect()
    }

    /// Every state with each way of the data to it.
    fn visit<'f>(&'f self, mut see: impl FnMut(&'f State, usize, &Arrival)) {
        for node in 0..self.solution.len() {
            let Some(state) = self.solution.state(node) else { continue };
            for arrival in self.solution.arrivals(node).filter(|arrival| !arrival.blurred) {
                see(state, node, arrival);
            }
        }
    }

    /// What tasks are given, once for each way of the data to them.
    pub fn sends(&self) -> Vec<Sent> {
        let mut sent = Vec::new();
        self.visit(|state, node, arrival| {
            let StateKind::Task(task) = &state.kind else { return };
            let (task, span) = (task.task, state.place.span());
            let shape = self.solution.notes(node, arrival).into_sent();
            sent.extend(shape.map(|shape| Sent { state: state.name.clone(), span, task, shape }));
        });
        sent
    }

    /// What the execution ends with, once for each way of the data to an end.
    pub fn ends(&self) -> Vec<Ended> {
        let mut ends = Vec::new();
        self.visit(|state, node, arrival| {
            let outputs = self.solution.outputs(node, arrival).into_iter();
            ends.extend(outputs.map(|shape| Ended {
                state: state.name.clone(),
                span: state.place.span(),
                shape,
            }));
        });
        ends
    }

    /// Adds what is wrong with the data.
    pub fn report(&self, diagnostics: &mut Diagnostics) {
        report::report(&self.solution, diagnostics);
    }
}

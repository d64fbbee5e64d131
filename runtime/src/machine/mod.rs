//! Compiled state machines, and the driver that runs them on an engine.
//!
//! The compiler writes data and typed glue: a [`Machine`] per `States` object with one arm per state. What all
//! states of a kind have in common is here: entering and leaving, events, retries, catchers, timeouts, forks.

mod activity;
mod call;
mod definition;
mod drive;
mod fork;
mod frame;
mod info;
mod nested;
mod retry;
mod run;
mod running;
mod versions;
mod wait;

pub use call::{Attempt, Call};
pub use definition::{DefinitionHash, ParseHashError};
pub use drive::{WorkError, drive};
pub use fork::{Fork, FrameEnd, Joined, MapItem};
pub use frame::Frame;
pub use info::{Growth, Resource, Retrier, StateInfo, StateType, TaskInfo, Waiting};
pub use versions::{VersionVisitor, Versions};

pub(crate) use frame::Slot;
#[cfg(feature = "standard")]
pub(crate) use run::started;
pub(crate) use run::{Begin, Bounds, Stop, run};

use crate::engine::Engine;
use crate::error::{Failure, Fault};
use crate::value::{Text, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// How a frame ended: its output, or a failure that nothing inside handled.
pub type Outcome = Result<Value, Failure>;

/// A compiled `States` object: the top level, a branch or a processor.
///
/// Implemented by generated code only. The driver calls, for each state, either [`step`](Self::step) (Pass, Choice,
/// Succeed, Fail: no await, nothing outside), or [`work`](Self::work) for the outside part and then
/// [`complete`](Self::complete) or [`caught`](Self::caught).
pub trait Machine: Send + Sync {
    /// The states, each with its input: the value of this enum is the checkpoint.
    type State: Serialize + DeserializeOwned + Send + Sync;
    /// The states alone. In a run the input lies beside it, so that a value that only passes through stays where it is.
    type At: Copy + Send + Sync;
    /// The variables of this scope.
    type Vars: Default + Serialize + DeserializeOwned + Send + Sync;

    /// Whether it has nothing but Pass, Choice, Succeed and Fail states, so that it runs without an await.
    const PURE: bool;
    /// Whether an expression asks for `$$.State.EnteredTime`; otherwise nobody looks at the clock.
    const ENTERED_TIME: bool;

    /// The first state.
    const START: Self::At;

    /// A state and its input, apart.
    fn split(state: Self::State) -> (Self::At, Value);

    /// A state with its input.
    fn join(at: Self::At, input: Value) -> Self::State;

    /// What is known about a state before the run.
    fn info(at: Self::At) -> &'static StateInfo;

    /// Runs a state that needs nothing from outside. `data` is its input, in whose place the output is written.
    fn step<E: Engine>(
        &self,
        at: Self::At,
        data: &mut Value,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step<Self::At>, Fault>;

    /// Does the work of a Task, Parallel, Map or Wait state once, and writes what it gives to `result`. A Wait gives
    /// nothing.
    fn work<E: Engine>(
        &self,
        at: Self::At,
        input: &Value,
        result: &mut Value,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> impl Future<Output = Result<(), WorkError>> + Send;

    /// What follows successful work: `ResultSelector`, `Assign`, `ResultPath`, `OutputPath`. `data` is the state's input,
    /// in whose place the output is written; after an error that can be handled it is still whole. `result` is taken.
    fn complete<E: Engine>(
        &self,
        at: Self::At,
        data: &mut Value,
        result: &mut Value,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step<Self::At>, Fault>;

    /// What the catcher with this index does with this error output. `data` is as for [`complete`](Self::complete).
    fn caught<E: Engine>(
        &self,
        at: Self::At,
        data: &mut Value,
        caught: (usize, Value),
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step<Self::At>, Fault>;
}

/// What comes after a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<A> {
    /// Another state. Its input lies where the output was written.
    Next(A),
    /// The end of the machine.
    End,
    /// A Fail state.
    Fail(Box<FailText>),
}

/// `Error` and `Cause` of a Fail state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailText {
    /// `Error`.
    pub error: Option<Text>,
    /// `Cause`.
    pub cause: Option<Text>,
}

/// The top level of a definition, with what engines need to know about it before the run.
pub trait Workflow: Machine {
    /// The state machine's name, unless an engine is given another.
    const NAME: &'static str;
    /// The machine's `TimeoutSeconds`.
    const TIMEOUT_SECONDS: Option<u64>;
    /// Whether a task or an expression can ask who is running; otherwise it is made up when somebody else asks.
    const EXECUTION: bool;
    /// Whether an expression asks for `$$.Execution.Input`; otherwise nobody keeps it.
    const EXECUTION_INPUT: bool;
    /// The identity of the definition: executions belong to the one that they started with.
    const DEFINITION: DefinitionHash;
    /// The definition as JSON, with the values of its placeholders: the file's own text where that is what it says.
    const DEFINITION_JSON: &'static str;
}

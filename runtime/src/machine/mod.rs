//! Compiled state machines, and the driver that runs them on an engine.
//!
//! The compiler writes data and typed glue: a [`Machine`] per `States` object with one arm per state. What all
//! states of a kind have in common is here: entering and leaving, events, retries, catchers, timeouts, forks.

mod call;
mod drive;
mod fork;
mod frame;
mod info;
mod retry;

mod wait;

pub use call::{Attempt, Call};
pub use drive::{WorkError, drive};
pub use fork::{Fork, FrameEnd, Joined, MapItem};
pub use frame::Frame;
pub use info::{Growth, Resource, Retrier, StateInfo, StateType, TaskInfo, Waiting};

pub(crate) use frame::Slot;

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
    /// The variables of this scope.
    type Vars: Default + Serialize + DeserializeOwned + Send + Sync;

    /// Whether it has nothing but Pass, Choice, Succeed and Fail states, so that it runs without an await.
    const PURE: bool;
    /// Whether an expression asks for `$$.State.EnteredTime`; otherwise nobody looks at the clock.
    const ENTERED_TIME: bool;

    /// The first state with the machine's input.
    fn start(&self, input: Value) -> Self::State;

    /// What is known about a state before the run.
    fn info(state: &Self::State) -> &'static StateInfo;

    /// A state's input.
    fn input(state: &Self::State) -> &Value;

    /// Runs a state that needs nothing from outside, and writes the next state in its place.
    fn step<E: Engine>(
        &self,
        state: &mut Self::State,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step, Fault>;

    /// Does the work of a Task, Parallel, Map or Wait state once. A Wait gives `null`.
    fn work<E: Engine>(
        &self,
        state: &Self::State,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> impl Future<Output = Result<Value, WorkError>> + Send;

    /// What follows successful work: `ResultSelector`, `Assign`, `ResultPath`, `OutputPath`. After an error that
    /// can be handled, `state` is still whole.
    fn complete<E: Engine>(
        &self,
        state: &mut Self::State,
        result: Value,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step, Fault>;

    /// What the catcher with this index does with the error output.
    fn caught<E: Engine>(
        &self,
        state: &mut Self::State,
        catcher: usize,
        error: Value,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step, Fault>;
}

/// What comes after a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Another state, which was written in place of the one before, with its input.
    Next,
    /// The end of the machine, with its output.
    End(Value),
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
    /// Whether an expression asks for `$$.Execution.Input`; otherwise nobody keeps it.
    const EXECUTION_INPUT: bool;
}

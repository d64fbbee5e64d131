//! The seams between compiled workflows and what they run on.
//!
//! Generated code and the driver are generic over one trait, [`Engine`]: everything that a run needs from
//! outside. An engine serves one execution. What it does not do is compiled away: an engine without history
//! builds no events, one without checkpoints serializes nothing.

mod callbacks;
mod checkpoint;
mod clock;
mod flag;
mod random;
mod test_clock;

#[cfg(test)]
mod tests;

pub use callbacks::{CallbackError, Callbacks, Pending, TaskToken};
pub use checkpoint::{Checkpoint, Line, Resume, Stage};
pub use clock::{Clock, SystemClock};
pub use random::Random;
pub use test_clock::TestClock;

pub(crate) use callbacks::Beat;
#[cfg(feature = "standard")]
pub(crate) use callbacks::Ledger;
#[cfg(feature = "standard")]
pub(crate) use flag::Flag;
#[cfg(feature = "standard")]
pub(crate) use random::system_seed;
pub(crate) use test_clock::Driven;

use crate::context::Execution;
use crate::error::{Failure, TaskError};
use crate::history::HistoryEvent;
use crate::limits::Limits;
use crate::machine::{Frame, FrameEnd, Machine};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

/// All that one execution needs from outside.
///
/// - *Events*: [`next_event_id`](Self::next_event_id) numbers them even when they are not kept, since causes quote
///   the numbers; [`record`](Self::record) is called only when [`HISTORY`](Self::HISTORY) is true.
/// - *Checkpoints*: when [`CHECKPOINTS`](Self::CHECKPOINTS) is true, the driver hands over a frame's whole state
///   after every transition and at every point inside a state where something outside happened. Events recorded
///   since the last checkpoint belong to the same transaction.
/// - *Frames*: the top level, each branch of a Parallel and each iteration of a Map is a frame with an
///   address, a checkpoint and an outcome of its own.
/// - *Time, randomness, tokens* come from here alone, so that tests skip time and simulations replay.
///
/// Cancellation: dropping a future of an engine must lose nothing that it acknowledged.
pub trait Engine: Send + Sync {
    /// Whether events are kept. If not, none are built.
    const HISTORY: bool;
    /// Whether frames are checkpointed. If not, nothing is serialized.
    const CHECKPOINTS: bool;

    /// Who is running.
    fn execution(&self) -> &Arc<Execution>;

    /// The limits that hold.
    fn limits(&self) -> &Limits;

    /// The time.
    fn now(&self) -> Timestamp;

    /// 64 random bits: UUIDs, jitter, `States.MathRandom`.
    fn random(&self) -> u64;

    /// The id of the next event, from 1.
    fn next_event_id(&self) -> u64;

    /// Keeps an event.
    fn record(&self, frame: &FrameId<'_>, event: HistoryEvent);

    /// Makes the frame's state and the events since the last checkpoint permanent.
    ///
    /// # Errors
    /// A [halted](Failure::halted) failure stops driving without ending the execution.
    fn checkpoint<S, V>(
        &self,
        frame: &FrameId<'_>,
        checkpoint: &Checkpoint<&S, &V>,
    ) -> impl Future<Output = Result<(), Failure>> + Send
    where
        S: Serialize + Sync,
        V: Serialize + Sync;

    /// Where the frame stands.
    ///
    /// # Errors
    /// A halted failure when the stored state cannot be read.
    fn resume<S, V>(&self, frame: &FrameId<'_>) -> Result<Resume<S, V>, Failure>
    where
        S: DeserializeOwned,
        V: DeserializeOwned;

    /// Why there is no room in the history for the event that ends the execution; it makes room for it. Asked once, right
    /// before that event.
    fn exhausted(&self) -> Option<Failure> {
        None
    }

    /// A child frame ended: its outcome replaces its checkpoint. Called only with [`CHECKPOINTS`](Self::CHECKPOINTS).
    fn finish(&self, frame: &FrameId<'_>, end: &FrameEnd)
    -> impl Future<Output = Result<(), Failure>> + Send;

    /// A frame failed, and stood here: in `state` with the `stage` that it had reached. The input may have changed since
    /// the state was entered. An engine that can redrive executions keeps it with the failure, of which
    /// [`finish`](Self::finish) tells next. Called only with [`CHECKPOINTS`](Self::CHECKPOINTS).
    fn failed_at<S, V>(&self, frame: &FrameId<'_>, checkpoint: &Checkpoint<&S, &V>)
    where
        S: Serialize + Sync,
        V: Serialize + Sync,
    {
        let _ = (frame, checkpoint);
    }

    /// Sleeps until the given time.
    fn sleep_until(&self, deadline: Timestamp) -> impl Future<Output = ()> + Send;

    /// Runs one attempt of a task. The driver has dealt with timeouts, heartbeats and panics; an engine can
    /// place the work elsewhere or limit how much runs at once.
    fn task<F>(
        &self,
        frame: &FrameId<'_>,
        attempt: F,
    ) -> impl Future<Output = Result<Value, TaskError>> + Send
    where
        F: Future<Output = Result<Value, TaskError>> + Send,
    {
        let _ = frame;
        attempt
    }

    /// The name under which the workers of activities appear in the history (AWS: `workerName` of
    /// `GetActivityTask`).
    fn worker_name(&self) -> Option<Text> {
        None
    }

    /// Whether activities of this ARN are done by workers that ask for them; otherwise by the user's method.
    fn has_workers(&self, arn: &str) -> bool {
        let _ = arn;
        false
    }

    /// Offers an activity to workers, or does so again after a resume, and waits until one takes it. Gives the time of that and the
    /// worker's name. Called only if [`has_workers`](Self::has_workers).
    fn offer(&self, activity: Offer<'_>) -> impl Future<Output = (Timestamp, Option<Text>)> + Send {
        let _ = activity;
        std::future::pending()
    }

    /// Whether a request of `states:startExecution` is for a machine of this engine, which then starts it; otherwise the user's
    /// method does what it likes.
    fn has_machine(&self, request: &Value) -> bool {
        let _ = request;
        false
    }

    /// Starts a nested execution, or finds the one that the same attempt started before a resume. Gives the response. Called only if
    /// [`has_machine`](Self::has_machine).
    fn start_nested(&self, start: NestedStart<'_>) -> impl Future<Output = Result<Value, TaskError>> + Send {
        let _ = start;
        std::future::pending()
    }

    /// Whether the activity exists. AWS knows only those that were created and not deleted.
    fn has_activity(&self, arn: &str) -> bool {
        let _ = arn;
        true
    }

    /// Opens a callback: whoever holds the token can complete the task through [`Callbacks`].
    /// With a token given, the callback of a resumed attempt is opened again.
    fn callback(&self, frame: &FrameId<'_>, token: Option<TaskToken>) -> Pending;

    /// Runs a child frame: a branch of a Parallel or an iteration of a Map. `data` is the input of the state `at`, in
    /// whose place the frame's output is written. The default drives it in place; an engine that places frames
    /// elsewhere sends the frame's address and its starting state instead, which is [`Machine::join`] of both.
    fn fork<M: Machine>(
        &self,
        machine: &M,
        frame: &mut Frame<'_, Self, M::Vars>,
        at: M::At,
        data: &mut Value,
    ) -> impl Future<Output = Result<(), Failure>> + Send
    where
        Self: Sized,
    {
        crate::machine::drive(machine, frame, at, data)
    }
}

/// A nested execution that is to be started.
#[derive(Clone, Copy, Debug)]
pub struct NestedStart<'a> {
    /// `StateMachineArn`, `Name`, `Input`.
    pub request: &'a Value,
    /// The attempt's idempotency key.
    pub key: &'a str,
    /// The token that its end completes.
    pub parent: Option<&'a TaskToken>,
}

/// An activity that waits for a worker.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The activity's ARN.
    pub arn: &'a str,
    /// The attempt's token.
    pub token: &'a TaskToken,
    /// When it was scheduled.
    pub at: Timestamp,
    /// What the worker gets.
    pub input: &'a Value,
}

/// The address of a frame: which branch or iteration of which visit to which Parallel or Map.
///
/// A visit is named by the id of its `…StateStarted` event, which is unique in the execution and the same
/// after a resume. Displayed as `""` for the top level and `5.0/23.2` for a nested frame.
#[derive(Clone, Copy, Debug)]
pub struct FrameId<'a> {
    parent: Option<&'a FrameId<'a>>,
    fork: u64,
    index: usize,
}

impl<'a> FrameId<'a> {
    /// The top level.
    pub const ROOT: FrameId<'static> = FrameId { parent: None, fork: 0, index: 0 };

    /// The child with this index of the fork that started with the event `fork`.
    pub fn child(parent: &'a FrameId<'a>, fork: u64, index: usize) -> Self {
        Self { parent: Some(parent), fork, index }
    }

    /// Whether it is the top level.
    pub fn is_root(&self) -> bool {
        self.parent.is_none()
    }
}

/// The address of a frame, as a copy that outlives it. Every attempt of a task has one, so the usual ones need no memory
/// of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum FramePath {
    #[default]
    Root,
    /// A child of the top level, with fork and index.
    Child(u64, usize),
    /// From the top level downwards.
    Nested(Arc<[(u64, usize)]>),
}

impl FrameId<'_> {
    #[inline]
    pub(crate) fn copy_to(self, path: &mut FramePath) {
        // Each written where it stays: what is moved right after it was written makes the processor wait.
        match self.parent {
            None => *path = FramePath::Root,
            Some(parent) if parent.is_root() => *path = FramePath::Child(self.fork, self.index),
            Some(_) => *path = self.to_nested_path(),
        }
    }

    #[cold]
    fn to_nested_path(self) -> FramePath {
        let mut path = Vec::new();
        let mut id = &self;
        while let Some(parent) = id.parent {
            path.push((id.fork, id.index));
            id = parent;
        }
        path.reverse();
        FramePath::Nested(path.into())
    }
}

/// Like the address itself, with a slash behind each part.
impl fmt::Display for FramePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Child(fork, index) => write!(f, "{fork}.{index}/"),
            Self::Nested(path) => path.iter().try_for_each(|(fork, index)| write!(f, "{fork}.{index}/")),
        }
    }
}

impl fmt::Display for FrameId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parent) = self.parent else { return Ok(()) };
        if !parent.is_root() {
            write!(f, "{parent}/")?;
        }
        write!(f, "{}.{}", self.fork, self.index)
    }
}

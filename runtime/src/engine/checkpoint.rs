//! What an engine stores of a frame.

use crate::machine::FrameEnd;
use crate::time::Timestamp;
use crate::value::Text;
use serde::{Deserialize, Serialize};

/// All that is needed to go on with a frame: the state with its input, the variables, and where in the state and
/// in the history the frame stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint<S, V> {
    /// The generated `State`.
    pub state: S,
    /// The generated `Vars`.
    pub vars: V,
    /// Where inside the state.
    pub stage: Stage,
    /// Where in the history.
    pub line: Line,
    /// How often each retrier of the state was used in this visit.
    pub retries: Vec<u64>,
}

/// How far a state has come. Everything before the stage happened and is in the history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The state is about to be entered.
    #[default]
    Arrived,
    /// It was entered; nothing outside has happened.
    Entered,
    /// A Wait waits until then.
    Waiting {
        /// The deadline.
        until: Timestamp,
    },
    /// An activity was scheduled, and waits for a worker.
    Queued {
        /// The time of the Scheduled event.
        at: Timestamp,
        /// The attempt's token.
        token: Text,
    },
    /// An attempt of a task was scheduled and started, at this time. That of an activity has a token if a worker has it.
    Scheduled {
        /// The time of the Started event, from which the task's timeouts run.
        at: Timestamp,
        /// The attempt's token, if it has one.
        token: Option<Text>,
    },
    /// The task was handed over and is completed by its token.
    Submitted {
        /// The time of the Started event.
        at: Timestamp,
        /// The attempt's token.
        token: Text,
    },
    /// A Parallel or Map has started its branches or iterations.
    Forked {
        /// The id of the `…StateStarted` event.
        started: u64,
    },
    /// An attempt failed and the next one begins then.
    BackingOff {
        /// When to try again.
        until: Timestamp,
    },
}

/// A line of control in the history: the top level, a branch or an iteration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The event that the next one points at.
    pub last: u64,
    /// The `…StateEntered` event of the current state.
    pub entered: u64,
    /// When the current state was entered.
    pub entered_at: Timestamp,
}

/// Where a frame stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Resume<S, V> {
    /// It has not begun.
    Fresh,
    /// It goes on from here.
    At(Box<Checkpoint<S, V>>),
    /// It has ended.
    Finished(FrameEnd),
}

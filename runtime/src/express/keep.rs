//! What an execution in memory keeps.

use crate::context::Account;
use crate::history::HistoryEvent;
use crate::time::Timestamp;
use crate::value::{Text, Value};
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

/// What of an execution stays the same from its start to its end, however often it is resumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Identity {
    pub(super) machine: Text,
    pub(super) name: Text,
    pub(super) arn: Text,
    pub(super) account: Account,
    pub(super) start_time: Timestamp,
    pub(super) input: Value,
}

/// Nothing `()`, the [`History`], or a [`Journal`](super::Journal).
pub(super) trait Keep: Debug + Send + Sync {
    /// Whether events are kept.
    const HISTORY: bool;
    /// Whether frames are checkpointed.
    const CHECKPOINTS: bool;

    /// Keeps an event.
    fn record(&self, event: HistoryEvent);

    /// Keeps a frame's checkpoint, the events so far and where the random numbers stand. `false` halts the
    /// execution.
    fn checkpoint(&self, frame: &str, checkpoint: Value, random: Option<u64>) -> bool;

    /// A frame's checkpoint.
    fn load(&self, frame: &str) -> Option<Value>;
}

impl Keep for () {
    const HISTORY: bool = false;
    const CHECKPOINTS: bool = false;

    fn record(&self, _: HistoryEvent) {}

    fn checkpoint(&self, _: &str, _: Value, _: Option<u64>) -> bool {
        true
    }

    fn load(&self, _: &str) -> Option<Value> {
        None
    }
}

/// The events.
#[derive(Debug, Default)]
pub(super) struct History(Mutex<Vec<HistoryEvent>>);

impl History {
    pub(super) fn take(&self) -> Vec<HistoryEvent> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Keep for History {
    const HISTORY: bool = true;
    const CHECKPOINTS: bool = false;

    fn record(&self, event: HistoryEvent) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    fn checkpoint(&self, _: &str, _: Value, _: Option<u64>) -> bool {
        true
    }

    fn load(&self, _: &str) -> Option<Value> {
        None
    }
}

//! What an execution in memory keeps.

use crate::history::HistoryEvent;
use crate::value::Value;
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

/// Nothing `()`, the [`History`], or a [`Journal`](super::Journal).
pub trait Keep: Debug + Send + Sync {
    /// Whether events are kept.
    const HISTORY: bool;
    /// Whether frames are checkpointed.
    const CHECKPOINTS: bool;

    /// Keeps an event.
    fn record(&self, event: HistoryEvent);

    /// Keeps a frame's checkpoint, and the events so far. `false` halts the execution.
    fn checkpoint(&self, frame: &str, checkpoint: Value) -> bool;

    /// A frame's checkpoint.
    fn load(&self, frame: &str) -> Option<Value>;
}

impl Keep for () {
    const HISTORY: bool = false;
    const CHECKPOINTS: bool = false;

    fn record(&self, _: HistoryEvent) {}

    fn checkpoint(&self, _: &str, _: Value) -> bool {
        true
    }

    fn load(&self, _: &str) -> Option<Value> {
        None
    }
}

/// The events.
#[derive(Debug, Default)]
pub struct History(Mutex<Vec<HistoryEvent>>);

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

    fn checkpoint(&self, _: &str, _: Value) -> bool {
        true
    }

    fn load(&self, _: &str) -> Option<Value> {
        None
    }
}

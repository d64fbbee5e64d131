//! A journal: everything needed to stop an execution anywhere and to go on.

use super::keep::{Identity, Keep};
use crate::history::HistoryEvent;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The events and checkpoints of one execution, in memory and as JSON.
///
/// It shows what a durable engine stores, and lets tests stop an execution at each of its checkpoints and resume
/// it from what was stored. Clones share the same journal.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    stored: Stored,
    /// Events since the last checkpoint; lost when the execution stops here.
    uncommitted: Vec<HistoryEvent>,
    checkpoints: usize,
    halt_at: Option<usize>,
    halted: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Stored {
    /// Who is running; absent before the first run.
    execution: Option<Identity>,
    /// Where the random numbers stand.
    random: Option<u64>,
    events: Vec<HistoryEvent>,
    frames: BTreeMap<String, Value>,
}

/// Where a run from a journal begins.
pub(super) struct Opened {
    pub(super) execution: Identity,
    pub(super) random: Option<u64>,
    pub(super) last_event: u64,
}

impl Journal {
    /// An empty journal: a resume from it starts at the beginning.
    pub fn new() -> Self {
        Self::default()
    }

    /// A journal that stops the execution at its `n`-th checkpoint from now (from 0), before that is stored. A
    /// resume after that goes on to the end.
    #[must_use]
    pub fn halting_at(self, n: usize) -> Self {
        {
            let mut shared = self.lock();
            shared.halt_at = Some(shared.checkpoints + n);
        }
        self
    }

    /// What is stored, as JSON text: all that a resume needs.
    ///
    /// # Errors
    /// When a checkpoint cannot be serialized.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&self.lock().stored)
    }

    /// The journal with this content.
    ///
    /// # Errors
    /// When the text is no journal.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let stored = serde_json::from_str(json)?;
        Ok(Self { shared: Arc::new(Mutex::new(Shared { stored, ..Shared::default() })) })
    }

    /// The stored events, in order.
    pub fn events(&self) -> Vec<HistoryEvent> {
        self.lock().stored.events.clone()
    }

    /// How many checkpoints were stored since the journal was opened.
    pub fn checkpoints(&self) -> usize {
        self.lock().checkpoints
    }

    /// Begins a run, of the execution given if none began before. What an earlier run did after its last
    /// checkpoint is lost, as after a crash.
    pub(super) fn open(&self, fresh: impl FnOnce() -> (Identity, Option<u64>)) -> Opened {
        let mut shared = self.lock();
        shared.uncommitted.clear();
        if std::mem::take(&mut shared.halted) {
            shared.halt_at = None;
        }
        let stored = &mut shared.stored;
        let execution = stored.execution.take().unwrap_or_else(|| {
            let (execution, random) = fresh();
            stored.random = random;
            execution
        });
        stored.execution = Some(execution.clone());
        let last_event = stored.events.last().map_or(0, |event| event.id);
        Opened { execution, random: stored.random, last_event }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keep for Journal {
    const HISTORY: bool = true;
    const CHECKPOINTS: bool = true;

    fn record(&self, event: HistoryEvent) {
        self.lock().uncommitted.push(event);
    }

    fn checkpoint(&self, frame: &str, checkpoint: Value, random: Option<u64>) -> bool {
        let mut shared = self.lock();
        if shared.halt_at.is_some_and(|halt_at| shared.checkpoints >= halt_at) {
            shared.halted = true;
            return false;
        }
        shared.checkpoints += 1;
        let uncommitted = std::mem::take(&mut shared.uncommitted);
        shared.stored.events.extend(uncommitted);
        shared.stored.frames.insert(frame.to_owned(), checkpoint);
        shared.stored.random = random.or(shared.stored.random);
        true
    }

    fn load(&self, frame: &str) -> Option<Value> {
        self.lock().stored.frames.get(frame).cloned()
    }
}

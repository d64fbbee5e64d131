//! The engine of one execution while it is loaded.
//!
//! Events and checkpoints go to the log as rows. The order of rows is the order of what happened, so nothing has to wait for
//! the disk but what can be seen from outside: before a task runs, everything up to there is permanent.

mod log;
mod waits;

pub(super) use log::Loaded;
pub(super) use waits::Waits;

use super::codec::{Heard, Stored};
use super::core::Core;
use super::error::Error;
use super::store::{StoreError, Ticket};
use super::{nested, token};
use crate::context::Execution;
use crate::engine::{
    CallbackError, Callbacks, Checkpoint, Engine, FrameId, NestedStart, Offer, Pending, Random, Resume,
    TaskToken,
};
use crate::error::{Failure, FailureKind, TaskError, names};
use crate::history::{Details, ErrorDetails, EventType, HistoryEvent};
use crate::limits::Limits;
use crate::machine::FrameEnd;
use crate::time::Timestamp;
use crate::value::{Text, Value};
use log::Log;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The engine of one loaded execution.
#[derive(Debug)]
pub(super) struct Durable {
    core: Arc<Core>,
    id: u64,
    execution: Arc<Execution>,
    random: Random,
    last_event: AtomicU64,
    callbacks: Callbacks,
    log: Mutex<Log>,
    waits: Waits,
    definition: [u8; 16],
    since: Timestamp,
    parent: Option<TaskToken>,
    /// When it times out as a whole, once it is driven.
    deadline: OnceLock<Timestamp>,
}

impl Durable {
    /// The engine of an execution that stands where it was loaded.
    pub(super) fn new(
        core: Arc<Core>,
        execution: Arc<Execution>,
        definition: [u8; 16],
        since: Timestamp,
        loaded: Loaded,
    ) -> Self {
        let Loaded { id, random, last_event, log, parent } = loaded;
        Self {
            id,
            execution,
            random: random.map_or_else(|| core.random(), Random::seeded),
            last_event: AtomicU64::new(last_event),
            callbacks: Callbacks::written_to(core.ledger()),
            log: Mutex::new(log),
            waits: Waits::default(),
            definition,
            since,
            parent,
            deadline: OnceLock::new(),
            core,
        }
    }

    /// The token that its end completes.
    pub(super) fn parent(&self) -> Option<&TaskToken> {
        self.parent.as_ref()
    }

    /// The definition that it runs.
    pub(super) fn definition(&self) -> &[u8; 16] {
        &self.definition
    }

    /// When its time began to run.
    pub(super) fn since(&self) -> Timestamp {
        self.since
    }

    /// Notes when it times out.
    pub(super) fn times_out(&self, deadline: Timestamp) {
        self.deadline.get_or_init(|| deadline);
    }

    /// What it waits for.
    pub(super) fn waits(&self) -> &Waits {
        &self.waits
    }

    /// What it costs to go on later, in rows to read.
    pub(super) fn rows_to_load(&self) -> u64 {
        self.log().rows
    }

    /// The row that ends the execution, once it has ended.
    pub(super) fn take_end(&self) -> Option<Ticket> {
        self.log().end.take()
    }

    /// Whether it has ended, though it has not left memory yet.
    pub(super) fn is_over(&self) -> bool {
        self.log().is_over
    }

    /// Completes an attempt: it counts, and is in the log, or nobody waits for the token.
    pub(super) fn complete(
        &self,
        token: &TaskToken,
        outcome: Result<Value, TaskError>,
    ) -> Result<Ticket, CallbackError> {
        let mut log = self.log();
        let is_open = self.callbacks.is_open(token);
        if log.is_over || !is_open && !log.is_expected(token) {
            return Err(CallbackError::TaskDoesNotExist);
        }
        if is_open {
            // The attempt may end on another thread: whoever closes the token first decides.
            self.callbacks.complete(token, outcome.clone())?;
        }
        self.hear(&mut log, token, Heard::Outcome(outcome))
    }

    /// Notes that an attempt is alive.
    pub(super) fn beat(&self, token: &TaskToken) -> Result<Ticket, CallbackError> {
        let mut log = self.log();
        if log.is_over {
            return Err(CallbackError::TaskDoesNotExist);
        }
        if self.callbacks.is_open(token) {
            self.callbacks.beat(token)?;
        } else if !log.is_expected(token) {
            return Err(CallbackError::TaskDoesNotExist);
        }
        self.hear(&mut log, token, Heard::Beat(self.core.now()))
    }

    /// Shortens what was read, before anything is driven.
    pub(super) fn put_together(&self) -> Result<(), StoreError> {
        self.log().put_together(self)
    }

    /// A worker takes the activity with this token.
    pub(super) fn take(&self, token: &TaskToken, worker: Option<Text>) -> Result<Ticket, CallbackError> {
        let mut log = self.log();
        let is_open = self.callbacks.is_open(token) || log.is_expected(token);
        if !is_open || log.taken(token).is_some() {
            return Err(CallbackError::TaskDoesNotExist);
        }
        let ticket = self.hear(&mut log, token, Heard::Taken { at: self.core.now(), worker })?;
        drop(log);
        self.waits.tell();
        Ok(ticket)
    }

    /// Ends an execution that nobody can drive here.
    pub(super) fn abort(&self, error: Option<Text>, cause: Option<Text>) -> Result<(), Error> {
        let failure = Failure::new(FailureKind::Aborted, error.clone(), cause.clone());
        let details = Details::Error(ErrorDetails { error, cause });
        let event = HistoryEvent {
            id: self.next_event_id(),
            previous_event_id: 0,
            timestamp: self.core.now(),
            kind: EventType::ExecutionAborted,
            details,
        };
        let mut log = self.log();
        log.events.push(event);
        let end = FrameEnd { outcome: Err(failure), last: 0, ended: 0, open: None };
        log.finish(self, &FrameId::ROOT, &end)?;
        Ok(())
    }

    fn hear(&self, log: &mut Log, token: &TaskToken, heard: Heard) -> Result<Ticket, CallbackError> {
        let written = log.hear(self, token.text().clone(), heard);
        written.map_err(|error| CallbackError::Store(Box::new(self.core.broke(error))))
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a row is permanent.
    async fn committed(&self, ticket: Ticket) -> Result<(), Failure> {
        let _busy = self.waits.commit();
        self.core.committed(ticket).await.map_err(|_| Failure::halted())
    }

    fn written<T>(&self, row: Result<T, StoreError>) -> Result<T, Failure> {
        row.map_err(|error| {
            self.core.broke(error);
            Failure::halted()
        })
    }

    /// The failure of an execution whose history is full, which takes the last place of it. It must have room for `more` events.
    fn history_is_full(&self, more: u64) -> Option<Failure> {
        let limit = self.core.limits().history_events?;
        if self.last_event.load(Ordering::Relaxed) + more <= limit {
            return None;
        }
        // INVARIANT: none of those behind it is written, as nothing is before it was asked for here.
        let last = limit.saturating_sub(1);
        self.last_event.store(last, Ordering::Relaxed);
        self.log().forget_events_after(last);
        let cause = format!("The execution reached the maximum number of history events ({limit}).");
        let error = Some(Text::new_static(names::RUNTIME));
        Some(Failure::new(FailureKind::Runtime, error, Some(cause.into())).at_event(last))
    }
}

impl Engine for Durable {
    const HISTORY: bool = true;
    const CHECKPOINTS: bool = true;

    fn execution(&self) -> &Arc<Execution> {
        &self.execution
    }

    fn limits(&self) -> &Limits {
        self.core.limits()
    }

    fn now(&self) -> Timestamp {
        self.core.now()
    }

    fn random(&self) -> u64 {
        self.random.next()
    }

    fn next_event_id(&self) -> u64 {
        // One thread at a time runs an execution.
        let id = self.last_event.load(Ordering::Relaxed) + 1;
        self.last_event.store(id, Ordering::Relaxed);
        id
    }

    fn record(&self, frame: &FrameId<'_>, event: HistoryEvent) {
        let mut log = self.log();
        if let Details::Entered(entered) = &event.details {
            log.entered(frame, entered);
        }
        log.events.push(event);
    }

    async fn checkpoint<S, V>(
        &self,
        frame: &FrameId<'_>,
        checkpoint: &Checkpoint<&S, &V>,
    ) -> Result<(), Failure>
    where
        S: Serialize + Sync,
        V: Serialize + Sync,
    {
        if let Some(failure) = self.history_is_full(2) {
            return Err(failure);
        }
        let ticket = {
            let mut log = self.log();
            if log.can_skip(&checkpoint.stage) {
                return Ok(());
            }
            let place = log::place(checkpoint)?;
            self.written(log.checkpoint(self, frame, place))?
        };
        if log::is_seen_outside(&checkpoint.stage) {
            return self.committed(ticket).await;
        }
        self.core.queued(ticket);
        Ok(())
    }

    fn resume<S, V>(&self, frame: &FrameId<'_>) -> Result<Resume<S, V>, Failure>
    where
        S: DeserializeOwned,
        V: DeserializeOwned,
    {
        match self.log().restored(frame) {
            None => Ok(Resume::Fresh),
            Some(Stored::Finished(end)) => Ok(Resume::Finished(end)),
            Some(Stored::At(place) | Stored::Failed(place)) => log::checkpoint(place).map(Resume::At),
        }
    }

    fn failed_at<S, V>(&self, frame: &FrameId<'_>, checkpoint: &Checkpoint<&S, &V>)
    where
        S: Serialize + Sync,
        V: Serialize + Sync,
    {
        // What cannot be serialized could not be stored before: the frame goes on from there.
        if let Ok(place) = log::place(checkpoint) {
            self.log().failed_at(frame, place);
        }
    }

    fn exhausted(&self) -> Option<Failure> {
        self.history_is_full(1)
    }

    async fn finish(&self, frame: &FrameId<'_>, end: &FrameEnd) -> Result<(), Failure> {
        if !frame.is_root()
            && let Some(failure) = self.history_is_full(2)
        {
            return Err(failure);
        }
        let ticket = self.log().finish(self, frame, end);
        if let Some(ticket) = self.written(ticket)? {
            self.core.queued(ticket);
        }
        Ok(())
    }

    async fn sleep_until(&self, deadline: Timestamp) {
        self.waits.sleep_until(&**self.core.clock(), deadline).await;
    }

    async fn task<F>(&self, _: &FrameId<'_>, attempt: F) -> Result<Value, TaskError>
    where
        F: Future<Output = Result<Value, TaskError>> + Send,
    {
        let _active = self.waits.task();
        attempt.await
    }

    fn worker_name(&self) -> Option<Text> {
        self.core.settings().worker.clone()
    }

    fn has_activity(&self, arn: &str) -> bool {
        self.core.activities.exists(arn)
    }

    fn has_machine(&self, request: &Value) -> bool {
        nested::has_machine(&self.core, request)
    }

    async fn start_nested(&self, start: NestedStart<'_>) -> Result<Value, TaskError> {
        let _busy = self.waits.task();
        nested::start(&self.core, start).await
    }

    fn has_workers(&self, arn: &str) -> bool {
        self.core.activities.has_workers(arn)
    }

    async fn offer(&self, activity: Offer<'_>) -> (Timestamp, Option<Text>) {
        let taken = || self.log().taken(activity.token);
        if taken().is_none()
            && let Err(error) = self.core.activities.offer(self.core.store(), activity)
        {
            self.core.broke(error);
            return std::future::pending().await;
        }
        self.waits.told(taken).await
    }

    fn callback(&self, _: &FrameId<'_>, token: Option<TaskToken>) -> Pending {
        let Some(token) = token else { return self.callbacks.open(token::new(self.id)) };
        let mut log = self.log();
        let pending = self.callbacks.open(token.clone());
        let (outcome, heard) = log.reopen(&token);
        if let Some(outcome) = outcome {
            // It was accepted before: it cannot be refused now.
            let _ = self.callbacks.complete(&token, outcome);
        }
        // While the store was closed nobody could be heard.
        pending.heard_at(heard.max(self.core.opened()))
    }
}

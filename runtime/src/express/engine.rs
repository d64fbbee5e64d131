//! The in-memory engine and its settings.

use super::keep::{History, Keep};
use super::{Handle, Journal, Report, Stop};
use crate::context::{Account, Execution};
use crate::engine::{
    Callbacks, Checkpoint, Clock, Driven, Engine, FrameId, Pending, Random, Resume, SystemClock, TaskToken,
};
use crate::error::{ExecutionError, Failure, FailureKind, RunError, names};
use crate::history::{Details, ErrorDetails, EventType, HistoryEvent, JsonText, Output, Started};
use crate::limits::Limits;
use crate::machine::{Frame, FrameEnd, Outcome, Slot, Workflow, drive};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use futures_util::FutureExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;
use tracing::Instrument;

/// Settings of executions in memory. Cheap to clone; one value serves any number of executions.
///
/// ```
/// use asl_runtime::{Express, Limits, TestClock};
///
/// // In a test: waits and retries take no time.
/// let express = Express::new().clock(TestClock::default()).limits(Limits::none());
/// # let _ = express;
/// ```
#[derive(Clone, Debug)]
pub struct Express {
    clock: Arc<dyn Clock>,
    callbacks: Callbacks,
    limits: Limits,
    account: Arc<Account>,
    machine: Option<Text>,
    name: Option<Text>,
    arn: Option<Text>,
    worker: Option<Text>,
    deleted_activities: Vec<Text>,
    seed: Option<u64>,
}

impl Default for Express {
    fn default() -> Self {
        Self::new()
    }
}

impl Express {
    /// The system's clock, AWS's limits.
    pub fn new() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            callbacks: Callbacks::new(),
            limits: Limits::default(),
            account: Arc::new(Account::default()),
            machine: None,
            name: None,
            arn: None,
            worker: None,
            deleted_activities: Vec::new(),
            seed: None,
        }
    }

    /// The settings that `run` of a workflow uses.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: LazyLock<Express> = LazyLock::new(Express::new);
        &SHARED
    }

    /// Another clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The handle through which task tokens are completed.
    #[must_use]
    pub fn callbacks(mut self, callbacks: &Callbacks) -> Self {
        self.callbacks = callbacks.clone();
        self
    }

    /// Other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Where executions pretend to live.
    #[must_use]
    pub fn account(mut self, account: Account) -> Self {
        self.account = Arc::new(account);
        self
    }

    /// The state machine's name, instead of the workflow's own.
    #[must_use]
    pub fn machine_name(mut self, name: impl Into<Text>) -> Self {
        self.machine = Some(name.into());
        self
    }

    /// The execution's name, instead of a UUID.
    #[must_use]
    pub fn execution_name(mut self, name: impl Into<Text>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The execution's ARN, instead of one made of account, machine and name. Those of AWS's Express executions have
    /// another form: `arn:aws:states:us-east-1:111111111111:express:<machine>:<name>:<id>`.
    #[must_use]
    pub fn execution_arn(mut self, arn: impl Into<Text>) -> Self {
        self.arn = Some(arn.into());
        self
    }

    /// The name of the worker that does the activities, as the history shows it (AWS: `workerName` of
    /// `GetActivityTask`).
    #[must_use]
    pub fn worker_name(mut self, name: impl Into<Text>) -> Self {
        self.worker = Some(name.into());
        self
    }

    /// An activity that does not exist any more: a state that asks for it fails, as on AWS.
    #[must_use]
    pub fn without_activity(mut self, arn: impl Into<Text>) -> Self {
        self.deleted_activities.push(arn.into());
        self
    }

    /// Fixes everything that is random: UUIDs, jitter, `States.MathRandom`, tokens.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Runs a workflow to its end.
    ///
    /// # Errors
    /// [`RunError::Execution`] when it did not succeed; the others when input or output do not fit their types.
    pub async fn run<W, I, O>(&self, workflow: &W, input: &I) -> Result<O, RunError>
    where
        W: Workflow,
        I: Serialize + ?Sized,
        O: DeserializeOwned,
    {
        let input = Value::from_serialize(input).map_err(RunError::Input)?;
        let output = self.run_value(workflow, input).await?;
        crate::value::from_value(output).map_err(RunError::Output)
    }

    /// Runs a workflow on a [`Value`], which costs no conversion.
    ///
    /// # Errors
    /// When the execution did not succeed.
    pub async fn run_value<W: Workflow>(&self, workflow: &W, input: Value) -> Result<Value, ExecutionError> {
        let memory = self.memory::<W, _>(&input, ());
        memory.execute(workflow, input, None).await.map_err(Failure::into_execution_error)
    }

    /// Runs a workflow and keeps its history.
    ///
    /// # Errors
    /// [`RunError::Input`] when the input cannot be turned into JSON. An execution that fails is a report, not an error.
    pub async fn record<W, I>(&self, workflow: &W, input: &I) -> Result<Report, RunError>
    where
        W: Workflow,
        I: Serialize + ?Sized,
    {
        let input = Value::from_serialize(input).map_err(RunError::Input)?;
        let memory = self.memory::<W, _>(&input, History::default());
        let outcome = memory.execute(workflow, input, None).await;
        Ok(memory.report(outcome, |history| history.take()))
    }

    /// Runs a workflow with a journal of all events and checkpoints, from where the journal stands.
    ///
    /// This is how an engine that keeps executions works, in memory; tests use it to stop and resume a run
    /// at every checkpoint.
    pub async fn resume<W: Workflow>(&self, workflow: &W, input: Value, journal: &Journal) -> Report {
        let memory = self.memory::<W, _>(&input, journal.clone());
        memory.events.store(journal.last_event(), Ordering::Relaxed);
        let outcome = memory.execute(workflow, input, None).await;
        memory.report(outcome, |journal| journal.events())
    }

    /// Starts a workflow in the background, on the current tokio runtime.
    ///
    /// # Errors
    /// [`RunError::Input`] when the input cannot be turned into JSON.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start<W, I>(&self, workflow: Arc<W>, input: &I) -> Result<Handle, RunError>
    where
        W: Workflow + 'static,
        I: Serialize + ?Sized,
    {
        let input = Value::from_serialize(input).map_err(RunError::Input)?;
        let memory = self.memory::<W, _>(&input, ());
        let execution = memory.execution.clone();
        let run = move |stop: Arc<Stop>| async move { memory.execute(&*workflow, input, Some(&stop)).await };
        Ok(Handle::spawn(execution, run))
    }

    fn memory<W: Workflow, K: Keep>(&self, input: &Value, keep: K) -> Memory<K> {
        let random = || self.seed.map_or_else(Random::default, Random::seeded);
        let execution = Execution {
            machine: self.machine.clone().unwrap_or_else(|| Text::new_static(W::NAME)),
            account: self.account.clone(),
            given_name: self.name.clone(),
            name: OnceLock::new(),
            arn: self.arn.clone().map_or_else(OnceLock::new, OnceLock::from),
            random: random(),
            start_time: self.clock.now(),
            redrive_count: 0,
            input: if W::EXECUTION_INPUT { input.clone() } else { Value::Null },
        };
        Memory {
            execution: Arc::new(execution),
            settings: self.clone(),
            events: AtomicU64::new(0),
            random: random(),
            keep,
        }
    }
}

/// The engine of one execution in memory.
#[derive(Debug)]
pub struct Memory<K> {
    execution: Arc<Execution>,
    settings: Express,
    events: AtomicU64,
    random: Random,
    keep: K,
}

impl<K: Keep> Memory<K> {
    /// Runs the execution to its end.
    async fn execute<W: Workflow>(&self, workflow: &W, input: Value, stop: Option<&Stop>) -> Outcome {
        let span = tracing::info_span!("execution", machine = %self.execution.state_machine_name());
        let run = self.run(workflow, input, stop).instrument(span);
        let clock = &*self.settings.clock;
        if clock.is_virtual() { Driven::new(clock, run).await } else { run.await }
    }

    async fn run<W: Workflow>(&self, workflow: &W, input: Value, stop: Option<&Stop>) -> Outcome {
        let slot = Slot::default();
        let mut frame = Frame::new(self, FrameId::ROOT, &slot, None);
        let resume = if K::CHECKPOINTS { self.resume(&FrameId::ROOT)? } else { Resume::Fresh };
        let state = match resume {
            Resume::Fresh => {
                self.note(EventType::ExecutionStarted, 0, || {
                    Details::Started(Started {
                        input: JsonText(input.clone()),
                        role_arn: self.execution.role_arn().clone(),
                        ..Started::default()
                    })
                });
                workflow.start(input)
            }
            Resume::At(checkpoint) => frame.restore(*checkpoint),
            Resume::Finished(end) => return end.outcome,
        };
        let run = drive(workflow, frame, state);
        let outcome = match (W::TIMEOUT_SECONDS, stop) {
            (None, None) => run.await,
            (timeout, stop) => self.run_until(timeout, stop, run).await,
        };
        self.end(&outcome, slot.last());
        if K::CHECKPOINTS && !outcome.as_ref().is_err_and(Failure::is_halted) {
            let end = FrameEnd { outcome, last: slot.last() };
            self.finish(&FrameId::ROOT, &end).await?;
            return end.outcome;
        }
        outcome
    }

    /// The machine's `TimeoutSeconds` and a stop from outside win over retries and waits; nothing catches them.
    async fn run_until(
        &self,
        timeout: Option<u64>,
        stop: Option<&Stop>,
        run: impl Future<Output = Outcome>,
    ) -> Outcome {
        let deadline =
            timeout.and_then(|seconds| self.execution.start_time().checked_add(Duration::from_secs(seconds)));
        let timeout = async {
            match deadline {
                Some(deadline) => self.sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        let stopped = async {
            match stop {
                Some(stop) => stop.stopped().await,
                None => std::future::pending().await,
            }
        };
        let mut run = pin!(run.fuse());
        let mut timeout = pin!(timeout.fuse());
        let mut stopped = pin!(stopped.fuse());
        futures_util::select_biased! {
            outcome = run => outcome,
            failure = stopped => Err(failure),
            () = timeout => Err(Failure::new(FailureKind::ExecutionTimeout, None, None)),
        }
    }

    fn report(self, outcome: Outcome, history: impl FnOnce(&K) -> Vec<HistoryEvent>) -> Report {
        let stopped = self.now();
        Report::new(self.execution, outcome, stopped, history(&self.keep))
    }

    fn end(&self, outcome: &Outcome, last: u64) {
        let failure = match outcome {
            Ok(output) => {
                let output = JsonText(output.clone());
                self.note(EventType::ExecutionSucceeded, last, || {
                    Details::Output(Output { output, ..Output::default() })
                });
                return;
            }
            Err(failure) => failure,
        };
        let (error, cause) = (failure.error().cloned(), failure.cause().cloned());
        let details = || Details::Error(ErrorDetails { error, cause });
        match failure.kind() {
            FailureKind::Halted => {}
            FailureKind::ExecutionTimeout => {
                self.note(EventType::ExecutionTimedOut, 0, || {
                    let error = Some(Text::new_static(names::TIMEOUT));
                    Details::Error(ErrorDetails { error, cause: None })
                });
            }
            FailureKind::Aborted => {
                self.note(EventType::ExecutionAborted, 0, details);
            }
            _ => {
                self.note(EventType::ExecutionFailed, failure.event(), details);
            }
        }
    }

    fn note(&self, kind: EventType, previous_event_id: u64, details: impl FnOnce() -> Details) {
        let id = self.next_event_id();
        if K::HISTORY {
            let timestamp = self.now();
            self.keep.record(HistoryEvent { id, previous_event_id, timestamp, kind, details: details() });
        }
    }
}

impl<K: Keep> Engine for Memory<K> {
    const HISTORY: bool = K::HISTORY;
    const CHECKPOINTS: bool = K::CHECKPOINTS;

    fn execution(&self) -> &Arc<Execution> {
        &self.execution
    }

    fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    fn now(&self) -> Timestamp {
        self.settings.clock.now()
    }

    fn random(&self) -> u64 {
        self.random.next()
    }

    #[inline]
    fn next_event_id(&self) -> u64 {
        // One thread at a time runs an execution: no need for an atomic addition.
        let id = self.events.load(Ordering::Relaxed) + 1;
        self.events.store(id, Ordering::Relaxed);
        id
    }

    fn record(&self, _: &FrameId<'_>, event: HistoryEvent) {
        self.keep.record(event);
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
        let stored = Stored::At(checkpoint);
        self.store(frame, &stored)
    }

    fn resume<S, V>(&self, frame: &FrameId<'_>) -> Result<Resume<S, V>, Failure>
    where
        S: DeserializeOwned,
        V: DeserializeOwned,
    {
        let Some(stored) = self.keep.load(&frame.to_string()) else { return Ok(Resume::Fresh) };
        match crate::value::from_value(stored) {
            Ok(Stored::At(checkpoint)) => Ok(Resume::At(checkpoint)),
            Ok(Stored::Finished(end)) => Ok(Resume::Finished(end)),
            Err(error) => {
                tracing::error!(%error, frame = %frame, "a checkpoint cannot be read");
                Err(Failure::halted())
            }
        }
    }

    async fn finish(&self, frame: &FrameId<'_>, end: &FrameEnd) -> Result<(), Failure> {
        self.store(frame, &Stored::<()>::Finished(end.clone()))
    }

    async fn sleep_until(&self, deadline: Timestamp) {
        self.settings.clock.sleep_until(deadline).await;
    }

    fn worker_name(&self) -> Option<Text> {
        self.settings.worker.clone()
    }

    fn has_activity(&self, arn: &str) -> bool {
        self.settings.deleted_activities.iter().all(|deleted| deleted != arn)
    }

    fn callback(&self, _: &FrameId<'_>, token: Option<TaskToken>) -> Pending {
        self.settings.callbacks.open(token.unwrap_or_else(|| TaskToken::random(|| self.random())))
    }
}

/// A frame in a journal.
#[derive(Serialize, serde::Deserialize)]
enum Stored<C> {
    At(C),
    Finished(FrameEnd),
}

impl<K: Keep> Memory<K> {
    fn store<C: Serialize>(&self, frame: &FrameId<'_>, stored: &Stored<C>) -> Result<(), Failure> {
        let stored = Value::from_serialize(stored).map_err(|error| {
            tracing::error!(%error, frame = %frame, "a checkpoint cannot be written");
            Failure::halted()
        })?;
        if self.keep.checkpoint(&frame.to_string(), stored) { Ok(()) } else { Err(Failure::halted()) }
    }
}

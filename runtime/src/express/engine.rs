//! The in-memory engine and its settings.

use super::journal::Opened;
use super::keep::{History, Identity, Keep};
use super::{Handle, Journal, Report};
use crate::context::{Account, Execution};
use crate::engine::{
    Callbacks, Checkpoint, Clock, Driven, Engine, FrameId, Pending, Random, Resume, SystemClock, TaskToken,
};
use crate::error::{ExecutionError, Failure, RunError};
use crate::history::HistoryEvent;
use crate::limits::Limits;
use crate::machine::{Begin, Bounds, FrameEnd, Outcome, Stop, Workflow, run};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;
use tracing::Instrument;
use tracing::level_filters::LevelFilter;

/// Settings of executions in memory. Cheap to clone; one value serves any number of executions.
///
/// ```
/// use asl_runtime::{Express, Limits, TestClock};
///
/// // In a test: waits and retries take no time.
/// let express = Express::new().clock(TestClock::default()).limits(Limits::none());
/// # let _ = express;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Express(Arc<Settings>);

#[derive(Clone, Debug)]
struct Settings {
    clock: Arc<dyn Clock>,
    callbacks: Callbacks,
    limits: Limits,
    /// The default, unless there is one.
    account: Option<Arc<Account>>,
    machine: Option<Text>,
    name: Option<Text>,
    arn: Option<Text>,
    worker: Option<Text>,
    deleted_activities: Vec<Text>,
    seed: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            callbacks: Callbacks::new(),
            limits: Limits::default(),
            account: None,
            machine: None,
            name: None,
            arn: None,
            worker: None,
            deleted_activities: Vec::new(),
            seed: None,
        }
    }
}

impl Express {
    /// The system's clock, AWS's limits.
    pub fn new() -> Self {
        Self::default()
    }

    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The settings that `run` of a workflow uses.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: LazyLock<Express> = LazyLock::new(Express::new);
        &SHARED
    }

    /// Another clock.
    #[must_use]
    pub fn clock(self, clock: impl Clock + 'static) -> Self {
        self.set(|it| it.clock = Arc::new(clock))
    }

    /// The handle through which task tokens are completed.
    #[must_use]
    pub fn callbacks(self, callbacks: &Callbacks) -> Self {
        self.set(|it| it.callbacks = callbacks.clone())
    }

    /// Other limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        self.set(|it| it.limits = limits)
    }

    /// Where executions pretend to live.
    #[must_use]
    pub fn account(self, account: Account) -> Self {
        self.set(|it| it.account = Some(Arc::new(account)))
    }

    /// The state machine's name, instead of the workflow's own.
    #[must_use]
    pub fn machine_name(self, name: impl Into<Text>) -> Self {
        self.set(|it| it.machine = Some(name.into()))
    }

    /// The execution's name, instead of a UUID.
    #[must_use]
    pub fn execution_name(self, name: impl Into<Text>) -> Self {
        self.set(|it| it.name = Some(name.into()))
    }

    /// The execution's ARN, instead of one made of account, machine and name. Those of AWS's Express executions have
    /// another form: `arn:aws:states:us-east-1:111111111111:express:<machine>:<name>:<id>`.
    #[must_use]
    pub fn execution_arn(self, arn: impl Into<Text>) -> Self {
        self.set(|it| it.arn = Some(arn.into()))
    }

    /// The name of the worker that does the activities, as the history shows it (AWS: `workerName` of
    /// `GetActivityTask`).
    #[must_use]
    pub fn worker_name(self, name: impl Into<Text>) -> Self {
        self.set(|it| it.worker = Some(name.into()))
    }

    /// An activity that does not exist any more: a state that asks for it fails, as on AWS.
    #[must_use]
    pub fn without_activity(self, arn: impl Into<Text>) -> Self {
        self.set(|it| it.deleted_activities.push(arn.into()))
    }

    /// Fixes everything that is random: UUIDs, jitter, `States.MathRandom`, tokens.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        self.set(|it| it.seed = Some(seed))
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
        Ok(memory.report(outcome, History::take))
    }

    /// Runs a workflow with a journal of all events and checkpoints, from where the journal stands.
    ///
    /// This is how an engine that keeps executions works, in memory; tests use it to stop and resume a run
    /// at every checkpoint. Name, account, start time, input and random numbers are those of the first run.
    pub async fn resume<W: Workflow>(&self, workflow: &W, input: Value, journal: &Journal) -> Report {
        let Opened { execution, random, last_event } =
            journal.open(|| (self.0.identity(W::NAME, input), self.0.random().state()));
        let input = execution.input.clone();
        let memory = Memory {
            execution: OnceLock::from(Arc::new(Execution::from_identity(execution))),
            machine: W::NAME,
            settings: &self.0,
            events: AtomicU64::new(last_event),
            random: random.map_or_else(|| self.0.random(), Random::seeded),
            keep: journal.clone(),
        };
        let outcome = memory.execute(workflow, input, None).await;
        memory.report(outcome, Journal::events)
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
        let settings = self.0.clone();
        let execution = Arc::new(settings.execution(W::NAME, kept_input::<W>(&input)));
        let known = OnceLock::from(execution.clone());
        let run = move |stop: Arc<Stop>| async move {
            let memory = Memory { execution: known, ..Memory::new(W::NAME, &settings, ()) };
            memory.execute(&*workflow, input, Some(&stop)).await
        };
        Ok(Handle::spawn(execution, run))
    }

    fn memory<W: Workflow, K: Keep>(&self, input: &Value, keep: K) -> Memory<'_, K> {
        let memory = Memory::new(W::NAME, &self.0, keep);
        if W::EXECUTION || K::HISTORY || W::TIMEOUT_SECONDS.is_some() {
            let execution = self.0.execution(W::NAME, kept_input::<W>(input));
            return Memory { execution: OnceLock::from(Arc::new(execution)), ..memory };
        }
        memory
    }
}

/// The execution's input, if somebody can ask for it.
fn kept_input<W: Workflow>(input: &Value) -> Value {
    if W::EXECUTION_INPUT { input.clone() } else { Value::Null }
}

impl Settings {
    /// An execution that starts now.
    fn execution(&self, machine: &'static str, input: Value) -> Execution {
        Execution {
            machine: self.machine.clone().unwrap_or_else(|| Text::new_static(machine)),
            account: self.account.clone(),
            given_name: self.name.clone(),
            name: OnceLock::new(),
            arn: self.arn.clone().map_or_else(OnceLock::new, OnceLock::from),
            // A stream of its own: the name, which is made when somebody asks, must not shift the others.
            random: self.seed.map_or_else(Random::default, |seed| Random::seeded(!seed)),
            start_time: self.clock.now(),
            redrive_count: 0,
            input,
        }
    }

    fn identity(&self, machine: &'static str, input: Value) -> Identity {
        let execution = self.execution(machine, input);
        Identity {
            name: execution.name().clone(),
            arn: execution.arn().clone(),
            account: execution.account().clone(),
            machine: execution.machine,
            start_time: execution.start_time,
            input: execution.input,
        }
    }

    fn random(&self) -> Random {
        self.seed.map_or_else(Random::default, Random::seeded)
    }
}

impl Execution {
    fn from_identity(identity: Identity) -> Self {
        let Identity { machine, name, arn, account, start_time, input } = identity;
        Self {
            machine,
            account: Some(Arc::new(account)),
            given_name: Some(name),
            name: OnceLock::new(),
            arn: OnceLock::from(arn),
            random: Random::default(),
            start_time,
            redrive_count: 0,
            input,
        }
    }
}

/// The engine of one execution in memory.
#[derive(Debug)]
struct Memory<'s, K> {
    /// Made when the execution starts, or when somebody asks in a workflow that cannot ask itself.
    execution: OnceLock<Arc<Execution>>,
    machine: &'static str,
    settings: &'s Settings,
    events: AtomicU64,
    random: Random,
    keep: K,
}

impl<'s, K: Keep> Memory<'s, K> {
    fn new(machine: &'static str, settings: &'s Settings, keep: K) -> Self {
        Self {
            execution: OnceLock::new(),
            machine,
            settings,
            events: AtomicU64::new(0),
            random: settings.random(),
            keep,
        }
    }

    /// Runs the execution to its end.
    async fn execute<W: Workflow>(&self, workflow: &W, input: Value, stop: Option<&Stop>) -> Outcome {
        let run = self.run(workflow, input, stop);
        let clock = &*self.settings.clock;
        let is_traced = LevelFilter::current() >= LevelFilter::INFO;
        if !is_traced && !clock.is_virtual() {
            return run.await;
        }
        let span = tracing::info_span!(
            "execution",
            machine = %self.execution().state_machine_name(),
            name = %self.execution().name(),
        );
        // Boxed, so that an execution that nobody listens to has no room for it.
        let run = Box::pin(run.instrument(span));
        if clock.is_virtual() { Driven::new(clock, run).await } else { run.await }
    }

    async fn run<W: Workflow>(&self, workflow: &W, input: Value, stop: Option<&Stop>) -> Outcome {
        let start = |seconds| self.execution().start_time().checked_add(Duration::from_secs(seconds));
        let bounds = Bounds { deadline: W::TIMEOUT_SECONDS.and_then(start), stop };
        run(self, workflow, Begin::Record(input), bounds).await
    }

    fn report(&self, outcome: Outcome, history: impl FnOnce(&K) -> Vec<HistoryEvent>) -> Report {
        let stopped = self.now();
        Report::new(self.execution().clone(), outcome, stopped, history(&self.keep))
    }
}

impl<K: Keep> Engine for Memory<'_, K> {
    const HISTORY: bool = K::HISTORY;
    const CHECKPOINTS: bool = K::CHECKPOINTS;

    #[inline]
    fn execution(&self) -> &Arc<Execution> {
        self.execution.get_or_init(|| Arc::new(self.settings.execution(self.machine, Value::Null)))
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

impl<K: Keep> Memory<'_, K> {
    fn store<C: Serialize>(&self, frame: &FrameId<'_>, stored: &Stored<C>) -> Result<(), Failure> {
        let stored = Value::from_serialize(stored).map_err(|error| {
            tracing::error!(%error, frame = %frame, "a checkpoint cannot be written");
            Failure::halted()
        })?;
        if self.keep.checkpoint(&frame.to_string(), stored, self.random.state()) {
            Ok(())
        } else {
            Err(Failure::halted())
        }
    }
}

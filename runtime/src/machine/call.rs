//! One attempt of a task: its events, its limits in time, its result.

use super::drive::{WorkError, is_traced};
use super::{Frame, Resource, TaskInfo, Waiting};
use crate::context::{Reports, TaskContext};
use crate::engine::{Beat, Engine, Pending, Stage, TaskToken};
use crate::error::{Failure, FailureKind, Fault, Phase, TaskError};
use crate::history::{
    ActivityScheduled, ActivityStarted, Details, ErrorDetails, EventType, JsonText, LambdaScheduled, Output,
    TaskCredentials, TaskFailed, TaskOutput, TaskScheduled, TaskStarted,
};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use futures_util::FutureExt;
use serde::Serialize;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tracing::Instrument;

/// A Task state's evaluated fields.
#[derive(Debug)]
pub struct Call {
    /// What is known before the run.
    pub info: &'static TaskInfo,
    /// `TimeoutSeconds(Path)`.
    pub timeout: Option<u64>,
    /// `HeartbeatSeconds(Path)`.
    pub heartbeat: Option<u64>,
    /// `Credentials`.
    pub credentials: Option<Value>,
    /// The request, for the history; evaluated only when the engine keeps one.
    pub parameters: Option<Value>,
}

/// One attempt of a task: what the task learns of it, and its limits in time.
#[derive(Debug)]
pub struct Attempt {
    info: &'static TaskInfo,
    context: TaskContext,
    /// When it started; nobody looks at the clock when nobody needs to know.
    started: Timestamp,
    /// Whether it was scheduled before a resume, so that nobody could be heard since.
    is_resumed: bool,
    timeout: Option<u64>,
    heartbeat: Option<u64>,
}

/// How an attempt ended: as the task said, or because its time was up.
type Ended = Result<Result<Value, TaskError>, FailureKind>;

impl<E: Engine, V: Serialize + Send + Sync> Frame<'_, E, V> {
    /// Opens the attempt's token, before its parameters are evaluated: they may contain it.
    pub fn open_token(&mut self) {
        let resumed = match &self.stage {
            Stage::Scheduled { token: Some(token), .. } | Stage::Submitted { token, .. } => {
                Some(TaskToken::new(token.clone()))
            }
            _ => None,
        };
        self.pending = Some(self.engine.callback(&self.id, resumed));
    }

    /// Runs the attempt that was scheduled, and writes what it gives to `result`. `task` is the user's work; it is not
    /// begun if it was handed over before a resume.
    pub fn call<'c, F>(
        &'c mut self,
        input: &'c Value,
        attempt: &'c Attempt,
        task: Pin<&'c mut F>,
        result: &'c mut Value,
    ) -> impl Future<Output = Result<(), WorkError>> + Send
    where
        F: Future<Output = Result<Value, TaskError>> + Send,
    {
        let mut task = Caught { task, name: attempt.info.task };
        async move {
            if E::CHECKPOINTS && !attempt.is_resumed {
                Box::pin(self.checkpoint(self.info.name, input)).await?;
            }
            if attempt.is_plain() && !is_traced() {
                // By reference: what is moved right after it was written costs more than the call.
                match self.engine.task(&self.id, &mut task).await {
                    Ok(output) => *result = output,
                    Err(error) => return Err(self.failed(attempt.info, error).into()),
                }
                return self.succeeded(attempt.info, result);
            }
            // Boxed, so that the size of what few attempts need is not that of all.
            Box::pin(self.watch(input, attempt, task, result)).await
        }
    }

    /// Runs an attempt with limits in time, or a task that can report before its end or only hands the work over.
    async fn watch(
        &mut self,
        input: &Value,
        attempt: &Attempt,
        task: impl Future<Output = Result<Value, TaskError>> + Send,
        result: &mut Value,
    ) -> Result<(), WorkError> {
        let info = attempt.info;
        let mut alive =
            if attempt.is_resumed { self.last_heard().max(attempt.started) } else { attempt.started };
        if !matches!(self.stage, Stage::Submitted { .. }) {
            let span = tracing::debug_span!("attempt", task = info.task, number = self.retries.total());
            let run = self.engine.task(&self.id, task.instrument(span));
            let outcome = attempt.within(self.engine, &mut alive, run).await;
            let reports = attempt.context.reports.as_ref();
            let submitted = reports.and_then(|reports| reports.take_submitted());
            if let Some(output) = &submitted {
                self.submitted(info, output);
            }
            if info.waiting == Waiting::Return {
                return self.conclude(info, outcome, result);
            }
            if let Some(completed) = self.completed_before(&outcome) {
                return self.conclude(info, Ok(completed), result);
            }
            let output = self.ended(info, outcome)?;
            if submitted.is_none() {
                self.submitted(info, &output);
            }
            if let Some(token) = self.task_token().map(|token| token.text().clone()) {
                self.reach(|| Stage::Submitted { at: attempt.started, token });
                self.checkpoint(self.info.name, input).await?;
            }
        }
        let outcome = self.completion(attempt, &mut alive).await?;
        self.conclude(info, outcome, result)
    }

    /// The last sign of life of an attempt that goes on after a resume: nobody could be heard in between, unless by an
    /// engine that listens for executions that it does not drive.
    fn last_heard(&self) -> Timestamp {
        self.pending.as_ref().and_then(Pending::heard).unwrap_or_else(|| self.engine.now())
    }

    /// Waits until the token is completed.
    async fn completion(&mut self, attempt: &Attempt, alive: &mut Timestamp) -> Result<Ended, Failure> {
        let Some(mut pending) = self.pending.take() else {
            return Err(Failure::halted());
        };
        let outcome = attempt.within(self.engine, alive, pending.outcome()).await;
        self.pending = Some(pending);
        Ok(self.completed_before(&outcome).map_or(outcome, Ok))
    }

    /// The outcome that came by the token, when the attempt ends otherwise: whoever completed a token was told
    /// that it counts. From now on the token is refused.
    fn completed_before(&mut self, outcome: &Ended) -> Option<Result<Value, TaskError>> {
        if let Ok(Ok(_)) = outcome { None } else { self.pending.as_mut()?.close() }
    }

    /// Records that an attempt is scheduled and started, unless it was before a resume.
    #[inline]
    pub fn schedule(&mut self, call: &Call) -> Result<(), Failure> {
        let info = call.info;
        if let Stage::Scheduled { .. } | Stage::Submitted { .. } = self.stage {
            return Ok(());
        }
        if let Resource::Activity { arn } = info.resource
            && !self.engine.has_activity(arn)
        {
            return Err(self.fail(&Fault::runtime(format!("The activity {arn} does not exist."))));
        }
        self.advance(info.resource.scheduled(), || {
            let input = JsonText(call.parameters.clone().unwrap_or_default());
            let role = call.credentials.as_ref().and_then(|it| it.get("RoleArn")?.as_str().map(Text::from));
            let credentials = role.map(|role_arn| TaskCredentials { role_arn });
            let times = (call.timeout, call.heartbeat);
            info.resource.scheduled_details(input, times, credentials, self.execution().region())
        });
        self.advance(info.resource.started(), || info.resource.started_details(self.engine.worker_name()));
        Ok(())
    }

    /// The attempt that was scheduled.
    #[inline]
    pub fn attempt(&mut self, call: &mut Call) -> Attempt {
        let Call { info, timeout, heartbeat, ref mut credentials, .. } = *call;
        let resumed = match self.stage {
            Stage::Scheduled { at, .. } | Stage::Submitted { at, .. } => Some(at),
            _ => None,
        };
        let is_timed = timeout.is_some() || heartbeat.is_some() || E::CHECKPOINTS;
        let started = match resumed {
            Some(at) => at,
            None if is_timed => self.engine.now(),
            None => Timestamp::default(),
        };
        if E::CHECKPOINTS && resumed.is_none() {
            let token = self.task_token().map(|token| token.text().clone());
            self.stage = Stage::Scheduled { at: started, token };
        }
        let deadline = timeout.and_then(|seconds| started.checked_add(Duration::from_secs(seconds)));
        // Most tasks only return.
        let has_reports = self.pending.is_some() || heartbeat.is_some() || info.is_job;
        Attempt {
            info,
            context: TaskContext {
                execution: self.execution().clone(),
                state: self.info.name,
                frame: self.id.to_path(),
                visit: self.entered,
                attempt: self.retries.total(),
                deadline,
                // Looked at before it is moved: reading what was only partly written makes the processor wait.
                credentials: if credentials.is_some() { credentials.take() } else { None },
                reports: has_reports.then(|| self.reports()),
            },
            started,
            is_resumed: resumed.is_some(),
            timeout,
            heartbeat,
        }
    }

    #[cold]
    fn reports(&self) -> Arc<Reports> {
        let pending = self.pending.as_ref();
        Arc::new(Reports {
            beat: pending.map(|pending| pending.beat().clone()).unwrap_or_default(),
            token: pending.map(|pending| pending.token().clone()),
            callbacks: pending.map(|pending| pending.callbacks().clone()),
            submitted: std::sync::Mutex::default(),
        })
    }

    /// Records the end of the attempt.
    fn conclude(&mut self, info: &TaskInfo, outcome: Ended, result: &mut Value) -> Result<(), WorkError> {
        *result = self.ended(info, outcome)?;
        self.succeeded(info, result)
    }

    /// Records success.
    #[inline]
    fn succeeded(&mut self, info: &TaskInfo, result: &Value) -> Result<(), WorkError> {
        if let Err(fault) = self.check_result(result, info.resource.label()) {
            let failure = self.fail(&fault);
            self.advance(info.resource.failed(Phase::Run), || info.resource.failed_details(&failure));
            return Err(failure.moved_to(self.slot.last()).into());
        }
        self.advance(info.resource.succeeded(), || info.resource.output_details(result));
        Ok(())
    }

    /// Records a failure or a timeout of the attempt; passes success on.
    fn ended(&self, info: &TaskInfo, outcome: Ended) -> Result<Value, Failure> {
        match outcome {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(self.failed(info, error)),
            Err(kind) => {
                let failure = Failure::timeout(kind);
                self.advance(info.resource.timed_out(), || info.resource.failed_details(&failure));
                Err(failure)
            }
        }
    }

    /// Records that the task failed.
    #[cold]
    fn failed(&self, info: &TaskInfo, error: TaskError) -> Failure {
        let kind = info.resource.failed(error.phase());
        let failure = Failure::from(error);
        self.advance(kind, || info.resource.failed_details(&failure));
        failure
    }

    fn submitted(&self, info: &TaskInfo, output: &Value) {
        if let Resource::Integration { .. } = info.resource {
            self.advance(EventType::TaskSubmitted, || info.resource.output_details(output));
        }
    }
}

impl Attempt {
    /// What the task learns of the attempt.
    #[inline]
    pub fn context(&self) -> &TaskContext {
        &self.context
    }

    /// Whether nothing but the task's return can end it.
    #[inline]
    fn is_plain(&self) -> bool {
        !self.is_limited() && self.context.reports.is_none() && self.info.waiting == Waiting::Return
    }

    #[inline]
    fn is_limited(&self) -> bool {
        self.timeout.is_some() || self.heartbeat.is_some()
    }

    /// Waits for the work, but not longer than `TimeoutSeconds`, nor longer than `HeartbeatSeconds` without a sign
    /// of life, the last of which is kept in `alive`.
    async fn within<E: Engine, F: Future>(
        &self,
        engine: &E,
        alive: &mut Timestamp,
        work: F,
    ) -> Result<F::Output, FailureKind> {
        if !self.is_limited() {
            return Ok(work.await);
        }
        let beat = self.context.reports.as_ref().map(|reports| &*reports.beat);
        let mut work = pin!(work.fuse());
        let mut timeout = pin!(sleep(engine, self.context.deadline).fuse());
        loop {
            let silence = self.heartbeat.and_then(|seconds| alive.checked_add(Duration::from_secs(seconds)));
            let mut heartbeat = pin!(sleep(engine, silence).fuse());
            let mut next_beat = pin!(next_beat(beat).fuse());
            // Work that is done counts even when its time is up as well.
            futures_util::select_biased! {
                output = work => return Ok(output),
                () = next_beat => *alive = engine.now(),
                () = timeout => return Err(FailureKind::Timeout),
                () = heartbeat => return Err(FailureKind::HeartbeatTimeout),
            }
        }
    }
}

/// The user's work, whose panics are failures of the task. It stays where it was pinned: moving it would cost more than
/// most tasks.
struct Caught<'c, F> {
    task: Pin<&'c mut F>,
    name: &'static str,
}

impl<F: Future<Output = Result<Value, TaskError>>> Future for Caught<'_, F> {
    type Output = F::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { task, name } = &mut *self;
        match catch_unwind(AssertUnwindSafe(|| task.as_mut().poll(cx))) {
            Ok(poll) => poll,
            Err(panic) => Poll::Ready(Err(TaskError::panicked(name, &*panic))),
        }
    }
}

async fn next_beat(beat: Option<&Beat>) {
    match beat {
        Some(beat) => beat.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep<E: Engine>(engine: &E, deadline: Option<Timestamp>) {
    match deadline {
        Some(deadline) => engine.sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

/// The events of an attempt, by what runs it.
impl Resource {
    /// What AWS names it in a message about its result.
    fn label(&self) -> &'static str {
        match self {
            Self::Lambda { arn } | Self::Activity { arn } => arn,
            Self::Integration { resource_type, .. } => resource_type,
        }
    }

    fn scheduled(&self) -> EventType {
        match self {
            Self::Lambda { .. } => EventType::LambdaFunctionScheduled,
            Self::Activity { .. } => EventType::ActivityScheduled,
            Self::Integration { .. } => EventType::TaskScheduled,
        }
    }

    fn scheduled_details(
        &self,
        input: JsonText,
        (timeout, heartbeat): (Option<u64>, Option<u64>),
        credentials: Option<TaskCredentials>,
        region: &Text,
    ) -> Details {
        match *self {
            Self::Lambda { arn } => Details::LambdaScheduled(Box::new(LambdaScheduled {
                resource: Text::new_static(arn),
                input,
                timeout_in_seconds: timeout,
                task_credentials: credentials,
                ..LambdaScheduled::default()
            })),
            Self::Activity { arn } => Details::ActivityScheduled(Box::new(ActivityScheduled {
                resource: Text::new_static(arn),
                input,
                timeout_in_seconds: timeout,
                heartbeat_in_seconds: heartbeat,
                ..ActivityScheduled::default()
            })),
            Self::Integration { resource_type, resource } => {
                Details::TaskScheduled(Box::new(TaskScheduled {
                    resource_type: Text::new_static(resource_type),
                    resource: Text::new_static(resource),
                    region: region.clone(),
                    parameters: input,
                    timeout_in_seconds: timeout,
                    heartbeat_in_seconds: heartbeat,
                    task_credentials: credentials,
                }))
            }
        }
    }

    fn started(&self) -> EventType {
        match self {
            Self::Lambda { .. } => EventType::LambdaFunctionStarted,
            Self::Activity { .. } => EventType::ActivityStarted,
            Self::Integration { .. } => EventType::TaskStarted,
        }
    }

    fn started_details(&self, worker_name: Option<Text>) -> Details {
        match *self {
            Self::Lambda { .. } => Details::None,
            Self::Activity { .. } => Details::ActivityStarted(ActivityStarted { worker_name }),
            Self::Integration { resource_type, resource } => Details::TaskStarted(TaskStarted {
                resource_type: Text::new_static(resource_type),
                resource: Text::new_static(resource),
            }),
        }
    }

    fn succeeded(&self) -> EventType {
        match self {
            Self::Lambda { .. } => EventType::LambdaFunctionSucceeded,
            Self::Activity { .. } => EventType::ActivitySucceeded,
            Self::Integration { .. } => EventType::TaskSucceeded,
        }
    }

    fn output_details(&self, output: &Value) -> Details {
        let output = JsonText(output.clone());
        match *self {
            Self::Lambda { .. } | Self::Activity { .. } => {
                Details::Output(Output { output, ..Output::default() })
            }
            Self::Integration { resource_type, resource } => Details::TaskOutput(Box::new(TaskOutput {
                resource_type: Text::new_static(resource_type),
                resource: Text::new_static(resource),
                output,
                ..TaskOutput::default()
            })),
        }
    }

    fn failed(&self, phase: Phase) -> EventType {
        match (self, phase) {
            (Self::Lambda { .. }, Phase::Schedule) => EventType::LambdaFunctionScheduleFailed,
            (Self::Lambda { .. }, Phase::Start) => EventType::LambdaFunctionStartFailed,
            (Self::Lambda { .. }, Phase::Submit | Phase::Run) => EventType::LambdaFunctionFailed,
            (Self::Activity { .. }, Phase::Schedule) => EventType::ActivityScheduleFailed,
            (Self::Activity { .. }, _) => EventType::ActivityFailed,
            (Self::Integration { .. }, Phase::Start | Phase::Schedule) => EventType::TaskStartFailed,
            (Self::Integration { .. }, Phase::Submit) => EventType::TaskSubmitFailed,
            (Self::Integration { .. }, Phase::Run) => EventType::TaskFailed,
        }
    }

    fn timed_out(&self) -> EventType {
        match self {
            Self::Lambda { .. } => EventType::LambdaFunctionTimedOut,
            Self::Activity { .. } => EventType::ActivityTimedOut,
            Self::Integration { .. } => EventType::TaskTimedOut,
        }
    }

    fn failed_details(&self, failure: &Failure) -> Details {
        let (error, cause) = (failure.error().cloned(), failure.cause().cloned());
        match *self {
            Self::Lambda { .. } | Self::Activity { .. } => Details::Error(ErrorDetails { error, cause }),
            Self::Integration { resource_type, resource } => Details::TaskFailed(Box::new(TaskFailed {
                resource_type: Text::new_static(resource_type),
                resource: Text::new_static(resource),
                error,
                cause,
            })),
        }
    }
}

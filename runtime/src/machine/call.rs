//! One attempt of a task: its events, its limits in time, its result.

use super::drive::{WorkError, is_traced};
use super::{Frame, Resource, TaskInfo, Waiting};
use crate::context::{Reports, TaskContext};
use crate::engine::{Beat, Engine, Stage, TaskToken};
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
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
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

/// The clock times of an attempt.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// The time of the Started event.
    started: Timestamp,
    /// The last sign of life; after a resume its time, as nobody could be heard before.
    alive: Timestamp,
    timeout: Option<u64>,
    heartbeat: Option<u64>,
    /// Whether it was scheduled just now, and not before a resume.
    is_new: bool,
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

    /// Runs one attempt of a task.
    #[expect(clippy::manual_async_fn, reason = "an `async fn` keeps its arguments twice")]
    pub fn call<S, F, W>(
        &mut self,
        state: &S,
        call: Call,
        work: W,
    ) -> impl Future<Output = Result<Value, WorkError>> + Send
    where
        S: Serialize + Sync,
        F: Future<Output = Result<Value, TaskError>> + Send,
        W: FnOnce(TaskContext) -> F + Send,
    {
        async move {
            let (info, credentials) = (call.info, call.credentials.clone());
            let mut attempt = self.schedule(call)?;
            if E::CHECKPOINTS && attempt.is_new {
                self.checkpoint(state).await?;
            }
            if !matches!(self.stage, Stage::Submitted { .. }) {
                let context = self.task_context(info, &attempt, credentials);
                let reports = context.reports.clone();
                // Pinned here, and passed on by reference: each move would need room of its own.
                let task = pin!(AssertUnwindSafe(work(context)).catch_unwind());
                let task =
                    task.map(|end| end.unwrap_or_else(|panic| Err(TaskError::panicked(info.task, &*panic))));
                let outcome = if attempt.is_limited() || is_traced() {
                    // Boxed, so that the size of what few attempts need is not that of all.
                    Box::pin(self.watched(info, &mut attempt, reports.as_deref(), task)).await
                } else {
                    Ok(self.engine.task(&self.id, task).await)
                };
                let submitted = reports.as_ref().and_then(|reports| reports.take_submitted());
                if let Some(output) = &submitted {
                    self.submitted(info, output);
                }
                if info.waiting == Waiting::Return {
                    return self.conclude(info, outcome);
                }
                if let Some(completed) = self.completed_before(&outcome) {
                    return self.conclude(info, Ok(completed));
                }
                let output = self.ended(info, outcome)?;
                if submitted.is_none() {
                    self.submitted(info, &output);
                }
                if let Some(token) = self.task_token() {
                    self.stage = Stage::Submitted { at: attempt.started, token: token.text().clone() };
                    self.checkpoint(state).await?;
                }
            }
            let outcome = Box::pin(self.completion(&mut attempt)).await?;
            self.conclude(info, outcome)
        }
    }

    /// The user's work with a span around it, within the attempt's times.
    async fn watched(
        &self,
        info: &TaskInfo,
        attempt: &mut Attempt,
        reports: Option<&Reports>,
        task: impl Future<Output = Result<Value, TaskError>> + Send,
    ) -> Ended {
        let span = tracing::debug_span!("attempt", task = info.task, number = self.retries.total());
        let run = self.engine.task(&self.id, task.instrument(span));
        attempt.within(self.engine, reports.map(|reports| &*reports.beat), run).await
    }

    /// Waits until the token is completed.
    async fn completion(&mut self, attempt: &mut Attempt) -> Result<Ended, Failure> {
        let Some(mut pending) = self.pending.take() else {
            return Err(Failure::halted());
        };
        let beat = pending.beat().clone();
        let outcome = attempt.within(self.engine, Some(&beat), pending.outcome()).await;
        self.pending = Some(pending);
        Ok(self.completed_before(&outcome).map_or(outcome, Ok))
    }

    /// The outcome that came by the token, when the attempt ends otherwise: whoever completed a token was told
    /// that it counts. From now on the token is refused.
    fn completed_before(&mut self, outcome: &Ended) -> Option<Result<Value, TaskError>> {
        if let Ok(Ok(_)) = outcome { None } else { self.pending.as_mut()?.close() }
    }

    /// Records that the attempt was scheduled and started, unless it was before a resume.
    fn schedule(&mut self, call: Call) -> Result<Attempt, Failure> {
        let Call { info, timeout, heartbeat, credentials, parameters } = call;
        if let Stage::Scheduled { at, .. } | Stage::Submitted { at, .. } = self.stage {
            let alive = self.engine.now();
            return Ok(Attempt { started: at, alive, timeout, heartbeat, is_new: false });
        }
        if let Resource::Activity { arn } = info.resource
            && !self.engine.has_activity(arn)
        {
            return Err(self.fail(&Fault::runtime(format!("The activity {arn} does not exist."))));
        }
        let timed = timeout.is_some() || heartbeat.is_some() || E::CHECKPOINTS;
        let at = if timed { self.engine.now() } else { Timestamp::default() };
        self.advance(info.resource.scheduled(), || {
            let input = JsonText(parameters.unwrap_or_default());
            let role = credentials.as_ref().and_then(|it| it.get("RoleArn")?.as_str().map(Text::from));
            let credentials = role.map(|role_arn| TaskCredentials { role_arn });
            let times = (timeout, heartbeat);
            info.resource.scheduled_details(input, times, credentials, self.execution().region())
        });
        self.advance(info.resource.started(), || info.resource.started_details(self.engine.worker_name()));
        if E::CHECKPOINTS {
            let token = self.task_token().map(|token| token.text().clone());
            self.stage = Stage::Scheduled { at, token };
        }
        Ok(Attempt { started: at, alive: at, timeout, heartbeat, is_new: true })
    }

    fn task_context(&self, info: &TaskInfo, attempt: &Attempt, credentials: Option<Value>) -> TaskContext {
        let pending = self.pending.as_ref();
        // Most tasks only return.
        let reports = pending.is_some() || attempt.heartbeat.is_some() || info.resource.is_submitted();
        let make = || {
            Arc::new(Reports {
                beat: pending.map(|pending| pending.beat().clone()).unwrap_or_default(),
                token: pending.map(|pending| pending.token().clone()),
                callbacks: pending.map(|pending| pending.callbacks().clone()),
                submitted: std::sync::Mutex::default(),
            })
        };
        TaskContext {
            execution: self.execution().clone(),
            state: self.info.name,
            frame: self.id.to_path(),
            visit: self.entered,
            attempt: self.retries.total(),
            deadline: attempt.deadline(),
            credentials,
            reports: reports.then(make),
        }
    }

    /// Records the end of the attempt.
    fn conclude(&mut self, info: &TaskInfo, outcome: Ended) -> Result<Value, WorkError> {
        let output = self.ended(info, outcome)?;
        self.succeeded(info, output)
    }

    /// Records a failure or a timeout of the attempt; passes success on.
    fn ended(&self, info: &TaskInfo, outcome: Ended) -> Result<Value, Failure> {
        match outcome {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => {
                let kind = info.resource.failed(error.phase());
                let failure = Failure::from(error);
                self.advance(kind, || info.resource.failed_details(&failure));
                Err(failure)
            }
            Err(kind) => {
                let failure = Failure::timeout(kind);
                self.advance(info.resource.timed_out(), || info.resource.failed_details(&failure));
                Err(failure)
            }
        }
    }

    fn submitted(&self, info: &TaskInfo, output: &Value) {
        if let Resource::Integration { .. } = info.resource {
            self.advance(EventType::TaskSubmitted, || info.resource.output_details(output));
        }
    }

    fn succeeded(&mut self, info: &TaskInfo, output: Value) -> Result<Value, WorkError> {
        if let Err(fault) = self.check_result(&output, info.resource.label()) {
            let failure = self.fail(&fault);
            self.advance(info.resource.failed(Phase::Run), || info.resource.failed_details(&failure));
            return Err(failure.moved_to(self.slot.last()).into());
        }
        self.advance(info.resource.succeeded(), || info.resource.output_details(&output));
        Ok(output)
    }
}

impl Attempt {
    fn is_limited(&self) -> bool {
        self.timeout.is_some() || self.heartbeat.is_some()
    }

    fn deadline(&self) -> Option<Timestamp> {
        self.started.checked_add(Duration::from_secs(self.timeout?))
    }

    /// Waits for the work, but not longer than `TimeoutSeconds`, nor longer than `HeartbeatSeconds` without a sign
    /// of life.
    async fn within<E: Engine, F: Future>(
        &mut self,
        engine: &E,
        beat: Option<&Beat>,
        work: F,
    ) -> Result<F::Output, FailureKind> {
        if self.timeout.is_none() && self.heartbeat.is_none() {
            return Ok(work.await);
        }
        // On the heap, so that attempts without such limits stay small.
        Box::pin(self.race(engine, beat, work)).await
    }

    async fn race<E: Engine, F: Future>(
        &mut self,
        engine: &E,
        beat: Option<&Beat>,
        work: F,
    ) -> Result<F::Output, FailureKind> {
        let mut work = pin!(work.fuse());
        let mut timeout = pin!(sleep(engine, self.deadline()).fuse());
        loop {
            let silence =
                self.heartbeat.and_then(|seconds| self.alive.checked_add(Duration::from_secs(seconds)));
            let mut heartbeat = pin!(sleep(engine, silence).fuse());
            let mut next_beat = pin!(next_beat(beat).fuse());
            // Work that is done counts even when its time is up as well.
            futures_util::select_biased! {
                output = work => return Ok(output),
                () = next_beat => self.alive = engine.now(),
                () = timeout => return Err(FailureKind::Timeout),
                () = heartbeat => return Err(FailureKind::HeartbeatTimeout),
            }
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

    /// Whether its history tells when the work was handed over.
    fn is_submitted(&self) -> bool {
        matches!(self, Self::Integration { resource, .. } if resource.contains(".sync"))
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

//! An execution: its top level from the first state to the last, between the events that begin and end it.

use super::{Frame, FrameEnd, Outcome, Slot, Workflow, drive};
use crate::engine::{Engine, FrameId, Resume};
use crate::error::{Failure, FailureKind, names};
use crate::history::{Details, ErrorDetails, EventType, HistoryEvent, JsonText, Output, Started};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use futures_util::FutureExt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// How an execution that has no checkpoint begins.
#[derive(Debug)]
pub(crate) enum Begin {
    /// With its `ExecutionStarted` event.
    Record(Value),
    /// The event is in the history already.
    #[cfg(feature = "standard")]
    Recorded(Value),
}

/// What ends an execution from outside; nothing catches it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds<'s> {
    /// When the machine's `TimeoutSeconds` have passed.
    pub(crate) deadline: Option<Timestamp>,
    /// Somebody who may stop it.
    pub(crate) stop: Option<&'s Stop>,
}

/// A request to stop, with error and cause.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    reason: Mutex<(Option<Text>, Option<Text>)>,
    notify: Notify,
}

impl Stop {
    /// Asks the execution to stop.
    pub(crate) fn request(&self, error: Option<Text>, cause: Option<Text>) {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner) = (error, cause);
        self.notify.notify_one();
    }

    async fn stopped(&self) -> Failure {
        self.notify.notified().await;
        let (error, cause) = self.reason.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Failure::new(FailureKind::Aborted, error, cause)
    }
}

/// Runs an execution to its end, from where it stands.
pub(crate) async fn run<W: Workflow, E: Engine>(
    engine: &E,
    workflow: &W,
    begin: Begin,
    bounds: Bounds<'_>,
) -> Outcome {
    let slot = Slot::default();
    let mut frame = Frame::new(engine, FrameId::ROOT, &slot, None);
    let resume = if E::CHECKPOINTS { engine.resume(&FrameId::ROOT)? } else { Resume::Fresh };
    let (at, mut data) = match resume {
        Resume::Fresh => (W::START, begin.input(engine)),
        Resume::At(checkpoint) => frame.restore::<W>(*checkpoint),
        Resume::Finished(end) => return end.outcome,
    };
    let ended = {
        let run = pin!(drive(workflow, &mut frame, at, &mut data));
        match bounds {
            Bounds { deadline: None, stop: None } => run.await,
            bounds => Box::pin(run_within(engine, bounds, run)).await,
        }
    };
    let is_halted = ended.as_ref().is_err_and(Failure::is_halted);
    let ended = if is_halted { ended } else { engine.exhausted().map_or(ended, Err) };
    if E::CHECKPOINTS && ended.is_err() && !is_halted {
        frame.failed_at(&data);
    }
    let outcome = ended.map(|()| data);
    end(engine, &outcome, slot.last());
    if E::CHECKPOINTS && !outcome.as_ref().is_err_and(Failure::is_halted) {
        let last = slot.last();
        let end = FrameEnd { outcome, last, ended: last, open: None };
        engine.finish(&FrameId::ROOT, &end).await?;
        return end.outcome;
    }
    outcome
}

impl Begin {
    fn input<E: Engine>(self, engine: &E) -> Value {
        let input = match self {
            Self::Record(input) => input,
            #[cfg(feature = "standard")]
            Self::Recorded(input) => return input,
        };
        note(engine, EventType::ExecutionStarted, 0, || started(&input, engine.execution().role_arn()));
        input
    }
}

/// The details of `ExecutionStarted`.
pub(crate) fn started(input: &Value, role_arn: &Text) -> Details {
    Details::Started(Started {
        input: JsonText(input.clone()),
        role_arn: role_arn.clone(),
        ..Started::default()
    })
}

/// The machine's `TimeoutSeconds` and a stop from outside win over retries and waits.
async fn run_within<E: Engine>(
    engine: &E,
    bounds: Bounds<'_>,
    run: Pin<&mut impl Future<Output = Result<(), Failure>>>,
) -> Result<(), Failure> {
    // After a resume the time may be up before anything can go on.
    if bounds.deadline.is_some_and(|deadline| deadline <= engine.now()) {
        return Err(Failure::new(FailureKind::ExecutionTimeout, None, None));
    }
    let timeout = async {
        match bounds.deadline {
            Some(deadline) => engine.sleep_until(deadline).await,
            None => std::future::pending().await,
        }
    };
    let stopped = async {
        match bounds.stop {
            Some(stop) => stop.stopped().await,
            None => std::future::pending().await,
        }
    };
    let mut run = run.fuse();
    let mut timeout = pin!(timeout.fuse());
    let mut stopped = pin!(stopped.fuse());
    futures_util::select_biased! {
        outcome = run => outcome,
        failure = stopped => Err(failure),
        () = timeout => Err(Failure::new(FailureKind::ExecutionTimeout, None, None)),
    }
}

/// Records how the execution ended.
fn end<E: Engine>(engine: &E, outcome: &Outcome, last: u64) {
    let failure = match outcome {
        Ok(output) => {
            let details = || Output { output: JsonText(output.clone()), ..Output::default() };
            note(engine, EventType::ExecutionSucceeded, last, || Details::Output(details()));
            return;
        }
        Err(failure) => failure,
    };
    let (error, cause) = (failure.error().cloned(), failure.cause().cloned());
    let details = || Details::Error(ErrorDetails { error, cause });
    match failure.kind() {
        FailureKind::Halted => {}
        FailureKind::ExecutionTimeout => {
            let error = Some(Text::new_static(names::TIMEOUT));
            let details = || Details::Error(ErrorDetails { error, cause: None });
            note(engine, EventType::ExecutionTimedOut, 0, details);
        }
        FailureKind::Aborted => note(engine, EventType::ExecutionAborted, 0, details),
        _ => note(engine, EventType::ExecutionFailed, failure.event(), details),
    }
}

/// An event of the execution itself, on no line of control.
fn note<E: Engine>(engine: &E, kind: EventType, previous_event_id: u64, details: impl FnOnce() -> Details) {
    let id = engine.next_event_id();
    if E::HISTORY {
        let timestamp = engine.now();
        let event = HistoryEvent { id, previous_event_id, timestamp, kind, details: details() };
        engine.record(&FrameId::ROOT, event);
    }
}

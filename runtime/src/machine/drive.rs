//! The driver: enters and leaves states, retries and catches, until a frame ends.

use super::{Frame, Machine, Outcome, Step};
use crate::engine::{Engine, Stage};
use crate::error::{Failure, FailureKind, Fault};
use crate::history::{Details, EventType};
use crate::machine::StateType;
use crate::value::Value;
use serde::Serialize;
use tracing::Instrument;

/// What stopped the work of a state: a field that could not be evaluated, or a failure from inside.
#[derive(Debug)]
pub enum WorkError {
    /// Not placed in its state yet.
    Fault(Fault),
    /// Placed.
    Failure(Failure),
}

impl From<Fault> for WorkError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Failure> for WorkError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Runs a frame from a state to its end.
pub async fn drive<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    mut state: M::State,
) -> Outcome {
    loop {
        let info = M::info(&state);
        if frame.stage == Stage::Arrived {
            if !frame.restored {
                frame.checkpoint(&state).await?;
            }
            frame.enter(info, M::input(&state), M::ENTERED_TIME);
        }
        frame.restored = false;
        let span = tracing::debug_span!("state", name = info.name, r#type = ?info.kind);
        let step = if info.kind.has_work() {
            perform(machine, &mut state, frame).instrument(span).await?
        } else {
            let _entered = span.entered();
            machine.step(state, frame).map_err(|fault| frame.fail(&fault))?
        };
        match leave(frame, step, M::input)? {
            Ok(next) => state = next,
            Err(output) => return Ok(output),
        }
    }
}

/// Runs a frame of a machine that needs nothing from outside, without an await.
pub(super) fn drive_pure<M: Machine, E: Engine>(
    machine: &M,
    mut frame: Frame<'_, E, M::Vars>,
    mut state: M::State,
) -> Outcome {
    loop {
        let info = M::info(&state);
        frame.enter(info, M::input(&state), M::ENTERED_TIME);
        let span = tracing::debug_span!("state", name = info.name, r#type = ?info.kind).entered();
        let step = machine.step(state, &mut frame).map_err(|fault| frame.fail(&fault))?;
        drop(span);
        match leave(&mut frame, step, M::input)? {
            Ok(next) => state = next,
            Err(output) => return Ok(output),
        }
    }
}

/// Leaves a state: to the next one, or with the frame's output as the inner error.
#[inline]
fn leave<E: Engine, S, V>(
    frame: &mut Frame<'_, E, V>,
    step: Step<S>,
    input: impl FnOnce(&S) -> &Value,
) -> Result<Result<S, Value>, Failure> {
    match step {
        Step::Next(next) => {
            let output = input(&next);
            frame.check_size(output, frame.info.name).map_err(|fault| frame.fail(&fault))?;
            frame.exit(output);
            Ok(Ok(next))
        }
        Step::End(output) => {
            frame.check_size(&output, frame.info.name).map_err(|fault| frame.fail(&fault))?;
            frame.exit(&output);
            Ok(Err(output))
        }
        Step::Fail(text) => {
            let failure = Failure::new(FailureKind::FailState, text.error, text.cause);
            Err(failure.at_event(frame.slot.last()))
        }
    }
}

/// Does the work of a state, with its Retry and Catch.
async fn perform<M: Machine, E: Engine>(
    machine: &M,
    state: &mut M::State,
    frame: &mut Frame<'_, E, M::Vars>,
) -> Result<Step<M::State>, Failure> {
    let info = frame.info;
    loop {
        if let Stage::BackingOff { until } = frame.stage {
            frame.engine.sleep_until(until).await;
            frame.stage = Stage::Entered;
        }
        let failure = match attempt(machine, state, frame).await {
            Ok(step) => return Ok(step),
            Err(WorkError::Fault(fault)) => frame.fail(&fault),
            Err(WorkError::Failure(failure)) => failure.at_event(frame.slot.last()),
        };
        frame.pending = None;
        if !failure.is_handleable() {
            return Err(failure);
        }
        if let Some(delay) = frame.retries.next_delay(info.retry, &failure, || frame.engine.random()) {
            frame.slot.set_last(failure.event());
            back_off(state, frame, delay).await?;
            continue;
        }
        return handle(machine, state, frame, failure);
    }
}

/// One attempt: the work, and what follows when it succeeds.
async fn attempt<M: Machine, E: Engine>(
    machine: &M,
    state: &mut M::State,
    frame: &mut Frame<'_, E, M::Vars>,
) -> Result<Step<M::State>, WorkError> {
    let result = machine.work(state, frame).await?;
    let joined = frame.joined.take();
    let step = machine.complete(state, result, frame).inspect_err(|_| {
        // A Parallel or Map that fails after its children goes on from its own success, not from theirs.
        if let Some(joined) = joined {
            frame.slot.set_last(joined);
        }
    })?;
    frame.pending = None;
    Ok(step)
}

async fn back_off<S: Serialize + Sync, E: Engine, V: Serialize + Sync>(
    state: &S,
    frame: &mut Frame<'_, E, V>,
    delay: std::time::Duration,
) -> Result<(), Failure> {
    let now = frame.engine.now();
    let until = now.checked_add(delay).unwrap_or(now);
    tracing::debug!(retry = frame.retries.total(), ?delay, "retrying");
    frame.stage = Stage::BackingOff { until };
    frame.checkpoint(state).await
}

/// An error that no retrier takes: to its catcher, or out of the state.
fn handle<M: Machine, E: Engine>(
    machine: &M,
    state: &mut M::State,
    frame: &mut Frame<'_, E, M::Vars>,
    failure: Failure,
) -> Result<Step<M::State>, Failure> {
    frame.slot.set_last(failure.event());
    let failed = match frame.info.kind {
        StateType::Parallel => Some(EventType::ParallelStateFailed),
        StateType::Map => Some(EventType::MapStateFailed),
        _ => None,
    };
    if let Some(failed) = failed {
        frame.advance(failed, || Details::None);
    }
    let Some(catcher) = frame.info.catch.iter().position(|error_equals| failure.matches(error_equals)) else {
        // The line went on since the failure was noted: Parallel and Map have failed by an event of their own.
        return Err(failure.moved_to(frame.slot.last()));
    };
    machine.caught(state, catcher, failure.error_output(), frame).map_err(|fault| frame.fail(&fault))
}

//! The driver: enters and leaves states, retries and catches, until a frame ends.

use super::{Frame, Machine, Step};
use crate::engine::{Engine, Stage};
use crate::error::{Failure, Fault};
use crate::history::{Details, EventType};
use crate::machine::StateType;
use crate::time::Timestamp;
use crate::value::Value;
use serde::Serialize;
use std::future::Future;
use tracing::Instrument;
use tracing::level_filters::LevelFilter;

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

/// Runs a frame from a state to its end. `data` is the state's input, in whose place the frame's output is written.
#[expect(clippy::manual_async_fn, reason = "an `async fn` keeps its arguments twice, and moving them shows")]
pub fn drive<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    start: M::At,
    data: &mut Value,
) -> impl Future<Output = Result<(), Failure>> + Send {
    async move {
        let mut at = start;
        let mut result = Value::Null;
        loop {
            if !E::CHECKPOINTS {
                // Between two states that need something from outside there is nothing to await.
                match step_through(machine, frame, at, data)? {
                    Some(work) => at = work,
                    None => return Ok(()),
                }
            }
            let info = M::info(at);
            if !E::CHECKPOINTS {
                frame.enter(info, data, M::ENTERED_TIME);
            } else if frame.stage == Stage::Arrived {
                if !frame.restored {
                    Box::pin(frame.checkpoint(info.name, data)).await?;
                }
                frame.enter(info, data, M::ENTERED_TIME);
            }
            frame.restored = false;
            let step = if !info.kind.has_work() {
                step(machine, frame, at, data).map_err(|fault| frame.fail(&fault))?
            } else if is_traced() || E::CHECKPOINTS && frame.is_backing_off() {
                let span = tracing::debug_span!("state", name = info.name, r#type = ?info.kind);
                Box::pin(perform(machine, at, data, frame).instrument(span)).await?
            } else {
                // The same as in `perform`: another future around the work would be written and read again.
                loop {
                    let ended = machine.work(at, data, &mut result, frame).await;
                    match complete(machine, at, (data, &mut result), frame, ended) {
                        Ok(step) => break step,
                        Err(error) => {
                            if let Some(step) = Box::pin(recover(machine, at, data, frame, error)).await? {
                                break step;
                            }
                        }
                    }
                }
            };
            match step {
                Step::Next(next) => {
                    frame.leave(data)?;
                    at = next;
                }
                Step::End => return frame.end(data),
                Step::Fail(text) => return Err(frame.fail_state(*text)),
            }
        }
    }
}

/// Runs states that need nothing from outside, up to the first that does, or to the end: then `None`, and `data` is the
/// frame's output.
#[inline]
pub(super) fn step_through<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    mut at: M::At,
    data: &mut Value,
) -> Result<Option<M::At>, Failure> {
    loop {
        let info = M::info(at);
        if info.kind.has_work() {
            return Ok(Some(at));
        }
        frame.enter(info, data, M::ENTERED_TIME);
        match step(machine, frame, at, data) {
            Ok(Step::Next(next)) => {
                frame.leave(data)?;
                at = next;
            }
            Ok(Step::End) => {
                frame.end(data)?;
                return Ok(None);
            }
            Ok(Step::Fail(text)) => return Err(frame.fail_state(*text)),
            Err(fault) => return Err(frame.fail(&fault)),
        }
    }
}

/// One state that needs nothing from outside.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a transition costs tens of instructions; a call would show")]
fn step<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    at: M::At,
    data: &mut Value,
) -> Result<Step<M::At>, Fault> {
    if is_traced() { step_traced(machine, frame, at, data) } else { machine.step(at, data, frame) }
}

#[cold]
fn step_traced<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    at: M::At,
    data: &mut Value,
) -> Result<Step<M::At>, Fault> {
    tracing::debug_span!("state", name = frame.info.name, r#type = ?frame.info.kind)
        .in_scope(|| machine.step(at, data, frame))
}

/// Whether anybody listens to states and attempts: a load and a comparison, where a span that nobody wants costs more
/// than a transition.
#[inline]
pub(super) fn is_traced() -> bool {
    LevelFilter::current() >= LevelFilter::DEBUG
}

/// Does the work of a state, with its Retry and Catch, from wherever it stands.
async fn perform<M: Machine, E: Engine>(
    machine: &M,
    at: M::At,
    data: &mut Value,
    frame: &mut Frame<'_, E, M::Vars>,
) -> Result<Step<M::At>, Failure> {
    if let Stage::BackingOff { until } = frame.stage {
        end_back_off(frame, until).await;
    }
    let mut result = Value::Null;
    loop {
        let ended = machine.work(at, data, &mut result, frame).await;
        match complete(machine, at, (data, &mut result), frame, ended) {
            Ok(step) => return Ok(step),
            Err(error) => {
                if let Some(step) = recover(machine, at, data, frame, error).await? {
                    return Ok(step);
                }
            }
        }
    }
}

/// What follows when the work has succeeded.
#[inline]
fn complete<M: Machine, E: Engine>(
    machine: &M,
    at: M::At,
    (data, result): (&mut Value, &mut Value),
    frame: &mut Frame<'_, E, M::Vars>,
    ended: Result<(), WorkError>,
) -> Result<Step<M::At>, WorkError> {
    ended?;
    let joined = frame.joined.take();
    let step = machine.complete(at, data, result, frame).inspect_err(|_| {
        // A Parallel or Map that fails after its children goes on from its own success, not from theirs.
        if let Some(joined) = joined {
            frame.slot.set_last(joined);
        }
    })?;
    frame.pending = None;
    Ok(step)
}

/// After a failed attempt: waits for the next one (`None`), goes on from a catcher, or fails.
async fn recover<M: Machine, E: Engine>(
    machine: &M,
    at: M::At,
    data: &mut Value,
    frame: &mut Frame<'_, E, M::Vars>,
    error: WorkError,
) -> Result<Option<Step<M::At>>, Failure> {
    let failure = match error {
        WorkError::Fault(fault) => frame.fail(&fault),
        WorkError::Failure(failure) => failure.at_event(frame.slot.last()),
    };
    frame.pending = None;
    if !failure.is_handleable() {
        return Err(failure);
    }
    let retry = frame.info.retry;
    if let Some(delay) = frame.retries.next_delay(retry, &failure, || frame.engine.random()) {
        frame.slot.set_last(failure.event());
        back_off(data, frame, delay).await?;
        return Ok(None);
    }
    handle(machine, at, data, frame, failure).map(Some)
}

/// Waits until the time of the next attempt.
async fn back_off<E: Engine, V: Serialize + Sync>(
    input: &Value,
    frame: &mut Frame<'_, E, V>,
    delay: std::time::Duration,
) -> Result<(), Failure> {
    let now = frame.engine.now();
    let until = now.checked_add(delay).unwrap_or(now);
    tracing::debug!(retry = frame.retries.total(), ?delay, "retrying");
    frame.reach(|| Stage::BackingOff { until });
    frame.checkpoint(frame.info.name, input).await?;
    end_back_off(frame, until).await;
    Ok(())
}

/// Waits for the rest of a pause between two attempts.
async fn end_back_off<E: Engine, V>(frame: &mut Frame<'_, E, V>, until: Timestamp) {
    frame.engine.sleep_until(until).await;
    frame.reach(|| Stage::Entered);
}

/// An error that no retrier takes: to its catcher, or out of the state.
fn handle<M: Machine, E: Engine>(
    machine: &M,
    at: M::At,
    data: &mut Value,
    frame: &mut Frame<'_, E, M::Vars>,
    failure: Failure,
) -> Result<Step<M::At>, Failure> {
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
    frame.caught = true;
    machine.caught(at, data, (catcher, failure.error_output()), frame).map_err(|fault| frame.fail(&fault))
}

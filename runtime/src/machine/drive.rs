//! The driver: enters and leaves states, retries and catches, until a frame ends.

use super::{Frame, Machine, Outcome, Step};
use crate::engine::{Engine, Stage};
use crate::error::{Failure, Fault};
use crate::history::{Details, EventType};
use crate::machine::StateType;
use crate::value::Value;
use serde::Serialize;
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

/// Runs a frame from a state to its end.
pub async fn drive<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    mut state: M::State,
) -> Outcome {
    loop {
        if !E::CHECKPOINTS {
            // Between two states that need something from outside there is nothing to await.
            match step_through(machine, frame, state)? {
                Through::Work(next) => state = next,
                Through::End(output) => return Ok(output),
            }
        }
        let info = M::info(&state);
        if frame.stage == Stage::Arrived {
            if !frame.restored {
                frame.checkpoint(&state).await?;
            }
            frame.enter(info, M::input(&state), M::ENTERED_TIME);
        }
        frame.restored = false;
        let step = if !info.kind.has_work() {
            step(machine, frame, &mut state).map_err(|fault| frame.fail(&fault))?
        } else if is_traced() {
            let span = tracing::debug_span!("state", name = info.name, r#type = ?info.kind);
            Box::pin(perform(machine, &mut state, frame).instrument(span)).await?
        } else {
            perform(machine, &mut state, frame).await?
        };
        match step {
            Step::Next => frame.leave(M::input(&state))?,
            Step::End(output) => {
                frame.leave(&output)?;
                return Ok(output);
            }
            Step::Fail(text) => return Err(frame.fail_state(*text)),
        }
    }
}

/// Where [`step_through`] stopped.
pub(super) enum Through<S> {
    /// At a state that needs something from outside.
    Work(S),
    /// At the end, with the frame's output.
    End(Value),
}

/// Runs states that need nothing from outside, up to the first that does.
pub(super) fn step_through<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    mut state: M::State,
) -> Result<Through<M::State>, Failure> {
    loop {
        let info = M::info(&state);
        if info.kind.has_work() {
            return Ok(Through::Work(state));
        }
        frame.enter(info, M::input(&state), M::ENTERED_TIME);
        match step(machine, frame, &mut state) {
            Ok(Step::Next) => frame.leave(M::input(&state))?,
            Ok(Step::End(output)) => {
                frame.leave(&output)?;
                return Ok(Through::End(output));
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
    state: &mut M::State,
) -> Result<Step, Fault> {
    if is_traced() { step_traced(machine, frame, state) } else { machine.step(state, frame) }
}

#[cold]
fn step_traced<M: Machine, E: Engine>(
    machine: &M,
    frame: &mut Frame<'_, E, M::Vars>,
    state: &mut M::State,
) -> Result<Step, Fault> {
    tracing::debug_span!("state", name = frame.info.name, r#type = ?frame.info.kind)
        .in_scope(|| machine.step(state, frame))
}

/// Whether anybody listens to states and attempts: a load and a comparison, where a span that nobody wants costs more
/// than a transition.
#[inline]
pub(super) fn is_traced() -> bool {
    LevelFilter::current() >= LevelFilter::DEBUG
}

/// Does the work of a state, with its Retry and Catch.
async fn perform<M: Machine, E: Engine>(
    machine: &M,
    state: &mut M::State,
    frame: &mut Frame<'_, E, M::Vars>,
) -> Result<Step, Failure> {
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
) -> Result<Step, WorkError> {
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
) -> Result<Step, Failure> {
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
    machine.caught(state, catcher, failure.error_output(), frame).map_err(|fault| frame.fail(&fault))
}

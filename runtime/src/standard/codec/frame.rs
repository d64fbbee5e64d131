//! Where frames stand, in rows.

use super::wire::{Malformed, Reader, Wire, Writer};
use crate::engine::{Line, Stage};
use crate::error::{Failure, FailureKind, Phase, TaskError};
use crate::machine::{FrameEnd, StateType};
use crate::value::{Text, Value};

/// A frame in the log.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stored {
    /// It goes on from here.
    At(Place),
    /// It stood here when it failed: what a redrive goes on from. Its end follows.
    Failed(Place),
    /// It has ended.
    Finished(FrameEnd),
}

/// What an [`engine::Checkpoint`](crate::engine::Checkpoint) holds, whatever the types of its machine.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    /// The state's name.
    pub(crate) state: Text,
    /// Its input.
    pub(crate) input: Value,
    /// The variables; `null` when there are none.
    pub(crate) vars: Value,
    pub(crate) position: Position,
}

/// Where in the state and in the history a frame stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Position {
    pub(crate) stage: Stage,
    pub(crate) line: Line,
    pub(crate) retries: Vec<u64>,
}

impl Wire for Stored {
    fn put(&self, writer: &mut Writer<'_>) {
        match self {
            Self::At(place) => {
                writer.byte(0);
                place.put(writer);
            }
            Self::Failed(place) => {
                writer.byte(1);
                place.put(writer);
            }
            Self::Finished(end) => {
                writer.byte(2);
                end.put(writer);
            }
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::At(Wire::take(reader)?),
            1 => Self::Failed(Wire::take(reader)?),
            2 => Self::Finished(Wire::take(reader)?),
            _ => return Err(Malformed("a frame stands nowhere")),
        })
    }
}

impl Wire for Place {
    fn put(&self, writer: &mut Writer<'_>) {
        let Self { state, input, vars, position: Position { stage, line, retries } } = self;
        state.put(writer);
        input.put(writer);
        vars.put(writer);
        stage.put(writer);
        line.last.put(writer);
        line.entered.put(writer);
        line.entered_at.put(writer);
        retries.put(writer);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            state: Wire::take(reader)?,
            input: Wire::take(reader)?,
            vars: Wire::take(reader)?,
            position: Position {
                stage: Wire::take(reader)?,
                line: Line {
                    last: Wire::take(reader)?,
                    entered: Wire::take(reader)?,
                    entered_at: Wire::take(reader)?,
                },
                retries: Wire::take(reader)?,
            },
        })
    }
}

impl Wire for Stage {
    fn put(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Arrived => writer.byte(0),
            Self::Entered => writer.byte(1),
            Self::Waiting { until } => {
                writer.byte(2);
                until.put(writer);
            }
            Self::Scheduled { at, token } => {
                writer.byte(3);
                at.put(writer);
                token.put(writer);
            }
            Self::Submitted { at, token } => {
                writer.byte(4);
                at.put(writer);
                token.put(writer);
            }
            Self::Forked { started } => {
                writer.byte(5);
                started.put(writer);
            }
            Self::BackingOff { until } => {
                writer.byte(6);
                until.put(writer);
            }
            Self::Queued { at, token } => {
                writer.byte(7);
                at.put(writer);
                token.put(writer);
            }
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Arrived,
            1 => Self::Entered,
            2 => Self::Waiting { until: Wire::take(reader)? },
            3 => Self::Scheduled { at: Wire::take(reader)?, token: Wire::take(reader)? },
            4 => Self::Submitted { at: Wire::take(reader)?, token: Wire::take(reader)? },
            5 => Self::Forked { started: Wire::take(reader)? },
            6 => Self::BackingOff { until: Wire::take(reader)? },
            7 => Self::Queued { at: Wire::take(reader)?, token: Wire::take(reader)? },
            _ => return Err(Malformed("a state has an unknown stage")),
        })
    }
}

impl Wire for FrameEnd {
    fn put(&self, writer: &mut Writer<'_>) {
        match &self.outcome {
            Ok(output) => {
                writer.byte(0);
                output.put(writer);
            }
            Err(failure) => {
                writer.byte(1);
                failure.put(writer);
            }
        }
        self.last.put(writer);
        self.ended.put(writer);
        writer.byte(self.open.map_or(0, |kind| kind as u8 + 1));
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let outcome = match reader.byte()? {
            0 => Ok(Wire::take(reader)?),
            1 => Err(Failure::take(reader)?),
            _ => return Err(Malformed("a frame ended in no way")),
        };
        let (last, ended) = (Wire::take(reader)?, Wire::take(reader)?);
        let open = match reader.byte()? {
            0 => None,
            number => Some(state_type(number - 1)?),
        };
        Ok(Self { outcome, last, ended, open })
    }
}

fn state_type(number: u8) -> Result<StateType, Malformed> {
    use StateType::{Choice, Fail, Map, Parallel, Pass, Succeed, Task, Wait};
    let types = [Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map];
    types.into_iter().find(|&kind| kind as u8 == number).ok_or(Malformed("a state has an unknown type"))
}

impl Wire for Failure {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.byte(self.kind() as u8);
        self.error().cloned().put(writer);
        self.cause().cloned().put(writer);
        writer.number(self.event());
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        use FailureKind::{
            Aborted, ExecutionTimeout, FailState, Halted, HeartbeatTimeout, Named, Runtime, Task, Timeout,
        };
        let kinds =
            [Runtime, Named, Task, FailState, Timeout, HeartbeatTimeout, ExecutionTimeout, Aborted, Halted];
        let number = reader.byte()?;
        let kind = kinds.into_iter().find(|&kind| kind as u8 == number);
        let kind = kind.ok_or(Malformed("a failure has an unknown kind"))?;
        let (error, cause) = (Wire::take(reader)?, Wire::take(reader)?);
        Ok(Self::new(kind, error, cause).moved_to(reader.number()?))
    }
}

impl Wire for TaskError {
    fn put(&self, writer: &mut Writer<'_>) {
        self.error().map(Text::from).put(writer);
        self.cause().map(Text::from).put(writer);
        writer.byte(self.phase() as u8);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let error = Self::from_parts(Wire::take(reader)?, Wire::take(reader)?);
        let number = reader.byte()?;
        let phases = [Phase::Schedule, Phase::Start, Phase::Submit, Phase::Run];
        let phase = phases.into_iter().find(|&phase| phase as u8 == number);
        Ok(error.in_phase(phase.ok_or(Malformed("a task failed in an unknown phase"))?))
    }
}

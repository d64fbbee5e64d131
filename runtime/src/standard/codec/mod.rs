//! What a row of the log holds: the events of one commit and where frames stand after it, in few bytes.
//!
//! A row begins with its table of JSON texts. What the same row says more than once, or one of the execution's last rows
//! said already, is stored once and referred to.

mod event;
mod frame;
mod wire;

#[cfg(test)]
mod tests;

pub(crate) use frame::{Place, Standing, Stored};
pub(crate) use wire::{Malformed, Recent, TextRef};

use crate::error::TaskError;
use crate::history::HistoryEvent;
use crate::time::Timestamp;
use crate::value::{Text, Value};
use wire::{Reader, Resolve, Wire, Writer};

/// The form of the rows. Another form gets another number; rows of this one stay readable.
const FORM: u8 = 1;

/// A row of an execution.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Body {
    /// The oldest row that is needed to go on with the execution; 0 for this very row.
    pub(crate) base: u64,
    /// How many events there are up to here.
    pub(crate) last_event: u64,
    /// Where the random numbers stand, once there were any.
    pub(crate) random: Option<u64>,
    /// New events.
    pub(crate) events: Vec<HistoryEvent>,
    /// Frames by their address that stand elsewhere now.
    pub(crate) frames: Vec<(Text, Stored)>,
    /// What was heard of tokens.
    pub(crate) tokens: Vec<(Text, Heard)>,
}

/// What was heard of a token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Heard {
    /// Its attempt has ended.
    Outcome(Result<Value, TaskError>),
    /// Its attempt was alive then.
    Beat(Timestamp),
    /// A worker took the activity then.
    Taken {
        /// When.
        at: Timestamp,
        /// The worker's name.
        worker: Option<Text>,
    },
}

impl Body {
    /// The bytes, and the large values among the texts.
    pub(crate) fn encode(&self, recent: &Recent) -> (Vec<u8>, Vec<(Value, u64)>) {
        let mut writer = Writer::new(recent);
        writer.byte(FORM);
        writer.number(self.base);
        writer.number(self.last_event);
        self.random.put(&mut writer);
        event::put_events(&self.events, &mut writer);
        put_all(&self.frames, &mut writer);
        put_all(&self.tokens, &mut writer);
        writer.finish()
    }

    /// Reads a row.
    ///
    /// # Errors
    /// When the bytes are none of [`encode`](Self::encode)'s.
    pub(crate) fn decode(bytes: &[u8], resolve: Resolve<'_>) -> Result<Self, Malformed> {
        let mut reader = open(bytes, resolve)?;
        let body = Self {
            base: reader.number()?,
            last_event: reader.number()?,
            random: Wire::take(&mut reader)?,
            events: event::take_events(&mut reader)?,
            frames: take_all(&mut reader)?,
            tokens: take_all(&mut reader)?,
        };
        if reader.is_empty() { Ok(body) } else { Err(Malformed("it goes on behind its end")) }
    }

    /// The base of a row, and how many events there are up to it.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub(crate) fn summary(bytes: &[u8]) -> Result<(u64, u64), Malformed> {
        let mut resolve = |_| Err(Malformed("a summary has no values"));
        let mut reader = open(bytes, &mut resolve)?;
        Ok((reader.number()?, reader.number()?))
    }

    /// The value with this number in a row's table of texts.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub(crate) fn value_at(bytes: &[u8], number: u64) -> Result<Value, Malformed> {
        open(bytes, &mut |_| Err(Malformed("a reference leads to another reference")))?.value_at(number)
    }
}

fn open<'b>(bytes: &'b [u8], resolve: Resolve<'b>) -> Result<Reader<'b>, Malformed> {
    let mut reader = Reader::new(bytes, resolve)?;
    match reader.byte()? {
        FORM => Ok(reader),
        _ => Err(Malformed("its form is that of another version")),
    }
}

fn put_all<T: Wire>(entries: &[(Text, T)], writer: &mut Writer<'_>) {
    writer.number(entries.len() as u64);
    for (key, entry) in entries {
        key.put(writer);
        entry.put(writer);
    }
}

fn take_all<T: Wire>(reader: &mut Reader<'_>) -> Result<Vec<(Text, T)>, Malformed> {
    let length = reader.length()?;
    (0..length).map(|_| Ok((Wire::take(reader)?, T::take(reader)?))).collect()
}

impl Wire for Heard {
    fn put(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Outcome(Ok(output)) => {
                writer.byte(0);
                output.put(writer);
            }
            Self::Outcome(Err(error)) => {
                writer.byte(1);
                error.put(writer);
            }
            Self::Beat(at) => {
                writer.byte(2);
                at.put(writer);
            }
            Self::Taken { at, worker } => {
                writer.byte(3);
                at.put(writer);
                worker.put(writer);
            }
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Outcome(Ok(Wire::take(reader)?)),
            1 => Self::Outcome(Err(Wire::take(reader)?)),
            2 => Self::Beat(Wire::take(reader)?),
            3 => Self::Taken { at: Wire::take(reader)?, worker: Wire::take(reader)? },
            _ => return Err(Malformed("a token has unknown news")),
        })
    }
}

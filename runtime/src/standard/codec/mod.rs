//! What a row of the log holds: the events of one commit and where frames stand after it, in few bytes.
//!
//! A row begins with its table of JSON texts. What the same row says more than once, or one of the execution's last rows
//! said already, is stored once and referred to.

mod event;
mod frame;
mod wire;

#[cfg(test)]
mod tests;

pub(crate) use frame::{Place, Position, Stored};
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
    pub(crate) head: Head,
    /// Frames by their address that stand elsewhere now.
    pub(crate) frames: Vec<(Text, Stored)>,
    /// What was heard of tokens.
    pub(crate) tokens: Vec<(Text, Heard)>,
    /// New events.
    pub(crate) events: Vec<HistoryEvent>,
}

/// What a row says of its execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The execution's first row; 0 for this very row.
    pub(crate) first: u64,
    /// The oldest row that is needed to go on with the execution; 0 for this very row.
    pub(crate) base: u64,
    /// How many events there are up to here.
    pub(crate) last_event: u64,
    /// Whether it begins a redrive: what failed before goes on.
    pub(crate) redriven: bool,
    /// Where the random numbers stand, once there were any.
    pub(crate) random: Option<u64>,
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
    /// In the first row, of the idempotency key of the attempt that started the execution: its end completes this token.
    Parent(Option<Text>),
}

impl Body {
    /// The bytes, and the large values among the texts.
    pub(crate) fn encode(&self, recent: &Recent) -> (Vec<u8>, Vec<(Value, u64)>) {
        let mut writer = Writer::new(recent);
        writer.byte(FORM);
        self.head.put(&mut writer);
        put_all(&self.frames, &mut writer);
        put_all(&self.tokens, &mut writer);
        event::put_events(&self.events, &mut writer);
        writer.finish()
    }

    /// Reads a row.
    ///
    /// # Errors
    /// When the bytes are none of [`encode`](Self::encode)'s.
    pub(crate) fn decode(bytes: &[u8], resolve: Resolve<'_>) -> Result<Self, Malformed> {
        let mut reader = open(bytes, resolve)?;
        let mut body = take_without_events(&mut reader)?;
        body.events = event::take_events(&mut reader)?;
        if reader.is_empty() { Ok(body) } else { Err(Malformed("it goes on behind its end")) }
    }

    /// Reads what is needed to go on, that is all but the events.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub(crate) fn decode_without_events(bytes: &[u8], resolve: Resolve<'_>) -> Result<Self, Malformed> {
        take_without_events(&mut open(bytes, resolve)?)
    }

    /// The value with this number in a row's table of texts.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub(crate) fn value_at(bytes: &[u8], number: u64) -> Result<Value, Malformed> {
        let mut resolve = |_| Err(Malformed("a reference leads to another reference"));
        open(bytes, &mut resolve)?.value_at(number)
    }
}

impl Head {
    /// What a row says of its execution.
    ///
    /// # Errors
    /// As for [`Body::decode`].
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut resolve = |_| Err(Malformed("a head has no values"));
        Self::take(&mut open(bytes, &mut resolve)?)
    }
}

fn take_without_events(reader: &mut Reader<'_>) -> Result<Body, Malformed> {
    Ok(Body {
        head: Wire::take(reader)?,
        frames: take_all(reader)?,
        tokens: take_all(reader)?,
        events: Vec::new(),
    })
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

impl Wire for Head {
    fn put(&self, writer: &mut Writer<'_>) {
        let Self { first, base, last_event, redriven, random } = self;
        writer.number(*first);
        writer.number(*base);
        writer.number(*last_event);
        writer.byte(u8::from(*redriven));
        random.put(writer);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            first: reader.number()?,
            base: reader.number()?,
            last_event: reader.number()?,
            redriven: reader.byte()? != 0,
            random: Wire::take(reader)?,
        })
    }
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
            Self::Parent(token) => {
                writer.byte(4);
                token.put(writer);
            }
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Outcome(Ok(Wire::take(reader)?)),
            1 => Self::Outcome(Err(Wire::take(reader)?)),
            2 => Self::Beat(Wire::take(reader)?),
            4 => Self::Parent(Wire::take(reader)?),
            3 => Self::Taken { at: Wire::take(reader)?, worker: Wire::take(reader)? },
            _ => return Err(Malformed("a token has unknown news")),
        })
    }
}

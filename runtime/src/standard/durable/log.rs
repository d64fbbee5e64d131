//! The rows of one execution: what is not written yet, and what was read when it was loaded.

use super::Durable;
use crate::engine::{Checkpoint, FrameId, Stage, TaskToken};
use crate::error::{Failure, FailureKind, Status, TaskError};
use crate::history::{Entered, HistoryEvent};
use crate::machine::FrameEnd;
use crate::standard::codec::{Body, Head, Heard, Place, Position, Recent, Stored};
use crate::standard::store::{Row, Standing, StoreError, Ticket, Wake};
use crate::time::Timestamp;
use crate::value::{Object, Text, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;

/// So many events may be in memory alone, in states that need nothing from outside.
const MOST_UNWRITTEN: usize = 256;

/// An execution as it was found in the log.
#[derive(Debug, Default)]
pub(in crate::standard) struct Loaded {
    pub(in crate::standard) id: u64,
    pub(in crate::standard) random: Option<u64>,
    pub(in crate::standard) last_event: u64,
    pub(in crate::standard) log: Log,
    /// The token that its end completes.
    pub(in crate::standard) parent: Option<TaskToken>,
}

impl Loaded {
    /// A new execution, of which there is nothing but its first row.
    pub(in crate::standard) fn fresh(id: u64, row: u64, parent: Option<TaskToken>) -> Self {
        let log = Log { first: row, head: row, base: row, rows: 1, last_event: 1, ..Log::default() };
        Self { id, random: None, last_event: 1, log, parent }
    }
}

/// The execution's side of the log.
#[derive(Debug, Default)]
pub(in crate::standard) struct Log {
    /// Not written yet.
    pub(super) events: Vec<HistoryEvent>,
    /// Where frames stood that are about to end.
    failed: Vec<(Text, Stored)>,
    /// The states that frames are in, with their inputs: the top level and the others.
    root: Option<(Text, Value)>,
    children: HashMap<Text, (Text, Value)>,
    /// What was loaded and is not driven yet.
    pub(in crate::standard) frames: HashMap<Text, Stored>,
    outcomes: HashMap<Text, Result<Value, TaskError>>,
    beats: HashMap<Text, Timestamp>,
    /// Which activities have workers, since when, and who.
    taken: HashMap<Text, (Timestamp, Option<Text>)>,
    /// Tokens of loaded frames that are not driven yet: they are open.
    expected: HashSet<Text>,
    /// Tokens that rows from `base` on tell of.
    news: HashSet<Text>,
    recent: Recent,
    /// The first row.
    pub(in crate::standard) first: u64,
    /// The newest row.
    pub(in crate::standard) head: u64,
    /// The oldest row that is needed to go on.
    pub(in crate::standard) base: u64,
    /// How many there are from there.
    pub(in crate::standard) rows: u64,
    /// The last event that was written.
    pub(in crate::standard) last_event: u64,
    pub(in crate::standard) redrives: u64,
    /// The last row.
    pub(super) end: Option<Ticket>,
    /// Whether it was written: nothing follows it but a redrive.
    pub(super) is_over: bool,
}

/// So many rows are read again and again before they are put together.
const MANY_ROWS: u64 = 1_000;

/// Whether somebody outside sees what follows: a task is about to run.
pub(super) fn is_seen_outside(stage: &Stage) -> bool {
    matches!(stage, Stage::Scheduled { .. } | Stage::Arrived)
}

/// A checkpoint in the form of the log.
pub(super) fn place<S: Serialize, V: Serialize>(checkpoint: &Checkpoint<&S, &V>) -> Result<Place, Failure> {
    let Checkpoint { state, vars, stage, line, retries } = checkpoint;
    let written = Value::from_serialize(state).and_then(|state| Ok((state, Value::from_serialize(vars)?)));
    let (state, vars) = written.map_err(|error| unreadable("a checkpoint cannot be written", &error))?;
    let entry = match state {
        Value::Object(state) => state.into_iter().next(),
        _ => None,
    };
    let (state, input) = entry.unwrap_or_default();
    let position = Position { stage: stage.clone(), line: *line, retries: retries.clone() };
    Ok(Place { state, input, vars, position })
}

/// The checkpoint that a place in the log was made from.
pub(super) fn checkpoint<S: DeserializeOwned, V: DeserializeOwned>(
    place: Place,
) -> Result<Box<Checkpoint<S, V>>, Failure> {
    let Place { state, input, vars, position: Position { stage, line, retries } } = place;
    let state = Value::Object(Object::from_entries([(state, input)]));
    let read = crate::value::from_value(state).and_then(|state| Ok((state, crate::value::from_value(vars)?)));
    let (state, vars) = read.map_err(|error| unreadable("a checkpoint cannot be read", &error))?;
    Ok(Box::new(Checkpoint { state, vars, stage, line, retries }))
}

fn unreadable(what: &str, error: &dyn std::error::Error) -> Failure {
    tracing::error!(%error, "{what}");
    Failure::halted()
}

fn address(frame: &FrameId<'_>) -> Text {
    if frame.is_root() { Text::default() } else { Text::from(frame.to_string()) }
}

impl Log {
    /// What the newest row that is about a token says of it.
    pub(in crate::standard) fn heard(&mut self, token: Text, heard: Heard) {
        self.news.insert(token.clone());
        match heard {
            Heard::Outcome(outcome) => {
                self.outcomes.entry(token).or_insert(outcome);
            }
            Heard::Beat(at) => {
                self.beats.entry(token).or_insert(at);
            }
            Heard::Taken { at, worker } => {
                self.taken.entry(token).or_insert((at, worker));
            }
            // The first row is read for it.
            Heard::Parent(_) => {}
        }
    }

    /// All rows were read: notes whose tokens are open.
    pub(in crate::standard) fn expect_tokens(&mut self) {
        let open = self.frames.iter().filter_map(|(address, stored)| match stored {
            Stored::At(place) if self.is_part(address) => match &place.position.stage {
                Stage::Queued { token, .. }
                | Stage::Scheduled { token: Some(token), .. }
                | Stage::Submitted { token, .. } => Some(token.clone()),
                _ => None,
            },
            Stored::At(_) | Stored::Failed(_) | Stored::Finished(_) => None,
        });
        self.expected = open.filter(|token| !self.outcomes.contains_key(token)).collect();
    }

    /// Who has taken the activity, and when.
    pub(super) fn taken(&self, token: &TaskToken) -> Option<(Timestamp, Option<Text>)> {
        self.taken.get(token.text()).cloned()
    }

    /// Whether a loaded frame is a child of a fork that goes on, as are all that it is in: the rows still tell of children that
    /// were cut off.
    fn is_part(&self, address: &str) -> bool {
        if address.is_empty() {
            return true;
        }
        let (parent, child) = address.rsplit_once('/').unwrap_or(("", address));
        let fork = child.split_once('.').and_then(|(fork, _)| fork.parse::<u64>().ok());
        match self.frames.get(parent) {
            Some(Stored::At(place)) => {
                matches!(place.position.stage, Stage::Forked { started } if Some(started) == fork)
                    && self.is_part(parent)
            }
            _ => false,
        }
    }

    /// Whether a loaded frame waits for the token that is not driven yet.
    pub(super) fn is_expected(&self, token: &TaskToken) -> bool {
        self.expected.contains(token.text())
    }

    /// An attempt goes on that was loaded: what was accepted for it before, and when it was last heard of.
    pub(super) fn reopen(&mut self, token: &TaskToken) -> (Option<Result<Value, TaskError>>, Timestamp) {
        self.expected.remove(token.text());
        let heard = self.beats.remove(token.text()).unwrap_or_default();
        (self.outcomes.remove(token.text()), heard)
    }

    /// Where a frame stood when the execution was loaded.
    pub(super) fn restored(&mut self, frame: &FrameId<'_>) -> Option<Stored> {
        if self.frames.is_empty() {
            return None;
        }
        let address = address(frame);
        let stored = self.frames.remove(&address)?;
        if let Stored::At(place) = &stored {
            self.note(address, (place.state.clone(), place.input.clone()));
        }
        Some(stored)
    }

    /// A frame has entered a state.
    pub(super) fn entered(&mut self, frame: &FrameId<'_>, entered: &Entered) {
        self.note(address(frame), (entered.name.clone(), entered.input.0.clone()));
    }

    fn note(&mut self, address: Text, state: (Text, Value)) {
        if address.is_empty() {
            self.root = Some(state);
        } else {
            self.children.insert(address, state);
        }
    }

    /// The history is full: these are not part of it.
    pub(super) fn forget_events_after(&mut self, last: u64) {
        self.events.retain(|event| event.id <= last);
    }

    /// Whether a checkpoint says nothing that the next one does not: nothing outside happened before it.
    pub(super) fn can_skip(&self, stage: &Stage) -> bool {
        *stage == Stage::Arrived && self.events.len() < MOST_UNWRITTEN
    }

    /// Writes where a frame stands.
    pub(super) fn checkpoint(
        &mut self,
        engine: &Durable,
        frame: &FrameId<'_>,
        place: Place,
    ) -> Result<Ticket, StoreError> {
        let is_root = frame.is_root();
        let wake = match place.position.stage {
            Stage::Waiting { until } | Stage::BackingOff { until } if is_root => {
                Wake::At(engine.deadline.get().map_or(until, |deadline| until.min(*deadline)))
            }
            _ => Wake::Now,
        };
        // What the top level says replaces all that was said before, but for what was heard of its token: that counts from then on.
        let replaces = is_root
            && match &place.position.stage {
                Stage::Submitted { token, .. } | Stage::Scheduled { token: Some(token), .. } => {
                    !self.news.contains(token)
                }
                _ => true,
            };
        let body = Body { frames: vec![(address(frame), Stored::At(place))], ..Body::default() };
        self.append(engine, body, (Status::Running, wake), replaces)
    }

    /// Keeps where a frame stood when it failed, until its end is written.
    pub(super) fn failed_at(&mut self, frame: &FrameId<'_>, mut place: Place) {
        let address = address(frame);
        let entered = if address.is_empty() { self.root.as_ref() } else { self.children.get(&address) };
        if let Some((_, input)) = entered.filter(|(state, _)| *state == place.state) {
            place.input = input.clone();
        }
        self.failed.push((address, Stored::Failed(place)));
    }

    /// Writes how a frame ended; keeps the ticket if it was the top level.
    pub(super) fn finish(
        &mut self,
        engine: &Durable,
        frame: &FrameId<'_>,
        end: &FrameEnd,
    ) -> Result<Option<Ticket>, StoreError> {
        let address = address(frame);
        self.children.remove(&address);
        let mut frames = std::mem::take(&mut self.failed);
        frames.push((address, Stored::Finished(end.clone())));
        let body = Body { frames, ..Body::default() };
        if !frame.is_root() {
            return self.append(engine, body, (Status::Running, Wake::Now), false).map(Some);
        }
        let status = status(end);
        let ticket = self.append(engine, body, (status, Wake::Ended), false)?;
        self.end = Some(ticket);
        self.is_over = true;
        Ok(None)
    }

    /// Puts all that was read into one row, if it came from many more: an execution whose branches go on for long reads them whenever
    /// it comes back to memory. Called before anything is driven.
    pub(super) fn put_together(&mut self, engine: &Durable) -> Result<(), StoreError> {
        if self.rows < MANY_ROWS || self.rows < 4 * self.frames.len() as u64 {
            return Ok(());
        }
        let mut frames: Vec<_> =
            self.frames.iter().map(|(address, stored)| (address.clone(), stored.clone())).collect();
        frames.sort_by(|(a, _), (b, _)| a.cmp(b));
        let outcomes = self.outcomes.iter().map(|(token, outcome)| (token, Heard::Outcome(outcome.clone())));
        let beats = self.beats.iter().map(|(token, at)| (token, Heard::Beat(*at)));
        let taken = self
            .taken
            .iter()
            .map(|(token, (at, worker))| (token, Heard::Taken { at: *at, worker: worker.clone() }));
        let heard = outcomes.chain(beats).chain(taken);
        let mut tokens: Vec<_> = heard.map(|(token, heard)| (token.clone(), heard)).collect();
        tokens.sort_by(|(a, _), (b, _)| a.cmp(b));
        let news = tokens.iter().map(|(token, _)| token.clone()).collect();
        let body = Body { frames, tokens, ..Body::default() };
        drop(self.write(engine, body, (Status::Running, Wake::Now), true)?);
        self.news = news;
        Ok(())
    }

    /// Writes what was heard of a token; keeps it for an attempt that is not driven yet.
    pub(super) fn hear(&mut self, engine: &Durable, token: Text, heard: Heard) -> Result<Ticket, StoreError> {
        let is_kept = match heard {
            Heard::Outcome(_) => self.expected.remove(&token),
            Heard::Beat(_) => {
                self.beats.remove(&token);
                self.expected.contains(&token)
            }
            Heard::Taken { .. } | Heard::Parent(_) => true,
        };
        let body = Body { tokens: vec![(token.clone(), heard.clone())], ..Body::default() };
        // The execution may be running: its events wait for the checkpoint that follows them.
        let ticket = self.write(engine, body, (Status::Running, Wake::Now), false)?;
        self.news.insert(token.clone());
        if is_kept {
            self.heard(token, heard);
        }
        Ok(ticket)
    }

    /// Writes a row with all events so far. If it `replaces` the rows before it, they are history from now on.
    fn append(
        &mut self,
        engine: &Durable,
        body: Body,
        becomes: (Status, Wake),
        replaces: bool,
    ) -> Result<Ticket, StoreError> {
        let events = std::mem::take(&mut self.events);
        self.last_event = engine.last_event.load(Ordering::Relaxed);
        self.write(engine, Body { events, ..body }, becomes, replaces)
    }

    fn write(
        &mut self,
        engine: &Durable,
        body: Body,
        (status, wake): (Status, Wake),
        replaces: bool,
    ) -> Result<Ticket, StoreError> {
        let head = Head {
            first: self.first,
            base: if replaces { 0 } else { self.base },
            last_event: self.last_event,
            redriven: false,
            random: engine.random.state(),
        };
        let body = Body { head, ..body };
        let (bytes, large) = body.encode(&self.recent);
        let standing = Standing { status, wake, at: engine.core.now(), redrives: self.redrives };
        let row = Row { execution: engine.id, prev: self.head, standing, body: bytes };
        let ticket = engine.core.store().append(row)?;
        self.head = ticket.seq();
        self.recent.remember(self.head, large);
        if replaces {
            (self.base, self.rows) = (self.head, 1);
            self.news.clear();
        } else {
            self.rows += 1;
        }
        Ok(ticket)
    }
}

/// The status of an execution whose top level has ended.
fn status(end: &FrameEnd) -> Status {
    match &end.outcome {
        Ok(_) => Status::Succeeded,
        Err(failure) => match failure.kind() {
            FailureKind::ExecutionTimeout => Status::TimedOut,
            FailureKind::Aborted => Status::Aborted,
            _ => Status::Failed,
        },
    }
}

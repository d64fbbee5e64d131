//! What the store knows about an execution, and what it is told.

use std::sync::Arc;

use super::ticket::Ticket;
use crate::{Status, Text, Timestamp};

/// When an execution needs a processor again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wake {
    /// It can go on at once.
    Now,
    /// It has nothing to do before this time. A time before 1970 is kept as one of its first milliseconds.
    At(Timestamp),
    /// Only a token or a worker lets it go on.
    Never,
    /// It has ended.
    Ended,
}

/// The first millisecond that is a time: the numbers below stand for [`Wake::Now`] and [`Wake::Never`].
const FIRST_TIME: i64 = 2;

impl Wake {
    /// How it is written: as few bytes as possible for what is frequent.
    pub(super) fn to_sql(self) -> Option<i64> {
        match self {
            Self::Now => Some(0),
            Self::Never => Some(1),
            Self::At(time) => Some(time.unix_millis().max(FIRST_TIME)),
            Self::Ended => None,
        }
    }

    pub(super) fn from_sql(written: Option<i64>) -> Self {
        match written {
            None => Self::Ended,
            Some(0) => Self::Now,
            Some(1) => Self::Never,
            Some(time) => Self::At(Timestamp::from_unix_millis(time)),
        }
    }

    /// As it will be read back.
    pub(super) fn kept(self) -> Self {
        Self::from_sql(self.to_sql())
    }
}

/// The statuses by the numbers they are written as.
pub(super) const STATUSES: [Status; 6] = [
    Status::Running,
    Status::Succeeded,
    Status::Failed,
    Status::TimedOut,
    Status::Aborted,
    Status::PendingRedrive,
];

pub(super) fn status_to_sql(status: Status) -> i64 {
    match status {
        Status::Running => 0,
        Status::Succeeded => 1,
        Status::Failed => 2,
        Status::TimedOut => 3,
        Status::Aborted => 4,
        Status::PendingRedrive => 5,
    }
}

pub(super) fn status_from_sql(written: i64) -> Option<Status> {
    usize::try_from(written).ok().and_then(|at| STATUSES.get(at)).copied()
}

/// Whether an execution of this status is over, unless somebody redrives it.
pub(super) fn has_ended(status: Status) -> bool {
    match status {
        Status::Succeeded | Status::Failed | Status::TimedOut | Status::Aborted => true,
        Status::Running | Status::PendingRedrive => false,
    }
}

/// How an execution stands after a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Its status.
    pub(crate) status: Status,
    /// When it goes on.
    pub(crate) wake: Wake,
    /// When the row was written by the engine's clock: the time of the start, the stop, the redrive.
    pub(crate) at: Timestamp,
    /// How often it was redriven.
    pub(crate) redrives: u64,
}

/// What never changes about an execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Beginning {
    /// The machine's name.
    pub(crate) machine: Text,
    /// The execution's name, unique in the machine.
    pub(crate) name: Text,
    /// When it started.
    pub(crate) started: Timestamp,
    /// The hash of the definition it runs.
    pub(crate) definition: [u8; 16],
    /// The version it was started by.
    pub(crate) version: Option<Text>,
    /// The alias it was started by.
    pub(crate) alias: Option<Text>,
}

/// A row of the log, as an engine appends it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Whose it is.
    pub(crate) execution: u64,
    /// The execution's newest row so far.
    pub(crate) prev: u64,
    /// How the execution stands after it.
    pub(crate) standing: Standing,
    /// What the engine wants to find again. Opaque to the store.
    pub(crate) body: Vec<u8>,
}

/// A row of the log, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredRow {
    /// Its number.
    pub(crate) seq: u64,
    /// Whose it is.
    pub(crate) execution: u64,
    /// The execution's row before it; 0 if it is the first.
    pub(crate) prev: u64,
    /// What the engine appended.
    pub(crate) body: Vec<u8>,
}

/// All that can be told of an execution without a look at its rows' bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Its number, from 1 in the order of starts.
    pub(crate) id: u64,
    /// What never changes.
    pub(crate) beginning: Arc<Beginning>,
    /// How it stands.
    pub(crate) standing: Standing,
    /// When it ended, if it has.
    pub(crate) stopped: Option<Timestamp>,
    /// When it was redriven last.
    pub(crate) redriven: Option<Timestamp>,
    /// Its newest row.
    pub(crate) head: u64,
}

impl Facts {
    /// The facts after the first row.
    pub(super) fn begin(id: u64, seq: u64, beginning: Arc<Beginning>, standing: Standing) -> Self {
        let mut facts = Self { id, beginning, standing, stopped: None, redriven: None, head: seq };
        facts.standing.status = Status::Running;
        facts.advance(seq, standing);
        facts
    }

    /// The facts after one more row.
    pub(super) fn advance(&mut self, seq: u64, standing: Standing) {
        let before = std::mem::replace(&mut self.standing, standing);
        self.standing.wake = standing.wake.kept();
        self.head = seq;
        if !has_ended(standing.status) {
            self.stopped = None;
        } else if !has_ended(before.status) {
            self.stopped = Some(standing.at);
        }
        if standing.redrives > before.redrives {
            self.redriven = Some(standing.at);
        }
    }
}

/// What [`super::Store::start`] did.
#[derive(Debug)]
pub(crate) enum Started {
    /// There is a new execution.
    New {
        /// Its number.
        id: u64,
        /// Its first row.
        ticket: Ticket,
    },
    /// The machine has an execution of this name. It may not be on disk yet: see [`super::Store::durable`].
    Exists(Facts),
}

/// Which executions to list: those that agree with all that is given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Of this machine.
    pub(crate) machine: Option<Text>,
    /// With this status.
    pub(crate) status: Option<Status>,
    /// Of this definition.
    pub(crate) definition: Option<[u8; 16]>,
    /// Started by this version.
    pub(crate) version: Option<Text>,
    /// Started by this alias.
    pub(crate) alias: Option<Text>,
}

impl Filter {
    /// Whether an execution is asked for.
    pub(super) fn matches(&self, facts: &Facts) -> bool {
        let beginning = &facts.beginning;
        self.status.is_none_or(|status| status == facts.standing.status)
            && self.machine.as_ref().is_none_or(|machine| *machine == beginning.machine)
            && self.definition.is_none_or(|definition| definition == beginning.definition)
            && (self.version.is_none() || self.version == beginning.version)
            && (self.alias.is_none() || self.alias == beginning.alias)
    }
}

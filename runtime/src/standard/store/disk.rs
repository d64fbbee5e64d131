//! What a transaction holds, and the seam below which it is written.

use std::sync::Arc;

use super::error::StoreError;
use super::facts::{Facts, Standing};
use super::kinds::{Kind, KindId};
use super::ticket::Done;

/// What writes transactions. SQLite does; tests put something between that fails.
pub(super) trait Disk: Send {
    /// Writes all of it, or nothing, and returns when it would survive a loss of power.
    ///
    /// # Errors
    /// Nothing, all, and everything between may be on disk: the caller must not write again.
    fn commit(&mut self, work: &Work, upkeep: &Upkeep) -> Result<Committed, StoreError>;

    /// Moves what was committed from the journal into the file, if there is enough of it.
    ///
    /// # Errors
    /// What was committed is still there, but the disk cannot be trusted any more.
    fn tidy(&mut self, how: Tidy) -> Result<(), StoreError>;
}

/// What is known after a commit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Committed {
    /// Rows of forgotten executions are left to remove.
    pub(super) garbage: bool,
}

/// How much of the journal to move into the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tidy {
    /// Between two transactions: only when it has grown too large.
    Busy,
    /// There is nothing else to do.
    Quiet,
    /// All of it, as the store is closed.
    Whole,
}

/// What was asked for since the last transaction. Becomes the next one.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// The number of the first row; the others follow.
    pub(super) first: u64,
    pub(super) rows: Vec<Queued>,
    pub(super) kinds: Vec<(KindId, Kind)>,
    pub(super) settings: Vec<Setting>,
    /// Executions to forget: number and newest row.
    pub(super) erase: Vec<(u64, u64)>,
    /// Whether somebody waits for the index to be complete.
    pub(super) flush: bool,
    /// Whether the store is closed afterwards.
    pub(super) whole: bool,
    pub(super) done: Arc<Done>,
}

impl Work {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.settings.is_empty() && self.erase.is_empty() && !self.flush
    }

    /// A row by its number.
    pub(super) fn row(&self, seq: u64) -> Option<&Queued> {
        let at = usize::try_from(seq.checked_sub(self.first)?).ok()?;
        self.rows.get(at)
    }
}

/// A row that waits to be written.
#[derive(Debug)]
pub(super) struct Queued {
    pub(super) execution: u64,
    pub(super) prev: u64,
    pub(super) standing: Standing,
    /// The beginning, in the first row of an execution.
    pub(super) start: Option<Vec<u8>>,
    pub(super) body: Vec<u8>,
    /// The checksum of the body.
    pub(super) sum: u32,
}

/// A setting that waits to be written.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) space: String,
    pub(super) key: String,
    pub(super) value: Option<Vec<u8>>,
    /// Tells it from later values of the same key.
    pub(super) version: u64,
}

/// What the same transaction does so that later reads are quick.
#[derive(Debug, Default)]
pub(super) struct Upkeep {
    /// Executions to index, as they are after the rows of this transaction.
    pub(super) index: Vec<Known>,
    /// Every row up to here is in the index then.
    pub(super) indexed: Option<Indexed>,
    /// How many rows of forgotten executions to remove.
    pub(super) sweep: usize,
}

impl Upkeep {
    pub(super) fn is_empty(&self) -> bool {
        self.index.is_empty() && self.indexed.is_none() && self.sweep == 0
    }
}

/// How far the index goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Indexed {
    /// The last row before which all are indexed.
    pub(super) row: u64,
    /// The last number given to an execution, so that none is given twice.
    pub(super) execution: u64,
}

/// An execution and the number of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) facts: Facts,
    pub(super) kind: KindId,
}

//! What is said to the store goes here first: rows get their numbers, in memory, under one lock, and wait for the writer.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::disk::{Indexed, Queued, Setting, Upkeep, Work};
use super::error::StoreError;
use super::facts::StoredRow;
use super::overlay::{Budget, Overlay};
use super::sqlite::replay::Replayed;
use super::ticket::Ticket;

/// Whether the store takes rows.
#[derive(Clone, Debug)]
pub(super) enum Life {
    /// It does.
    Open,
    /// It was closed, or nobody holds it any more.
    Closing,
    /// A transaction failed.
    Broken(StoreError),
}

/// A setting that is not on disk yet.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) value: Option<Vec<u8>>,
    version: u64,
}

#[derive(Debug)]
pub(super) struct Front {
    pub(super) life: Life,
    pub(super) overlay: Overlay,
    /// What the next transaction has to write.
    pub(super) work: Work,
    /// What the writer is writing.
    flight: Option<Arc<Work>>,
    /// The newest row, and the newest one on disk.
    last: u64,
    committed: u64,
    /// The newest execution.
    executions: u64,
    pub(super) indexed: Indexed,
    pub(super) settings: BTreeMap<(String, String), Pending>,
    versions: u64,
    /// Executions that are about to be forgotten.
    pub(super) erasing: HashSet<u64>,
    /// How often executions have left the overlay, or been forgotten. What was read from the index since the same count is not
    /// older than what the overlay says now.
    pub(super) landings: u64,
    /// Whether rows of forgotten executions were left when the store was opened.
    pub(super) garbage: bool,
    /// The writer waits to be woken.
    pub(super) asleep: bool,
}

impl Front {
    pub(super) fn new(replayed: Replayed) -> Self {
        let Replayed { overlay, last, executions, indexed, garbage } = replayed;
        Self {
            life: Life::Open,
            overlay,
            work: Work { first: last + 1, ..Work::default() },
            flight: None,
            last,
            committed: last,
            executions,
            indexed,
            settings: BTreeMap::new(),
            versions: 0,
            erasing: HashSet::new(),
            landings: 0,
            garbage,
            asleep: false,
        }
    }

    /// The number of a new execution.
    pub(super) fn number(&mut self) -> u64 {
        self.executions += 1;
        self.executions
    }

    /// The number of the next row.
    pub(super) fn next(&self) -> u64 {
        self.last + 1
    }

    /// Queues a row. The overlay has been told of it, or is told next.
    pub(super) fn queue(&mut self, row: Queued) -> Ticket {
        self.last += 1;
        self.work.rows.push(row);
        Ticket::new(self.last, Arc::clone(&self.work.done))
    }

    /// Queues a setting.
    pub(super) fn put(&mut self, space: &str, key: &str, value: Option<Vec<u8>>) -> Ticket {
        self.versions += 1;
        let version = self.versions;
        let (space, key) = (space.to_owned(), key.to_owned());
        self.settings.insert((space.clone(), key.clone()), Pending { value: value.clone(), version });
        self.work.settings.push(Setting { space, key, value, version });
        Ticket::new(self.last, Arc::clone(&self.work.done))
    }

    /// Queues executions to be forgotten.
    pub(super) fn erase(&mut self, executions: Vec<(u64, u64)>) -> Ticket {
        self.erasing.extend(executions.iter().map(|(id, _)| *id));
        self.work.erase.extend(executions);
        Ticket::new(self.last, Arc::clone(&self.work.done))
    }

    /// Queues the wish that everything is indexed.
    pub(super) fn flush(&mut self) -> Ticket {
        self.work.flush = true;
        Ticket::new(self.last, Arc::clone(&self.work.done))
    }

    /// A ticket for a row that was queued by somebody.
    pub(super) fn durable(&self, seq: u64) -> Ticket {
        if seq <= self.committed {
            return Ticket::ready(seq);
        }
        if let Life::Broken(error) = &self.life {
            return Ticket::failed(seq, error.clone());
        }
        let flying = self.flight.as_ref().filter(|work| work.row(seq).is_some());
        Ticket::new(seq, Arc::clone(flying.map_or(&self.work.done, |work| &work.done)))
    }

    /// A row that is not on disk yet.
    pub(super) fn row(&self, seq: u64) -> Option<StoredRow> {
        if seq <= self.committed {
            return None;
        }
        let flying = self.flight.as_ref().and_then(|work| work.row(seq));
        let row = flying.or_else(|| self.work.row(seq))?;
        Some(StoredRow { seq, execution: row.execution, prev: row.prev, body: row.body.clone() })
    }

    /// The next transaction: all that is queued, and some upkeep.
    ///
    /// How far the index goes is noted when it has come further by `stride` rows, or when there is nothing else to do.
    pub(super) fn take(&mut self, budget: Budget, stride: u64) -> (Arc<Work>, Upkeep) {
        let next = Work { first: self.next(), ..Work::default() };
        let work = Arc::new(std::mem::replace(&mut self.work, next));
        self.flight = Some(Arc::clone(&work));
        let whole = work.flush || work.is_empty();
        let budget = if work.flush { Budget::everything() } else { budget };
        let index = self.overlay.take(self.last, budget);
        let row = self.overlay.indexed(self.last);
        let wanted = if whole { self.indexed.row + 1 } else { self.indexed.row + stride.max(1) };
        let indexed = (row >= wanted).then_some(Indexed { row, execution: self.executions });
        (work, Upkeep { index, indexed, sweep: 0 })
    }

    /// What [`Front::take`] gave is on disk.
    pub(super) fn landed(&mut self, work: &Work, upkeep: &Upkeep) {
        self.flight = None;
        self.committed = self.committed.max((work.first + work.rows.len() as u64).saturating_sub(1));
        self.overlay.release(&upkeep.index);
        if let Some(indexed) = upkeep.indexed {
            self.indexed = indexed;
        }
        for Setting { space, key, version, .. } in &work.settings {
            let key = (space.clone(), key.clone());
            if self.settings.get(&key).is_some_and(|pending| pending.version == *version) {
                self.settings.remove(&key);
            }
        }
        for (id, _) in &work.erase {
            self.erasing.remove(id);
        }
        self.landings += u64::from(!upkeep.index.is_empty() || !work.erase.is_empty());
    }

    /// What was not on disk is gone; `replayed` is what is there, if it could be read.
    pub(super) fn fall_back(&mut self, replayed: Option<Replayed>) {
        self.flight = None;
        self.work = Work { first: self.next(), ..Work::default() };
        self.settings.clear();
        self.erasing.clear();
        if let Some(replayed) = replayed {
            self.overlay = replayed.overlay;
        }
    }

    /// Those who wait for a transaction that will not be.
    pub(super) fn waiting(&self) -> Vec<Arc<super::ticket::Done>> {
        let flying = self.flight.as_ref().map(|work| Arc::clone(&work.done));
        flying.into_iter().chain([Arc::clone(&self.work.done)]).collect()
    }
}

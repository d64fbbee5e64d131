//! A disk that fails when it is told to, for tests of the store and of the engine above it.

use super::disk::{Committed, Disk, Tidy, Upkeep, Work};
use super::error::{StoreError, StoreErrorKind};

/// How a transaction fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// Nothing of it is written.
    Lost,
    /// All of it is written, but the disk says that it failed.
    Torn,
}

/// The transaction that fails. Only those are counted, from 1, that somebody waits for: the store's own upkeep comes and goes
/// with the clock. There is none after it, as the store is broken then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Which transaction.
    pub(crate) commit: u64,
    /// How it fails.
    pub(crate) kind: FaultKind,
}

pub(super) struct FaultyDisk<D> {
    disk: D,
    fault: Fault,
    commits: u64,
}

impl<D: Disk> FaultyDisk<D> {
    pub(super) fn new(disk: D, fault: Fault) -> Self {
        Self { disk, fault, commits: 0 }
    }
}

impl<D: Disk> Disk for FaultyDisk<D> {
    fn commit(&mut self, work: &Work, upkeep: &Upkeep) -> Result<Committed, StoreError> {
        self.commits += u64::from(!work.is_empty());
        if work.is_empty() || self.commits < self.fault.commit {
            return self.disk.commit(work, upkeep);
        }
        if self.fault.kind == FaultKind::Torn {
            self.disk.commit(work, upkeep)?;
        }
        let detail = format!("a test lets transaction {} fail", self.commits);
        Err(StoreError::new(StoreErrorKind::Io, "write to", std::path::Path::new("(test)"), detail))
    }

    fn tidy(&mut self, how: Tidy) -> Result<(), StoreError> {
        self.disk.tidy(how)
    }
}

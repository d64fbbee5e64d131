//! What keeps a store in order from outside: forgetting, backups.

use std::path::Path;
use std::sync::MutexGuard;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::Store;
use super::disk::Known;
use super::error::{StoreError, StoreErrorKind};
use super::front::Front;
use super::lock::beside;
use super::sqlite::read;
use crate::Timestamp;

impl Store {
    /// Forgets executions that stopped before a time, the oldest first, and says how many. Their names are free then;
    /// their rows are removed bit by bit. Blocks until this is on disk.
    ///
    /// # Errors
    /// The store is broken or closed, or the index cannot be read.
    pub(crate) fn forget(&self, stopped_before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let shared = self.shared();
        let candidates =
            || shared.readers.query(|connection| read::stopped(connection, stopped_before, limit));
        let mut stopped = candidates()?;
        let mut front = shared.open_front()?;
        // Rows behind the index would bring a forgotten execution back when they are replayed, and what the overlay knows
        // better may have gone on.
        let stale = |(id, head): &(u64, u64)| *head > front.indexed.row || front.overlay.get(*id).is_some();
        if stopped.iter().any(stale) || front.overlay.any_stopped(stopped_before) {
            let ticket = front.flush();
            shared.rouse(front);
            ticket.wait()?;
            stopped = candidates()?;
            front = shared.open_front()?;
        }
        let indexed = front.indexed.row;
        stopped.retain(|(id, head)| {
            *head <= indexed && front.overlay.get(*id).is_none() && !front.erasing.contains(id)
        });
        let forgotten = stopped.len();
        if forgotten > 0 {
            let ticket = front.erase(stopped);
            shared.rouse(front);
            ticket.wait()?;
        }
        Ok(forgotten)
    }

    /// Copies the store into a file of its own, as it is on disk at this moment, while it is used. Blocks.
    ///
    /// # Errors
    /// There is such a file, it cannot be written, or the store cannot be read.
    pub(crate) fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::new(
                StoreErrorKind::Exists,
                "back up to",
                to,
                "there is a file of this name",
            ));
        }
        // Under the final name there is never a part of a store.
        let partial = beside(to, "-partial");
        let wrong = |error| StoreError::io("back up to", &partial, error);
        std::fs::File::create(&partial).map_err(wrong)?;
        let copied = self.shared().readers.query(|from| copy(from, &partial));
        let moved = copied.and_then(|()| {
            std::fs::File::open(&partial).and_then(|file| file.sync_all()).map_err(wrong)?;
            std::fs::rename(&partial, to).map_err(wrong)
        });
        if moved.is_err() {
            // The first error is the one to tell.
            let _ = std::fs::remove_file(&partial);
        }
        moved
    }

    /// The front, with an execution in its overlay.
    ///
    /// # Errors
    /// There is no such execution, the store is broken or closed, or the index cannot be read.
    pub(super) fn admit(&self, id: u64) -> Result<MutexGuard<'_, Front>, StoreError> {
        let shared = self.shared();
        loop {
            let front = shared.open_front()?;
            if front.overlay.get(id).is_some() {
                return Ok(front);
            }
            let missing =
                || shared.error(StoreErrorKind::Missing, "find in", format!("there is no execution {id}"));
            if front.erasing.contains(&id) {
                return Err(missing());
            }
            let erasures = front.erasures;
            drop(front);
            let kinds = shared.kinds();
            let known = shared.readers.query(|connection| read::execution(connection, &kinds, id))?;
            drop(kinds);
            let known: Known = known.ok_or_else(missing)?;
            let mut front = shared.open_front()?;
            // While nobody looked it may have been forgotten, or have come, grown and gone again.
            if front.erasures == erasures && !front.erasing.contains(&id) {
                let next = front.next();
                front.overlay.admit(known, next);
                return Ok(front);
            }
        }
    }
}

fn copy(from: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut to = Connection::open(to)?;
    to.execute_batch("PRAGMA synchronous = FULL")?;
    // In one step: between two, the writer would let it begin again.
    let backup = Backup::new(from, &mut to)?;
    loop {
        match backup.step(-1)? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(std::time::Duration::from_millis(5)),
        }
    }
}

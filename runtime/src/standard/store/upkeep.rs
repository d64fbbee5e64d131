//! What keeps a store in order from outside: forgetting, backups.

use std::path::Path;
use std::sync::MutexGuard;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::Store;
use super::error::{StoreError, StoreErrorKind};
use super::front::Front;
use super::lock::beside;
use super::sqlite::read;
use crate::Timestamp;

/// Executions that are forgotten by one transaction.
const PORTION: usize = 64;

impl Store {
    /// Forgets executions that stopped before a time, the oldest first, and says how many. Their names are free then;
    /// their rows are removed bit by bit. Blocks until this is on disk.
    ///
    /// # Errors
    /// The store is broken or closed, or the index cannot be read.
    pub(crate) fn forget(&self, stopped_before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let shared = self.shared();
        let mut forgotten = 0;
        let mut flushed = false;
        while forgotten < limit {
            let portion = PORTION.min(limit - forgotten);
            let mut front = shared.open_front()?;
            // Read while nobody can append: who is not in the overlay stands as the index says.
            let mut stopped =
                shared.readers.query(|connection| read::stopped(connection, stopped_before, portion))?;
            // Rows behind the index would bring a forgotten execution back when they are replayed.
            let indexed = front.indexed.row;
            let stale = |(id, head): &(u64, u64)| *head > indexed || front.overlay.get(*id).is_some();
            if !flushed && (stopped.iter().any(stale) || front.overlay.any_stopped(stopped_before)) {
                flushed = true;
                let ticket = front.flush();
                shared.rouse(front);
                ticket.wait()?;
                continue;
            }
            stopped.retain(|stopped| !stale(stopped) && !front.erasing.contains(&stopped.0));
            if stopped.is_empty() {
                break;
            }
            forgotten += stopped.len();
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
            std::fs::rename(&partial, to).and_then(|()| sync_folder(to)).map_err(wrong)
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
        let missing =
            || shared.error(StoreErrorKind::Missing, "find in", format!("there is no execution {id}"));
        let kinds = shared.kinds();
        let read = || shared.readers.query(|connection| read::execution(connection, &kinds, id));
        let front = shared.open_front()?;
        if front.overlay.get(id).is_some() {
            return Ok(front);
        }
        let landings = front.landings;
        drop(front);
        let mut known = read()?;
        let mut front = shared.open_front()?;
        if front.landings != landings {
            // While nobody looked it may have come, grown and gone again.
            known = read()?;
        }
        if front.erasing.contains(&id) {
            return Err(missing());
        }
        if front.overlay.get(id).is_none() {
            let next = front.next();
            front.overlay.admit(known.ok_or_else(missing)?, next);
        }
        Ok(front)
    }
}

/// The new name is on disk too, where folders can be opened.
fn sync_folder(of: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        let folder = of.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
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

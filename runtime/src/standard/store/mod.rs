//! The store of durable executions: an append-only log in one SQLite file, and an index derived from it.
//!
//! - **The log is the truth.** Every change of an execution is a [`Row`], appended at the end; the rows of an execution are
//!   chained by their numbers. A transaction therefore writes a few pages at the end of the file, however many executions
//!   there are.
//! - **One thread writes**, all that has been queued by one transaction ([`writer`]). A [`Ticket`] says when a row is on disk.
//! - **The index** (the table `execution`) is what reads ask for names, lists and timers. It is brought up to date
//!   in portions, later; until then the newest is in memory, in the [`overlay`], and opening a store reads the rows behind
//!   the index again ([`sqlite::replay`]).
//! - **After a transaction that failed** nothing is written any more: whether a failed write is on disk cannot be known before the
//!   file is opened again, and must not be guessed. Reads go on.
//!
//! Methods without `async` block for microseconds, those that say so longer.

mod codec;
mod disk;
mod error;
mod facts;
mod fault;
mod front;
mod kinds;
mod lock;
mod overlay;
mod reads;
mod shared;
mod sqlite;
mod ticket;
mod upkeep;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

pub(crate) use error::{StoreError, StoreErrorKind};
pub(crate) use facts::{Beginning, Facts, Filter, Row, Standing, Started, StoredRow, Wake};
pub(crate) use fault::{Fault, FaultKind};
pub(crate) use ticket::Ticket;

use crate::Status;
use disk::{Disk, Known, Queued};
use front::{Front, Life};
use kinds::Kind;
use lock::Lock;
use shared::Shared;
use sqlite::SqliteDisk;
use writer::Writer;

/// How a store is opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoreSettings {
    /// Whether a transaction is done only when it would survive a loss of power. Without it, it survives the process.
    pub(crate) synchronous: bool,
    /// An execution whose newest is not indexed for this many rows is indexed although it has not settled, so that opening
    /// a store reads few more rows than that.
    pub(crate) lag: u64,
    /// Lets a transaction fail, in tests.
    pub(crate) fault: Option<Fault>,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self { synchronous: true, lag: 50_000, fault: None }
    }
}

/// An open store. Clones are handles of the same one; when the last is dropped, what is queued is still written.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    owner: Arc<Owner>,
}

/// Ends the writer with the last handle.
#[derive(Debug)]
struct Owner {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens the store in a file, and makes it if there is none. Blocks: reads the rows that are not indexed.
    ///
    /// # Errors
    /// Somebody has the store open, the file is no store or of a newer version, damaged, or cannot be written.
    pub(crate) fn open(path: &Path, settings: StoreSettings) -> Result<Self, StoreError> {
        Self::open_on(path, settings, |disk| match settings.fault {
            None => Box::new(disk),
            Some(fault) => Box::new(fault::FaultyDisk::new(disk, fault)),
        })
    }

    /// Opens the store with something between it and its disk.
    fn open_on(
        path: &Path,
        settings: StoreSettings,
        wrap: impl FnOnce(SqliteDisk) -> Box<dyn Disk>,
    ) -> Result<Self, StoreError> {
        let path = absolute(path)?;
        let lock = Lock::take(&path)?;
        let disk = SqliteDisk::open(&path, settings.synchronous)?;
        let wrong = |error| StoreError::sqlite("read", &path, error);
        let kinds = sqlite::replay::kinds(disk.connection()).map_err(wrong)?;
        let replayed = sqlite::replay::replay(disk.connection(), &kinds).map_err(wrong)?;
        let shared = Arc::new(Shared::new(&path, Front::new(replayed), kinds));
        let writer = Writer::new(Arc::clone(&shared), wrap(disk), settings.lag, lock);
        let thread = thread::Builder::new().name("asl-store".to_owned()).spawn(move || writer.run());
        let thread = thread.map_err(|error| StoreError::io("open", &path, error))?;
        Ok(Self { owner: Arc::new(Owner { shared, writer: Mutex::new(Some(thread)) }) })
    }

    /// Starts an execution, unless its machine has one of this name. `body` makes the first row's body from the execution's
    /// number; it is not called if there is one.
    ///
    /// # Errors
    /// The store is broken or closed, or the index cannot be read.
    pub(crate) fn start(
        &self,
        beginning: Beginning,
        wake: Wake,
        body: impl FnOnce(u64) -> Vec<u8>,
    ) -> Result<Started, StoreError> {
        let shared = self.shared();
        let _stripe = shared.stripe(&beginning.machine, &beginning.name);
        if let Some(facts) = self.find(&beginning.machine, &beginning.name)? {
            return Ok(Started::Exists(facts));
        }
        let id = shared.open_front()?.number();
        let body = body(id);
        let (sum, start) = (crc32fast::hash(&body), codec::encode(&beginning));
        let standing = Standing { status: Status::Running, wake, at: beginning.started, redrives: 0 };
        let row = Queued { execution: id, prev: 0, standing, start: Some(start), body, sum };

        let kind = Kind::of(&beginning);
        let known = shared.kinds().id(&kind);
        let (kind, mut front) = if let Some(id) = known {
            (id, shared.open_front()?)
        } else {
            let mut kinds = shared.kinds_mut();
            let mut front = shared.open_front()?;
            let (id, new) = kinds.number(kind);
            front.work.kinds.extend(new.map(|new| (id, new)));
            (id, front)
        };
        let seq = front.next();
        let facts = Facts::begin(id, seq, Arc::new(beginning), standing);
        front.overlay.admit(Known { facts, kind }, seq);
        let ticket = front.queue(row);
        shared.rouse(front);
        Ok(Started::New { id, ticket })
    }

    /// Appends a row to an execution. Rows are written in the order of the calls.
    ///
    /// # Errors
    /// There is no such execution, `prev` is not its newest row, the store is broken or closed, or the index cannot be read.
    pub(crate) fn append(&self, row: Row) -> Result<Ticket, StoreError> {
        let Row { execution, prev, standing, body } = row;
        let shared = self.shared();
        let sum = crc32fast::hash(&body);
        let mut front = shared.open_front()?;
        if front.overlay.get(execution).is_none() {
            drop(front);
            front = self.admit(execution)?;
        }
        let head = front.overlay.get(execution).map(|known| known.facts.head);
        if head != Some(prev) {
            let detail = format!("row {prev} is not the newest one of execution {execution}");
            return Err(shared.error(StoreErrorKind::Conflict, "write to", detail));
        }
        let seq = front.next();
        front.overlay.advance(execution, seq, standing);
        let ticket = front.queue(Queued { execution, prev, standing, start: None, body, sum });
        shared.rouse(front);
        Ok(ticket)
    }

    /// An execution is parked: nobody will append to it before `wake`. Only the index learns it, later; after a crash
    /// before that, it stands as its newest row says.
    pub(crate) fn settle(&self, execution: u64, wake: Wake) {
        // Whatever is wrong here shows at the next row.
        if let Ok(mut front) = self.admit(execution) {
            front.overlay.settle(execution, wake);
            self.shared().rouse(front);
        }
    }

    /// A ticket for a row that anybody appended: ready if it is on disk.
    pub(crate) fn durable(&self, seq: u64) -> Ticket {
        self.shared().front().durable(seq)
    }

    /// Writes a setting; `None` removes it.
    ///
    /// # Errors
    /// The store is broken or closed.
    pub(crate) fn put(&self, space: &str, key: &str, value: Option<Vec<u8>>) -> Result<Ticket, StoreError> {
        let mut front = self.shared().open_front()?;
        let ticket = front.put(space, key, value);
        self.shared().rouse(front);
        Ok(ticket)
    }

    /// How many transactions were written since the store was opened.
    pub(crate) fn commits(&self) -> u64 {
        self.shared().commits.load(Ordering::Relaxed)
    }

    /// Writes and indexes everything, and leaves a single file. Blocks. Other handles can still read.
    ///
    /// # Errors
    /// What broke the store, now or before.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        let flushed = self.shared().open_front().map(|mut front| {
            let ticket = front.flush();
            front.work.whole = true;
            front.life = Life::Closing;
            self.shared().rouse(front);
            ticket
        });
        self.shared().readers.close();
        let outcome = flushed.and_then(Ticket::wait);
        // Also a broken store leaves its file to others.
        self.owner.join();
        outcome?;
        match &self.shared().front().life {
            Life::Broken(error) => Err(error.clone()),
            Life::Open | Life::Closing => Ok(()),
        }
    }

    /// Indexes everything. Blocks.
    #[cfg(test)]
    fn flush(&self) -> Result<(), StoreError> {
        let mut front = self.shared().open_front()?;
        let ticket = front.flush();
        self.shared().rouse(front);
        ticket.wait()
    }

    fn shared(&self) -> &Shared {
        &self.owner.shared
    }
}

impl Owner {
    fn join(&self) {
        let thread = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The writer may hold the last handle itself: of a task that it has just woken.
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != thread::current().id()) {
            // What went wrong in the thread has been told to everybody who waited for it.
            let _ = thread.join();
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let mut front = self.shared.front();
        if matches!(front.life, Life::Open) {
            front.life = Life::Closing;
        }
        self.shared.rouse(front);
        self.join();
    }
}

/// The path by which everybody knows the file, so that two names of it cannot be opened.
fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    if path.is_dir() {
        return Err(StoreError::new(StoreErrorKind::NotAStore, "open", path, "it is a folder"));
    }
    if let Ok(path) = path.canonicalize() {
        return Ok(path);
    }
    let wrong = |error| StoreError::io("open", path, error);
    let Some(name) = path.file_name() else {
        return Err(StoreError::new(StoreErrorKind::NotAStore, "open", path, "it is no path of a file"));
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(folder.canonicalize().map_err(wrong)?.join(name))
}

#[cfg(test)]
mod tests;

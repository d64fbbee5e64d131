//! Moves what was committed from SQLite's journal (the WAL) into the file, while transactions go on.
//!
//! A thread of its own does the large part. The journal begins anew only when nothing is left in it, and while others
//! write there is always something left: the little that gathers meanwhile is moved between two transactions.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};

use rusqlite::config::DbConfig;
use rusqlite::wal::CheckpointMode;
use rusqlite::{Connection, ErrorCode};

/// Frames of the journal above which it is moved although there is work.
const MANY: i32 = 16_384;

/// Frames for which it is worth while when there is none.
const SOME: i32 = 64;

/// Frames that are moved between two transactions.
const FEW: i32 = 256;

/// The journal is measured after so many transactions.
const MEASURED: u32 = 16;

/// After so many rounds of the thread, what is left is moved between two transactions, however much it is.
const ROUNDS: u32 = 6;

/// Moves the journal's content.
#[derive(Debug)]
pub(super) struct Journal {
    mover: Mover,
    /// Frames that are too many.
    many: i32,
    /// Transactions since the journal was measured.
    unmeasured: u32,
    rounds: u32,
}

impl Journal {
    pub(super) fn new(path: PathBuf, synchronous: &'static str) -> Self {
        Self {
            mover: Mover { path, synchronous, running: None, asked: false },
            many: MANY,
            unmeasured: 0,
            rounds: 0,
        }
    }

    /// After a transaction, when others wait.
    pub(super) fn busy(&mut self, writer: &Connection) -> rusqlite::Result<()> {
        self.unmeasured += 1;
        if self.unmeasured < MEASURED {
            return Ok(());
        }
        self.unmeasured = 0;
        match self.mover.look()? {
            Moved::Working => Ok(()),
            Moved::Nothing => {
                if frames(writer)? >= self.many {
                    self.rounds = 0;
                    self.mover.ask()?;
                }
                Ok(())
            }
            Moved::Frames(moved) => {
                let frames = frames(writer)?;
                if frames - moved > FEW && self.rounds < ROUNDS {
                    self.rounds += 1;
                    return self.mover.ask();
                }
                let (frames, moved) = move_frames(writer)?;
                // A long read keeps the journal from being used again: it grows, and to try all the time would not help.
                self.many = if moved < frames { frames.saturating_add(MANY / 4) } else { MANY };
                Ok(())
            }
        }
    }

    /// When nobody waits.
    pub(super) fn quiet(&mut self, writer: &Connection) -> rusqlite::Result<()> {
        self.mover.look()?;
        if frames(writer)? >= SOME { self.mover.ask() } else { Ok(()) }
    }

    /// The last transaction is over: the journal goes.
    pub(super) fn close(&mut self, writer: &Connection) -> rusqlite::Result<()> {
        self.mover.stop();
        // The last connection that closes may remove the journal.
        writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        unless_busy(writer.wal_checkpoint_v2(None::<&str>, CheckpointMode::TRUNCATE)).map(|_| ())
    }
}

fn frames(connection: &Connection) -> rusqlite::Result<i32> {
    Ok(unless_busy(connection.wal_checkpoint_v2(None::<&str>, CheckpointMode::NOOP))?.0)
}

/// How many frames there were, and how many are in the file now.
fn move_frames(connection: &Connection) -> rusqlite::Result<(i32, i32)> {
    unless_busy(connection.wal_checkpoint_v2(None::<&str>, CheckpointMode::PASSIVE))
}

/// Somebody reads what would have to be moved, or moves it: it can stay where it is.
fn unless_busy(result: rusqlite::Result<(i32, i32)>) -> rusqlite::Result<(i32, i32)> {
    match result {
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Ok((0, 0)),
            _ => Err(error),
        },
        other => other,
    }
}

/// What the thread has done since it was looked at.
enum Moved {
    Nothing,
    Working,
    Frames(i32),
}

/// The thread.
#[derive(Debug)]
struct Mover {
    path: PathBuf,
    synchronous: &'static str,
    running: Option<Running>,
    asked: bool,
}

#[derive(Debug)]
struct Running {
    requests: Sender<()>,
    answers: Receiver<rusqlite::Result<i32>>,
    thread: JoinHandle<()>,
}

impl Mover {
    fn look(&mut self) -> rusqlite::Result<Moved> {
        let Some(running) = self.running.as_ref().filter(|_| self.asked) else { return Ok(Moved::Nothing) };
        match running.answers.try_recv() {
            Ok(answer) => {
                self.asked = false;
                answer.map(Moved::Frames)
            }
            Err(TryRecvError::Empty) => Ok(Moved::Working),
            Err(TryRecvError::Disconnected) => Err(gone()),
        }
    }

    /// Lets the thread move everything that is there now.
    fn ask(&mut self) -> rusqlite::Result<()> {
        if self.asked {
            return Ok(());
        }
        let running = match self.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        running.requests.send(()).map_err(|_| gone())?;
        self.running = Some(running);
        self.asked = true;
        Ok(())
    }

    fn start(&self) -> rusqlite::Result<Running> {
        let connection = Connection::open(&self.path)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.pragma_update(None, "synchronous", self.synchronous)?;
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        let (requests, asked) = channel();
        let (told, answers) = channel();
        let thread = thread::Builder::new().name("asl-store-journal".to_owned()).spawn(move || {
            while asked.recv().is_ok() {
                if told.send(move_frames(&connection).map(|(_, moved)| moved)).is_err() {
                    return;
                }
            }
        });
        Ok(Running { requests, answers, thread: thread.map_err(|_| gone())? })
    }

    fn stop(&mut self) {
        if let Some(Running { requests, answers, thread }) = self.running.take() {
            drop(requests);
            // What it could not move is still in the journal, and is moved next by somebody else.
            let _ = thread.join();
            drop(answers);
        }
        self.asked = false;
    }
}

impl Drop for Mover {
    fn drop(&mut self) {
        self.stop();
    }
}

fn gone() -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure("the thread that moves the journal is gone".into())
}

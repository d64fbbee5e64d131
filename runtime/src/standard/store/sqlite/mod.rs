//! The store's file: SQLite in WAL mode.
//!
//! One connection writes ([`SqliteDisk`]), a few read ([`read::Readers`]).

mod journal;
pub(super) mod read;
pub(super) mod replay;
mod schema;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Statement};

use super::codec::Head;
use super::disk::{Committed, Disk, Known, Tidy, Upkeep, Work};
use super::error::{StoreError, StoreErrorKind};
use super::facts::status_to_sql;
use journal::Journal;

/// The connection that writes.
#[derive(Debug)]
pub(super) struct SqliteDisk {
    connection: Connection,
    path: PathBuf,
    journal: Journal,
}

impl SqliteDisk {
    /// Opens the file, makes its tables or brings them up to date.
    ///
    /// # Errors
    /// The file is no store, of a newer version, damaged, or cannot be written.
    pub(super) fn open(path: &Path, synchronous: bool) -> Result<Self, StoreError> {
        let wrong = |error| StoreError::sqlite("open", path, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(wrong)?;
        schema::check(&connection, path)?;
        if connection.is_readonly("main").map_err(wrong)? {
            let detail = "the file cannot be written";
            return Err(StoreError::new(StoreErrorKind::ReadOnly, "open", path, detail));
        }
        let synchronous = if synchronous { "FULL" } else { "NORMAL" };
        if !Self::set_up(&connection, synchronous).map_err(wrong)? {
            let detail = "its file system does not allow SQLite's WAL mode";
            return Err(StoreError::new(StoreErrorKind::Io, "open", path, detail));
        }
        schema::migrate(&connection).map_err(wrong)?;
        Ok(Self { connection, path: path.to_owned(), journal: Journal::new(path.to_owned(), synchronous) })
    }

    /// Whether it is in WAL mode now.
    fn set_up(connection: &Connection, synchronous: &str) -> rusqlite::Result<bool> {
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.set_prepared_statement_cache_capacity(32);
        connection.pragma_update(None, "page_size", 4096)?;
        let mode: String =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        connection.execute_batch(&format!(
            "PRAGMA synchronous = {synchronous}; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536;
             PRAGMA cell_size_check = ON;"
        ))?;
        Ok(mode == "wal")
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn write(&self, work: &Work, upkeep: &Upkeep) -> rusqlite::Result<Committed> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.write_rows(work)?;
        self.write_kinds(work)?;
        self.write_settings(work)?;
        self.erase(work)?;
        self.write_index(&upkeep.index)?;
        if let Some(indexed) = upkeep.indexed {
            let mut update = self.connection.prepare_cached("UPDATE indexed SET row = ?1, execution = ?2")?;
            update.execute([indexed.row.cast_signed(), indexed.execution.cast_signed()])?;
        }
        self.sweep(upkeep.sweep)?;
        let look = upkeep.sweep > 0 || !work.erase.is_empty();
        let committed = Committed { garbage: look && self.has_garbage()? };
        // Nothing that can fail may come after this.
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(committed)
    }

    fn write_rows(&self, work: &Work) -> rusqlite::Result<()> {
        if work.rows.is_empty() {
            return Ok(());
        }
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
        for (seq, row) in (work.first..).zip(&work.rows) {
            let head = Head::of(seq, row);
            bind_head(&mut insert, &head, head.sum(row.sum))?;
            insert.raw_bind_parameter(10, row.body.as_slice())?;
            insert.raw_execute()?;
        }
        Ok(())
    }

    fn write_kinds(&self, work: &Work) -> rusqlite::Result<()> {
        for (id, kind) in &work.kinds {
            let mut insert =
                self.connection.prepare_cached("INSERT INTO kind VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            let (version, alias) = (kind.version.as_deref(), kind.alias.as_deref());
            insert.execute((id.kind, id.machine, kind.machine.as_str(), kind.definition, version, alias))?;
        }
        Ok(())
    }

    fn write_settings(&self, work: &Work) -> rusqlite::Result<()> {
        for setting in &work.settings {
            let (space, key) = (&setting.space, &setting.key);
            if let Some(value) = &setting.value {
                let sql = "INSERT OR REPLACE INTO setting VALUES (?1, ?2, ?3)";
                self.connection.prepare_cached(sql)?.execute((space, key, value))?;
            } else {
                let sql = "DELETE FROM setting WHERE space = ?1 AND key = ?2";
                self.connection.prepare_cached(sql)?.execute((space, key))?;
            }
        }
        Ok(())
    }

    fn erase(&self, work: &Work) -> rusqlite::Result<()> {
        for (id, head) in &work.erase {
            self.connection
                .prepare_cached("DELETE FROM execution WHERE id = ?1")?
                .execute([id.cast_signed()])?;
            self.connection
                .prepare_cached("INSERT INTO garbage VALUES (?1)")?
                .execute([head.cast_signed()])?;
        }
        Ok(())
    }

    fn write_index(&self, index: &[Known]) -> rusqlite::Result<()> {
        if index.is_empty() {
            return Ok(());
        }
        let mut upsert = self.connection.prepare_cached(
            "INSERT INTO execution VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (id) DO UPDATE SET status = ?5, wake = ?6, at = ?7, redrives = ?8,
                 stopped = ?10, redriven = ?11, head = ?12",
        )?;
        for Known { facts, kind } in index {
            let standing = facts.standing;
            upsert.execute((
                facts.id.cast_signed(),
                kind.kind,
                kind.machine,
                facts.beginning.name.as_str(),
                status_to_sql(standing.status),
                standing.wake.to_sql(),
                standing.at.unix_millis(),
                standing.redrives.cast_signed(),
                facts.beginning.started.unix_millis(),
                facts.stopped.map(crate::Timestamp::unix_millis),
                facts.redriven.map(crate::Timestamp::unix_millis),
                facts.head.cast_signed(),
            ))?;
        }
        Ok(())
    }

    /// Removes rows of forgotten executions, newest first, and notes where to go on.
    fn sweep(&self, mut rows: usize) -> rusqlite::Result<()> {
        while rows > 0 {
            let mut select = self.connection.prepare_cached("SELECT head FROM garbage LIMIT 1")?;
            let Some(first) = optional(select.query_row([], |row| row.get::<_, i64>(0)))? else {
                return Ok(());
            };
            let mut head = first;
            while rows > 0 && head != 0 {
                let mut delete =
                    self.connection.prepare_cached("DELETE FROM log WHERE seq = ?1 RETURNING prev")?;
                // A row that is not there ends the chain: this is no place to complain about it.
                head = optional(delete.query_row([head], |row| row.get(0)))?.unwrap_or(0);
                rows -= 1;
            }
            self.connection.prepare_cached("DELETE FROM garbage WHERE head = ?1")?.execute([first])?;
            if head != 0 {
                self.connection
                    .prepare_cached("INSERT OR IGNORE INTO garbage VALUES (?1)")?
                    .execute([head])?;
            }
        }
        Ok(())
    }

    fn has_garbage(&self) -> rusqlite::Result<bool> {
        self.connection.prepare_cached("SELECT 1 FROM garbage LIMIT 1")?.exists([])
    }
}

impl Disk for SqliteDisk {
    fn commit(&mut self, work: &Work, upkeep: &Upkeep) -> Result<Committed, StoreError> {
        self.write(work, upkeep).map_err(|error| {
            // Whether this works does not matter: nothing is written by this connection any more.
            let _ = self.connection.execute_batch("ROLLBACK");
            StoreError::sqlite("write to", &self.path, error)
        })
    }

    fn tidy(&mut self, how: Tidy) -> Result<(), StoreError> {
        let moved = match how {
            Tidy::Busy => self.journal.busy(&self.connection),
            Tidy::Quiet => self.journal.quiet(&self.connection),
            Tidy::Whole => self.journal.close(&self.connection),
        };
        moved.map_err(|error| StoreError::sqlite("write to", &self.path, error))
    }
}

fn bind_head(insert: &mut Statement<'_>, head: &Head<'_>, sum: i64) -> rusqlite::Result<()> {
    insert.raw_bind_parameter(1, head.seq.cast_signed())?;
    insert.raw_bind_parameter(2, head.execution.cast_signed())?;
    insert.raw_bind_parameter(3, head.prev.cast_signed())?;
    insert.raw_bind_parameter(4, head.status)?;
    insert.raw_bind_parameter(5, head.wake)?;
    insert.raw_bind_parameter(6, head.at)?;
    insert.raw_bind_parameter(7, head.redrives.cast_signed())?;
    insert.raw_bind_parameter(8, sum)?;
    insert.raw_bind_parameter(9, head.start)
}

/// No row is no error.
fn optional<T>(result: rusqlite::Result<T>) -> rusqlite::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error),
    }
}

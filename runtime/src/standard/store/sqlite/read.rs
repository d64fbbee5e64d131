//! Reads, on connections of their own: they wait neither for the writer nor for each other.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::Type;
use rusqlite::{Connection, OpenFlags, Row};

use super::super::codec::{Head, body_fits, head_fits};
use super::super::disk::Known;
use super::super::error::StoreError;
use super::super::facts::{Facts, Standing, StoredRow, Wake, status_from_sql};
use super::super::kinds::Kinds;
use super::optional;
use crate::{Text, Timestamp};

/// Connections that are kept when nobody reads.
const KEPT: usize = 4;

/// The columns of an execution, in the order in which [`known`] expects them.
const EXECUTION: &str = "id, kind, name, status, wake, at, redrives, started, stopped, redriven, head";

/// Connections to read by. As many as read at the same time.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::default() }
    }

    /// Reads by several queries in one transaction, so that everything is of the same moment.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.query(|connection| {
            connection.prepare_cached("BEGIN")?.execute([])?;
            let result = read(connection)?;
            connection.prepare_cached("COMMIT")?.execute([])?;
            Ok(result)
        })
    }

    /// Reads by one query, which is a transaction of its own.
    pub(crate) fn query<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let wrong = |error| StoreError::sqlite("read", &self.path, error);
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(|| self.connect(), Ok).map_err(wrong)?;
        let result = read(&connection).map_err(wrong)?;
        // After an error the connection may be in any state, and is closed.
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        Ok(result)
    }

    /// Closes the connections that nobody uses.
    pub(crate) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.set_prepared_statement_cache_capacity(32);
        connection.execute_batch(
            "PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA cell_size_check = ON;",
        )?;
        Ok(connection)
    }
}

/// Rows of others that are stepped over rather than looked up past. Most chains are long where little else happened.
const NEAR: u64 = 8;

/// A row of the log, checked.
pub(crate) fn row(connection: &Connection, seq: u64) -> rusqlite::Result<Option<StoredRow>> {
    let mut select = connection.prepare_cached(
        "SELECT seq, execution, prev, status, wake, at, redrives, sum, start, body FROM log WHERE seq = ?1",
    )?;
    optional(select.query_row([seq.cast_signed()], |row| stored(seq, row)))
}

/// Adds the rows of a chain from `next` back to `base`, checked; gives the row that is not there, if one is not.
pub(crate) fn chain(
    connection: &Connection,
    mut next: u64,
    base: u64,
    rows: &mut Vec<StoredRow>,
) -> rusqlite::Result<Option<u64>> {
    let mut select = connection.prepare_cached(
        "SELECT seq, execution, prev, status, wake, at, redrives, sum, start, body FROM log
         WHERE seq <= ?1 ORDER BY seq DESC",
    )?;
    while next >= base {
        let wanted = next;
        let mut cursor = select.query([next.cast_signed()])?;
        while next >= base
            && let Some(row) = cursor.next()?
        {
            let seq = number(row, 0)?;
            if seq > next.saturating_add(NEAR) {
                break;
            }
            if seq == next {
                let stored = stored(seq, row)?;
                next = stored.prev;
                rows.push(stored);
            } else if seq < next {
                return Ok(Some(next));
            }
        }
        if next == wanted {
            return Ok(Some(next));
        }
    }
    Ok(None)
}

fn stored(seq: u64, row: &Row<'_>) -> rusqlite::Result<StoredRow> {
    let head = head(seq, row, 1)?;
    let (sum, body): (i64, Vec<u8>) = (row.get(7)?, row.get(9)?);
    if !body_fits(&body, sum) {
        return Err(corrupt(9, &format!("the checksum of row {seq} does not fit its body")));
    }
    Ok(StoredRow { seq, execution: head.execution, prev: head.prev, body })
}

/// The head of a row whose columns from `execution` to `start` begin at `at`, checked.
pub(super) fn head<'a>(seq: u64, row: &'a Row<'_>, at: usize) -> rusqlite::Result<Head<'a>> {
    let start =
        row.get_ref(at + 7)?.as_blob_or_null().map_err(|error| corrupt(at + 7, &error.to_string()))?;
    let head = Head {
        seq,
        execution: number(row, at)?,
        prev: number(row, at + 1)?,
        status: row.get(at + 2)?,
        wake: row.get(at + 3)?,
        at: row.get(at + 4)?,
        redrives: number(row, at + 5)?,
        start,
    };
    if !head_fits(&head, row.get(at + 6)?) || head.prev >= seq {
        return Err(corrupt(at + 6, &format!("the checksum of row {seq} does not fit it")));
    }
    Ok(head)
}

pub(super) fn standing(head: &Head<'_>) -> rusqlite::Result<Standing> {
    let status = status_from_sql(head.status).ok_or_else(|| corrupt(0, "there is no such status"))?;
    let at = Timestamp::from_unix_millis(head.at);
    Ok(Standing { status, wake: Wake::from_sql(head.wake), at, redrives: head.redrives })
}

/// An execution by its number.
pub(crate) fn execution(connection: &Connection, kinds: &Kinds, id: u64) -> rusqlite::Result<Option<Known>> {
    let mut select =
        connection.prepare_cached(&format!("SELECT {EXECUTION} FROM execution WHERE id = ?1"))?;
    optional(select.query_row([id.cast_signed()], |row| known(row, kinds)))
}

/// An execution by its name.
pub(crate) fn named(
    connection: &Connection,
    kinds: &Kinds,
    machine: i64,
    name: &str,
) -> rusqlite::Result<Option<Known>> {
    let sql = format!("SELECT {EXECUTION} FROM execution WHERE machine = ?1 AND name = ?2");
    optional(connection.prepare_cached(&sql)?.query_row((machine, name), |row| known(row, kinds)))
}

/// The newest executions of a kind and status before one of them.
pub(crate) fn listed(
    connection: &Connection,
    kind: i64,
    status: i64,
    before: u64,
    limit: usize,
) -> rusqlite::Result<Vec<u64>> {
    let mut select = connection.prepare_cached(
        "SELECT id FROM execution WHERE kind = ?1 AND status = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4",
    )?;
    let rows = select.query_map((kind, status, signed(before), length(limit)), |row| number(row, 0))?;
    rows.collect()
}

/// The executions whose time comes, by time.
pub(crate) fn due(
    connection: &Connection,
    after: (Timestamp, u64),
    until: Timestamp,
    limit: usize,
) -> rusqlite::Result<Vec<(Timestamp, u64)>> {
    let mut select = connection.prepare_cached(
        "SELECT wake, id FROM execution WHERE wake <> 1 AND wake > 1 AND (wake, id) > (?1, ?2) AND wake <= ?3
         ORDER BY wake, id LIMIT ?4",
    )?;
    let parameters = (after.0.unix_millis(), signed(after.1), until.unix_millis(), length(limit));
    let rows = select
        .query_map(parameters, |row| Ok((Timestamp::from_unix_millis(row.get(0)?), number(row, 1)?)))?;
    rows.collect()
}

/// The executions that can go on at once, by number.
pub(crate) fn ready(connection: &Connection, after: u64, limit: usize) -> rusqlite::Result<Vec<u64>> {
    let mut select = connection.prepare_cached(
        "SELECT id FROM execution WHERE wake <> 1 AND wake = 0 AND id > ?1 ORDER BY id LIMIT ?2",
    )?;
    let rows = select.query_map((signed(after), length(limit)), |row| number(row, 0))?;
    rows.collect()
}

/// How many executions of each kind have a status.
pub(crate) fn counted(connection: &Connection, kind: i64, status: i64) -> rusqlite::Result<u64> {
    let mut select =
        connection.prepare_cached("SELECT count(*) FROM execution WHERE kind = ?1 AND status = ?2")?;
    select.query_row((kind, status), |row| number(row, 0))
}

/// The status of an execution, as it is indexed.
pub(crate) fn status(connection: &Connection, id: u64) -> rusqlite::Result<Option<i64>> {
    let mut select = connection.prepare_cached("SELECT status FROM execution WHERE id = ?1")?;
    optional(select.query_row([id.cast_signed()], |row| row.get(0)))
}

/// The executions that stopped before a time, first the oldest: number and newest row.
pub(crate) fn stopped(
    connection: &Connection,
    before: Timestamp,
    limit: usize,
) -> rusqlite::Result<Vec<(u64, u64)>> {
    let mut select = connection.prepare_cached(
        "SELECT id, head FROM execution WHERE stopped IS NOT NULL AND stopped < ?1 ORDER BY stopped LIMIT ?2",
    )?;
    let rows = select
        .query_map((before.unix_millis(), length(limit)), |row| Ok((number(row, 0)?, number(row, 1)?)))?;
    rows.collect()
}

/// A setting.
pub(crate) fn setting(connection: &Connection, space: &str, key: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut select = connection.prepare_cached("SELECT value FROM setting WHERE space = ?1 AND key = ?2")?;
    optional(select.query_row((space, key), |row| row.get(0)))
}

/// Settings by key.
pub(crate) fn settings(
    connection: &Connection,
    space: &str,
    after: Option<&str>,
    limit: usize,
) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let mut select = connection.prepare_cached(
        "SELECT key, value FROM setting WHERE space = ?1 AND (?2 IS NULL OR key > ?2) ORDER BY key LIMIT ?3",
    )?;
    let rows = select.query_map((space, after, length(limit)), |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

fn known(row: &Row<'_>, kinds: &Kinds) -> rusqlite::Result<Known> {
    let number_of_kind: i64 = row.get(1)?;
    let (id, kind) = kinds.get(number_of_kind).ok_or_else(|| corrupt(1, "there is no such kind"))?;
    let time = |at| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(at)?.map(Timestamp::from_unix_millis));
    let name = row.get_ref(2)?.as_str().map_err(|error| corrupt(2, &error.to_string()))?;
    let beginning = kind.beginning(Text::new(name), Timestamp::from_unix_millis(row.get(7)?));
    let standing = Standing {
        status: status_from_sql(row.get(3)?).ok_or_else(|| corrupt(3, "there is no such status"))?,
        wake: Wake::from_sql(row.get(4)?),
        at: Timestamp::from_unix_millis(row.get(5)?),
        redrives: number(row, 6)?,
    };
    let facts = Facts {
        id: number(row, 0)?,
        beginning: Arc::new(beginning),
        standing,
        stopped: time(8)?,
        redriven: time(9)?,
        head: number(row, 10)?,
    };
    Ok(Known { facts, kind: id })
}

pub(super) fn number(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(at)?.cast_unsigned())
}

/// A number that may be above all that are written.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn length(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

pub(super) fn corrupt(column: usize, detail: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, detail.into())
}

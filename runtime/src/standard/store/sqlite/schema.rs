//! The tables, and how a file of an older version gets them.

use std::path::Path;

use rusqlite::Connection;

use super::super::error::{StoreError, StoreErrorKind};

/// Marks a file as a store, in SQLite's header.
const APPLICATION: i64 = 0x4153_4c53; // "ASLS"

/// A file of version `n` has gone through the first `n` steps. Steps are never changed, only added.
const STEPS: [&str; 1] = ["
    -- The truth, append-only: the rows of an execution are chained by prev.
    CREATE TABLE log (
        seq INTEGER PRIMARY KEY,
        execution INTEGER NOT NULL,
        prev INTEGER NOT NULL,
        status INTEGER NOT NULL,
        wake INTEGER,
        at INTEGER NOT NULL,
        redrives INTEGER NOT NULL,
        sum INTEGER NOT NULL,
        start BLOB,
        body BLOB NOT NULL
    ) STRICT;

    -- Everything below is derived from the log, but settings.
    CREATE TABLE execution (
        id INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        machine INTEGER NOT NULL,
        name TEXT NOT NULL,
        status INTEGER NOT NULL,
        wake INTEGER,
        at INTEGER NOT NULL,
        redrives INTEGER NOT NULL,
        started INTEGER NOT NULL,
        stopped INTEGER,
        redriven INTEGER,
        head INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX execution_name ON execution (machine, name);
    CREATE INDEX execution_kind ON execution (kind, status);
    CREATE INDEX execution_wake ON execution (wake) WHERE wake <> 1;
    CREATE INDEX execution_stopped ON execution (stopped) WHERE stopped IS NOT NULL;

    CREATE TABLE kind (
        id INTEGER PRIMARY KEY,
        machine INTEGER NOT NULL,
        name TEXT NOT NULL,
        definition BLOB NOT NULL,
        version TEXT,
        alias TEXT
    ) STRICT;

    CREATE TABLE setting (
        space TEXT NOT NULL,
        key TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (space, key)
    ) STRICT, WITHOUT ROWID;

    -- The newest of the rows that are left of a forgotten execution.
    CREATE TABLE garbage (head INTEGER PRIMARY KEY) STRICT;

    -- Every row up to `row` is in `execution`; no number up to `execution` is given again.
    CREATE TABLE indexed (
        id INTEGER PRIMARY KEY CHECK (id = 0),
        row INTEGER NOT NULL,
        execution INTEGER NOT NULL
    ) STRICT;
    INSERT INTO indexed VALUES (0, 0, 0);
"];

/// Refuses what is no store of a version up to this one, before anything in the file is changed.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let wrong = |error| StoreError::sqlite("open", path, error);
    let application = pragma(connection, "application_id").map_err(wrong)?;
    let version = pragma(connection, "user_version").map_err(wrong)?;
    let newest = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if application != APPLICATION {
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(wrong)?;
        if application == 0 && version == 0 && tables == 0 {
            return Ok(());
        }
        let detail = "it is a database of another program";
        return Err(StoreError::new(StoreErrorKind::NotAStore, "open", path, detail));
    }
    if version > newest {
        let detail = format!("its format has version {version}, and this library knows up to {newest}");
        return Err(StoreError::new(StoreErrorKind::Newer, "open", path, detail));
    }
    Ok(())
}

/// Brings the file to the newest version, each step in a transaction.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    for (step, version) in STEPS.iter().zip(1..) {
        if pragma(connection, "user_version")? >= version {
            continue;
        }
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {step} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version}; COMMIT;"
        ))?;
    }
    Ok(())
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

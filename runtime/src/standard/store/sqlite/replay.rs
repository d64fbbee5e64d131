//! What a store has to know when it is opened: kinds, numbers, and the executions behind the index.

use std::sync::Arc;

use rusqlite::Connection;

use super::super::codec::decode;
use super::super::disk::{Indexed, Known};
use super::super::facts::Facts;
use super::super::kinds::{Kind, KindId, Kinds};
use super::super::overlay::Overlay;
use super::read::{corrupt, execution, head, number, standing};
use crate::Text;

/// The state of a store, as its file has it.
#[derive(Debug)]
pub(crate) struct Replayed {
    pub(crate) overlay: Overlay,
    /// The newest row.
    pub(crate) last: u64,
    /// The newest execution.
    pub(crate) executions: u64,
    /// How far the index goes.
    pub(crate) indexed: Indexed,
    /// Whether rows of forgotten executions are left.
    pub(crate) garbage: bool,
}

/// All kinds.
pub(crate) fn kinds(connection: &Connection) -> rusqlite::Result<Kinds> {
    let mut kinds = Kinds::default();
    let mut select = connection.prepare("SELECT id, machine, name, definition, version, alias FROM kind")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let text = |at| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.map(Text::from));
        let kind = Kind {
            machine: text(2)?.unwrap_or_default(),
            definition: row.get(3)?,
            version: text(4)?,
            alias: text(5)?,
        };
        kinds.insert(KindId { kind: row.get(0)?, machine: row.get(1)? }, kind);
    }
    Ok(kinds)
}

/// Reads the rows behind the index. Those of them whose executions are indexed nevertheless change nothing.
pub(crate) fn replay(connection: &Connection, kinds: &Kinds) -> rusqlite::Result<Replayed> {
    let indexed = connection.query_row("SELECT row, execution FROM indexed", [], |row| {
        Ok(Indexed { row: number(row, 0)?, execution: number(row, 1)? })
    })?;
    let newest =
        |table| connection.query_row(table, [], |row| Ok(row.get::<_, Option<i64>>(0)?.unwrap_or(0)));
    let mut replayed = Replayed {
        overlay: Overlay::default(),
        last: indexed.row.max(newest("SELECT max(seq) FROM log")?.cast_unsigned()),
        executions: indexed.execution.max(newest("SELECT max(id) FROM execution")?.cast_unsigned()),
        indexed,
        garbage: connection.prepare("SELECT 1 FROM garbage LIMIT 1")?.exists([])?,
    };
    let mut select = connection.prepare(
        "SELECT seq, execution, prev, status, wake, at, redrives, sum, start FROM log WHERE seq > ?1 ORDER BY seq",
    )?;
    let mut rows = select.query([indexed.row.cast_signed()])?;
    while let Some(row) = rows.next()? {
        let seq = number(row, 0)?;
        let head = head(seq, row, 1)?;
        let standing = standing(&head)?;
        let id = head.execution;
        replayed.executions = replayed.executions.max(id);
        if replayed.overlay.get(id).is_some() {
            replayed.overlay.advance(id, seq, standing);
            continue;
        }
        if let Some(mut known) = execution(connection, kinds, id)? {
            if known.facts.head < seq {
                known.facts.advance(seq, standing);
                replayed.overlay.admit(known, seq);
            }
            continue;
        }
        let beginning = head.start.and_then(decode);
        let beginning = beginning.ok_or_else(|| corrupt(8, &format!("row {seq} begins no execution")))?;
        let kind = kinds.id(&Kind::of(&beginning)).ok_or_else(|| corrupt(8, "there is no such kind"))?;
        let facts = Facts::begin(id, seq, Arc::new(beginning), standing);
        replayed.overlay.admit(Known { facts, kind }, seq);
    }
    Ok(replayed)
}

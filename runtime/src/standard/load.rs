//! Reads an execution from the log: where each frame stands, and what was heard of its tokens.

use super::codec::{Body, Head, Heard, Malformed, Place, Stored, TextRef};
use super::core::Core;
use super::durable::{Durable, Loaded};
use super::error::Error;
use super::store::{Facts, StoredRow};
use crate::context::Execution;
use crate::engine::{Random, Stage, TaskToken};
use crate::error::Status;
use crate::history::{Details, EventType, HistoryEvent};
use crate::machine::Outcome;
use crate::value::{Text, Value};
use std::sync::{Arc, OnceLock};

/// Loads a running execution.
pub(super) fn load(core: &Arc<Core>, id: u64) -> Result<Durable, Error> {
    let facts =
        core.store().facts(id)?.ok_or_else(|| Error::ExecutionDoesNotExist(format!("#{id}").into()))?;
    if facts.standing.status != Status::Running {
        return Err(Error::NotRunning);
    }
    let head = core.store().row(facts.head)?;
    let said = Head::decode(&head.body)?;
    let base = if said.base == 0 { head.seq } else { said.base };
    let mut loaded = Loaded { id, random: said.random, last_event: said.last_event, ..Loaded::default() };
    let log = &mut loaded.log;
    log.head = facts.head;
    log.base = base;
    log.first = if said.first == 0 { head.seq } else { said.first };
    log.last_event = said.last_event;
    log.redrives = facts.standing.redrives;
    let mut rows = vec![head];
    if base < facts.head {
        rows = core.store().chain(facts.head, base)?;
    }
    log.rows = rows.len() as u64;
    let mut is_revived = false;
    for row in &rows {
        let body = Body::decode_without_events(&row.body, &mut |place| text(core, &rows, place))?;
        for (address, stored) in body.frames {
            let stored = match stored {
                stored if is_revived => revived(stored),
                // Its end is in the same row.
                Stored::Failed(_) => None,
                stored => Some(stored),
            };
            let Some(stored) = stored else { continue };
            log.frames.entry(address).or_insert(stored);
        }
        if !is_revived {
            for (token, heard) in body.tokens {
                log.heard(token, heard);
            }
        }
        is_revived |= body.head.redriven;
    }
    log.expect_tokens();
    let first = log.first;
    let (input, parent) = beginning(core, &rows, first)?;
    loaded.parent = parent.and_then(|(_, token)| token);
    let execution = Arc::new(execution(core, &facts, input));
    let durable = Durable::new(core.clone(), execution, facts.beginning.definition, since(&facts), loaded);
    durable.put_together()?;
    Ok(durable)
}

/// When the execution's time began to run: a redrive begins it anew.
fn since(facts: &Facts) -> crate::time::Timestamp {
    facts.redriven.unwrap_or(facts.beginning.started)
}

/// Where a frame goes on that stood there when its execution failed; `None` when that is in an older row.
fn revived(stored: Stored) -> Option<Stored> {
    match stored {
        Stored::Finished(end) => match &end.outcome {
            Ok(_) => Some(Stored::Finished(end)),
            Err(_) => None,
        },
        Stored::At(place) => Some(Stored::At(again(place))),
        Stored::Failed(place) => Some(Stored::At(again(place))),
    }
}

/// An attempt that was under way begins anew, with all of its retries.
fn again(mut place: Place) -> Place {
    let position = &mut place.position;
    position.retries.clear();
    if let Stage::Queued { .. }
    | Stage::Scheduled { .. }
    | Stage::Submitted { .. }
    | Stage::BackingOff { .. } = position.stage
    {
        position.stage = Stage::Entered;
    }
    place
}

/// The first row of an execution.
pub(super) fn first_row(core: &Core, facts: &Facts) -> Result<u64, Error> {
    let said = Head::decode(&core.store().row(facts.head)?.body)?;
    Ok(if said.first == 0 { facts.head } else { said.first })
}

/// How an execution ended.
pub(super) fn outcome(core: &Core, facts: &Facts) -> Result<Outcome, Error> {
    let row = core.store().row(facts.head)?;
    let body = Body::decode_without_events(&row.body, &mut |place| text(core, &[], place))?;
    let end = body.frames.into_iter().find_map(|(address, stored)| match stored {
        Stored::Finished(end) if address.is_empty() => Some(end.outcome),
        _ => None,
    });
    end.ok_or_else(|| Malformed("an execution has ended without an outcome").into())
}

/// The execution's input.
pub(super) fn input(core: &Core, first: u64) -> Result<Value, Error> {
    Ok(beginning(core, &[], first)?.0)
}

/// Who started an execution: the idempotency key of an attempt, and the token that the end completes.
pub(super) type Parent = (Text, Option<TaskToken>);

/// What the first row says: the input, and who started it if that was another execution.
pub(super) fn beginning(
    core: &Core,
    rows: &[StoredRow],
    first: u64,
) -> Result<(Value, Option<Parent>), Error> {
    let read;
    let row = if let Some(row) = rows.iter().find(|row| row.seq == first) {
        row
    } else {
        read = core.store().row(first)?;
        &read
    };
    let body = Body::decode(&row.body, &mut |place| text(core, rows, place))?;
    let parent = body.tokens.into_iter().find_map(|(key, heard)| match heard {
        Heard::Parent(token) => Some((key, token.map(TaskToken::new))),
        _ => None,
    });
    match body.events.into_iter().next() {
        Some(HistoryEvent {
            kind: EventType::ExecutionStarted, details: Details::Started(started), ..
        }) => Ok((started.input.0, parent)),
        _ => Err(Malformed("an execution does not begin with its start").into()),
    }
}

/// A text that another row has.
pub(super) fn text(core: &Core, rows: &[StoredRow], place: TextRef) -> Result<Value, Malformed> {
    // The newest comes first.
    let found = rows.binary_search_by(|row| place.row.cmp(&row.seq)).ok();
    if let Some(row) = found.and_then(|place| rows.get(place)) {
        return Body::value_at(&row.body, place.number);
    }
    let row = core.store().row(place.row).map_err(|error| {
        tracing::error!(%error, row = place.row, "a row that another one refers to cannot be read");
        Malformed("a text is in a row that cannot be read")
    })?;
    Body::value_at(&row.body, place.number)
}

/// Who runs.
pub(super) fn execution(core: &Core, facts: &Facts, input: Value) -> Execution {
    let beginning = &facts.beginning;
    Execution {
        machine: beginning.machine.clone(),
        account: Some(core.settings().account.clone()),
        given_name: Some(beginning.name.clone()),
        name: OnceLock::new(),
        arn: OnceLock::new(),
        random: Random::default(),
        start_time: beginning.started,
        redrive_count: facts.standing.redrives,
        input,
    }
}

//! `RedriveExecution`.

use super::Standard;
use crate::error::Status;
use crate::history::{Details, EventType, HistoryEvent, Redriven};
use crate::standard::Error;
use crate::standard::api::Redrivable;
use crate::standard::codec::{Body, Head, Recent};
use crate::standard::store::{Facts, Row, Standing, StoreErrorKind, Ticket, Wake};
use crate::time::Timestamp;
use std::time::Duration;

/// How long after its end an execution can be redriven (AWS: "Redriving executions").
const WINDOW: Duration = Duration::from_secs(14 * 24 * 3600);
/// How long an execution may be open in all.
const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

impl Standard {
    /// Lets an execution that did not succeed go on from where it failed (AWS: `RedriveExecution`).
    ///
    /// States that were left are not run again. A task that failed is scheduled anew, with all of its retries; of a Parallel or
    /// Map only what failed or was cut off runs again, or everything if it failed with `States.DataLimitExceeded`. The
    /// definition is the one that it started with.
    ///
    /// # Errors
    /// [`Error::ExecutionNotRedrivable`] for one that runs or has succeeded, ended more than 14 days ago, is a year old, or has a
    /// full history; [`Error::InvalidArn`], [`Error::ExecutionDoesNotExist`], or the store failed.
    pub async fn redrive(&self, execution_arn: &str) -> Result<Timestamp, Error> {
        loop {
            let facts = self.find(execution_arn)?;
            if let Redrivable::No(reason) = self.redrivable(&facts)? {
                return Err(Error::ExecutionNotRedrivable(reason));
            }
            if let Some((now, ticket)) = self.begin_again(&facts)? {
                let core = self.core();
                match core.touch(facts.id, |_, _| ()) {
                    // Somebody else may have driven it to its end already.
                    Ok(()) | Err(Error::NotRunning) => {}
                    Err(error) => return Err(error),
                }
                core.committed(ticket).await?;
                return Ok(now);
            }
        }
    }

    /// Writes that an execution is redriven; `None` if somebody else was faster.
    fn begin_again(&self, facts: &Facts) -> Result<Option<(Timestamp, Ticket)>, Error> {
        let core = self.core();
        let (now, redrives) = (core.now(), facts.standing.redrives + 1);
        let said = Head::decode(&core.store().row(facts.head)?.body)?;
        let event = HistoryEvent {
            id: said.last_event + 1,
            previous_event_id: 0,
            timestamp: now,
            kind: EventType::ExecutionRedriven,
            details: Details::Redriven(Redriven { redrive_count: redrives }),
        };
        let head = Head { last_event: said.last_event + 1, redriven: true, ..said };
        let (body, _) = Body { head, events: vec![event], ..Body::default() }.encode(&Recent::default());
        let standing = Standing { status: Status::Running, wake: Wake::Now, at: now, redrives };
        let row = Row { execution: facts.id, prev: facts.head, standing, body };
        match core.store().append(row) {
            Ok(ticket) => Ok(Some((now, ticket))),
            Err(error) if error.kind() == StoreErrorKind::Conflict => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether an execution can be redriven.
    pub(super) fn redrivable(&self, facts: &Facts) -> Result<Redrivable, Error> {
        let core = self.core();
        let no = |reason: &str| Ok(Redrivable::No(reason.into()));
        match facts.standing.status {
            Status::Running => return no("Execution is RUNNING and cannot be redriven"),
            Status::PendingRedrive => return no("Execution is PENDING_REDRIVE and cannot be redriven"),
            Status::Succeeded => return no("Execution is SUCCEEDED and cannot be redriven"),
            Status::Failed | Status::TimedOut | Status::Aborted => {}
        }
        let now = core.now();
        let stopped = facts.stopped.unwrap_or(facts.standing.at);
        if now.duration_since(stopped) > WINDOW {
            return no("Execution history data not available: the redrivable period of 14 days is over");
        }
        if now.duration_since(facts.beginning.started) > YEAR {
            return no("Execution is open for longer than a year");
        }
        let events = Head::decode(&core.store().row(facts.head)?.body)?.last_event;
        match core.limits().history_events {
            Some(limit) if events >= limit.saturating_sub(1) => {
                no("Execution history event limit exceeded: it cannot be redriven")
            }
            _ => Ok(Redrivable::Yes),
        }
    }
}

//! `DescribeExecution`.

use super::Standard;
use crate::error::Status;
use crate::standard::Error;
use crate::standard::load;
use crate::standard::store::Facts;
use crate::time::Timestamp;
use crate::value::{Text, Value};
use std::pin::pin;

/// What `DescribeExecution` shows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are those of AWS's API reference")]
pub struct Description {
    pub execution_arn: Text,
    pub state_machine_arn: Text,
    pub name: Text,
    pub status: Status,
    pub start_date: Timestamp,
    pub stop_date: Option<Timestamp>,
    pub input: Value,
    pub output: Option<Value>,
    pub error: Option<Text>,
    pub cause: Option<Text>,
    pub redrive_count: u64,
    pub redrive_date: Option<Timestamp>,
    pub redrive_status: Redrivable,
    pub state_machine_version_arn: Option<Text>,
    pub state_machine_alias_arn: Option<Text>,
}

/// Whether an execution can be redriven (AWS: `redriveStatus`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redrivable {
    /// `REDRIVABLE`.
    Yes,
    /// `NOT_REDRIVABLE`, with `redriveStatusReason`.
    No(Text),
}

impl Standard {
    /// Describes an execution (AWS: `DescribeExecution`). What it tells is on the disk.
    ///
    /// # Errors
    /// [`Error::InvalidArn`], [`Error::ExecutionDoesNotExist`], or the store failed.
    pub async fn describe(&self, execution_arn: &str) -> Result<Description, Error> {
        let facts = self.find(execution_arn)?;
        let core = self.core();
        core.committed(core.store().durable(facts.head)).await?;
        let first = load::first_row(core, &facts)?;
        let input = load::input(core, first)?;
        let outcome = match facts.standing.status {
            Status::Running | Status::PendingRedrive => None,
            _ => Some(load::outcome(core, &facts)?),
        };
        let (output, failure) = match outcome {
            None => (None, None),
            Some(Ok(output)) => (Some(output), None),
            Some(Err(failure)) => (None, Some(failure)),
        };
        let beginning = &facts.beginning;
        let state_machine_arn = self.machine_arn(&beginning.machine);
        let qualified = |qualifier: &Option<Text>| {
            qualifier.as_ref().map(|qualifier| Text::from(format!("{state_machine_arn}:{qualifier}")))
        };
        Ok(Description {
            execution_arn: self.arn_of(&facts),
            name: beginning.name.clone(),
            status: facts.standing.status,
            start_date: beginning.started,
            stop_date: facts.stopped,
            input,
            output,
            error: failure.as_ref().and_then(|failure| failure.error().cloned()),
            cause: failure.as_ref().and_then(|failure| failure.cause().cloned()),
            redrive_count: facts.standing.redrives,
            redrive_date: facts.redriven,
            redrive_status: self.redrivable(&facts)?,
            state_machine_version_arn: qualified(&beginning.version),
            state_machine_alias_arn: qualified(&beginning.alias),
            state_machine_arn,
        })
    }

    /// Waits until an execution has ended, and that is on the disk.
    pub(super) async fn ended(&self, id: u64, arn: &str) -> Result<Facts, Error> {
        let core = self.core();
        loop {
            let end = core.end_of(id);
            let mut told = pin!(end.told());
            // From here on no end is missed.
            told.as_mut().enable();
            let facts = core.store().facts(id)?.ok_or_else(|| Error::ExecutionDoesNotExist(arn.into()))?;
            if facts.standing.wake == crate::standard::store::Wake::Ended {
                core.committed(core.store().durable(facts.head)).await?;
                return Ok(facts);
            }
            if core.is_closed() {
                return Err(Error::Closed);
            }
            told.await;
        }
    }
}

//! `ListExecutions`.

use super::{Standard, page};
use crate::error::Status;
use crate::standard::Error;
use crate::standard::store::Filter;
use crate::time::Timestamp;
use crate::value::Text;

/// Which executions to list.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    machine: Option<Text>,
    status: Option<Status>,
    max_results: usize,
    next_token: Option<Text>,
}

impl ListQuery {
    /// Those of the machine of this name.
    #[must_use]
    pub fn machine(mut self, name: impl Into<Text>) -> Self {
        self.machine = Some(name.into());
        self
    }

    /// Those of this status.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// How many executions a page has: at most 1,000; 0, the default, stands for 100.
    #[must_use]
    pub fn max_results(mut self, max_results: usize) -> Self {
        self.max_results = max_results;
        self
    }

    /// The page behind another one of the same query.
    #[must_use]
    pub fn next_token(mut self, next_token: impl Into<Text>) -> Self {
        self.next_token = Some(next_token.into());
        self
    }
}

/// An execution in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are those of AWS's API reference")]
pub struct ExecutionSummary {
    pub execution_arn: Text,
    pub state_machine_arn: Text,
    pub name: Text,
    pub status: Status,
    pub start_date: Timestamp,
    pub stop_date: Option<Timestamp>,
    pub redrive_count: u64,
    pub redrive_date: Option<Timestamp>,
}

/// A page of executions, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// The executions.
    pub executions: Vec<ExecutionSummary>,
    /// The next page, if there is one.
    pub next_token: Option<Text>,
}

impl Standard {
    /// Lists executions, the newest first (AWS: `ListExecutions`). What it tells is on the disk.
    ///
    /// # Errors
    /// [`Error::InvalidToken`] for a token of another query, [`Error::Validation`] for too large a page, or the store failed.
    pub async fn list(&self, query: &ListQuery) -> Result<ListPage, Error> {
        let scope = format!("{:?} {:?}", query.machine, query.status);
        let before = page::read(query.next_token.as_ref(), &scope)?;
        let size = page::size(query.max_results)?;
        let filter = Filter { machine: query.machine.clone(), status: query.status, ..Filter::default() };
        let core = self.core().clone();
        let store = core.clone();
        let mut found = self.blocking(move || Ok(store.store().list(&filter, before, size + 1)?)).await?;
        let has_more = found.len() > size;
        found.truncate(size);
        if let Some(newest) = found.iter().map(|facts| facts.head).max() {
            core.committed(core.store().durable(newest)).await?;
        }
        let last = found.last().filter(|_| has_more).map(|facts| facts.id);
        let summary = |facts: &crate::standard::store::Facts| ExecutionSummary {
            execution_arn: self.arn_of(facts),
            state_machine_arn: self.machine_arn(&facts.beginning.machine),
            name: facts.beginning.name.clone(),
            status: facts.standing.status,
            start_date: facts.beginning.started,
            stop_date: facts.stopped,
            redrive_count: facts.standing.redrives,
            redrive_date: facts.redriven,
        };
        Ok(ListPage {
            executions: found.iter().map(summary).collect(),
            next_token: last.map(|last| page::write(last, &scope)),
        })
    }
}

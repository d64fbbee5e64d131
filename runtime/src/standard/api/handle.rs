//! An execution, for whoever started it.

use super::{Description, Standard, history};
use crate::error::{Failure, RunError};
use crate::history::HistoryEvent;
use crate::standard::Error;
use crate::standard::load;
use crate::standard::store::Facts;
use crate::time::Timestamp;
use crate::value::{Text, Value};
use serde::de::DeserializeOwned;
use std::fmt;

/// An execution on an open store. To drop it changes nothing.
#[derive(Clone)]
pub struct ExecutionHandle {
    standard: Standard,
    id: u64,
    arn: Text,
    name: Text,
    started: Timestamp,
}

impl fmt::Debug for ExecutionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExecutionHandle").field("arn", &self.arn).finish_non_exhaustive()
    }
}

impl Standard {
    /// The execution with this ARN.
    ///
    /// # Errors
    /// [`Error::InvalidArn`], [`Error::ExecutionDoesNotExist`], or the store failed.
    pub fn execution(&self, execution_arn: &str) -> Result<ExecutionHandle, Error> {
        Ok(ExecutionHandle::new(self.clone(), &self.find(execution_arn)?))
    }
}

impl ExecutionHandle {
    pub(super) fn new(standard: Standard, facts: &Facts) -> Self {
        let arn = standard.arn_of(facts);
        let beginning = &facts.beginning;
        Self { standard, id: facts.id, arn, name: beginning.name.clone(), started: beginning.started }
    }

    /// Its ARN.
    pub fn arn(&self) -> &Text {
        &self.arn
    }

    /// Its name.
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// When it started.
    pub fn start_date(&self) -> Timestamp {
        self.started
    }

    /// Waits for its end. A later redrive may still change it.
    ///
    /// # Errors
    /// [`RunError::Execution`] when it did not succeed, [`RunError::Output`] when its output does not fit the type,
    /// [`RunError::Engine`] when the store was closed or failed.
    pub async fn wait<T: DeserializeOwned>(&self) -> Result<T, RunError> {
        crate::value::from_value(self.wait_value().await?).map_err(RunError::Output)
    }

    /// Waits for its end and its output as it is.
    ///
    /// # Errors
    /// As for [`wait`](Self::wait).
    pub async fn wait_value(&self) -> Result<Value, RunError> {
        let engine = |error: Error| RunError::Engine(Box::new(error));
        let facts = self.ended().await.map_err(engine)?;
        let outcome = load::outcome(self.standard.core(), &facts).map_err(engine)?;
        outcome.map_err(|failure| RunError::Execution(Failure::into_execution_error(failure)))
    }

    /// Waits until it has ended, and that is on the disk.
    pub(super) async fn ended(&self) -> Result<Facts, Error> {
        self.standard.ended(self.id, &self.arn).await
    }

    /// What is known about it.
    ///
    /// # Errors
    /// As for [`Standard::describe`].
    pub async fn describe(&self) -> Result<Description, Error> {
        self.standard.describe(&self.arn).await
    }

    /// All of its events so far.
    ///
    /// # Errors
    /// As for [`Standard::history`].
    pub async fn history(&self) -> Result<Vec<HistoryEvent>, Error> {
        let facts = self.standard.find(&self.arn)?;
        let core = self.standard.core().clone();
        core.committed(core.store().durable(facts.head)).await?;
        self.standard.blocking(move || history::whole(&core, &facts)).await
    }

    /// Stops it.
    ///
    /// # Errors
    /// As for [`Standard::stop`].
    pub async fn stop(&self, error: Option<&str>, cause: Option<&str>) -> Result<Timestamp, Error> {
        self.standard.stop(&self.arn, error, cause).await
    }

    /// Lets it go on from where it failed.
    ///
    /// # Errors
    /// As for [`Standard::redrive`].
    pub async fn redrive(&self) -> Result<Timestamp, Error> {
        self.standard.redrive(&self.arn).await
    }
}

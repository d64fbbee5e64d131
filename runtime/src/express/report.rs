//! What an execution did.

use crate::context::Execution;
use crate::error::{ExecutionError, Failure, RunError, Status};
use crate::history::HistoryEvent;
use crate::machine::Outcome;
use crate::time::Timestamp;
use crate::value::Value;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// An execution after its end: outcome and history.
#[derive(Clone, Debug)]
pub struct Report {
    execution: Arc<Execution>,
    outcome: Result<Value, ExecutionError>,
    stop_time: Timestamp,
    history: Vec<HistoryEvent>,
}

impl Report {
    pub(super) fn new(
        execution: Arc<Execution>,
        outcome: Outcome,
        stop_time: Timestamp,
        history: Vec<HistoryEvent>,
    ) -> Self {
        let outcome = outcome.map_err(Failure::into_execution_error);
        Self { execution, outcome, stop_time, history }
    }

    /// Name, ARN, start.
    pub fn execution(&self) -> &Execution {
        &self.execution
    }

    /// How it ended; `Running` when its journal halted it.
    pub fn status(&self) -> Status {
        self.outcome.as_ref().map_or_else(ExecutionError::status, |_| Status::Succeeded)
    }

    /// Output, or error.
    ///
    /// # Errors
    /// When the execution did not succeed.
    pub fn outcome(&self) -> Result<&Value, &ExecutionError> {
        self.outcome.as_ref()
    }

    /// The output in a type of yours.
    ///
    /// # Errors
    /// When the execution did not succeed, or its output does not fit the type.
    pub fn output<T: DeserializeOwned>(&self) -> Result<T, RunError> {
        let output = self.outcome.clone()?;
        crate::value::from_value(output).map_err(RunError::Output)
    }

    /// When it ended.
    pub fn stop_time(&self) -> Timestamp {
        self.stop_time
    }

    /// The events, in order of their ids.
    pub fn history(&self) -> &[HistoryEvent] {
        &self.history
    }
}

//! Executions in the background.

use crate::context::Execution;
use crate::error::{ExecutionError, Failure, RunError, Status};
use crate::machine::{Outcome, Stop};
use crate::value::{Text, Value};
use serde::de::DeserializeOwned;
use std::future::Future;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// A running execution. Dropping the handle lets it run on; [`cancel`](Self::cancel) drops it.
#[derive(Debug)]
pub struct Handle {
    execution: Arc<Execution>,
    stop: Arc<Stop>,
    task: JoinHandle<Outcome>,
}

impl Handle {
    pub(super) fn spawn<F>(execution: Arc<Execution>, run: impl FnOnce(Arc<Stop>) -> F) -> Self
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let stop = Arc::new(Stop::default());
        let task = tokio::spawn(run(stop.clone()));
        Self { execution, stop, task }
    }

    /// Name, ARN, start.
    pub fn execution(&self) -> &Execution {
        &self.execution
    }

    /// Whether it has ended.
    pub fn is_finished(&self) -> bool {
        self.task.is_finished()
    }

    /// Stops it (AWS: `StopExecution`): it ends as `ABORTED` with this error and cause.
    pub fn stop(&self, error: Option<&str>, cause: Option<&str>) {
        self.stop.request(error.map(Text::from), cause.map(Text::from));
    }

    /// Drops it where it stands: running tasks are dropped at their next await.
    pub fn cancel(&self) {
        self.task.abort();
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// When it did not succeed or its output does not fit the type; a cancelled one is `ABORTED`.
    pub async fn wait<T: DeserializeOwned>(self) -> Result<T, RunError> {
        crate::value::from_value(self.wait_value().await?).map_err(RunError::Output)
    }

    /// Waits for its end and its output as it is.
    ///
    /// # Errors
    /// When it did not succeed; a cancelled one is `ABORTED`.
    pub async fn wait_value(self) -> Result<Value, ExecutionError> {
        match self.task.await {
            Ok(outcome) => outcome.map_err(Failure::into_execution_error),
            Err(stopped) => {
                let cause =
                    if stopped.is_panic() { "the execution panicked" } else { "the execution was cancelled" };
                Err(ExecutionError::new(Status::Aborted, None, Some(Text::new_static(cause))))
            }
        }
    }
}

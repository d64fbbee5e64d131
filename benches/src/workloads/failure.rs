//! How hand-written workflows fail, retry and catch: what a careful author writes once per program.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// An execution that failed, with the error's name and text.
#[derive(Debug)]
pub(crate) struct ExecutionError {
    error: &'static str,
    cause: String,
}

impl ExecutionError {
    pub(crate) fn new(error: &'static str, cause: impl Into<String>) -> Self {
        Self { error, cause: cause.into() }
    }

    /// A path that selects nothing, or something of another type.
    #[cold]
    pub(crate) fn no_such_path(path: &[&str]) -> Self {
        Self::new("States.Runtime", format!("no usable value at $.{}", path.join(".")))
    }
}

impl fmt::Display for ExecutionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.cause)
    }
}

impl Error for ExecutionError {}

impl From<TaskError> for ExecutionError {
    fn from(failure: TaskError) -> Self {
        Self { error: failure.error, cause: failure.cause }
    }
}

impl From<serde_json::Error> for ExecutionError {
    fn from(failure: serde_json::Error) -> Self {
        Self::new("States.Runtime", failure.to_string())
    }
}

/// A task that failed.
#[derive(Debug)]
pub(crate) struct TaskError {
    pub(crate) error: &'static str,
    pub(crate) cause: String,
}

/// One Retrier.
#[derive(Debug)]
pub(crate) struct Retrier {
    pub(crate) error_equals: &'static [&'static str],
    pub(crate) interval: Duration,
    pub(crate) max_attempts: u32,
    pub(crate) backoff_rate: f64,
}

impl Retrier {
    /// Calls the task until it succeeds, fails with an error that is not listed, or has been retried often enough.
    ///
    /// # Errors
    /// The last failure.
    pub(crate) async fn run<T>(&self, task: impl AsyncFn() -> Result<T, TaskError>) -> Result<T, TaskError> {
        let mut wait = self.interval;
        let mut retries = 0;
        loop {
            match task().await {
                Err(failure) if retries < self.max_attempts && self.error_equals.contains(&failure.error) => {
                    retries += 1;
                    tokio::time::sleep(wait).await;
                    wait = wait.mul_f64(self.backoff_rate);
                }
                outcome => return outcome,
            }
        }
    }
}

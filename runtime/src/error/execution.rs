//! What the caller of an execution sees.

use crate::value::{DeserializeError, SerializeError, Text};
use std::fmt;

/// The status of an execution (AWS API: `ExecutionStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// It goes on.
    Running,
    /// It reached an end.
    Succeeded,
    /// It failed with an error that nothing caught.
    Failed,
    /// The machine's `TimeoutSeconds` passed.
    TimedOut,
    /// It was stopped.
    Aborted,
    /// It ended without success and is about to be redriven.
    PendingRedrive,
}

impl Status {
    /// AWS's word: `SUCCEEDED`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::TimedOut => "TIMED_OUT",
            Self::Aborted => "ABORTED",
            Self::PendingRedrive => "PENDING_REDRIVE",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An execution that did not succeed, with AWS's error name and cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutionError {
    status: Status,
    error: Option<Text>,
    cause: Option<Text>,
}

impl ExecutionError {
    pub(crate) fn new(status: Status, error: Option<Text>, cause: Option<Text>) -> Self {
        Self { status, error, cause }
    }

    /// `Failed`, `TimedOut` or `Aborted`.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The error name: `States.Runtime`, or what a task or a Fail state said.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The cause.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }
}

impl fmt::Display for ExecutionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the execution ended as {}", self.status)?;
        if let Some(error) = &self.error {
            write!(f, " with {error}")?;
        }
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ExecutionError {}

/// Why `run` gave no output.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// The input could not be turned into JSON.
    Input(SerializeError),
    /// The execution did not succeed.
    Execution(ExecutionError),
    /// The execution succeeded, but its output does not fit the type that was asked for.
    Output(DeserializeError),
    /// What became of the execution is not known here: the engine's store was closed or failed.
    Engine(Box<dyn std::error::Error + Send + Sync>),
}

impl RunError {
    /// The execution's own error, if that is what went wrong.
    pub fn execution(&self) -> Option<&ExecutionError> {
        match self {
            Self::Execution(error) => Some(error),
            Self::Input(_) | Self::Output(_) | Self::Engine(_) => None,
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(_) => f.write_str("the input cannot be turned into JSON"),
            Self::Execution(error) => error.fmt(f),
            Self::Output(_) => f.write_str("the execution's output does not fit the type asked for"),
            Self::Engine(_) => f.write_str("the engine stopped before the execution ended"),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Input(error) => Some(error),
            Self::Execution(_) => None,
            Self::Output(error) => Some(error),
            Self::Engine(error) => Some(&**error),
        }
    }
}

impl From<ExecutionError> for RunError {
    fn from(error: ExecutionError) -> Self {
        Self::Execution(error)
    }
}

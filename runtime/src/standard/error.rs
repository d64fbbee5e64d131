//! What the store's interface answers when it cannot do what it is asked to, in AWS's words.

use super::codec::Malformed;
use super::store::StoreError;
use crate::engine::CallbackError;
use crate::value::{SerializeError, Text};
use std::fmt;

/// An error of the interface. [`code`](Self::code) is AWS's name of it, and it displays as AWS's message.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// No activity has this ARN.
    ActivityDoesNotExist(Text),
    /// An execution of this name exists, with another input or closed.
    ExecutionAlreadyExists(Text),
    /// No execution has this ARN.
    ExecutionDoesNotExist(Text),
    /// The execution cannot be redriven, for this reason.
    ExecutionNotRedrivable(Text),
    /// The text is no ARN of the resource that was expected.
    InvalidArn(Text),
    /// The input is no JSON, or too large.
    InvalidExecutionInput(Text),
    /// Not a name: 1 to 80 characters, none of which is white space or one of ``<>{}[]?*"#%\^|~`$&,;:/``.
    InvalidName(Text),
    /// The output is no JSON, or too large.
    InvalidOutput(Text),
    /// No token of this store, of a task or of a page.
    InvalidToken,
    /// No machine of this name is registered.
    StateMachineDoesNotExist(Text),
    /// Nobody waits for the token (any more).
    TaskDoesNotExist,
    /// What is asked for does not go with what is there.
    Conflict(Text),
    /// A version or alias is not there; its ARN.
    ResourceNotFound(Text),
    /// There may not be more of them.
    ServiceQuotaExceeded(Text),
    /// A field breaks a rule of AWS's API.
    Validation(Text),
    /// The execution has ended.
    NotRunning,
    /// The store was closed, or failed before.
    Closed,
    /// A value does not fit its type.
    Serialize(SerializeError),
    /// The store failed.
    Store(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// AWS's name of the error: `ExecutionAlreadyExists`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ActivityDoesNotExist(_) => "ActivityDoesNotExist",
            Self::ExecutionAlreadyExists(_) => "ExecutionAlreadyExists",
            Self::ExecutionDoesNotExist(_) => "ExecutionDoesNotExist",
            Self::ExecutionNotRedrivable(_) => "ExecutionNotRedrivable",
            Self::InvalidArn(_) => "InvalidArn",
            Self::InvalidExecutionInput(_) | Self::Serialize(_) => "InvalidExecutionInput",
            Self::InvalidName(_) => "InvalidName",
            Self::InvalidOutput(_) => "InvalidOutput",
            Self::InvalidToken => "InvalidToken",
            Self::StateMachineDoesNotExist(_) => "StateMachineDoesNotExist",
            Self::TaskDoesNotExist => "TaskDoesNotExist",
            Self::Conflict(_) => "ConflictException",
            Self::ResourceNotFound(_) => "ResourceNotFound",
            Self::ServiceQuotaExceeded(_) => "ServiceQuotaExceededException",
            Self::NotRunning | Self::Validation(_) => "ValidationException",
            Self::Closed => "ServiceUnavailable",
            Self::Store(_) => "InternalServerException",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ActivityDoesNotExist(arn) => write!(f, "Activity Does Not Exist: '{arn}'"),
            Self::ExecutionAlreadyExists(arn) => write!(f, "Execution Already Exists: '{arn}'"),
            Self::ExecutionDoesNotExist(arn) => write!(f, "Execution Does Not Exist: '{arn}'"),
            Self::ExecutionNotRedrivable(reason) => f.write_str(reason),
            Self::InvalidArn(text) => write!(f, "Invalid Arn: '{text}'"),
            Self::InvalidExecutionInput(text) => write!(f, "Invalid State Machine Execution Input: '{text}'"),
            Self::InvalidName(name) => write!(f, "Invalid Name: '{name}'"),
            Self::InvalidOutput(text) => write!(f, "Invalid Output: '{text}'"),
            Self::InvalidToken => f.write_str("Invalid Token: 'Invalid token'"),
            Self::StateMachineDoesNotExist(arn) => write!(f, "State Machine Does Not Exist: '{arn}'"),
            Self::TaskDoesNotExist => f.write_str("Task Timed Out: 'Provided task does not exist anymore'"),
            Self::Validation(text) | Self::Conflict(text) => f.write_str(text),
            Self::ResourceNotFound(arn) => write!(f, "Resource not found: '{arn}'"),
            Self::ServiceQuotaExceeded(what) => write!(f, "there are too many {what}"),
            Self::NotRunning => f.write_str("the execution has ended"),
            Self::Closed => f.write_str("the store is closed"),
            Self::Serialize(_) => f.write_str("the input cannot be turned into JSON"),
            Self::Store(_) => f.write_str("the store of executions failed"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Serialize(error) => Some(error),
            Self::Store(error) => Some(&**error),
            _ => None,
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<Malformed> for Error {
    fn from(error: Malformed) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<CallbackError> for Error {
    fn from(error: CallbackError) -> Self {
        match error {
            CallbackError::TaskDoesNotExist => Self::TaskDoesNotExist,
            CallbackError::InvalidOutput(error) => Self::InvalidOutput(Text::from(error.to_string())),
            CallbackError::Store(error) => Self::Store(error),
        }
    }
}

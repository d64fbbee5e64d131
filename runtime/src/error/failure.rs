//! A failure of a state, as Retry and Catch see it.

use crate::error::{ExecutionError, Status, TaskError, names};
use crate::value::{Object, Text, Value};
use serde::{Deserialize, Serialize};

/// A failure on its way up: from a state through Retry and Catch to the branch, and on to the execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Failure(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Inner {
    kind: FailureKind,
    error: Option<Text>,
    cause: Option<Text>,
    event: u64,
}

/// Where a failure comes from, which decides who may handle it and how a catcher sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureKind {
    /// `States.Runtime`: nobody handles it.
    Runtime,
    /// An error with a name: of a field, or of a limit.
    Named,
    /// A task reported it; absent fields are `null` for a catcher (recorded for `SendTaskFailure`).
    Task,
    /// A Fail state; absent fields are absent for a catcher.
    FailState,
    /// `TimeoutSeconds` of a task passed.
    Timeout,
    /// `HeartbeatSeconds` of a task passed: shown as `States.Timeout`, matched under both names.
    HeartbeatTimeout,
    /// The machine's `TimeoutSeconds` passed; not catchable.
    ExecutionTimeout,
    /// The execution was stopped from outside; not catchable.
    Aborted,
    /// The engine stopped driving; the execution itself goes on elsewhere or later.
    Halted,
}

impl Failure {
    /// A failure of the given kind.
    #[cold]
    pub fn new(kind: FailureKind, error: Option<Text>, cause: Option<Text>) -> Self {
        Self(Box::new(Inner { kind, error, cause, event: 0 }))
    }

    /// A task or heartbeat timeout.
    #[cold]
    pub fn timeout(kind: FailureKind) -> Self {
        Self::new(kind, Some(Text::new_static(names::TIMEOUT)), None)
    }

    /// The engine stopped driving.
    #[cold]
    pub fn halted() -> Self {
        Self::new(FailureKind::Halted, None, None)
    }

    /// The kind.
    pub fn kind(&self) -> FailureKind {
        self.0.kind
    }

    /// The error's name.
    pub fn error(&self) -> Option<&Text> {
        self.0.error.as_ref()
    }

    /// The cause.
    pub fn cause(&self) -> Option<&Text> {
        self.0.cause.as_ref()
    }

    /// Id of the last event on the failed line of control; 0 before it is known.
    pub fn event(&self) -> u64 {
        self.0.event
    }

    /// Notes the last event of the line on which it happened, unless an inner line is noted already.
    #[must_use]
    pub fn at_event(mut self, event: u64) -> Self {
        if self.0.event == 0 {
            self.0.event = event;
        }
        self
    }

    /// Notes that the failed line has gone on to this event.
    #[must_use]
    pub fn moved_to(mut self, event: u64) -> Self {
        self.0.event = event;
        self
    }

    /// Whether Retry and Catch may look at it at all.
    pub fn is_handleable(&self) -> bool {
        !matches!(
            self.0.kind,
            FailureKind::Runtime | FailureKind::ExecutionTimeout | FailureKind::Aborted | FailureKind::Halted
        )
    }

    /// Whether the engine stopped driving.
    pub fn is_halted(&self) -> bool {
        self.0.kind == FailureKind::Halted
    }

    /// Whether an `ErrorEquals` names it.
    pub fn matches(&self, error_equals: &[&str]) -> bool {
        let timed_out = matches!(self.0.kind, FailureKind::Timeout | FailureKind::HeartbeatTimeout)
            || self.0.error.as_deref() == Some(names::TIMEOUT);
        self.is_handleable()
            && error_equals.iter().any(|&name| match name {
                names::ALL => true,
                names::TASK_FAILED => !timed_out,
                names::HEARTBEAT_TIMEOUT if self.0.kind == FailureKind::HeartbeatTimeout => true,
                _ => self.0.error.as_deref() == Some(name),
            })
    }

    /// The object that a catcher gets: `{"Error": …, "Cause": …}`.
    pub fn error_output(&self) -> Value {
        let absent = match self.0.kind {
            FailureKind::FailState => None,
            FailureKind::Timeout | FailureKind::HeartbeatTimeout => Some(Value::from("")),
            _ => Some(Value::Null),
        };
        let mut output = Object::new();
        let members = [("Error", &self.0.error), ("Cause", &self.0.cause)];
        for (key, text) in members {
            if let Some(value) = text.clone().map(Value::String).or_else(|| absent.clone()) {
                output.insert(Text::new_static(key), value);
            }
        }
        Value::Object(output)
    }

    /// The view of the execution's caller.
    pub fn into_execution_error(self) -> ExecutionError {
        let status = match self.0.kind {
            FailureKind::ExecutionTimeout => Status::TimedOut,
            FailureKind::Aborted => Status::Aborted,
            FailureKind::Halted => Status::Running,
            _ => Status::Failed,
        };
        ExecutionError::new(status, self.0.error, self.0.cause)
    }
}

impl From<TaskError> for Failure {
    fn from(error: TaskError) -> Self {
        let (error, cause) = error.into_parts();
        Self::new(FailureKind::Task, error, cause)
    }
}

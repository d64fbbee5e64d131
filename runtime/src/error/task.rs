//! What a user's task fails with.

use crate::error::names;
use crate::value::Text;
use std::fmt;

/// The failure of a task: an error name, which Retry and Catch match, and a cause for people.
///
/// Every ordinary error converts with `?`: the name is then the error type's own name without its path, as a
/// Lambda function reports the class of its exception, and the cause is its message with those of its sources.
///
/// ```
/// use asl_runtime::TaskError;
///
/// fn charge(cents: i64) -> Result<(), TaskError> {
///     if cents < 0 {
///         return Err(TaskError::new("InvalidAmount", format!("{cents} is negative")));
///     }
///     "12".parse::<i64>()?;
///     Ok(())
/// }
/// assert_eq!(charge(-1).unwrap_err().error(), Some("InvalidAmount"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TaskError(
    // One pointer, so that the result of a task that succeeds is no larger than its value.
    Box<Inner>,
);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    error: Option<Text>,
    cause: Option<Text>,
    phase: Phase,
}

/// When a task failed. It decides the type of the history event, nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Scheduling it failed: `LambdaFunctionScheduleFailed`, `ActivityScheduleFailed`.
    Schedule,
    /// Starting it failed: `TaskStartFailed`, `LambdaFunctionStartFailed`.
    Start,
    /// Handing it over failed: `TaskSubmitFailed`.
    Submit,
    /// The work itself failed.
    #[default]
    Run,
}

impl TaskError {
    /// An error with a name and a cause.
    pub fn new(error: impl Into<Text>, cause: impl Into<Text>) -> Self {
        Self::from_parts(Some(error.into()), Some(cause.into()))
    }

    /// An error whose name or cause may be absent, as `SendTaskFailure` allows.
    pub fn from_parts(error: Option<Text>, cause: Option<Text>) -> Self {
        Self(Box::new(Inner { error, cause, phase: Phase::Run }))
    }

    /// The same error, reported for another phase.
    #[must_use]
    pub fn in_phase(mut self, phase: Phase) -> Self {
        self.0.phase = phase;
        self
    }

    /// The error name.
    pub fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// The cause.
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// When it failed.
    pub fn phase(&self) -> Phase {
        self.0.phase
    }

    pub(crate) fn into_parts(self) -> (Option<Text>, Option<Text>) {
        (self.0.error, self.0.cause)
    }

    /// A task panicked.
    pub(crate) fn panicked(task: &str, payload: &(dyn std::any::Any + Send)) -> Self {
        let message = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        Self::new(Text::new_static(names::TASK_FAILED), format!("the task `{task}` panicked: {message}"))
    }
}

impl fmt::Debug for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskError")
            .field("error", &self.0.error)
            .field("cause", &self.0.cause)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.error, &self.0.cause) {
            (Some(error), Some(cause)) => write!(f, "{error}: {cause}"),
            (Some(text), None) | (None, Some(text)) => f.write_str(text),
            (None, None) => f.write_str("the task failed"),
        }
    }
}

/// `TaskError` itself is no `std::error::Error`, so that this conversion can exist (as in `anyhow`).
impl<E: std::error::Error> From<E> for TaskError {
    fn from(error: E) -> Self {
        let mut cause = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            let text = inner.to_string();
            // Many errors repeat their source's message in their own.
            if !cause.contains(&text) {
                cause.push_str(": ");
                cause.push_str(&text);
            }
            source = inner.source();
        }
        Self::new(short_type_name::<E>(), cause)
    }
}

/// `a::b::Declined<c::D>` → `Declined`.
fn short_type_name<T>() -> &'static str {
    let full = std::any::type_name::<T>();
    let base = full.split('<').next().unwrap_or(full);
    base.rsplit("::").next().unwrap_or(base)
}

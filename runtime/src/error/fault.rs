//! What stops a state: an error name and the cause that AWS gives.

use std::fmt;

/// The failure of a state's data processing.
///
/// The cause lacks the words "An error occurred while executing the state …", which the driver of a machine adds, as it
/// alone knows the state and its event. The value is one pointer, so that a `Result` of it stays small on the
/// success path.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault(Box<FaultKind>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum FaultKind {
    Runtime { cause: String },
    Catchable { error: &'static str, cause: String },
}

impl Fault {
    /// AWS's `States.Runtime`, which no Retry and no Catch sees.
    #[cold]
    pub fn runtime(cause: impl Into<String>) -> Self {
        Self(Box::new(FaultKind::Runtime { cause: cause.into() }))
    }

    /// An error that Retry and Catch may match by its name.
    #[cold]
    pub fn catchable(error: &'static str, cause: impl Into<String>) -> Self {
        Self(Box::new(FaultKind::Catchable { error, cause: cause.into() }))
    }

    /// The error's name.
    pub fn error(&self) -> &'static str {
        match &*self.0 {
            FaultKind::Runtime { .. } => "States.Runtime",
            FaultKind::Catchable { error, .. } => error,
        }
    }

    /// The cause, without the words that name the state.
    pub fn cause(&self) -> &str {
        match &*self.0 {
            FaultKind::Runtime { cause } | FaultKind::Catchable { cause, .. } => cause,
        }
    }

    /// Whether Retry and Catch may see it.
    pub fn is_catchable(&self) -> bool {
        matches!(&*self.0, FaultKind::Catchable { .. })
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault").field("error", &self.error()).field("cause", &self.cause()).finish()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error(), self.cause())
    }
}

impl std::error::Error for Fault {}

//! The failure of evaluating one field, before it is known in which state.

use crate::error::names;
use crate::value::Text;

/// Why a path, an intrinsic or a field's value could not be used.
///
/// Boxed, so that the `Result` of every evaluation stays as small as its success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(Box<Kind>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Runtime { cause: String },
    Catchable { error: Text, cause: String },
}

impl Fault {
    /// A `States.Runtime`: neither Retry nor Catch sees it. `cause` comes without the prefix that names the state.
    #[cold]
    pub fn runtime(cause: impl Into<String>) -> Self {
        Self(Box::new(Kind::Runtime { cause: cause.into() }))
    }

    /// An error that Retry and Catch can handle.
    #[cold]
    pub fn catchable(error: &'static str, cause: impl Into<String>) -> Self {
        Self(Box::new(Kind::Catchable { error: Text::new_static(error), cause: cause.into() }))
    }

    /// The cause, without the prefix that names the state.
    pub fn cause(&self) -> &str {
        match &*self.0 {
            Kind::Runtime { cause } | Kind::Catchable { cause, .. } => cause,
        }
    }

    /// The error's name.
    pub fn error(&self) -> &str {
        match &*self.0 {
            Kind::Runtime { .. } => names::RUNTIME,
            Kind::Catchable { error, .. } => error,
        }
    }

    /// Whether no Retry and no Catch applies.
    pub fn is_runtime(&self) -> bool {
        matches!(*self.0, Kind::Runtime { .. })
    }
}

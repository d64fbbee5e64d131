//! AWS's limits, as settings.

/// The limits that an execution obeys. The default is AWS's; lifting them is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest payload in bytes of its JSON text: a task's result, a state's output. AWS: 262,144.
    /// `None` lifts it.
    pub payload_bytes: Option<usize>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { payload_bytes: Some(262_144) }
    }
}

impl Limits {
    /// No limits.
    pub const fn none() -> Self {
        Self { payload_bytes: None }
    }
}

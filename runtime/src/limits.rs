//! AWS's limits, as settings.

/// The limits that an execution obeys. The default is AWS's; lifting them is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest payload in bytes of its JSON text: a task's result, a state's output. AWS: 262,144.
    /// `None` lifts it.
    pub payload_bytes: Option<usize>,
    /// The most events that a durable execution may have (AWS, of Standard executions: 25,000). Executions in memory have no
    /// such limit. `None` lifts it.
    pub history_events: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { payload_bytes: Some(262_144), history_events: Some(25_000) }
    }
}

impl Limits {
    /// What is wrong with a payload that is too large.
    #[cfg(feature = "standard")]
    pub(crate) fn payload_excess(&self, payload: &crate::Value) -> Option<crate::Text> {
        let limit = self.payload_bytes.filter(|limit| !payload.json_len_within(*limit))?;
        let length = payload.json_len();
        Some(format!("{length} bytes are more than the limit of {limit}").into())
    }

    /// No limits.
    pub const fn none() -> Self {
        Self { payload_bytes: None, history_events: None }
    }
}

//! Settings of an open store.

use crate::context::Account;
use crate::engine::{Clock, SystemClock};
use crate::limits::Limits;
use crate::value::Text;
use std::sync::Arc;
use std::time::Duration;

/// How long AWS keeps executions that have ended (AWS: quotas).
const RETENTION: Duration = Duration::from_secs(90 * 24 * 3600);

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) limits: Limits,
    pub(super) account: Arc<Account>,
    pub(super) seed: Option<u64>,
    /// How long ended executions are kept.
    pub(super) retention: Option<Duration>,
    pub(super) worker: Option<Text>,
    pub(super) deleted_activities: Vec<Text>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
            account: Arc::default(),
            seed: None,
            retention: Some(RETENTION),
            worker: None,
            deleted_activities: Vec::new(),
        }
    }
}

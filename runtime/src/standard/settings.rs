//! Settings of an open store.

use crate::context::Account;
use crate::engine::{Clock, SystemClock};
use crate::limits::Limits;
use crate::value::Text;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) limits: Limits,
    pub(super) account: Arc<Account>,
    pub(super) seed: Option<u64>,
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
            worker: None,
            deleted_activities: Vec::new(),
        }
    }
}

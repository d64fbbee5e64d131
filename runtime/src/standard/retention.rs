//! Forgets executions some time after their end.

use super::core::Core;
use super::error::Error;
use crate::time::Timestamp;
use std::sync::Weak;
use std::time::Duration;

/// How often somebody looks for executions to forget.
const INTERVAL: Duration = Duration::from_secs(3600);
/// So many are forgotten in one transaction, so that others need not wait for long.
const PAGE: usize = 200;

/// Forgets executions after their time of retention, until the store is closed.
pub(super) async fn run(core: Weak<Core>) {
    loop {
        {
            let Some(core) = core.upgrade().filter(|core| !core.is_closed()) else { return };
            // On a virtual clock hours pass in no time, and a test says itself what it wants to forget.
            let Some(retention) = core.settings().retention.filter(|_| !core.clock().is_virtual()) else {
                return;
            };
            let age = i64::try_from(retention.as_millis()).unwrap_or(i64::MAX);
            let before = Timestamp::from_unix_millis(core.now().unix_millis().saturating_sub(age));
            let forgotten = tokio::task::spawn_blocking(move || forget(&core, before)).await;
            if let Ok(Err(error)) = forgotten {
                tracing::error!(%error, "executions could not be forgotten after their time of retention");
            }
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Forgets executions that ended before a time; gives how many.
pub(super) fn forget(core: &Core, before: Timestamp) -> Result<usize, Error> {
    let mut all = 0;
    loop {
        let forgotten = core.store().forget(before, PAGE)?;
        all += forgotten;
        if forgotten < PAGE || core.is_closed() {
            return Ok(all);
        }
    }
}

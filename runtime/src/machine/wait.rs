//! Wait states.

use super::Frame;
use crate::engine::{Engine, Stage};
use crate::error::{Failure, Fault};
use crate::time::Timestamp;
use crate::value::Value;
use serde::Serialize;
use std::time::Duration;

/// From so many days on, AWS refuses to wait (recorded: 24,855 days pass, 24,856 do not).
const TOO_LONG: Duration = Duration::from_secs(24_856 * 24 * 3600);

impl<E: Engine, V: Serialize + Sync> Frame<'_, E, V> {
    /// `Seconds`, `SecondsPath`: the time at which the wait is over.
    pub fn wait_seconds(&self, seconds: u64) -> Result<Timestamp, Fault> {
        let now = self.engine.now();
        let delay = Duration::from_secs(seconds);
        match now.checked_add(delay) {
            Some(until) if delay < TOO_LONG => Ok(until),
            _ => Err(Fault::runtime("Wait state delay is too long.")),
        }
    }

    /// `Timestamp`, `TimestampPath`: nanoseconds since the epoch, cut to whole seconds.
    pub fn wait_timestamp(&self, nanos: i128) -> Result<Timestamp, Fault> {
        let seconds = nanos.div_euclid(1_000_000_000);
        let until = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1000));
        let until = until.map(Timestamp::from_unix_millis);
        match until {
            Some(until) if until.duration_since(self.engine.now()) < TOO_LONG => Ok(until),
            _ if seconds < 0 => Ok(Timestamp::default()),
            _ => Err(Fault::runtime("Wait state delay is too long.")),
        }
    }

    /// Waits. After a resume the deadline is the one of before.
    pub async fn wait(&mut self, input: &Value, until: Timestamp) -> Result<(), Failure> {
        let until = if let Stage::Waiting { until } = self.stage {
            until
        } else {
            self.reach(|| Stage::Waiting { until });
            self.checkpoint(self.info.name, input).await?;
            until
        };
        if until > self.engine.now() {
            self.engine.sleep_until(until).await;
        }
        Ok(())
    }
}

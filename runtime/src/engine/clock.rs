//! The clock seam and the real clock.

use crate::time::Timestamp;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::task::Waker;
use std::time::{Duration, SystemTime};

/// A source of time. [`SystemClock`] is the real one, [`TestClock`](super::TestClock) skips waits.
pub trait Clock: Debug + Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;

    /// Sleeps until the given time; at once when it has passed.
    fn sleep_until(&self, deadline: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// An execution started on this clock.
    fn enter(&self) {}

    /// An execution on this clock ended.
    fn leave(&self) {}

    /// An execution has nothing to do but to wait; `waker` wakes it. A virtual clock moves on from here.
    fn idle(&self, waker: &Waker) {
        let _ = waker;
    }

    /// An execution that was idle goes on.
    fn busy(&self) {}

    /// Whether [`idle`](Self::idle) and [`busy`](Self::busy) matter.
    fn is_virtual(&self) -> bool {
        false
    }
}

/// The system's time, and tokio's timers: waiting needs a tokio runtime with time enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Longer sleeps are cut into pieces: timers may have a limit of a few years, and the system's time may be set
/// while we sleep.
const LONGEST_SLEEP: Duration = Duration::from_secs(24 * 3600);

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from(SystemTime::now())
    }

    fn sleep_until(&self, deadline: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            loop {
                let left = deadline.duration_since(self.now());
                if left.is_zero() {
                    return;
                }
                tokio::time::sleep(left.min(LONGEST_SLEEP)).await;
            }
        })
    }
}

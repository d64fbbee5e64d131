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

    /// An execution started on this clock; gives the number that the other calls name it by.
    fn enter(&self) -> u64 {
        0
    }

    /// The execution with this number ended.
    fn leave(&self, execution: u64) {
        let _ = execution;
    }

    /// The execution has nothing to do but to wait. `waker` wakes it, to say so once more or to go on. A virtual
    /// clock moves on from here.
    fn idle(&self, execution: u64, waker: &Waker) {
        let _ = (execution, waker);
    }

    /// The execution was idle and goes on.
    fn busy(&self, execution: u64) {
        let _ = execution;
    }

    /// Whether it must be told of executions: [`enter`](Self::enter), [`leave`](Self::leave),
    /// [`idle`](Self::idle) and [`busy`](Self::busy).
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

//! A clock for tests: nothing waits, and order is kept.

use super::Clock;
use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// A virtual clock: it stands still while anything runs, and jumps to the next deadline when every execution on
/// it does nothing but wait. A Wait of a year and a Retry with back-off end at once, in the right order.
///
/// An execution that waits for something else than the clock (a token, a channel, a socket) counts as waiting:
/// before it jumps, the clock lets the async runtime run everything that is ready, but it cannot know of threads
/// or sockets. Use [`manual`](Self::manual) where those matter and move the clock by hand.
///
/// ```
/// use asl_runtime::{Clock, TestClock};
/// use std::time::Duration;
///
/// let clock = TestClock::manual();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now().duration_since(before), Duration::from_secs(60));
/// ```
#[derive(Clone, Debug, Default)]
pub struct TestClock {
    shared: Arc<Mutex<Timers>>,
}

#[derive(Debug, Default)]
struct Timers {
    now: Timestamp,
    manual: bool,
    running: usize,
    idle: usize,
    quiet_rounds: usize,
    next_key: u64,
    /// Sleepers by deadline, then by age.
    sleepers: BTreeMap<(Timestamp, u64), Waker>,
}

/// So many times in a row every execution must be found idle before time jumps. Each time all other ready
/// tasks of the async runtime get a turn, so that a worker that is about to answer is heard.
const QUIET_ROUNDS: usize = 32;

impl TestClock {
    /// A clock that starts at the given time and moves by itself.
    pub fn starting_at(now: Timestamp) -> Self {
        Self { shared: Arc::new(Mutex::new(Timers { now, ..Timers::default() })) }
    }

    /// A clock that starts at 1970-01-01 and moves only by [`advance`](Self::advance).
    pub fn manual() -> Self {
        Self { shared: Arc::new(Mutex::new(Timers { manual: true, ..Timers::default() })) }
    }

    /// Moves the clock and wakes whoever's deadline has passed.
    pub fn advance(&self, by: Duration) {
        let mut timers = self.lock();
        let now = timers.now.checked_add(by).unwrap_or(timers.now);
        timers.jump(now);
    }

    fn lock(&self) -> MutexGuard<'_, Timers> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timers {
    fn jump(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
        self.quiet_rounds = 0;
        while let Some(entry) = self.sleepers.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            entry.remove().wake();
        }
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    fn sleep_until(&self, deadline: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Sleep { clock: self, deadline, key: None })
    }

    fn enter(&self) {
        self.lock().running += 1;
    }

    fn leave(&self) {
        let mut timers = self.lock();
        timers.running = timers.running.saturating_sub(1);
    }

    fn idle(&self, waker: &Waker) {
        let mut timers = self.lock();
        timers.idle += 1;
        if timers.manual || timers.idle < timers.running {
            return;
        }
        timers.quiet_rounds += 1;
        if timers.quiet_rounds < QUIET_ROUNDS {
            waker.wake_by_ref();
        } else if let Some((&(deadline, _), _)) = timers.sleepers.first_key_value() {
            timers.jump(deadline);
        }
    }

    fn busy(&self) {
        let mut timers = self.lock();
        timers.idle = timers.idle.saturating_sub(1);
    }

    fn is_virtual(&self) -> bool {
        true
    }
}

struct Sleep<'a> {
    clock: &'a TestClock,
    deadline: Timestamp,
    key: Option<u64>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock;
        let mut timers = clock.lock();
        if timers.now >= self.deadline {
            return Poll::Ready(());
        }
        let key = self.key.unwrap_or_else(|| {
            timers.next_key += 1;
            timers.next_key
        });
        self.key = Some(key);
        timers.sleepers.insert((self.deadline, key), cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.clock.lock().sleepers.remove(&(self.deadline, key));
        }
    }
}

/// An execution's future on a clock: tells a virtual clock when there is nothing to do but wait.
pub(crate) struct Driven<'a, F> {
    future: Pin<Box<F>>,
    clock: &'a dyn Clock,
    entered: bool,
    idle: bool,
}

impl<'a, F: Future> Driven<'a, F> {
    pub(crate) fn new(clock: &'a dyn Clock, future: F) -> Self {
        Self { future: Box::pin(future), clock, entered: false, idle: false }
    }
}

/// Notices whether the future was woken since its last poll.
struct Flag {
    woken: AtomicBool,
    outer: Waker,
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.outer.wake_by_ref();
    }
}

impl<F: Future> Future for Driven<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        if !this.entered {
            this.clock.enter();
            this.entered = true;
        }
        if this.idle {
            this.clock.busy();
            this.idle = false;
        }
        let flag = Arc::new(Flag { woken: AtomicBool::new(false), outer: cx.waker().clone() });
        let waker = Waker::from(flag.clone());
        let poll = this.future.as_mut().poll(&mut Context::from_waker(&waker));
        if poll.is_pending() && !flag.woken.load(Ordering::Acquire) {
            this.idle = true;
            this.clock.idle(cx.waker());
        }
        poll
    }
}

impl<F> Drop for Driven<'_, F> {
    fn drop(&mut self) {
        if self.idle {
            self.clock.busy();
        }
        if self.entered {
            self.clock.leave();
        }
    }
}

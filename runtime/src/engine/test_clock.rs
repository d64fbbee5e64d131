//! A clock for tests: nothing waits, and order is kept.

use super::Clock;
use super::flag::Flag;
use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
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
    /// The executions that only wait, by their numbers.
    idle: BTreeMap<u64, Waker>,
    quiet_rounds: usize,
    next_key: u64,
    /// Sleepers by deadline, then by age.
    sleepers: BTreeMap<(Timestamp, u64), Waker>,
}

/// So many times in a row every execution must be found idle before time jumps. Each time other ready tasks of the async
/// runtime get a turn, so that a worker that is about to answer is heard. tokio lets those that yield, and the future that it
/// blocks on, wait for up to 61 others: this gives them a few turns.
const QUIET_ROUNDS: usize = 256;

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
        let due = timers.jump(now);
        drop(timers);
        wake(due);
    }

    fn lock(&self) -> MutexGuard<'_, Timers> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes outside of the lock: a waker may run anything.
fn wake(wakers: Vec<Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}

impl Timers {
    /// Moves to the given time; gives whoever's deadline has passed, in the order of deadlines.
    fn jump(&mut self, now: Timestamp) -> Vec<Waker> {
        self.now = self.now.max(now);
        self.quiet_rounds = 0;
        let mut due = Vec::new();
        while let Some(entry) = self.sleepers.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            due.push(entry.remove());
        }
        due
    }

    /// Whether nothing can happen but that time moves.
    fn is_quiet(&self) -> bool {
        !self.manual && self.running > 0 && self.idle.len() >= self.running
    }

    fn key(&mut self) -> u64 {
        self.next_key += 1;
        self.next_key
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    fn sleep_until(&self, deadline: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Sleep { clock: self, deadline, key: None })
    }

    fn enter(&self) -> u64 {
        let mut timers = self.lock();
        timers.running += 1;
        timers.key()
    }

    fn leave(&self, execution: u64) {
        let mut timers = self.lock();
        timers.idle.remove(&execution);
        timers.running = timers.running.saturating_sub(1);
        timers.quiet_rounds = 0;
        // If those that remain are idle, nobody but one of them can move the clock.
        let remaining = if timers.is_quiet() { timers.idle.values().next().cloned() } else { None };
        drop(timers);
        wake(Vec::from_iter(remaining));
    }

    fn idle(&self, execution: u64, waker: &Waker) {
        let mut timers = self.lock();
        timers.idle.insert(execution, waker.clone());
        if !timers.is_quiet() {
            return;
        }
        timers.quiet_rounds += 1;
        let due = if timers.quiet_rounds < QUIET_ROUNDS {
            vec![waker.clone()]
        } else {
            match timers.sleepers.first_key_value() {
                Some((&(deadline, _), _)) => {
                    let mut due = timers.jump(deadline);
                    // Who is due may be nobody's execution and wake none: then somebody has to say so once more.
                    due.push(waker.clone());
                    due
                }
                None => Vec::new(),
            }
        };
        drop(timers);
        wake(due);
    }

    fn busy(&self, execution: u64) {
        let mut timers = self.lock();
        timers.idle.remove(&execution);
        timers.quiet_rounds = 0;
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
        let key = self.key.unwrap_or_else(|| timers.key());
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
    flag: Arc<Flag>,
    /// The number on the clock, once it was polled.
    execution: Option<u64>,
    idle: bool,
}

impl<'a, F: Future> Driven<'a, F> {
    pub(crate) fn new(clock: &'a dyn Clock, future: F) -> Self {
        Self { future: Box::pin(future), clock, flag: Arc::default(), execution: None, idle: false }
    }
}

impl<F: Future> Future for Driven<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let execution = *this.execution.get_or_insert_with(|| this.clock.enter());
        this.flag.register(cx.waker());
        let woken = this.flag.take();
        if this.idle {
            if !woken {
                this.clock.idle(execution, cx.waker());
                return Poll::Pending;
            }
            this.clock.busy(execution);
            this.idle = false;
        }
        let waker = Waker::from(this.flag.clone());
        let poll = this.future.as_mut().poll(&mut Context::from_waker(&waker));
        if poll.is_pending() && !this.flag.is_woken() {
            this.idle = true;
            this.clock.idle(execution, cx.waker());
        }
        poll
    }
}

impl<F> Drop for Driven<'_, F> {
    fn drop(&mut self) {
        if let Some(execution) = self.execution {
            self.clock.leave(execution);
        }
    }
}

//! What a loaded execution waits for: when it is only time and tokens, it need not be in memory.

use crate::engine::Clock;
use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Sleeps, running tasks and commits of one execution.
#[derive(Debug, Default)]
pub(in crate::standard) struct Waits(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    next_key: u64,
    sleeps: BTreeMap<(Timestamp, u64), Waker>,
    tasks: usize,
    commits: usize,
    /// Who waits for news of its activity.
    listening: Vec<Waker>,
}

/// What an execution waits for that has nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::standard) struct Waiting {
    /// The first deadline.
    pub(in crate::standard) until: Option<Timestamp>,
    /// Whether tasks run in this process.
    pub(in crate::standard) tasks: bool,
    /// Whether the disk is busy with it.
    pub(in crate::standard) commits: bool,
}

impl Waits {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::standard) fn waiting(&self) -> Waiting {
        let inner = self.lock();
        let until = inner.sleeps.first_key_value().map(|((until, _), _)| *until);
        Waiting { until, tasks: inner.tasks > 0, commits: inner.commits > 0 }
    }

    /// Wakes whoever's deadline has passed.
    pub(in crate::standard) fn fire(&self, now: Timestamp) {
        let mut due = Vec::new();
        let mut inner = self.lock();
        while let Some(entry) = inner.sleeps.first_entry().filter(|entry| entry.key().0 <= now) {
            due.push(entry.remove());
        }
        drop(inner);
        due.into_iter().for_each(Waker::wake);
    }

    /// There is news of an activity.
    pub(super) fn tell(&self) {
        let listening = std::mem::take(&mut self.lock().listening);
        listening.into_iter().for_each(Waker::wake);
    }

    /// Waits until there is something.
    pub(super) async fn told<T>(&self, mut look: impl FnMut() -> Option<T>) -> T {
        std::future::poll_fn(|cx| {
            // Before the look, so that no news is missed.
            self.lock().listening.push(cx.waker().clone());
            look().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    pub(super) fn sleep_until<'a>(&'a self, clock: &'a dyn Clock, deadline: Timestamp) -> Sleep<'a> {
        Sleep { waits: self, clock, deadline, key: None }
    }

    /// A task runs until the guard is dropped.
    pub(super) fn task(&self) -> Busy<'_> {
        self.lock().tasks += 1;
        Busy { waits: self, count: |inner| &mut inner.tasks }
    }

    /// A commit is awaited until the guard is dropped.
    pub(super) fn commit(&self) -> Busy<'_> {
        self.lock().commits += 1;
        Busy { waits: self, count: |inner| &mut inner.commits }
    }
}

/// Something goes on that is no wait.
pub(super) struct Busy<'a> {
    waits: &'a Waits,
    count: fn(&mut Inner) -> &mut usize,
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        *(self.count)(&mut self.waits.lock()) -= 1;
    }
}

/// Waits for a time. Somebody has to call [`Waits::fire`] then.
pub(super) struct Sleep<'a> {
    waits: &'a Waits,
    clock: &'a dyn Clock,
    deadline: Timestamp,
    key: Option<u64>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.clock.now() >= self.deadline {
            return Poll::Ready(());
        }
        let mut inner = self.waits.lock();
        let key = self.key.unwrap_or_else(|| {
            inner.next_key += 1;
            inner.next_key
        });
        inner.sleeps.insert((self.deadline, key), cx.waker().clone());
        drop(inner);
        self.key = Some(key);
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.waits.lock().sleeps.remove(&(self.deadline, key));
        }
    }
}

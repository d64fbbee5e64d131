//! Waiting for the disk.
//!
//! All that is written by one transaction shares a [`Done`]; a [`Ticket`] is a place in its queue.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use super::error::StoreError;

/// The outcome of a transaction, and who waits for it.
#[derive(Debug, Default)]
pub(super) struct Done {
    outcome: OnceLock<Result<(), StoreError>>,
    waiting: Mutex<Waiting>,
    finished: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    wakers: Vec<Waker>,
    threads: usize,
}

impl Done {
    /// Tells everybody. A second outcome is ignored.
    pub(super) fn finish(&self, outcome: Result<(), StoreError>) {
        // The outcome is there before the waiting are taken: who queues up later looks at it again.
        if self.outcome.set(outcome).is_err() {
            return;
        }
        let mut waiting = self.waiting();
        let wakers = std::mem::take(&mut waiting.wakers);
        if waiting.threads > 0 {
            self.finished.notify_all();
        }
        drop(waiting);
        for waker in wakers {
            waker.wake();
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The promise that a row, or a setting, will be on disk.
///
/// It can be awaited, any number of times, and dropped: what it stands for is written all the same. An error says that
/// the store is broken; whether this row is on disk shows when the store is opened again.
#[derive(Debug)]
#[must_use = "nothing is durable before its ticket says so"]
pub(crate) struct Ticket {
    seq: u64,
    /// `None`: it was on disk when the ticket was made.
    done: Option<Arc<Done>>,
    /// Where the waker of this ticket lies.
    place: Option<usize>,
}

impl Ticket {
    pub(super) fn new(seq: u64, done: Arc<Done>) -> Self {
        Self { seq, done: Some(done), place: None }
    }

    /// A ticket for what is on disk.
    pub(super) fn ready(seq: u64) -> Self {
        Self { seq, done: None, place: None }
    }

    /// A ticket for what will never be on disk.
    pub(super) fn failed(seq: u64, error: StoreError) -> Self {
        let done = Done::default();
        done.finish(Err(error));
        Self::new(seq, Arc::new(done))
    }

    /// The row's number; of a setting, that of the newest row when it was put.
    pub(crate) fn seq(&self) -> u64 {
        self.seq
    }

    /// Blocks the thread until the transaction is on disk.
    ///
    /// # Errors
    /// The error that broke the store.
    pub(crate) fn wait(self) -> Result<(), StoreError> {
        let Some(done) = &self.done else { return Ok(()) };
        let mut waiting = done.waiting();
        waiting.threads += 1;
        loop {
            if let Some(outcome) = done.outcome.get() {
                return outcome.clone();
            }
            waiting = done.finished.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Future for Ticket {
    type Output = Result<(), StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(done) = self.done.clone() else { return Poll::Ready(Ok(())) };
        if let Some(outcome) = done.outcome.get() {
            return Poll::Ready(outcome.clone());
        }
        let mut waiting = done.waiting();
        if let Some(outcome) = done.outcome.get() {
            return Poll::Ready(outcome.clone());
        }
        if let Some(waker) = self.place.and_then(|place| waiting.wakers.get_mut(place)) {
            waker.clone_from(context.waker());
        } else {
            self.place = Some(waiting.wakers.len());
            waiting.wakers.push(context.waker().clone());
        }
        Poll::Pending
    }
}

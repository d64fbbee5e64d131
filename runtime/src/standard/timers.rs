//! Wakes executions that wait for a time and are not in memory.
//!
//! Only those that are due soon are known here; the store has an index of all of them.

use super::core::Core;
use super::error::Error;
use crate::engine::Driven;
use crate::time::Timestamp;
use futures_util::FutureExt;
use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;

/// Those that are due within this time are known.
const WINDOW: Duration = Duration::from_secs(60);
/// So many are asked for at once.
const PAGE: usize = 10_000;
/// After so many the others get their turn.
const TURN: usize = 32;
/// No time comes after it.
const NEVER: Timestamp = Timestamp::from_unix_millis(i64::MAX);

/// Executions by the time at which they go on.
#[derive(Debug)]
pub(super) struct Timers {
    near: Mutex<Near>,
    changed: Notify,
}

#[derive(Debug)]
struct Near {
    due: BTreeSet<(Timestamp, u64)>,
    /// Whatever is due up to here is in `due`.
    until: Timestamp,
    /// When somebody looks again.
    planned: Timestamp,
}

impl Default for Timers {
    fn default() -> Self {
        let near = Near { due: BTreeSet::new(), until: Timestamp::default(), planned: NEVER };
        Self { near: Mutex::new(near), changed: Notify::new() }
    }
}

impl Timers {
    fn lock(&self) -> MutexGuard<'_, Near> {
        self.near.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An execution waits until then.
    pub(super) fn add(&self, time: Timestamp, id: u64) {
        let mut near = self.lock();
        if time <= near.until {
            near.due.insert((time, id));
        }
        let is_first = time < near.planned;
        drop(near);
        if is_first {
            self.nudge();
        }
    }

    /// Asks the store for everything again.
    pub(super) fn forget(&self) {
        self.lock().until = Timestamp::default();
        self.nudge();
    }

    /// Looks at the times again.
    pub(super) fn nudge(&self) {
        self.changed.notify_one();
    }

    fn take_due(&self, now: Timestamp) -> BTreeSet<(Timestamp, u64)> {
        let mut near = self.lock();
        let later = match now.checked_add(Duration::from_millis(1)) {
            Some(next) => near.due.split_off(&(next, 0)),
            None => BTreeSet::new(),
        };
        std::mem::replace(&mut near.due, later)
    }

    /// Moves the window to `now`, unless it reaches far enough.
    fn refill(&self, core: &Core, now: Timestamp) -> Result<(), Error> {
        let until = now.checked_add(WINDOW).unwrap_or(NEVER);
        {
            let mut near = self.lock();
            if near.until > now.checked_add(WINDOW / 2).unwrap_or(NEVER) {
                return Ok(());
            }
            // Before the store is asked, so that what is parked in the meantime is known as well.
            near.until = until;
        }
        let mut after = None;
        loop {
            let page = core.store().due(after, until, PAGE)?;
            after = page.last().copied();
            let is_last = page.len() < PAGE;
            self.lock().due.extend(page);
            if is_last {
                return Ok(());
            }
        }
    }

    /// When to look again: for the first that is known, else for the first at all.
    fn plan(&self, core: &Core) -> Result<Timestamp, Error> {
        let until = {
            let mut near = self.lock();
            near.planned = near.due.first().map_or(near.planned.min(near.until), |first| first.0);
            if let Some(first) = near.due.first() {
                return Ok(first.0);
            }
            // Whoever is added from now on says so.
            near.planned = NEVER;
            near.until
        };
        let first =
            core.store().due(Some((until, u64::MAX)), NEVER, 1)?.first().map_or(NEVER, |first| first.0);
        let mut near = self.lock();
        near.planned = near.due.first().map_or(first, |known| known.0.min(first));
        Ok(near.planned)
    }
}

/// Wakes executions until the store is closed.
pub(super) async fn run(core: Arc<Core>) {
    let clock = core.clock().clone();
    let timers = core.timers.clone();
    let waking = wake(Arc::downgrade(&core), timers);
    drop(core);
    if clock.is_virtual() { Driven::new(&*clock, waking).await } else { waking.await }
}

async fn wake(core: Weak<Core>, timers: Arc<Timers>) {
    loop {
        let (clock, next) = {
            let Some(core) = core.upgrade().filter(|core| !core.is_closed()) else { return };
            let next = wake_due(&core, &timers).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the times of waiting executions cannot be read");
                core.now().checked_add(WINDOW).unwrap_or(NEVER)
            });
            (core.clock().clone(), next)
        };
        let mut changed = pin!(timers.changed.notified().fuse());
        if next == NEVER {
            changed.await;
            continue;
        }
        let mut due = clock.sleep_until(next).fuse();
        futures_util::select_biased! {
            () = due => {}
            () = changed => {}
        }
    }
}

/// Wakes whoever is due; says when the next one is.
async fn wake_due(core: &Core, timers: &Timers) -> Result<Timestamp, Error> {
    loop {
        let now = core.now();
        timers.refill(core, now)?;
        for (place, (_, id)) in timers.take_due(now).into_iter().enumerate() {
            // Those that were loaded go on before thousands of others are. A virtual clock would take it for a pause.
            if place % TURN == TURN - 1 && !core.clock().is_virtual() {
                tokio::task::yield_now().await;
            }
            match core.touch(id, |_, _| ()) {
                // It may have ended since, and one that cannot be read must not keep the others waiting.
                Ok(()) | Err(Error::NotRunning | Error::ExecutionDoesNotExist(_)) => {}
                Err(Error::Closed) => return Ok(NEVER),
                Err(error) => tracing::error!(%error, execution = id, "a waiting execution cannot go on"),
            }
        }
        let next = timers.plan(core)?;
        if next > core.now() {
            return Ok(next);
        }
    }
}

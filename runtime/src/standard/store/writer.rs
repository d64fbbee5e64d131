//! The one thread that writes: it takes all that is queued, writes it by one transaction, and tells everybody.
//!
//! While the disk works, the next transaction gathers; nobody waits on purpose. What keeps reads and opening quick, the
//! index, goes along in small portions, and in large ones when there is nothing else to do.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::disk::{Disk, Tidy, Upkeep, Work};
use super::error::{StoreError, StoreErrorKind};
use super::front::{Front, Life};
use super::lock::Lock;
use super::overlay::Budget;
use super::shared::Shared;
use super::sqlite::replay::replay;

/// Without work for so long, the writer indexes what has settled, and tidies up.
const QUIET: Duration = Duration::from_millis(20);

/// Without work for so long, it indexes the rest.
const REST: Duration = Duration::from_secs(1);

/// Executions that a transaction without other work indexes at once, and rows that it sweeps.
const PORTION: usize = 1_000;

/// Rows that a transaction sweeps beside its work.
const ASIDE: usize = 16;

pub(super) struct Writer {
    shared: Arc<Shared>,
    disk: Box<dyn Disk>,
    /// See [`StoreSettings::lag`](super::StoreSettings::lag).
    lag: u64,
    /// Rows of forgotten executions are left.
    garbage: bool,
    /// The journal has something that could be moved.
    untidy: bool,
    /// When there was work last.
    worked: Instant,
    /// Given back when the thread ends.
    _lock: Lock,
}

/// What to do next.
enum Step {
    Commit(Arc<Work>, Upkeep),
    Tidy(Tidy),
    Stop,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, disk: Box<dyn Disk>, lag: u64, lock: Lock) -> Self {
        let garbage = shared.front().garbage;
        Self { shared, disk, lag, garbage, untidy: true, worked: Instant::now(), _lock: lock }
    }

    /// Runs until the store is closed or broken.
    pub(super) fn run(mut self) {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.work()));
        let outcome = outcome.unwrap_or_else(|_| {
            Err(self.shared.error(StoreErrorKind::Io, "write to", "its writer has panicked"))
        });
        if let Err(error) = outcome {
            self.shared.fail(&error);
        }
    }

    fn work(&mut self) -> Result<(), StoreError> {
        loop {
            match self.next() {
                Step::Commit(work, upkeep) => self.commit(&work, &upkeep)?,
                Step::Tidy(how) => {
                    self.disk.tidy(how)?;
                    self.untidy = false;
                }
                Step::Stop => return Ok(()),
            }
        }
    }

    fn commit(&mut self, work: &Arc<Work>, upkeep: &Upkeep) -> Result<(), StoreError> {
        let committed = self.disk.commit(work, upkeep)?;
        if upkeep.sweep > 0 || !work.erase.is_empty() {
            self.garbage = committed.garbage;
        }
        self.shared.front().landed(work, upkeep);
        self.shared.commits.fetch_add(1, Ordering::Relaxed);
        work.done.finish(Ok(()));
        self.untidy = true;
        if work.whole {
            return self.disk.tidy(Tidy::Whole);
        }
        if !work.is_empty() {
            self.disk.tidy(Tidy::Busy)?;
        }
        Ok(())
    }

    fn next(&mut self) -> Step {
        let shared = Arc::clone(&self.shared);
        let mut front = shared.front();
        loop {
            if !front.work.is_empty() {
                self.worked = Instant::now();
                let rows = front.work.rows.len();
                return self.take(&mut front, Budget::beside(rows, self.lag), ASIDE);
            }
            if !matches!(front.life, Life::Open) {
                return Step::Stop;
            }
            let Some(after) = self.patience(&front) else {
                front = self.sleep(front, None);
                continue;
            };
            let waited = self.worked.elapsed();
            if waited < after {
                front = self.sleep(front, Some(after.saturating_sub(waited)));
                continue;
            }
            if let Some(step) = self.chore(&mut front, waited) {
                return step;
            }
        }
    }

    /// How long to wait for work before something else is done; `None`: for ever.
    fn patience(&self, front: &Front) -> Option<Duration> {
        if front.overlay.has_settled() || self.garbage || self.untidy {
            return Some(QUIET);
        }
        front.overlay.lags(front.next()).then_some(REST)
    }

    /// What can be done as there is no work; `None` when it turns out to be nothing.
    fn chore(&mut self, front: &mut Front, waited: Duration) -> Option<Step> {
        let rest = if waited >= REST { PORTION } else { 0 };
        let step = self.take(front, Budget { settled: PORTION, lagging: (0, 0), all: rest }, PORTION);
        match step {
            Step::Commit(_, upkeep) if upkeep.is_empty() => {
                front.landed(&Work::default(), &Upkeep::default());
                self.untidy.then_some(Step::Tidy(Tidy::Quiet))
            }
            step => Some(step),
        }
    }

    fn take(&self, front: &mut Front, budget: Budget, sweep: usize) -> Step {
        let (work, mut upkeep) = front.take(budget, self.lag / 50);
        upkeep.sweep = if self.garbage { sweep } else { 0 };
        Step::Commit(work, upkeep)
    }

    fn sleep<'a>(
        &self,
        mut front: MutexGuard<'a, Front>,
        timeout: Option<Duration>,
    ) -> MutexGuard<'a, Front> {
        front.asleep = true;
        let mut front = match timeout {
            None => self.shared.work.wait(front).unwrap_or_else(PoisonError::into_inner),
            Some(timeout) => {
                self.shared.work.wait_timeout(front, timeout).unwrap_or_else(PoisonError::into_inner).0
            }
        };
        front.asleep = false;
        front
    }
}

impl Shared {
    /// Nothing can be written any more: everybody who waits gets the error, and reads get what is on disk.
    fn fail(&self, error: &StoreError) {
        self.front().life = Life::Broken(error.clone());
        let kinds = self.kinds();
        let replayed = self.readers.read(|connection| replay(connection, &kinds)).ok();
        drop(kinds);
        let mut front = self.front();
        let waiting = front.waiting();
        front.fall_back(replayed);
        drop(front);
        for done in waiting {
            done.finish(Err(error.clone()));
        }
    }
}

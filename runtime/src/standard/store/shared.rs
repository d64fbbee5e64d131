//! What the handles of a store and its writer share.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::error::{StoreError, StoreErrorKind};
use super::front::{Front, Life};
use super::kinds::Kinds;
use super::sqlite::read::Readers;

/// Starts of the same name come one after the other; of different names they mostly do not meet.
const STRIPES: usize = 64;

// Locks are taken in this order: a stripe, the kinds, the front. None is held while the disk is written to.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) path: PathBuf,
    front: Mutex<Front>,
    /// Wakes the writer.
    pub(super) work: Condvar,
    kinds: RwLock<Kinds>,
    stripes: Vec<Mutex<()>>,
    pub(super) readers: Readers,
    pub(super) commits: AtomicU64,
}

impl Shared {
    pub(super) fn new(path: &Path, front: Front, kinds: Kinds) -> Self {
        Self {
            path: path.to_owned(),
            front: Mutex::new(front),
            work: Condvar::new(),
            kinds: RwLock::new(kinds),
            stripes: (0..STRIPES).map(|_| Mutex::default()).collect(),
            readers: Readers::new(path),
            commits: AtomicU64::new(0),
        }
    }

    // A poisoned lock: somebody's thread panicked between two steps none of which can. Nobody else shall pay for it.
    pub(super) fn front(&self) -> MutexGuard<'_, Front> {
        self.front.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The front of a store that takes rows.
    ///
    /// # Errors
    /// It is closed or broken.
    pub(super) fn open_front(&self) -> Result<MutexGuard<'_, Front>, StoreError> {
        let front = self.front();
        match &front.life {
            Life::Open => Ok(front),
            Life::Broken(error) => Err(error.clone()),
            Life::Closing => Err(self.error(StoreErrorKind::Closed, "write to", "it was closed")),
        }
    }

    /// Wakes the writer, if it sleeps.
    pub(super) fn rouse(&self, mut front: MutexGuard<'_, Front>) {
        if front.asleep {
            front.asleep = false;
            drop(front);
            self.work.notify_one();
        }
    }

    pub(super) fn kinds(&self) -> RwLockReadGuard<'_, Kinds> {
        self.kinds.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn kinds_mut(&self) -> RwLockWriteGuard<'_, Kinds> {
        self.kinds.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Excludes other starts of the same name.
    pub(super) fn stripe(&self, machine: &str, name: &str) -> Option<MutexGuard<'_, ()>> {
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one((machine, name));
        let stripe = usize::try_from(hash % STRIPES as u64).ok().and_then(|at| self.stripes.get(at));
        stripe.map(|stripe| stripe.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn error(
        &self,
        kind: StoreErrorKind,
        action: &'static str,
        detail: impl Into<String>,
    ) -> StoreError {
        StoreError::new(kind, action, &self.path, detail)
    }
}

//! Whether a future was woken.

use futures_util::task::AtomicWaker;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Wake, Waker};

/// Notices whether anything has woken a future since it was polled.
#[derive(Debug, Default)]
pub(crate) struct Flag {
    woken: AtomicBool,
    outer: AtomicWaker,
}

impl Flag {
    /// Whom to wake.
    pub(crate) fn register(&self, waker: &Waker) {
        self.outer.register(waker);
    }

    /// Whether it was woken; from now on it is not.
    pub(crate) fn take(&self) -> bool {
        self.woken.swap(false, Ordering::AcqRel)
    }

    /// Whether it was woken.
    pub(crate) fn is_woken(&self) -> bool {
        self.woken.load(Ordering::Acquire)
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.outer.wake();
    }
}

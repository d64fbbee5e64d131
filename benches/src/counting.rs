//! The process's allocator: mimalloc, with a counter that can be switched on.
//!
//! Counting is off while time is taken, so what is timed pays one predictable branch per allocation.

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use mimalloc::MiMalloc;

static COUNTING: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

/// What one piece of work asked of the allocator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allocations {
    /// Calls that returned memory; growing an allocation counts as one more.
    pub(crate) calls: u64,
    /// Sizes asked for, added up; growing counts with the whole new size.
    pub(crate) bytes: u64,
}

/// Runs `work` once and tells what it allocated. Meant for a process with one thread: other threads are counted too.
pub(crate) fn count<T>(work: impl FnOnce() -> T) -> (T, Allocations) {
    CALLS.store(0, Relaxed);
    BYTES.store(0, Relaxed);
    COUNTING.store(true, Relaxed);
    let result = work();
    COUNTING.store(false, Relaxed);
    (result, Allocations { calls: CALLS.load(Relaxed), bytes: BYTES.load(Relaxed) })
}

/// mimalloc with the counter in front.
#[derive(Debug)]
pub(crate) struct CountingAllocator;

fn note(size: usize) {
    if COUNTING.load(Relaxed) {
        CALLS.fetch_add(1, Relaxed);
        BYTES.fetch_add(size as u64, Relaxed);
    }
}

#[expect(unsafe_code, reason = "the trait is unsafe; each call is handed to mimalloc unchanged")]
// SAFETY: every method forwards its arguments to `MiMalloc`, which keeps the trait's contract.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { MiMalloc.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { MiMalloc.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        note(new_size);
        // SAFETY: the caller's promises are passed on.
        unsafe { MiMalloc.realloc(pointer, layout, new_size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { MiMalloc.dealloc(pointer, layout) }
    }
}

//! Dropping values however deep they are nested.
//!
//! A workflow that wraps its data once a turn can nest it without end; dropped in the plain way, the innermost value
//! would need as many stack frames as there are levels, and running out of stack ends the process.

use std::cell::{Cell, RefCell};
use std::mem;

use super::Value;

/// So many levels are dropped within each other; what lies deeper waits until those are done.
const MAX_LEVELS: u32 = 100;

thread_local! {
    /// How many arrays and objects are being dropped within each other on this thread.
    static LEVELS: Cell<u32> = const { Cell::new(0) };
    /// Whether anything lies in `WAITING`.
    static ANY_WAITING: Cell<bool> = const { Cell::new(false) };
    /// What was too deep to be dropped at once.
    static WAITING: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

/// Drops the content of an array or object, now or, if we are too deep already, when the outermost one is done.
#[inline]
pub(super) fn drop_guarded<T>(content: T, drop: impl FnOnce(T), into_value: impl FnOnce(T) -> Value) {
    let levels = LEVELS.get();
    if levels < MAX_LEVELS {
        LEVELS.set(levels + 1);
        drop(content);
        if levels == 0 && ANY_WAITING.get() {
            drop_waiting();
        }
        LEVELS.set(levels);
    } else {
        postpone(into_value(content));
    }
}

#[cold]
fn postpone(value: Value) {
    ANY_WAITING.set(true);
    // While a thread ends its list may be gone; then the value is dropped here.
    let _ = WAITING.try_with(|waiting| waiting.borrow_mut().push(value));
}

#[cold]
fn drop_waiting() {
    // Each of these may postpone more.
    while let Ok(Some(value)) = WAITING.try_with(|waiting| waiting.borrow_mut().pop()) {
        drop(value);
    }
    ANY_WAITING.set(false);
    let _ = WAITING.try_with(|waiting| mem::take(&mut *waiting.borrow_mut()));
}

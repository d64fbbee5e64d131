//! Which rules of Choices matched, for tests that report what they cover. Only code that was compiled with the option for
//! it tells; a history does not.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// A Choice, and the place of a rule in it; without a place, its `Default`.
pub type Matched = (&'static str, Option<usize>);

thread_local! {
    static MATCHED: RefCell<BTreeSet<Matched>> = const { RefCell::new(BTreeSet::new()) };
}

/// A rule matched.
pub fn matched(state: &'static str, rule: Option<usize>) {
    MATCHED.with_borrow_mut(|matched| matched.insert((state, rule)));
}

/// What has matched on this thread since this was asked the last time.
pub fn take() -> BTreeSet<Matched> {
    MATCHED.take()
}

//! Memory of objects that nobody has any more, for those that are made next.
//!
//! Most states make an object and let go of another one. To give shared memory back takes a locked instruction even when
//! nobody shares it, for which a processor waits longer than for all else about a small object; memory that is used
//! again is never given back. Each thread keeps a little of it.

use std::cell::RefCell;

use super::members::Members;

/// Larger objects are not kept: of those the members cost more than the memory.
const MAX_SLOTS: usize = 16;

/// So many slots are kept at most in objects of a size.
const KEPT: usize = 192;

thread_local! {
    /// By their number of slots, none of which is in use.
    static SPARE: RefCell<[Vec<Members>; MAX_SLOTS + 1]> = const { RefCell::new([const { Vec::new() }; MAX_SLOTS + 1]) };
}

/// Members with exactly so many slots, none of which is in use, if there are some.
#[inline]
pub(super) fn take(slots: usize) -> Option<Members> {
    // While a thread ends its memory may be gone.
    SPARE.try_with(|spare| spare.borrow_mut().get_mut(slots)?.pop()).ok()?
}

/// Whether members with so many slots would be kept.
#[inline]
pub(super) fn has_room(slots: usize) -> bool {
    let has_room = |kept: &Vec<Members>| kept.len() * slots < KEPT;
    SPARE.try_with(|spare| spare.borrow().get(slots).is_some_and(has_room)).unwrap_or(false)
}

/// Keeps members that nobody shares and of which no slot is in use.
#[inline]
pub(super) fn keep(members: Members, slots: usize) {
    let rest = SPARE.try_with(|spare| match spare.borrow_mut().get_mut(slots) {
        Some(kept) => {
            kept.push(members);
            None
        }
        None => Some(members),
    });
    drop(rest);
}

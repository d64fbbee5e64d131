//! A length that an array or object remembers of itself until it is written to.

use std::sync::atomic::{AtomicU32, Ordering};

/// An upper bound of the length of the JSON text, if it has been asked for.
///
/// All that share the content may ask at the same time; they find the same answer, so it does not matter who notes it.
#[derive(Default)]
pub(super) struct KnownBound(
    // Zero for none.
    AtomicU32,
);

impl KnownBound {
    #[inline]
    pub(super) fn get(&self) -> Option<usize> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            bound => Some(bound as usize),
        }
    }

    /// Notes the bound; one beyond 32 bits is not worth it.
    #[inline]
    pub(super) fn set(&self, bound: usize) {
        self.0.store(u32::try_from(bound).unwrap_or(0), Ordering::Relaxed);
    }

    /// Forgets it, for the content may change now.
    #[inline]
    pub(super) fn forget(&mut self) {
        *self.0.get_mut() = 0;
    }
}

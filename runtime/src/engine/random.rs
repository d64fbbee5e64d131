//! Randomness that can be fixed.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A generator of random bits (`SplitMix64`), seeded by the operating system at its first use or by hand.
#[derive(Debug, Default)]
pub struct Random {
    state: OnceLock<AtomicU64>,
}

impl Random {
    /// The same seed gives the same bits.
    pub fn seeded(seed: u64) -> Self {
        Self { state: OnceLock::from(AtomicU64::new(seed)) }
    }

    /// Where it stands: [`seeded`](Self::seeded) with it goes on from there. `None` before its first use.
    pub(crate) fn state(&self) -> Option<u64> {
        self.state.get().map(|state| state.load(Ordering::Relaxed))
    }

    /// 64 random bits.
    pub fn next(&self) -> u64 {
        let state = self.state.get_or_init(|| AtomicU64::new(system_seed()));
        let mut z =
            state.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// A seed from the operating system; from the clock and an address where that has none to give.
pub(crate) fn system_seed() -> u64 {
    getrandom::u64().unwrap_or_else(|_| {
        use std::hash::{BuildHasher, Hasher};
        // The standard library seeds its hash maps as well as the platform can.
        std::collections::hash_map::RandomState::new().build_hasher().finish()
    })
}

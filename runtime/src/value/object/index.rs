//! A hash index from keys to their positions in a list of members.

use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroUsize;

use super::Entry;

/// Open addressing with linear probing, never more than half full; the keys themselves stay in the list of members.
///
/// Keys come from outside, so the hash is the standard library's, whose seed nobody outside knows.
#[derive(Clone)]
pub(super) struct KeyIndex {
    /// Of each key its hash and its position. INVARIANT: a power of two long.
    slots: Vec<Option<Slot>>,
    used: usize,
    hasher: RandomState,
}

#[derive(Clone, Copy)]
struct Slot {
    hash: u64,
    /// One more than the position, so that an empty slot needs no room of its own.
    ordinal: NonZeroUsize,
}

impl KeyIndex {
    /// The index of a whole list.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let slots = vec![None; (entries.len() * 4).next_power_of_two()];
        let mut index = Self { slots, used: 0, hasher: RandomState::new() };
        for (position, (key, _)) in entries.iter().enumerate() {
            index.add(key, position);
        }
        index
    }

    /// The position of a key in the list that this index is of.
    pub(super) fn find(&self, entries: &[Entry], key: &str) -> Option<usize> {
        let hash = self.hasher.hash_one(key);
        let mut at = self.home(hash);
        loop {
            let slot = self.slots.get(at).copied().flatten()?;
            let position = slot.ordinal.get() - 1;
            if slot.hash == hash && entries.get(position).is_some_and(|(other, _)| other == key) {
                return Some(position);
            }
            at = self.after(at);
        }
    }

    /// Notes where a new key lies.
    pub(super) fn add(&mut self, key: &str, position: usize) {
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.place(Slot {
            hash: self.hasher.hash_one(key),
            ordinal: NonZeroUsize::MIN.saturating_add(position),
        });
        self.used += 1;
    }

    fn grow(&mut self) {
        let doubled = vec![None; self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, doubled).into_iter().flatten() {
            self.place(slot);
        }
    }

    fn place(&mut self, slot: Slot) {
        let mut at = self.home(slot.hash);
        while let Some(Some(_)) = self.slots.get(at) {
            at = self.after(at);
        }
        if let Some(free) = self.slots.get_mut(at) {
            *free = Some(slot);
        }
    }

    /// Where the search for a hash begins.
    #[expect(clippy::cast_possible_truncation, reason = "the low bits are all that counts")]
    fn home(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn after(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }
}

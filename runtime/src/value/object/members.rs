//! The members of an object in one piece of memory, which may have room for more.

use std::mem;

use triomphe::{Arc, HeaderSlice};

use super::index::KeyIndex;
use super::needle::{Print, Prints, is_same_short};
use super::{Entry, LINEAR_MAX, spare};
use crate::value::bounds::KnownBound;
use crate::value::{Text, Value};

/// Members in order, shared by all copies. What the slots behind those in use hold has nothing to drop.
///
/// An `Arc` of the standard library would have to lock its count of weak references at every write.
#[derive(Clone)]
pub(super) struct Members(Arc<HeaderSlice<Head, [Entry]>>);

/// INVARIANT: `used` is at most the number of slots, `prints` are those of the first keys, and beyond [`LINEAR_MAX`]
/// there is an index of all members.
#[derive(Default)]
struct Head {
    used: usize,
    prints: Prints,
    index: Option<Box<KeyIndex>>,
    bound: KnownBound,
    /// The part of the keys in the length of the JSON text, at most.
    keys_bound: u32,
}

/// How many slots a copy has for members that may follow, beside the one that it is made for.
const ROOM_OF_COPY: usize = 3;

impl Members {
    /// As many members as `entries` has, which are moved out of it; their keys are distinct.
    pub(super) fn of<'e>(entries: impl ExactSizeIterator<Item = (&'e mut Text, &'e mut Value)>) -> Self {
        let used = entries.len();
        let mut members = if let Some(mut spare) = spare::take(used) {
            spare.fill(used, entries, |slot, (key, value)| put(slot, mem::take(key), mem::take(value)));
            spare
        } else {
            let head = Head { used, ..Head::default() };
            let entries = entries.map(|(key, value)| (mem::take(key), mem::take(value)));
            Self(Arc::from_header_and_iter(head, entries))
        };
        members.note_keys();
        members
    }

    /// So many empty members, which must be filled, and room for one more: a result often follows. Of the keys they
    /// will have the prints are known, as words: in memory they would be written one by one and read as one.
    #[inline(never)]
    pub(super) fn with_prints((low, high): (u64, u64), keys_bound: u32, used: usize) -> Self {
        let mut members = Self::with_capacity(used + 1);
        if let Some(own) = Arc::get_mut(&mut members.0) {
            own.header.used = used;
            own.header.prints = Prints::from_words(low, high);
            own.header.keys_bound = keys_bound;
        }
        members
    }

    /// Members of these keys without values, and room for one more.
    #[inline(never)]
    pub(super) fn of_keys(keys: &[Text], prints: &Prints, keys_bound: u32) -> Self {
        let mut members = Self::with_capacity(keys.len() + 1);
        if let Some(own) = Arc::get_mut(&mut members.0) {
            own.header.used = keys.len();
            own.header.prints = *prints;
            own.header.keys_bound = keys_bound;
            for ((slot, _), key) in own.slice.iter_mut().zip(keys) {
                // The key of an empty slot has nothing to drop.
                mem::forget(mem::replace(slot, key.clone()));
            }
        }
        if keys.len() > LINEAR_MAX {
            members.build_index();
        }
        members
    }

    /// Moves entries into members that are empty.
    #[expect(clippy::inline_always, reason = "entries are then built where they belong, not moved there")]
    #[inline(always)]
    pub(super) fn fill_empty<'e>(&mut self, entries: impl Iterator<Item = &'e mut Entry>) {
        if let Some(own) = Arc::get_mut(&mut self.0) {
            for (slot, (key, value)) in own.slice.iter_mut().zip(entries) {
                put(slot, mem::take(key), mem::take(value));
            }
        }
    }

    /// Other values, which are moved out of where they are, for the first keys; no more of them than there are keys.
    pub(super) fn with_values(&self, values: &mut [Value]) -> Self {
        let head =
            Head { used: values.len(), prints: self.0.header.prints.first(values.len()), ..Head::default() };
        let entry = |((key, _), value): (&Entry, &mut Value)| (key.clone(), mem::take(value));
        let entries = self.entries().iter().zip(values).map(entry);
        let mut members = Self(Arc::from_header_and_iter(head, entries));
        if members.0.header.used > LINEAR_MAX {
            members.build_index();
        }
        members.note_keys_bound();
        members
    }

    /// No members yet, but slots for some.
    pub(super) fn with_capacity(slots: usize) -> Self {
        if let Some(spare) = spare::take(slots) {
            return spare;
        }
        let empty = (0..slots).map(|_| (Text::new_static(""), Value::Null));
        Self(Arc::from_header_and_iter(Head::default(), empty))
    }

    /// Sets the first slots. They are filled from references: what an iterator yields by value is written in small pieces
    /// and read again in large ones, for which a processor has to wait.
    #[inline]
    fn fill<E>(&mut self, used: usize, from: impl Iterator<Item = E>, mut fill: impl FnMut(&mut Entry, E)) {
        let Some(own) = Arc::get_mut(&mut self.0) else { return };
        for (slot, entry) in own.slice.iter_mut().zip(from) {
            fill(slot, entry);
        }
        own.header.used = used.min(own.slice.len());
    }

    /// A copy with slots for so many members.
    fn copy(&self, slots: usize) -> Self {
        let mut copy = Self::with_capacity(slots);
        copy.fill(self.0.header.used, self.entries().iter(), |slot, (key, value)| {
            put(slot, key.clone(), value.clone());
        });
        copy.set_keys(&self.0.header, self.0.header.index.clone());
        copy
    }

    /// What is known of the keys that are there.
    fn set_keys(&mut self, from: &Head, index: Option<Box<KeyIndex>>) {
        if let Some(own) = Arc::get_mut(&mut self.0) {
            own.header.prints = from.prints;
            own.header.keys_bound = from.keys_bound;
            own.header.index = index;
        }
    }

    /// Finds out what is to be known of the keys that are there.
    #[inline]
    fn note_keys(&mut self) {
        if self.0.header.used > LINEAR_MAX && self.0.header.index.is_none() {
            self.build_index();
        }
        let keys = self.entries().iter().map(|(key, _)| key);
        let prints = Prints::of(keys);
        if let Some(own) = Arc::get_mut(&mut self.0) {
            own.header.prints = prints;
        }
        self.note_keys_bound();
    }

    fn note_keys_bound(&mut self) {
        let bound = self.entries().iter().fold(0, |sum: u32, (key, _)| sum.saturating_add(key_bound(key)));
        if let Some(own) = Arc::get_mut(&mut self.0) {
            own.header.keys_bound = bound;
        }
    }

    #[inline]
    pub(super) fn entries(&self) -> &[Entry] {
        self.0.slice.get(..self.0.header.used).unwrap_or_default()
    }

    /// The members for writing, copied first if they are shared; their keys must stay as they are.
    pub(super) fn make_mut(&mut self) -> &mut [Entry] {
        if !self.0.is_unique() {
            *self = self.copy(self.0.header.used);
        }
        self.get_mut().unwrap_or_default()
    }

    /// The members for writing, if nobody shares them.
    #[inline]
    pub(super) fn get_mut(&mut self) -> Option<&mut [Entry]> {
        let own = Arc::get_mut(&mut self.0)?;
        own.header.bound.forget();
        own.slice.get_mut(..own.header.used)
    }

    /// A member and its position.
    pub(super) fn find(&self, key: &str) -> Option<(usize, &Entry)> {
        self.find_literal(key)
    }

    /// [`find`](Self::find) for a literal, of which most is known when this is compiled. Of that there is nothing in
    /// code that is not optimized.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn find_literal(&self, key: &str) -> Option<(usize, &Entry)> {
        self.find_print(Print::of(key), key)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn find_print(&self, print: Print, key: &str) -> Option<(usize, &Entry)> {
        let head = &self.0.header;
        let Some(position) = head.prints.first_place(print) else {
            return if head.used <= 8 { None } else { self.find_further(print, key) };
        };
        let entry = self.0.slice.get(position)?;
        if is_same_short(entry.0.as_bytes(), key.as_bytes()) {
            return Some((position, entry));
        }
        self.find_further(print, key)
    }

    /// Where the first guess was wrong, or the key is long.
    #[inline(never)]
    fn find_further(&self, print: Print, key: &str) -> Option<(usize, &Entry)> {
        let (head, entries) = (&self.0.header, self.entries());
        let position = match &head.index {
            None => head.prints.find(print, |at| entries.get(at).is_some_and(|(other, _)| other == key)),
            Some(index) => index.find(entries, key),
        }?;
        Some((position, entries.get(position)?))
    }

    #[inline]
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.find(key).map(|(position, _)| position)
    }

    /// What was remembered of the length of the JSON text.
    #[inline]
    pub(super) fn bound(&self) -> &KnownBound {
        &self.0.header.bound
    }

    /// The part of the keys in the length of the JSON text, at most: quotes, colons and commas, and every byte escaped.
    #[inline]
    pub(super) fn keys_bound(&self) -> u32 {
        self.0.header.keys_bound
    }

    /// Sets a member, the last if it is new. Returns the former value.
    #[expect(
        clippy::inline_always,
        reason = "key and value are then built where they belong, not moved there"
    )]
    #[inline(always)]
    pub(super) fn insert(&mut self, key: Text, value: Value) -> Option<Value> {
        let (slot, is_new) = self.slot_of(Print::of(&key), &key)?;
        if is_new {
            put(slot, key, value);
            return None;
        }
        Some(mem::replace(&mut slot.1, value))
    }

    /// Adds a member whose key is not there yet.
    pub(super) fn append(&mut self, key: Text, value: Value) {
        if let Some(slot) = self.new_slot(Print::of(&key), &key) {
            put(slot, key, value);
        }
    }

    /// The slot of a member, and whether it is a new one, whose empty entry must be replaced.
    #[inline(never)]
    fn slot_of(&mut self, print: Print, key: &str) -> Option<(&mut Entry, bool)> {
        match self.find_print(print, key).map(|(position, _)| position) {
            Some(position) => self.make_mut().get_mut(position).map(|entry| (entry, false)),
            None => self.new_slot(print, key).map(|slot| (slot, true)),
        }
    }

    /// The slot of one more member.
    #[inline]
    fn new_slot(&mut self, print: Print, key: &str) -> Option<&mut Entry> {
        let used = self.0.header.used;
        if used >= self.0.slice.len() || !self.0.is_unique() {
            self.make_room();
        }
        if used == LINEAR_MAX {
            self.build_index();
        }
        let own = Arc::get_mut(&mut self.0)?;
        if let Some(index) = &mut own.header.index {
            index.add(key, used);
        }
        own.header.prints.set(used, print);
        own.header.keys_bound = own.header.keys_bound.saturating_add(key_bound(key));
        own.header.bound.forget();
        own.header.used += 1;
        own.slice.get_mut(used)
    }

    /// Makes this our own, with at least one empty slot.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        let used = self.0.header.used;
        *self = match Arc::get_mut(&mut self.0) {
            Some(own) => {
                let mut grown = Self::with_capacity((used * 2).max(4));
                grown.fill(used, own.slice.iter_mut(), |slot, (key, value)| {
                    put(slot, mem::take(key), mem::take(value));
                });
                let index = own.header.index.take();
                grown.set_keys(&own.header, index);
                grown
            }
            None => self.copy(used + 1 + ROOM_OF_COPY.max(used / 4)),
        };
    }

    pub(super) fn remove(&mut self, position: usize) -> Option<Value> {
        let behind = self.make_mut().get_mut(position..)?;
        behind.rotate_left(1);
        let (_, value) = behind.last_mut().map(mem::take)?;
        let own = Arc::get_mut(&mut self.0)?;
        own.header.used -= 1;
        own.header.index = None;
        // All positions behind it have changed.
        self.note_keys();
        Some(value)
    }

    #[cold]
    pub(super) fn build_index(&mut self) {
        let index = Box::new(KeyIndex::of(self.entries()));
        if let Some(own) = Arc::get_mut(&mut self.0) {
            own.header.index = Some(index);
        }
    }

    /// Empties members that nobody shares, and keeps their memory for others.
    pub(super) fn release(mut self) {
        let Some(own) = Arc::get_mut(&mut self.0) else { return };
        let slots = own.slice.len();
        if !spare::has_room(slots) {
            return;
        }
        for (key, value) in own.slice.iter_mut().take(own.header.used) {
            // Every object writes its keys anew.
            if key.is_heap_allocated() {
                *key = Text::new_static("");
            }
            value.clear();
        }
        own.header = Head::default();
        spare::keep(self, slots);
    }

    /// Whether nobody shares the members.
    #[inline]
    pub(super) fn is_alone(&self) -> bool {
        self.0.is_unique()
    }

    /// Whether both share the same members.
    pub(super) fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The part of a key in the length of the JSON text, at most.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "what does not fit is left out, which a constant cannot ask"
)]
pub(super) const fn key_bound(key: &str) -> u32 {
    let bound = key.len().saturating_mul(6).saturating_add(4);
    if bound < u32::MAX as usize { bound as u32 } else { u32::MAX }
}

/// Replaces an empty entry, in which there is nothing to drop.
#[inline]
fn put(slot: &mut Entry, key: Text, value: Value) {
    mem::forget(mem::replace(&mut slot.0, key));
    mem::forget(mem::replace(&mut slot.1, value));
}

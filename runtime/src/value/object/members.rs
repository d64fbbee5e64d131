//! The members of an object in one piece of memory, which may have room for more.

use std::mem;

use triomphe::{Arc, HeaderSlice};

use super::index::KeyIndex;
use super::needle::Needle;
use super::{Entry, LINEAR_MAX};
use crate::value::{Text, Value};

/// Members in order, shared by all copies. The slots behind those in use hold empty entries.
///
/// An `Arc` of the standard library would have to lock its count of weak references at every write.
#[derive(Clone)]
pub(super) struct Members(Arc<HeaderSlice<Head, [Entry]>>);

/// INVARIANT: `used` is at most the number of slots, and beyond [`LINEAR_MAX`] there is an index of all members.
#[derive(Clone)]
struct Head {
    used: usize,
    index: Option<Box<KeyIndex>>,
}

/// How many slots a copy has for members that may follow, beside the one that it is made for.
const ROOM_OF_COPY: usize = 3;

impl Members {
    /// Exactly these members, whose keys are distinct.
    #[inline]
    pub(super) fn of(entries: impl ExactSizeIterator<Item = Entry>) -> Self {
        let head = Head { used: entries.len(), index: None };
        let mut members = Self(Arc::from_header_and_iter(head, entries));
        if members.0.header.used > LINEAR_MAX {
            members.build_index();
        }
        members
    }

    /// No members yet, but slots for some.
    pub(super) fn with_capacity(slots: usize) -> Self {
        Self::with_room(std::iter::empty(), Head { used: 0, index: None }, slots)
    }

    fn with_room(entries: impl Iterator<Item = Entry>, head: Head, slots: usize) -> Self {
        let rest = slots.max(head.used);
        Self(Arc::from_header_and_iter(head, Slots { entries, rest }))
    }

    #[inline]
    pub(super) fn entries(&self) -> &[Entry] {
        self.0.slice.get(..self.0.header.used).unwrap_or_default()
    }

    /// The members for writing, copied first if they are shared; their keys must stay as they are.
    pub(super) fn make_mut(&mut self) -> &mut [Entry] {
        if !self.0.is_unique() {
            let Head { used, index } = &self.0.header;
            let head = Head { used: *used, index: index.clone() };
            *self = Self(Arc::from_header_and_iter(head, self.entries().iter().cloned()));
        }
        self.get_mut().unwrap_or_default()
    }

    /// The members for writing, if nobody shares them.
    #[inline]
    pub(super) fn get_mut(&mut self) -> Option<&mut [Entry]> {
        let own = Arc::get_mut(&mut self.0)?;
        own.slice.get_mut(..own.header.used)
    }

    pub(super) fn position(&self, key: &str) -> Option<usize> {
        match &self.0.header.index {
            None => Needle::of(key).find(self.entries()),
            Some(index) => index.find(self.entries(), key),
        }
    }

    /// Sets a member, the last if it is new. Returns the former value.
    #[inline]
    pub(super) fn insert(&mut self, key: Text, value: Value) -> Option<Value> {
        match self.position(&key) {
            Some(position) => {
                let (_, place) = self.make_mut().get_mut(position)?;
                Some(mem::replace(place, value))
            }
            None => {
                self.append(key, value);
                None
            }
        }
    }

    /// Adds a member whose key is not there yet.
    #[inline]
    pub(super) fn append(&mut self, key: Text, value: Value) {
        let has_room = self.0.header.used < self.0.slice.len();
        if !(has_room && self.0.is_unique()) {
            self.make_room();
        }
        let Some(own) = Arc::get_mut(&mut self.0) else { return };
        let Some(slot) = own.slice.get_mut(own.header.used) else { return };
        if let Some(index) = &mut own.header.index {
            index.add(&key, own.header.used);
        }
        // What lay there was empty: there is nothing to drop.
        mem::forget(mem::replace(slot, (key, value)));
        own.header.used += 1;
        if own.header.used == LINEAR_MAX + 1 {
            self.build_index();
        }
    }

    /// Makes this our own, with at least one empty slot.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        *self = match Arc::get_mut(&mut self.0) {
            Some(own) => {
                let head = Head { used: own.header.used, index: own.header.index.take() };
                let slots = (head.used * 2).max(4);
                Self::with_room(own.slice.iter_mut().map(mem::take), head, slots)
            }
            None => {
                let head = self.0.header.clone();
                let slots = head.used + 1 + ROOM_OF_COPY.max(head.used / 4);
                Self::with_room(self.entries().iter().cloned(), head, slots)
            }
        };
    }

    pub(super) fn remove(&mut self, position: usize) -> Option<Value> {
        let behind = self.make_mut().get_mut(position..)?;
        behind.rotate_left(1);
        let (_, value) = behind.last_mut().map(mem::take)?;
        let own = Arc::get_mut(&mut self.0)?;
        own.header.used -= 1;
        own.header.index = None;
        if own.header.used > LINEAR_MAX {
            // All positions behind it have changed.
            self.build_index();
        }
        Some(value)
    }

    #[cold]
    fn build_index(&mut self) {
        let index = Some(Box::new(KeyIndex::of(self.entries())));
        if let Some(own) = Arc::get_mut(&mut self.0) {
            own.header.index = index;
        }
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

/// Entries, and then empty ones up to a number.
struct Slots<I> {
    entries: I,
    rest: usize,
}

impl<I: Iterator<Item = Entry>> Iterator for Slots<I> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        self.rest = self.rest.checked_sub(1)?;
        Some(self.entries.next().unwrap_or_else(|| (Text::new_static(""), Value::Null)))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rest, Some(self.rest))
    }
}

impl<I: Iterator<Item = Entry>> ExactSizeIterator for Slots<I> {}

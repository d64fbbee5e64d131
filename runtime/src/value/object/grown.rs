//! Members of an object with room to grow, and found by hash once there are many.

use super::index::KeyIndex;
use super::{Entry, LINEAR_MAX};
use crate::value::{Text, Value};

/// Members in order. INVARIANT: beyond [`LINEAR_MAX`] members there is an index of all of them.
#[derive(Clone)]
pub(super) struct Grown {
    entries: Vec<Entry>,
    index: Option<Box<KeyIndex>>,
}

impl Grown {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity), index: None }
    }

    /// A copy that will be added to.
    pub(super) fn roomy_copy(&self) -> Self {
        let mut entries = Vec::with_capacity(self.entries.len() + self.entries.len() / 4 + 1);
        entries.extend_from_slice(&self.entries);
        Self { entries, index: self.index.clone() }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The members for writing; their keys must stay as they are.
    pub(super) fn entries_mut(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    pub(super) fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            None => self.entries.iter().position(|(other, _)| other == key),
            Some(index) => index.find(&self.entries, key),
        }
    }

    /// Adds a member whose key is not there yet.
    pub(super) fn append(&mut self, key: Text, value: Value) {
        if let Some(index) = &mut self.index {
            index.add(&key, self.entries.len());
        }
        self.entries.push((key, value));
        if self.index.is_none() {
            self.index_if_many();
        }
    }

    /// Sets a member, the last if it is new.
    pub(super) fn insert(&mut self, key: Text, value: Value) {
        match self.position(&key).and_then(|position| self.entries.get_mut(position)) {
            Some((_, place)) => *place = value,
            None => self.append(key, value),
        }
    }

    pub(super) fn remove(&mut self, position: usize) -> Option<Value> {
        if position >= self.entries.len() {
            return None;
        }
        let (_, value) = self.entries.remove(position);
        // All positions behind it have changed.
        self.index = None;
        self.index_if_many();
        Some(value)
    }

    fn index_if_many(&mut self) {
        if self.entries.len() > LINEAR_MAX {
            self.index = Some(Box::new(KeyIndex::of(&self.entries)));
        }
    }
}

/// The keys must be distinct.
impl From<Vec<Entry>> for Grown {
    fn from(entries: Vec<Entry>) -> Self {
        let mut grown = Self { entries, index: None };
        grown.index_if_many();
        grown
    }
}

//! JSON objects: members in the order of insertion, shared until written to.

mod grown;
mod index;
mod iter;
#[cfg(test)]
mod tests;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::once;
use std::mem;
use std::ops::Index;
use std::sync::Arc;

use self::grown::Grown;
pub use self::iter::{IntoIter, Iter, IterMut, Keys, Values};
use super::{Text, Value};

/// A member of an object.
type Entry = (Text, Value);

/// Up to this many members, comparing one key after the other is faster than hashing.
const LINEAR_MAX: usize = 16;

/// A JSON object. Members keep the order in which they were inserted; keys are distinct. A copy shares the members;
/// whoever then writes to one of the two gets members of its own.
#[derive(Clone)]
pub struct Object(Repr);

/// Most objects are built once, with all their members, and copied with one member added or replaced: those lie in one
/// piece of memory that fits exactly. One that is being filled has room to grow.
#[derive(Clone)]
enum Repr {
    /// At most [`LINEAR_MAX`] members.
    Exact(Arc<[Entry]>),
    /// Any number of members; an object that was never filled needs no memory.
    Grown(Option<Arc<Grown>>),
}

impl Object {
    /// An empty object. Does not allocate.
    pub const fn new() -> Self {
        Self(Repr::Grown(None))
    }

    /// An empty object with room for `capacity` members.
    pub fn with_capacity(capacity: usize) -> Self {
        if capacity == 0 { Self::new() } else { Grown::with_capacity(capacity).into() }
    }

    /// An object of the given members. Of a key given twice the last value counts, at the place of the first.
    pub fn from_entries<const N: usize>(entries: [(Text, Value); N]) -> Self {
        if N <= LINEAR_MAX && are_distinct(&entries) {
            Self::from_distinct(entries)
        } else {
            entries.into_iter().collect()
        }
    }

    /// [`from_entries`](Self::from_entries) for keys that are known to be distinct, as those of a payload template.
    ///
    /// A key that is given twice stays there twice: lookups find the first.
    pub fn from_distinct<const N: usize>(entries: [(Text, Value); N]) -> Self {
        match N {
            0 => Self::new(),
            1..=LINEAR_MAX => Self(Repr::Exact(Arc::new(entries))),
            _ => Grown::from(Vec::from(entries)).into(),
        }
    }

    /// [`from_distinct`](Self::from_distinct) for any number of members.
    pub(super) fn from_distinct_iter(entries: impl ExactSizeIterator<Item = Entry>) -> Self {
        match entries.len() {
            0 => Self::new(),
            1..=LINEAR_MAX => Self(Repr::Exact(entries.collect())),
            _ => Grown::from(entries.collect::<Vec<_>>()).into(),
        }
    }

    /// Takes the members from `start` on off a pile, with the rule of [`from_entries`](Self::from_entries).
    pub(super) fn from_pile(pile: &mut Vec<Entry>, start: usize) -> Self {
        let entries = pile.get(start..).unwrap_or_default();
        if entries.is_empty() {
            Self::new()
        } else if entries.len() <= LINEAR_MAX && are_distinct(entries) {
            Self(Repr::Exact(pile.drain(start..).collect()))
        } else {
            let mut grown = Grown::with_capacity(entries.len());
            for (key, value) in pile.drain(start..) {
                grown.insert(key, value);
            }
            grown.into()
        }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// The value of a member.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.get_key_value(key).map(|(_, value)| value)
    }

    /// A member with its key.
    pub fn get_key_value(&self, key: &str) -> Option<(&Text, &Value)> {
        let entry = match &self.0 {
            Repr::Exact(entries) => entries.iter().find(|(other, _)| other == key),
            Repr::Grown(grown) => grown.as_ref().and_then(|grown| grown.entries().get(grown.position(key)?)),
        };
        entry.map(|(key, value)| (key, value))
    }

    /// The value of a member for writing.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        let position = self.position(key)?;
        self.value_mut(position)
    }

    /// Whether there is a member of this name.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Sets a member and returns its former value. A new member comes last, a replaced one keeps its place.
    pub fn insert(&mut self, key: impl Into<Text>, value: impl Into<Value>) -> Option<Value> {
        let key = key.into();
        if let Some(place) = self.position_of(&key).and_then(|position| self.value_mut(position)) {
            return Some(mem::replace(place, value.into()));
        }
        self.append(key, value.into());
        None
    }

    /// The value of a member, which is first set to what `default` returns if there is none.
    #[expect(clippy::indexing_slicing, reason = "the position was found, or made, just now")]
    pub fn get_or_insert_with(
        &mut self,
        key: impl Into<Text>,
        default: impl FnOnce() -> Value,
    ) -> &mut Value {
        let key = key.into();
        let position = self.position(&key).unwrap_or_else(|| {
            self.append(key, default());
            self.len() - 1
        });
        &mut self.own_entries()[position].1
    }

    /// Removes a member and returns its value. The others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let position = self.position(key)?;
        match &mut self.0 {
            Repr::Exact(entries) => {
                let taken = match Arc::get_mut(entries) {
                    Some(own) => own.get_mut(position).map(|(_, value)| mem::take(value)),
                    None => entries.get(position).map(|(_, value)| value.clone()),
                };
                let without = |(at, entry): (usize, &Entry)| (at != position).then(|| entry.clone());
                *self = Self(Repr::Exact(entries.iter().enumerate().filter_map(without).collect()));
                taken
            }
            Repr::Grown(grown) => Arc::make_mut(grown.as_mut()?).remove(position),
        }
    }

    /// Keeps the members for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Value) -> bool) {
        let kept = mem::take(self)
            .into_iter()
            .filter_map(|(key, mut value)| keep(&key, &mut value).then_some((key, value)));
        *self = kept.collect();
    }

    /// The members in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter::new(self.entries())
    }

    /// The members in order, their values for writing.
    pub fn iter_mut(&mut self) -> IterMut<'_> {
        IterMut::new(self.own_entries())
    }

    /// The keys in order.
    pub fn keys(&self) -> Keys<'_> {
        Keys::new(self.entries())
    }

    /// The values in order.
    pub fn values(&self) -> Values<'_> {
        Values::new(self.entries())
    }

    pub(super) fn entries(&self) -> &[Entry] {
        match &self.0 {
            Repr::Exact(entries) => entries,
            Repr::Grown(grown) => grown.as_ref().map_or(&[], |grown| grown.entries()),
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.0 {
            Repr::Exact(entries) => entries.iter().position(|(other, _)| other == key),
            Repr::Grown(grown) => grown.as_ref()?.position(key),
        }
    }

    /// Like `position`. Short texts are compared without looking at their characters one by one.
    fn position_of(&self, key: &Text) -> Option<usize> {
        if self.len() <= LINEAR_MAX {
            self.entries().iter().position(|(other, _)| other == key)
        } else {
            self.position(key)
        }
    }

    /// The members as our own, copied first if they are shared.
    fn own_entries(&mut self) -> &mut [Entry] {
        match &mut self.0 {
            Repr::Exact(entries) => Arc::make_mut(entries),
            Repr::Grown(Some(grown)) => Arc::make_mut(grown).entries_mut(),
            Repr::Grown(None) => &mut [],
        }
    }

    fn value_mut(&mut self, position: usize) -> Option<&mut Value> {
        self.own_entries().get_mut(position).map(|(_, value)| value)
    }

    /// Adds a member whose key is not there yet.
    fn append(&mut self, key: Text, value: Value) {
        let len = self.len();
        let mut grown = match &mut self.0 {
            Repr::Grown(None) => Grown::with_capacity(4),
            Repr::Grown(Some(grown)) => match Arc::get_mut(grown) {
                Some(own) => return own.append(key, value),
                None if len < LINEAR_MAX => return self.append_to_copy(key, value),
                None => grown.roomy_copy(),
            },
            Repr::Exact(entries) => match Arc::get_mut(entries) {
                // Ours alone and growing again: from now on with room.
                Some(own) => {
                    let mut grown = Grown::with_capacity(len * 2);
                    own.iter_mut().map(mem::take).for_each(|(key, value)| grown.append(key, value));
                    grown
                }
                None if len < LINEAR_MAX => return self.append_to_copy(key, value),
                None => Grown::from(entries.to_vec()),
            },
        };
        grown.append(key, value);
        *self = grown.into();
    }

    /// Makes this a copy that fits exactly, with one more member.
    fn append_to_copy(&mut self, key: Text, value: Value) {
        *self = Self(Repr::Exact(self.entries().iter().cloned().chain(once((key, value))).collect()));
    }

    /// Whether both share the same members.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Exact(a), Repr::Exact(b)) => Arc::ptr_eq(a, b),
            (Repr::Grown(Some(a)), Repr::Grown(Some(b))) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

fn are_distinct(entries: &[Entry]) -> bool {
    let mut rest = entries;
    while let [(key, _), after @ ..] = rest {
        if after.iter().any(|(other, _)| other == key) {
            return false;
        }
        rest = after;
    }
    true
}

impl From<Grown> for Object {
    fn from(grown: Grown) -> Self {
        Self(Repr::Grown(Some(Arc::new(grown))))
    }
}

impl Default for Object {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Into<Text>, V: Into<Value>> FromIterator<(K, V)> for Object {
    /// Of a key given twice the last value counts, at the place of the first.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut pile = entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        Self::from_pile(&mut pile, 0)
    }
}

impl<K: Into<Text>, V: Into<Value>> Extend<(K, V)> for Object {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Into<Text>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Object {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl Index<&str> for Object {
    type Output = Value;

    /// The value of a member, or `null` where there is none.
    fn index(&self, key: &str) -> &Value {
        self.get(key).unwrap_or(&super::index::NULL)
    }
}

/// Members may come in any order.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        super::compare::objects(self, other)
    }
}

impl Eq for Object {}

impl Hash for Object {
    fn hash<H: Hasher>(&self, state: &mut H) {
        super::compare::hash_object(self, state);
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        let alone = match &self.0 {
            Repr::Exact(entries) => Arc::strong_count(entries) == 1,
            Repr::Grown(grown) => grown.as_ref().is_some_and(|grown| Arc::strong_count(grown) == 1),
        };
        if alone {
            let repr = mem::replace(&mut self.0, Repr::Grown(None));
            super::nesting::drop_guarded(repr, |repr| Value::Object(Self(repr)));
        }
    }
}

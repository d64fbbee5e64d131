//! JSON objects: members in the order of insertion, shared until written to.

mod index;
mod iter;
mod keys;
mod members;
mod needle;
mod spare;
#[cfg(test)]
mod tests;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem;
use std::ops::Index;

pub use self::iter::{IntoIter, Iter, IterMut, Keys, Values};
pub use self::keys::{TemplateKeys, put};
use self::members::{Members, key_bound};
pub(super) use self::needle::same_key;
use self::needle::{MAX_PRINTS, Print, Prints};
use super::content::Content;
use super::{Text, Value};

/// A member of an object.
type Entry = (Text, Value);

/// Up to this many members, comparing one key after the other is faster than hashing.
const LINEAR_MAX: usize = MAX_PRINTS;

/// A JSON object. Members keep the order in which they were inserted; keys are distinct. A copy shares the members;
/// whoever then writes to one of the two gets members of its own.
#[derive(Clone)]
pub struct Object(Content<Members>);

impl Object {
    /// An empty object. Does not allocate.
    pub const fn new() -> Self {
        Self(Content::EMPTY)
    }

    /// An empty object with room for `capacity` members.
    pub fn with_capacity(capacity: usize) -> Self {
        Self((capacity > 0).then(|| Members::with_capacity(capacity)).into())
    }

    /// An object of the given members. Of a key given twice the last value counts, at the place of the first.
    pub fn from_entries<const N: usize>(entries: [(Text, Value); N]) -> Self {
        if are_distinct(&entries.iter().map(|(key, _)| key)) {
            Self::from_distinct(entries)
        } else {
            entries.into_iter().collect()
        }
    }

    /// [`from_entries`](Self::from_entries) for keys that are known to be distinct, as those of a payload template.
    ///
    /// A key that is given twice stays there twice: lookups find the first.
    #[expect(clippy::inline_always, reason = "the prints of keys that are literals are then constants")]
    #[inline(always)]
    pub fn from_distinct<const N: usize>(entries: [(Text, Value); N]) -> Self {
        if N == 0 {
            return Self::new();
        }
        let mut entries = entries;
        let prints = Prints::of(entries.iter().map(|(key, _)| key)).words();
        let bound = entries.iter().fold(0, |sum: u32, (key, _)| sum.saturating_add(key_bound(key)));
        let mut members = Members::with_prints(prints, bound, N);
        members.fill_empty(entries.iter_mut());
        // All have been moved out.
        mem::forget(entries);
        if N > LINEAR_MAX {
            members.build_index();
        }
        Self(Content::Counted(members))
    }

    /// [`from_distinct`](Self::from_distinct) for any number of members, which are moved out of where they are.
    fn from_distinct_mut<'e>(entries: impl ExactSizeIterator<Item = (&'e mut Text, &'e mut Value)>) -> Self {
        Self((entries.len() > 0).then(|| Members::of(entries)).into())
    }

    /// An object of the first of these keys and of values, which are moved out of where they are; no more values than
    /// there are keys.
    pub(super) fn with_values(&self, values: &mut [Value]) -> Self {
        Self(self.0.get().map(|members| members.with_values(values)).into())
    }

    /// An object of keys and their values, moved out of where they are, with the rule of
    /// [`from_entries`](Self::from_entries).
    pub(super) fn from_parts(keys: &mut [Text], values: &mut [Value]) -> Self {
        if are_distinct(&keys.iter()) {
            return Self::from_distinct_mut(keys.iter_mut().zip(values));
        }
        let mut members = Members::with_capacity(keys.len());
        for (key, value) in keys.iter_mut().zip(values) {
            members.insert(mem::take(key), mem::take(value));
        }
        Self(Content::Counted(members))
    }

    /// Takes the members from `start` on off a pile, with the rule of [`from_entries`](Self::from_entries).
    pub(super) fn from_pile(pile: &mut Vec<Entry>, start: usize) -> Self {
        let entries = pile.get_mut(start..).unwrap_or_default();
        let object = if are_distinct(&entries.iter().map(|(key, _)| key)) {
            Self::from_distinct_mut(entries.iter_mut().map(|(key, value)| (key, value)))
        } else {
            let mut members = Members::with_capacity(entries.len());
            for (key, value) in entries {
                members.insert(mem::take(key), mem::take(value));
            }
            Self(Content::Counted(members))
        };
        pile.truncate(start);
        object
    }

    /// The same object, of something that lives as long as the program; copies of it are not counted.
    pub(super) fn fixed(&'static self) -> Self {
        Self(self.0.fixed())
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
        let (_, (_, value)) = self.0.get()?.find(key)?;
        Some(value)
    }

    /// [`get`](Self::get) for a literal, which is compiled into the place where it stands.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn get_literal(&self, key: &str) -> Option<&Value> {
        let (_, (_, value)) = self.0.get()?.find_literal(key)?;
        Some(value)
    }

    /// A member with its key.
    pub fn get_key_value(&self, key: &str) -> Option<(&Text, &Value)> {
        let (_, (key, value)) = self.0.get()?.find(key)?;
        Some((key, value))
    }

    /// The value of a member for writing.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        let position = self.position(key)?;
        self.own_entries().get_mut(position).map(|(_, value)| value)
    }

    /// Whether there is a member of this name.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Sets a member and returns its former value. A new member comes last, a replaced one keeps its place.
    #[expect(
        clippy::inline_always,
        reason = "key and value are then built where they belong, not moved there"
    )]
    #[inline(always)]
    pub fn insert(&mut self, key: impl Into<Text>, value: impl Into<Value>) -> Option<Value> {
        self.own_members().insert(key.into(), value.into())
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
            self.own_members().append(key, default());
            self.len() - 1
        });
        &mut self.own_entries()[position].1
    }

    /// Removes a member and returns its value. The others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let position = self.position(key)?;
        self.0.get_mut()?.remove(position)
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

    #[inline]
    pub(super) fn entries(&self) -> &[Entry] {
        self.0.get().map_or(&[], Members::entries)
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.0.get()?.position(key)
    }

    /// The members as our own, copied first if they are shared.
    fn own_entries(&mut self) -> &mut [Entry] {
        self.0.get_mut().map_or(&mut [], Members::make_mut)
    }

    /// Where members can be added.
    #[inline]
    fn own_members(&mut self) -> &mut Members {
        self.0.get_or_insert_with(|| Members::with_capacity(4))
    }

    /// What was remembered of the length of the JSON text.
    #[inline]
    pub(super) fn known_bound(&self) -> Option<usize> {
        self.0.get().map_or(Some(2), |members| members.bound().get())
    }

    /// The part of the keys in the length of the JSON text, at most.
    #[inline]
    pub(super) fn keys_bound(&self) -> usize {
        self.0.get().map_or(0, |members| members.keys_bound() as usize)
    }

    pub(super) fn remember_bound(&self, bound: usize) {
        if let Some(members) = self.0.get() {
            members.bound().set(bound);
        }
    }

    /// Whether nobody shares the members.
    #[inline]
    pub(super) fn is_alone(&self) -> bool {
        self.0.counted().is_some_and(Members::is_alone)
    }

    /// Whether both share the same members.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self.0.get(), other.0.get()) {
            (Some(a), Some(b)) => a.same(b),
            _ => false,
        }
    }
}

/// Whether so few keys are surely distinct; of many it is not asked.
fn are_distinct<'k>(keys: &(impl ExactSizeIterator<Item = &'k Text> + Clone)) -> bool {
    let mut prints = Prints::default();
    keys.len() <= LINEAR_MAX
        && keys.clone().enumerate().all(|(position, key)| {
            let print = Print::of(key);
            let is_key = |at| keys.clone().nth(at).is_some_and(|other| other == key);
            let is_new = prints.find(print, |at| at < position && is_key(at)).is_none();
            prints.set(position, print);
            is_new
        })
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
    #[inline]
    fn drop(&mut self) {
        if self.is_alone() {
            super::nesting::drop_guarded(
                mem::take(&mut self.0),
                |mut content| {
                    if let Some(members) = content.take() {
                        members.release();
                    }
                },
                |content| Value::Object(Self(content)),
            );
        }
    }
}

//! JSON arrays: shared until written to.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem;
use std::ops::{Index, IndexMut};
use std::slice;
use std::vec;

use triomphe::{Arc, UniqueArc};

use super::Value;
use super::bounds::KnownBound;
use super::content::Content;

/// A JSON array. A copy shares the items; whoever then writes to one of the two gets items of its own.
#[derive(Clone, Default)]
pub struct Array(Content<Arc<Items>>);

#[derive(Default)]
struct Items {
    list: Vec<Value>,
    bound: KnownBound,
}

impl Clone for Items {
    fn clone(&self) -> Self {
        self.list.clone().into()
    }
}

impl From<Vec<Value>> for Items {
    fn from(list: Vec<Value>) -> Self {
        Self { list, bound: KnownBound::default() }
    }
}

impl Array {
    /// An empty array. Does not allocate.
    pub const fn new() -> Self {
        Self(Content::EMPTY)
    }

    /// An empty array with room for `capacity` items.
    pub fn with_capacity(capacity: usize) -> Self {
        if capacity == 0 { Self::new() } else { Vec::with_capacity(capacity).into() }
    }

    /// The same array, of something that lives as long as the program; copies of it are not counted.
    pub(super) fn fixed(&'static self) -> Self {
        Self(self.0.fixed())
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// All items.
    #[inline]
    pub fn as_slice(&self) -> &[Value] {
        self.0.get().map_or(&[], |items| &items.list)
    }

    /// The item at `index`, counted from 0.
    pub fn get(&self, index: usize) -> Option<&Value> {
        self.as_slice().get(index)
    }

    /// The item at `index` for writing.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut Value> {
        // Looking first saves the copy that asking for a missing item would cost.
        if index < self.len() { self.make_mut().get_mut(index) } else { None }
    }

    /// The items for writing, copied first if they are shared.
    pub fn make_mut(&mut self) -> &mut Vec<Value> {
        let items = Arc::make_mut(self.0.get_or_insert_with(Arc::default));
        items.bound.forget();
        &mut items.list
    }

    /// Adds an item at the end.
    pub fn push(&mut self, item: impl Into<Value>) {
        self.reserve(1);
        self.make_mut().push(item.into());
    }

    /// The items, one after the other.
    pub fn iter(&self) -> slice::Iter<'_, Value> {
        self.as_slice().iter()
    }

    /// The items for writing, one after the other.
    pub fn iter_mut(&mut self) -> slice::IterMut<'_, Value> {
        // An empty array stays without memory.
        if self.is_empty() { slice::IterMut::default() } else { self.make_mut().iter_mut() }
    }

    /// Makes the items our own, with room for `additional` more; a plain copy would have room for none.
    fn reserve(&mut self, additional: usize) {
        let items = self.0.get_or_insert_with(Arc::default);
        if let Some(items) = Arc::get_mut(items) {
            items.list.reserve(additional);
        } else {
            let len = items.list.len();
            let mut own = Vec::with_capacity(len + additional.max(len.min(4)));
            own.extend_from_slice(&items.list);
            *items = Arc::new(own.into());
        }
    }

    fn into_vec(mut self) -> Vec<Value> {
        self.0.take().map(|items| Arc::unwrap_or_clone(items).list).unwrap_or_default()
    }

    /// What was remembered of the length of the JSON text.
    #[inline]
    pub(super) fn known_bound(&self) -> Option<usize> {
        self.0.get().map_or(Some(2), |items| items.bound.get())
    }

    pub(super) fn remember_bound(&self, bound: usize) {
        if let Some(items) = self.0.get() {
            items.bound.set(bound);
        }
    }

    /// Whether both share the same items.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self.0.get(), other.0.get()) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl From<Vec<Value>> for Array {
    fn from(items: Vec<Value>) -> Self {
        Self(Content::Counted(Arc::new(items.into())))
    }
}

impl From<Array> for Vec<Value> {
    fn from(array: Array) -> Self {
        array.into_vec()
    }
}

impl<const N: usize> From<[Value; N]> for Array {
    fn from(items: [Value; N]) -> Self {
        Vec::from(items).into()
    }
}

impl<V: Into<Value>> FromIterator<V> for Array {
    fn from_iter<I: IntoIterator<Item = V>>(items: I) -> Self {
        items.into_iter().map(Into::into).collect::<Vec<_>>().into()
    }
}

impl<V: Into<Value>> Extend<V> for Array {
    fn extend<I: IntoIterator<Item = V>>(&mut self, items: I) {
        let items = items.into_iter();
        self.reserve(items.size_hint().0);
        self.make_mut().extend(items.map(Into::into));
    }
}

/// The items of an [`Array`], by value. Items that nobody shares are moved out, others are copied as they come.
#[derive(Debug)]
pub struct IntoIter(Rest);

#[derive(Debug)]
enum Rest {
    Own(vec::IntoIter<Value>),
    Shared { items: Array, next: usize, end: usize },
}

impl Iterator for IntoIter {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        match &mut self.0 {
            Rest::Own(items) => items.next(),
            Rest::Shared { items, next, end } => {
                let item = (*next < *end).then(|| items.get(*next).cloned()).flatten();
                *next += usize::from(item.is_some());
                item
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = match &self.0 {
            Rest::Own(items) => items.len(),
            Rest::Shared { next, end, .. } => end - next,
        };
        (len, Some(len))
    }
}

impl DoubleEndedIterator for IntoIter {
    fn next_back(&mut self) -> Option<Value> {
        match &mut self.0 {
            Rest::Own(items) => items.next_back(),
            Rest::Shared { items, next, end } => {
                let item = (*next < *end).then(|| items.get(*end - 1).cloned()).flatten();
                *end -= usize::from(item.is_some());
                item
            }
        }
    }
}

impl ExactSizeIterator for IntoIter {}

impl IntoIterator for Array {
    type Item = Value;
    type IntoIter = IntoIter;

    fn into_iter(mut self) -> IntoIter {
        let items = match self.0.take().map(Arc::try_unwrap) {
            None => Rest::Own(Vec::new().into_iter()),
            Some(Ok(items)) => Rest::Own(items.list.into_iter()),
            Some(Err(shared)) => {
                Rest::Shared { next: 0, end: shared.list.len(), items: Self(Content::Counted(shared)) }
            }
        };
        IntoIter(items)
    }
}

impl<'a> IntoIterator for &'a Array {
    type Item = &'a Value;
    type IntoIter = slice::Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Array {
    type Item = &'a mut Value;
    type IntoIter = slice::IterMut<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl Index<usize> for Array {
    type Output = Value;

    /// The item at `index`, or `null` where there is none.
    fn index(&self, index: usize) -> &Value {
        self.get(index).unwrap_or(&super::index::NULL)
    }
}

impl IndexMut<usize> for Array {
    /// The item at `index`.
    ///
    /// # Panics
    ///
    /// If there is none, as for a slice.
    #[expect(clippy::indexing_slicing, reason = "to panic as a slice does is what this operator promises")]
    fn index_mut(&mut self, index: usize) -> &mut Value {
        &mut self.make_mut()[index]
    }
}

impl AsRef<[Value]> for Array {
    fn as_ref(&self) -> &[Value] {
        self.as_slice()
    }
}

impl PartialEq for Array {
    fn eq(&self, other: &Self) -> bool {
        super::compare::arrays(self, other)
    }
}

impl Eq for Array {}

impl Hash for Array {
    fn hash<H: Hasher>(&self, state: &mut H) {
        super::compare::hash_array(self, state);
    }
}

impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Drop for Array {
    fn drop(&mut self) {
        if self.0.counted().is_some_and(Arc::is_unique) {
            super::nesting::drop_guarded(
                mem::take(&mut self.0),
                // Taken out, so that nobody counts how many share it.
                |mut content| {
                    drop(content.take().map(|items| Arc::try_unique(items).map(UniqueArc::into_inner)));
                },
                |content| Value::Array(Self(content)),
            );
        }
    }
}

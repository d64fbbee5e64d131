//! Iterators over the members of an object.

use std::fmt;
use std::iter::FusedIterator;
use std::mem;
use std::slice;

use super::members::Members;
use super::{Entry, Object};
use crate::value::{Text, Value};

macro_rules! borrowing_iterator {
    ($(#[$doc:meta])* $name:ident, $inner:ident, $list:ty, $item:ty, $take:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<'a>(slice::$inner<'a, Entry>);

        impl<'a> $name<'a> {
            pub(super) fn new(entries: $list) -> Self {
                Self(entries.into_iter())
            }
        }

        impl<'a> Iterator for $name<'a> {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                self.0.next().map($take)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl DoubleEndedIterator for $name<'_> {
            fn next_back(&mut self) -> Option<Self::Item> {
                self.0.next_back().map($take)
            }
        }

        impl ExactSizeIterator for $name<'_> {}

        impl FusedIterator for $name<'_> {}
    };
}

borrowing_iterator!(
    /// The members of an [`Object`] in order.
    Iter, Iter, &'a [Entry], (&'a Text, &'a Value), |(key, value)| (key, value)
);
borrowing_iterator!(
    /// The members of an [`Object`] in order, their values for writing.
    IterMut, IterMut, &'a mut [Entry], (&'a Text, &'a mut Value), |(key, value)| (&*key, value)
);
borrowing_iterator!(
    /// The keys of an [`Object`] in order.
    Keys, Iter, &'a [Entry], &'a Text, |(key, _)| key
);
borrowing_iterator!(
    /// The values of an [`Object`] in order.
    Values, Iter, &'a [Entry], &'a Value, |(_, value)| value
);

impl Clone for Iter<'_> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// The members of an [`Object`], by value. Members that nobody shares are moved out, others are copied as they come.
pub struct IntoIter {
    /// Entries before `next` have been taken out, or copied.
    members: Option<Members>,
    next: usize,
}

impl Iterator for IntoIter {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let members = self.members.as_mut()?;
        let entry = match members.get_mut() {
            Some(own) => own.get_mut(self.next).map(mem::take),
            None => members.entries().get(self.next).cloned(),
        };
        self.next += usize::from(entry.is_some());
        entry
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.members.as_ref().map_or(0, |members| members.entries().len()) - self.next;
        (len, Some(len))
    }
}

impl fmt::Debug for IntoIter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.members.as_ref().map_or(&[][..], Members::entries);
        f.debug_tuple("IntoIter").field(&entries.get(self.next..).unwrap_or_default()).finish()
    }
}

impl ExactSizeIterator for IntoIter {}

impl FusedIterator for IntoIter {}

impl IntoIterator for Object {
    type Item = Entry;
    type IntoIter = IntoIter;

    fn into_iter(mut self) -> IntoIter {
        IntoIter { members: self.0.take(), next: 0 }
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a Text, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Object {
    type Item = (&'a Text, &'a mut Value);
    type IntoIter = IterMut<'a>;

    fn into_iter(self) -> IterMut<'a> {
        self.iter_mut()
    }
}

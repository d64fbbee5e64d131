//! Iterators over the members of an object.

use std::iter::FusedIterator;
use std::mem;
use std::slice;
use std::sync::Arc;
use std::vec;

use super::grown::Grown;
use super::{Entry, Object, Repr};
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
#[derive(Debug)]
pub struct IntoIter(Members);

#[derive(Debug)]
enum Members {
    List(vec::IntoIter<Entry>),
    Slice { entries: Arc<[Entry]>, next: usize },
}

impl Iterator for IntoIter {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        match &mut self.0 {
            Members::List(entries) => entries.next(),
            Members::Slice { entries, next } => {
                let entry = match Arc::get_mut(entries) {
                    Some(own) => own.get_mut(*next).map(mem::take),
                    None => entries.get(*next).cloned(),
                };
                *next += usize::from(entry.is_some());
                entry
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = match &self.0 {
            Members::List(entries) => entries.len(),
            Members::Slice { entries, next } => entries.len() - next,
        };
        (len, Some(len))
    }
}

impl ExactSizeIterator for IntoIter {}

impl FusedIterator for IntoIter {}

impl IntoIterator for Object {
    type Item = Entry;
    type IntoIter = IntoIter;

    fn into_iter(mut self) -> IntoIter {
        let members = match mem::replace(&mut self.0, Repr::Grown(None)) {
            Repr::Exact(entries) => Members::Slice { entries, next: 0 },
            Repr::Grown(grown) => {
                let entries = grown.map(Arc::unwrap_or_clone).map(Grown::into_entries);
                Members::List(entries.unwrap_or_default().into_iter())
            }
        };
        IntoIter(members)
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

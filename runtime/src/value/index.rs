//! What a value can be indexed by: the name of a member or the position of an item.

use std::ops;

use super::{Text, Value};

/// What indexing finds where there is nothing.
pub(super) static NULL: Value = Value::Null;

/// An index of a [`Value`]: text for the members of an object, `usize` for the items of an array.
pub trait Index: sealed::Sealed {
    /// What lies there, if anything does.
    #[doc(hidden)]
    fn find<'v>(&self, value: &'v Value) -> Option<&'v Value>;

    /// The same for writing.
    #[doc(hidden)]
    fn find_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value>;

    /// The same for writing, made first if it can be.
    #[doc(hidden)]
    fn find_or_insert<'v>(&self, value: &'v mut Value) -> &'v mut Value;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for str {}
    impl Sealed for String {}
    impl Sealed for super::Text {}
    impl Sealed for usize {}
    impl<T: Sealed + ?Sized> Sealed for &T {}
}

impl Index for str {
    fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        value.as_object()?.get(self)
    }

    fn find_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        value.as_object_mut()?.get_mut(self)
    }

    #[expect(clippy::panic, reason = "as documented for IndexMut, whose users ask for it")]
    fn find_or_insert<'v>(&self, value: &'v mut Value) -> &'v mut Value {
        if value.is_null() {
            *value = Value::Object(super::Object::new());
        }
        match value {
            Value::Object(object) => object.get_or_insert_with(self, Value::default),
            other => panic!("cannot set member {self:?} of {}", other.kind()),
        }
    }
}

impl Index for usize {
    fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        value.as_array()?.get(*self)
    }

    fn find_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        value.as_array_mut()?.get_mut(*self)
    }

    #[expect(clippy::panic, reason = "as documented for IndexMut, whose users ask for it")]
    fn find_or_insert<'v>(&self, value: &'v mut Value) -> &'v mut Value {
        match value {
            Value::Array(array) => &mut array[*self],
            other => panic!("cannot set item {self} of {}", other.kind()),
        }
    }
}

macro_rules! index_as_str {
    ($($text:ty),+) => {$(
        impl Index for $text {
            fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
                Index::find(self.as_str(), value)
            }

            fn find_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
                Index::find_mut(self.as_str(), value)
            }

            fn find_or_insert<'v>(&self, value: &'v mut Value) -> &'v mut Value {
                Index::find_or_insert(self.as_str(), value)
            }
        }
    )+};
}

index_as_str!(String, Text);

impl<T: Index + ?Sized> Index for &T {
    fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        (**self).find(value)
    }

    fn find_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        (**self).find_mut(value)
    }

    fn find_or_insert<'v>(&self, value: &'v mut Value) -> &'v mut Value {
        (**self).find_or_insert(value)
    }
}

impl<I: Index> ops::Index<I> for Value {
    type Output = Value;

    /// What lies at the index, or `null` where nothing does, also in a value that is neither array nor object.
    fn index(&self, index: I) -> &Value {
        index.find(self).unwrap_or(&NULL)
    }
}

impl<I: Index> ops::IndexMut<I> for Value {
    /// What lies at the index. A missing member is inserted as `null`; `null` itself becomes an object first.
    ///
    /// # Panics
    ///
    /// If the value is neither `null` nor an object and the index is text; if the index is a number and the value is
    /// not an array or has no such item. [`Value::get_mut`] does not panic.
    fn index_mut(&mut self, index: I) -> &mut Value {
        index.find_or_insert(self)
    }
}

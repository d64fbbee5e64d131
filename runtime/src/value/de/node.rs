//! What the deserializers of `Value` and of `&Value` have in common: one view of both.

use std::slice;

use serde::de::Visitor;

use super::DeserializeError;
use crate::value::{Number, Text, Value, array, object};

/// A value to deserialize from, owned or borrowed.
pub(super) trait Node<'de>: Sized {
    /// The string of a value or the key of a member.
    type Text: NodeText<'de>;
    type Items: ExactSizeIterator<Item = Self>;
    type Members: ExactSizeIterator<Item = (Self::Text, Self)>;

    fn view(self) -> View<Self::Text, Self::Items, Self::Members>;

    /// The value itself, as cheaply as it can be had.
    fn into_value(self) -> Value;

    fn as_value(&self) -> &Value;
}

/// What a value consists of.
pub(super) enum View<T, I, M> {
    Null,
    Bool(bool),
    Number(Number),
    String(T),
    Array(I),
    Object(M),
}

/// Text that knows whether it can be borrowed for as long as the deserialized type lives.
pub(super) trait NodeText<'de>: Clone {
    fn as_str(&self) -> &str;

    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError>;
}

impl<'de> NodeText<'de> for Text {
    fn as_str(&self) -> &str {
        self
    }

    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_str(&self)
    }
}

impl<'de> NodeText<'de> for &'de str {
    fn as_str(&self) -> &str {
        self
    }

    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_borrowed_str(self)
    }
}

impl Node<'_> for Value {
    type Text = Text;
    type Items = array::IntoIter;
    type Members = object::IntoIter;

    fn view(self) -> View<Text, array::IntoIter, object::IntoIter> {
        match self {
            Self::Null => View::Null,
            Self::Bool(bool) => View::Bool(bool),
            Self::Number(number) => View::Number(number),
            Self::String(text) => View::String(text),
            Self::Array(array) => View::Array(array.into_iter()),
            Self::Object(object) => View::Object(object.into_iter()),
        }
    }

    fn into_value(self) -> Value {
        self
    }

    fn as_value(&self) -> &Value {
        self
    }
}

/// The members of an object with borrowed keys.
pub(super) struct Members<'de>(object::Iter<'de>);

impl<'de> Iterator for Members<'de> {
    type Item = (&'de str, &'de Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key.as_str(), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Members<'_> {}

impl<'de> Node<'de> for &'de Value {
    type Text = &'de str;
    type Items = slice::Iter<'de, Value>;
    type Members = Members<'de>;

    fn view(self) -> View<&'de str, slice::Iter<'de, Value>, Members<'de>> {
        match self {
            Value::Null => View::Null,
            Value::Bool(bool) => View::Bool(*bool),
            Value::Number(number) => View::Number(number.clone()),
            Value::String(text) => View::String(text.as_str()),
            Value::Array(array) => View::Array(array.iter()),
            Value::Object(object) => View::Object(Members(object.iter())),
        }
    }

    fn into_value(self) -> Value {
        self.clone()
    }

    fn as_value(&self) -> &Value {
        self
    }
}

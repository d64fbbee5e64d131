//! The serializer whose output is a [`Value`].

use std::fmt::Display;

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::key::KeySerializer;
use super::{SerializeError, static_text};
use crate::value::{Array, Number, Object, Text, Value, handover};

type Outcome = Result<Value, SerializeError>;

/// The names of structs in which `serde_json` hides what serde has no word for; others agreed to use the same.
const ARBITRARY_NUMBER: &str = "$serde_json::private::Number";
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Turns anything that serializes into a [`Value`].
pub(super) struct ValueSerializer;

macro_rules! plain {
    ($($method:ident($type:ty)),+) => {$(
        fn $method(self, plain: $type) -> Outcome {
            Ok(plain.into())
        }
    )+};
}

impl Serializer for ValueSerializer {
    type Ok = Value;
    type Error = SerializeError;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Members;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Members;

    plain!(
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
        serialize_f32(f32),
        serialize_f64(f64),
        serialize_char(char),
        serialize_str(&str)
    );

    fn serialize_bytes(self, bytes: &[u8]) -> Outcome {
        Ok(bytes.into())
    }

    fn serialize_none(self) -> Outcome {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Outcome {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Outcome {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        Ok(Value::String(static_text(variant)))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Outcome {
        if name != handover::NAME {
            return value.serialize(self);
        }
        handover::want();
        value.serialize(self)?;
        Ok(handover::take().unwrap_or_default())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome {
        let value = value.serialize(self).map_err(|error| error.in_member(variant))?;
        Ok(tagged(Some(variant), value))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Items, SerializeError> {
        Ok(Items::new(None, len.unwrap_or(0)))
    }

    fn serialize_tuple(self, len: usize) -> Result<Items, SerializeError> {
        Ok(Items::new(None, len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Items, SerializeError> {
        Ok(Items::new(None, len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Items, SerializeError> {
        Ok(Items::new(Some(variant), len))
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Members, SerializeError> {
        Ok(Members::new(None, len.unwrap_or(0)))
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Fields, SerializeError> {
        Ok(match name {
            ARBITRARY_NUMBER => Fields::Number(Value::Null),
            RAW_VALUE => Fields::Raw(Value::Null),
            _ => Fields::Members(Members::new(None, len)),
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Members, SerializeError> {
        Ok(Members::new(Some(variant), len))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Outcome {
        Ok(Value::String(Text::display(value)))
    }
}

/// The content of an enum's variant as the only member of an object.
fn tagged(variant: Option<&'static str>, content: Value) -> Value {
    match variant {
        Some(variant) => Object::from_distinct([(static_text(variant), content)]).into(),
        None => content,
    }
}

fn in_variant(variant: Option<&'static str>, error: SerializeError) -> SerializeError {
    match variant {
        Some(variant) => error.in_member(variant),
        None => error,
    }
}

/// Sizes come from outside; more than this is not believed before it is seen.
const MAX_RESERVED: usize = 4096;

/// An array that is being built.
pub(super) struct Items {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

impl Items {
    fn new(variant: Option<&'static str>, len: usize) -> Self {
        Self { variant, items: Vec::with_capacity(len.min(MAX_RESERVED)) }
    }

    fn push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), SerializeError> {
        let at = self.items.len();
        let item =
            item.serialize(ValueSerializer).map_err(|error| in_variant(self.variant, error.in_item(at)))?;
        self.items.push(item);
        Ok(())
    }

    fn finish(self) -> Value {
        let array = if self.items.is_empty() { Array::new() } else { self.items.into() };
        tagged(self.variant, array.into())
    }
}

macro_rules! items_as {
    ($($trait:ident::$method:ident),+) => {$(
        impl $trait for Items {
            type Ok = Value;
            type Error = SerializeError;

            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), SerializeError> {
                self.push(item)
            }

            fn end(self) -> Outcome {
                Ok(self.finish())
            }
        }
    )+};
}

items_as!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// An object that is being built.
pub(super) struct Members {
    variant: Option<&'static str>,
    members: Vec<(Text, Value)>,
}

impl Members {
    fn new(variant: Option<&'static str>, len: usize) -> Self {
        Self { variant, members: Vec::with_capacity(len.min(MAX_RESERVED)) }
    }

    fn push<T: Serialize + ?Sized>(&mut self, key: Text, value: &T) -> Result<(), SerializeError> {
        let value = value
            .serialize(ValueSerializer)
            .map_err(|error| in_variant(self.variant, error.in_member(&key)))?;
        self.members.push((key, value));
        Ok(())
    }

    fn finish(mut self) -> Value {
        tagged(self.variant, Object::from_pile(&mut self.members, 0).into())
    }
}

impl SerializeMap for Members {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), SerializeError> {
        self.members.push((key.serialize(KeySerializer)?, Value::Null));
        Ok(())
    }

    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &T,
    ) -> Result<(), SerializeError> {
        self.push(key.serialize(KeySerializer)?, value)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
        let (key, _) = self.members.pop().ok_or_else(|| SerializeError::custom("a value without a key"))?;
        self.push(key, value)
    }

    fn end(self) -> Outcome {
        Ok(self.finish())
    }
}

impl SerializeStructVariant for Members {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        self.push(static_text(key), value)
    }

    fn end(self) -> Outcome {
        Ok(self.finish())
    }
}

/// A struct: an object, or what `serde_json` hides in one.
pub(super) enum Fields {
    Members(Members),
    /// The text of a number, from a program that has `serde_json` keep all digits.
    Number(Value),
    /// JSON text.
    Raw(Value),
}

impl SerializeStruct for Fields {
    type Ok = Value;
    type Error = SerializeError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        match self {
            Self::Members(members) => members.push(static_text(key), value)?,
            Self::Number(text) | Self::Raw(text) => *text = value.serialize(ValueSerializer)?,
        }
        Ok(())
    }

    fn end(self) -> Outcome {
        match self {
            Self::Members(members) => Ok(members.finish()),
            Self::Number(text) => {
                let number: Number =
                    text.as_str().unwrap_or_default().parse().map_err(SerializeError::custom)?;
                Ok(number.into())
            }
            Self::Raw(text) => {
                Value::from_json(text.as_str().unwrap_or_default()).map_err(SerializeError::custom)
            }
        }
    }
}

/// What a key cannot be.
pub(super) type NoKey = Impossible<Text, SerializeError>;

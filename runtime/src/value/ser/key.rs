//! The keys of maps, which JSON wants as text: numbers, booleans and characters are printed.

use serde::ser::{Error as _, Serialize, Serializer};

use super::serializer::NoKey;
use super::{SerializeError, static_text};
use crate::value::{Number, Text, Value, handover};

type Outcome = Result<Text, SerializeError>;

/// Turns a key into text.
pub(super) struct KeySerializer;

macro_rules! printed {
    ($($method:ident($type:ty)),+) => {$(
        fn $method(self, key: $type) -> Outcome {
            Ok(Text::display(&key))
        }
    )+};
}

macro_rules! no_key {
    ($($method:ident($($arg:ty),*) -> $out:ty;)+) => {$(
        fn $method(self, $(_: $arg),*) -> Result<$out, SerializeError> {
            Err(not_text())
        }
    )+};
}

fn not_text() -> SerializeError {
    SerializeError::custom("a key must be a string")
}

impl Serializer for KeySerializer {
    type Ok = Text;
    type Error = SerializeError;
    type SerializeSeq = NoKey;
    type SerializeTuple = NoKey;
    type SerializeTupleStruct = NoKey;
    type SerializeTupleVariant = NoKey;
    type SerializeMap = NoKey;
    type SerializeStruct = NoKey;
    type SerializeStructVariant = NoKey;

    printed!(
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
        serialize_u128(u128)
    );

    fn serialize_char(self, key: char) -> Outcome {
        Ok(key.into())
    }

    fn serialize_str(self, key: &str) -> Outcome {
        Ok(key.into())
    }

    fn serialize_f32(self, key: f32) -> Outcome {
        self.serialize_f64(key.into())
    }

    fn serialize_f64(self, key: f64) -> Outcome {
        let number = Number::from_f64(key).ok_or_else(not_text)?;
        Ok(Text::display(&number))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        Ok(static_text(variant))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Outcome {
        key.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, key: &T) -> Outcome {
        if name == handover::NAME {
            return match Value::from_serialize(key)? {
                Value::String(text) => Ok(text),
                Value::Number(number) => Ok(Text::display(&number)),
                _ => Err(not_text()),
            };
        }
        key.serialize(self)
    }

    no_key! {
        serialize_bytes(&[u8]) -> Text;
        serialize_none() -> Text;
        serialize_unit() -> Text;
        serialize_unit_struct(&'static str) -> Text;
        serialize_seq(Option<usize>) -> NoKey;
        serialize_tuple(usize) -> NoKey;
        serialize_tuple_struct(&'static str, usize) -> NoKey;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> NoKey;
        serialize_map(Option<usize>) -> NoKey;
        serialize_struct(&'static str, usize) -> NoKey;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> NoKey;
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Outcome {
        Err(not_text())
    }
}

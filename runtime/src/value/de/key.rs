//! The keys of objects as keys of a user's map: JSON has them as text, the map perhaps as numbers or booleans.

use serde::de::{Deserializer, EnumAccess, Error as _, IntoDeserializer as _, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::DeserializeError;
use super::deserializer::NoContent;
use super::node::NodeText;
use crate::value::Number;

/// Deserializes from a key.
pub(super) struct KeyDeserializer<T>(pub(super) T);

/// Reads the number that a key spells; a key that spells none is shown to the visitor as the text it is.
macro_rules! numbers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
            match self.0.as_str().parse::<Number>() {
                Ok(number) => super::deserializer::visit_number(&number, visitor),
                Err(_) => self.0.visit(visitor),
            }
        }
    )+};
}

impl<'de, T: NodeText<'de>> Deserializer<'de> for KeyDeserializer<T> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.0.visit(visitor)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.0.as_str().parse() {
            Ok(int) => visitor.visit_i128(int),
            Err(_) => self.0.visit(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.0.as_str().parse() {
            Ok(int) => visitor.visit_u128(int),
            Err(_) => self.0.visit(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.0.as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(DeserializeError::invalid_type(Unexpected::Str(other), &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, T: NodeText<'de>> EnumAccess<'de> for KeyDeserializer<T> {
    type Error = DeserializeError;
    type Variant = NoContent;

    fn variant_seed<S: serde::de::DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, NoContent), DeserializeError> {
        let variant = seed.deserialize(self.0.as_str().into_deserializer())?;
        Ok((variant, NoContent))
    }
}

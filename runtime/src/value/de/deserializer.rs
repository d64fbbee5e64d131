//! The deserializers that read from a [`Value`], owned or borrowed.

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::key::KeyDeserializer;
use super::node::{Node, NodeText, View};
use super::{DeserializeError, unexpected};
use crate::value::{Number, Value, handover};

/// Both deserializers; a blanket implementation over [`Node`] is not allowed for a foreign trait.
macro_rules! deserializer {
    ($node:ty) => {
        impl<'de> Deserializer<'de> for $node {
            type Error = DeserializeError;

            fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
                let _under_way = handover::UnderWay::deserializing();
                visit_any(self, visitor)
            }

            fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
                visit_double(self, visitor)
            }

            fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
                visit_double(self, visitor)
            }

            fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
                match self.as_value().as_number().and_then(Number::as_i128) {
                    Some(int) => visitor.visit_i128(int),
                    None => visit_any(self, visitor),
                }
            }

            fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
                match self.as_value().as_number().and_then(Number::as_u128) {
                    Some(int) => visitor.visit_u128(int),
                    None => visit_any(self, visitor),
                }
            }

            fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
                let _under_way = handover::UnderWay::deserializing();
                match self.as_value() {
                    Value::Null => visitor.visit_none(),
                    _ => visitor.visit_some(self),
                }
            }

            fn deserialize_newtype_struct<V: Visitor<'de>>(
                self,
                name: &'static str,
                visitor: V,
            ) -> Result<V::Value, DeserializeError> {
                let _under_way = handover::UnderWay::deserializing();
                if name != handover::NAME {
                    return visitor.visit_newtype_struct(self);
                }
                handover::put(self.into_value());
                visitor.visit_unit()
            }

            fn deserialize_enum<V: Visitor<'de>>(
                self,
                _: &'static str,
                _: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value, DeserializeError> {
                let _under_way = handover::UnderWay::deserializing();
                visit_enum(self, visitor)
            }

            fn deserialize_ignored_any<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, DeserializeError> {
                visitor.visit_unit()
            }

            forward_to_deserialize_any! {
                bool i8 i16 i32 i64 u8 u16 u32 u64 char str string bytes byte_buf unit unit_struct seq tuple
                tuple_struct map struct identifier
            }
        }

        impl<'de> IntoDeserializer<'de, DeserializeError> for $node {
            type Deserializer = Self;

            fn into_deserializer(self) -> Self {
                self
            }
        }
    };
}

deserializer!(Value);
deserializer!(&'de Value);

/// Shows a value to a visitor as what it is.
fn visit_any<'de, N, V>(node: N, visitor: V) -> Result<V::Value, DeserializeError>
where
    N: Node<'de> + Deserializer<'de, Error = DeserializeError>,
    V: Visitor<'de>,
{
    match node.view() {
        View::Null => visitor.visit_unit(),
        View::Bool(bool) => visitor.visit_bool(bool),
        View::Number(number) => visit_number(&number, visitor),
        View::String(text) => text.visit(visitor),
        View::Array(items) => visit_items(items, visitor),
        View::Object(members) => visit_members(members, visitor),
    }
}

/// An integer beyond 64 bits is shown as a double, which is what visitors understand.
pub(super) fn visit_number<'de, V: Visitor<'de>>(
    number: &Number,
    visitor: V,
) -> Result<V::Value, DeserializeError> {
    if let Some(uint) = number.as_u64() {
        visitor.visit_u64(uint)
    } else if let Some(int) = number.as_i64() {
        visitor.visit_i64(int)
    } else if let Some(double) = number.as_f64() {
        visitor.visit_f64(double)
    } else {
        Err(DeserializeError::invalid_value(super::unexpected_number(number), &visitor))
    }
}

fn visit_double<'de, N, V>(node: N, visitor: V) -> Result<V::Value, DeserializeError>
where
    N: Node<'de> + Deserializer<'de, Error = DeserializeError>,
    V: Visitor<'de>,
{
    match node.as_value().as_f64() {
        Some(double) => visitor.visit_f64(double),
        None => visit_any(node, visitor),
    }
}

fn visit_items<'de, I, V>(items: I, visitor: V) -> Result<V::Value, DeserializeError>
where
    I: ExactSizeIterator<Item: Deserializer<'de, Error = DeserializeError>>,
    V: Visitor<'de>,
{
    let len = items.len();
    let mut access = Items { items, at: 0 };
    let made = visitor.visit_seq(&mut access)?;
    match access.items.len() {
        0 => Ok(made),
        _ => Err(DeserializeError::invalid_length(len, &"fewer elements in array")),
    }
}

fn visit_members<'de, M, K, N, V>(members: M, visitor: V) -> Result<V::Value, DeserializeError>
where
    M: ExactSizeIterator<Item = (K, N)>,
    K: NodeText<'de>,
    N: Deserializer<'de, Error = DeserializeError>,
    V: Visitor<'de>,
{
    let len = members.len();
    let mut access = Members { members, pending: None };
    let made = visitor.visit_map(&mut access)?;
    match access.members.len() {
        0 => Ok(made),
        _ => Err(DeserializeError::invalid_length(len, &"fewer elements in map")),
    }
}

/// The items of an array.
struct Items<I> {
    items: I,
    at: usize,
}

impl<'de, I> SeqAccess<'de> for Items<I>
where
    I: ExactSizeIterator<Item: Deserializer<'de, Error = DeserializeError>>,
{
    type Error = DeserializeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeserializeError> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let at = self.at;
        self.at += 1;
        seed.deserialize(item).map(Some).map_err(|error| error.in_item(at))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The members of an object.
struct Members<M, K, N> {
    members: M,
    /// The member whose key came last and whose value comes next.
    pending: Option<(K, N)>,
}

impl<'de, M, K, N> MapAccess<'de> for Members<M, K, N>
where
    M: ExactSizeIterator<Item = (K, N)>,
    K: NodeText<'de>,
    N: Deserializer<'de, Error = DeserializeError>,
{
    type Error = DeserializeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeserializeError> {
        let Some((key, value)) = self.members.next() else { return Ok(None) };
        self.pending = Some((key.clone(), value));
        let text = key.clone();
        seed.deserialize(KeyDeserializer(key)).map(Some).map_err(|error| error.in_member(text.as_str()))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DeserializeError> {
        let Some((key, value)) = self.pending.take() else {
            return Err(DeserializeError::custom("a value was asked for before its key"));
        };
        seed.deserialize(value).map_err(|error| error.in_member(key.as_str()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}

/// An enum is the name of a variant, or an object with that name as its only key.
fn visit_enum<'de, N, V>(node: N, visitor: V) -> Result<V::Value, DeserializeError>
where
    N: Node<'de> + Deserializer<'de, Error = DeserializeError>,
    V: Visitor<'de>,
{
    if !matches!(node.as_value(), Value::String(_) | Value::Object(_)) {
        return Err(DeserializeError::invalid_type(unexpected(node.as_value()), &"string or map"));
    }
    match node.view() {
        View::String(text) => visitor.visit_enum(KeyDeserializer(text)),
        View::Object(mut members) => match (members.next(), members.next()) {
            (Some((variant, content)), None) => visitor.visit_enum(Variant { variant, content }),
            _ => Err(DeserializeError::invalid_value(Unexpected::Map, &"map with a single key")),
        },
        _ => Err(DeserializeError::custom("an enum is a string or a map")),
    }
}

/// A variant with content.
struct Variant<K, N> {
    variant: K,
    content: N,
}

impl<'de, K, N> EnumAccess<'de> for Variant<K, N>
where
    K: NodeText<'de>,
    N: Node<'de> + Deserializer<'de, Error = DeserializeError>,
{
    type Error = DeserializeError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), DeserializeError> {
        let variant = seed.deserialize(KeyDeserializer(self.variant.clone()))?;
        Ok((variant, self))
    }
}

impl<'de, K, N> VariantAccess<'de> for Variant<K, N>
where
    K: NodeText<'de>,
    N: Node<'de> + Deserializer<'de, Error = DeserializeError>,
{
    type Error = DeserializeError;

    fn unit_variant(self) -> Result<(), DeserializeError> {
        let unit = <() as serde::Deserialize>::deserialize(self.content);
        unit.map_err(|error| error.in_member(self.variant.as_str()))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, DeserializeError> {
        seed.deserialize(self.content).map_err(|error| error.in_member(self.variant.as_str()))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, DeserializeError> {
        let made = match self.content.as_value() {
            Value::Array(_) => visit_any(self.content, visitor),
            other => Err(DeserializeError::invalid_type(unexpected(other), &"tuple variant")),
        };
        made.map_err(|error| error.in_member(self.variant.as_str()))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        let made = match self.content.as_value() {
            Value::Object(_) | Value::Array(_) => visit_any(self.content, visitor),
            other => Err(DeserializeError::invalid_type(unexpected(other), &"struct variant")),
        };
        made.map_err(|error| error.in_member(self.variant.as_str()))
    }
}

/// What a variant has that was given by its name alone.
pub(super) struct NoContent;

impl<'de> VariantAccess<'de> for NoContent {
    type Error = DeserializeError;

    fn unit_variant(self) -> Result<(), DeserializeError> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, DeserializeError> {
        Err(DeserializeError::invalid_type(Unexpected::UnitVariant, &"newtype variant"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, DeserializeError> {
        Err(DeserializeError::invalid_type(Unexpected::UnitVariant, &"tuple variant"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, DeserializeError> {
        Err(DeserializeError::invalid_type(Unexpected::UnitVariant, &"struct variant"))
    }
}

//! Values in through serde, and anything that is filled from a value.

mod deserializer;
mod key;
mod node;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::path::{Located, located_error};
use super::{Array, Number, Object, Text, Value, handover};

/// Why a type could not be filled from a [`Value`], and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeserializeError(Located);

located_error!(DeserializeError, de);

/// Fills a type from a value. A `Value` inside of it is moved there or shared, not copied.
///
/// To borrow strings from the value, deserialize from `&Value`, which is a `Deserializer` too.
///
/// # Errors
///
/// If the value does not have the shape of the type. The error names the place: `customer.items[3].qty: invalid type …`.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, DeserializeError> {
    let _under_way = handover::UnderWay::deserializing();
    T::deserialize(value)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if handover::is_deserializing() {
            deserializer.deserialize_newtype_struct(handover::NAME, ValueVisitor)
        } else {
            deserializer.deserialize_any(ValueVisitor)
        }
    }
}

/// Makes a value of whatever comes, or takes up one that is handed over.
struct ValueVisitor;

macro_rules! visit_plain {
    ($($method:ident($type:ty)),+) => {$(
        fn $method<E>(self, plain: $type) -> Result<Value, E> {
            Ok(plain.into())
        }
    )+};
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    visit_plain!(
        visit_bool(bool),
        visit_i64(i64),
        visit_i128(i128),
        visit_u64(u64),
        visit_u128(u128),
        visit_f64(f64),
        visit_str(&str),
        visit_string(String)
    );

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(handover::take().unwrap_or_default())
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Array::new();
        while let Some(item) = items.next_element::<Value>()? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut pile = Vec::new();
        while let Some(KeyText(key)) = members.next_key()? {
            pile.push((key, members.next_value()?));
        }
        Ok(hidden_number(&pile).unwrap_or_else(|| Object::from_pile(&mut pile, 0).into()))
    }
}

/// The number that `serde_json` hides in a map when it was told to keep all digits.
fn hidden_number(members: &[(Text, Value)]) -> Option<Value> {
    match members {
        [(key, Value::String(digits))] if key == "$serde_json::private::Number" => {
            digits.parse::<Number>().ok().map(Value::Number)
        }
        _ => None,
    }
}

/// A key, without a `String` on the way.
struct KeyText(Text);

impl<'de> Deserialize<'de> for KeyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = KeyText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string key")
    }

    fn visit_str<E>(self, key: &str) -> Result<KeyText, E> {
        Ok(KeyText(key.into()))
    }

    fn visit_string<E>(self, key: String) -> Result<KeyText, E> {
        Ok(KeyText(key.into()))
    }
}

macro_rules! deserialize_part {
    ($($kind:ident: $expected:literal;)+) => {$(
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match Value::deserialize(deserializer)? {
                    Value::$kind(part) => Ok(part),
                    other => Err(D::Error::invalid_type(unexpected(&other), &$expected)),
                }
            }
        }
    )+};
}

deserialize_part! {
    Number: "a number";
    Array: "an array";
    Object: "an object";
}

/// What a value is, in the words of serde's errors.
fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(bool) => Unexpected::Bool(*bool),
        Value::Number(number) => unexpected_number(number),
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

fn unexpected_number(number: &Number) -> Unexpected<'_> {
    match (number.as_u64(), number.as_i64()) {
        (Some(uint), _) => Unexpected::Unsigned(uint),
        (_, Some(int)) => Unexpected::Signed(int),
        _ if number.is_f64() => Unexpected::Float(number.as_f64().unwrap_or_default()),
        _ => Unexpected::Other("integer beyond 64 bits"),
    }
}

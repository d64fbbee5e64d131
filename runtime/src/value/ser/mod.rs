//! Values out through serde, and anything that serializes into a value.

mod key;
mod serializer;
#[cfg(test)]
mod tests;

use serde::ser::{Error as _, Serialize, Serializer};

use self::serializer::ValueSerializer;
use super::path::{Located, located_error};
use super::{Array, Number, Object, Text, Value, handover};

/// Why something could not be turned into a [`Value`], and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerializeError(Located);

located_error!(SerializeError, ser);

impl Value {
    /// The value that something serializes to. Values inside of it are shared, not copied.
    ///
    /// # Errors
    ///
    /// If the key of a map is neither text nor a number, boolean or character, or a `Serialize` implementation fails.
    pub fn from_serialize<T: Serialize + ?Sized>(from: &T) -> Result<Self, SerializeError> {
        let _under_way = handover::UnderWay::serializing();
        from.serialize(ValueSerializer)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(bool) => serializer.serialize_bool(*bool),
            _ if handover::is_serializing() => {
                serializer.serialize_newtype_struct(handover::NAME, &Content(self))
            }
            other => Content(other).serialize(serializer),
        }
    }
}

/// A value that either is handed over as it is or taken apart.
struct Content<'v>(&'v Value);

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if handover::is_wanted() {
            handover::put(self.0.clone());
            return serializer.serialize_unit();
        }
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(bool) => serializer.serialize_bool(*bool),
            Value::Number(number) => serialize_number(number, serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(array) => serializer.collect_seq(array),
            Value::Object(object) => {
                serializer.collect_map(object.iter().map(|(key, value)| (key.as_str(), value)))
            }
        }
    }
}

/// Gives formats the number types that they know; integers beyond 128 bits become doubles.
fn serialize_number<S: Serializer>(number: &Number, serializer: S) -> Result<S::Ok, S::Error> {
    if number.is_f64() {
        serializer.serialize_f64(number.as_f64().unwrap_or_default())
    } else if let Some(int) = number.as_i64() {
        serializer.serialize_i64(int)
    } else if let Some(uint) = number.as_u64() {
        serializer.serialize_u64(uint)
    } else if let Some(int) = number.as_i128() {
        serializer.serialize_i128(int)
    } else if let Some(uint) = number.as_u128() {
        serializer.serialize_u128(uint)
    } else {
        let double = number.as_f64().ok_or_else(|| S::Error::custom("number out of range"))?;
        serializer.serialize_f64(double)
    }
}

macro_rules! serialize_as_value {
    ($($kind:ident),+) => {$(
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Value::$kind(self.clone()).serialize(serializer)
            }
        }
    )+};
}

serialize_as_value!(Number, Array, Object);

/// The key of a struct's field or the name of a variant: it lives as long as the program.
fn static_text(name: &'static str) -> Text {
    Text::new_static(name)
}

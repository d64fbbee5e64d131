//! JSON that the API carries as text.

use crate::value::Value;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A value that serializes as a string holding its JSON text: `{"a": 1}` → `"{\"a\":1}"`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JsonText(pub Value);

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Value::from_json(&text).map(Self).map_err(de::Error::custom)
    }
}

impl From<Value> for JsonText {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

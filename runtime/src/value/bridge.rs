//! To and from `serde_json::Value`.

use serde_json::Value as Json;

use super::{Array, Number, Object, Value};

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(bool) => Self::Bool(bool),
            Json::Number(number) => number.into(),
            Json::String(text) => Self::String(text.into()),
            Json::Array(items) => Self::Array(items.into_iter().collect()),
            Json::Object(members) => Self::Object(members.into_iter().collect()),
        }
    }
}

impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(bool) => Self::Bool(*bool),
            Json::Number(number) => number.clone().into(),
            Json::String(text) => Self::String(text.into()),
            Json::Array(items) => Self::Array(items.iter().collect()),
            Json::Object(members) => Self::Object(members.iter().collect()),
        }
    }
}

impl From<serde_json::Number> for Value {
    fn from(number: serde_json::Number) -> Self {
        if let Some(int) = number.as_i64() {
            int.into()
        } else if let Some(uint) = number.as_u64() {
            uint.into()
        } else {
            // Text has all digits of a number that serde_json was told to keep.
            number.to_string().parse::<Number>().map_or(Self::Null, Self::Number)
        }
    }
}

/// The order of members is kept if `serde_json` keeps it. An integer beyond 64 bits becomes the nearest double, and
/// beyond the range of doubles `null`.
impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(bool) => Self::Bool(*bool),
            Value::Number(number) => number.into(),
            Value::String(text) => Self::String(text.to_string()),
            Value::Array(array) => array.into(),
            Value::Object(object) => object.into(),
        }
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

impl From<&Number> for Json {
    fn from(number: &Number) -> Self {
        match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(int), ..) => int.into(),
            (_, Some(uint), _) => uint.into(),
            (.., Some(double)) => double.into(),
            _ => Self::Null,
        }
    }
}

impl From<&Array> for Json {
    fn from(array: &Array) -> Self {
        Self::Array(array.iter().map(Self::from).collect())
    }
}

impl From<&Object> for Json {
    fn from(object: &Object) -> Self {
        Self::Object(object.iter().map(|(key, value)| (key.to_string(), value.into())).collect())
    }
}

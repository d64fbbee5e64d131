//! `States.StringToJson`, `States.JsonToString`, `States.JsonMerge`.

use crate::value::{Text, Value};

use super::{IntrinsicError, IntrinsicResult, string};

/// `States.StringToJson`: the value of a JSON text; of an empty or blank text `null`.
///
/// # Errors
/// The argument is not a string, or not JSON.
pub fn string_to_json(text: &Value) -> IntrinsicResult {
    let text = string(text)?;
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    Value::from_json(text).map_err(|error| IntrinsicError::StringToJson(error.jackson_text().into()))
}

/// `States.JsonToString`: compact JSON, members in their order.
///
/// # Errors
/// None; the type is that of all intrinsic functions.
pub fn json_to_string(value: &Value) -> IntrinsicResult {
    Ok(Value::String(Text::from(value.to_json_string())))
}

/// `States.JsonMerge`: the members of both objects; those of the right one win, and are not merged further.
///
/// # Errors
/// One of the two is not an object, or `deep` is `true`, which AWS does not support. Any `deep` but `true` is accepted.
pub fn json_merge(left: &Value, right: &Value, deep: &Value) -> IntrinsicResult {
    let (Value::Object(left), Value::Object(right)) = (left, right) else {
        return Err(IntrinsicError::InvalidArguments);
    };
    if matches!(deep, Value::Bool(true)) {
        return Err(IntrinsicError::InvalidArguments);
    }
    if left.is_empty() {
        return Ok(Value::Object(right.clone()));
    }
    let mut merged = left.clone();
    for (name, value) in right {
        merged.insert(name.clone(), value.clone());
    }
    Ok(Value::Object(merged))
}

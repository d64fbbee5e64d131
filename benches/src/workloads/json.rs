//! Small helpers on `serde_json::Value`, as a program that works on such values has them.

use std::mem;

use serde_json::{Map, Value};

use super::failure::ExecutionError;

/// An object of these fields.
pub(crate) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut map = Map::new();
    for (key, value) in fields {
        map.insert(key.to_owned(), value);
    }
    Value::Object(map)
}

/// The value at a path of field names.
///
/// # Errors
/// A field is missing.
pub(crate) fn at<'a>(data: &'a Value, path: &[&str]) -> Result<&'a Value, ExecutionError> {
    let mut value = data;
    for key in path {
        value = value.get(*key).ok_or_else(|| ExecutionError::no_such_path(path))?;
    }
    Ok(value)
}

/// A copy of the value at a path.
///
/// # Errors
/// A field is missing.
pub(crate) fn copy(data: &Value, path: &[&str]) -> Result<Value, ExecutionError> {
    at(data, path).cloned()
}

/// Moves the value at a path out of data that is about to be dropped.
///
/// # Errors
/// A field is missing.
pub(crate) fn take(data: &mut Value, path: &[&str]) -> Result<Value, ExecutionError> {
    let mut value = data;
    for key in path {
        value = value.get_mut(*key).ok_or_else(|| ExecutionError::no_such_path(path))?;
    }
    Ok(mem::take(value))
}

/// The text at a path.
///
/// # Errors
/// A field is missing or holds something else.
pub(crate) fn text<'a>(data: &'a Value, path: &[&str]) -> Result<&'a str, ExecutionError> {
    at(data, path)?.as_str().ok_or_else(|| ExecutionError::no_such_path(path))
}

/// The whole number at a path.
///
/// # Errors
/// A field is missing or holds something else.
pub(crate) fn integer(data: &Value, path: &[&str]) -> Result<i64, ExecutionError> {
    at(data, path)?.as_i64().ok_or_else(|| ExecutionError::no_such_path(path))
}

/// `NumericGreaterThan`: anything but a number is not above the limit.
///
/// # Errors
/// A field is missing.
pub(crate) fn above(data: &Value, path: &[&str], limit: f64) -> Result<bool, ExecutionError> {
    Ok(at(data, path)?.as_f64().is_some_and(|number| number > limit))
}

/// The number at a path.
///
/// # Errors
/// A field is missing or holds something else.
pub(crate) fn float(data: &Value, path: &[&str]) -> Result<f64, ExecutionError> {
    at(data, path)?.as_f64().ok_or_else(|| ExecutionError::no_such_path(path))
}

/// A number as `JSONata` writes it: whole ones without a fraction.
pub(crate) fn number(value: f64) -> Value {
    match whole(value) {
        Some(whole) => whole.into(),
        None => value.into(),
    }
}

/// The integer that a number is equal to, if there is one that floating point holds exactly.
#[expect(clippy::cast_possible_truncation, reason = "only integers below 2^53 are converted")]
pub(crate) fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

/// The array at a path.
///
/// # Errors
/// A field is missing or holds something else.
pub(crate) fn array<'a>(data: &'a Value, path: &[&str]) -> Result<&'a [Value], ExecutionError> {
    match at(data, path)? {
        Value::Array(items) => Ok(items),
        _ => Err(ExecutionError::no_such_path(path)),
    }
}

/// The field of every element: `$.path[*].field`. Elements without it are left out.
///
/// # Errors
/// The path holds no array.
pub(crate) fn each(data: &Value, path: &[&str], field: &str) -> Result<Value, ExecutionError> {
    let items = array(data, path)?;
    let mut found = Vec::with_capacity(items.len());
    found.extend(items.iter().filter_map(|item| item.get(field)).cloned());
    Ok(Value::Array(found))
}

/// `ResultPath: $.key`: puts the result beside what the state's input holds.
///
/// # Errors
/// The input is not an object.
pub(crate) fn set(data: &mut Value, key: &str, result: Value) -> Result<(), ExecutionError> {
    match data {
        Value::Object(fields) => {
            fields.insert(key.to_owned(), result);
            Ok(())
        }
        _ => Err(ExecutionError::new(
            "States.ResultPathMatchFailure",
            format!("no object to put $.{key} into"),
        )),
    }
}

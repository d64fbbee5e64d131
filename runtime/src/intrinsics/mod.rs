//! The 18 intrinsic functions of JSONPath states: `States.Format` and the others.
//!
//! A function takes evaluated arguments and gives a value or an [`IntrinsicError`], which [`call_error`] turns into the
//! failure that AWS reports. The compiler has checked the number of arguments. Where AWS's documentation and its
//! measured behaviour differ, the functions do what was measured.

mod array;
mod error;
mod format;
mod java;
mod json;
mod math;
#[cfg(test)]
mod tests;
mod text;

use crate::value::{Number, Value};

pub use array::{
    array, array_contains, array_get_item, array_length, array_partition, array_range, array_unique,
};
pub use error::{IntrinsicError, call_error};
pub use format::{format, format_parts, parsed_argument};
pub use json::{json_merge, json_to_string, string_to_json};
pub use math::{math_add, math_random};
pub use text::{base64_decode, base64_encode, hash, string_split, uuid};

/// What an intrinsic function gives.
pub type IntrinsicResult = Result<Value, IntrinsicError>;

/// The integer part of a numeric argument.
fn integer(value: &Value) -> Result<i64, IntrinsicError> {
    match value {
        Value::Number(number) => crate::path::truncated(number).ok_or(IntrinsicError::InvalidArguments),
        _ => Err(IntrinsicError::InvalidArguments),
    }
}

fn elements(value: &Value) -> Result<&[Value], IntrinsicError> {
    match value {
        Value::Array(array) => Ok(array.as_slice()),
        _ => Err(IntrinsicError::InvalidArguments),
    }
}

fn string(value: &Value) -> Result<&str, IntrinsicError> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(IntrinsicError::InvalidArguments),
    }
}

fn number(value: impl Into<Number>) -> Value {
    Value::Number(value.into())
}

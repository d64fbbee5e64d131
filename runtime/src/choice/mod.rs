//! The comparisons of Choice rules (JSONPath form): one function for each operator.
//!
//! Each family has functions that compare a value with a literal of the definition (`string_equals`) and functions that
//! compare two values, for the operators whose names end in `Path` (`string_equals_path`). All of them answer
//! `false` when a value is not of the operator's type: AWS never fails there, so `Not` above a mismatch is true.
//! A variable that selects nothing is the caller's business (`path::variable`); here every value exists.

mod order;
mod pattern;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use crate::time::parse_rfc3339;
use crate::value::{Number, Value};

pub use order::utf16_cmp;
pub use pattern::{Pattern, string_matches, string_matches_pattern};

/// A literal number of a definition, or any number to compare with.
pub trait NumericOperand {
    /// The order of `number` relative to this operand, by numeric value; `None` for NaN.
    fn order_of(&self, number: &Number) -> Option<Ordering>;
}

impl NumericOperand for i64 {
    #[inline]
    fn order_of(&self, number: &Number) -> Option<Ordering> {
        match number.as_i64() {
            Some(value) => Some(value.cmp(self)),
            None => Some(number.numeric_cmp(&Number::from(*self))),
        }
    }
}

impl NumericOperand for f64 {
    #[inline]
    fn order_of(&self, number: &Number) -> Option<Ordering> {
        Number::from_f64(*self).map(|operand| number.numeric_cmp(&operand))
    }
}

impl NumericOperand for &Number {
    #[inline]
    fn order_of(&self, number: &Number) -> Option<Ordering> {
        Some(number.numeric_cmp(self))
    }
}

#[inline]
fn string_order(value: &Value, operand: &str) -> Option<Ordering> {
    match value {
        Value::String(text) => Some(utf16_cmp(text, operand)),
        _ => None,
    }
}

#[inline]
fn numeric_order(value: &Value, operand: &impl NumericOperand) -> Option<Ordering> {
    match value {
        Value::Number(number) => operand.order_of(number),
        _ => None,
    }
}

#[inline]
fn timestamp_order(value: &Value, operand: i128) -> Option<Ordering> {
    timestamp_of(value).map(|nanos| nanos.cmp(&operand))
}

#[inline]
fn timestamp_of(value: &Value) -> Option<i128> {
    match value {
        Value::String(text) => parse_rfc3339(text),
        _ => None,
    }
}

/// The functions of one family and one relation.
macro_rules! comparisons {
    ($($relation:literal $holds:ident:
        $string:ident $string_path:ident $numeric:ident $numeric_path:ident $timestamp:ident $timestamp_path:ident;)*) => {$(
        #[doc = concat!("`String", $relation, "`: UTF-16 order, case-sensitive.")]
        #[inline]
        pub fn $string(value: &Value, operand: &str) -> bool {
            string_order(value, operand).is_some_and(Ordering::$holds)
        }

        #[doc = concat!("`String", $relation, "Path`.")]
        #[inline]
        pub fn $string_path(value: &Value, operand: &Value) -> bool {
            matches!(operand, Value::String(operand) if $string(value, operand))
        }

        #[doc = concat!("`Numeric", $relation, "`: by numeric value, `1` equals `1.0`.")]
        #[inline]
        pub fn $numeric(value: &Value, operand: impl NumericOperand) -> bool {
            numeric_order(value, &operand).is_some_and(Ordering::$holds)
        }

        #[doc = concat!("`Numeric", $relation, "Path`.")]
        #[inline]
        pub fn $numeric_path(value: &Value, operand: &Value) -> bool {
            matches!(operand, Value::Number(operand) if $numeric(value, operand))
        }

        #[doc = concat!("`Timestamp", $relation, "`: `operand` is in nanoseconds since the Unix epoch.")]
        #[inline]
        pub fn $timestamp(value: &Value, operand: i128) -> bool {
            timestamp_order(value, operand).is_some_and(Ordering::$holds)
        }

        #[doc = concat!("`Timestamp", $relation, "Path`.")]
        #[inline]
        pub fn $timestamp_path(value: &Value, operand: &Value) -> bool {
            timestamp_of(operand).is_some_and(|operand| $timestamp(value, operand))
        }
    )*};
}

comparisons! {
    "Equals" is_eq:
        string_equals string_equals_path
        numeric_equals numeric_equals_path
        timestamp_equals timestamp_equals_path;
    "LessThan" is_lt:
        string_less_than string_less_than_path
        numeric_less_than numeric_less_than_path
        timestamp_less_than timestamp_less_than_path;
    "GreaterThan" is_gt:
        string_greater_than string_greater_than_path
        numeric_greater_than numeric_greater_than_path
        timestamp_greater_than timestamp_greater_than_path;
    "LessThanEquals" is_le:
        string_less_than_equals string_less_than_equals_path
        numeric_less_than_equals numeric_less_than_equals_path
        timestamp_less_than_equals timestamp_less_than_equals_path;
    "GreaterThanEquals" is_ge:
        string_greater_than_equals string_greater_than_equals_path
        numeric_greater_than_equals numeric_greater_than_equals_path
        timestamp_greater_than_equals timestamp_greater_than_equals_path;
}

/// `BooleanEquals`.
#[inline]
pub fn boolean_equals(value: &Value, operand: bool) -> bool {
    matches!(value, Value::Bool(value) if *value == operand)
}

/// `BooleanEqualsPath`.
#[inline]
pub fn boolean_equals_path(value: &Value, operand: &Value) -> bool {
    matches!(operand, Value::Bool(operand) if boolean_equals(value, *operand))
}

/// `IsNull: true`.
#[inline]
pub fn is_null(value: &Value) -> bool {
    matches!(value, Value::Null)
}

/// `IsNumeric: true`.
#[inline]
pub fn is_numeric(value: &Value) -> bool {
    matches!(value, Value::Number(_))
}

/// `IsString: true`.
#[inline]
pub fn is_string(value: &Value) -> bool {
    matches!(value, Value::String(_))
}

/// `IsBoolean: true`.
#[inline]
pub fn is_boolean(value: &Value) -> bool {
    matches!(value, Value::Bool(_))
}

/// `IsTimestamp: true`: a string in the form of RFC 3339 that AWS accepts.
#[inline]
pub fn is_timestamp(value: &Value) -> bool {
    timestamp_of(value).is_some()
}

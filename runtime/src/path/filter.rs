//! The operators inside `[?(…)]`.
//!
//! An operand is `None` when its path selects nothing. Jayway's rules: what is undefined equals nothing, not even itself;
//! numbers compare by value; a string and a number are equal when the string spells the number, and have no order;
//! where an operator cannot take an operand's type, the filter does not pass.

use std::cmp::Ordering;
use std::sync::OnceLock;

use crate::choice::utf16_cmp;
use crate::value::{Number, Value};

/// `==`.
pub fn equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    matches!((left, right), (Some(left), Some(right)) if equal_values(left, right))
}

/// `!=`: the opposite of [`equal`], so it holds for what is undefined.
pub fn not_equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    !equal(left, right)
}

/// `<`.
pub fn less(left: Option<&Value>, right: Option<&Value>) -> bool {
    order(left, right).is_some_and(Ordering::is_lt)
}

/// `<=`.
pub fn less_equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    order(left, right).is_some_and(Ordering::is_le)
}

/// `>`.
pub fn greater(left: Option<&Value>, right: Option<&Value>) -> bool {
    order(left, right).is_some_and(Ordering::is_gt)
}

/// `>=`.
pub fn greater_equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    order(left, right).is_some_and(Ordering::is_ge)
}

/// `in`: the right side is an array that contains the left side.
pub fn is_in(left: Option<&Value>, right: Option<&Value>) -> bool {
    matches!((left, right), (Some(left), Some(Value::Array(right))) if contains_value(right.as_slice(), left))
}

/// `nin`: the right side is an array without the left side, or an object.
pub fn not_in(left: Option<&Value>, right: Option<&Value>) -> bool {
    matches!(right, Some(Value::Array(_) | Value::Object(_))) && !is_in(left, right)
}

/// `subsetof`: both sides are arrays, and the right one has every element of the left one.
pub fn subset_of(left: Option<&Value>, right: Option<&Value>) -> bool {
    arrays(left, right).is_some_and(|(left, right)| left.iter().all(|value| contains_value(right, value)))
}

/// `anyof`: both sides are arrays with an element in common.
pub fn any_of(left: Option<&Value>, right: Option<&Value>) -> bool {
    arrays(left, right).is_some_and(|(left, right)| left.iter().any(|value| contains_value(right, value)))
}

/// `noneof`: both sides are arrays without an element in common.
pub fn none_of(left: Option<&Value>, right: Option<&Value>) -> bool {
    arrays(left, right).is_some_and(|(left, right)| !left.iter().any(|value| contains_value(right, value)))
}

/// `size`: the left side is an array of that many elements or a string of that many UTF-16 units.
///
/// The right side is a number, of which the integer part counts. An object has the size -1.
pub fn size(left: Option<&Value>, right: Option<&Value>) -> bool {
    let Some(Value::Number(expected)) = right else { return false };
    let size = match left {
        Some(Value::String(text)) => i64::try_from(text.encode_utf16().count()).ok(),
        Some(Value::Array(array)) => i64::try_from(array.len()).ok(),
        Some(Value::Object(_)) => Some(-1),
        _ => None,
    };
    size.is_some() && size == super::truncated(expected)
}

/// `empty`: whether the left side, a string, array or object, is empty as the right side, a boolean, says.
pub fn empty(left: Option<&Value>, right: Option<&Value>) -> bool {
    let is_empty = match left {
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(array)) => array.is_empty(),
        Some(Value::Object(object)) => object.is_empty(),
        _ => return false,
    };
    matches!(right, Some(Value::Bool(expected)) if *expected == is_empty)
}

/// `contains`: a string with the right side, a string, inside; or an array with the right side as an element.
pub fn contains(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::String(left)), Some(Value::String(right))) => left.contains(right.as_str()),
        (Some(Value::Array(left)), Some(right)) => contains_value(left.as_slice(), right),
        _ => false,
    }
}

/// A regular expression of a definition, compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    pattern: &'static str,
    compiled: OnceLock<Option<regex_lite::Regex>>,
}

impl Pattern {
    /// `pattern` with its flags inside: `(?i)abc`.
    pub const fn new(pattern: &'static str) -> Self {
        Self { pattern, compiled: OnceLock::new() }
    }

    /// Whether it matches a whole text. A pattern that is not valid, which the compiler does not let through, never does.
    fn matches(&self, text: &str) -> bool {
        let compile = || regex_lite::Regex::new(&format!(r"\A(?:{})\z", self.pattern)).ok();
        self.compiled.get_or_init(compile).as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// `=~`: the whole of a string matches, or the text of a number or boolean, or any element of an array does.
///
/// Everything else, what is undefined included, is matched as an empty text.
pub fn matches(value: Option<&Value>, pattern: &Pattern) -> bool {
    match value {
        Some(Value::Array(array)) => array.iter().any(|element| matches_one(Some(element), pattern)),
        value => matches_one(value, pattern),
    }
}

fn matches_one(value: Option<&Value>, pattern: &Pattern) -> bool {
    match value {
        Some(Value::String(text)) => pattern.matches(text),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => pattern.matches(&value.to_string()),
        _ => pattern.matches(""),
    }
}

fn order(left: Option<&Value>, right: Option<&Value>) -> Option<Ordering> {
    match (left?, right?) {
        (Value::Number(left), Value::Number(right)) => Some(left.numeric_cmp(right)),
        (Value::String(left), Value::String(right)) => Some(utf16_cmp(left, right)),
        _ => None,
    }
}

fn equal_values(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.numeric_eq(right),
        // Jayway converts the right side to the left side's type.
        (Value::String(left), Value::Number(right)) => left.as_str() == right.to_string(),
        (Value::Number(left), Value::String(right)) => {
            right.parse::<Number>().is_ok_and(|right| left.numeric_eq(&right))
        }
        _ => left == right,
    }
}

fn contains_value(array: &[Value], value: &Value) -> bool {
    // Java's `List.contains` asks the value it looks for, which therefore stands on the left.
    array.iter().any(|element| equal_values(value, element))
}

fn arrays<'a>(left: Option<&'a Value>, right: Option<&'a Value>) -> Option<(&'a [Value], &'a [Value])> {
    match (left?, right?) {
        (Value::Array(left), Value::Array(right)) => Some((left.as_slice(), right.as_slice())),
        _ => None,
    }
}

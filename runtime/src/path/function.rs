//! The functions at the end of a path: `$.items.length()`.
//!
//! As in Jayway, aggregates look at the numbers of an array, skip everything else in it, and give a floating-point number.

use std::fmt;

use crate::value::{Array, Number, Text, Value};

use super::{At, PathText, no_result};

/// A path function failed; the text is Jayway's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError(String);

impl fmt::Display for FunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FunctionError {}

/// `.length()`: the number of elements of an array or members of an object, else `null`.
///
/// # Errors
/// None; the type is that of all path functions.
pub fn length(value: &Value) -> Result<Value, FunctionError> {
    Ok(match value {
        Value::Array(array) => Value::Number(array.len().into()),
        Value::Object(object) => Value::Number(object.len().into()),
        _ => Value::Null,
    })
}

/// `.min()`.
///
/// # Errors
/// There is no number.
pub fn min(value: &Value) -> Result<Value, FunctionError> {
    aggregate(value, |numbers| numbers.fold(f64::MAX, f64::min))
}

/// `.max()`.
///
/// # Errors
/// There is no number.
pub fn max(value: &Value) -> Result<Value, FunctionError> {
    aggregate(value, |numbers| numbers.fold(f64::MIN, f64::max))
}

/// `.sum()`.
///
/// # Errors
/// There is no number.
pub fn sum(value: &Value) -> Result<Value, FunctionError> {
    aggregate(value, |numbers| numbers.fold(0.0, |sum, number| sum + number))
}

/// `.avg()`.
///
/// # Errors
/// There is no number.
pub fn avg(value: &Value) -> Result<Value, FunctionError> {
    aggregate(value, |numbers| {
        let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number, count + 1.0));
        sum / count
    })
}

/// `.stddev()`: of the whole population, as the root of the mean square minus the squared mean.
///
/// # Errors
/// There is no number.
pub fn stddev(value: &Value) -> Result<Value, FunctionError> {
    aggregate(value, |numbers| {
        let (squares, sum, count) = numbers.fold((0.0, 0.0, 0.0), |(squares, sum, count), number| {
            (squares + number * number, sum + number, count + 1.0)
        });
        (squares / count - sum * sum / count / count).sqrt()
    })
}

/// `.keys()`: the names of an object's members, else `null`.
///
/// # Errors
/// None; the type is that of all path functions.
pub fn keys(value: &Value) -> Result<Value, FunctionError> {
    Ok(match value {
        Value::Object(object) => Value::Array(object.keys().cloned().map(Value::String).collect()),
        _ => Value::Null,
    })
}

/// `.first()`: an array's first element.
///
/// # Errors
/// The value is not an array or has no element.
pub fn first(value: &Value) -> Result<Value, FunctionError> {
    index(value, 0)
}

/// `.last()`: an array's last element.
///
/// # Errors
/// The value is not an array or has no element.
pub fn last(value: &Value) -> Result<Value, FunctionError> {
    index(value, -1)
}

/// `.index(n)`: an array's element, from the end when negative.
///
/// # Errors
/// The value is not an array or has no such element.
pub fn index(value: &Value, index: i64) -> Result<Value, FunctionError> {
    let Value::Array(array) = value else { return Err(FunctionError(EMPTY.to_owned())) };
    super::position(index, array.len()).and_then(|index| array.get(index)).cloned().ok_or_else(|| {
        FunctionError(if index < 0 {
            format!("Target index:{index} larger than object count:{}", array.len())
        } else {
            format!("Index {index} out of bounds for length {}", array.len())
        })
    })
}

/// `.append(x, …)`: an array with more elements; another value stays as it is.
///
/// # Errors
/// None; the type is that of all path functions.
pub fn append(value: &Value, items: &[Value]) -> Result<Value, FunctionError> {
    let Value::Array(array) = value else { return Ok(value.clone()) };
    Ok(Value::Array(array.iter().chain(items).cloned().collect()))
}

/// `.concat(x, …)`: the strings of an array and the texts of the arguments, one after the other.
///
/// # Errors
/// None; the type is that of all path functions.
pub fn concat(value: &Value, items: &[Value]) -> Result<Value, FunctionError> {
    let strings = match value {
        Value::Array(array) => array.as_slice(),
        _ => &[],
    };
    let mut result = String::new();
    for value in strings {
        if let Value::String(text) = value {
            result.push_str(text);
        }
    }
    for value in items.iter().filter(|value| !matches!(value, Value::Null)) {
        result.push_str(&super::message::display(value));
    }
    Ok(Value::String(Text::from(result)))
}

/// An argument of `append` or `concat` that is a path.
///
/// # Errors
/// The path selects nothing.
pub fn argument(at: At<'_>, path: &PathText) -> Result<Value, FunctionError> {
    at.get().cloned().ok_or_else(|| FunctionError(no_result(at.root, path)))
}

const EMPTY: &str = "Aggregation function attempted to calculate value using empty array";

fn aggregate(
    value: &Value,
    function: impl FnOnce(&mut dyn Iterator<Item = f64>) -> f64,
) -> Result<Value, FunctionError> {
    let array = match value {
        Value::Array(array) => array,
        _ => &Array::new(),
    };
    let mut numbers = array
        .iter()
        .filter_map(|value| match value {
            Value::Number(number) => number.as_f64(),
            _ => None,
        })
        .peekable();
    if numbers.peek().is_none() {
        return Err(FunctionError(EMPTY.to_owned()));
    }
    // Jackson has no JSON number for what overflows; `null` stands for it.
    Ok(Number::from_f64(function(&mut numbers)).map_or(Value::Null, Value::Number))
}

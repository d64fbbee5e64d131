//! The functions of arrays.

use std::collections::HashMap;

use crate::value::{Array, Value};

use super::java::{hash_code, hash_set_order};
use super::{IntrinsicError, IntrinsicResult, elements, integer, number};

/// The largest result of `States.ArrayRange`.
const MAX_RANGE: usize = 1_000;

/// `States.Array`: an array of the arguments.
///
/// # Errors
/// None; the type is that of all intrinsic functions.
pub fn array(arguments: &[&Value]) -> IntrinsicResult {
    Ok(Value::Array(arguments.iter().map(|argument| (*argument).clone()).collect()))
}

/// `States.ArrayPartition`: consecutive parts of `size` elements, of which the last may be shorter.
///
/// # Errors
/// The first argument is not an array, or the integer part of the second one is not positive.
pub fn array_partition(array: &Value, size: &Value) -> IntrinsicResult {
    let (elements, size) = (elements(array)?, integer(size)?);
    if size <= 0 {
        return Err(IntrinsicError::InvalidArguments);
    }
    let chunks = elements.chunks(usize::try_from(size).unwrap_or(usize::MAX));
    Ok(Value::Array(chunks.map(|chunk| Value::Array(chunk.iter().cloned().collect())).collect()))
}

/// `States.ArrayContains`: whether an element equals the value; numbers by their value.
///
/// # Errors
/// The first argument is not an array.
pub fn array_contains(array: &Value, value: &Value) -> IntrinsicResult {
    Ok(Value::Bool(elements(array)?.iter().any(|element| same(element, value))))
}

/// `States.ArrayRange`: the numbers from `first` up or down to `last`, both included, `step` apart; fractions are dropped.
///
/// # Errors
/// An argument is not a number, the step is zero, or there would be more than a thousand numbers.
pub fn array_range(first: &Value, last: &Value, step: &Value) -> IntrinsicResult {
    let (first, last, step) = (integer(first)?, integer(last)?, integer(step)?);
    let (span, stride) = if step > 0 {
        (i128::from(last) - i128::from(first), step)
    } else {
        (i128::from(first) - i128::from(last), step)
    };
    if step == 0 {
        return Err(IntrinsicError::InvalidArguments);
    }
    if span < 0 {
        return Ok(Value::Array(Array::new()));
    }
    let steps = span / i128::from(stride.unsigned_abs());
    if usize::try_from(steps).map_or(true, |steps| steps >= MAX_RANGE) {
        return Err(IntrinsicError::InvalidArguments);
    }
    let numbers = (0..=steps).map(|index| number(i128::from(first) + index * i128::from(step)));
    Ok(Value::Array(numbers.collect()))
}

/// `States.ArrayGetItem`: the element at an index, whose fraction is dropped; of an empty array `null`.
///
/// # Errors
/// The first argument is not an array, the second not a number, or there is no such element.
pub fn array_get_item(array: &Value, index: &Value) -> IntrinsicResult {
    let (elements, index) = (elements(array)?, integer(index)?);
    if elements.is_empty() {
        return Ok(Value::Null);
    }
    let element = usize::try_from(index).ok().and_then(|index| elements.get(index));
    element.cloned().ok_or(IntrinsicError::InvalidArguments)
}

/// `States.ArrayLength`.
///
/// # Errors
/// The argument is not an array.
pub fn array_length(array: &Value) -> IntrinsicResult {
    Ok(number(elements(array)?.len()))
}

/// `States.ArrayUnique`: each different element once, in the order of a Java `HashSet`.
///
/// Elements are equal as in [`array_contains`]. The order is that of Jackson's hash codes: `[true, false]` becomes
/// `[false, true]`, small whole numbers come out ascending.
///
/// # Errors
/// The argument is not an array.
pub fn array_unique(array: &Value) -> IntrinsicResult {
    let mut unique: Vec<(i32, &Value)> = Vec::new();
    let mut seen: HashMap<i32, Vec<&Value>> = HashMap::new();
    for element in elements(array)? {
        let hash = hash_code(element);
        let equals = seen.entry(hash).or_default();
        if !equals.iter().any(|other| same(other, element)) {
            equals.push(element);
            unique.push((hash, element));
        }
    }
    let hashes: Vec<i32> = unique.iter().map(|(hash, _)| *hash).collect();
    let ordered = hash_set_order(&hashes).into_iter().filter_map(|position| unique.get(position));
    Ok(Value::Array(ordered.map(|(_, element)| (*element).clone()).collect()))
}

/// Equality of data in which `1` is `1.0`.
fn same(left: &Value, right: &Value) -> bool {
    // What is still to be compared lies here and not on the stack: values may be nested deeply.
    let mut pending = Vec::new();
    let mut pair = (left, right);
    loop {
        let equal = match pair {
            (Value::Number(left), Value::Number(right)) => left.numeric_eq(right),
            (Value::Array(left), Value::Array(right)) => {
                pending.extend(left.iter().zip(right));
                left.len() == right.len()
            }
            (Value::Object(left), Value::Object(right)) => {
                let both = left.iter().filter_map(|(name, value)| Some((value, right.get(name)?)));
                let before = pending.len();
                pending.extend(both);
                left.len() == right.len() && pending.len() - before == left.len()
            }
            (left, right) => left == right,
        };
        match (equal, pending.pop()) {
            (false, _) => return false,
            (true, None) => return true,
            (true, Some(next)) => pair = next,
        }
    }
}

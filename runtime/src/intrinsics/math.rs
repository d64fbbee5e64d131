//! `States.MathAdd`, `States.MathRandom`.

use crate::value::{Number, Value};

use super::java::JavaRandom;
use super::{IntrinsicError, IntrinsicResult, integer, number};

/// `States.MathAdd`: the sum of two numbers, each rounded half up before.
///
/// # Errors
/// An argument is not a number, or a rounded argument or the sum does not fit into 32 bits.
#[inline]
pub fn math_add(left: &Value, right: &Value) -> IntrinsicResult {
    let sum = addend(left)?.checked_add(addend(right)?).ok_or(IntrinsicError::InvalidArguments)?;
    Ok(number(sum))
}

#[inline]
fn addend(value: &Value) -> Result<i32, IntrinsicError> {
    let Value::Number(number) = value else { return Err(IntrinsicError::InvalidArguments) };
    let rounded = match number.as_i64() {
        Some(integer) => Some(integer),
        None => round(number),
    };
    rounded.and_then(|rounded| i32::try_from(rounded).ok()).ok_or(IntrinsicError::InvalidArguments)
}

/// Java's `Math.round`: ties go up, so -1.5 becomes -1.
fn round(number: &Number) -> Option<i64> {
    let number = number.as_f64().filter(|_| number.is_f64())?;
    let floor = number.floor();
    // The difference is exact, where adding one half first would not be.
    let rounded = if number - floor >= 0.5 { floor + 1.0 } else { floor };
    crate::path::truncated(&Number::from_f64(rounded)?)
}

/// `States.MathRandom`: an integer of `start..end`, the fractions of both dropped.
///
/// With a seed the number is that of Java's `Random`; without one it comes from `random`, which gives 64 random bits.
///
/// # Errors
/// An argument is not a number, does not fit into 32 bits, or `start` is not below `end`.
pub fn math_random(
    start: &Value,
    end: &Value,
    seed: Option<&Value>,
    random: &mut dyn FnMut() -> u64,
) -> IntrinsicResult {
    let int32 = |value| {
        integer(value).and_then(|value| i32::try_from(value).map_err(|_| IntrinsicError::InvalidArguments))
    };
    let (start, end) = (int32(start)?, int32(end)?);
    let bound = end.checked_sub(start).filter(|bound| *bound > 0).ok_or(IntrinsicError::InvalidArguments)?;
    let offset = match seed {
        Some(seed) => JavaRandom::new(integer(seed)?).next_int(bound),
        None => below(bound, random),
    };
    Ok(number(i64::from(start) + i64::from(offset)))
}

/// A number of `0..bound` from the high bits of a product. The bias is below 2^-32.
fn below(bound: i32, random: &mut dyn FnMut() -> u64) -> i32 {
    let product = u128::from(random()) * u128::from(bound.unsigned_abs());
    i32::try_from(product >> 64).unwrap_or(0)
}

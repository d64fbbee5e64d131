//! The places where a path may stand, and what AWS says there when it selects nothing or the wrong thing.
//!
//! Each function takes what a path selected and gives what the place needs. The success path is a check of the value; all
//! texts are put together in cold functions.

use std::borrow::Cow;

use crate::time::parse_rfc3339;
use crate::value::{Array, Number, Text, Value};

use super::message::{display, explain, is_past_end};
use super::{At, Miss, PathText, Selected};
use crate::error::Fault;

/// The value of a payload template's member whose path is definite.
///
/// An index beyond the end of an array gives `null`. `field` is the member's name with `.$`, `input` the state's input.
///
/// # Errors
/// `States.Runtime` when the path selects nothing.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn param(at: At<'_>, path: &PathText, field: &str, input: &Value) -> Result<Value, Fault> {
    match at.get() {
        Some(value) => Ok(value.clone()),
        None => absent(at.root, path, |reason| template_cause(reason, path, field, input)),
    }
}

/// [`param`] for any other path.
///
/// What is not found gives no elements where the path could have selected several: `$.items[*]` of `{}` is `[]`.
///
/// # Errors
/// `States.Runtime` when the path is definite and selects nothing, when a step meets a value that it cannot start at,
/// or when the path's function fails.
#[inline]
pub fn param_of(selected: Selected<'_>, path: &PathText, field: &str, input: &Value) -> Result<Value, Fault> {
    let Selected { root, value } = selected;
    value.or_else(|miss| {
        if matches!(miss, Miss::Nothing) && !path.then.is_definite() && explain(root, path).is_not_found {
            return Ok(Value::Array(Array::new()));
        }
        missed(&miss, root, path, |reason| template_cause(reason, path, field, input))
    })
}

/// `InputPath` and `OutputPath` with a definite path.
///
/// # Errors
/// `States.Runtime` when the path selects nothing.
#[inline]
pub fn select(at: At<'_>, path: &PathText) -> Result<Value, Fault> {
    match at.get() {
        Some(value) => Ok(value.clone()),
        None => absent(at.root, path, |reason| invalid_path(path, &reason.text())),
    }
}

/// [`select`] for any other path.
///
/// # Errors
/// `States.Runtime` when the path's definite beginning selects nothing, or its function fails.
#[inline]
pub fn select_of(selected: Selected<'_>, path: &PathText) -> Result<Value, Fault> {
    let Selected { root, value } = selected;
    value.or_else(|miss| missed(&miss, root, path, |reason| invalid_path(path, &reason.text())))
}

/// An argument of an intrinsic function; `outer` is the text of the outermost call.
///
/// Unlike in [`param`], an index beyond the end of an array is an error.
///
/// # Errors
/// `States.Runtime` when the path selects nothing.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn argument<'a>(at: At<'a>, path: &PathText, outer: &str, input: &Value) -> Result<&'a Value, Fault> {
    match at.get() {
        Some(value) => Ok(value),
        None => Err(no_argument(&Miss::Nothing, at.root, path, |path| argument_cause(path, outer, input))),
    }
}

/// [`argument`] for any other path.
///
/// # Errors
/// `States.Runtime` when the path's definite beginning selects nothing, or its function fails.
#[inline]
pub fn argument_of(
    selected: Selected<'_>,
    path: &PathText,
    outer: &str,
    input: &Value,
) -> Result<Value, Fault> {
    let Selected { root, value } = selected;
    value.map_err(|miss| no_argument(&miss, root, path, |path| argument_cause(path, outer, input)))
}

/// `Variable` and the `…Path` operands of Choice rules.
///
/// # Errors
/// `States.Runtime` when the path selects nothing.
#[inline]
pub fn variable<'a>(at: At<'a>, path: &PathText) -> Result<&'a Value, Fault> {
    at.get().ok_or_else(|| no_variable(path))
}

/// `SecondsPath`: a non-negative integer, or a string that spells one.
///
/// # Errors
/// `States.Runtime` when the path selects nothing or something else.
pub fn seconds(at: At<'_>, path: &PathText) -> Result<u64, Fault> {
    match at.get() {
        Some(value) => parameter_seconds(value, path, "SecondsPath"),
        None => Err(no_parameter(path, "SecondsPath")),
    }
}

/// `TimestampPath`: nanoseconds since the Unix epoch.
///
/// # Errors
/// `States.Runtime` when the path selects nothing or something that is not a timestamp.
pub fn timestamp(at: At<'_>, path: &PathText) -> Result<i128, Fault> {
    let Some(value) = at.get() else { return Err(no_parameter(path, "TimestampPath")) };
    let nanos = match value {
        Value::String(text) => parse_rfc3339(text),
        _ => None,
    };
    nanos.ok_or_else(|| {
        Fault::runtime(format!(
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format \
             string: {} == {}",
            path.text,
            display(value)
        ))
    })
}

/// `TimeoutSecondsPath` and `HeartbeatSecondsPath`, which `field` names.
///
/// # Errors
/// `States.Runtime` when the path selects nothing or not a non-negative integer. Only the text for a path that selects
/// nothing is known from AWS; the others are those of `SecondsPath`.
pub fn timeout(at: At<'_>, path: &PathText, field: &str) -> Result<u64, Fault> {
    match at.get() {
        Some(value) => parameter_seconds(value, path, field),
        None => Err(Fault::runtime(invalid_path(path, &explain(at.root, path).text))),
    }
}

/// `MaxConcurrencyPath`, which `field` names without `Path`: a non-negative integer, or a string that spells one.
///
/// # Errors
/// `States.Runtime` when the path selects nothing or something else.
pub fn count(at: At<'_>, path: &PathText, field: &str) -> Result<u64, Fault> {
    let Some(value) = at.get() else {
        return Err(Fault::runtime(invalid_path(path, &explain(at.root, path).text)));
    };
    let Some(number) = whole(value) else {
        return Err(Fault::runtime(format!(
            "The {field}Path field refers to value \"{}\" which is not a valid integer: {}",
            display(value),
            path.text
        )));
    };
    u64::try_from(number).map_err(|_| Fault::runtime(format!("{field} cannot be negative.")))
}

/// `ErrorPath` and `CausePath` with a path; `field` names the field.
///
/// # Errors
/// `States.Runtime` when the path selects nothing or not a string. AWS's text for the second is not known.
pub fn text(at: At<'_>, path: &PathText, field: &str, input: &Value) -> Result<Text, Fault> {
    match at.get() {
        Some(value) => text_of(value, path.text, field),
        None => Err(Fault::runtime(not_in_input(path, field, input))),
    }
}

/// `ErrorPath` and `CausePath` with the value of an intrinsic function, whose call `expression` is.
///
/// # Errors
/// `States.Runtime` when the value is not a string. AWS's text is not known.
pub fn text_of(value: &Value, expression: &str, field: &str) -> Result<Text, Fault> {
    match value {
        Value::String(text) => Ok(text.clone()),
        _ => Err(Fault::runtime(format!(
            "The expression '{expression}' specified for the field '{field}' must give a string, but gives: {value}"
        ))),
    }
}

/// `ItemsPath`: an array.
///
/// # Errors
/// `States.Runtime` when the path selects nothing or something else.
pub fn items<'a>(at: At<'a>, path: &PathText) -> Result<&'a Array, Fault> {
    match at.get() {
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(no_items(plain(path.text))),
        None => Err(Fault::runtime(invalid_path(path, &explain(at.root, path).text))),
    }
}

/// The items of a Map state without `ItemsPath`: its effective input.
///
/// # Errors
/// `States.Runtime` when the input is not an array.
pub fn items_of_input(input: &Value) -> Result<&Array, Fault> {
    match input {
        Value::Array(items) => Ok(items),
        _ => Err(no_items("$")),
    }
}

/// The integer part of a number; `None` when an `i64` cannot hold it.
#[inline]
pub(crate) fn truncated(number: &Number) -> Option<i64> {
    match number.as_i64() {
        Some(integer) => Some(integer),
        None if number.is_f64() => number.as_f64().and_then(truncated_f64),
        None => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked, and the fraction is to be dropped"
)]
fn truncated_f64(number: f64) -> Option<i64> {
    // 2^63 as a floating-point number; the largest i64 itself is not one.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (-LIMIT..LIMIT).contains(&number).then_some(number as i64)
}

/// Why a value is missing, for the functions below.
enum Why<'a> {
    Path(super::message::Reason),
    Function(&'a super::FunctionError),
}

impl Why<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Path(reason) => Cow::Borrowed(&reason.text),
            Self::Function(error) => Cow::Owned(error.to_string()),
        }
    }

    fn is_not_found(&self) -> bool {
        matches!(self, Self::Path(reason) if reason.is_not_found)
    }
}

#[cold]
fn absent(root: &Value, path: &PathText, cause: impl FnOnce(&Why<'_>) -> String) -> Result<Value, Fault> {
    missed(&Miss::Nothing, root, path, cause)
}

#[cold]
fn missed(
    miss: &Miss,
    root: &Value,
    path: &PathText,
    cause: impl FnOnce(&Why<'_>) -> String,
) -> Result<Value, Fault> {
    match miss {
        Miss::Nothing if is_past_end(root, path) => Ok(Value::Null),
        Miss::Nothing => Err(Fault::runtime(cause(&Why::Path(explain(root, path))))),
        Miss::Function(error) => Err(Fault::runtime(cause(&Why::Function(error)))),
    }
}

fn template_cause(why: &Why<'_>, path: &PathText, field: &str, input: &Value) -> String {
    if why.is_not_found() { not_in_input(path, field, input) } else { why.text().into_owned() }
}

fn not_in_input(path: &PathText, field: &str, input: &Value) -> String {
    format!(
        "The JSONPath '{}' specified for the field '{field}' could not be found in the input '{input}'",
        path.text
    )
}

#[cold]
fn no_argument(
    miss: &Miss,
    root: &Value,
    path: &PathText,
    not_found: impl FnOnce(&PathText) -> String,
) -> Fault {
    let why = match miss {
        Miss::Nothing => Why::Path(explain(root, path)),
        Miss::Function(error) => Why::Function(error),
    };
    Fault::runtime(if why.is_not_found() { not_found(path) } else { why.text().into_owned() })
}

fn argument_cause(path: &PathText, outer: &str, input: &Value) -> String {
    format!(
        "The function '{outer}' had the following error: The JsonPath argument for the field '{}' could not be \
         found in the input '{input}'",
        plain(path.text)
    )
}

fn invalid_path(path: &PathText, reason: &str) -> String {
    format!("Invalid path '{}' : {reason}", path.text)
}

#[cold]
fn no_variable(path: &PathText) -> Fault {
    Fault::runtime(format!(
        "Invalid path '{}': The choice state's condition path references an invalid value.",
        path.text
    ))
}

#[cold]
fn no_parameter(path: &PathText, field: &str) -> Fault {
    Fault::runtime(format!("The {field} parameter does not reference an input value: {}", path.text))
}

#[cold]
fn no_items(path: &str) -> Fault {
    Fault::runtime(format!("Reference path \"{path}\" must point to array."))
}

fn parameter_seconds(value: &Value, path: &PathText, field: &str) -> Result<u64, Fault> {
    let fault = |problem: &str| {
        Fault::runtime(format!("The {field} parameter {problem}: {} == {}", path.text, display(value)))
    };
    let Some(number) = whole(value) else { return Err(fault("cannot be parsed as a long value")) };
    u64::try_from(number).map_err(|_| fault("references a negative value"))
}

/// An integer or a string that spells one.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) if number.is_integer() => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A context path as some messages print it: with one `$`.
fn plain(text: &str) -> &str {
    match text.strip_prefix('$') {
        Some(rest) if rest.starts_with('$') => rest,
        _ => text,
    }
}

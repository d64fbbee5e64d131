//! `States.Format`.

use std::cell::Cell;

use crate::value::{Text, Value};

use super::{IntrinsicError, IntrinsicResult, string};

const UNCLOSED: IntrinsicError = IntrinsicError::InvalidTemplate("matching '}' not found for '{'.");
const UNOPENED: IntrinsicError = IntrinsicError::InvalidTemplate("matching '{' not found for '}'.");

/// `States.Format` with a template that the compiler has split at its `{}`: one part more than arguments.
///
/// Strings are written as they are, numbers, booleans and null as JSON, arrays and objects as Java's collections print
/// themselves: `{Arg1=1, Arg2=[]}`.
pub fn format_parts(parts: &[&str], arguments: &[&Value]) -> Text {
    let mut text = BUFFER.take();
    let mut arguments = arguments.iter();
    for part in parts {
        append(&mut text, part);
        if let Some(argument) = arguments.next() {
            push(&mut text, argument);
        }
    }
    let result = Text::from(text.as_str());
    if text.capacity() <= KEPT {
        text.clear();
        BUFFER.set(text);
    }
    result
}

/// A larger buffer is not kept for the next text.
const KEPT: usize = 4096;

thread_local! {
    /// Where texts are put together, so that each needs memory once, and short ones, which most are, none.
    static BUFFER: Cell<String> = const { Cell::new(String::new()) };
}

/// Appends without a call what is shortest, as separators mostly are.
#[inline]
fn append(text: &mut String, part: &str) {
    match part.as_bytes() {
        [] => {}
        [byte] => text.push(char::from(*byte)),
        _ => text.push_str(part),
    }
}

fn push(text: &mut String, value: &Value) {
    match value {
        Value::String(string) => append(text, string),
        Value::Number(number) => number.write(text),
        Value::Null => text.push_str("null"),
        Value::Bool(bool) => text.push_str(if *bool { "true" } else { "false" }),
        Value::Array(_) | Value::Object(_) => value.write_java(text),
    }
}

/// `States.Format` with a template that is known only now.
///
/// # Errors
/// The template is not a string, its braces do not match, or the number of `{}` is not that of the arguments.
pub fn format(template: &Value, arguments: &[&Value]) -> IntrinsicResult {
    let parts = split(string(template)?)?;
    if parts.len() != arguments.len() + 1 {
        return Err(IntrinsicError::InvalidArguments);
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Ok(Value::String(format_parts(&parts, arguments)))
}

/// The result of a `States.StringToJson` call as an argument of `States.Format`: AWS writes such a string in quotes.
pub fn parsed_argument(value: Value) -> Value {
    match value {
        Value::String(_) => Value::String(Text::from(value.to_string())),
        value => value,
    }
}

/// The texts between the `{}`; `\{`, `\}` and `\\` are the characters themselves.
fn split(template: &str) -> Result<Vec<String>, IntrinsicError> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = template.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' => part.push(chars.next_if(|next| matches!(next, '{' | '}' | '\\' | '\'')).unwrap_or('\\')),
            '{' if chars.next_if_eq(&'}').is_some() => parts.push(std::mem::take(&mut part)),
            '{' => return Err(UNCLOSED),
            '}' => return Err(UNOPENED),
            _ => part.push(char),
        }
    }
    parts.push(part);
    Ok(parts)
}

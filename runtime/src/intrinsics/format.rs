//! `States.Format`.

use smol_str::SmolStrBuilder;

use crate::value::{Text, Value};

use super::{IntrinsicError, IntrinsicResult, string};

const UNCLOSED: IntrinsicError = IntrinsicError::InvalidTemplate("matching '}' not found for '{'.");
const UNOPENED: IntrinsicError = IntrinsicError::InvalidTemplate("matching '{' not found for '}'.");

/// `States.Format` with a template that the compiler has split at its `{}`: one part more than arguments.
///
/// Strings are written as they are, numbers, booleans and null as JSON, arrays and objects as Java's collections print
/// themselves: `{Arg1=1, Arg2=[]}`.
pub fn format_parts(parts: &[&str], arguments: &[&Value]) -> Value {
    let mut text = Buffer(SmolStrBuilder::new());
    let mut arguments = arguments.iter();
    for part in parts {
        text.push(part);
        if let Some(argument) = arguments.next() {
            text.push_value(argument);
        }
    }
    Value::String(text.finish())
}

/// Short texts, which most are, need no memory of their own.
struct Buffer(SmolStrBuilder);

impl Buffer {
    fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn push_value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.push(text),
            Value::Null => self.push("null"),
            Value::Bool(bool) => self.push(if *bool { "true" } else { "false" }),
            Value::Number(number) => number.with_text(|text| self.push(text)),
            Value::Array(_) | Value::Object(_) => self.push(&value.java_to_string()),
        }
    }

    fn finish(self) -> Text {
        self.0.finish()
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
    Ok(format_parts(&parts, arguments))
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

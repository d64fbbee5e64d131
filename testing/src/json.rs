//! JSON that remembers its text.
//!
//! `serde_json::Value` sorts the members of objects; what AWS prints (`States.JsonToString`, causes that quote the
//! input) depends on the order in which they were written, so a case keeps both.

use serde_json::Value;

/// A JSON document as text and as value.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    text: String,
    value: Value,
}

impl Json {
    /// Parses `text`.
    ///
    /// # Errors
    /// When `text` is not one JSON document.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let value = serde_json::from_str(text)?;
        Ok(Self { text: without_layout(text), value })
    }

    /// The text with members in the order and numbers in the form they were written, without white space between
    /// tokens: the layout of a case file is not part of the case.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed value.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self { text: value.to_string(), value }
    }
}

/// Removes white space outside strings.
fn without_layout(text: &str) -> String {
    let mut in_string = false;
    let mut escaped = false;
    let kept = text.chars().filter(|&c| {
        let keep = in_string || !c.is_ascii_whitespace();
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
        keep
    });
    kept.collect()
}

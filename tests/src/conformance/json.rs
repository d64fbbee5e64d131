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
    pub fn parse(text: impl Into<String>) -> Result<Self, serde_json::Error> {
        let text = text.into();
        let value = serde_json::from_str(&text)?;
        Ok(Self { text, value })
    }

    /// The text as it was written, member order included.
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

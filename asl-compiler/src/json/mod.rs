//! Data with a place for every key and value: what all later stages read.
//!
//! Duplicate keys and the texts of numbers are kept. Nothing here is particular to JSON's notation, so other
//! notations of the same data can be read into it.

mod embedded;
mod layout;
mod parse;
mod substitute;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use embedded::parse_embedded;
pub(crate) use layout::Part;
pub use layout::{WIDTH, layout};
pub(crate) use parse::is_number;
pub use parse::{MAX_DEPTH, parse};
pub use substitute::{placeholders, substitute, unknown_values};
pub use text::Text;

use crate::diagnostic::Diagnostics;
use crate::source::{Format, Source, Span};
use crate::yaml::{self, Tags};

/// Reads a definition in the notation of its source. `None` when that is not possible; why is then in
/// `diagnostics`.
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Node> {
    match source.format() {
        Format::Json => parse(source, diagnostics),
        Format::Yaml => yaml::parse(source, Tags::Placeholders, diagnostics),
    }
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// From its first byte to its last, brackets and quotes included.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number as written; always a valid JSON number.
    Number(String),
    /// A string.
    String(Text),
    /// An array.
    Array(Vec<Node>),
    /// An object: members in source order, duplicates kept.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name.
    pub key: Text,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The first member of an object with this name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let Value::Object(members) = &self.value else { return None };
        members.iter().find(|member| member.key.as_str() == name).map(|member| &member.value)
    }

    /// The items of an array.
    pub fn items(&self) -> Option<&[Node]> {
        if let Value::Array(items) = &self.value { Some(items) } else { None }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text.as_str()) } else { None }
    }
}

impl Value {
    /// What it is, with article: `an object`.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

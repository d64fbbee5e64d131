//! Data with a place for every key and value: what all later stages read.
//!
//! Duplicate keys and the texts of numbers are kept. Nothing here is particular to JSON's notation, so other
//! notations of the same data can be read into it.

mod parse;
mod substitute;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use parse::is_number;
pub use parse::{MAX_DEPTH, parse};
pub use substitute::{placeholders, substitute};
pub use text::Text;

use crate::source::Span;

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

//! The JSON value that compiled workflows run on.
//!
//! ASL copies data at every turn (`ResultPath`, `Parallel`, `Map`, `Retry`, the history), so a [`Value`] is made to be
//! cheap to copy: it has 24 bytes, short strings lie inside it, long ones and all arrays and objects are shared until
//! somebody writes to them. It keeps what AWS keeps: the order of an object's members, `1` beside `1.0`, integers of
//! any length. It reads and prints JSON as AWS does, and it speaks serde in both directions.
//!
//! ```
//! use asl_runtime::{json, value::Value};
//!
//! let order: Value = r#"{"id": 17, "items": ["tea", "cups"]}"#.parse()?;
//! let mut copy = order.clone(); // shares everything
//! copy["items"][0] = "coffee".into(); // copies only what lies on the way
//!
//! assert_eq!(order["items"], json!(["tea", "cups"]));
//! assert_eq!(copy.to_string(), r#"{"id":17,"items":["coffee","cups"]}"#);
//! # Ok::<(), asl_runtime::value::JsonError>(())
//! ```
//!
//! | Where | What |
//! |---|---|
//! | `array`, `object`, `number`, `text` | the kinds that need a type of their own |
//! | `content` | what arrays and objects share |
//! | `access`, `index`, `compare`, `convert` | what can be asked of a value, and made into one |
//! | `parse` | JSON text to values, with Jackson's error texts |
//! | `walk`, `write`, `escape`, `java` | values to text: JSON, Java's `toString` |
//! | `length`, `bounds` | only how long the JSON is |
//! | `ser`, `de`, `bridge`, `macros` | serde, `serde_json` and `json!` |

mod access;
mod array;
mod bounds;
mod bridge;
mod compare;
mod content;
mod convert;
mod de;
mod escape;
mod handover;
mod index;
mod java;
mod length;
mod macros;
mod nesting;
mod number;
mod object;
mod parse;
mod path;
mod ser;
mod text;
mod walk;
mod write;

#[cfg(test)]
mod tests;

pub use array::Array;
pub use de::{DeserializeError, from_value};
pub use index::Index;
pub use number::Number;
pub use object::Object;
pub use parse::{JsonError, MAX_DEPTH};
pub use ser::SerializeError;
pub use text::Text;

#[doc(hidden)]
pub use macros::interpolate;
#[doc(hidden)]
pub use object::{TemplateKeys, put};

/// Iterators over arrays and objects.
pub mod iter {
    pub use super::array::IntoIter as ArrayIntoIter;
    pub use super::object::{IntoIter, Iter, IterMut, Keys, Values};
}

/// A JSON value that is cheap to copy.
///
/// `clone` never allocates. Equality is that of JSON data: members may come in any order, and `1` is not `1.0`
/// (see [`Number::numeric_eq`] for the value of numbers).
#[derive(Clone, Default)]
// A tag of a whole word: beside a tag of one byte there are seven that belong to nothing, and they are moved in pieces
// that overlap, for which a processor has to wait.
#[repr(u64)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Text),
    /// An array.
    Array(Array),
    /// An object.
    Object(Object),
}

impl Value {
    /// Whether both are one value, so that also their texts are equal: copies of one another, or equal texts.
    #[cfg(feature = "standard")]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Array(a), Self::Array(b)) => a.same(b),
            (Self::Object(a), Self::Object(b)) => a.same(b),
            _ => false,
        }
    }

    /// Makes it `null`. What most values are has nothing to drop, which is seen here without a call.
    #[expect(clippy::inline_always, reason = "that is what it is for")]
    #[inline(always)]
    fn clear(&mut self) {
        let is_plain = match self {
            Self::Null | Self::Bool(_) => true,
            Self::Number(number) => !number.is_shared(),
            Self::String(text) => !text.is_heap_allocated(),
            Self::Array(_) | Self::Object(_) => false,
        };
        if is_plain {
            std::mem::forget(std::mem::take(self));
        } else {
            *self = Self::Null;
        }
    }

    /// The same value, of a literal: copies of it, and of those, are not counted.
    #[inline]
    pub(crate) fn fixed(&'static self) -> Self {
        match self {
            Self::Array(array) => Self::Array(array.fixed()),
            Self::Object(object) => Self::Object(object.fixed()),
            other => other.clone(),
        }
    }
}

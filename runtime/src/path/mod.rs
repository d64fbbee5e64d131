//! JSONPath at run time: what a compiled path does, and what it says when it selects nothing.
//!
//! AWS evaluates paths with Jayway's library over Jackson trees, and this module follows it where documents
//! are silent. Generated code walks a path's definite beginning with [`At`], field by field:
//!
//! ```text
//! $.order.lines[0]           at(&input).field("order").field("lines").index(0)
//! ```
//!
//! and goes on with [`Nodes`] from the first step that may select more than one node:
//!
//! ```text
//! $.order.lines[*].sku       at(&input).field("order").field("lines")
//!                                .many(&PATH, |nodes| Ok(nodes.wildcard().field("sku").into_value()))
//! $.order.lines.length()     at(&input).field("order").field("lines").many(&PATH, |nodes| nodes.call(function::length))
//! $..price.sum()             at(&input).many(&PATH, |nodes| function::sum(&nodes.descend().field("price").into_value()))
//! $['a','b']                 at(&input).many(&PATH, |nodes| Ok(nodes.pick(&["a", "b"])))
//! ```
//!
//! The result goes into the function for the place where the path stands ([`param`], [`select`], [`variable`], …),
//! which turns a failure into AWS's words for that place. Only then is a [`PathText`] looked at.

mod access;

pub(crate) mod filter;
pub(crate) mod function;
mod message;
mod nodes;
mod result_path;
mod scan;
#[cfg(test)]
mod tests;

use crate::value::Value;

pub(crate) use access::truncated;
pub use access::{
    argument, argument_of, count, items, items_of_input, param, param_of, seconds, select, select_of, text,
    text_of, timeout, timestamp, variable,
};
pub(crate) use function::FunctionError;
pub(crate) use message::no_result;
pub(crate) use nodes::{Nodes, nodes};
pub use result_path::{set, set_field};
pub(crate) use scan::Scan;

/// A path of the definition, for error messages and for what follows its definite beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathText {
    /// As the definition writes it.
    pub text: &'static str,
    /// The definite steps at its beginning.
    pub steps: &'static [Step],
    /// What comes after them.
    pub then: Then,
}

impl PathText {
    /// A path of fields and indexes only.
    pub const fn definite(text: &'static str, steps: &'static [Step]) -> Self {
        Self { text, steps, then: Then::End }
    }
}

/// A step that selects one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`, `['name']`.
    Field(&'static str),
    /// `[3]`, `[-1]`.
    Index(i64),
}

/// What follows the definite steps of a path.
///
/// The texts are those steps that follow, as Jayway prints them: `['a']`, `['a','b']`, `[0]`, `[0,2]`, `[1:3]`, `[*]`,
/// `..`, `[?]`, `.length()`, without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing: the path is definite.
    End,
    /// A slice or several indexes: Jayway insists on an array.
    Array(&'static str),
    /// Several names: Jayway insists on an object. The text is of this step alone.
    Fields(&'static str),
    /// A filter: Jayway insists on an object or an array.
    Filter(&'static str),
    /// A wildcard with more steps behind it: Jayway insists on an object or an array.
    WildcardAndMore(&'static str),
    /// A step that takes any value: a last wildcard, `..`.
    Any(&'static str),
    /// A function: the path is as definite as its steps.
    Function(&'static str),
}

impl Then {
    /// The steps' text, for messages that print the rest of a path.
    fn rest(self) -> &'static str {
        match self {
            Self::End => "",
            Self::Array(text)
            | Self::Fields(text)
            | Self::Filter(text)
            | Self::WildcardAndMore(text)
            | Self::Any(text)
            | Self::Function(text) => text,
        }
    }

    /// Whether Jayway counts the path as definite. Several names at the end of a path give one object.
    fn is_definite(self) -> bool {
        matches!(self, Self::End | Self::Fields(_) | Self::Function(_))
    }

    /// Whether the step can start at a node.
    fn accepts(self, node: &Value) -> bool {
        match self {
            Self::End | Self::Any(_) | Self::Function(_) => true,
            Self::Array(_) => matches!(node, Value::Array(_)),
            Self::Fields(_) => matches!(node, Value::Object(_)),
            Self::Filter(_) | Self::WildcardAndMore(_) => matches!(node, Value::Array(_) | Value::Object(_)),
        }
    }
}

/// A place in a value, or nowhere.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    root: &'a Value,
    here: Option<&'a Value>,
}

/// The place where a path starts: the state's input, the context object, a variable's value.
#[inline]
pub fn at(root: &Value) -> At<'_> {
    At { root, here: Some(root) }
}

/// The same for what may be absent: a variable that no state has set, an item outside of a Map.
#[inline]
pub fn at_option(root: Option<&Value>) -> At<'_> {
    static NULL: Value = Value::Null;
    At { root: root.unwrap_or(&NULL), here: root }
}

impl<'a> At<'a> {
    /// `.name`: nowhere unless this is an object with that member. The name is a literal.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[must_use]
    pub fn field(self, name: &str) -> Self {
        let here = match self.here {
            Some(Value::Object(object)) => object.get_literal(name),
            _ => None,
        };
        Self { here, ..self }
    }

    /// `[n]`, from the end when negative: nowhere unless this is an array with that element.
    #[inline]
    #[must_use]
    pub fn index(self, index: i64) -> Self {
        let here = match self.here {
            Some(Value::Array(array)) => position(index, array.len()).and_then(|index| array.get(index)),
            _ => None,
        };
        Self { here, ..self }
    }

    /// The value here.
    #[inline]
    pub fn get(self) -> Option<&'a Value> {
        self.here
    }

    /// Whether the path selects something: `IsPresent`.
    #[inline]
    pub fn is_present(self) -> bool {
        self.here.is_some()
    }

    /// Goes on with steps that may select several nodes, or with a path function.
    ///
    /// `steps` gets the one node that is here. It is not called when nothing is here, or when the node is of a kind
    /// that Jayway refuses for the step that `path.then` names.
    #[inline]
    pub fn many<F>(self, path: &PathText, steps: F) -> Selected<'a>
    where
        F: FnOnce(Nodes<'a>) -> Result<Value, FunctionError>,
    {
        let value = match self.here {
            Some(node) if path.then.accepts(node) => steps(nodes(node)).map_err(Miss::Function),
            _ => Err(Miss::Nothing),
        };
        Selected { root: self.root, value }
    }
}

/// What a path that is not definite selected.
#[derive(Clone, Debug)]
pub struct Selected<'a> {
    root: &'a Value,
    value: Result<Value, Miss>,
}

impl Selected<'_> {
    /// The selected value.
    pub fn into_value(self) -> Option<Value> {
        self.value.ok()
    }
}

/// Why there is no value.
#[derive(Clone, Debug)]
enum Miss {
    /// A definite step found nothing; [`no_result`] finds out which.
    Nothing,
    /// A path function failed.
    Function(FunctionError),
}

/// The place in an array of `len` elements that an index means; it may be past the end.
#[inline]
fn position(index: i64, len: usize) -> Option<usize> {
    if index >= 0 {
        usize::try_from(index).ok()
    } else {
        len.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
    }
}

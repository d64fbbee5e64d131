//! Why a path selects nothing, in Jayway's words.
//!
//! Everything here runs only after a failure: it walks the value again, with the path's steps, up to the step that fails.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::value::{Number, Value};

use super::{PathText, Step, Then, position};

/// What AWS configures Jayway with, to judge by how it treats indexes beyond an array's end.
const PROVIDER: &str = "com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider";

/// Jayway's reason why `path` selects nothing in `root`, the value in which its steps start.
///
/// ```text
/// No results for path: $['X']
/// Missing property in path $['a']
/// Filter: [0] can only be applied to arrays. Current context is: 1
/// ```
#[cold]
pub(crate) fn no_result(root: &Value, path: &PathText) -> String {
    explain(root, path).text
}

/// A reason, and whether Jayway counts it as "not found"; AWS has words of its own for that.
pub(super) struct Reason {
    pub(super) text: String,
    pub(super) is_not_found: bool,
}

/// See [`no_result`].
#[cold]
pub(super) fn explain(root: &Value, path: &PathText) -> Reason {
    let mut walk = Walk { node: Some(root), origin: Origin::Tree, path: "$".to_owned() };
    for (index, step) in path.steps.iter().enumerate() {
        let rest = path.steps.get(index..).unwrap_or_default();
        let is_last = rest.len() == 1 && path.then == Then::End;
        let reason = match *step {
            Step::Field(name) => walk.field(name, is_last),
            Step::Index(at) => walk.index(at, || fragments(rest, path.then)),
        };
        if let Err(reason) = reason {
            return reason;
        }
    }
    walk.then(path.then).err().unwrap_or_else(|| not_found(format!("No results for path: {}", walk.path)))
}

/// Whether `path` fails only because its last step is an index beyond the end of an array, which plain paths
/// read as `null`.
pub(super) fn is_past_end(root: &Value, path: &PathText) -> bool {
    let Some((Step::Index(_), before)) = path.steps.split_last() else { return false };
    let end = before.iter().try_fold(root, |node, step| match (node, step) {
        (Value::Object(object), Step::Field(name)) => object.get(name),
        (Value::Array(array), Step::Index(index)) => {
            position(*index, array.len()).and_then(|index| array.get(index))
        }
        _ => None,
    });
    path.then == Then::End && matches!(end, Some(Value::Array(_)))
}

/// How Jayway came to hold a node, which decides the Java class of it: the members of objects are unwrapped to Java's own
/// types, the elements of arrays and the root are Jackson nodes.
#[derive(Clone, Copy)]
enum Origin {
    Tree,
    Member,
}

struct Walk<'a> {
    /// `None` is Java's `null`: a member that is null, or an element beyond an array's end.
    node: Option<&'a Value>,
    origin: Origin,
    path: String,
}

impl Walk<'_> {
    fn field(&mut self, name: &str, is_last: bool) -> Result<(), Reason> {
        let Some(Value::Object(object)) = self.node else { return Err(self.no_object(&fragment(name))) };
        let member = object.get(name);
        // Writing to a String cannot fail.
        let _ = write!(self.path, "['{name}']");
        match member {
            None if is_last => Err(not_found(format!("No results for path: {}", self.path))),
            None => Err(not_found(format!("Missing property in path {}", self.path))),
            Some(value) => {
                self.node = Some(value).filter(|value| !matches!(value, Value::Null));
                self.origin = Origin::Member;
                Ok(())
            }
        }
    }

    fn index(&mut self, index: i64, rest: impl FnOnce() -> String) -> Result<(), Reason> {
        let Some(node) = self.node else { return Err(not_found(format!("The path {} is null", self.path))) };
        let Value::Array(array) = node else { return Err(self.no_array(&rest())) };
        self.node = position(index, array.len()).and_then(|index| array.get(index));
        self.origin = Origin::Tree;
        let _ = write!(self.path, "[{index}]");
        Ok(())
    }

    fn then(&self, then: Then) -> Result<(), Reason> {
        match (then, self.node) {
            (Then::End | Then::Any(_) | Then::Function(_), _) => Ok(()),
            (_, Some(node)) if then.accepts(node) => Ok(()),
            (Then::Array(_), None) => Err(not_found(format!("The path {} is null", self.path))),
            (Then::Array(rest), Some(_)) => Err(self.no_array(rest)),
            (Then::Fields(fragment), _) => Err(self.no_object(fragment)),
            (Then::Filter(rest), _) => Err(invalid(format!(
                "Filter: {rest} can not be applied to primitives. Current context is: {}",
                self.text()
            ))),
            // The space at the end is Jayway's.
            (Then::WildcardAndMore(_), _) => Err(not_found(format!(
                "Expected to find an object or array in path {} but found '{}'. ",
                self.path,
                self.class()
            ))),
        }
    }

    fn no_object(&self, fragment: &str) -> Reason {
        not_found(format!(
            "Expected to find an object with property {fragment} in path {} but found '{}'. This is not a json \
             object according to the JsonProvider: '{PROVIDER}'.",
            self.path,
            self.class()
        ))
    }

    fn no_array(&self, rest: &str) -> Reason {
        invalid(format!("Filter: {rest} can only be applied to arrays. Current context is: {}", self.text()))
    }

    /// The name of the node's Java class.
    fn class(&self) -> &'static str {
        let Some(node) = self.node else { return "null" };
        let is_member = matches!(self.origin, Origin::Member);
        match node {
            Value::Null => "com.fasterxml.jackson.databind.node.NullNode",
            Value::Bool(_) if is_member => "java.lang.Boolean",
            Value::Bool(_) => "com.fasterxml.jackson.databind.node.BooleanNode",
            Value::Number(number) => number_class(number, is_member),
            Value::String(_) if is_member => "java.lang.String",
            Value::String(_) => "com.fasterxml.jackson.databind.node.TextNode",
            Value::Array(_) => "com.fasterxml.jackson.databind.node.ArrayNode",
            Value::Object(_) => "com.fasterxml.jackson.databind.node.ObjectNode",
        }
    }

    /// The node as Java's string conversion prints it.
    fn text(&self) -> Cow<'_, str> {
        match (self.node, self.origin) {
            (None, _) => Cow::Borrowed("null"),
            (Some(node), Origin::Member) => display(node),
            (Some(node), Origin::Tree) => Cow::Owned(node.to_string()),
        }
    }
}

fn number_class(number: &Number, is_member: bool) -> &'static str {
    let fits_int = number.as_i64().is_some_and(|number| i32::try_from(number).is_ok());
    match (number.is_f64(), fits_int, number.is_i64(), is_member) {
        (true, _, _, true) => "java.lang.Double",
        (true, _, _, false) => "com.fasterxml.jackson.databind.node.DoubleNode",
        (false, true, _, true) => "java.lang.Integer",
        (false, true, _, false) => "com.fasterxml.jackson.databind.node.IntNode",
        (false, false, true, true) => "java.lang.Long",
        (false, false, true, false) => "com.fasterxml.jackson.databind.node.LongNode",
        (false, false, false, _) => "com.fasterxml.jackson.databind.node.BigIntegerNode",
    }
}

/// A value inside a message: strings as they are, everything else as JSON.
pub(super) fn display(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        value => Cow::Owned(value.to_string()),
    }
}

fn fragment(name: &str) -> String {
    format!("['{}']", name.replace('\\', r"\\").replace('\'', r"\'"))
}

fn fragments(steps: &[Step], then: Then) -> String {
    let mut text: String = steps
        .iter()
        .map(|step| match step {
            Step::Field(name) => fragment(name),
            Step::Index(index) => format!("[{index}]"),
        })
        .collect();
    text.push_str(then.rest());
    text
}

fn not_found(text: String) -> Reason {
    Reason { text, is_not_found: true }
}

fn invalid(text: String) -> Reason {
    Reason { text, is_not_found: false }
}

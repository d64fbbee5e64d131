//! One walk over a value for all that is printed of it. It needs no stack of its own however deep a value is nested.

use std::slice;

use smallvec::SmallVec;

use super::{Text, Value};

/// What a walk tells about a value, in the order of its text.
pub(super) trait Visitor {
    /// A value without items or members: `null`, a boolean, a number, a string, an empty array or object.
    fn leaf(&mut self, value: &Value);
    /// An array or object that is not empty begins.
    fn open(&mut self, kind: Kind);
    /// An item or member begins, the first or a later one.
    fn element(&mut self, is_first: bool);
    /// The key of the member that begins.
    fn key(&mut self, key: &str);
    /// An array or object that is not empty ends.
    fn close(&mut self, kind: Kind);
    /// Whether the rest does not matter any more.
    fn is_done(&self) -> bool {
        false
    }
}

/// What has elements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Array,
    Object,
}

/// The elements of an array or object that are still to come.
enum Rest<'a> {
    Items(slice::Iter<'a, Value>),
    Members(slice::Iter<'a, (Text, Value)>),
}

/// Walks over a value from its first character to its last.
pub(super) fn walk(value: &Value, visitor: &mut impl Visitor) {
    let mut open: SmallVec<[Rest<'_>; 16]> = SmallVec::new();
    if let Some(rest) = enter(value, visitor) {
        open.push(rest);
    }
    let mut is_first = true;
    while let Some(innermost) = open.last_mut() {
        if visitor.is_done() {
            return;
        }
        let next = match innermost {
            Rest::Items(items) => items.next().map(|item| (None, item)),
            Rest::Members(members) => members.next().map(|(key, value)| (Some(key), value)),
        };
        let Some((key, value)) = next else {
            visitor.close(match innermost {
                Rest::Items(_) => Kind::Array,
                Rest::Members(_) => Kind::Object,
            });
            open.pop();
            is_first = false;
            continue;
        };
        visitor.element(is_first);
        if let Some(key) = key {
            visitor.key(key);
        }
        let entered = enter(value, visitor);
        is_first = entered.is_some();
        open.extend(entered);
    }
}

/// Begins an array or object that is not empty; all else is told at once.
fn enter<'a>(value: &'a Value, visitor: &mut impl Visitor) -> Option<Rest<'a>> {
    match value {
        Value::Array(array) if !array.is_empty() => {
            visitor.open(Kind::Array);
            Some(Rest::Items(array.iter()))
        }
        Value::Object(object) if !object.is_empty() => {
            visitor.open(Kind::Object);
            Some(Rest::Members(object.entries().iter()))
        }
        leaf => {
            visitor.leaf(leaf);
            None
        }
    }
}

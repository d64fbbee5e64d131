//! One walk over a value for all that is printed of it. It needs no stack of its own however deep a value is nested.

use std::{mem, slice};

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
    let Some(mut innermost) = enter(value, visitor) else { return };
    let mut outer: SmallVec<[Rest<'_>; 8]> = SmallVec::new();
    let mut is_first = true;
    loop {
        let (kind, entered) = match &mut innermost {
            Rest::Items(items) => (Kind::Array, walk_items(items, is_first, visitor)),
            Rest::Members(members) => (Kind::Object, walk_members(members, is_first, visitor)),
        };
        is_first = entered.is_some();
        if let Some(entered) = entered {
            outer.push(mem::replace(&mut innermost, entered));
            continue;
        }
        visitor.close(kind);
        match outer.pop() {
            Some(next) if !visitor.is_done() => innermost = next,
            _ => return,
        }
    }
}

/// Walks over items up to one that has elements itself, and enters that.
fn walk_items<'a>(
    items: &mut slice::Iter<'a, Value>,
    mut is_first: bool,
    visitor: &mut impl Visitor,
) -> Option<Rest<'a>> {
    for item in items {
        visitor.element(is_first);
        is_first = false;
        let entered = enter(item, visitor);
        if entered.is_some() {
            return entered;
        }
        if visitor.is_done() {
            return None;
        }
    }
    None
}

/// Walks over members up to one that has elements itself, and enters that.
fn walk_members<'a>(
    members: &mut slice::Iter<'a, (Text, Value)>,
    mut is_first: bool,
    visitor: &mut impl Visitor,
) -> Option<Rest<'a>> {
    for (key, value) in members {
        visitor.element(is_first);
        is_first = false;
        visitor.key(key);
        let entered = enter(value, visitor);
        if entered.is_some() {
            return entered;
        }
        if visitor.is_done() {
            return None;
        }
    }
    None
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

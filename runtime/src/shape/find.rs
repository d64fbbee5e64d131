//! Looks up where a path leads, at compile time.

#![expect(
    clippy::indexing_slicing,
    reason = "constants have no iterators, and an index out of bounds would be an error of the build"
)]

use super::fit::misfit;
use super::{Object, Shape};

/// A step of a path.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// `.name`.
    Field(&'static str),
    /// An element of an array, whichever.
    Element,
}

/// Where a step leads.
pub(super) enum Found {
    /// Nowhere, whatever the value is.
    Nothing,
    /// To such a value, at least at times.
    Value(Shape),
}

/// The end of a path, or the first step that leads nowhere with the shape that it starts from.
pub(super) const fn find(shape: Shape, path: &[Step]) -> Result<Shape, (Shape, usize)> {
    let mut shape = shape;
    let mut at = 0;
    while at < path.len() {
        match one(&shape, &path[at]) {
            Found::Value(next) => shape = next,
            Found::Nothing => return Err((shape, at)),
        }
        at += 1;
    }
    Ok(shape)
}

/// The part of a shape that a path leads to; unknown if it leads nowhere, which is checked by itself.
pub const fn part(shape: Shape, path: &[Step]) -> Shape {
    match find(shape, path) {
        Ok(part) => part,
        Err(_) => Shape::Any,
    }
}

/// Whether a path leads to a value that may be `wanted`, in any form of the shape.
pub(super) const fn leads_to(shape: &Shape, path: &[Step], wanted: &Shape) -> bool {
    match (shape, path) {
        (shape, []) => misfit(shape, wanted).is_none(),
        (Shape::Either(forms), _) => {
            let mut at = 0;
            while at < forms.len() {
                if leads_to(&forms[at], path, wanted) {
                    return true;
                }
                at += 1;
            }
            false
        }
        (shape, [step, rest @ ..]) => match one(shape, step) {
            Found::Value(next) => leads_to(&next, rest, wanted),
            Found::Nothing => false,
        },
    }
}

const fn one(shape: &Shape, step: &Step) -> Found {
    match (shape, step) {
        (Shape::Any, _) => Found::Value(Shape::Any),
        (Shape::Either(forms), _) => either(forms, step),
        (Shape::Object(object), Step::Field(name)) => field(object, name),
        (Shape::Map(value), Step::Field(_)) => Found::Value(**value),
        (Shape::Array(element), Step::Element) => Found::Value(**element),
        (Shape::Tuple([]), Step::Element) => Found::Nothing,
        (Shape::Tuple([element]), Step::Element) => Found::Value(*element),
        (Shape::Tuple(_), Step::Element) => Found::Value(Shape::Any),
        _ => Found::Nothing,
    }
}

/// Several forms have several ends, of which nothing in common is known.
const fn either(forms: &'static [Shape], step: &Step) -> Found {
    let mut found = Found::Nothing;
    let mut at = 0;
    while at < forms.len() {
        if let Found::Value(value) = one(&forms[at], step) {
            found = Found::Value(match found {
                Found::Nothing => value,
                Found::Value(_) => Shape::Any,
            });
        }
        at += 1;
    }
    found
}

/// The value of a field, by any of its names.
pub(super) const fn field(object: &Object, name: &'static str) -> Found {
    let mut at = 0;
    while at < object.fields.len() {
        if contains(object.fields[at].names, name) {
            return Found::Value(object.fields[at].shape);
        }
        at += 1;
    }
    at = 0;
    while at < object.flattened.len() {
        if let Found::Value(value) = one(&object.flattened[at], &Step::Field(name)) {
            return Found::Value(value);
        }
        at += 1;
    }
    Found::Nothing
}

pub(super) const fn contains(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

/// `==` of texts cannot be asked in a constant.
pub(super) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

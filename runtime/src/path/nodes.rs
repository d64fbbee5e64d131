//! The steps that select any number of nodes.
//!
//! Order and corner cases are Jayway's. Behind a step of this kind nothing is an error any more: a member that is
//! missing or a node of the wrong kind drops out. One thing surprises: an index beyond an array's end selects `null`,
//! because Jackson's arrays answer so.

use smallvec::{SmallVec, smallvec};

use crate::value::{Array, Object, Text, Value};

use super::{At, FunctionError, Scan, at, position};

/// What an index beyond the end of an array selects.
static NULL: Value = Value::Null;

/// How many times a slice selects `null` at most.
const MAX_NULLS: i64 = 262_144 / 4;

/// The nodes that a path has selected so far, in order.
#[derive(Clone, Debug)]
pub struct Nodes<'a>(SmallVec<[&'a Value; 8]>);

/// Starts at one node.
#[inline]
pub(crate) fn nodes(root: &Value) -> Nodes<'_> {
    Nodes(smallvec![root])
}

impl<'a> Nodes<'a> {
    /// `.name`: that member of every object.
    #[must_use]
    pub fn field(self, name: &str) -> Self {
        self.map(|node| match node {
            Value::Object(object) => object.get(name),
            _ => None,
        })
    }

    /// `['a','b']` with more steps behind it: those members of every object, in the order of the names.
    ///
    /// At the end of a path the same step is [`Nodes::pick`].
    #[must_use]
    pub fn fields(self, names: &[&str]) -> Self {
        self.step(|node, found| {
            if let Value::Object(object) = node {
                found.extend(names.iter().filter_map(|name| object.get(name)));
            }
        })
    }

    /// `['a','b']` at the end of a path that was definite before: one object of those members that exist.
    pub fn pick(self, names: &[&str]) -> Value {
        self.0.first().copied().and_then(|node| picked(node, names)).unwrap_or_default()
    }

    /// `['a','b']` at the end of a path that was not definite before: an array of one object for each object.
    pub fn pick_each(self, names: &[&str]) -> Value {
        self.0.into_iter().filter_map(|node| picked(node, names)).collect::<Array>().into()
    }

    /// `[n]`: that element of every array, from the end when negative.
    #[must_use]
    pub fn index(self, index: i64) -> Self {
        self.map(|node| match node {
            Value::Array(array) => Some(element(array, index)),
            _ => None,
        })
    }

    /// `[0,2]`: those elements of every array.
    #[must_use]
    pub fn indexes(self, indexes: &[i64]) -> Self {
        self.step(|node, found| {
            if let Value::Array(array) = node {
                found.extend(indexes.iter().map(|index| element(array, *index)));
            }
        })
    }

    /// `[a:b]`: a part of every array.
    ///
    /// A bound that stands alone counts from the end when negative, and is cut to the array. Of two bounds only the upper one
    /// is cut; negative ones are not resolved before the walk from `a` up to `b` but in it: `[-2:1]` of three elements
    /// selects the second, the third and the first, and `[1:-1]` selects nothing.
    #[must_use]
    pub fn slice(self, start: Option<i64>, end: Option<i64>) -> Self {
        self.step(|node, found| {
            if let Value::Array(array) = node {
                found.extend(slice_range(start, end, array.len()).map(|index| element(array, index)));
            }
        })
    }

    /// `[*]`, `.*`: all elements of arrays and all members of objects.
    #[must_use]
    pub fn wildcard(self) -> Self {
        self.step(|node, found| match node {
            Value::Array(array) => found.extend(array.iter()),
            Value::Object(object) => found.extend(object.values()),
            _ => {}
        })
    }

    /// `[*].a.b` at the end of a path: what `select` finds in every element of an array or member of an object. It is the
    /// same as [`wildcard`](Self::wildcard), steps, and [`into_value`](Self::into_value), in one pass.
    #[inline]
    pub fn each(self, select: impl Fn(At<'a>) -> At<'a>) -> Value {
        let mut found = Vec::new();
        for node in self.0 {
            match node {
                Value::Array(array) => {
                    found.reserve(array.len());
                    for element in array {
                        if let Some(value) = select(at(element)).get() {
                            push_copy(&mut found, value);
                        }
                    }
                }
                Value::Object(object) => {
                    for member in object.values() {
                        if let Some(value) = select(at(member)).get() {
                            push_copy(&mut found, value);
                        }
                    }
                }
                _ => {}
            }
        }
        Value::Array(found.into())
    }

    /// `..`: every array and object at or below the nodes; the next step of the path continues from there.
    pub fn descend(self) -> Scan<'a> {
        Scan::below(self.0.into_iter())
    }

    /// `[?(…)]`: of an array the elements that pass; an object itself if it passes.
    #[must_use]
    pub fn filter(self, mut passes: impl FnMut(&'a Value) -> bool) -> Self {
        self.step(|node, found| filter_into(node, found, &mut passes))
    }

    /// A function at the end of a path that was definite before: its result on the one node.
    ///
    /// # Errors
    /// Those of the function.
    pub fn call(
        self,
        function: impl FnOnce(&Value) -> Result<Value, FunctionError>,
    ) -> Result<Value, FunctionError> {
        self.0.first().map_or(Ok(Value::Null), |node| function(node))
    }

    /// A function at the end of a path that was not definite before: an array of its results on each node.
    ///
    /// # Errors
    /// The first error of the function.
    pub fn call_each(
        self,
        function: impl FnMut(&Value) -> Result<Value, FunctionError>,
    ) -> Result<Value, FunctionError> {
        Ok(Value::Array(self.0.into_iter().map(function).collect::<Result<Vec<_>, _>>()?.into()))
    }

    /// The nodes as an array; empty when nothing was selected.
    pub fn into_value(self) -> Value {
        Value::Array(self.0.iter().map(|&node| node.clone()).collect())
    }

    /// Whether nothing was selected.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn from_found(found: SmallVec<[&'a Value; 8]>) -> Self {
        Self(found)
    }

    /// A step to at most one node from each, which takes its place.
    fn map(mut self, mut select: impl FnMut(&'a Value) -> Option<&'a Value>) -> Self {
        let mut kept = 0;
        for at in 0..self.0.len() {
            let found = self.0.get(at).and_then(|&node| select(node));
            if let (Some(found), Some(place)) = (found, self.0.get_mut(kept)) {
                *place = found;
                kept += 1;
            }
        }
        self.0.truncate(kept);
        self
    }

    fn step(self, mut select: impl FnMut(&'a Value, &mut SmallVec<[&'a Value; 8]>)) -> Self {
        let mut found = SmallVec::new();
        for node in self.0 {
            select(node, &mut found);
        }
        Self(found)
    }
}

/// Adds a copy. Strings and numbers are built where they belong, not moved there.
fn push_copy(found: &mut Vec<Value>, value: &Value) {
    match value {
        Value::String(text) => found.push(Value::String(text.clone())),
        Value::Number(number) => found.push(Value::Number(number.clone())),
        other => found.push(other.clone()),
    }
}

/// The object of those members of `node` that exist; `None` when it is not an object.
pub(super) fn picked(node: &Value, names: &[&str]) -> Option<Value> {
    let Value::Object(object) = node else { return None };
    let members =
        names.iter().filter_map(|name| object.get(name).map(|value| (Text::new(name), value.clone())));
    Some(Value::Object(members.collect::<Object>()))
}

pub(super) fn filter_into<'a>(
    node: &'a Value,
    found: &mut SmallVec<[&'a Value; 8]>,
    passes: &mut impl FnMut(&'a Value) -> bool,
) {
    match node {
        Value::Array(array) => found.extend(array.iter().filter(|element| passes(element))),
        Value::Object(_) if passes(node) => found.push(node),
        _ => {}
    }
}

pub(super) fn element(array: &Array, index: i64) -> &Value {
    position(index, array.len()).and_then(|index| array.get(index)).unwrap_or(&NULL)
}

/// The indexes of a slice; see [`Nodes::slice`].
pub(super) fn slice_range(start: Option<i64>, end: Option<i64>, len: usize) -> std::ops::Range<i64> {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let from_end = |bound: i64| if bound < 0 { len.saturating_add(bound) } else { bound };
    match (start, end) {
        (None, None) => 0..len,
        (Some(start), None) => from_end(start).max(0)..len,
        (None, Some(end)) => 0..from_end(end).min(len),
        // An empty array has no elements that the walk could resolve.
        (Some(_), Some(_)) if len == 0 => 0..0,
        // Every index before the array's first element selects null. More of those than fit into AWS's payload limit of
        // 256 KiB are of no use to anyone.
        (Some(start), Some(end)) => start.max(-len - MAX_NULLS)..end.min(len),
    }
}

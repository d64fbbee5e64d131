//! `..`: the walk over everything below some nodes.
//!
//! Jayway applies the step after `..` to every array and object on its way, each before what lies inside it. Which of
//! them the step may see depends on the step, and for arrays also on whether more steps follow: then Jayway hands
//! every *element* of an array to the following step, whatever the index or slice says. That is why some steps have
//! a second form, `…_then`, for the middle of a path.

use smallvec::SmallVec;

use crate::value::{Array, Value};

use super::Nodes;
use super::nodes::{element, filter_into, picked, slice_range};

/// Every array and object at or below some nodes, outer ones before inner ones.
#[derive(Clone, Debug)]
pub struct Scan<'a>(Vec<&'a Value>);

impl<'a> Scan<'a> {
    pub(super) fn below(nodes: impl DoubleEndedIterator<Item = &'a Value> + ExactSizeIterator) -> Self {
        let mut found = Vec::new();
        // A stack of its own: the depth of data must not be bounded by the thread's stack.
        let mut waiting: Vec<&Value> = nodes.rev().collect();
        while let Some(node) = waiting.pop() {
            match node {
                Value::Array(array) => waiting.extend(array.iter().rev()),
                Value::Object(object) => {
                    let start = waiting.len();
                    waiting.extend(object.values());
                    if let Some(members) = waiting.get_mut(start..) {
                        members.reverse();
                    }
                }
                _ => continue,
            }
            found.push(node);
        }
        Self(found)
    }

    /// `..name`: that member of every object that has it.
    pub fn field(self, name: &str) -> Nodes<'a> {
        self.nodes(|node, found| {
            if let Value::Object(object) = node {
                found.extend(object.get(name));
            }
        })
    }

    /// `..['a','b']` with more steps behind it.
    pub fn fields_then(self, names: &[&str]) -> Nodes<'a> {
        self.nodes(|node, found| {
            if let Value::Object(object) = node {
                found.extend(names.iter().filter_map(|name| object.get(name)));
            }
        })
    }

    /// `..['a','b']` at the end of a path: an array of one object for each object that has all of the members.
    pub fn pick_each(self, names: &[&str]) -> Value {
        let has_all = |node: &&Value| matches!(node, Value::Object(object) if names.iter().all(|name| object.contains_key(name)));
        self.0.into_iter().filter(has_all).filter_map(|node| picked(node, names)).collect::<Array>().into()
    }

    /// `..[n]` at the end of a path.
    pub fn index(self, index: i64) -> Nodes<'a> {
        self.indexes(&[index])
    }

    /// `..[0,2]` at the end of a path.
    pub fn indexes(self, indexes: &[i64]) -> Nodes<'a> {
        self.nodes(|node, found| {
            if let Value::Array(array) = node {
                found.extend(indexes.iter().map(|index| element(array, *index)));
            }
        })
    }

    /// `..[a:b]` at the end of a path.
    pub fn slice(self, start: Option<i64>, end: Option<i64>) -> Nodes<'a> {
        self.nodes(|node, found| {
            if let Value::Array(array) = node {
                found.extend(slice_range(start, end, array.len()).map(|index| element(array, index)));
            }
        })
    }

    /// `..[n]`, `..[0,2]` and `..[a:b]` with more steps behind them: every element of every array.
    pub fn elements_then(self) -> Nodes<'a> {
        self.nodes(|node, found| {
            if let Value::Array(array) = node {
                found.extend(array.iter());
            }
        })
    }

    /// `..*`, `..[*]`.
    pub fn wildcard(self) -> Nodes<'a> {
        self.nodes(|node, found| match node {
            Value::Array(array) => found.extend(array.iter()),
            Value::Object(object) => found.extend(object.values()),
            _ => {}
        })
    }

    /// `..[?(…)]` at the end of a path: what [`Nodes::filter`] selects from each array and object that passes itself.
    pub fn filter(self, mut passes: impl FnMut(&'a Value) -> bool) -> Nodes<'a> {
        self.nodes(|node, found| {
            if passes(node) {
                filter_into(node, found, &mut passes);
            }
        })
    }

    /// `..[?(…)]` with more steps behind it: objects that pass, and every element of arrays that pass.
    pub fn filter_then(self, mut passes: impl FnMut(&'a Value) -> bool) -> Nodes<'a> {
        self.nodes(|node, found| match node {
            Value::Array(array) if passes(node) => found.extend(array.iter()),
            Value::Object(_) if passes(node) => found.push(node),
            _ => {}
        })
    }

    fn nodes(self, mut select: impl FnMut(&'a Value, &mut SmallVec<[&'a Value; 8]>)) -> Nodes<'a> {
        let mut found = SmallVec::new();
        for node in self.0 {
            select(node, &mut found);
        }
        Nodes::from_found(found)
    }
}

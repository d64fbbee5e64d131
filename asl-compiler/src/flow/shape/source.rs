//! Where an unknown value comes from: a place in what the outside gives.

use std::sync::Arc;

use crate::ir::TaskId;

use super::{Rest, Shape};

/// Longer ways into the outside are not followed.
const LONGEST: usize = 16;

/// A place in data from outside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The data.
    pub outside: Outside,
    /// The way into them.
    pub steps: Vec<SourceStep>,
}

/// What gives data to an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// Whoever starts it.
    Input,
    /// A task.
    Task(TaskId),
}

/// A step into data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceStep {
    /// A member of an object.
    Field(Arc<str>),
    /// An element of an array, whichever.
    Element,
}

impl Shape {
    /// The value is all that the outside gives.
    #[must_use]
    pub(in crate::flow) fn given_by(self, outside: Outside) -> Self {
        Self { source: Some(Arc::new(Source { outside, steps: Vec::new() })), ..self }
    }

    /// Forgets where the value comes from.
    #[must_use]
    pub(in crate::flow) fn without_source(self) -> Self {
        Self { source: None, ..self }
    }

    /// Of a part of this value: it lies one step further, unless it was put there.
    #[must_use]
    pub(super) fn below(self, whole: &Self, step: impl FnOnce() -> SourceStep) -> Self {
        match &whole.source {
            Some(source) if self.source.is_none() && source.steps.len() < LONGEST => {
                let steps = source.steps.iter().cloned().chain([step()]).collect();
                Self { source: Some(Arc::new(Source { outside: source.outside, steps })), ..self }
            }
            _ => self,
        }
    }

    /// Whether a member is known by itself, or known to be absent: it does not come from where the value does.
    pub(super) fn has_own_field(&self, name: &str) -> bool {
        self.object.as_ref().is_none_or(|object| object.fields.contains_key(name) || !object.open)
    }

    /// The same of all elements.
    pub(super) fn has_own_elements(&self) -> bool {
        self.array.as_ref().is_none_or(|array| !array.items.is_empty() || array.rest != Rest::Unknown)
    }
}

/// Where both values come from. What only one of them has by itself, their join does not have: it would count as coming
/// from there.
pub(super) fn join(a: &Shape, b: &Shape) -> Option<Arc<Source>> {
    let (of_a, of_b) = (a.source.as_ref()?, b.source.as_ref()?);
    let is_same = Arc::ptr_eq(of_a, of_b) || of_a == of_b;
    let is_own = lost(a, b) || lost(b, a) || a.has_own_elements() != b.has_own_elements();
    (is_same && !is_own).then(|| of_a.clone())
}

/// Whether a member of `a` was put there, and `b` may have one that was not.
fn lost(a: &Shape, b: &Shape) -> bool {
    let (Some(object), Some(other)) = (&a.object, &b.object) else { return false };
    let is_part = |name: &str, shape: &Shape| match (&a.source, &shape.source) {
        (Some(whole), Some(part)) => {
            part.outside == whole.outside
                && part.steps.split_last().is_some_and(|(last, before)| {
                    before == whole.steps && matches!(last, SourceStep::Field(field) if **field == *name)
                })
        }
        _ => shape.is_never(),
    };
    let mut added = object.fields.iter().filter(|(name, _)| !other.fields.contains_key(*name));
    added.any(|(name, field)| !is_part(name, &field.shape))
}

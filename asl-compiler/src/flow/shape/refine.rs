//! What is known after a test or a write: shapes with one place changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ir::Segment;

use super::{Array, Field, Kind, Object, Rest, Shape};

impl Shape {
    /// Those values that have one of `value` at `steps`.
    #[must_use]
    pub(in crate::flow) fn with(&self, steps: &[Segment], value: &Self) -> Self {
        let Some((step, rest)) = steps.split_first() else { return value.clone() };
        let changed = match step {
            Segment::Field(name) => {
                let inner = self.field(name).0.with(rest, value);
                self.with_field(name, inner)
            }
            Segment::Index(index) => self.with_element(*index, |item| item.with(rest, value)),
            // Other steps select several places; nothing is learnt.
            _ => return self.clone(),
        };
        Self { origin: self.origin, source: self.source.clone(), ..changed }
    }

    /// Those objects that have the member.
    fn with_field(&self, name: &str, shape: Self) -> Self {
        let Some(object) = self.object.as_ref().filter(|_| !shape.is_never()) else { return Self::never() };
        let mut fields = object.fields.clone();
        fields.insert(Arc::from(name), Field { shape, required: true });
        Self::of_object(Object::new(fields, object.open))
    }

    /// Those arrays that have the element, if it is one of those that are known by themselves.
    fn with_element(&self, index: i64, change: impl FnOnce(&Self) -> Self) -> Self {
        let Some(array) = &self.array else { return Self::never() };
        let position = usize::try_from(index).ok().filter(|index| *index < array.items.len());
        let Some(position) = position else { return self.restrict(&[Kind::Array]) };
        let mut items = array.items.clone();
        if let Some(item) = items.get_mut(position) {
            *item = change(item);
            if item.is_never() {
                return Self::never();
            }
        }
        Self { array: Some(Arc::new(Array::new(items, array.rest.clone()))), ..Self::never() }
    }

    /// Those values in which `steps` lead to nothing.
    #[must_use]
    pub(in crate::flow) fn lacking(&self, steps: &[Segment]) -> Self {
        let Some((Segment::Field(name), rest)) = steps.split_first() else { return self.clone() };
        let (inner, miss) = self.field(name);
        if !rest.is_empty() {
            // Which of the steps leads to nothing is known only if the first one leads somewhere.
            if miss.absent {
                return self.clone();
            }
            return Self {
                origin: self.origin,
                source: self.source.clone(),
                ..self.with_field(name, inner.lacking(rest))
            };
        }
        let Some(object) = &self.object else { return self.clone() };
        let mut lacking = self.except(Kind::Object);
        if object.fields.get(name.as_str()).is_some_and(|field| field.required) {
            return lacking;
        }
        let mut fields = object.fields.clone();
        if object.open {
            fields.insert(Arc::from(name.as_str()), Field { shape: Self::never(), required: false });
        } else {
            fields.remove(name.as_str());
        }
        lacking.object = Some(Arc::new(Object::new(fields, object.open)));
        lacking
    }

    /// What `ResultPath` makes of the value: no shape when it always fails.
    ///
    /// Missing members become objects. What AWS does below `null` is not known: it counts as missing.
    #[must_use]
    pub(in crate::flow) fn set(&self, steps: &[Segment], value: &Self) -> Self {
        let Some((step, rest)) = steps.split_first() else { return value.clone() };
        let mut written = match step {
            Segment::Field(name) => self.set_field(name, rest, value),
            Segment::Index(index) => self.set_element(*index, rest, value),
            _ => Self::any(),
        };
        if self.null {
            written = written.join(&built(steps, value));
        }
        Self { origin: self.origin, source: self.source.clone(), ..written }
    }

    fn set_field(&self, name: &str, rest: &[Segment], value: &Self) -> Self {
        if self.object.is_none() {
            return Self::never();
        }
        let objects = self.restrict(&[Kind::Object]);
        let (before, miss) = objects.field(name);
        let mut inner = before.set(rest, value);
        if miss.absent {
            inner = inner.join(&built(rest, value));
        }
        self.with_field(name, inner)
    }

    fn set_element(&self, index: i64, rest: &[Segment], value: &Self) -> Self {
        let arrays = self.restrict(&[Kind::Array]);
        let (before, _) = arrays.index(index);
        let inner = before.set(rest, value);
        if inner.is_never() {
            return Self::never();
        }
        let known = self
            .array
            .as_ref()
            .is_some_and(|array| usize::try_from(index).is_ok_and(|index| index < array.items.len()));
        if known {
            return arrays.with_element(index, |_| inner);
        }
        let Some(array) = &self.array else { return Self::never() };
        // One of the elements, whichever.
        let items = array.items.iter().map(|item| item.join(&inner)).collect();
        let rest = match &array.rest {
            Rest::None => Rest::None,
            Rest::Unknown => Rest::Unknown,
            Rest::Of(shape) => Rest::of(shape.join(&inner)),
        };
        Self { array: Some(Arc::new(Array::new(items, rest))), ..Self::never() }
    }
}

/// The objects that `ResultPath` makes for members that are missing.
fn built(steps: &[Segment], value: &Shape) -> Shape {
    steps.iter().rev().fold(value.clone(), |inner, step| match step {
        Segment::Field(name) if !inner.is_never() => {
            let field = Field { shape: inner, required: true };
            Shape::of_object(Object::new(BTreeMap::from([(Arc::from(name.as_str()), field)]), false))
        }
        _ => Shape::never(),
    })
}

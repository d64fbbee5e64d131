//! Arrays and objects of a shape, and what lies at a field or index.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Extent, LONGEST, Shape, SourceStep, WIDEST};

/// What is known about an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flow) struct Array {
    /// The first elements, all of which exist.
    pub(in crate::flow) items: Vec<Shape>,
    /// What may come after them.
    pub(in crate::flow) rest: Rest,
    pub(super) extent: Extent,
}

/// Further elements of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Rest {
    /// None.
    None,
    /// Any number, of which nothing is known.
    Unknown,
    /// Any number of this shape.
    Of(Shape),
}

impl Rest {
    pub(super) fn of(shape: Shape) -> Self {
        if shape.is_never() {
            Self::None
        } else if shape.is_any() {
            Self::Unknown
        } else {
            Self::Of(shape)
        }
    }

    fn shape(&self) -> Shape {
        match self {
            Self::None => Shape::never(),
            Self::Unknown => Shape::any(),
            Self::Of(shape) => shape.clone(),
        }
    }
}

/// What is known about an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flow) struct Object {
    /// Known members. One that is not required and of no shape is known to be absent.
    pub(in crate::flow) fields: BTreeMap<Arc<str>, Field>,
    /// Whether there may be others.
    pub(in crate::flow) open: bool,
    pub(super) extent: Extent,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flow) struct Field {
    pub(in crate::flow) shape: Shape,
    /// Whether it is always there.
    pub(in crate::flow) required: bool,
}

/// Why nothing may lie at a field or index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::flow) struct Miss {
    /// There may be no such member, or the value may be of another type.
    pub(in crate::flow) absent: bool,
    /// The index may be beyond the end of an array.
    pub(in crate::flow) past_end: bool,
}

impl Array {
    pub(super) fn new(items: Vec<Shape>, rest: Rest) -> Self {
        let items: Vec<Shape> = items.into_iter().map(Shape::bounded).collect();
        let rest = match rest {
            Rest::Of(shape) => Rest::of(shape.bounded()),
            other => other,
        };
        let further = match &rest {
            Rest::Of(shape) => Some(shape),
            Rest::None | Rest::Unknown => None,
        };
        let extent = Extent::around(items.iter().chain(further));
        Self { items, rest, extent }
    }

    pub(super) fn is_any(&self) -> bool {
        self.items.is_empty() && self.rest == Rest::Unknown
    }

    /// Its length, if that is known.
    pub(in crate::flow) fn len(&self) -> Option<usize> {
        (self.rest == Rest::None).then_some(self.items.len())
    }

    /// All elements together.
    pub(in crate::flow) fn element(&self) -> Shape {
        self.items.iter().fold(self.rest.shape(), |all, item| all.join(item))
    }

    pub(super) fn join(&self, other: &Self) -> Self {
        let (short, long) = if self.items.len() <= other.items.len() { (self, other) } else { (other, self) };
        let items = short.items.iter().zip(&long.items).map(|(a, b)| a.join(b)).collect();
        let further = long.items.get(short.items.len()..).unwrap_or_default();
        let rest =
            further.iter().fold(short.rest.shape().join(&long.rest.shape()), |all, item| all.join(item));
        Self::new(items, Rest::of(rest))
    }

    fn index(&self, index: i64) -> (Shape, Miss) {
        let past_end = (Shape::never(), Miss { past_end: true, ..Miss::default() });
        let known = |index: usize| self.items.get(index).map(|item| (item.clone(), Miss::default()));
        let from_start = match usize::try_from(index) {
            Ok(index) => Some(index),
            Err(_) => match self.len() {
                Some(len) => {
                    match usize::try_from(index.unsigned_abs()).ok().and_then(|back| len.checked_sub(back)) {
                        Some(index) => Some(index),
                        None => return past_end,
                    }
                }
                None => None,
            },
        };
        match (from_start, &self.rest) {
            (Some(index), Rest::None) => known(index).unwrap_or(past_end),
            (Some(index), rest) => known(index).unwrap_or_else(|| (rest.shape(), past_end.1)),
            // One of the elements, counted from an end that is not known.
            (None, _) => (self.element(), past_end.1),
        }
    }
}

impl Object {
    pub(in crate::flow) fn new(mut fields: BTreeMap<Arc<str>, Field>, mut open: bool) -> Self {
        if fields.len() > WIDEST {
            let kept: Vec<Arc<str>> = fields.keys().take(WIDEST).cloned().collect();
            fields.retain(|name, _| kept.binary_search(name).is_ok());
            open = true;
        }
        for field in fields.values_mut() {
            let shape = std::mem::replace(&mut field.shape, Shape::never());
            field.shape = shape.bounded();
        }
        let extent = Extent::around(fields.values().map(|field| &field.shape));
        Self { fields, open, extent }
    }

    pub(super) fn is_any(&self) -> bool {
        self.fields.is_empty() && self.open
    }

    pub(super) fn join(&self, other: &Self) -> Self {
        let mut fields = BTreeMap::new();
        for (name, field) in &self.fields {
            match other.fields.get(name) {
                Some(same) => {
                    let shape = field.shape.join(&same.shape);
                    fields.insert(name.clone(), Field { shape, required: field.required && same.required });
                }
                // Not known there: not known at all.
                None if other.open => {}
                None => {
                    fields.insert(name.clone(), Field { shape: field.shape.clone(), required: false });
                }
            }
        }
        if !self.open {
            let others = other.fields.iter().filter(|(name, _)| !self.fields.contains_key(*name));
            fields.extend(
                others.map(|(name, field)| {
                    (name.clone(), Field { shape: field.shape.clone(), required: false })
                }),
            );
        }
        Self::new(fields, self.open || other.open)
    }

    fn field(&self, name: &str) -> (Shape, Miss) {
        match self.fields.get(name) {
            Some(field) => (field.shape.clone(), Miss { absent: !field.required, ..Miss::default() }),
            None if self.open => (Shape::any(), Miss { absent: true, ..Miss::default() }),
            None => (Shape::never(), Miss { absent: true, ..Miss::default() }),
        }
    }

    /// The names of members that may be there.
    pub(in crate::flow) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|(_, field)| !field.shape.is_never()).map(|(name, _)| &**name)
    }
}

impl Shape {
    /// What `.name` selects, and whether it may select nothing.
    pub(in crate::flow) fn field(&self, name: &str) -> (Self, Miss) {
        let (shape, mut miss) = match &self.object {
            Some(object) => object.field(name),
            None => (Self::never(), Miss::default()),
        };
        miss.absent |= !self.is_only(super::Kind::Object);
        if !self.has_own_field(name) {
            return (shape.below(self, || SourceStep::Field(Arc::from(name))), miss);
        }
        (shape, miss)
    }

    /// What `[index]` selects, and whether it may select nothing.
    pub(in crate::flow) fn index(&self, index: i64) -> (Self, Miss) {
        let (shape, mut miss) = match &self.array {
            Some(array) => array.index(index),
            None => (Self::never(), Miss::default()),
        };
        miss.absent |= !self.is_only(super::Kind::Array);
        if !self.has_own_elements() {
            return (shape.below(self, || SourceStep::Element), miss);
        }
        (shape, miss)
    }

    /// The elements of arrays.
    pub(in crate::flow) fn elements(&self) -> Self {
        let elements = self.array.as_ref().map_or_else(Self::never, |array| array.element());
        if self.has_own_elements() { elements } else { elements.below(self, || SourceStep::Element) }
    }

    /// The elements of arrays and the members of objects: what a wildcard selects.
    pub(in crate::flow) fn children(&self) -> Self {
        let elements = self.elements();
        match &self.object {
            None => elements,
            Some(object) if object.open => Self::any(),
            Some(object) => object.fields.values().fold(elements, |all, field| all.join(&field.shape)),
        }
    }

    /// An array of `len` elements of one shape, or of an unknown number.
    pub(in crate::flow) fn repeated(element: Self, len: Option<usize>) -> Self {
        match len {
            Some(len) if len <= LONGEST => Self::tuple(vec![element; len]),
            _ => Self::array_of(element),
        }
    }
}

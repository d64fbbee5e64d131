//! What is known about data: a set of JSON values.
//!
//! A [`Shape`] says for each JSON type whether a value may be of it, and what is known then: constants, the members of
//! objects, the elements of arrays. It always stands for at least the values that are possible, never for fewer, so what a
//! shape excludes cannot happen. Shapes are bounded in depth, width and size, and cheap to copy.

mod forms;
mod parts;
mod refine;
mod source;
#[cfg(test)]
pub(super) mod tests;
mod values;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub use crate::ir::Kind;
use crate::ir::Literal;

pub use forms::Form;
pub(super) use parts::{Array, Field, Object, Rest};
pub use source::{Outside, Source, SourceStep};
pub(super) use values::{Number, Values};

/// Deeper parts of a shape are unknown.
const DEEPEST: u8 = 12;

/// Larger parts of a shape, in values, are unknown: data that go round in a loop double in every turn.
const LARGEST: u32 = 512;

/// An object with more members knows only these.
const WIDEST: usize = 64;

/// An array knows so many elements by themselves.
const LONGEST: usize = 16;

/// Which state made a value, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The state, as an index of the analysis.
    pub(super) node: u32,
    /// Whether it is the error output of a catcher.
    pub(super) caught: bool,
}

impl Origin {
    /// Several states made it.
    const SEVERAL: Self = Self { node: u32::MAX, caught: false };

    fn join(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        if a == b { a } else { Some(Self::SEVERAL) }
    }
}

/// A set of JSON values.
///
/// Two shapes are equal when they stand for the same values as far as they can tell; where the values were made does not
/// count.
#[derive(Clone, Debug)]
pub struct Shape {
    pub(super) null: bool,
    /// Whether `false` and `true` are possible.
    pub(super) booleans: [bool; 2],
    pub(super) numbers: Values<Number>,
    pub(super) strings: Values<Arc<str>>,
    pub(super) array: Option<Arc<Array>>,
    pub(super) object: Option<Arc<Object>>,
    pub(super) origin: Option<Origin>,
    /// Where the value itself, and all of it that is not known by itself, comes from.
    pub(super) source: Option<Arc<Source>>,
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.null == other.null
            && self.booleans == other.booleans
            && self.numbers == other.numbers
            && self.strings == other.strings
            && self.array == other.array
            && self.object == other.object
    }
}

impl Eq for Shape {}

static ANY_ARRAY: LazyLock<Arc<Array>> =
    LazyLock::new(|| Arc::new(Array { items: Vec::new(), rest: Rest::Unknown, extent: Extent::LEAST }));
static ANY_OBJECT: LazyLock<Arc<Object>> =
    LazyLock::new(|| Arc::new(Object { fields: BTreeMap::new(), open: true, extent: Extent::LEAST }));

impl Shape {
    /// No value at all: what cannot happen.
    pub fn never() -> Self {
        Self {
            null: false,
            booleans: [false; 2],
            numbers: Values::None,
            strings: Values::None,
            array: None,
            object: None,
            origin: None,
            source: None,
        }
    }

    /// Any value: nothing is known.
    pub fn any() -> Self {
        Self {
            null: true,
            booleans: [true; 2],
            numbers: Values::Any,
            strings: Values::Any,
            array: Some(ANY_ARRAY.clone()),
            object: Some(ANY_OBJECT.clone()),
            origin: None,
            source: None,
        }
    }

    /// Any value of a type.
    pub fn of(kind: Kind) -> Self {
        Self::any().restrict(&[kind])
    }

    /// A string that is known.
    pub fn text(text: &str) -> Self {
        Self { strings: Values::one(Arc::from(text)), ..Self::never() }
    }

    pub(super) fn one_bool(value: bool) -> Self {
        Self { booleans: [!value, value], ..Self::never() }
    }

    fn number_of(text: &str) -> Self {
        let numbers = Number::parse(text).map_or(Values::Any, Values::one);
        Self { numbers, ..Self::never() }
    }

    /// An array of these elements.
    pub fn tuple(mut items: Vec<Self>) -> Self {
        let further = items.split_off(items.len().min(LONGEST));
        let rest = further.into_iter().reduce(|a, b| a.join(&b));
        Self::of_array(Array::new(items, rest.map_or(Rest::None, Rest::of)))
    }

    /// An array of any number of elements of a shape.
    pub fn array_of(element: Self) -> Self {
        Self::of_array(Array::new(Vec::new(), Rest::of(element)))
    }

    fn of_array(array: Array) -> Self {
        Self { array: Some(Arc::new(array)), ..Self::never() }
    }

    /// An object with exactly these members.
    pub(super) fn object(members: impl IntoIterator<Item = (Arc<str>, Self)>) -> Self {
        let fields = members.into_iter().map(|(name, shape)| (name, Field { shape, required: true }));
        Self::of_object(Object::new(fields.collect(), false))
    }

    /// An object with these members, of which some may be absent; `open` when it may have others.
    pub fn record<'n>(members: impl IntoIterator<Item = (&'n str, Self, bool)>, open: bool) -> Self {
        let fields =
            members.into_iter().map(|(name, shape, required)| (Arc::from(name), Field { shape, required }));
        Self::of_object(Object::new(fields.collect(), open))
    }

    pub(super) fn of_object(object: Object) -> Self {
        Self { object: Some(Arc::new(object)), ..Self::never() }
    }

    /// A literal of the definition.
    pub fn literal(literal: &Literal) -> Self {
        match literal {
            Literal::Null => Self::of(Kind::Null),
            Literal::Bool(value) => Self::one_bool(*value),
            Literal::Number(text) => Self::number_of(text),
            Literal::String(text) => Self::text(text),
            Literal::Array(items) => Self::tuple(items.iter().map(Self::literal).collect()),
            Literal::Object(members) => Self::object(
                members.iter().map(|(name, value)| (Arc::from(name.as_str()), Self::literal(value))),
            ),
        }
    }

    /// Says where the value was made.
    #[must_use]
    pub(super) fn made(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// The same, unless it is known already.
    #[must_use]
    pub(super) fn made_at_latest(self, origin: Option<Origin>) -> Self {
        Self { origin: self.origin.or(origin), ..self }
    }

    /// Whether no value is possible.
    pub fn is_never(&self) -> bool {
        Kind::ALL.iter().all(|kind| !self.has(*kind))
    }

    /// Whether nothing is known.
    pub fn is_any(&self) -> bool {
        self.null
            && self.booleans == [true; 2]
            && self.numbers == Values::Any
            && self.strings == Values::Any
            && self.array.as_ref().is_some_and(|array| array.is_any())
            && self.object.as_ref().is_some_and(|object| object.is_any())
    }

    /// Whether a value of the type is possible.
    pub fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Null => self.null,
            Kind::Boolean => self.booleans != [false; 2],
            Kind::Number => !self.numbers.is_none(),
            Kind::String => !self.strings.is_none(),
            Kind::Array => self.array.is_some(),
            Kind::Object => self.object.is_some(),
        }
    }

    /// Whether all values are of the type.
    pub fn is_only(&self, kind: Kind) -> bool {
        Kind::ALL.iter().all(|other| self.has(*other) == (*other == kind))
    }

    /// The values of these types.
    #[must_use]
    pub fn restrict(&self, kinds: &[Kind]) -> Self {
        let keep = |kind| kinds.contains(&kind);
        Self {
            null: self.null && keep(Kind::Null),
            booleans: if keep(Kind::Boolean) { self.booleans } else { [false; 2] },
            numbers: if keep(Kind::Number) { self.numbers.clone() } else { Values::None },
            strings: if keep(Kind::String) { self.strings.clone() } else { Values::None },
            array: self.array.clone().filter(|_| keep(Kind::Array)),
            object: self.object.clone().filter(|_| keep(Kind::Object)),
            origin: self.origin,
            source: self.source.clone(),
        }
    }

    /// The values of all other types.
    #[must_use]
    pub(super) fn except(&self, kind: Kind) -> Self {
        let others: Vec<Kind> = Kind::ALL.into_iter().filter(|other| *other != kind).collect();
        self.restrict(&others)
    }

    /// The values of both.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        if self.is_never() {
            return other.clone();
        }
        if other.is_never() {
            return self.clone();
        }
        Self {
            null: self.null || other.null,
            booleans: [self.booleans[0] || other.booleans[0], self.booleans[1] || other.booleans[1]],
            numbers: self.numbers.join(&other.numbers),
            strings: self.strings.join(&other.strings),
            array: join(self.array.as_ref(), other.array.as_ref(), Array::join),
            object: join(self.object.as_ref(), other.object.as_ref(), Object::join),
            origin: Origin::join(self.origin, other.origin),
            source: source::join(self, other),
        }
    }

    /// How much is known.
    fn extent(&self) -> Extent {
        let array = self.array.as_ref().map_or(Extent::default(), |array| array.extent);
        array.beside(self.object.as_ref().map_or(Extent::default(), |object| object.extent))
    }

    /// Forgets a part that is too much to know.
    fn bounded(self) -> Self {
        let Extent { depth, size } = self.extent();
        if depth >= DEEPEST || size > LARGEST { Self { origin: self.origin, ..Self::any() } } else { self }
    }
}

/// How much is known of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Extent {
    /// How many arrays and objects are inside each other.
    depth: u8,
    /// How many values there are.
    size: u32,
}

impl Extent {
    /// That of an array or object whose parts are not known.
    const LEAST: Self = Self { depth: 1, size: 1 };

    /// That of two values beside each other.
    fn beside(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), size: self.size.saturating_add(other.size) }
    }

    /// That of an array or object with these parts.
    fn around<'s>(parts: impl Iterator<Item = &'s Shape>) -> Self {
        let inside = parts
            .map(|part| Self { size: part.extent().size.saturating_add(1), ..part.extent() })
            .fold(Self::default(), Self::beside);
        Self { depth: inside.depth.saturating_add(1), size: inside.size.saturating_add(1) }
    }
}

fn join<T: PartialEq>(a: Option<&Arc<T>>, b: Option<&Arc<T>>, both: impl Fn(&T, &T) -> T) -> Option<Arc<T>> {
    match (a, b) {
        (Some(a), Some(b)) if Arc::ptr_eq(a, b) => Some(a.clone()),
        (Some(a), Some(b)) => Some(Arc::new(both(a, b))),
        (one, other) => one.or(other).cloned(),
    }
}

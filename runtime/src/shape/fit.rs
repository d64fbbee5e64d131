//! Whether what is written can be read, at compile time. Only what fails for every value counts as a misfit.

#![expect(
    clippy::indexing_slicing,
    reason = "constants have no iterators, and an index out of bounds would be an error of the build"
)]

use super::find::{Found, contains, field, same};
use super::{Field, Object, Shape};

/// Why what is written can never be read.
#[derive(Clone, Copy)]
pub(super) struct Misfit {
    /// The fields that lead to the place, outermost first; deeper ones are left out.
    pub(super) path: [&'static str; DEPTH],
    pub(super) depth: usize,
    pub(super) reason: Reason,
}

const DEPTH: usize = 8;

#[derive(Clone, Copy)]
pub(super) enum Reason {
    /// A field that is read is never written.
    Missing(&'static str),
    /// A field that is written is refused.
    Surplus(&'static str),
    /// One kind is written, another one read.
    Kind { written: Shape, read: Shape },
    /// So many elements are written, so many are read.
    Length { written: usize, read: usize },
}

impl Misfit {
    const fn here(reason: Reason) -> Self {
        Self { path: [""; DEPTH], depth: 0, reason }
    }

    /// The same, seen from one field further out.
    const fn under(self, name: &'static str) -> Self {
        let mut path = [name; DEPTH];
        let mut at = 0;
        while at < self.depth && at + 1 < DEPTH {
            path[at + 1] = self.path[at];
            at += 1;
        }
        Self { path, depth: at + 1, reason: self.reason }
    }
}

/// Why `written` can never be read as `read`, or `None` if it may.
pub(super) const fn misfit(written: &Shape, read: &Shape) -> Option<Misfit> {
    let kind = Some(Misfit::here(Reason::Kind { written: *written, read: *read }));
    match (written, read) {
        (Shape::Any, _) | (_, Shape::Any) => None,
        (Shape::Either(forms), _) => none_fits(forms, read, true, kind),
        (_, Shape::Either(forms)) => none_fits(forms, written, false, kind),
        (Shape::Null, Shape::Null)
        | (Shape::Bool, Shape::Bool)
        | (Shape::String, Shape::String | Shape::OneOf(_)) => None,
        (Shape::OneOf(_), Shape::String) => None,
        (Shape::OneOf(written), Shape::OneOf(read)) => {
            if meet(written, read) {
                None
            } else {
                kind
            }
        }
        // `1.0` may be read as an integer by some types.
        (Shape::Integer | Shape::Number, Shape::Integer | Shape::Number) => None,
        // An array may be empty, and a type made of fields reads arrays too.
        (Shape::Array(_), Shape::Array(_) | Shape::Tuple(_) | Shape::Object(_)) => None,
        (Shape::Tuple(_), Shape::Object(_)) => None,
        (Shape::Tuple(written), Shape::Array(read)) => elements(written, read),
        (Shape::Tuple(written), Shape::Tuple(read)) => tuples(written, read),
        (Shape::Map(_), Shape::Map(_) | Shape::Object(_)) => None,
        (Shape::Object(written), Shape::Map(read)) => values(written, read),
        (Shape::Object(written), Shape::Object(read)) => objects(written, read),
        _ => kind,
    }
}

/// The misfit if no form fits: of the one form that there is, or that of kinds.
const fn none_fits(
    forms: &'static [Shape],
    other: &Shape,
    written: bool,
    kind: Option<Misfit>,
) -> Option<Misfit> {
    let mut at = 0;
    let mut last = None;
    while at < forms.len() {
        last = if written { misfit(&forms[at], other) } else { misfit(other, &forms[at]) };
        if last.is_none() {
            return None;
        }
        at += 1;
    }
    if forms.len() == 1 { last } else { kind }
}

const fn meet(a: &[&str], b: &[&str]) -> bool {
    let mut at = 0;
    while at < a.len() {
        if contains(b, a[at]) {
            return true;
        }
        at += 1;
    }
    false
}

const fn elements(written: &[Shape], read: &Shape) -> Option<Misfit> {
    let mut at = 0;
    while at < written.len() {
        if let Some(misfit) = misfit(&written[at], read) {
            return Some(misfit);
        }
        at += 1;
    }
    None
}

const fn tuples(written: &[Shape], read: &[Shape]) -> Option<Misfit> {
    if written.len() != read.len() {
        return Some(Misfit::here(Reason::Length { written: written.len(), read: read.len() }));
    }
    let mut at = 0;
    while at < written.len() {
        if let Some(misfit) = misfit(&written[at], &read[at]) {
            return Some(misfit);
        }
        at += 1;
    }
    None
}

const fn values(written: &Object, read: &Shape) -> Option<Misfit> {
    let mut at = 0;
    while at < written.fields.len() {
        let field = &written.fields[at];
        if field.required
            && let Some(misfit) = misfit(&field.shape, read)
        {
            return Some(misfit.under(field.names[0]));
        }
        at += 1;
    }
    None
}

const fn objects(written: &Object, read: &Object) -> Option<Misfit> {
    let mut at = 0;
    while at < read.fields.len() {
        if let Some(misfit) = read_field(written, &read.fields[at]) {
            return Some(misfit);
        }
        at += 1;
    }
    at = 0;
    while at < read.flattened.len() {
        if let Shape::Object(part) = &read.flattened[at]
            && let Some(misfit) = objects(written, part)
        {
            return Some(misfit);
        }
        at += 1;
    }
    at = 0;
    while read.closed && at < written.fields.len() {
        let field = &written.fields[at];
        if field.required && matches!(self::field(read, field.names[0]), Found::Nothing) {
            return Some(Misfit::here(Reason::Surplus(field.names[0])));
        }
        at += 1;
    }
    None
}

/// Why a field can never be read.
const fn read_field(written: &Object, read: &Field) -> Option<Misfit> {
    let mut at = 0;
    while at < read.names.len() {
        if let Found::Value(value) = field(written, read.names[at]) {
            return match misfit(&value, &read.shape) {
                // What is not always written may be left out.
                Some(misfit) if read.required || always(written, read.names[at]) => {
                    Some(misfit.under(read.names[at]))
                }
                _ => None,
            };
        }
        at += 1;
    }
    if read.required { Some(Misfit::here(Reason::Missing(read.names[0]))) } else { None }
}

/// Whether a field is always written.
const fn always(written: &Object, name: &str) -> bool {
    let mut at = 0;
    while at < written.fields.len() {
        let field = &written.fields[at];
        if same(field.names[0], name) {
            return field.required;
        }
        at += 1;
    }
    false
}

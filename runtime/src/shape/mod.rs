//! The JSON of Rust types, known to the compiler: workflows are checked against the types that they are declared with.
//!
//! ```
//! use asl_runtime::AslShape;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize, AslShape)]
//! #[serde(rename_all = "camelCase")]
//! struct OrderRequest {
//!     order_id: String,
//!     total: f64,
//! }
//! ```
//!
//! With that, a definition that is compiled with `input: OrderRequest` and reads `$.orderNo` of its input does not build, nor
//! one that compares `$.total` with a text. Templates for tasks, and what the execution ends with, have to fit their types.
//! Types without the derive are unknown, as JSON is: nothing is checked of them.

mod find;
mod fit;
mod impls;
mod message;
#[cfg(test)]
mod tests;

pub use find::{Step, part};
pub use message::{check_fit, check_read, check_use};

/// What a type is as JSON. Derive it beside `Serialize` and `Deserialize`: serde's attributes are respected.
///
/// The types of a recursion cannot be written down; a field that leads back to its own type by name is taken as
/// unknown, and `#[asl(any)]` on a field says the same of a longer way round. `#[asl(crate = path)]` on the type names
/// this crate if it was renamed.
#[diagnostic::on_unimplemented(
    message = "the JSON of `{Self}` is not known",
    note = "add `#[derive(asl_runtime::AslShape)]` to `{Self}`"
)]
pub trait AslShape {
    /// What `serde::Serialize` writes.
    const WRITTEN: Shape;
    /// What `serde::Deserialize` reads.
    const READ: Shape;
    /// Whether a field of this type may be missing where it is read, as of `Option`.
    const OPTIONAL: bool = false;
}

/// The values that a type is written as, or read from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Shape {
    /// Nothing is known.
    Any,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// Any string.
    String,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// Any number of elements.
    Array(&'static Shape),
    /// So many elements.
    Tuple(&'static [Shape]),
    /// An object whose keys are not known.
    Map(&'static Shape),
    /// An object of known fields.
    Object(Object),
    /// One of several forms.
    Either(&'static [Shape]),
}

/// An object of known fields.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Its fields.
    pub fields: &'static [Field],
    /// Objects whose fields stand beside these.
    pub flattened: &'static [Shape],
    /// Whether a reader refuses other fields.
    pub closed: bool,
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name, then the other names that a reader takes.
    pub names: &'static [&'static str],
    /// Its value.
    pub shape: Shape,
    /// Whether a writer always writes it, or a reader insists on it.
    pub required: bool,
}

/// Finds the shape of a type that may not have one: `Probe::<T>::WRITTEN` is that of the type where the type has one, for
/// constants of a type come before those of a trait, and [`Unknown`]'s otherwise.
#[doc(hidden)]
#[derive(Debug)]
pub struct Probe<T: ?Sized>(core::marker::PhantomData<T>);

impl<T: AslShape + ?Sized> Probe<T> {
    pub const WRITTEN: Shape = T::WRITTEN;
    pub const READ: Shape = T::READ;
    pub const OPTIONAL: bool = T::OPTIONAL;
}

/// What is known of a type without a shape.
#[doc(hidden)]
pub trait Unknown {
    const WRITTEN: Shape = Shape::Any;
    const READ: Shape = Shape::Any;
    /// A type may take a missing field for something of its own.
    const OPTIONAL: bool = true;
}

impl<T: ?Sized> Unknown for Probe<T> {}

impl Shape {
    /// What this is, in words.
    const fn words(&self) -> &'static str {
        match self {
            Self::Any => "anything",
            // Null is what an `Option` or a number that JSON lacks may be.
            Self::Either([Self::Null, form] | [form, Self::Null]) => form.words(),
            Self::Either(_) => "one of several forms",
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String | Self::OneOf(_) => "a string",
            Self::Array(_) | Self::Tuple(_) => "an array",
            Self::Map(_) | Self::Object(_) => "an object",
        }
    }
}

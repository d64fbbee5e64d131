//! A shape, type by type, for those who write it down elsewhere.

use std::sync::Arc;

use super::{Kind, Rest, Shape, Source};

/// What a value of one JSON type may be.
#[derive(Clone, Debug)]
pub enum Form<'a> {
    /// `null`.
    Null,
    /// A boolean.
    Boolean,
    /// A number.
    Number,
    /// One of these strings; without a list, any.
    String(Option<&'a [Arc<str>]>),
    /// So many elements.
    Tuple(&'a [Shape]),
    /// Any number of elements.
    Array(Shape),
    /// An object.
    Object {
        /// Name, value, and whether it is always there. Members that are known to be absent are left out.
        members: Vec<(&'a str, &'a Shape, bool)>,
        /// Whether there may be others.
        open: bool,
    },
}

impl Shape {
    /// Where the value comes from, if it comes from outside.
    pub fn source(&self) -> Option<&Source> {
        self.source.as_deref()
    }

    /// The types that are possible.
    pub fn forms(&self) -> Vec<Form<'_>> {
        let mut forms = Vec::new();
        if self.null {
            forms.push(Form::Null);
        }
        if self.has(Kind::Boolean) {
            forms.push(Form::Boolean);
        }
        if self.has(Kind::Number) {
            forms.push(Form::Number);
        }
        if self.has(Kind::String) {
            forms.push(Form::String(self.strings.few()));
        }
        if let Some(array) = &self.array {
            forms.push(match array.rest {
                Rest::None => Form::Tuple(&array.items),
                _ => Form::Array(array.element()),
            });
        }
        if let Some(object) = &self.object {
            let members = object.fields.iter().filter(|(_, field)| !field.shape.is_never());
            let members = members.map(|(name, field)| (&**name, &field.shape, field.required)).collect();
            forms.push(Form::Object { members, open: object.open });
        }
        forms
    }
}

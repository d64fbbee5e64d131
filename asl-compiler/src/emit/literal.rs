//! JSON values of the definition.

use super::scope::Scope;
use crate::ir::Literal;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// An expression that builds the value.
pub(super) fn emit_literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Null => quote!(rt::Value::Null),
        Literal::Bool(value) => quote!(rt::Value::Bool(#value)),
        Literal::Number(text) => emit_number(text),
        Literal::String(text) => {
            let text = emit_text(text);
            quote!(rt::Value::String(#text))
        }
        Literal::Array(items) => {
            let items = items.iter().map(emit_literal);
            quote!(rt::array([#(#items),*]))
        }
        Literal::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = emit_literal(value);
                let name = emit_text(name);
                quote!((#name, #value))
            });
            quote!(rt::object([#(#members),*]))
        }
    }
}

/// An object of these names and of expressions, each of which is evaluated into its place.
///
/// ```text
/// {
///     let mut object = const { &rt::TemplateKeys::new([rt::Text::new_static("id")]) }.object();
///     if let rt::Some([slot_0]) = rt::slots(&mut object) {
///         rt::put(slot_0, …);
///     }
///     rt::Value::Object(object)
/// }
/// ```
pub(super) fn emit_object<'m>(members: impl Iterator<Item = (&'m str, TokenStream)>) -> TokenStream {
    let (names, values): (Vec<_>, Vec<_>) = members.map(|(name, value)| (emit_text(name), value)).unzip();
    if names.is_empty() {
        return quote!(rt::object([]));
    }
    let slots: Vec<_> = (0..names.len()).map(|index| format_ident!("slot_{index}")).collect();
    quote!({
        let mut object = const { &rt::TemplateKeys::new([#(#names),*]) }.object();
        if let rt::Some([#(#slots),*]) = rt::slots(&mut object) {
            #(rt::put(#slots, #values);)*
        }
        rt::Value::Object(object)
    })
}

/// A constant `Text`, which needs no memory.
pub(super) fn emit_text(text: &str) -> TokenStream {
    quote!(rt::Text::new_static(#text))
}

/// An expression that gives the value of type `Value`; composite ones are built once and shared.
pub(super) fn emit_shared(scope: &Scope<'_, '_>, literal: &Literal) -> TokenStream {
    match literal {
        Literal::Array(_) | Literal::Object(_) => {
            let name = scope.literal(literal);
            quote!(rt::fixed(&#name))
        }
        _ => emit_literal(literal),
    }
}

/// A number of the definition: what fits 64 bits as it is, the rest from its text, which is parsed once.
fn emit_number(text: &str) -> TokenStream {
    if let Ok(value) = text.parse::<i64>() {
        return quote!(rt::Value::from(#value));
    }
    let is_integer = !text.contains(['.', 'e', 'E']);
    match text.parse::<f64>() {
        Ok(value) if !is_integer && value.is_finite() => quote!(rt::float(#value)),
        _ => quote!(rt::number(#text)),
    }
}

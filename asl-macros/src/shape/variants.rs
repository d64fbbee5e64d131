//! The shapes of enums, in serde's four representations.

use proc_macro2::TokenStream;
use quote::quote;
use serde_derive_internals::ast::{Container, Style, Variant};
use serde_derive_internals::attr::TagType;

use super::{Cx, Way};

/// The shape of an enum.
pub(super) fn of(cx: &Cx, container: &Container<'_>, variants: &[Variant<'_>]) -> syn::Result<TokenStream> {
    let shape = &cx.shape;
    let tag = container.attrs.tag();
    let closed = cx.way == Way::Read && container.attrs.deny_unknown_fields();
    let mut units: Vec<String> = Vec::new();
    let mut forms: Vec<TokenStream> = Vec::new();
    for variant in variants.iter().filter(|variant| !is_skipped(cx, variant)) {
        if variant.attrs.other() && cx.way == Way::Read {
            // It stands for any tag that no variant has.
            return Ok(quote!(#shape::Shape::Any));
        }
        let names = cx.names(variant.attrs.name(), variant.attrs.aliases());
        let bare = variant.attrs.untagged() || matches!(tag, TagType::None);
        match tag {
            _ if bare => forms.push(value(cx, variant, closed)?),
            TagType::External => match variant.style {
                Style::Unit => units.extend(names),
                _ => forms.push(external(cx, &names, &value(cx, variant, closed)?)),
            },
            TagType::Internal { tag } => forms.push(internal(cx, &cx.tag(tag, &names), variant, closed)?),
            TagType::Adjacent { tag, content } => {
                let value = match variant.style {
                    Style::Unit => None,
                    _ => Some((content.as_str(), value(cx, variant, closed)?)),
                };
                forms.push(adjacent(cx, &cx.tag(tag, &names), value));
            }
            TagType::None => {}
        }
    }
    if !units.is_empty() {
        forms.push(quote!(#shape::Shape::OneOf(&[#(#units),*])));
    }
    Ok(match forms.as_slice() {
        [] => quote!(#shape::Shape::Any),
        [form] => form.clone(),
        forms => quote!(#shape::Shape::Either(&[#(#forms),*])),
    })
}

fn is_skipped(cx: &Cx, variant: &Variant<'_>) -> bool {
    match cx.way {
        Way::Written => variant.attrs.skip_serializing(),
        Way::Read => variant.attrs.skip_deserializing(),
    }
}

/// What a variant holds, without its name.
fn value(cx: &Cx, variant: &Variant<'_>, closed: bool) -> syn::Result<TokenStream> {
    let shape = &cx.shape;
    if is_custom(cx, variant) {
        return Ok(quote!(#shape::Shape::Any));
    }
    match variant.style {
        Style::Struct => cx.object(None, &variant.fields, false, closed),
        style => cx.content(style, &variant.fields),
    }
}

fn is_custom(cx: &Cx, variant: &Variant<'_>) -> bool {
    match cx.way {
        Way::Written => variant.attrs.serialize_with().is_some(),
        Way::Read => variant.attrs.deserialize_with().is_some(),
    }
}

/// `{"Variant": …}`.
fn external(cx: &Cx, names: &[String], value: &TokenStream) -> TokenStream {
    let shape = &cx.shape;
    quote! {
        #shape::Shape::Object(#shape::Object {
            fields: &[#shape::Field { names: &[#(#names),*], shape: #value, required: true }],
            flattened: &[],
            closed: true,
        })
    }
}

/// `{"tag": "Variant", …}`.
fn internal(cx: &Cx, tag: &TokenStream, variant: &Variant<'_>, closed: bool) -> syn::Result<TokenStream> {
    let shape = &cx.shape;
    if let (Style::Struct, false) = (variant.style, is_custom(cx, variant)) {
        return cx.object(Some(tag.clone()), &variant.fields, false, closed);
    }
    let inner = match variant.style {
        Style::Unit => None,
        _ => Some(value(cx, variant, closed)?),
    };
    Ok(quote! {
        #shape::Shape::Object(#shape::Object { fields: &[#tag], flattened: &[#inner], closed: false })
    })
}

/// `{"tag": "Variant", "content": …}`.
fn adjacent(cx: &Cx, tag: &TokenStream, content: Option<(&str, TokenStream)>) -> TokenStream {
    let shape = &cx.shape;
    // Who reads an `Option` takes a missing content for none.
    let required = cx.way == Way::Written;
    let content = content
        .map(|(name, value)| quote!(#shape::Field { names: &[#name], shape: #value, required: #required }));
    quote! {
        #shape::Shape::Object(#shape::Object { fields: &[#tag, #content], flattened: &[], closed: false })
    }
}

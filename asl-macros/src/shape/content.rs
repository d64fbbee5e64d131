//! The shapes of fields, in structs and in variants.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use serde_derive_internals::ast::{Container, Field, Style};
use serde_derive_internals::attr::TagType;
use serde_derive_internals::name::{MultiName, Name};
use syn::Type;

use super::{Cx, Way};

/// The shape of a struct.
pub(super) fn of_struct(
    cx: &Cx,
    container: &Container<'_>,
    style: Style,
    fields: &[Field<'_>],
) -> syn::Result<TokenStream> {
    if container.attrs.transparent()
        && let Some(field) = fields.iter().find(|field| field.attrs.transparent())
    {
        return cx.of_field(field);
    }
    match style {
        Style::Struct => {
            // Only what is written tells its name; who reads does not look at it.
            let tag = match container.attrs.tag() {
                TagType::Internal { tag } if cx.way == Way::Written => {
                    Some(cx.tag(tag, &[container.attrs.name().serialize_name().value.clone()]))
                }
                _ => None,
            };
            let defaults = !container.attrs.default().is_none();
            let closed = cx.way == Way::Read && container.attrs.deny_unknown_fields();
            cx.object(tag, fields, defaults, closed)
        }
        Style::Newtype | Style::Tuple | Style::Unit => cx.content(style, fields),
    }
}

impl Cx {
    /// The shape of any type, which may have none.
    pub(super) fn of_type(&self, of: &Type) -> TokenStream {
        let shape = &self.shape;
        if self.leads_back(of.to_token_stream()) {
            return quote!(#shape::Shape::Any);
        }
        let constant = self.way.constant();
        quote!(#shape::Probe::<#of>::#constant)
    }

    /// Whether a type names the one that is derived: its shape would need itself.
    fn leads_back(&self, of: TokenStream) -> bool {
        of.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == self.own,
            TokenTree::Group(group) => self.leads_back(group.stream()),
            _ => false,
        })
    }

    /// The shape of a field's value.
    pub(super) fn of_field(&self, field: &Field<'_>) -> syn::Result<TokenStream> {
        let shape = &self.shape;
        let custom = match self.way {
            Way::Written => field.attrs.serialize_with().is_some(),
            Way::Read => field.attrs.deserialize_with().is_some(),
        };
        let value = self.of_type(field.ty);
        Ok(if is_any(field)? || custom { quote!(#shape::Shape::Any) } else { value })
    }

    fn is_skipped(&self, field: &Field<'_>) -> bool {
        match self.way {
            Way::Written => field.attrs.skip_serializing(),
            Way::Read => field.attrs.skip_deserializing(),
        }
    }

    /// The value of a struct or variant without names.
    pub(super) fn content(&self, style: Style, fields: &[Field<'_>]) -> syn::Result<TokenStream> {
        let shape = &self.shape;
        match (style, fields) {
            (Style::Newtype, [field]) => self.of_field(field),
            (Style::Unit, _) => Ok(quote!(#shape::Shape::Null)),
            _ => {
                let elements =
                    fields.iter().filter(|field| !self.is_skipped(field)).map(|field| self.of_field(field));
                let elements = elements.collect::<syn::Result<Vec<_>>>()?;
                Ok(quote!(#shape::Shape::Tuple(&[#(#elements),*])))
            }
        }
    }

    /// An object of these fields; `defaults` if each of them may be missing.
    pub(super) fn object(
        &self,
        tag: Option<TokenStream>,
        fields: &[Field<'_>],
        defaults: bool,
        closed: bool,
    ) -> syn::Result<TokenStream> {
        let shape = &self.shape;
        let mut members: Vec<TokenStream> = tag.into_iter().collect();
        let mut flattened = Vec::new();
        for field in fields.iter().filter(|field| !self.is_skipped(field)) {
            let value = self.of_field(field)?;
            if field.attrs.flatten() {
                flattened.push(value);
                continue;
            }
            let names = self.names(field.attrs.name(), field.attrs.aliases());
            let required = self.required(field, defaults);
            members.push(quote!(#shape::Field { names: &[#(#names),*], shape: #value, required: #required }));
        }
        Ok(quote! {
            #shape::Shape::Object(#shape::Object {
                fields: &[#(#members),*],
                flattened: &[#(#flattened),*],
                closed: #closed,
            })
        })
    }

    /// The field that tells the variant.
    pub(super) fn tag(&self, tag: &str, names: &[String]) -> TokenStream {
        let shape = &self.shape;
        quote! {
            #shape::Field { names: &[#tag], shape: #shape::Shape::OneOf(&[#(#names),*]), required: true }
        }
    }

    /// The names of a field or variant: its own, then the others that a reader takes.
    pub(super) fn names(&self, name: &MultiName, aliases: &BTreeSet<Name>) -> Vec<String> {
        match self.way {
            Way::Written => vec![name.serialize_name().value.clone()],
            Way::Read => {
                let own = name.deserialize_name().value.clone();
                let others = aliases.iter().map(|alias| alias.value.clone());
                let others = others.filter(|alias| *alias != own).collect::<Vec<_>>();
                std::iter::once(own).chain(others).collect()
            }
        }
    }

    fn required(&self, field: &Field<'_>, defaults: bool) -> TokenStream {
        match self.way {
            Way::Written => {
                let always = field.attrs.skip_serializing_if().is_none();
                quote!(#always)
            }
            Way::Read if defaults || !field.attrs.default().is_none() => quote!(false),
            // A function of the user's own is not called for what is missing.
            Way::Read if field.attrs.deserialize_with().is_some() => quote!(true),
            Way::Read if self.leads_back(field.ty.to_token_stream()) => quote!(false),
            Way::Read => {
                let (shape, of) = (&self.shape, field.ty);
                quote!(!#shape::Probe::<#of>::OPTIONAL)
            }
        }
    }
}

/// Whether a field says `#[asl(any)]`.
fn is_any(field: &Field<'_>) -> syn::Result<bool> {
    let mut any = false;
    for attribute in field.original.attrs.iter().filter(|attribute| attribute.path().is_ident("asl")) {
        attribute.parse_nested_meta(|meta| {
            any |= meta.path.is_ident("any");
            if any { Ok(()) } else { Err(meta.error("a field takes `any`: its shape is not looked at")) }
        })?;
    }
    Ok(any)
}

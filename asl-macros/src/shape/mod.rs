//! `#[derive(AslShape)]`: a type's JSON, with serde's attributes as serde reads them.

mod content;
mod variants;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use serde_derive_internals::ast::{Container, Data, Style};
use serde_derive_internals::{Ctxt, Derive, replace_receiver};
use syn::{DeriveInput, Ident, Path, parse_quote};

/// The way of a value: out of the type, or into it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Written,
    Read,
}

impl Way {
    fn constant(self) -> Ident {
        Ident::new(if self == Self::Written { "WRITTEN" } else { "READ" }, Span::call_site())
    }
}

/// What every part of the expansion needs.
struct Cx {
    /// The path of `asl_runtime::shape`.
    shape: TokenStream,
    /// The type's own name, to which a field may lead back.
    own: Ident,
    way: Way,
}

/// The implementation of `AslShape`.
///
/// # Errors
/// An `asl` attribute is malformed. What is wrong with serde's attributes is left to serde.
pub(crate) fn derive(mut input: DeriveInput) -> syn::Result<TokenStream> {
    let runtime = runtime(&input)?;
    replace_receiver(&mut input);
    let context = Ctxt::new();
    let private = Ident::new("__private", Span::call_site());
    let container = Container::from_ast(&context, &input, Derive::Serialize, &private);
    // serde's own derives report what is wrong with its attributes.
    let sound = context.check().is_ok();
    let shape = quote!(#runtime::shape);
    let cx = |way| Cx { shape: shape.clone(), own: input.ident.clone(), way };
    let (written, read, optional) = match &container {
        Some(container) if sound => {
            (of(&cx(Way::Written), container)?, of(&cx(Way::Read), container)?, optional(&shape, container))
        }
        _ => (quote!(#shape::Shape::Any), quote!(#shape::Shape::Any), quote!(true)),
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(#shape::AslShape));
    }
    let (implementation, of_type, clause) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #implementation #shape::AslShape for #name #of_type #clause {
            const WRITTEN: #shape::Shape = {
                #[allow(unused_imports)]
                use #shape::Unknown as _;
                #written
            };
            const READ: #shape::Shape = {
                #[allow(unused_imports)]
                use #shape::Unknown as _;
                #read
            };
            const OPTIONAL: ::core::primitive::bool = {
                #[allow(unused_imports)]
                use #shape::Unknown as _;
                #optional
            };
        }
    })
}

/// The path of the runtime: `#[asl(crate = path)]`, or its own name.
fn runtime(input: &DeriveInput) -> syn::Result<Path> {
    let mut runtime = parse_quote!(::asl_runtime);
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("asl")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                runtime = meta.value()?.call(Path::parse_mod_style)?;
                Ok(())
            } else {
                Err(meta.error("a type takes `crate = path`, the path of `asl-runtime`"))
            }
        })?;
    }
    Ok(runtime)
}

/// The shape of the whole type.
fn of(cx: &Cx, container: &Container<'_>) -> syn::Result<TokenStream> {
    let attributes = &container.attrs;
    let other = match cx.way {
        Way::Written => attributes.type_into(),
        Way::Read => attributes.type_from().or(attributes.type_try_from()),
    };
    if let Some(other) = other {
        return Ok(cx.of_type(other));
    }
    match &container.data {
        Data::Enum(list) => variants::of(cx, container, list),
        Data::Struct(style, fields) => content::of_struct(cx, container, *style, fields),
    }
}

/// Whether a field of this type may be missing: a wrapper has that from what it wraps.
fn optional(shape: &TokenStream, container: &Container<'_>) -> TokenStream {
    let attributes = &container.attrs;
    let inner = match (&container.data, attributes.type_from().or(attributes.type_try_from())) {
        (_, Some(from)) => Some(from),
        (Data::Struct(Style::Newtype, fields), _) => fields.first().map(|field| field.ty),
        (Data::Struct(_, fields), _) if attributes.transparent() => {
            fields.iter().find(|field| field.attrs.transparent()).map(|field| field.ty)
        }
        _ => None,
    };
    inner.map_or_else(|| quote!(false), |inner| quote!(#shape::Probe::<#inner>::OPTIONAL))
}

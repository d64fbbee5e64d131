//! Expressions: paths, intrinsic calls, payload templates.
//!
//! ```text
//! $.order.id                      rt::param(rt::at(input).field("order").field("id"), &PATH_1, "id.$", input)?
//! $.items[*].sku                  rt::param_of(rt::at(input).field("items").many(&PATH_2, |nodes| …), …)?
//! States.Format('{}!', $.name)    rt::Value::String(rt::intrinsics::format_parts(&["", "!"], &[rt::argument(…)?]))
//! ```

use super::literal::{emit_literal, emit_object, emit_shared};
use super::places::Places;
use super::scope::Scope;
use super::segments::emit_path;
use crate::expr::split_format;
use crate::ir::{Call, Expr, Intrinsic, Literal, Path, Select, Template};
use proc_macro2::TokenStream;
use quote::quote;

/// Where an expression stands: what `$` and `$$.Map.Item` mean there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Env<'e> {
    pub(super) scope: &'e Scope<'e, 'e>,
    /// The document that `$` is, an expression of type `&Value`.
    pub(super) document: &'e TokenStream,
    /// The item of the Map around, an expression of type `Option<MapItem>`.
    pub(super) item: &'e TokenStream,
    /// Places of the document that were looked up already.
    pub(super) places: Option<&'e Places<'e>>,
}

impl<'e> Env<'e> {
    pub(super) fn new(scope: &'e Scope<'e, 'e>, document: &'e TokenStream, item: &'e TokenStream) -> Self {
        Self { scope, document, item, places: None }
    }

    /// The same over another document.
    pub(super) fn over(self, document: &'e TokenStream) -> Self {
        Self { document, places: None, ..self }
    }
}

/// A payload template as an owned `Value`.
pub(super) fn emit_template(env: Env<'_>, template: &Template) -> TokenStream {
    match template {
        Template::Literal(literal) => emit_shared(env.scope, literal),
        Template::Expr { field, expr } => emit_value(env, expr, field),
        Template::Object(members) => {
            emit_object(members.iter().map(|(name, value)| (name.as_str(), emit_template(env, value))))
        }
        Template::Array(items) => {
            let items = items.iter().map(|item| emit_template(env, item));
            quote!(rt::array([#(#items),*]))
        }
    }
}

/// The value of a template's member `field`, owned.
pub(super) fn emit_value(env: Env<'_>, expr: &Expr, field: &str) -> TokenStream {
    match expr {
        Expr::Literal(literal) => emit_shared(env.scope, literal),
        Expr::Path(path) => emit_param(env, path, field),
        Expr::Call(call) => emit_call(env, call, &call.text),
        Expr::Doomed(doom) => emit_doom(&doom.cause),
    }
}

/// An evaluation that always fails.
pub(super) fn emit_doom(cause: &str) -> TokenStream {
    quote!(return rt::Err(rt::Fault::runtime(#cause).into()))
}

fn emit_param(env: Env<'_>, path: &Path, field: &str) -> TokenStream {
    let document = env.document;
    let emitted = emit_path(env, path);
    let (place, text) = (emitted.place, emitted.text);
    if emitted.definite {
        quote!(rt::param(#place, &#text, #field, #document)?)
    } else {
        quote!(rt::param_of(#place, &#text, #field, #document)?)
    }
}

/// `InputPath` and `OutputPath`, owned. `None` when the document itself is meant.
pub(super) fn emit_select(env: Env<'_>, select: &Select) -> Option<TokenStream> {
    let expr = match select {
        Select::Whole => return None,
        Select::Empty => return Some(quote!(rt::object([]))),
        Select::Expr(expr) => expr,
    };
    Some(match expr {
        Expr::Path(path) => {
            let emitted = emit_path(env, path);
            let (place, text) = (emitted.place, emitted.text);
            if emitted.definite {
                quote!(rt::select(#place, &#text)?)
            } else {
                quote!(rt::select_of(#place, &#text)?)
            }
        }
        other => emit_value(env, other, ""),
    })
}

/// A field whose path is handled by one of the runtime's functions for such fields: `rt::#function(place, &PATH, …)`.
/// The expression is that function's `Result`.
pub(super) fn emit_field(
    env: Env<'_>,
    expr: &Expr,
    function: &TokenStream,
    arguments: &[TokenStream],
) -> TokenStream {
    match expr {
        Expr::Path(path) => {
            let emitted = emit_path(env, path);
            let (place, text) = (emitted.place, emitted.text);
            let place = if emitted.definite { place } else { quote!(#place.as_place()) };
            quote!(#function(#place, &#text #(, #arguments)*))
        }
        Expr::Doomed(doom) => emit_doom(&doom.cause),
        // The fields that come here take paths only.
        Expr::Literal(_) | Expr::Call(_) => {
            let value = emit_value(env, expr, "");
            quote!(#function(rt::at(&#value), &rt::PathText::definite("", &[]) #(, #arguments)*))
        }
    }
}

/// An intrinsic call as an owned `Value`; `outer` is the text of the outermost call.
fn emit_call(env: Env<'_>, call: &Call, outer: &str) -> TokenStream {
    let arguments: Vec<_> =
        call.arguments.iter().map(|argument| emit_argument(env, argument, outer)).collect();
    let random = quote!(&mut || frame.random());
    let function = match call.function {
        Intrinsic::Format => return emit_format(env, call, outer),
        Intrinsic::Array => quote!(array(&[#(#arguments),*])),
        Intrinsic::Uuid => quote!(uuid(#random)),
        Intrinsic::MathRandom => {
            let (bounds, seed) = arguments.split_at(arguments.len().min(2));
            let seed = seed.first().map_or_else(|| quote!(rt::None), |seed| quote!(rt::Some(#seed)));
            quote!(math_random(#(#bounds),*, #seed, #random))
        }
        Intrinsic::StringToJson => quote!(string_to_json(#(#arguments),*)),
        Intrinsic::JsonToString => quote!(json_to_string(#(#arguments),*)),
        Intrinsic::ArrayPartition => quote!(array_partition(#(#arguments),*)),
        Intrinsic::ArrayContains => quote!(array_contains(#(#arguments),*)),
        Intrinsic::ArrayRange => quote!(array_range(#(#arguments),*)),
        Intrinsic::ArrayGetItem => quote!(array_get_item(#(#arguments),*)),
        Intrinsic::ArrayLength => quote!(array_length(#(#arguments),*)),
        Intrinsic::ArrayUnique => quote!(array_unique(#(#arguments),*)),
        Intrinsic::Base64Encode => quote!(base64_encode(#(#arguments),*)),
        Intrinsic::Base64Decode => quote!(base64_decode(#(#arguments),*)),
        Intrinsic::Hash => quote!(hash(#(#arguments),*)),
        Intrinsic::JsonMerge => quote!(json_merge(#(#arguments),*)),
        Intrinsic::MathAdd => quote!(math_add(#(#arguments),*)),
        Intrinsic::StringSplit => quote!(string_split(#(#arguments),*)),
    };
    let name = call.function.name();
    quote!(rt::called(rt::intrinsics::#function, #outer, #name)?)
}

/// `States.Format`: with a constant template, its parts are known and nothing can fail but the arguments.
fn emit_format(env: Env<'_>, call: &Call, outer: &str) -> TokenStream {
    let mut arguments = call.arguments.iter();
    let template = arguments.next();
    let arguments: Vec<_> = arguments
        .map(|argument| {
            let emitted = emit_argument(env, argument, outer);
            match argument {
                // AWS writes a string that came out of a nested StringToJson in quotes.
                Expr::Call(call) if call.function == Intrinsic::StringToJson => {
                    quote!(&rt::intrinsics::parsed_argument(rt::Value::clone(#emitted)))
                }
                _ => emitted,
            }
        })
        .collect();
    if let Some(Expr::Literal(Literal::String(text))) = template
        && let Ok(parts) = split_format(text)
        && parts.len() == arguments.len() + 1
    {
        return quote!(rt::Value::String(rt::intrinsics::format_parts(&[#(#parts),*], &[#(#arguments),*])));
    }
    let template = template.map(|template| emit_argument(env, template, outer));
    quote!(rt::called(rt::intrinsics::format(#template, &[#(#arguments),*]), #outer, "States.Format")?)
}

/// An argument, as an expression of type `&Value`.
fn emit_argument(env: Env<'_>, argument: &Expr, outer: &str) -> TokenStream {
    match argument {
        Expr::Literal(literal @ (Literal::Array(_) | Literal::Object(_))) => {
            let value = emit_shared(env.scope, literal);
            quote!(&#value)
        }
        Expr::Literal(literal) => {
            let value = emit_literal(literal);
            quote!(&#value)
        }
        Expr::Path(path) => {
            let document = env.document;
            let emitted = emit_path(env, path);
            let (place, text) = (emitted.place, emitted.text);
            if emitted.definite {
                quote!(rt::argument(#place, &#text, #outer, #document)?)
            } else {
                quote!(&rt::argument_of(#place, &#text, #outer, #document)?)
            }
        }
        Expr::Call(call) => {
            let call = emit_call(env, call, outer);
            quote!(&#call)
        }
        Expr::Doomed(doom) => emit_doom(&doom.cause),
    }
}

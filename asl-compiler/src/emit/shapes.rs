//! Declared types against what the definition does with them.
//!
//! ```text
//! const _: () = {
//!     use ::asl_runtime::__private as rt;
//!     use rt::shape::Unknown as _;
//!     rt::shape::check_read(
//!         rt::shape::Probe::<__asl_order__input>::WRITTEN,
//!         &[rt::shape::Step::Field("customer"), rt::shape::Step::Field("tier")],
//!         "state `Check` reads `$.customer.tier` of the input",
//!         "`OrderRequest`",
//!         "order.asl.json:12:23",
//!     );
//! };
//! ```
//!
//! A constant that cannot be evaluated ends the build. Of a type without a shape nothing is known, and nothing is checked.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::Context;
use super::inputs::Input;
use super::names::{Spelling, single};
use crate::flow::{self, Flow, Kind, Outside, Source, SourceStep};
use crate::source::{self, Span};

/// The checks of all declared types.
pub(super) fn emit_checks(cx: &Context<'_>) -> TokenStream {
    let options = cx.options;
    if options.input.is_none() && options.output.is_none() && options.tasks.is_empty() {
        return TokenStream::new();
    }
    let flow = flow::infer(cx.program);
    let mut checks = reads(cx, &flow);
    checks.extend(uses(cx, &flow));
    checks.extend(sends(cx, &flow));
    checks.extend(ends(cx, &flow));
    let rt = cx.runtime();
    let conditions: Vec<_> = options.attributes.iter().filter(|it| it.path().is_ident("cfg")).collect();
    checks
        .into_iter()
        .map(|check| {
            quote! {
                #(#conditions)*
                const _: () = {
                    use #rt as rt;
                    #[allow(unused_imports, clippy::allow_attributes, reason = "a type may have a shape or not")]
                    use rt::shape::Unknown as _;
                    #check
                };
            }
        })
        .collect()
}

/// A declared type: its alias, and its name as the user wrote it.
struct Declared {
    alias: Ident,
    name: String,
    /// What is of this type: `the input`.
    what: String,
}

/// The type of what comes from outside, if it was declared.
fn declared(cx: &Context<'_>, outside: Outside) -> Option<Declared> {
    let (alias, ty, what) = match outside {
        // What older executions began with came from an older program.
        Outside::Input if cx.version > 0 => return None,
        Outside::Input => {
            let module = single(&cx.options.name, Spelling::Snake, "workflow");
            (format_ident!("__asl_{module}__input"), cx.options.input.as_ref()?, "the input".to_owned())
        }
        Outside::Task(id) => {
            let names = cx.task(id);
            let ty = cx.types_of(id)?.output.as_ref()?;
            (names.output.clone()?, ty, format!("the result of task `{}`", names.name))
        }
    };
    Some(Declared { alias, name: written(ty), what })
}

/// A type as people write it: tokens have spaces between them.
fn written(ty: &syn::Type) -> String {
    let text = ty.to_token_stream().to_string();
    let text = text.replace(" :: ", "::").replace(":: ", "::");
    format!("`{}`", text.replace(" < ", "<").replace("< ", "<").replace(" >", ">").replace(" ,", ","))
}

/// `order.asl.json:7:15`. Where the definition lies on this machine does not belong into the code.
fn place(cx: &Context<'_>, span: Span) -> String {
    let Some(source) = cx.sources.get(cx.version) else { return String::new() };
    let name = match std::path::Path::new(source.name()) {
        path if path.is_absolute() => path.file_name().unwrap_or_default().to_string_lossy(),
        path => path.to_string_lossy(),
    };
    let source::Position { line, column } = source.position(span.start);
    format!("{name}:{line}:{column}")
}

/// Paths that have to lead somewhere: once, with the first state that reads the value. Others may have it from there.
fn reads(cx: &Context<'_>, flow: &Flow<'_>) -> Vec<TokenStream> {
    let mut said = BTreeSet::new();
    let mut checks = Vec::new();
    for flow::Read { span, state, source } in flow.reads() {
        let Some(declared) = declared(cx, source.outside) else { continue };
        let Declared { alias, name, what } = &declared;
        let steps = steps(&source);
        let reader = format!("{} reads `{}` of {what}", state_of(cx, &state), text(&source));
        let place = place(cx, span);
        let check = quote! {
            rt::shape::check_read(rt::shape::Probe::<#alias>::WRITTEN, &[#(#steps),*], #reader, #name, #place);
        };
        if said.insert(source) {
            checks.push(check);
        }
    }
    checks
}

/// Values of which a state takes some types only.
fn uses(cx: &Context<'_>, flow: &Flow<'_>) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    for flow::Use { span, state, source, taker, kinds, text } in flow.uses() {
        let Some(Declared { alias, name, what }) = declared(cx, source.outside) else { continue };
        let (steps, place) = (steps(&source), place(cx, span));
        let (wanted, takes) = match &text {
            Some(text) => (quote!(rt::shape::Shape::OneOf(&[#text])), format!("asks for `{text}`")),
            None => (of_kinds(&kinds), format!("takes {}", words(&kinds))),
        };
        // A Map has named its state already.
        let taker =
            if taker.contains(&format!("`{state}`")) { taker } else { format!("{taker} of state `{state}`") };
        let user = format!("{taker} {takes}, but `{}` of {what}", self::text(&source));
        checks.push(quote! {
            rt::shape::check_use(
                rt::shape::Probe::<#alias>::WRITTEN,
                &[#(#steps),*],
                #wanted,
                #user,
                (#name, #place),
            );
        });
    }
    checks
}

fn words(kinds: &[Kind]) -> String {
    let words: Vec<_> = kinds.iter().map(|kind| kind.describe()).collect();
    words.join(" or ")
}

fn of_kinds(kinds: &[Kind]) -> TokenStream {
    let shape = quote!(rt::shape::Shape);
    let forms: Vec<_> = kinds
        .iter()
        .map(|kind| match kind {
            Kind::Null => quote!(#shape::Null),
            Kind::Boolean => quote!(#shape::Bool),
            Kind::Number => quote!(#shape::Number),
            Kind::String => quote!(#shape::String),
            Kind::Array => quote!(#shape::Array(&#shape::Any)),
            Kind::Object => quote!(#shape::Map(&#shape::Any)),
        })
        .collect();
    match forms.as_slice() {
        [form] => form.clone(),
        forms => quote!(#shape::Either(&[#(#forms),*])),
    }
}

/// What the execution ends with, if its output has a declared type.
fn ends(cx: &Context<'_>, flow: &Flow<'_>) -> Vec<TokenStream> {
    // What older executions end with went to an older program.
    let Some(ty) = cx.options.output.as_ref().filter(|_| cx.version == 0) else { return Vec::new() };
    let module = single(&cx.options.name, Spelling::Snake, "workflow");
    let (alias, reader) = (format_ident!("__asl_{module}__output"), written(ty));
    let check = |end: flow::Ended| {
        let written = shape(cx, &end.shape);
        let (writer, place) = (format!("state `{}`", end.state), place(cx, end.span));
        quote! {
            rt::shape::check_fit(#written, rt::shape::Probe::<#alias>::READ, #writer, #reader, #place);
        }
    };
    flow.ends().into_iter().map(check).collect()
}

/// What is sent to tasks whose input has a declared type.
fn sends(cx: &Context<'_>, flow: &Flow<'_>) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    for sent in flow.sends() {
        let ty = cx.types_of(sent.task).and_then(|types| types.input.as_ref());
        let (Some(ty), Input::Declared(alias)) = (ty, &cx.task(sent.task).input) else { continue };
        let written = shape(cx, &sent.shape);
        let writer = state_of(cx, &sent.state);
        let (reader, place) = (self::written(ty), place(cx, sent.span));
        checks.push(quote! {
            rt::shape::check_fit(#written, rt::shape::Probe::<#alias>::READ, #writer, #reader, #place);
        });
    }
    checks
}

/// A state in the words of a message.
fn state_of(cx: &Context<'_>, state: &str) -> String {
    match cx.version {
        0 => format!("state `{state}`"),
        _ => format!("state `{state}` of the version `{}`", cx.version_name()),
    }
}

fn steps(source: &Source) -> impl Iterator<Item = TokenStream> {
    source.steps.iter().map(|step| match step {
        SourceStep::Field(name) => quote!(rt::shape::Step::Field(#name)),
        SourceStep::Element => quote!(rt::shape::Step::Element),
    })
}

/// `$.lines[*].sku`.
fn text(source: &Source) -> String {
    let mut text = "$".to_owned();
    for step in &source.steps {
        match step {
            SourceStep::Field(name) => text.extend([".", name]),
            SourceStep::Element => text.push_str("[*]"),
        }
    }
    text
}

/// What is known of a value, for the runtime.
fn shape(cx: &Context<'_>, of: &flow::Shape) -> TokenStream {
    if of.is_any() || of.is_never() {
        return origin(cx, of);
    }
    let forms: Vec<TokenStream> = of.forms().iter().map(|form| one(cx, of, form)).collect();
    match forms.as_slice() {
        [form] => form.clone(),
        forms => quote!(rt::shape::Shape::Either(&[#(#forms),*])),
    }
}

/// What a value is where it comes from.
fn origin(cx: &Context<'_>, of: &flow::Shape) -> TokenStream {
    let declared = of.source().and_then(|source| Some((source, declared(cx, source.outside)?)));
    let Some((source, Declared { alias, .. })) = declared else { return quote!(rt::shape::Shape::Any) };
    let steps = steps(source);
    quote!(rt::shape::part(rt::shape::Probe::<#alias>::WRITTEN, &[#(#steps),*]))
}

fn one(cx: &Context<'_>, of: &flow::Shape, form: &flow::Form<'_>) -> TokenStream {
    let kind = quote!(rt::shape::Shape);
    match form {
        flow::Form::Null => quote!(#kind::Null),
        flow::Form::Boolean => quote!(#kind::Bool),
        flow::Form::Number => quote!(#kind::Number),
        flow::Form::String(None) => quote!(#kind::String),
        flow::Form::String(Some(texts)) => {
            let texts = texts.iter().map(|text| &**text);
            quote!(#kind::OneOf(&[#(#texts),*]))
        }
        flow::Form::Tuple(items) => {
            let items = items.iter().map(|item| shape(cx, item));
            quote!(#kind::Tuple(&[#(#items),*]))
        }
        flow::Form::Array(element) => {
            let element = shape(cx, element);
            quote!(#kind::Array(&#element))
        }
        flow::Form::Object { members, open } => {
            let fields = members.iter().map(|(name, value, required)| {
                let value = shape(cx, value);
                quote!(rt::shape::Field { names: &[#name], shape: #value, required: #required })
            });
            // Other members of an open object are those of where it comes from.
            let flattened = open.then(|| origin(cx, of));
            quote! {
                #kind::Object(rt::shape::Object {
                    fields: &[#(#fields),*],
                    flattened: &[#flattened],
                    closed: false,
                })
            }
        }
    }
}

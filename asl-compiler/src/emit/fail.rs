//! Fail: error and cause.

use super::expr::{Env, emit_field, emit_value};
use super::literal::emit_text as emit_literal_text;
use super::scope::Scope;
use crate::ir::{Expr, Fail, Text};
use proc_macro2::TokenStream;
use quote::quote;

/// The arm of `step`; `raw` is the state's input.
pub(super) fn emit_step(scope: &Scope<'_, '_>, fail: &Fail) -> TokenStream {
    let (raw, item) = (quote!(&*raw), quote!(frame.item()));
    let env = Env::new(scope, &raw, &item);
    let error = emit_text(env, fail.error.as_ref(), "ErrorPath");
    let cause = emit_text(env, fail.cause.as_ref(), "CausePath");
    quote! {
        let error = #error;
        let cause = #cause;
        rt::Ok(rt::Step::Fail(rt::Box::new(rt::FailText { error, cause })))
    }
}

fn emit_text(env: Env<'_>, text: Option<&Text>, field: &str) -> TokenStream {
    match text {
        None => quote!(rt::None),
        Some(Text::Literal(text)) => {
            let text = emit_literal_text(text);
            quote!(rt::Some(#text))
        }
        Some(Text::Expr(expr @ (Expr::Path(_) | Expr::Doomed(_)))) => {
            let document = env.document;
            let text = emit_field(env, expr, &quote!(rt::text), &[quote!(#field), quote!(#document)]);
            quote!(rt::Some(#text?))
        }
        Some(Text::Expr(expr)) => {
            let value = emit_value(env, expr, field);
            let expression = match expr {
                Expr::Call(call) => call.text.as_str(),
                _ => "",
            };
            quote!(rt::Some(rt::text_of(&#value, #expression, #field)?))
        }
    }
}

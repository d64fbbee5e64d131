//! Wait: the deadline, then the transition.

use super::expr::{Env, emit_field, emit_select};
use super::flow::{self, Flow};
use super::scope::Scope;
use crate::ir::{Until, Wait};
use proc_macro2::TokenStream;
use quote::quote;

/// The arm of `work`; `raw` is the state's input, borrowed.
pub(super) fn emit_work(scope: &Scope<'_, '_>, wait: &Wait) -> TokenStream {
    let (document, item) = (quote!(raw), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let input = emit_select(env, &wait.input).map(|input| quote!(let input = &#input;));
    let document = if input.is_some() { quote!(input) } else { quote!(raw) };
    let env = env.over(&document);
    let until = match &wait.until {
        Until::Seconds(seconds) => quote!(frame.wait_seconds(#seconds)?),
        Until::SecondsPath(path) => {
            let seconds = emit_field(env, path, &quote!(rt::seconds), &[]);
            quote!(frame.wait_seconds(#seconds?)?)
        }
        Until::Timestamp(nanos) => quote!(frame.wait_timestamp(#nanos)?),
        Until::TimestampPath(path) => {
            let nanos = emit_field(env, path, &quote!(rt::timestamp), &[]);
            quote!(frame.wait_timestamp(#nanos?)?)
        }
    };
    quote! {
        #input
        let until = #until;
        frame.wait(raw, until).await?;
        rt::Ok(())
    }
}

/// The arm of `complete`; `raw` is the state's input, in whose place the output is written.
pub(super) fn emit_complete(scope: &Scope<'_, '_>, wait: &Wait) -> TokenStream {
    let (document, item) = (quote!(&*raw), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let input = emit_select(env, &wait.input).map(|input| quote!(*raw = #input;));
    let assign = flow::emit_assign(env, &wait.assign);
    let finish = flow::emit_finish(env, &wait.output, &assign, Flow::Next(wait.next));
    let evaluate = &assign.evaluate;
    quote! {
        #input
        #evaluate
        #finish
    }
}

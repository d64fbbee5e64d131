//! Succeed: the end of its machine.

use super::expr::{Env, emit_select};
use super::scope::Scope;
use crate::ir::Succeed;
use proc_macro2::TokenStream;
use quote::quote;

/// The arm of `step`; `raw` is the state's input, to be taken.
pub(super) fn emit_step(scope: &Scope<'_, '_>, succeed: &Succeed) -> TokenStream {
    let (raw, item) = (quote!(&*raw), quote!(frame.item()));
    let env = Env { scope, document: &raw, item: &item };
    let input = emit_select(env, &succeed.input).unwrap_or_else(|| quote!(rt::take(raw)));
    let document = quote!(&output);
    let output = emit_select(Env { document: &document, ..env }, &succeed.output);
    let output = output.map(|output| quote!(let output = #output;));
    quote! {
        let output = #input;
        #output
        rt::Ok(rt::Step::End(output))
    }
}

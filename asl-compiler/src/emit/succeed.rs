//! Succeed: the end of its machine.

use super::expr::{Env, emit_select};
use super::scope::Scope;
use crate::ir::Succeed;
use proc_macro2::TokenStream;
use quote::quote;

/// The arm of `step`; `raw` is the state's input, in whose place the output is written.
pub(super) fn emit_step(scope: &Scope<'_, '_>, succeed: &Succeed) -> TokenStream {
    let (raw, item) = (quote!(&*raw), quote!(frame.item()));
    let env = Env::new(scope, &raw, &item);
    let selected = [&succeed.input, &succeed.output].map(|select| {
        let selected = emit_select(env, select)?;
        Some(quote!(*raw = #selected;))
    });
    let [input, output] = selected;
    quote! {
        #input
        #output
        rt::Ok(rt::Step::End)
    }
}

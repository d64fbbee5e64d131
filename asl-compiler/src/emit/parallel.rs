//! Parallel: a child machine a branch.

use super::expr::{Env, emit_select, emit_template};
use super::machine::nested_machine;
use super::places::{self, Places};
use super::scope::Scope;
use crate::ir::Parallel;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The module of a branch, inside that of its Parallel.
pub(super) fn branch_module(index: usize) -> Ident {
    format_ident!("branch_{}", index + 1)
}

/// The arm of `work`; `raw` is the state's input, borrowed.
pub(super) fn emit_work(scope: &Scope<'_, '_>, parallel: &Parallel, module: &Ident) -> TokenStream {
    let (document, item) = (quote!(raw), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let input = emit_select(env, &parallel.input).unwrap_or_else(|| quote!(rt::Value::clone(raw)));
    let document = quote!(&input);
    let parameters = parallel.parameters.as_ref().map(|parameters| {
        let env = env.over(&document);
        let mut paths = Vec::new();
        places::of_template(parameters, &mut paths);
        let (shared, places) = Places::share(env, &paths, 2);
        let parameters = emit_template(Env { places: Some(&places), ..env }, parameters);
        quote! {
            let input = {
                #shared
                #parameters
            };
        }
    });
    let count = parallel.branches.len();
    let machines: Vec<_> = (0..count).map(|index| format_ident!("branch_{}", index + 1)).collect();
    let build = machines.iter().enumerate().map(|(index, machine)| {
        let branch = branch_module(index);
        let value = nested_machine(scope, &quote!(#module::#branch));
        quote!(let #machine = #value;)
    });
    let branches = machines.iter().enumerate().map(|(index, machine)| {
        let input = if index + 1 == count { quote!(input) } else { quote!(rt::Value::clone(&input)) };
        quote!(fork.branch(#index, &#machine, #input))
    });
    quote! {
        let input = #input;
        #parameters
        let joined = {
            let fork = frame.fork_parallel(raw, #count).await?;
            #(#build)*
            fork.join(rt::vec![#(#branches),*]).await
        };
        rt::Ok(frame.join(joined, result)?)
    }
}

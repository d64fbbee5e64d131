//! Map: a child machine that runs once an item.

use super::expr::{Env, emit_field, emit_select, emit_template};
use super::machine::nested_machine;
use super::places::{self, Places};
use super::scope::Scope;
use crate::ir::{Map, Number};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The arm of `work`; `raw` is the state's input, borrowed.
pub(super) fn emit_work(scope: &Scope<'_, '_>, map: &Map, module: &Ident) -> TokenStream {
    let (document, item) = (quote!(raw), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let input = emit_select(env, &map.input).map(|input| quote!(let input = &#input;));
    let input = input.unwrap_or_else(|| quote!(let input = raw;));
    let document = quote!(input);
    let env = env.over(&document);
    let items = match &map.items {
        None => quote!(rt::items_of_input(input)?),
        Some(path) => {
            let items = emit_field(env, path, &quote!(rt::items), &[]);
            quote!(#items?)
        }
    };
    let limit = match &map.max_concurrency {
        Number::Literal(limit) => quote!(#limit),
        Number::Path(path) => {
            let limit = emit_field(env, path, &quote!(rt::count), &[quote!("MaxConcurrency")]);
            quote!(#limit?)
        }
    };
    let mut paths = Vec::new();
    if let Some(selector) = &map.item_selector {
        places::of_template(selector, &mut paths);
    }
    // What is the same for all items is looked up once.
    let (shared, places) = Places::share(env, &paths, 1);
    let selector = match &map.item_selector {
        None => quote!(|_, item, input| rt::Ok(rt::Value::clone_from(input, item.value))),
        Some(selector) => {
            let item = quote!(rt::Some(item));
            let selector = emit_template(Env { item: &item, places: Some(&places), ..env }, selector);
            quote!(|frame, item, selected| {
                rt::fill(selected, #selector);
                rt::Ok(())
            })
        }
    };
    let machine = nested_machine(scope, &quote!(#module));
    quote! {
        #input
        let items = rt::Array::clone(#items);
        let limit = #limit;
        #shared
        let joined = {
            let mut fork = frame.fork_map(raw, items.len()).await?;
            let machine = #machine;
            fork.map(&machine, &items, limit, #selector).await
        };
        rt::Ok(frame.join(joined, result)?)
    }
}

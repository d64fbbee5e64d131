//! What Task, Parallel and Map do after their work: the arms of `complete` and `caught`.

use super::expr::{Env, emit_template};
use super::flow::{self, Flow};
use super::places::{self, Places};
use super::scope::Scope;
use crate::ir::{Catcher, Finish, ResultPath};
use proc_macro2::TokenStream;
use quote::quote;

/// The arm of `complete`: `raw` is the state's input, in whose place the output is written, and `result` the raw
/// result, to be taken.
pub(super) fn emit_complete(scope: &Scope<'_, '_>, finish: &Finish) -> TokenStream {
    let (document, item) = (quote!(&*result), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let mut paths = Vec::new();
    let templates = finish.assign.iter().map(|assignment| &assignment.value).chain(&finish.result_selector);
    templates.for_each(|template| places::of_template(template, &mut paths));
    let (shared, places) = Places::share(env, &paths, 2);
    let env = Env { places: Some(&places), ..env };
    let assign = flow::emit_assign(env, &finish.assign);
    let selector = finish.result_selector.as_ref().map(|selector| {
        let selector = emit_template(env, selector);
        quote!(let result = #selector;)
    });
    let result = if selector.is_some() { quote!(result) } else { quote!(rt::take(result)) };
    let merge = emit_merge(scope, &finish.result_path, &result);
    let end = flow::emit_finish(env, &finish.output, &assign, Flow::Next(finish.next));
    let evaluate = &assign.evaluate;
    quote! {
        #shared
        #evaluate
        #selector
        #merge
        #end
    }
}

/// The arm of `caught` for one catcher: `raw` is the state's input, in whose place the output is written, and `error` the error output. `OutputPath` is not
/// applied (recorded).
pub(super) fn emit_caught(scope: &Scope<'_, '_>, catcher: &Catcher) -> TokenStream {
    let (document, item) = (quote!(&error), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let assign = flow::emit_assign(env, &catcher.assign);
    let merge = emit_merge(scope, &catcher.result_path, &quote!(error));
    let (evaluate, commit) = (&assign.evaluate, &assign.commit);
    let step = flow::emit_transition(scope, Flow::State(catcher.next));
    quote! {
        #evaluate
        #merge
        #commit
        rt::Ok(#step)
    }
}

/// `ResultPath` into the local `raw`. Until it has succeeded the state's input stays whole, for a retry.
pub(super) fn emit_merge(scope: &Scope<'_, '_>, path: &ResultPath, result: &TokenStream) -> TokenStream {
    match path {
        ResultPath::Replace => quote!(*raw = #result;),
        ResultPath::Discard => TokenStream::new(),
        ResultPath::At(path) => flow::emit_set(scope, path, result),
    }
}

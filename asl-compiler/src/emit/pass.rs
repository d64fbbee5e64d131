//! Pass: the result, then where it goes.

use super::expr::{Env, emit_select, emit_template};
use super::finish::emit_merge;
use super::flow::{self, Flow};
use super::literal::emit_shared;
use super::places::{self, Places};
use super::scope::Scope;
use crate::ir::{Pass, PassResult, ResultPath, Select};
use proc_macro2::TokenStream;
use quote::quote;

/// The arm of `step`; `raw` is the state's input, in whose place the output is written.
///
/// ```text
/// let input = &*raw;
/// let result = rt::param(…)?;
/// rt::set(raw, &PATH_1, result)?;
/// rt::Ok(rt::Step::Next(At::More))
/// ```
pub(super) fn emit_step(scope: &Scope<'_, '_>, pass: &Pass) -> TokenStream {
    let (raw, item) = (quote!(&*raw), quote!(frame.item()));
    let env = Env::new(scope, &raw, &item);
    let selected = emit_select(env, &pass.input);
    let input =
        selected.as_ref().map_or_else(|| quote!(let input = &*raw;), |input| quote!(let input = &#input;));
    let document = quote!(input);
    let env = env.over(&document);
    let mut paths = Vec::new();
    if let PassResult::Template(template) = &pass.result {
        places::of_template(template, &mut paths);
    }
    let (shared, places) = Places::share(env, &paths, 2);
    let env = Env { places: Some(&places), ..env };
    let result = match &pass.result {
        PassResult::Literal(literal) => emit_shared(scope, literal),
        PassResult::Template(template) => emit_template(env, template),
        // The input itself goes on: nothing to copy when nothing else needs it.
        PassResult::Input if moves_whole_input(pass) => return emit_move(scope, pass),
        PassResult::Input => quote!(rt::Value::clone(input)),
    };
    let document = quote!(&result);
    let assign = flow::emit_assign(env.over(&document), &pass.assign);
    let merge = emit_merge(scope, &pass.result_path, &quote!(result));
    let finish = flow::emit_finish(env, &pass.output, &assign, Flow::Next(pass.next));
    let evaluate = &assign.evaluate;
    quote! {
        #input
        #shared
        let result = #result;
        #evaluate
        #merge
        #finish
    }
}

fn moves_whole_input(pass: &Pass) -> bool {
    pass.input == Select::Whole && !matches!(pass.result_path, ResultPath::At(_))
}

/// `raw` is both input and result, and nothing is merged into it.
fn emit_move(scope: &Scope<'_, '_>, pass: &Pass) -> TokenStream {
    let (document, item) = (quote!(&*raw), quote!(frame.item()));
    let env = Env::new(scope, &document, &item);
    let assign = flow::emit_assign(env, &pass.assign);
    let finish = flow::emit_finish(env, &pass.output, &assign, Flow::Next(pass.next));
    let evaluate = &assign.evaluate;
    quote! {
        #evaluate
        #finish
    }
}

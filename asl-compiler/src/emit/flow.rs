//! Data flow that several state types share: `Assign`, `ResultPath`, `OutputPath`, transitions.

use super::expr::{Env, emit_select, emit_template};
use super::literal::emit_text;
use super::scope::Scope;
use crate::ir::{Assignment, Next, Path, Segment, Select, StateId};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// `Assign`, in two halves: all values are computed first, from the variables as they were when the state was
/// entered, and become visible only after the state's output is known.
pub(super) struct Assign {
    pub(super) evaluate: TokenStream,
    pub(super) commit: TokenStream,
}

pub(super) fn emit_assign(env: Env<'_>, assign: &[Assignment]) -> Assign {
    let mut evaluate = TokenStream::new();
    let mut commit = TokenStream::new();
    for (index, assignment) in assign.iter().enumerate() {
        let Some(field) = env.scope.own_variable(&assignment.variable) else { continue };
        let (name, local) = (&assignment.variable, format_ident!("assigned_{index}"));
        let value = emit_template(env, &assignment.value);
        evaluate.extend(quote!(let #local = #value;));
        commit.extend(quote! {
            frame.assigned(#name, &#local);
            frame.vars.#field = rt::Some(#local);
        });
    }
    Assign { evaluate, commit }
}

/// `ResultPath`: a statement that puts `value` into the local `raw`, the state's data.
pub(super) fn emit_set(scope: &Scope<'_, '_>, path: &Path, value: &TokenStream) -> TokenStream {
    let text = scope.path_text(path, 0);
    if let [Segment::Field(name)] = path.segments.as_slice() {
        let name = emit_text(name);
        quote!(rt::set_field(raw, &#text, #name, #value)?;)
    } else {
        quote!(rt::set(raw, &#text, #value)?;)
    }
}

/// Where control goes.
#[derive(Clone, Copy)]
pub(super) enum Flow {
    Next(Next),
    State(StateId),
}

/// `OutputPath` over the local `raw`, which holds the output, then the variables, then the transition. The output stays
/// in `raw`: a value that only passes through is not moved.
pub(super) fn emit_finish(env: Env<'_>, select: &Select, assign: &Assign, flow: Flow) -> TokenStream {
    let document = quote!(&*raw);
    let output = emit_select(env.over(&document), select);
    let output = output.map(|output| quote!(*raw = #output;));
    let commit = &assign.commit;
    let step = emit_transition(env.scope, flow);
    quote! {
        #output
        #commit
        rt::Ok(#step)
    }
}

/// The `Step` to another state or to the end.
pub(super) fn emit_transition(scope: &Scope<'_, '_>, flow: Flow) -> TokenStream {
    match flow {
        Flow::Next(Next::End) => quote!(rt::Step::End),
        Flow::Next(Next::State(state)) | Flow::State(state) => {
            let state = scope.names.state(state);
            quote!(rt::Step::Next(At::#state))
        }
    }
}

//! The trait `Tasks`, and the user's types in it.

use super::inputs::{Input, TaskNames};
use super::names::{Spelling, single};
use super::{Context, doc_code, version_module};
use crate::ir::TaskId;
use crate::versions::SharedTask;
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// `trait Tasks`.
pub(super) fn emit_tasks(cx: &Context<'_>) -> TokenStream {
    let methods = cx.tasks.iter().zip(cx.lineage.tasks()).map(|(names, shared)| {
        let method = &names.method;
        let docs = task_docs(cx, names, shared);
        let input = match &names.input {
            Input::Value => quote!(rt::Value),
            Input::Declared(alias) => quote!(super::#alias),
            Input::Struct(of) => {
                let name = &of.name;
                quote!(#name)
            }
        };
        let output = match &names.output {
            None => quote!(rt::Value),
            Some(alias) => quote!(super::#alias),
        };
        quote! {
            #(#[doc = #docs])*
            fn #method(
                &self,
                input: #input,
                cx: &rt::TaskContext,
            ) -> impl rt::Future<Output = rt::Result<#output, rt::TaskError>> + rt::Send;
        }
    });
    let without = cx.tasks.is_empty().then(|| {
        quote! {
            /// The workflow calls no tasks.
            impl Tasks for () {}
        }
    });
    quote! {
        /// The work that the workflow's Task states do. Methods may be written as `async fn`.
        pub trait Tasks: rt::Send + rt::Sync {
            #(#methods)*
        }

        #without
    }
}

/// ` The task `charge`, run by `Charge card`.`, and what older versions have to do with it.
fn task_docs(cx: &Context<'_>, names: &TaskNames, shared: &SharedTask) -> Vec<String> {
    let runs = |index: usize, id: TaskId| {
        let task = cx.lineage.programs().get(index).and_then(|program| program.tasks.get(id.0));
        let states = task.map(|task| task.states.as_slice()).unwrap_or_default();
        let states: Vec<_> = states.iter().map(|state| format!("`{}`", doc_code(state))).collect();
        states.join(", ")
    };
    let name = doc_code(&shared.task.name);
    let newest = shared.uses.iter().find(|(index, _)| *index == 0);
    let mut docs = vec![match newest {
        Some((index, id)) => format!(" The task `{name}`, run by {}.", runs(*index, *id)),
        None => format!(" The task `{name}`, which only older versions have."),
    }];
    if shared.is_old() {
        let by = shared.uses.iter().filter_map(|(index, id)| {
            let version = cx.versions.get(index.checked_sub(1)?)?;
            Some(format!("in `{}` by {}", version_module(&version.name), runs(*index, *id)))
        });
        let by: Vec<_> = by.collect();
        docs.extend([String::new(), format!(" It is run {}.", by.join(", "))]);
    }
    if names.former.is_some() {
        let text =
            " The versions give it different inputs, so it is a `Value` unless a type is declared for it.";
        docs.extend([String::new(), text.to_owned()]);
    }
    docs
}

/// The user's types, named where the macro stands: inside the module their paths would mean something else. With
/// each comes, under the same name, the function that reads or writes it. It is the only place that needs the
/// type's bounds, and its errors point at the user's own tokens.
pub(super) fn emit_aliases(cx: &Context<'_>) -> TokenStream {
    let module = single(&cx.options.name, Spelling::Snake, "workflow");
    let mut aliases = TokenStream::new();
    for (names, shared) in cx.tasks.iter().zip(cx.lineage.tasks()) {
        let Some(types) = cx.options.types_of(&shared.task) else { continue };
        if let (Input::Declared(alias), Some(ty)) = (&names.input, &types.input) {
            aliases.extend(emit_alias(cx, alias, ty, Use::TaskInput));
        }
        if let (Some(alias), Some(ty)) = (&names.output, &types.output) {
            aliases.extend(emit_alias(cx, alias, ty, Use::TaskOutput));
        }
    }
    if let Some(ty) = &cx.options.input {
        aliases.extend(emit_alias(cx, &quote::format_ident!("__asl_{module}__input"), ty, Use::Input));
    }
    if let Some(ty) = &cx.options.output {
        aliases.extend(emit_alias(cx, &quote::format_ident!("__asl_{module}__output"), ty, Use::Output));
    }
    aliases
}

/// What a declared type is for.
#[derive(Clone, Copy, Debug)]
enum Use {
    TaskInput,
    TaskOutput,
    Input,
    Output,
}

fn emit_alias(cx: &Context<'_>, alias: &Ident, ty: &syn::Type, of: Use) -> TokenStream {
    let rt = cx.runtime();
    let (signature, function) = match of {
        Use::TaskInput => (quote!(fn(&#rt::Value) -> #rt::Result<#alias, #rt::Fault>), "declared_task_input"),
        Use::TaskOutput => {
            (quote!(fn(&#alias) -> #rt::Result<#rt::Value, #rt::TaskError>), "declared_task_output")
        }
        Use::Input => (quote!(fn(&#alias) -> #rt::Result<#rt::Value, #rt::RunError>), "declared_input"),
        Use::Output => (quote!(fn(#rt::Value) -> #rt::Result<#alias, #rt::RunError>), "declared_output"),
    };
    let function = Ident::new(function, ty.span());
    let function = quote_spanned!(ty.span()=> #rt::#function::<#ty>);
    // What is not there needs no types.
    let conditions: Vec<_> = cx.options.attributes.iter().filter(|it| it.path().is_ident("cfg")).collect();
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(
            non_camel_case_types,
            unused_qualifications,
            clippy::absolute_paths,
            clippy::allow_attributes,
            reason = "named after the module and the task; types are spelled as the options spell them"
        )]
        type #alias = #ty;
        #(#conditions)*
        #[doc(hidden)]
        #[allow(
            dead_code,
            non_upper_case_globals,
            unused_qualifications,
            clippy::absolute_paths,
            clippy::allow_attributes,
            reason = "named like its type"
        )]
        const #alias: #signature = #function;
    }
}

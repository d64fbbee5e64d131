//! From the program to Rust: data and typed glue around the runtime's functions.
//!
//! Emission cannot fail, and the same program gives the same tokens on any machine. One file a state type; what
//! every one of them expands to stands at its head. Everything that the code names goes through the alias
//! `rt` of the runtime's hidden module, so that nothing in the user's crate can get in the way.

mod choice;
mod expr;
mod fail;
mod finish;
mod flow;
mod growth;
mod inputs;
mod literal;
mod machine;
mod map;
mod names;
mod parallel;
mod pass;
mod places;
mod scope;
mod segments;
mod shapes;
mod succeed;
mod task;
mod wait;

#[cfg(test)]
mod tests;

use crate::ir::{Program, TaskId};
use crate::options::Options;
use inputs::{Input, TaskNames};
use machine::{Implementor, emit_machine};
use names::{Names, Spelling, single};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use scope::Scope;
use syn::spanned::Spanned;

/// Modules that every machine's module has already.
const RESERVED_MODULES: &[&str] = &["rt"];

/// Types that the root module has already, and those that its code names without a path.
const RESERVED_TYPES: &[&str] =
    &["State", "At", "Vars", "Tasks", "Self", "Machine", "Outer", "T", "E", "S", "D", "I", "O"];

/// What emission knows about the whole definition.
#[derive(Clone)]
pub(crate) struct Context<'a> {
    program: &'a Program,
    options: &'a Options,
    tasks: &'a [TaskNames],
    /// From the module that is being written to the root module: `super::super::`, empty at the root.
    to_root: TokenStream,
}

impl Context<'_> {
    fn task(&self, id: TaskId) -> &TaskNames {
        // INVARIANT: task ids are indexes into the program's own list, and `tasks` has one entry for each.
        #[expect(clippy::indexing_slicing, reason = "task ids are made from this very list")]
        &self.tasks[id.0]
    }

    /// The path of the runtime's hidden module.
    fn runtime(&self) -> TokenStream {
        let runtime = &self.options.runtime;
        quote!(#runtime::__private)
    }

    /// What stands first in every module: the runtime's name, and the traits whose methods the code calls, for
    /// crates without a prelude.
    fn imports(&self) -> TokenStream {
        let runtime = self.runtime();
        quote! {
            use #runtime as rt;
            use rt::{Clone as _, From as _, Into as _};
        }
    }
}

/// A module without a definition: `errors` and nothing else.
pub(crate) fn emit_empty(options: &Options, errors: &TokenStream) -> TokenStream {
    let module = single(&options.name, Spelling::Snake, "workflow");
    let Options { visibility, attributes, .. } = options;
    quote!(#(#attributes)* #visibility mod #module { #errors })
}

/// What stands in the module beside what the program gives.
#[derive(Default)]
pub(crate) struct Extras {
    /// Items that are put into it first.
    pub(crate) errors: TokenStream,
    /// A picture for its documentation.
    pub(crate) picture: Option<String>,
}

/// The module of a definition.
pub(crate) fn emit(program: &Program, options: &Options, extras: &Extras) -> TokenStream {
    let Extras { errors, picture } = extras;
    let module = single(&options.name, Spelling::Snake, "workflow");
    let mut types = Names::new(Spelling::Camel, "Workflow", RESERVED_TYPES);
    let workflow = types.add(&options.name);
    let tasks = inputs::name_tasks(program, options, &mut types);
    let cx = Context { program, options, tasks: &tasks, to_root: TokenStream::new() };
    let scope = Scope::new(&program.root, None, RESERVED_MODULES);
    let of = Implementor { generics: quote!(<T: Tasks>), ty: quote!(#workflow<T>) };
    let machine = emit_machine(&cx, &scope, &of);
    let tasks_trait = emit_tasks(&cx);
    let methods = emit_methods(&cx, &workflow);
    let mut structs = Vec::new();
    for (names, task) in tasks.iter().zip(&program.tasks) {
        if let Input::Struct(of) = &names.input {
            inputs::emit_struct(of, &doc_code(&task.name), &mut structs);
        }
    }
    let Options { visibility, attributes, .. } = options;
    let (aliases, checks, imports) = (emit_aliases(&cx), shapes::emit_checks(&cx), cx.imports());
    let include = options.include.as_ref().map(|path| {
        quote!(
            const _: &rt::str = rt::include_str!(#path);
        )
    });
    let allow = emit_allow();
    let (name, execution_input) = (&options.name, machine.uses.execution_input);
    let execution = machine.uses.execution || !tasks.is_empty();
    let timeout = if let Some(seconds) = program.timeout_seconds {
        quote!(rt::Some(#seconds))
    } else {
        quote!(rt::None)
    };
    let docs = module_docs(program, &options.name);
    // Only documentation shows it.
    let picture = picture.as_ref().map(|picture| quote!(#[cfg_attr(doc, doc = "", doc = #picture)]));
    let items = machine.items;
    quote! {
        #aliases
        #checks
        #(#attributes)*
        #(#[doc = #docs])*
        #picture
        #allow
        #visibility mod #module {
            #imports

            #errors
            #include
            #tasks_trait
            #(#structs)*

            /// The compiled state machine: the workflow with the tasks that it calls.
            #[derive(rt::Clone, rt::Debug)]
            pub struct #workflow<T> {
                tasks: T,
            }

            #methods

            impl<T: Tasks> rt::Workflow for #workflow<T> {
                const NAME: &'static rt::str = #name;
                const TIMEOUT_SECONDS: rt::Option<rt::u64> = #timeout;
                const EXECUTION: rt::bool = #execution;
                const EXECUTION_INPUT: rt::bool = #execution_input;
            }

            #items
        }
    }
}

/// Lints are about code that somebody keeps up by hand. `warnings` does not reach what the user's crate denies by
/// name, and what it forbids by name must not stand here: so few are named, and no group that has lints which
/// people forbid.
fn emit_allow() -> TokenStream {
    quote! {
        #[allow(
            warnings,
            dead_code,
            missing_copy_implementations,
            single_use_lifetimes,
            unreachable_code,
            unreachable_patterns,
            unreachable_pub,
            unused_assignments,
            unused_imports,
            unused_lifetimes,
            unused_mut,
            unused_parens,
            unused_qualifications,
            unused_variables,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::absolute_paths,
            clippy::allow_attributes,
            clippy::implicit_return,
            clippy::min_ident_chars,
            clippy::missing_docs_in_private_items,
            clippy::shadow_reuse,
            clippy::shadow_same,
            clippy::shadow_unrelated,
            clippy::wildcard_enum_match_arm,
            reason = "generated from a definition"
        )]
    }
}

/// ` The workflow `order`, …`, an empty line, its comment.
fn module_docs(program: &Program, name: &str) -> Vec<String> {
    let mut docs = vec![format!(" The workflow `{}`, compiled from Amazon States Language.", doc_code(name))];
    if let Some(comment) = &program.comment {
        docs.extend([String::new(), format!(" {}", doc_text(comment))]);
    }
    docs
}

/// Text of the definition inside a doc comment: on one line, and no markup of its own. White space is folded: four
/// spaces at the start would make it code, which rustdoc would try to compile.
fn doc_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if matches!(c, '`' | '[' | ']' | '<' | '>' | '*' | '_' | '~' | '#' | '|' | '\\') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}

/// A name of the definition between the backticks of a doc comment, where nothing can be escaped.
fn doc_code(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").replace('`', "'").replace(char::is_control, "")
}

/// `trait Tasks`.
fn emit_tasks(cx: &Context<'_>) -> TokenStream {
    let methods = cx.tasks.iter().zip(&cx.program.tasks).map(|(names, task)| {
        let method = &names.method;
        let states: Vec<_> = task.states.iter().map(|state| format!("`{}`", doc_code(state))).collect();
        let doc = format!(" The task `{}`, run by {}.", doc_code(&task.name), states.join(", "));
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
            #[doc = #doc]
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

/// Construction and `run`.
fn emit_methods(cx: &Context<'_>, workflow: &Ident) -> TokenStream {
    let module = single(&cx.options.name, Spelling::Snake, "workflow");
    let alias = |what: &str| quote::format_ident!("__asl_{module}__{what}");
    let (input_generics, input, write) = match &cx.options.input {
        Some(_) => {
            let alias = alias("input");
            (None, quote!(super::#alias), quote!(super::#alias))
        }
        None => (Some(quote!(I: rt::serde::Serialize + ?rt::Sized)), quote!(I), quote!(rt::write_input)),
    };
    let (output_generics, output, read) = match &cx.options.output {
        Some(_) => {
            let alias = alias("output");
            (None, quote!(super::#alias), quote!(super::#alias))
        }
        None => (Some(quote!(O: rt::serde::de::DeserializeOwned)), quote!(O), quote!(rt::read_output)),
    };
    let run_generics: Vec<_> = input_generics.iter().chain(&output_generics).collect();
    let record_generics = input_generics.iter();
    let start_generics = input_generics.iter();
    quote! {
        impl<T: Tasks> #workflow<T> {
            /// The workflow with its tasks.
            pub const fn new(tasks: T) -> Self {
                Self { tasks }
            }

            /// The tasks.
            pub const fn tasks(&self) -> &T {
                &self.tasks
            }

            /// Runs it in memory, with the default settings, to its end.
            ///
            /// # Errors
            /// When the execution does not succeed, or input or output do not fit their types.
            pub fn run<#(#run_generics),*>(
                &self,
                input: &#input,
            ) -> impl rt::Future<Output = rt::Result<#output, rt::RunError>> + rt::Send {
                rt::run(self, input, #write, #read)
            }

            /// Runs it like `run`, and keeps the history.
            ///
            /// # Errors
            /// When the input cannot be turned into JSON; a failed execution is a report.
            pub fn record<#(#record_generics),*>(
                &self,
                input: &#input,
            ) -> impl rt::Future<Output = rt::Result<rt::Report, rt::RunError>> + rt::Send {
                rt::record(self, input, #write)
            }

            /// Starts it in memory in the background, on the current tokio runtime.
            ///
            /// # Errors
            /// When the input cannot be turned into JSON.
            ///
            /// # Panics
            /// Outside of a tokio runtime.
            pub fn start<#(#start_generics),*>(
                self: &rt::Arc<Self>,
                input: &#input,
            ) -> rt::Result<rt::Handle, rt::RunError>
            where
                T: 'static,
            {
                rt::start(self, input, #write)
            }
        }
    }
}

/// The user's types, named where the macro stands: inside the module their paths would mean something else. With
/// each comes, under the same name, the function that reads or writes it. It is the only place that needs the
/// type's bounds, and its errors point at the user's own tokens.
fn emit_aliases(cx: &Context<'_>) -> TokenStream {
    let module = single(&cx.options.name, Spelling::Snake, "workflow");
    let mut aliases = TokenStream::new();
    for (names, task) in cx.tasks.iter().zip(&cx.program.tasks) {
        let Some(types) = cx.options.types_of(task) else { continue };
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

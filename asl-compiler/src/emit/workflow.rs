//! The top level of a definition: the newest version, which users run, and older ones, which only engines run.
//!
//! ```text
//! impl<T: Tasks> rt::Workflow for Order<T> { … }
//!
//! impl<T: Tasks + 'static> rt::Versions for Order<T> {
//!     fn visit_versions(self: &rt::Arc<Self>, visitor: &mut impl rt::VersionVisitor) {
//!         rt::VersionVisitor::version(visitor, rt::Arc::clone(self));
//!         rt::VersionVisitor::version(visitor, rt::Arc::new(versions::v1::Order::new(rt::Arc::clone(self))));
//!     }
//! }
//!
//! pub mod versions {
//!     pub mod v1 {
//!         pub struct Order<T> { current: rt::Arc<super::super::Order<T>> }
//!         impl<T: super::super::Tasks> rt::Workflow for Order<T> { … }
//!         pub enum State { … }
//!     }
//! }
//! ```
//!
//! An older version is a machine of its own that calls the tasks of the newest.

use super::machine::{EmittedMachine, Implementor, emit_machine};
use super::names::{Spelling, single};
use super::scope::Scope;
use super::{Context, Definition, RESERVED_MODULES, Version, doc_code, doc_text, version_module};
use crate::definition::DefinitionHash;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// The module of the older versions.
const VERSIONS: &str = "versions";

/// All that makes the newest version run.
pub(super) fn emit_newest(cx: &Context<'_>, workflow: &Ident, definition: &Definition) -> TokenStream {
    let with_versions: Vec<&str> = RESERVED_MODULES.iter().copied().chain([VERSIONS]).collect();
    let reserved = if cx.versions.is_empty() { RESERVED_MODULES } else { with_versions.as_slice() };
    let scope = Scope::root(&cx.program.root, reserved, quote!(&self.tasks));
    let of = Implementor { generics: quote!(<T: Tasks>), ty: quote!(#workflow<T>) };
    let machine = emit_machine(cx, &scope, &of);
    let body = emit_workflow(cx, &of, &machine, definition);
    let versions = cx.versions.iter().map(|version| {
        let module = version_module(&version.name);
        quote!(rt::Arc::new(versions::#module::#workflow::new(rt::Arc::clone(self))))
    });
    let versions = std::iter::once(quote!(rt::Arc::clone(self))).chain(versions);
    let items = machine.items;
    quote! {
        #body

        impl<T: Tasks + 'static> rt::Versions for #workflow<T> {
            fn visit_versions(self: &rt::Arc<Self>, visitor: &mut impl rt::VersionVisitor) {
                #(rt::VersionVisitor::version(visitor, #versions);)*
            }
        }

        #items
    }
}

/// `impl rt::Workflow for …`, and the inclusion of the definition's file.
fn emit_workflow(
    cx: &Context<'_>,
    of: &Implementor,
    machine: &EmittedMachine,
    definition: &Definition,
) -> TokenStream {
    let Implementor { generics, ty } = of;
    let include = definition.include.as_ref().map(|path| quote!(rt::include_str!(#path)));
    let hash = emit_hash(definition.hash);
    let json = match (&definition.json, &include) {
        (None, Some(include)) => include.clone(),
        (json, _) => json.as_deref().unwrap_or_default().to_token_stream(),
    };
    // Two of one file would be the same to rustc, and more to read for people.
    let include =
        include.filter(|_| definition.json.is_some()).map(|text| quote!(const _: &rt::str = #text;));
    let (name, execution_input) = (&cx.options.name, machine.uses.execution_input);
    let execution = machine.uses.execution || !cx.program.tasks.is_empty();
    let timeout = if let Some(seconds) = cx.program.timeout_seconds {
        quote!(rt::Some(#seconds))
    } else {
        quote!(rt::None)
    };
    quote! {
        #include

        impl #generics rt::Workflow for #ty {
            const NAME: &'static rt::str = #name;
            const TIMEOUT_SECONDS: rt::Option<rt::u64> = #timeout;
            const EXECUTION: rt::bool = #execution;
            const EXECUTION_INPUT: rt::bool = #execution_input;
            const DEFINITION: rt::DefinitionHash = #hash;
            const DEFINITION_JSON: &'static rt::str = #json;
        }
    }
}

/// `rt::DefinitionHash::from_u128(0x…)`.
fn emit_hash(hash: Option<DefinitionHash>) -> TokenStream {
    let hash = hash.unwrap_or(DefinitionHash([0; 16]));
    // INVARIANT: 32 hexadecimal digits are a literal of this type.
    let number = syn::LitInt::new(&format!("0x{hash}"), Span::call_site());
    quote!(rt::DefinitionHash::from_u128(#number))
}

/// What is known about each version, the newest first.
pub(super) fn contexts<'a>(cx: &Context<'a>) -> impl Iterator<Item = Context<'a>> {
    let programs = cx.lineage.programs().iter().enumerate();
    programs.map(|(version, program)| Context { program, version, to_root: TokenStream::new(), ..*cx })
}

/// The modules of the older versions.
pub(super) fn emit_versions(cx: &Context<'_>, workflow: &Ident) -> Option<TokenStream> {
    let modules: Vec<_> = contexts(cx)
        .skip(1)
        .zip(cx.versions)
        .map(|(of, version)| {
            emit_version(&Context { to_root: quote!(super::super::), ..of }, workflow, version)
        })
        .collect();
    (!modules.is_empty()).then(|| {
        quote! {
            /// Older versions of the definition, for executions that started with them.
            pub mod versions { #(#modules)* }
        }
    })
}

fn emit_version(cx: &Context<'_>, workflow: &Ident, version: &Version) -> TokenStream {
    let module = version_module(&version.name);
    let scope = Scope::root(&cx.program.root, RESERVED_MODULES, quote!(&self.current.tasks));
    let of = Implementor { generics: quote!(<T: super::super::Tasks>), ty: quote!(#workflow<T>) };
    let machine = emit_machine(cx, &scope, &of);
    let body = emit_workflow(cx, &of, &machine, &version.definition);
    let mut docs = vec![format!(" The version `{}`.", doc_code(&version.name))];
    if let Some(comment) = &cx.program.comment {
        docs.extend([String::new(), format!(" {}", doc_text(comment))]);
    }
    let (imports, items) = (cx.imports(), machine.items);
    quote! {
        #(#[doc = #docs])*
        pub mod #module {
            #imports

            /// The workflow as this version has it, with the tasks of the newest.
            #[derive(rt::Debug)]
            pub struct #workflow<T> {
                current: rt::Arc<super::super::#workflow<T>>,
            }

            impl<T> #workflow<T> {
                /// This version of a workflow.
                pub const fn new(current: rt::Arc<super::super::#workflow<T>>) -> Self {
                    Self { current }
                }
            }

            #body
            #items
        }
    }
}

/// Construction and `run`.
pub(super) fn emit_methods(cx: &Context<'_>, workflow: &Ident) -> TokenStream {
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

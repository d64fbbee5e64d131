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
mod tasks;
mod wait;
mod workflow;

#[cfg(test)]
mod tests;

use crate::definition::DefinitionHash;
use crate::ir::{Program, TaskId};
use crate::options::{Options, TaskTypes};
use crate::source::Source;
use crate::versions::Lineage;
use inputs::TaskNames;
use names::{Names, Spelling, single};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Modules that every machine's module has already.
const RESERVED_MODULES: &[&str] = &["rt"];

/// Types that the root module has already, and those that its code names without a path.
const RESERVED_TYPES: &[&str] =
    &["State", "At", "Vars", "Tasks", "Self", "Machine", "Outer", "T", "E", "S", "D", "I", "O"];

/// What emission knows about the whole definition.
#[derive(Clone)]
pub(crate) struct Context<'a> {
    lineage: &'a Lineage<'a>,
    /// Which of its programs is being written, and its place there; 0 is the newest.
    program: &'a Program,
    version: usize,
    /// The older versions.
    versions: &'a [Version],
    /// What the programs were read from.
    sources: &'a [&'a Source],
    options: &'a Options,
    /// The tasks of all versions.
    tasks: &'a [TaskNames],
    /// From the module that is being written to the root module: `super::super::`, empty at the root.
    to_root: TokenStream,
}

impl<'a> Context<'a> {
    fn task(&self, id: TaskId) -> &'a TaskNames {
        // INVARIANT: `tasks` has one entry for each task of the lineage, whose indexes these are.
        #[expect(clippy::indexing_slicing, reason = "indexes are made from this very list")]
        &self.tasks[self.lineage.index(self.version, id)]
    }

    /// The name of the version that is being written; of the newest, nothing.
    fn version_name(&self) -> &'a str {
        let version = self.version.checked_sub(1).and_then(|index| self.versions.get(index));
        version.map_or("", |version| &version.name)
    }

    /// The types that are declared for a task.
    fn types_of(&self, id: TaskId) -> Option<&'a TaskTypes> {
        let shared = self.lineage.tasks().get(self.lineage.index(self.version, id))?;
        self.options.types_of(&shared.task)
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

/// What stands in the module beside what the programs give.
#[derive(Default)]
pub(crate) struct Extras {
    /// Items that are put into it first.
    pub(crate) errors: TokenStream,
    /// A picture for its documentation.
    pub(crate) picture: Option<String>,
    /// The definition that the newest program was made from.
    pub(crate) definition: Definition,
    /// The older versions, in the order of the lineage.
    pub(crate) versions: Vec<Version>,
}

/// An older version.
pub(crate) struct Version {
    /// The name that its module gets, in any spelling.
    pub(crate) name: String,
    /// The definition that its program was made from.
    pub(crate) definition: Definition,
}

/// A definition's identity and text.
#[derive(Default)]
pub(crate) struct Definition {
    /// None when there are mistakes, and nothing will run.
    pub(crate) hash: Option<DefinitionHash>,
    /// The file that the code includes, so that an edit rebuilds it.
    pub(crate) include: Option<String>,
    /// None when it is that of the included file.
    pub(crate) json: Option<String>,
}

/// The module of a version with this name.
pub(crate) fn version_module(name: &str) -> Ident {
    single(name, Spelling::Snake, "version")
}

/// The module of a definition, with its older versions.
///
/// `sources` are what the programs of the lineage were read from, in their order.
pub(crate) fn emit(
    lineage: &Lineage<'_>,
    sources: &[&Source],
    options: &Options,
    extras: &Extras,
) -> TokenStream {
    let Some(&program) = lineage.programs().first() else { return TokenStream::new() };
    let Extras { errors, picture, definition, versions } = extras;
    let module = single(&options.name, Spelling::Snake, "workflow");
    let mut types = Names::new(Spelling::Camel, "Workflow", RESERVED_TYPES);
    let workflow = types.add(&options.name);
    let tasks = inputs::name_tasks(lineage, options, &mut types);
    let to_root = TokenStream::new();
    let cx = Context { lineage, program, version: 0, versions, sources, options, tasks: &tasks, to_root };
    let tasks_trait = tasks::emit_tasks(&cx);
    let methods = workflow::emit_methods(&cx, &workflow);
    let body = workflow::emit_newest(&cx, &workflow, definition);
    let versions = workflow::emit_versions(&cx, &workflow);
    let structs = inputs::emit_structs(&cx);
    let Options { visibility, attributes, .. } = options;
    let (aliases, imports) = (tasks::emit_aliases(&cx), cx.imports());
    // Where there are mistakes, the states are not those of the definition.
    let checks = workflow::contexts(&cx).filter(|_| errors.is_empty()).map(|cx| shapes::emit_checks(&cx));
    let allow = emit_allow();
    let docs = module_docs(program, &options.name);
    // Only documentation shows it.
    let picture = picture.as_ref().map(|picture| quote!(#[cfg_attr(doc, doc = "", doc = #picture)]));
    quote! {
        #aliases
        #(#checks)*
        #(#attributes)*
        #(#[doc = #docs])*
        #picture
        #allow
        #visibility mod #module {
            #imports

            #errors
            #tasks_trait
            #structs

            /// The compiled state machine: the workflow with the tasks that it calls.
            #[derive(rt::Clone, rt::Debug)]
            pub struct #workflow<T> {
                tasks: T,
            }

            #methods
            #body
            #versions
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

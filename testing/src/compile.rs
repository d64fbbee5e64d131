//! From definitions to modules of Rust, whose tasks are played by [`run::Mock`](crate::run::Mock).

mod notation;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use asl_compiler::Source;
use asl_compiler::report::{Style, render_all};
use asl_compiler::{Options, compile};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse_quote;

pub use notation::json_of;

/// The compiled definitions so far: one module for each distinct text.
///
/// The modules need the crate `asl-testing` with its feature `run`.
#[derive(Debug, Default)]
pub struct Modules {
    coverage: bool,
    by_text: BTreeMap<String, usize>,
    list: Vec<Module>,
}

#[derive(Debug)]
enum Module {
    /// Its code.
    Compiled(String),
    /// The compiler's report.
    Rejected(String),
}

impl Modules {
    /// Modules that tell which rules of Choices matched.
    pub fn with_coverage() -> Self {
        Self { coverage: true, ..Self::default() }
    }

    /// Compiles a definition, unless it was before; gives its place in the table.
    ///
    /// What fails no earlier than in the run is compiled to what fails there: a case may expect just that. A
    /// definition that the compiler refuses takes a place too; its report is in the table, and in
    /// [`rejected`](Self::rejected).
    ///
    /// # Errors
    /// The compiler's code is not what it promises to be.
    pub fn add(&mut self, source: &Source, substitutions: &BTreeMap<String, String>) -> syn::Result<usize> {
        let key = format!("{}\0{substitutions:?}", source.text());
        if let Some(&place) = self.by_text.get(&key) {
            return Ok(place);
        }
        let place = self.list.len();
        let mut options = Options::new(format!("m{place}"));
        options.allow = vec!["doomed".to_owned()];
        options.runtime = parse_quote!(::asl_testing::asl_runtime);
        options.substitutions.clone_from(substitutions);
        options.coverage = self.coverage;
        let compilation = compile(source, &options);
        self.list.push(match &compilation.tokens {
            Some(tokens) => Module::Compiled(format!("{tokens}\n{}", implement_tasks(place, tokens)?)),
            None => Module::Rejected(render_all(source, compilation.diagnostics.iter(), Style::Plain)),
        });
        self.by_text.insert(key, place);
        Ok(place)
    }

    /// The compiler's report on a definition that it refused, by place.
    pub fn rejected(&self, place: usize) -> Option<&str> {
        match self.list.get(place)? {
            Module::Rejected(report) => Some(report),
            Module::Compiled(_) => None,
        }
    }

    /// The files to write: name and code. [`table`](Self::table) includes them.
    pub fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.list.iter().enumerate().filter_map(|(place, module)| match module {
            Module::Compiled(code) => Some((format!("m{place}.rs"), code.as_str())),
            Module::Rejected(_) => None,
        })
    }

    /// Code for a constant `DEFINITIONS`, the table of all of them. `folder` is an expression before each file's name:
    /// `env!("OUT_DIR"), "/"`, or `""` for files beside the code.
    pub fn table(&self, folder: &str) -> String {
        let mut code = String::new();
        for (file, _) in self.files() {
            // Writing into a string cannot fail.
            let _ = writeln!(code, "include!(concat!({folder}, {file:?}));");
        }
        code.push_str("const DEFINITIONS: &[::asl_testing::run::Found] = &[\n");
        for (place, module) in self.list.iter().enumerate() {
            let _ = match module {
                Module::Compiled(_) => writeln!(
                    code,
                    "::asl_testing::run::Found::Compiled(&::asl_testing::run::Compiled::new(m{place}::M{place}::<::asl_testing::run::Mock>::new)),"
                ),
                Module::Rejected(report) => {
                    writeln!(code, "::asl_testing::run::Found::Rejected({report:?}),")
                }
            };
        }
        code.push_str("];\n");
        code
    }
}

/// `impl m0::Tasks for Mock`, from the generated trait.
fn implement_tasks(place: usize, tokens: &TokenStream) -> syn::Result<String> {
    let broken = |what: &str| syn::Error::new(proc_macro2::Span::call_site(), what);
    let file: syn::File = syn::parse2(tokens.clone())?;
    let module = file.items.iter().find_map(|item| match item {
        syn::Item::Mod(module) => module.content.as_ref(),
        _ => None,
    });
    let (_, items) = module.ok_or_else(|| broken("the generated code has no module"))?;
    let methods = items.iter().find_map(|item| match item {
        syn::Item::Trait(tasks) if tasks.ident == "Tasks" => Some(&tasks.items),
        _ => None,
    });
    let mut code = format!("impl m{place}::Tasks for ::asl_testing::run::Mock {{\n");
    for method in methods.ok_or_else(|| broken("the generated code has no tasks"))? {
        let syn::TraitItem::Fn(method) = method else { continue };
        let Some(syn::FnArg::Typed(input)) = method.sig.inputs.get(1) else { continue };
        let name = &method.sig.ident;
        let ty = input.ty.to_token_stream().to_string();
        let value = "::asl_testing::asl_runtime::Value";
        let ty = if ty.contains("::") { value.to_owned() } else { format!("m{place}::{ty}") };
        let _ = writeln!(
            code,
            "async fn {name}(&self, input: {ty}, cx: &::asl_testing::asl_runtime::TaskContext) \
             -> ::core::result::Result<{value}, ::asl_testing::asl_runtime::TaskError> \
             {{ self.attempt(input, cx).await }}"
        );
    }
    code.push_str("}\n");
    Ok(code)
}

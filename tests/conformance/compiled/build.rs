//! Compiles the definitions of the conformance cases.
//!
//! Reads `ASL_CONFORMANCE_DIR` (without it, `../shared/conformance` beside the repository, where that exists) and the
//! project's own cases. Cases with equal definitions share a module. A definition that the compiler refuses does not
//! stop the build: its cases fail with the compiler's report.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use asl_compiler::report::{Style, render_all};
use asl_compiler::{Options, Source, compile};
use asl_tests::conformance::{Scope, load_dir};
use quote::ToTokens;

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-env-changed=ASL_CONFORMANCE_DIR");
    let mut modules = Modules::default();
    let mut cases = BTreeMap::new();
    let folders = folders()?;
    for (folder, dir) in &folders {
        println!("cargo::rerun-if-changed={}", dir.display());
        for case in load_dir(dir)?.cases.iter().filter(|case| Scope::of(case) == Scope::In) {
            cases.insert((*folder, case.name.clone()), modules.add(case.definition.text())?);
        }
    }
    let mut code = modules.code;
    writeln!(code, "/// The folders of cases: a short name, and where it was when the crate was built.")?;
    writeln!(code, "pub const FOLDERS: &[(&str, &str)] = &{folders:?};")?;
    writeln!(code, "/// Folder and name of each case in scope, sorted, and its place in `DEFINITIONS`.")?;
    let cases: Vec<_> = cases.into_iter().collect();
    writeln!(code, "const CASES: &[((&str, &str), usize)] = &{cases:?};")?;
    writeln!(code, "const DEFINITIONS: &[Found] = &[{}];", modules.table)?;
    fs::write(out_dir()?.join("definitions.rs"), code)?;
    Ok(())
}

fn out_dir() -> Result<PathBuf, Failure> {
    Ok(PathBuf::from(std::env::var("OUT_DIR")?))
}

/// The recordings, where they are at hand, and the project's own cases. A relative `ASL_CONFORMANCE_DIR` starts at the
/// repository.
fn folders() -> Result<Vec<(&'static str, PathBuf)>, Failure> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").canonicalize()?;
    let mut folders = Vec::new();
    match std::env::var_os("ASL_CONFORMANCE_DIR").filter(|dir| !dir.is_empty()) {
        Some(dir) => {
            let dir = repository.join(dir);
            let found = dir.canonicalize();
            folders.push(("", found.map_err(|error| format!("{}: {error}", dir.display()))?));
        }
        None => folders.extend(repository.join("../shared/conformance").canonicalize().map(|dir| ("", dir))),
    }
    let own = repository.join("tests/conformance/cases");
    if folders.iter().all(|(_, dir)| *dir != own) {
        folders.push(("own", own));
    }
    Ok(folders)
}

/// The modules so far, one for each definition.
#[derive(Default)]
struct Modules {
    by_text: BTreeMap<String, usize>,
    /// The modules and the tasks of each.
    code: String,
    /// The elements of `DEFINITIONS`.
    table: String,
}

impl Modules {
    /// The place of the definition in `DEFINITIONS`.
    fn add(&mut self, definition: &str) -> Result<usize, Failure> {
        if let Some(&place) = self.by_text.get(definition) {
            return Ok(place);
        }
        let place = self.by_text.len();
        self.by_text.insert(definition.to_owned(), place);
        let source = Source::new("definition.asl.json", definition);
        let mut options = Options::new(format!("m{place}"));
        // What fails in AWS's recording has to fail in ours.
        options.allow = vec!["doomed".to_owned()];
        let compilation = compile(&source, &options);
        let Some(tokens) = &compilation.tokens else {
            let report = render_all(&source, compilation.diagnostics.iter(), Style::Plain);
            write!(self.table, "Found::Rejected({report:?}),")?;
            return Ok(place);
        };
        let tasks = implement_tasks(place, tokens)?;
        fs::write(out_dir()?.join(format!("m{place}.rs")), format!("{tokens}\n{tasks}"))?;
        writeln!(self.code, "include!(concat!(env!(\"OUT_DIR\"), \"/m{place}.rs\"));")?;
        write!(self.table, "Found::Compiled(&Compiled(m{place}::M{place}::<Mock>::new)),")?;
        Ok(place)
    }
}

/// `impl m0::Tasks for Mock`, from the generated trait.
fn implement_tasks(place: usize, tokens: &proc_macro2::TokenStream) -> Result<String, Failure> {
    let file: syn::File = syn::parse2(tokens.clone())?;
    let module = file.items.iter().find_map(|item| match item {
        syn::Item::Mod(module) => module.content.as_ref(),
        _ => None,
    });
    let (_, items) = module.ok_or("the generated code has no module")?;
    let methods = items.iter().find_map(|item| match item {
        syn::Item::Trait(tasks) if tasks.ident == "Tasks" => Some(&tasks.items),
        _ => None,
    });
    let mut code = format!("impl m{place}::Tasks for Mock {{\n");
    for method in methods.ok_or("the generated code has no tasks")? {
        let syn::TraitItem::Fn(method) = method else { continue };
        let Some(syn::FnArg::Typed(input)) = method.sig.inputs.get(1) else { continue };
        let name = &method.sig.ident;
        let ty = input.ty.to_token_stream().to_string();
        let ty = if ty.contains("::") { "Value".to_owned() } else { format!("m{place}::{ty}") };
        writeln!(
            code,
            "async fn {name}(&self, input: {ty}, cx: &TaskContext) -> Result<Value, TaskError> \
             {{ self.attempt(input, cx).await }}"
        )?;
    }
    code.push_str("}\n");
    Ok(code)
}

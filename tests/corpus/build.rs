//! Compiles every definition of the corpus into a module.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use asl_compiler::report::{Style, render_all};
use asl_compiler::{Options, Source, compile};
use asl_testing::Scope;

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-env-changed=ASL_CORPUS_DIR");
    let mut corpus = Corpus::default();
    if let Some(dir) = folder()? {
        println!("cargo::rerun-if-changed={}", dir.display());
        let mut files =
            fs::read_dir(dir)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        for file in files {
            corpus.add(&file)?;
        }
    }
    let Corpus { mut code, compiled, refused, out_of_scope } = corpus;
    writeln!(code, "/// The definitions that were compiled.\npub const COMPILED: &[&str] = &{compiled:?};")?;
    writeln!(code, "/// Those that the compiler refused.\npub const REFUSED: &[Sample] = &{refused:?};")?;
    writeln!(code, "/// Those that need more.\npub const OUT_OF_SCOPE: &[Sample] = &{out_of_scope:?};")?;
    fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("corpus.rs"), code)?;
    Ok(())
}

fn folder() -> Result<Option<PathBuf>, Failure> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    match std::env::var_os("ASL_CORPUS_DIR").filter(|dir| !dir.is_empty()) {
        Some(dir) => Ok(Some(repository.join(dir).canonicalize()?)),
        None => Ok(repository.join("../shared/corpus/samples").canonicalize().ok()),
    }
}

#[derive(Default)]
struct Corpus {
    code: String,
    compiled: Vec<String>,
    refused: Vec<(String, String)>,
    out_of_scope: Vec<(String, String)>,
}

impl Corpus {
    fn add(&mut self, file: &Path) -> Result<(), Failure> {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(file)?;
        if let Ok(definition) = serde_json::from_str(&text)
            && let Scope::Out(reason) = Scope::of_definition(&definition)
        {
            self.out_of_scope.push((name, reason.to_owned()));
            return Ok(());
        }
        let source = Source::new(name.as_str(), text);
        let compilation = compile(&source, &Options::new(format!("d{}", self.compiled.len())));
        if let Some(tokens) = compilation.tokens {
            writeln!(self.code, "{tokens}")?;
            self.compiled.push(name);
        } else {
            let report = render_all(&source, compilation.diagnostics.iter(), Style::Plain);
            self.refused.push((name, report));
        }
        Ok(())
    }
}

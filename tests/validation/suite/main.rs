//! The compiler's verdict on definitions whose verdict is known: what AWS recorded, what another validator's tests say,
//! and real-world definitions that AWS accepts.
//!
//! The folders lie beside the repository, or where `ASL_CONFORMANCE_DIR` and `ASL_CORPUS_DIR` (its `samples`) say; without
//! them there is nothing to compare with. `cargo test -p asl-validation -- --nocapture` shows the totals.

mod executions;
mod recorded;
mod samples;
mod speed;
mod validator;

use std::path::{Path, PathBuf};

use asl_compiler::analyze::{AnalyzeOptions, analyze};
use asl_compiler::diagnostic::{Diagnostic, Diagnostics, Severity};
use asl_compiler::{Code, Source};
use serde_json::value::RawValue;

/// What cannot be compiled yet is no mistake.
const NOT_YET: [Code; 2] = [Code::Jsonata, Code::DistributedMap];

fn root(variable: &str, fallback: &str) -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match std::env::var_os(variable).filter(|dir| !dir.is_empty()) {
        Some(dir) => repository.join(dir),
        None => repository.join(fallback),
    }
}

/// The names of the folders inside a folder, in order; none when it is absent.
fn folders(variable: &str, fallback: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root(variable, fallback)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The JSON files of a folder in order; empty, with a word about it, when it is absent.
fn files(variable: &str, fallback: &str, folder: &str) -> Vec<PathBuf> {
    let folder = root(variable, fallback).join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        say(&format!("skipped: {} is absent", folder.display()));
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

/// For the reader of the test's output.
#[expect(clippy::print_stdout, reason = "totals are the point of this suite")]
fn say(line: &str) {
    println!("{line}");
}

fn name_of(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The text that AWS got: a definition that is no JSON is recorded as a string.
fn text_of(definition: &RawValue) -> String {
    serde_json::from_str::<String>(definition.get()).unwrap_or_else(|_| definition.get().to_owned())
}

/// All that is found in a text, but for what cannot be compiled yet.
fn check(source: &Source, options: &AnalyzeOptions) -> Diagnostics {
    let mut rest = Diagnostics::default();
    for finding in &analyze(source, options).diagnostics {
        if !NOT_YET.contains(&finding.code) {
            rest.push(finding.clone());
        }
    }
    rest
}

/// Findings for which AWS would refuse the definition.
fn errors(diagnostics: &Diagnostics) -> Vec<&Diagnostic> {
    diagnostics.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

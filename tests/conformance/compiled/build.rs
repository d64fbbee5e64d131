//! Compiles the definitions of the conformance cases.
//!
//! Reads `ASL_CONFORMANCE_DIR` (without it, `../shared/conformance` beside the repository, where that exists) and the
//! project's own cases. Cases with equal definitions share a module. A definition that the compiler refuses does not
//! stop the build: its cases fail with the compiler's report.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use asl_testing::compile::{Modules, Source};
use asl_testing::{Scope, load_dir};

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-env-changed=ASL_CONFORMANCE_DIR");
    let mut modules = Modules::default();
    let mut cases = BTreeMap::new();
    let folders = folders()?;
    for (folder, dir) in &folders {
        println!("cargo::rerun-if-changed={}", dir.display());
        for case in load_dir(dir)?.cases.iter().filter(|case| Scope::of(case) == Scope::In) {
            let source = Source::new("definition.asl.json", case.definition.text());
            let place = modules.add(&source, &BTreeMap::new())?;
            cases.insert((*folder, case.name.clone()), place);
        }
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    for (file, code) in modules.files() {
        fs::write(out.join(file), code)?;
    }
    let table = modules.table("env!(\"OUT_DIR\"), \"/\"");
    let cases: Vec<_> = cases.into_iter().collect();
    let code = format!(
        "{table}
/// The folders of cases: a short name, and where it was when the crate was built.
pub const FOLDERS: &[(&str, &str)] = &{folders:?};
/// Folder and name of each case in scope, sorted, and its place in `DEFINITIONS`.
const CASES: &[((&str, &str), usize)] = &{cases:?};"
    );
    fs::write(out.join("definitions.rs"), code)?;
    Ok(())
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

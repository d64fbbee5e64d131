//! The program that runs cases: a package in cargo's target folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::cargo::Surroundings;
use super::{Compiled, Failure, program_folder, program_name};

/// Writes the package; files that have not changed are not touched, so that nothing is built again.
pub(super) fn write(
    surroundings: &Surroundings,
    cases: &Path,
    compiled: &Compiled,
) -> Result<PathBuf, Failure> {
    let folder = program_folder(&surroundings.target, cases);
    let source = folder.join("src");
    fs::create_dir_all(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    write_file(&folder.join("Cargo.toml"), &manifest(surroundings, cases))?;
    if let Some(lock) = &surroundings.lock
        && !folder.join("Cargo.lock").exists()
    {
        // What the workspace has built already is not built again in another version.
        fs::copy(lock, folder.join("Cargo.lock"))?;
    }
    for (name, code) in compiled.modules.files() {
        write_file(&source.join(name), code)?;
    }
    write_file(&source.join("main.rs"), &main(cases, compiled))?;
    Ok(folder)
}

fn manifest(surroundings: &Surroundings, cases: &Path) -> String {
    let name = program_name(cases);
    let testing = &surroundings.testing;
    format!(
        "# Written by `cargo asl test`.
[package]
name = \"{name}\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
asl-testing = {{ {testing}, features = [\"run\"] }}

[profile.dev]
debug = \"none\"

# A workspace of its own, wherever it lies.
[workspace]
"
    )
}

fn main(cases: &Path, compiled: &Compiled) -> String {
    let Compiled { modules, entries, translated } = compiled;
    let table = modules.table("\"\"");
    let translated: Vec<(&String, &String)> = translated.iter().collect();
    let path = cases.to_string_lossy();
    format!(
        "//! Written by `cargo asl test`.
#![allow(warnings)]

{table}
const ENTRIES: &[::asl_testing::run::Entry] = &{entries:?};
const TRANSLATED: &[::asl_testing::run::Translated] = &{translated:?};

fn main() -> ::std::process::ExitCode {{
    ::asl_testing::run::main({path:?}, DEFINITIONS, ENTRIES, TRANSLATED)
}}
"
    )
}

fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()).into())
}

//! `cargo asl test`: cases become a program, which is built once and runs them.

mod cargo;
mod program;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use asl_compiler::Source;
use asl_testing::compile::{Modules, json_of};
use asl_testing::{FileCase, load_with};

use crate::cli::Test;

type Failure = Box<dyn std::error::Error>;

pub(crate) fn run(arguments: &Test) -> ExitCode {
    match try_run(arguments) {
        Ok(code) => code,
        Err(error) => {
            report(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn try_run(arguments: &Test) -> Result<ExitCode, Failure> {
    let path = arguments.path.canonicalize();
    let path = path.map_err(|error| format!("{}: {error}", arguments.path.display()))?;
    let cases = match load_with(&path, &json_of) {
        Ok(cases) => cases,
        Err(errors) => {
            for error in errors {
                report(&format!("error: {error}"));
            }
            return Ok(ExitCode::from(2));
        }
    };
    let compiled = compile(&path, &cases)?;
    let surroundings = cargo::Surroundings::find(arguments.runtime.as_deref())?;
    let folder = program::write(&surroundings, &path, &compiled)?;
    build(&folder, &surroundings)?;
    let mut program = Command::new(surroundings.executable(&folder));
    program.args(&arguments.filters);
    if arguments.coverage {
        program.arg("--coverage");
    }
    let status = program.status().map_err(|error| format!("the tests cannot be run: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The definitions of cases.
#[derive(Debug, Default)]
struct Compiled {
    modules: Modules,
    /// Each case, with the place of its definition.
    entries: Vec<(String, usize)>,
    /// The JSON of definitions that are in another notation, by path.
    translated: BTreeMap<String, String>,
}

fn compile(path: &Path, cases: &[FileCase]) -> Result<Compiled, Failure> {
    let mut compiled = Compiled { modules: Modules::with_coverage(), ..Compiled::default() };
    let base = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    for case in cases {
        let name = case.definition_path.strip_prefix(base).unwrap_or(&case.definition_path);
        let source = Source::new(name.display().to_string(), case.definition_text.as_str());
        let place = compiled.modules.add(&source, &case.substitutions)?;
        compiled.entries.push((case.case.name.clone(), place));
        if case.translated {
            let path = case.definition_path.to_string_lossy().into_owned();
            compiled.translated.insert(path, case.case.definition.text().to_owned());
        }
    }
    Ok(compiled)
}

fn build(folder: &Path, surroundings: &cargo::Surroundings) -> Result<(), Failure> {
    let mut build = surroundings.cargo();
    build.args(["build", "--quiet", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    build.arg("--target-dir").arg(&surroundings.target);
    let status = build.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        let place = folder.display();
        Err(format!("the tests do not build; the program is in {place}").into())
    }
}

#[expect(clippy::print_stderr, reason = "a command reports to stderr")]
fn report(text: &str) {
    eprintln!("{text}");
}

/// The name of the program for the cases at a path: the same every time, another one for another path.
fn program_name(path: &Path) -> String {
    // FNV-1a: names of files must not depend on the standard library's release.
    let text = path.to_string_lossy();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("asl-cases-{hash:016x}")
}

/// The folder of a program, below cargo's target folder.
fn program_folder(target: &Path, path: &Path) -> PathBuf {
    target.join("asl-test").join(program_name(path))
}

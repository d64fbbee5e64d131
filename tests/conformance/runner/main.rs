//! Runs the conformance cases and compares each run with what AWS did.
//!
//! ```text
//! cargo test -p asl-tests --test conformance
//! ASL_CONFORMANCE_FILTER=choice cargo test -p asl-tests --test conformance
//! ```
//!
//! Prints a difference for each failure, a line per suite and totals; exits with 1 when a case in scope fails.

mod play;
mod run;
mod tally;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use asl_conformance_cases::{Definition, FOLDERS, Found, find};
use asl_tests::conformance::{Case, Scope, load_dir};

use tally::Tally;

/// A way to run a case: `Ok` when the run is what was recorded.
type Mode = fn(&Case, &'static dyn Definition) -> Result<(), String>;

fn main() -> ExitCode {
    let filter = std::env::var("ASL_CONFORMANCE_FILTER").unwrap_or_default();
    let mut tally = Tally::default();
    for (folder, dir) in FOLDERS {
        if let Err(error) = run_folder(folder, Path::new(dir), &filter, &mut tally) {
            println!("{error}");
            return ExitCode::FAILURE;
        }
    }
    tally.print();
    if tally.has_failures() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run_folder(folder: &str, dir: &Path, filter: &str, tally: &mut Tally) -> Result<(), String> {
    let set = load_dir(dir).map_err(|error| error.to_string())?;
    let full = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    for case in &set.cases {
        let name = full(&case.name);
        if !name.contains(filter) {
            continue;
        }
        match Scope::of(case) {
            Scope::Out(reason) => tally.skip(&name, reason),
            Scope::In => {
                let outcome = run_found(folder, case, run::run);
                if let Err(report) = &outcome {
                    println!("---- {name}\n{}\n", report.trim_end());
                }
                tally.count(&name, outcome.is_ok());
            }
        }
    }
    for other in set.other_kinds.iter().map(|name| full(name)).filter(|name| name.contains(filter)) {
        tally.skip(&other, "not an execution");
    }
    Ok(())
}

fn run_found(folder: &str, case: &Case, mode: Mode) -> Result<(), String> {
    match find(folder, &case.name) {
        None => Err("the case came after the build: build again".to_owned()),
        Some(Found::Rejected(report)) => Err(format!("the compiler refuses the definition\n{report}")),
        Some(Found::Compiled(definition)) => {
            let run = AssertUnwindSafe(|| mode(case, definition));
            catch_unwind(run).unwrap_or_else(|_| Err("the run panicked".to_owned()))
        }
    }
}

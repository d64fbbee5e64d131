//! Runs the conformance cases and compares each run with what AWS did.
//!
//! ```text
//! cargo test -p asl-tests --test conformance
//! ASL_CONFORMANCE_FILTER=choice cargo test -p asl-tests --test conformance
//! ```
//!
//! Every case runs on the in-memory engine, uninterrupted, and a second time stopped at each of its checkpoints and
//! resumed. Prints a difference for each failure, a line per suite and totals; exits with 1 when a case in scope fails.

#![expect(clippy::print_stdout, reason = "a test target without harness prints its own report")]

mod tally;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use asl_conformance_cases::{FOLDERS, find};
use asl_testing::run::{Definition, Found, crash_everywhere, play, play_standard, resume_everywhere};
use asl_testing::{Case, Scope, load_dir};

use tally::Tally;

const RESUMED: &str = "engine express, resumed at every checkpoint";
const STANDARD: &str = "engine standard";
const CRASHED: &str = "engine standard, crash at every commit";

/// A way to run a case: `Ok` when the run is what was recorded.
type Mode = fn(&Case, &'static dyn Definition) -> Result<(), String>;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().collect();
    let has = |argument: &str| arguments.iter().any(|it| it == argument);
    if has("--list") {
        // What cargo-nextest asks every test binary; the whole run is one test to it.
        if !has("--ignored") {
            println!("conformance: test");
        }
        return ExitCode::SUCCESS;
    }
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
                let passed = report(&name, &run_found(folder, case, played));
                tally.count(&name, passed);
                // How an execution goes on that AWS had not ended is not known.
                if passed && case.expect.status != "RUNNING" {
                    tally.count_on(
                        RESUMED,
                        report(&name_on(&name, RESUMED), &run_found(folder, case, resume_everywhere)),
                    );
                }
                if case.kind == "EXPRESS" {
                    tally.leave_out();
                    continue;
                }
                let ran = report(&name_on(&name, STANDARD), &run_found(folder, case, played_standard));
                tally.count_on(STANDARD, ran);
                if ran && case.expect.status != "RUNNING" {
                    tally.count_on(
                        CRASHED,
                        report(&name_on(&name, CRASHED), &run_found(folder, case, crash_everywhere)),
                    );
                }
            }
        }
    }
    for (name, error) in &set.unreadable {
        let name = full(name);
        if name.contains(filter) {
            tally.count(&name, report(&name, &Err(error.to_string())));
        }
    }
    for other in set.other_kinds.iter().map(|name| full(name)).filter(|name| name.contains(filter)) {
        tally.skip(&other, "not an execution");
    }
    Ok(())
}

/// Prints a failure; says whether there was none.
fn report(name: &str, outcome: &Result<(), String>) -> bool {
    if let Err(report) = outcome {
        println!("---- {name}\n{}\n", report.trim_end());
    }
    outcome.is_ok()
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

fn name_on(name: &str, engine: &str) -> String {
    format!("{name}, {engine}")
}

fn played_standard(case: &Case, definition: &'static dyn Definition) -> Result<(), String> {
    play_standard(case, definition)?.verdict()
}

fn played(case: &Case, definition: &'static dyn Definition) -> Result<(), String> {
    play(case, definition)?.verdict()
}

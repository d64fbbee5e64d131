//! The program around cases: runs them, prints what failed as a diff, and what no case went through.

#![expect(clippy::print_stdout, reason = "its report is what the program is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use asl_runtime::__private::coverage;

use super::{Found, play};
use crate::{Coverage, FileCase, load_with, render_diff};

/// A case in the program: its name, and the place of its definition.
pub type Entry = (&'static str, usize);

/// The JSON of a definition in another notation, by its path.
pub type Translated = (&'static str, &'static str);

/// Runs the cases at a path whose definitions were compiled; `entries` are those that the program was built for, and
/// `translated` those of their definitions that are not JSON.
///
/// Arguments: `--coverage` prints what no case went through, any other one is a part of the names of the cases to run.
/// The exit code is 0 if all of them passed.
pub fn main(path: &str, definitions: &[Found], entries: &[Entry], translated: &[Translated]) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let filters: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let translate = |path: &Path, text: &str| {
        let known = translated.iter().find(|(other, _)| Path::new(other) == path);
        Ok(known.map_or(text, |(_, json)| json).to_owned())
    };
    let cases = match load_with(Path::new(path), &translate) {
        Ok(cases) => cases,
        Err(errors) => {
            for error in errors {
                println!("error: {error}");
            }
            return ExitCode::from(2);
        }
    };
    let mut summary = Summary::default();
    for case in &cases {
        if filters.is_empty() || filters.iter().any(|filter| case.case.name.contains(*filter)) {
            summary.run(case, definitions, entries);
        }
    }
    summary.print(arguments.iter().any(|argument| argument == "--coverage"));
    if summary.failed == 0 && summary.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Default)]
struct Summary {
    passed: usize,
    failed: usize,
    coverage: BTreeMap<PathBuf, Coverage>,
}

impl Summary {
    fn run(&mut self, case: &FileCase, definitions: &[Found], entries: &[Entry]) {
        let name = &case.case.name;
        let entry = entries.iter().find(|(entry, _)| entry == name);
        let outcome = match entry.and_then(|(_, place)| definitions.get(*place)) {
            None => Err("the case came after the build\n".to_owned()),
            Some(Found::Rejected(report)) => Err(format!("the definition does not compile\n{report}\n")),
            Some(Found::Compiled(definition)) => {
                coverage::take();
                let played = catch_unwind(AssertUnwindSafe(|| play(&case.case, *definition)));
                let played = played.unwrap_or_else(|_| Err("the run panicked\n".to_owned()));
                played.and_then(|played| {
                    self.count(case, &played.run.history, &coverage::take());
                    let mut text = render_diff(&played.differences);
                    for complaint in &played.complaints {
                        text.extend(["  ", complaint, "\n"]);
                    }
                    if text.is_empty() { Ok(()) } else { Err(text) }
                })
            }
        };
        match outcome {
            Ok(()) => {
                self.passed += 1;
                println!("ok     {name}");
            }
            Err(text) => {
                self.failed += 1;
                println!("FAILED {name}\n{text}");
            }
        }
    }

    fn count(&mut self, case: &FileCase, history: &[serde_json::Value], rules: &BTreeSet<coverage::Matched>) {
        let coverage = self.coverage.entry(case.definition_path.clone());
        let coverage = coverage.or_insert_with(|| Coverage::of(case.case.definition.value()).with_rules());
        coverage.count(history);
        for (state, rule) in rules {
            coverage.matched(state, *rule);
        }
    }

    fn print(&self, with_coverage: bool) {
        if with_coverage {
            for (path, coverage) in &self.coverage {
                println!("\ncoverage of {}: {coverage}", path.display());
                for missing in coverage.missing() {
                    println!("  {missing}");
                }
            }
        }
        println!("\n{} passed, {} failed", self.passed, self.failed);
        if self.passed + self.failed == 0 {
            println!("no case has such a name");
        }
    }
}

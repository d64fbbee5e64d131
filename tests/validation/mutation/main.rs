//! Breaks real definitions in many small ways, and counts how many of the broken ones the checker notices.
//!
//! ```text
//! cargo test -p asl-validation --test mutation -- --nocapture
//! ASL_MUTANTS_OUT=mutants.ndjson cargo test -p asl-validation --test mutation
//! ```
//!
//! Takes the samples beside the repository (`../shared/corpus/samples`) where they are at hand, and the project's own
//! examples. The second form writes every mutant, one JSON object a line (`kind`, `file`, `text`, `caught`), so that other
//! validators can be asked about the same ones: `others/ask.mjs`.

mod mutate;
mod ways;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use asl_compiler::analyze::{AnalyzeOptions, analyze};
use asl_compiler::{Severity, Source};

use mutate::Mutant;

/// What the checker says of a definition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Nothing.
    Silent,
    /// A warning.
    Warned,
    /// An error.
    Refused,
}

/// Codes that say no more than that something cannot be compiled yet.
fn is_limit(id: &str) -> bool {
    id.starts_with("ASL05")
}

fn verdict(text: &str) -> (Verdict, Vec<String>) {
    let analysis = analyze(&Source::new("mutant.asl.json", text), &AnalyzeOptions::default());
    let mut verdict = Verdict::Silent;
    let mut messages = Vec::new();
    for diagnostic in analysis.diagnostics.iter().filter(|diagnostic| !is_limit(diagnostic.code.info().id)) {
        verdict = verdict.max(match diagnostic.severity {
            Severity::Warning => Verdict::Warned,
            _ => Verdict::Refused,
        });
        messages.push(format!("{} {}", diagnostic.code, diagnostic.message));
    }
    (verdict, messages)
}

fn definitions() -> Vec<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![
        repository.join("examples/order/order.asl.json"),
        repository.join("examples/payment.asl.json"),
        repository.join("benches/workloads/w2.asl.json"),
    ];
    let samples = std::fs::read_dir(repository.join("../shared/corpus/samples"));
    files.extend(samples.into_iter().flatten().flatten().map(|entry| entry.path()));
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

#[derive(Default)]
struct Row {
    refused: usize,
    warned: usize,
    silent: usize,
}

impl Row {
    fn total(&self) -> usize {
        self.refused + self.warned + self.silent
    }

    fn share(&self) -> f64 {
        let caught = u32::try_from(self.refused + self.warned).unwrap_or(u32::MAX);
        f64::from(caught) / f64::from(u32::try_from(self.total()).unwrap_or(u32::MAX).max(1))
    }
}

#[test]
fn broken_definitions_are_noticed() {
    let mut rows: BTreeMap<&'static str, Row> = BTreeMap::new();
    let mut out = std::env::var_os("ASL_MUTANTS_OUT")
        .map(|path| std::io::BufWriter::new(std::fs::File::create(path).expect("a file to write to")));
    for file in definitions() {
        let text = std::fs::read_to_string(&file).expect("a definition");
        let (before, known) = verdict(&text);
        if before == Verdict::Refused {
            // What is wrong already tells nothing about what is broken.
            continue;
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut write = |kind: &str, text: &str, caught: bool| {
            if let Some(out) = &mut out {
                let line = serde_json::json!({"kind": kind, "file": name, "text": text, "caught": caught});
                writeln!(out, "{line}").expect("a line");
            }
        };
        write("original", &text, false);
        for Mutant { kind, text } in mutate::all(&text) {
            let (after, messages) = verdict(&text);
            // A warning that was there before is not about the mutation.
            let new = messages.iter().any(|message| !known.contains(message));
            let row = rows.entry(kind).or_default();
            match after {
                Verdict::Refused => row.refused += 1,
                Verdict::Warned if new => row.warned += 1,
                _ => row.silent += 1,
            }
            write(kind, &text, after == Verdict::Refused || after == Verdict::Warned && new);
        }
    }
    let mut total = Row::default();
    println!("{:40} {:>7} {:>7} {:>7} {:>7}", "mutation", "mutants", "refused", "warned", "caught");
    for (kind, row) in &rows {
        let share = row.share() * 100.0;
        println!("{kind:40} {:>7} {:>7} {:>7} {share:>6.1}%", row.total(), row.refused, row.warned);
        total.refused += row.refused;
        total.warned += row.warned;
        total.silent += row.silent;
    }
    let share = total.share() * 100.0;
    println!("{:40} {:>7} {:>7} {:>7} {share:>6.1}%", "all", total.total(), total.refused, total.warned);
    assert!(rows.len() >= 20, "{} ways of breaking a definition applied", rows.len());
    for (kind, row) in &rows {
        let least = ways::least(kind);
        assert!(
            row.share() >= least,
            "{kind}: {:.3} of the mutants are noticed, {least} is expected",
            row.share()
        );
    }
}

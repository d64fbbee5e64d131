//! Real-world definitions that AWS accepts: no errors, and warnings to be read.

use std::collections::BTreeMap;

use asl_compiler::Source;
use asl_compiler::analyze::AnalyzeOptions;
use asl_compiler::diagnostic::Severity;
use asl_compiler::report::{Style, render};

use super::{check, files, name_of};

/// Samples that AWS would refuse as they stand, and why.
const REFUSED: &[(&str, &str)] = &[
    ("human-task-reminder-", "a string with a placeholder stands where a number must"),
    ("shared-fallback-state-jsonata-", "`QueryLanguage` stands among the states, so AWS reads it as one"),
];

/// `cargo test -p asl-validation samples -- --nocapture` shows every finding.
#[test]
fn no_sample_has_errors() {
    let files = files("ASL_CORPUS_DIR", "../shared/corpus/samples", "");
    let mut failures = Vec::new();
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for file in &files {
        let name = name_of(file);
        let source = Source::new(name.as_str(), std::fs::read_to_string(file).unwrap());
        let found = check(&source, &AnalyzeOptions::default());
        let expected = REFUSED.iter().find(|(sample, _)| name.contains(sample));
        for finding in &found {
            let report = render(&source, finding, Style::Plain);
            println!("{report}\n");
            *counts.entry((finding.severity, finding.code.info().slug)).or_default() += 1;
            if finding.severity != Severity::Warning && expected.is_none() {
                failures.push(report);
            }
        }
        if let Some((_, reason)) = expected {
            println!("refused: {name}: {reason}\n");
        }
        if expected.is_some() && found.iter().all(|finding| finding.severity != Severity::Error) {
            failures.push(format!("{name} is accepted now"));
        }
    }
    for ((severity, slug), count) in counts {
        println!("samples: {count} {severity:?} {slug}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

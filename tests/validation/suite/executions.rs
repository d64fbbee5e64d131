//! Definitions that AWS ran: it accepted them, so none may have errors, in either language.

use std::collections::BTreeMap;

use asl_compiler::Source;
use asl_compiler::analyze::AnalyzeOptions;
use asl_compiler::report::{Style, render, render_all};
use serde_json::value::RawValue;

use super::{check, errors, files, folders, name_of, text_of};

#[derive(serde::Deserialize)]
struct Case {
    definition: Option<Box<RawValue>>,
}

/// `ASL_SHOW_WARNINGS=1` shows every finding.
#[test]
fn no_definition_that_ran_has_errors() {
    let show = std::env::var_os("ASL_SHOW_WARNINGS").is_some();
    let mut failures = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut read = 0;
    for suite in folders("ASL_CONFORMANCE_DIR", "../shared/conformance") {
        // These suites have definitions that AWS refuses.
        if ["validation", "test_state"].contains(&suite.as_str()) {
            continue;
        }
        for file in files("ASL_CONFORMANCE_DIR", "../shared/conformance", &suite) {
            let case: Case = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            let Some(definition) = case.definition else { continue };
            read += 1;
            let source = Source::new(format!("{suite}/{}", name_of(&file)), text_of(&definition));
            let found = check(&source, &AnalyzeOptions::default());
            for finding in &found {
                *counts.entry(finding.code.info().slug).or_default() += 1;
                if show {
                    println!("{}\n", render(&source, finding, Style::Plain));
                }
            }
            let errors = errors(&found);
            if !errors.is_empty() {
                failures.push(render_all(&source, errors, Style::Plain));
            }
        }
    }
    println!("executions: {} of {read} without errors", read - failures.len());
    for (slug, count) in counts {
        println!("executions: {count} {slug}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

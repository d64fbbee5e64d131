//! Definitions with the verdict of another validator.

use asl_compiler::Source;
use asl_compiler::analyze::AnalyzeOptions;
use asl_compiler::diagnostic::Severity;
use asl_compiler::report::{Style, render_all};

use super::{check, files, name_of};

/// Where the verdict differs, and why: AWS's behaviour decides.
const DISAGREEMENTS: &[(&str, &str)] = &[
    (
        "invalid-json-surround-syntax-extra-spaces",
        "AWS takes white space, line breaks too, inside the delimiters",
    ),
    ("valid-assign.asl", "a variable's name is an identifier, which has no `-`"),
    ("valid-task-credentials", "AWS asks for a `RoleArn`, as it has answered to such a definition"),
];

#[test]
fn the_verdict_is_that_of_the_other_validator() {
    let files = files("ASL_VALIDATOR_DIR", "../shared/corpus", "validator");
    let (mut same, mut listed) = (0, Vec::new());
    let mut failures = Vec::new();
    for file in &files {
        let name = name_of(file);
        let source = Source::new(name.as_str(), std::fs::read_to_string(file).unwrap());
        let found = check(&source, &AnalyzeOptions::default());
        // What must fail in the run is refused as well, unless it is allowed.
        let accepted = found.iter().all(|finding| finding.severity == Severity::Warning);
        let agree = accepted == name.starts_with("valid-");
        let reason = DISAGREEMENTS.iter().find(|(case, _)| *case == name).map(|(_, reason)| *reason);
        match (agree, reason) {
            (true, None) => same += 1,
            (false, Some(reason)) => listed.push(format!("{name}: {reason}")),
            (true, Some(_)) => failures.push(format!("{name}: the verdicts agree now")),
            (false, None) => {
                failures.push(format!(
                    "{name}: accepted {accepted}\n{}",
                    render_all(&source, &found, Style::Plain)
                ));
            }
        }
    }
    println!("validator: same verdict {same} of {}, {} explained", files.len(), listed.len());
    for disagreement in listed {
        println!("  {disagreement}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

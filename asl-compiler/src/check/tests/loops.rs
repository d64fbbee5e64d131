//! Loops without a way out.

use super::*;
use crate::diagnostic::Severity;

const CHOICE: &str = r#""S": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "A"}], "Default": "Z"},
    "Z": {"Type": "Succeed"}"#;

fn trapped(states: &str) -> Vec<(&'static str, String)> {
    found(&format!(r#"{{"StartAt": "S", "States": {{{CHOICE}, {states}}}}}"#))
}

#[test]
fn a_way_out_is_enough() {
    assert_eq!(trapped(r#""A": {"Type": "Pass", "Next": "S"}"#), []);
    assert_eq!(
        trapped(
            r#""A": {"Type": "Task", "Resource": "${F}", "Next": "A", "Catch": [{"ErrorEquals": ["E"], "Next": "Z"}]}"#
        ),
        []
    );
    assert_eq!(
        trapped(
            r#""A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Choice", "Default": "A",
            "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "C"}]}, "C": {"Type": "Fail"}"#
        ),
        []
    );
}

#[test]
fn each_innermost_loop_is_one_finding() {
    assert_eq!(trapped(r#""A": {"Type": "Pass", "Next": "A"}"#), [at("endless-loop", "\"A\"")]);
    assert_eq!(
        trapped(
            r#""A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Pass", "Next": "B"}"#
        ),
        [at("endless-loop", "\"B\"")]
    );
    assert_eq!(
        trapped(
            r#""A": {"Type": "Choice", "Default": "B", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "C"}]},
            "B": {"Type": "Wait", "Seconds": 1, "Next": "B"}, "C": {"Type": "Pass", "Next": "C"}"#
        ),
        [at("endless-loop", "\"B\""), at("endless-loop", "\"C\"")]
    );
}

#[test]
fn only_what_cannot_fail_is_certain() {
    let severity = |text: &str| {
        let text = format!(r#"{{"StartAt": "S", "States": {{{CHOICE}, {text}}}}}"#);
        let analysis =
            crate::analyze::analyze(&Source::new("x", text), &crate::analyze::AnalyzeOptions::default());
        analysis.diagnostics.iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severity(r#""A": {"Type": "Wait", "Seconds": 1, "Next": "A"}"#), [Severity::Doomed]);
    assert_eq!(severity(r#""A": {"Type": "Task", "Resource": "${F}", "Next": "A"}"#), [Severity::Warning]);
}

#[test]
fn loops_inside_of_states() {
    assert_eq!(
        states(
            r#""A": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "S", "States": {
                 "S": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "I"}], "Default": "Z"},
                 "I": {"Type": "Pass", "Next": "I"}, "Z": {"Type": "Succeed"}}}}"#
        ),
        [at("endless-loop", "\"I\"")]
    );
}

#[test]
fn what_is_not_reached_is_no_loop() {
    assert_eq!(
        states(r#""A": {"Type": "Succeed"}, "B": {"Type": "Pass", "Next": "B"}"#),
        [at("unreachable", "\"B\"")]
    );
}

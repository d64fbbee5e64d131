//! Rules between places.

use super::*;
use crate::diagnostic::Code;
use crate::source::Source;

mod choices;
mod errors;
mod limits;
mod loops;

/// Slugs and places of everything found.
fn found(text: &str) -> Vec<(&'static str, String)> {
    found_for(None, text)
}

/// What one place can tell must be right, but for warnings and what cannot be compiled yet.
fn found_for(workflow: Option<WorkflowType>, text: &str) -> Vec<(&'static str, String)> {
    let source = Source::new("x", text);
    let mut diagnostics = Diagnostics::default();
    let node = crate::json::parse(&source, &mut diagnostics).unwrap();
    let machine = crate::ast::parse(node, &mut diagnostics).unwrap();
    let not_yet = [Code::Jsonata, Code::DistributedMap];
    assert!(diagnostics.iter().all(|finding| not_yet.contains(&finding.code)), "{diagnostics:?}");
    let mut diagnostics = Diagnostics::default();
    check(&machine, workflow, &mut diagnostics);
    diagnostics.finish();
    diagnostics
        .iter()
        .map(|finding| (finding.code.info().slug, source.slice(finding.primary.span).to_owned()))
        .collect()
}

fn states(states: &str) -> Vec<(&'static str, String)> {
    found(&format!(r#"{{"StartAt": "A", "States": {{{states}}}}}"#))
}

fn at(slug: &'static str, place: &str) -> (&'static str, String) {
    (slug, place.to_owned())
}

#[test]
fn every_kind_of_edge_counts() {
    assert_eq!(
        states(
            r#""A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "B"}], "Default": "C"},
               "B": {"Type": "Task", "Resource": "${F}", "Next": "D", "Catch": [{"ErrorEquals": ["X"], "Next": "E"}]},
               "C": {"Type": "Succeed"}, "D": {"Type": "Fail"},
               "E": {"Type": "Map", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, "End": true,
                     "Catch": [{"ErrorEquals": ["X"], "Next": "F"}]},
               "F": {"Type": "Pass", "End": true}"#
        ),
        []
    );
}

#[test]
fn missing_targets() {
    assert_eq!(
        states(
            r#""A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "X1"}], "Default": "X2"}"#
        ),
        [at("missing-target", "\"X1\""), at("missing-target", "\"X2\"")]
    );
    assert_eq!(
        states(
            r#""A": {"Type": "Task", "Resource": "${F}", "Next": "X1", "Catch": [{"ErrorEquals": ["X"], "Next": "X2"}]}"#
        ),
        [at("missing-target", "\"X1\""), at("missing-target", "\"X2\"")]
    );
}

#[test]
fn a_misspelt_target_does_not_make_states_unreachable() {
    assert_eq!(
        states(r#""A": {"Type": "Pass", "Next": "Shipp"}, "Ship": {"Type": "Succeed"}"#),
        [at("missing-target", "\"Shipp\"")]
    );
}

#[test]
fn unreachable_states() {
    assert_eq!(
        states(
            r#""A": {"Type": "Succeed"}, "B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Pass", "Next": "B"}"#
        ),
        [at("unreachable", "\"B\""), at("unreachable", "\"C\"")]
    );
    assert_eq!(
        states(
            r#""A": {"Type": "Parallel", "End": true, "Branches": [
                 {"StartAt": "B", "States": {"B": {"Type": "Succeed"}, "Ghost": {"Type": "Succeed"}}}]}"#
        ),
        [at("unreachable", "\"Ghost\"")]
    );
}

#[test]
fn without_an_end_only_that_is_reported() {
    let found = states(
        r#""A": {"Type": "Pass", "Next": "A"},
           "B": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "A"}]}"#,
    );
    assert_eq!(found, [at("no-terminal", "{"), at("choice-without-default", "\"B\"")]);
}

#[test]
fn a_choice_is_no_end() {
    assert_eq!(
        states(
            r#""A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "A"}], "Default": "A"}"#
        ),
        [at("no-terminal", "{")]
    );
}

#[test]
fn transitions_stay_inside() {
    let text = r#""A": {"Type": "Map", "Next": "I", "ItemProcessor":
        {"StartAt": "I", "States": {"I": {"Type": "Pass", "Next": "Z"}}}}, "Z": {"Type": "Succeed"}"#;
    assert_eq!(
        states(text),
        [at("target-outside", "\"I\""), at("target-outside", "\"Z\""), at("unreachable", "\"Z\"")]
    );
}

#[test]
fn names_are_unique_everywhere() {
    assert_eq!(
        states(
            r#""A": {"Type": "Parallel", "End": true, "Branches": [
                 {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}},
                 {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}]}"#
        ),
        [at("duplicate-state", "\"B\"")]
    );
    let long = "é".repeat(80);
    assert_eq!(
        found(&format!(r#"{{"StartAt": "{long}", "States": {{"{long}": {{"Type": "Succeed"}}}}}}"#)),
        []
    );
}

/// `first` and `second` are assigned in two branches; the fields `around` are of the Parallel, `outer` is assigned
/// before it and `later` behind it.
fn scopes(outer: &str, around: &str, later: &str, [first, second]: [&str; 2]) -> Vec<(&'static str, String)> {
    states(&format!(
        r#""A": {{"Type": "Pass", "Assign": {{"{outer}": 1}}, "Next": "P"}},
           "P": {{"Type": "Parallel", {around} "Next": "Z", "Branches": [
             {{"StartAt": "B", "States": {{"B": {{"Type": "Pass", "Assign": {{"{first}": 1}}, "End": true}}}}}},
             {{"StartAt": "C", "States": {{"C": {{"Type": "Pass", "Assign": {{"{second}.$": "$"}}, "End": true}}}}}}]}},
           "Z": {{"Type": "Pass", "Assign": {{"{later}": 1}}, "End": true}}"#
    ))
}

#[test]
fn scopes_of_variables() {
    assert_eq!(scopes("x", "", "z", ["y", "y"]), [], "siblings do not see each other");
    assert_eq!(scopes("x", "", "z", ["x", "y"]), [at("shadowed-variable", "\"x\"")]);
    assert_eq!(scopes("x", "", "z", ["y", "x"]), [at("shadowed-variable", "\"x.$\"")]);
}

#[test]
fn what_is_assigned_afterwards_is_no_outer_variable() {
    assert_eq!(scopes("x", "", "y", ["y", "z"]), []);
    assert_eq!(scopes("x", r#""Assign": {"y": 1},"#, "z", ["y", "z"]), []);
    let catch = r#""Catch": [{"ErrorEquals": ["E"], "Assign": {"y": 1}, "Next": "Z"}],"#;
    assert_eq!(scopes("x", catch, "z", ["y", "z"]), []);
    let again = r#""Catch": [{"ErrorEquals": ["E"], "Assign": {"y": 1}, "Next": "P"}],"#;
    assert_eq!(scopes("x", again, "z", ["y", "z"]), [at("shadowed-variable", "\"y\"")], "in a loop");
}

#[test]
fn scopes_deep_inside() {
    let caught = r#""A": {"Type": "Pass", "Assign": {"v": 1}, "Next": "M"}, "M": {"Type": "Map", "End": true,
        "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Parallel", "End": true, "Branches": [
          {"StartAt": "J", "States": {"J": {"Type": "Choice", "Default": "K",
            "Choices": [{"Variable": "$.x", "IsNull": true, "Assign": {"v": 2}, "Next": "K"}]}, "K": {"Type": "Succeed"}}}]}}}}"#;
    assert_eq!(states(caught), [at("shadowed-variable", "\"v\"")]);
}

//! Large definitions.

use std::fmt::Write as _;
use std::time::Instant;

use super::program;
use crate::diagnostic::Diagnostics;
use crate::flow::infer;

/// A chain of states that all add to the data, with a choice and a loop every now and then.
fn chain(length: usize) -> String {
    let mut states = String::new();
    for index in 0..length {
        let (this, next) = (format!("S{index}"), format!("S{}", index + 1));
        let fields = match index % 5 {
            0 => format!(
                r#""Type": "Pass", "Result": {{"n": {index}}}, "ResultPath": "$.r{index}", "Next": "{next}""#
            ),
            1 => format!(
                r#""Type": "Task", "Resource": "${{F}}", "ResultPath": "$.t", "Next": "{next}",
                            "Catch": [{{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "{next}"}}]"#
            ),
            2 => format!(
                r#""Type": "Choice", "Default": "{next}", "Choices": [
                            {{"Variable": "$.t.again", "BooleanEquals": true, "Next": "S{}"}}]"#,
                index - 1
            ),
            3 => format!(r#""Type": "Pass", "Assign": {{"v{index}.$": "$.t"}}, "Next": "{next}""#),
            _ => format!(
                r#""Type": "Pass", "Parameters": {{"t.$": "$.t", "all.$": "$", "x.$": "States.Array($.t, 1)"}}, "Next": "{next}""#
            ),
        };
        writeln!(states, "\"{this}\": {{{fields}}},").unwrap();
    }
    format!("{{\"StartAt\": \"S0\", \"States\": {{{states} \"S{length}\": {{\"Type\": \"Succeed\"}}}}}}")
}

/// A chain of states that each set one of a few fields.
fn plain(length: usize) -> String {
    let mut states = String::new();
    for index in 0..length {
        let (field, next) = (index % 20, index + 1);
        writeln!(states, r#""S{index}": {{"Type": "Pass", "ResultPath": "$.r{field}", "Next": "S{next}"}},"#)
            .unwrap();
    }
    format!("{{\"StartAt\": \"S0\", \"States\": {{{states} \"S{length}\": {{\"Type\": \"Succeed\"}}}}}}")
}

/// Follows a definition and gives how long that took.
fn time(text: &str, last: &str) -> std::time::Duration {
    let program = program(text);
    let start = Instant::now();
    let flow = infer(&program);
    let mut found = Diagnostics::default();
    flow.report(&mut found);
    let took = start.elapsed();
    println!("{} bytes: {took:?}, {} findings", text.len(), found.len());
    assert!(flow.input_of(last).is_some());
    took
}

#[test]
fn large_definitions_take_no_longer_than_their_size() {
    // Far above what it takes, and far below what anything quadratic would.
    assert!(time(&chain(8_000), "S8000").as_secs() < 20);
    assert!(time(&plain(10_000), "S10000").as_secs() < 20);
}

#[test]
fn loops_that_grow_data_end() {
    let text = super::machine(
        r#""A": {"Type": "Pass", "Parameters": {"before.$": "$", "list.$": "States.Array($, $$.State.Name)"}, "Next": "B"},
           "B": {"Type": "Pass", "Assign": {"all.$": "$"}, "Next": "C"},
           "C": {"Type": "Choice", "Default": "A", "Choices": [{"Variable": "$.list", "IsPresent": false, "Next": "D"}]},
           "D": {"Type": "Map", "Next": "A", "ItemProcessor": {"StartAt": "E", "States": {
               "E": {"Type": "Choice", "Default": "F", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "G"}]},
               "F": {"Type": "Pass", "ResultPath": "$.x", "Next": "E"}, "G": {"Type": "Succeed"}}}}"#,
    );
    let program = program(&text.replace("\"D\": {\"Type\": \"Map\"", "\"Z\": {\"Type\": \"Succeed\"}, \"D\": {\"Type\": \"Map\"").replace("\"C\": {\"Type\": \"Choice\", \"Default\": \"A\", \"Choices\": [", "\"C\": {\"Type\": \"Choice\", \"Default\": \"A\", \"Choices\": [{\"Variable\": \"$.end\", \"IsPresent\": true, \"Next\": \"Z\"}, "));
    let flow = infer(&program);
    flow.report(&mut Diagnostics::default());
    assert!(flow.input_of("C").is_some());
}

//! Texts: conditions, captions, and how they are broken.

use proptest::prelude::*;

use super::super::text::{Room, width, wrap};
use super::graph;

/// The label of the first edge that leaves the given choice rule.
fn label(rule: &str) -> String {
    let text = format!(
        r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Choice", "Choices": [{{{rule}, "Next": "B"}}]}}, "B": {{"Type": "Succeed"}}}}}}"#
    );
    graph(&text).top.edges[1].label.clone()
}

#[test]
fn conditions() {
    for (rule, text) in [
        (r#""Variable": "$.total", "NumericGreaterThan": 1000.50"#, "$.total > 1000.50"),
        (r#""Variable": "$.a", "StringEquals": "done""#, "$.a == \"done\""),
        (r#""Variable": "$.a", "StringLessThanEqualsPath": "$$.b""#, "$.a <= $$.b"),
        (r#""Variable": "$.a", "StringMatches": "a*b""#, "$.a matches \"a*b\""),
        (r#""Variable": "$.a", "TimestampLessThan": "2024-01-02T03:04:05Z""#, "$.a < 2024-01-02T03:04:05Z"),
        (r#""Variable": "$.a", "IsPresent": true"#, "$.a is present"),
        (r#""Variable": "$.a", "IsNull": false"#, "$.a is not null"),
        (r#""Not": {"Variable": "$.a", "BooleanEquals": true}"#, "$.a != true"),
        (r#""Not": {"Variable": "$.a", "IsString": true}"#, "$.a is not a string"),
        (r#""Not": {"Variable": "$.a", "NumericLessThan": 1}"#, "not ($.a < 1)"),
        (
            r#""And": [{"Variable": "$.a", "IsPresent": true}, {"Or": [{"Variable": "$.a", "NumericEquals": 1}, {"Variable": "$.b", "NumericEquals": 2}]}]"#,
            "$.a is present and ($.a == 1 or $.b == 2)",
        ),
        (
            r#""Or": [{"And": [{"Variable": "$.a", "IsNull": true}, {"Variable": "$.b", "IsNull": true}]}, {"Variable": "$.c", "IsNull": true}]"#,
            "$.a is null and $.b is null or $.c is null",
        ),
    ] {
        assert_eq!(label(rule), text);
    }
}

#[test]
fn long_paths_keep_their_ends() {
    let path = "$.FlowConfig.DestinationFlowConfigList[0].Properties['S3'].OutputFormat.FileType";
    let rule = format!(r#""Variable": "{path}", "StringEquals": "CSV""#);
    assert_eq!(label(&rule), "$…['S3'].OutputFormat.FileType == \"CSV\"");
    assert_eq!(label(&rule.replace("\"$", "\"$$")), "$$…['S3'].OutputFormat.FileType == \"CSV\"");
    let word = "$.OneVeryLongNameWithoutAnyStepInsideOfIt";
    assert_eq!(label(&format!(r#""Variable": "{word}", "IsNull": true"#)), format!("{word} is null"));
}

/// The caption and badges of a state.
fn face(state: &str) -> String {
    let text = format!(r#"{{"StartAt": "A", "States": {{"A": {{{state}}}}}}}"#);
    let node = &graph(&text).top.nodes[1];
    std::iter::once(&node.caption).chain(&node.badges).cloned().collect::<Vec<_>>().join(" | ")
}

#[test]
fn captions() {
    let task = |resource: &str, rest: &str| {
        face(&format!(r#""Type": "Task", "End": true, "Resource": "{resource}"{rest}"#))
    };
    let invoke = "arn:aws:states:::lambda:invoke";
    for (found, text) in [
        (task("arn:aws:lambda:us-east-1:1:function:Charge:$LATEST", ""), "lambda: Charge"),
        (task("arn:aws:states:us-east-1:1:activity:Ship", ""), "activity: Ship"),
        (task("${ChargeArn}", ""), "lambda: ChargeArn"),
        (task(invoke, r#", "Parameters": {"FunctionName": "Charge:1"}"#), "lambda: Charge"),
        (
            task(
                invoke,
                r#", "Parameters": {"FunctionName": "arn:aws:lambda:x:1:function:Charge:1", "P.$": "$"}"#,
            ),
            "lambda: Charge",
        ),
        (task(invoke, r#", "Parameters": {"FunctionName.$": "$.f"}"#), "lambda:invoke"),
        (
            task(
                "arn:aws:states:::lambda:invoke.waitForTaskToken",
                r#", "Parameters": {"FunctionName": "${F}"}"#,
            ),
            "lambda: F | token",
        ),
        (task("arn:aws:states:::aws-sdk:s3:getObject", ""), "s3:getObject"),
        (
            task(
                "arn:aws:states:::glue:startJobRun.sync",
                r#", "Retry": [{"ErrorEquals": ["A"]}, {"ErrorEquals": ["B"], "MaxAttempts": 7}]"#,
            ),
            "glue:startJobRun.sync | retry ×7",
        ),
        (
            task(
                "arn:aws:states:::dynamodb:getItem",
                r#", "Retry": [{"ErrorEquals": ["A"], "MaxAttempts": 0}]"#,
            ),
            "dynamodb:getItem",
        ),
        (face(r#""Type": "Wait", "Seconds": 7200, "End": true"#), "Wait 2 h"),
        (face(r#""Type": "Wait", "Seconds": 0, "End": true"#), "Wait 0 s"),
        (face(r#""Type": "Wait", "TimestampPath": "$.at", "End": true"#), "Wait until $.at"),
        (face(r#""Type": "Fail", "Error": "Bad""#), "Fail: Bad"),
        (face(r#""Type": "Map", "MaxConcurrencyPath": "$.n", "End": true"#), "Map | concurrency $.n"),
        (face(r#""Type": "Map", "MaxConcurrency": 0, "End": true"#), "Map"),
        (face(r#""Type": "Nap""#), "unknown type"),
    ] {
        assert_eq!(found, text);
    }
}

#[test]
fn names_break_between_words() {
    let room = Room { size: 130, width: 110, lines: 2 };
    assert_eq!(wrap("Send the confirmation", room), ["Send the", "confirmation"]);
    assert_eq!(wrap("ValidateCustomerAddress", room), ["ValidateCustomer", "Address"]);
    assert_eq!(wrap("one two three four five six", room), ["one two three four", "five six"]);
    assert!(wrap("Incomprehensibilities everywhere", room)[1].ends_with(" everywhere"));
    assert!(wrap("a very long name that needs three lines at least", room)[1].ends_with('…'));
}

proptest! {
    #[test]
    fn lines_fit(text in "\\PC{0,80}", wide in 40..300_i32, lines in 1..4_usize) {
        let room = Room { size: 130, width: wide, lines };
        let broken = wrap(&text, room);
        prop_assert!(broken.len() <= lines);
        for line in &broken {
            prop_assert!(width(line, 130) <= wide, "{line}");
        }
        // Without an ellipsis nothing but white space is lost.
        if !broken.iter().any(|line| line.ends_with('…')) {
            let letters = |text: &str| text.chars().filter(|it| !it.is_whitespace() && !it.is_control()).collect::<String>();
            prop_assert_eq!(letters(&broken.concat()), letters(&text));
        }
    }
}

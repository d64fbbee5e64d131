//! What one place can tell.

use super::timestamp::nanoseconds;
use super::*;
use crate::source::Source;

mod distributed;
mod jsonata;
mod parameters;
mod tokens;

/// The slugs of everything found in a text, in order of place.
fn found(text: &str) -> Vec<&'static str> {
    let mut diagnostics = Diagnostics::default();
    let node = crate::json::parse(&Source::new("x", text), &mut diagnostics).unwrap();
    parse(node, &mut diagnostics);
    diagnostics.finish();
    diagnostics.iter().map(|finding| finding.code.info().slug).collect()
}

fn in_state(fields: &str) -> Vec<&'static str> {
    found(&format!(r#"{{"StartAt": "A", "States": {{"A": {{{fields}}}}}}}"#))
}

fn check(cases: &[(&str, &[&str])]) {
    for (fields, expected) in cases {
        assert_eq!(in_state(fields), *expected, "{fields}");
    }
}

const TASK: &str = r#""Type": "Task", "Resource": "${F}", "End": true"#;
const CHOICE: &str = r#""Type": "Choice", "Choices": "#;

#[test]
fn the_top_level() {
    for (text, expected) in [
        ("{}", &["missing-field", "missing-field"] as &[&str]),
        (r#"{"StartAt": 1, "States": []}"#, &["wrong-type", "wrong-type"]),
        (r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "Version": 1}"#, &["wrong-type"]),
        (r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "Comment": 1}"#, &["wrong-type"]),
        (r#"{"StartAt": "A", "States": {"A": 5}}"#, &["wrong-type"]),
        (r#"{"StartAt": "A", "States": {"Comment": "x"}}"#, &["field-not-allowed"]),
        (r#"{"StartAtt": "A", "States": {"A": {"Type": "Succeed"}}}"#, &["unknown-field"]),
        (
            r#"{"QueryLanguage": "jsonata", "StartAt": "A", "States": {"A": {"Type": "Succeed", "Output": 1}}}"#,
            &["unknown-value", "jsonata"],
        ),
        (
            r#"{"QueryLanguage": "SQL", "StartAt": "A", "States": {"A": {"Type": "Succeed", "OutputPath": "$"}}}"#,
            &["unknown-value"],
        ),
        (r#"{"QueryLanguage": 1, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#, &["wrong-type"]),
        (
            r#"{"TimeoutSeconds": 100000000, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#,
            &["out-of-range"],
        ),
        ("[1]", &["not-an-object"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn types_and_transitions() {
    check(&[
        (r#""End": true"#, &["missing-field"]),
        (r#""type": "Pass", "End": true"#, &["unknown-field"]),
        (r#""Type": "pass", "End": true"#, &["unknown-type"]),
        (r#""Type": 5"#, &["wrong-type"]),
        (r#""Type": "Pass", "End": "true""#, &["wrong-type"]),
        (r#""Type": "Pass", "Next": 5"#, &["wrong-type"]),
        (r#""Type": "Succeed", "Next": "A""#, &["field-not-allowed"]),
        (r#""Type": "Fail", "End": true"#, &["field-not-allowed"]),
        (r#""Type": "Fail", "InputPath": "$""#, &["field-not-allowed"]),
        (r#""Type": "Pass", "TimeoutSeconds": 5, "End": true"#, &["field-not-allowed"]),
        (r#""Type": "Choice", "Choices": [], "End": true"#, &["empty-value", "field-not-allowed"]),
    ]);
}

#[test]
fn numbers() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("TimeoutSeconds", "0", &[]),
        ("TimeoutSeconds", "99999999", &[]),
        ("TimeoutSeconds", "100000000", &["out-of-range"]),
        ("TimeoutSeconds", "-1", &["out-of-range"]),
        ("TimeoutSeconds", "-0", &[]),
        ("TimeoutSeconds", "1.5", &["wrong-type"]),
        ("TimeoutSeconds", "\"a\"", &["wrong-type"]),
        ("TimeoutSeconds", "null", &["wrong-type"]),
        ("TimeoutSeconds", "99999999999999999999999", &["out-of-range"]),
        ("HeartbeatSeconds", "\"${Beat}\"", &["placeholder-number"]),
        ("HeartbeatSecondsPath", "5", &["wrong-type"]),
    ];
    for (name, value, expected) in cases {
        assert_eq!(in_state(&format!("{TASK}, \"{name}\": {value}")), *expected, "{name}: {value}");
    }
}

#[test]
fn retriers_and_catchers() {
    let cases: &[(&str, &[&str])] = &[
        (r#""Retry": [{"ErrorEquals": ["A"]}]"#, &[]),
        (r#""Retry": {}"#, &["wrong-type"]),
        (r#""Retry": [5]"#, &["wrong-type"]),
        (r#""Retry": [{}]"#, &["missing-field"]),
        (r#""Retry": [{"ErrorEquals": []}]"#, &["empty-value"]),
        (r#""Retry": [{"ErrorEquals": "A"}]"#, &["wrong-type"]),
        (r#""Retry": [{"ErrorEquals": [true]}]"#, &["wrong-type"]),
        (r#""Retry": [{"ErrorEquals": ["A"], "MaxAttempts": 0, "IntervalSeconds": 1}]"#, &[]),
        (r#""Retry": [{"ErrorEquals": ["A"], "IntervalSeconds": 0}]"#, &["out-of-range"]),
        (r#""Retry": [{"ErrorEquals": ["A"], "MaxDelaySeconds": 0}]"#, &["out-of-range"]),
        (r#""Retry": [{"ErrorEquals": ["A"], "MaxDelaySeconds": 31622401}]"#, &["out-of-range"]),
        (r#""Retry": [{"ErrorEquals": ["A"], "BackoffRate": 1}]"#, &[]),
        (r#""Retry": [{"ErrorEquals": ["A"], "BackoffRate": 0.5}]"#, &["out-of-range"]),
        (r#""Retry": [{"ErrorEquals": ["A"], "BackoffRate": 1e999}]"#, &["out-of-range"]),
        (r#""Retry": [{"ErrorEquals": ["A"], "JitterStrategy": "full"}]"#, &["unknown-value"]),
        (r#""Retry": [{"ErrorEquals": ["A"], "Jitter": "FULL"}]"#, &["unknown-field"]),
        (r#""Retry": [{"ErrorEquals": ["States.ALL", "A"]}]"#, &["catch-all-position"]),
        (r#""Catch": [{"ErrorEquals": ["A"], "Next": "A", "ResultPath": null}]"#, &[]),
        (r#""Catch": [{"ErrorEquals": ["A"]}]"#, &["missing-field"]),
        (r#""Catch": [{"ErrorEquals": ["A"], "Next": "A", "Output": 1}]"#, &["wrong-language"]),
        (
            r#""Catch": [{"ErrorEquals": ["A"], "Next": "A", "ResultPath": "$.a[*]"}]"#,
            &["path-not-reference"],
        ),
    ];
    for (field, expected) in cases {
        assert_eq!(in_state(&format!("{TASK}, {field}")), *expected, "{field}");
    }
}

#[test]
fn credentials() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"RoleArn": "x"}"#, &[]),
        (r#"{"RoleArn.$": "$.role"}"#, &[]),
        (r#"{"RoleArn.$": "States.Format('{}', $.role)"}"#, &[]),
        ("{}", &["missing-field"]),
        (r#"{"RoleArn": 5}"#, &["wrong-type"]),
        ("[]", &["wrong-type"]),
    ];
    for (value, expected) in cases {
        assert_eq!(in_state(&format!("{TASK}, \"Credentials\": {value}")), *expected, "{value}");
    }
}

#[test]
fn resources() {
    let cases: &[(&str, &[&str])] = &[
        ("arn:aws:lambda:eu-west-1:1:function:f", &[]),
        ("arn:aws-cn:states:::lambda:invoke.waitForTaskToken", &["token-not-sent"]),
        ("arn:aws:states:::states:startExecution.sync:2", &[]),
        ("arn:aws:states:::aws-sdk:whatever:isNew", &[]),
        ("arn:aws:states:::aws-sdk:s3:getObject.waitForTaskToken", &["token-not-sent"]),
        ("arn:${AWS::Partition}:states:::dynamodb:getItem", &[]),
        ("arn:aws:states:::${Service}:${Action}.sync", &[]),
        ("${Some.Arn}:$LATEST", &[]),
        ("arn:aws:states:eu-west-1:1:activity:wait", &[]),
        ("arn:aws:states:::dynamodb:query", &["unknown-resource"]),
        ("arn:aws:states:::lamda:invoke", &["unknown-resource"]),
        ("arn:aws:states:::lambda:invoke.sync", &["unknown-resource"]),
        ("arn:aws:states:::ecs:runTask.sync:2", &["unknown-resource"]),
        ("arn:aws:states:::aws-sdk:s3:getObject.sync", &["unknown-resource"]),
        ("arn:aws:states:::sqs:sendMessage.waitForTaskTokens", &["unknown-resource"]),
        ("", &["unknown-resource"]),
        ("my function", &["odd-resource"]),
    ];
    for (resource, expected) in cases {
        let fields = format!(r#""Type": "Task", "Resource": "{resource}", "End": true"#);
        assert_eq!(in_state(&fields), *expected, "{resource}");
    }
}

#[test]
fn choice_rules() {
    let cases: &[(&str, &[&str])] = &[
        (r#"[{"Variable": "$.a", "IsNull": true, "Next": "A"}]"#, &[]),
        (r#"[{"Variable": "$.a", "IsNull": "yes", "Next": "A"}]"#, &["operand-type"]),
        (r#"[{"Variable": "$.a", "StringEquals": null, "Next": "A"}]"#, &["operand-type"]),
        (r#"[{"Variable": "$.a", "StringEqualsPath": 1, "Next": "A"}]"#, &["operand-type"]),
        (r#"[{"Variable": "$.a", "StringEqualsPath": "b", "Next": "A"}]"#, &["path-syntax"]),
        (r#"[{"Variable": "$.a", "TimestampEquals": "today", "Next": "A"}]"#, &["invalid-timestamp"]),
        (r#"[{"Variable": "$.a", "StringMatches": "*", "Next": "A"}]"#, &[]),
        (r#"[{"StringEquals": "x", "Next": "A"}]"#, &["missing-field"]),
        (r#"[{"Variable": "$.a[*]", "IsNull": true, "Next": "A"}]"#, &["path-not-reference"]),
        (r#"[{"Variable": "$.a", "IsNull": true}]"#, &["missing-field"]),
        (r#"[{"Variable": "$.a", "IsNul": true, "Next": "A"}]"#, &["unknown-field"]),
        (r#"[{"And": [], "Next": "A"}]"#, &["empty-value"]),
        (r#"[{"And": {}, "Next": "A"}]"#, &["wrong-type"]),
        (r#"[{"Not": [], "Next": "A"}]"#, &["wrong-type"]),
        (r#"[{"Not": {"Variable": "$.a", "IsNull": true}, "Next": "A"}]"#, &[]),
        (
            r#"[{"Not": {"Variable": "$.a", "IsNull": true, "Next": "A"}, "Next": "A"}]"#,
            &["field-not-allowed"],
        ),
        (
            r#"[{"Or": [{"Variable": "$.a", "IsNull": true}], "Variable": "$.a", "Next": "A"}]"#,
            &["field-not-allowed"],
        ),
        (
            r#"[{"Or": [{"Variable": "$.a", "IsNull": true}], "Not": {"Variable": "$.a", "IsNull": true}, "Next": "A"}]"#,
            &["several-operators"],
        ),
        (
            r#"[{"And": [{}, {"Variable": "$.a", "IsNull": 1}], "Next": "A"}]"#,
            &["missing-operator", "operand-type"],
        ),
        (r#"[{"Condition": true, "Next": "A"}]"#, &["wrong-language"]),
        ("[5]", &["wrong-type"]),
        ("{}", &["wrong-type"]),
    ];
    for (rules, expected) in cases {
        assert_eq!(in_state(&format!("{CHOICE}{rules}")), *expected, "{rules}");
    }
    assert_eq!(in_state(r#""Type": "Choice""#), ["missing-field"]);
}

#[test]
fn waits() {
    let cases: &[(&str, &[&str])] = &[
        (r#""Seconds": 0"#, &[]),
        (r#""Seconds": "5""#, &["wrong-type"]),
        (r#""Timestamp": "2024-02-30T00:00:00Z""#, &["invalid-timestamp"]),
        (r#""Timestamp": "2024-02-28T00:00:00+01:00""#, &[]),
        (r#""Timestamp": "${When}""#, &["invalid-timestamp"]),
        (r#""TimestampPath": "$$.Execution.StartTime""#, &[]),
        (r#""SecondsPath": "$.a.length()""#, &["path-not-reference"]),
        (
            r#""Seconds": 1, "Timestamp": "2024-02-28T00:00:00Z", "TimestampPath": "$.t""#,
            &["exclusive-fields"],
        ),
    ];
    for (field, expected) in cases {
        assert_eq!(in_state(&format!(r#""Type": "Wait", "End": true, {field}"#)), *expected, "{field}");
    }
}

#[test]
fn parallel_and_map() {
    let inner = r#"{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}"#;
    let map = r#""Type": "Map", "End": true"#;
    let cases: Vec<(String, &[&str])> = vec![
        (format!(r#""Type": "Parallel", "End": true, "Branches": [{inner}]"#), &[]),
        (r#""Type": "Parallel", "End": true, "Branches": []"#.to_owned(), &["empty-value"]),
        (r#""Type": "Parallel", "End": true, "Branches": [5]"#.to_owned(), &["wrong-type"]),
        (r#""Type": "Parallel", "End": true"#.to_owned(), &["missing-field"]),
        (r#""Type": "Parallel", "End": true, "Branches": [{}]"#.to_owned(), &["missing-field"; 2]),
        (format!(r#"{map}, "ItemProcessor": {inner}"#), &[]),
        (format!(r#"{map}, "Iterator": {inner}, "MaxConcurrency": 99999999999"#), &[]),
        (map.to_owned(), &["missing-alternative"]),
        (format!(r#"{map}, "Iterator": {inner}, "ItemProcessor": {inner}"#), &["exclusive-fields"]),
        (
            format!(r#"{map}, "ItemProcessor": {inner}, "ItemSelector": {{}}, "Parameters": {{}}"#),
            &["exclusive-fields"],
        ),
        (
            format!(r#"{map}, "ItemProcessor": {inner}, "MaxConcurrency": 1, "MaxConcurrencyPath": "$.n""#),
            &["exclusive-fields"],
        ),
        (format!(r#"{map}, "ItemProcessor": {inner}, "ItemsPath": null"#), &["wrong-type"]),
        (format!(r#"{map}, "ItemProcessor": {inner}, "MaxConcurrency": "${{N}}""#), &["placeholder-number"]),
        (format!(r#"{map}, "ItemProcessor": {inner}, "ToleratedFailurePercentage": 10"#), &["no-effect"]),
        (
            format!(r#"{map}, "ItemProcessor": {inner}, "ToleratedFailurePercentage": 100.5"#),
            &["no-effect", "out-of-range"],
        ),
        (
            format!(
                r#"{map}, "ItemProcessor": {}"#,
                inner.replacen('{', r#"{"QueryLanguage": "JSONata", "#, 1)
            ),
            &["field-not-allowed"],
        ),
        (
            format!(
                r#"{map}, "ItemProcessor": {}"#,
                inner.replacen('{', r#"{"ProcessorConfig": {"Mode": "INLINED"}, "#, 1)
            ),
            &["unknown-value"],
        ),
    ];
    for (fields, expected) in cases {
        assert_eq!(in_state(&fields), expected, "{fields}");
    }
}

#[test]
fn templates() {
    check(&[
        (r#""Type": "Pass", "End": true, "Parameters": {"a": [{"b.$": "$.b"}]}"#, &[]),
        (r#""Type": "Pass", "End": true, "Parameters": {"a": [{"b.$": "b"}]}"#, &["path-syntax"]),
        (r#""Type": "Pass", "End": true, "Parameters": {"a": {"b.$": {}}}"#, &["dynamic-not-string"]),
        (r#""Type": "Pass", "End": true, "Parameters": {"a": 1, "b.$": "$", "a": 2}"#, &["duplicate-key"]),
        (r#""Type": "Pass", "End": true, "Assign": []"#, &["wrong-type"]),
        (r#""Type": "Pass", "End": true, "Assign": {"a.$": "$.a", "größe_2": 1}"#, &[]),
        (r#""Type": "Pass", "End": true, "Assign": {"2a": 1, "": 2}"#, &["variable-name"; 2]),
        (r#""Type": "Pass", "End": true, "Assign": {"a": 1, "a.$": "$"}"#, &["duplicate-template-name"]),
        (r#""Type": "Pass", "End": true, "Result": "$.a""#, &["result-is-static"]),
        (r#""Type": "Pass", "End": true, "Result": {"price": "$5", "a": ["$"]}"#, &[]),
        (r#""Type": "Fail", "Cause": "c", "CausePath": "$.c""#, &["exclusive-fields"]),
        (r#""Type": "Fail", "ErrorPath": "States.Fromat('x')""#, &["unknown-intrinsic"]),
        (r#""Type": "Fail", "ErrorPath": "States.Format('x')""#, &[]),
        (r#""Type": "Fail", "ErrorPath": "States.ArrayLength($.a)""#, &["intrinsic-not-string"]),
        (r#""Type": "Fail", "ErrorPath": "States.MathAdd(1, 2)""#, &["intrinsic-not-string"]),
        (r#""Type": "Fail", "Error": "$.Error""#, &["no-path"]),
        (r#""Type": "Fail", "Error": "$5 are missing""#, &[]),
        (r#""Type": "Pass", "End": true, "Result": 1, "Parameters": {}"#, &["no-effect"]),
    ]);
}

#[test]
fn timestamps() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", Some(0)),
        ("1970-01-01T00:00:01.5Z", Some(1_500_000_000)),
        ("1970-01-01T01:00:00+01:00", Some(0)),
        ("1970-01-01T00:00:00-00:30", Some(1_800_000_000_000)),
        ("1969-12-31T23:59:59Z", Some(-1_000_000_000)),
        ("1970-01-01t00:00:00Z", None),
        ("1970-01-01T00:00:00z", None),
        ("1970-01-01 00:00:00Z", None),
        ("1970-01-01T00:00:00", None),
        ("1970-01-01T00:00Z", None),
        ("1970-01-01T00:00:00.Z", None),
        ("1970-01-01T25:00:00Z", None),
        ("1970-01-01", None),
        ("1970-01-01T00:00:00+0100", None),
        ("1970-01-01T00:00:00Z[UTC]", None),
        ("", None),
        ("äöüäöüäöüäöü", None),
    ] {
        assert_eq!(nanoseconds(text), expected, "{text}");
    }
}

#[test]
fn values_that_look_like_expressions() {
    let task = |fields: &str| in_state(&format!("{TASK}, {fields}"));
    for value in ["$", "$$", "$.a", "$[0]", "$$.Execution.Id", "$$['Map']", "States.UUID()"] {
        for field in [
            format!(r#""Parameters": {{"a": {{"b": "{value}"}}}}"#),
            format!(r#""Parameters": {{"a.$": "$.x", "b": "{value}"}}"#),
            format!(r#""Parameters": {{"a": [1, "{value}"]}}"#),
            format!(r#""ResultSelector": {{"a": "{value}"}}"#),
            format!(r#""Assign": {{"a": "{value}"}}"#),
        ] {
            assert_eq!(task(&field), ["no-dollar"], "{field}");
        }
    }
    for value in ["$5", "$total", "US$", "$ 5", "$$$", "States.Format", "", "a.$", "{$.a}"] {
        assert_eq!(task(&format!(r#""Parameters": {{"a": "{value}"}}"#)), [""; 0], "{value}");
    }
    // A text to compare with, and data that are copied, may well be a dollar sign.
    let rule = r#"[{"Variable": "$.currency", "StringEquals": "$", "Next": "A"}]"#;
    assert_eq!(in_state(&format!("{CHOICE}{rule}")), [""; 0]);
    assert_eq!(in_state(r#""Type": "Pass", "Result": {"currency": "$"}, "End": true"#), [""; 0]);
}

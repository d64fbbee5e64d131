//! Findings in AWS's form, with the words of its recorded answers.

use crate::analyze::{AnalyzeOptions, analyze};
use crate::check::WorkflowType;
use crate::report::aws::{findings, message};
use crate::source::Source;

/// Everything in AWS's form, `CODE: message at /place`.
fn aws(text: &str) -> Vec<String> {
    let source = Source::new("x", text);
    let options = AnalyzeOptions { workflow: Some(WorkflowType::Express), ..AnalyzeOptions::default() };
    findings(&source, &analyze(&source, &options).diagnostics).iter().map(ToString::to_string).collect()
}

fn states(text: &str) -> Vec<String> {
    aws(&format!(r#"{{"StartAt": "A", "States": {{{text}}}}}"#))
}

fn schema(rest: &str) -> String {
    format!("SCHEMA_VALIDATION_FAILED: {rest}")
}

#[test]
fn the_document() {
    assert_eq!(aws(""), [schema("Definition must be a valid JSON object at null")]);
    assert_eq!(aws("[]"), [schema("Definition must be a valid JSON object at null")]);
    assert_eq!(aws("{}"), [schema("These fields are required: [States, StartAt] at /")]);
    assert_eq!(
        aws(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "X": 1}"#),
        [schema("Field 'X' is not supported at /")]
    );
    assert_eq!(
        aws(r#"{"StartAt": "A", "States": {}}"#).first(),
        Some(&schema("Value cannot be empty at /States"))
    );
    assert_eq!(
        aws("not a definition"),
        [
            "INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or \
          token 'null', 'true' or 'false')\n at [Source: (String)\"not a definition\"; line: 1, column: 4] at \
          [Source: (String)\"not a definition\"; line: 1, column: 4]"
        ]
    );
}

#[test]
fn places() {
    let processor = |fields: &str| {
        states(&format!(
            r#""A": {{"Type": "Map", "End": true, "ItemProcessor": {{{fields} "StartAt": "I", "States": {{"I": {{"Type": "Succeed"}}}}}}}}"#
        ))
    };
    assert_eq!(
        processor("\"QueryLanguage\": \"JSONata\","),
        [schema("Field 'QueryLanguage' is not supported at /States/A/ItemProcessor")]
    );
    assert_eq!(
        states(r#""A": {"Type": "Pass", "End": true, "Parameters": {"a": {"b.$": "nonsense"}}}"#),
        [schema(
            "The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call at \
             /States/A/Parameters"
        )]
    );
    assert_eq!(
        states(r#""A": {"Type": "Pass", "End": true, "ResultPath": "x.y"}"#),
        [schema(
            "Value is not a Reference Path: Reference path didn't start with '$' at /States/A/ResultPath"
        )]
    );
    assert_eq!(
        states(r#""A": {"Type": "Wait", "Seconds": 1, "Timestamp": "2024-01-01T00:00:00Z"}"#),
        [
            schema("This object should have only one of the following fields: [Next, End] at /States/A"),
            schema(
                "There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] \
                 at /States/A"
            ),
        ]
    );
    assert_eq!(
        states(r#""A": {"Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync", "End": true}"#),
        [schema("Express state machine does not support '.sync' service integration at /States/A/Resource")]
    );
}

#[test]
fn transitions_come_last() {
    assert_eq!(
        states(
            r#""A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "X"}], "Default": "B"},
               "B": {"Type": "Pass", "End": true, "Extra": 1}, "C": {"Type": "Succeed"}"#
        ),
        [
            schema("Field 'Extra' is not supported at /States/B"),
            "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/Choices[0]/Next".to_owned(),
            "MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C".to_owned(),
        ]
    );
    assert_eq!(
        states(r#""A": {"Type": "Pass", "Next": "A"}"#),
        ["MISSING_END_STATE: Workflow has no terminal state at null"]
    );
}

#[test]
fn one_message_for_all() {
    let source =
        Source::new("x", r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}, "X": 1}"#);
    let found = findings(&source, &analyze(&source, &AnalyzeOptions::default()).diagnostics);
    assert_eq!(
        message(&found).as_deref(),
        Some(
            "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Field 'X' is not supported at /, \
             MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next'"
        )
    );
    assert_eq!(message(&[]), None);
}

/// What AWS accepts has no form of its.
#[test]
fn warnings_and_doomed_findings_are_left_out() {
    assert_eq!(
        states(
            r#""A": {"Type": "Pass", "End": true, "Parameters": {"a": "$.a", "b.$": "States.MathAdd(1)"}}"#
        ),
        [""; 0]
    );
}

/// The fields of one state `A`, and what AWS says about them.
fn check_state(cases: &[(String, &str)]) {
    for (fields, expected) in cases {
        let found: Vec<String> = states(&format!("\"A\": {{{fields}}}"))
            .into_iter()
            .filter(|finding| finding.starts_with("SCHEMA"))
            .collect();
        assert_eq!(found, [schema(expected)], "{fields}");
    }
}

#[test]
fn recorded_messages_of_fields() {
    check_state(&[
        (
            r#""Comment": 1, "Type": "Succeed""#.to_owned(),
            "Expected value of type [STRING] at /States/A/Comment",
        ),
        (
            r#""Type": "Pass", "End": true, "QueryLanguage": "SQL""#.to_owned(),
            "Value should be one of the following: [JSONPath, JSONata] at /States/A/QueryLanguage",
        ),
        (
            r#""Type": "Pass", "Next": "A", "End": true"#.to_owned(),
            "There should only be one of the following fields: [Next, End] at /States/A",
        ),
        (r#""Type": "Succeed", "Next": "A""#.to_owned(), "Field 'Next' is not supported at /States/A"),
        (String::new(), "The field 'Type' is required at /States/A"),
        (
            r#""Type": "Sleep""#.to_owned(),
            "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, \
             Map] at /States/A/Type",
        ),
        (
            r#""Type": "Wait", "Seconds": 1, "End": true, "Catch": []"#.to_owned(),
            "Field 'Catch' is not supported at /States/A",
        ),
        (
            r#""Type": "Pass", "End": true, "Output": 1"#.to_owned(),
            "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' \
             QueryLanguage at /States/A",
        ),
        (
            r#""Type": "Pass", "QueryLanguage": "JSONata", "End": true, "InputPath": "$""#.to_owned(),
            "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' \
             QueryLanguage at /States/A",
        ),
        (r#""Type": "Task", "End": true"#.to_owned(), "The field 'Resource' is required at /States/A"),
        (
            r#""Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "End": true"#.to_owned(),
            "The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid \
             resource ARN, or the resource is not available in this region. at /States/A/Resource",
        ),
    ]);
}

#[test]
fn recorded_messages_of_work() {
    const INNER: &str = r#"{"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}"#;
    let reader = |config: &str| {
        format!(
            r#""Type": "Map", "End": true, "ItemProcessor": {INNER},
               "ItemReader": {{"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {{{config}}}}}"#
        )
    };
    let task = |fields: &str| format!(r#""Type": "Task", "Resource": "${{F}}", "End": true, {fields}"#);
    check_state(&[
        (
            task(r#""Credentials": {}"#),
            "The field 'RoleArn' is required but was missing at /States/A/Credentials",
        ),
        (task(r#""TimeoutSeconds": -1"#), "Minimum value is 0 at /States/A/TimeoutSeconds"),
        (task(r#""TimeoutSeconds": "a""#), "Expected value of type Integer at /States/A/TimeoutSeconds"),
        (
            r#""Type": "Wait", "End": true"#.to_owned(),
            "This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, \
             Timestamp] at /States/A",
        ),
        (
            r#""Type": "Wait", "Timestamp": "2016-12-05 21:29:29Z", "End": true"#.to_owned(),
            "String does not match RFC3339 timestamp at /States/A/Timestamp",
        ),
        (
            r#""Type": "Parallel", "Branches": [], "End": true"#.to_owned(),
            "Value cannot be empty at /States/A/Branches",
        ),
        (
            reader(r#""InputType": "CSV""#),
            "The field 'CSVHeaderLocation' is required at /States/A/ItemReader/ReaderConfig",
        ),
        (
            reader(r#""InputType": "CSV", "CSVHeaderLocation": "GIVEN""#),
            "These fields are required: [CSVHeaders] at /States/A/ItemReader/ReaderConfig",
        ),
        (
            reader(r#""InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVHeaders": ["a"]"#),
            "Field 'CSVHeaders' is not supported at /States/A/ItemReader/ReaderConfig",
        ),
        (
            reader(r#""InputType": "JSON", "ManifestType": "ATHENA_DATA""#),
            "Field 'ManifestType' is not supported at /States/A/ItemReader/ReaderConfig",
        ),
        (
            reader(r#""InputType": "JSON", "ItemsPointer": "data/items""#),
            "Invalid input: JSON Pointer expression must start with '/': \"data/items\" at \
             /States/A/ItemReader/ReaderConfig/ItemsPointer",
        ),
        (reader(""), "The field 'InputType' is required at /States/A/ItemReader/ReaderConfig"),
        (
            task(r#""Retry": [{"ErrorEquals": ["States.ALL", "X"]}]"#),
            "States.ALL must appear alone and at end of list at /States/A/Retry[0]/ErrorEquals",
        ),
        (
            task(r#""Retry": [{"ErrorEquals": ["X"], "MaxDelaySeconds": 0}]"#),
            "Minimum value is 1 at /States/A/Retry[0]/MaxDelaySeconds",
        ),
    ]);
}

//! Fields of states in JSONata.

use super::*;

/// What is found in a state in JSONata, beside that it cannot be compiled yet.
fn in_jsonata(fields: &str) -> Vec<&'static str> {
    let mut found =
        found(&format!(r#"{{"QueryLanguage": "JSONata", "StartAt": "A", "States": {{"A": {{{fields}}}}}}}"#));
    assert_eq!(found.remove(0), "jsonata");
    found
}

fn check(cases: &[(&str, &[&str])]) {
    for (fields, expected) in cases {
        assert_eq!(in_jsonata(fields), *expected, "{fields}");
    }
}

#[test]
fn fields_of_the_other_language() {
    check(&[
        (r#""Type": "Pass", "InputPath": "$", "End": true"#, &["wrong-language"]),
        (r#""Type": "Pass", "Result": 1, "Parameters": {}, "End": true"#, &["wrong-language"; 2]),
        (r#""Type": "Succeed", "OutputPath": "$""#, &["wrong-language"]),
        (r#""Type": "Fail", "CausePath": "$.c""#, &["wrong-language"]),
        (r#""Type": "Wait", "SecondsPath": "$.c", "End": true"#, &["missing-alternative", "wrong-language"]),
        (
            r#""Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "A"}]"#,
            &["wrong-language"; 2],
        ),
        (
            r#""Type": "Task", "Resource": "${F}", "End": true,
               "Catch": [{"ErrorEquals": ["A"], "Next": "A", "ResultPath": null}]"#,
            &["wrong-language"],
        ),
        (
            r#""Type": "Pass", "QueryLanguage": "JSONPath", "InputPath": "$", "End": true"#,
            &["language-downgrade"],
        ),
    ]);
}

#[test]
fn values_and_expressions() {
    check(&[
        (r#""Type": "Pass", "Output": {"a": ["{% 1 %}", {"b.$": 5}]}, "End": true"#, &[]),
        (r#""Type": "Pass", "Output": "{% 1 ", "End": true"#, &["expression-delimiters"]),
        (r#""Type": "Pass", "Output": {"a": [" {% 1 %}"]}, "End": true"#, &["literal-expression"]),
        (r#""Type": "Pass", "Output": "1 %}", "End": true"#, &["expression-delimiters"]),
        (r#""Type": "Pass", "Output": "100 %", "End": true"#, &[]),
        (r#""Type": "Wait", "Seconds": "{% 1 %}", "End": true"#, &[]),
        (r#""Type": "Wait", "Seconds": "1", "End": true"#, &["wrong-type"]),
        (r#""Type": "Wait", "Seconds": -1, "End": true"#, &["out-of-range"]),
        (r#""Type": "Wait", "Timestamp": "{% $now() %}", "End": true"#, &[]),
        (r#""Type": "Wait", "Timestamp": "today", "End": true"#, &["invalid-timestamp"]),
        (r#""Type": "Wait", "Seconds": 1, "Timestamp": "{% $now() %}", "End": true"#, &["exclusive-fields"]),
        (r#""Type": "Fail", "Error": "{% 'E' %}", "Cause": "text""#, &[]),
        (r#""Type": "Fail", "Error": "{% 'E' %}", "Cause": "$.text""#, &["literal-expression"]),
        (
            r#""Type": "Pass", "Output": {"a": "$states.input.a", "b.$": "$.b"}, "End": true"#,
            &["literal-expression"; 2],
        ),
        (
            r#""Type": "Pass", "Output": {"a": 1, "b": {"a": 2}, "a": "{% 3 %}"}, "End": true"#,
            &["duplicate-data-key"],
        ),
        (r#""Type": "Fail", "Error": 5"#, &["wrong-type"]),
        (r#""Type": "Pass", "Assign": {"a": "{% 1 %}", "b": [1]}, "End": true"#, &[]),
        (
            r#""Type": "Pass", "Assign": {"x-y": 1, "states": 1}, "End": true"#,
            &["variable-name", "reserved-variable"],
        ),
        (r#""Type": "Pass", "Assign": "{% {} %}", "End": true"#, &["wrong-type"]),
    ]);
}

#[test]
fn tasks_and_forks() {
    let inner =
        r#""ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Succeed", "Output": "{% 1 %}"}}}"#;
    let map = |fields: &str| in_jsonata(&format!(r#""Type": "Map", "End": true, {inner}, {fields}"#));
    let task =
        |fields: &str| in_jsonata(&format!(r#""Type": "Task", "Resource": "${{F}}", "End": true, {fields}"#));
    for (fields, expected) in [
        (r#""Arguments": "{% $states.input %}", "TimeoutSeconds": "{% 5 %}""#, &[] as &[&str]),
        (r#""Arguments": 5, "TimeoutSeconds": "5""#, &["wrong-type"]),
        (r#""TimeoutSecondsPath": "$.t""#, &["wrong-language"]),
        (r#""Credentials": {"RoleArn": "{% $role %}"}"#, &[]),
        (r#""Credentials": {"RoleArn.$": "$.role"}"#, &["missing-field", "literal-expression"]),
        (
            r#""Catch": [{"ErrorEquals": ["A"], "Next": "A", "Output": "{% 1", "Assign": {"v": 1}}]"#,
            &["expression-delimiters"],
        ),
    ] {
        assert_eq!(task(fields), expected, "{fields}");
    }
    for (fields, expected) in [
        (r#""Items": "{% [1] %}""#, &[] as &[&str]),
        (r#""Items": [1, "{% 2 %}"]"#, &[]),
        (r#""Items": {"a": 1}"#, &[]),
        (r#""Items": 5"#, &["wrong-type"]),
        (r#""Items": "[1]""#, &["wrong-type"]),
        (r#""ItemsPath": "$.a""#, &["wrong-language"]),
        (r#""ItemSelector": {"a": "{% 1 %}"}, "MaxConcurrency": "{% 2 %}""#, &[]),
        (r#""MaxConcurrency": "many""#, &["wrong-type"]),
        (r#""Arguments": {}"#, &["field-not-allowed"]),
    ] {
        assert_eq!(map(fields), expected, "{fields}");
    }
}

#[test]
fn choice_rules() {
    for (rule, expected) in [
        (
            r#"{"Condition": "{% $x %}", "Next": "A", "Assign": {"a": 1}, "Output": 1, "Comment": "c"}"#,
            &[] as &[&str],
        ),
        (r#"{"Condition": true, "Next": "A"}"#, &[]),
        (r#"{"Condition": "yes", "Next": "A"}"#, &["wrong-type"]),
        (r#"{"Condition": 1, "Next": "A"}"#, &["wrong-type"]),
        (r#"{"Next": "A"}"#, &["missing-field"]),
        (r#"{"Condition": true}"#, &["missing-field"]),
        (r#"{"Conditoin": true, "Next": "A"}"#, &["unknown-field"]),
    ] {
        assert_eq!(in_jsonata(&format!(r#""Type": "Choice", "Choices": [{rule}]"#)), expected, "{rule}");
    }
}

/// What a pass over the expressions finds: whose they are, and what they may see.
#[test]
fn expressions_are_collected_by_state() {
    let text = r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Map", "End": true,
        "Items": "{% 1 %}", "Output": "{% 2 %}", "Catch": [{"ErrorEquals": ["X"], "Next": "A", "Output": "{% 3 %}"}],
        "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Wait", "Seconds": "{% 4 %}", "End": true}}}}}}"#;
    let mut diagnostics = Diagnostics::default();
    let node = crate::json::parse(&Source::new("x", text), &mut diagnostics).unwrap();
    let machine = parse(node, &mut diagnostics).unwrap();
    let of = |state: &State| -> Vec<(String, Sees, Gives)> {
        let queries = state.queries.iter();
        queries.map(|query| (query.text.as_str().to_owned(), query.sees, query.gives)).collect()
    };
    assert_eq!(
        of(&machine.states[0]),
        [
            ("{% 1 %}".to_owned(), Sees::Input, Gives::Items),
            ("{% 2 %}".to_owned(), Sees::Result, Gives::Any),
            ("{% 3 %}".to_owned(), Sees::ErrorOutput, Gives::Any),
        ]
    );
    let Some(Kind::Map(map)) = &machine.states[0].kind else { panic!("not a Map") };
    let inner = &map.processor.as_ref().unwrap().states[0];
    assert_eq!(of(inner), [("{% 4 %}".to_owned(), Sees::Input, Gives::Integer)]);
}

//! Choices without `Default`, and rules that are never used.

use super::*;

/// What is found for rules without a `Default`.
fn rules(rules: &[&str]) -> Vec<&'static str> {
    in_choice("", rules)
}

fn in_choice(fields: &str, rules: &[&str]) -> Vec<&'static str> {
    let rules: Vec<String> = rules.iter().map(|rule| rule.replacen('{', "{\"Next\": \"Z\", ", 1)).collect();
    states(&format!(
        r#""A": {{"Type": "Choice", {fields} "Choices": [{}]}}, "Z": {{"Type": "Succeed"}}"#,
        rules.join(", ")
    ))
    .into_iter()
    .map(|(slug, _)| slug)
    .collect()
}

const OPEN: [&str; 1] = ["choice-without-default"];
const UNUSED: [&str; 1] = ["unreached-rule"];

#[test]
fn cases_that_are_left_out() {
    assert_eq!(rules(&[r#"{"Variable": "$.a", "StringEquals": "x"}"#]), OPEN);
    assert_eq!(in_choice(r#""Default": "Z","#, &[r#"{"Variable": "$.a", "StringEquals": "x"}"#]), [""; 0]);
    assert_eq!(rules(&[r#"{"Variable": "$.a", "BooleanEquals": true}"#]), OPEN);
    let less = r#"{"Variable": "$.a", "NumericLessThan": 1}"#;
    assert_eq!(rules(&[less, r#"{"Variable": "$.a", "NumericGreaterThan": 1}"#]), OPEN);
    assert_eq!(rules(&[less, r#"{"Variable": "$.b", "NumericGreaterThanEquals": 1}"#]), OPEN);
    assert_eq!(rules(&[less, r#"{"Variable": "$.a", "NumericGreaterThanEquals": 2}"#]), OPEN);
    let many: Vec<String> =
        (0..20).map(|n| format!(r#"{{"Variable": "$.a", "NumericEquals": {n}}}"#)).collect();
    assert_eq!(rules(&many.iter().map(String::as_str).collect::<Vec<_>>()), OPEN);
}

#[test]
fn rules_that_leave_nothing_open() {
    let yes = r#"{"Variable": "$.a", "BooleanEquals": true}"#;
    let less = r#"{"Variable": "$.a", "NumericLessThan": 1}"#;
    let present = r#"{"Variable": "$.a", "IsPresent": true}"#;
    for all in [
        [yes, r#"{"Variable": "$['a']", "BooleanEquals": false}"#].as_slice(),
        &[yes, r#"{"Not": {"Variable": "$.a", "BooleanEquals": true}}"#],
        &[less, r#"{"Variable": "$.a", "NumericGreaterThanEquals": 1}"#],
        &[
            less,
            r#"{"Variable": "$.a", "NumericGreaterThan": 1}"#,
            r#"{"Variable": "$.a", "NumericEquals": 1}"#,
        ],
        &[present, r#"{"Variable": "$.a", "IsPresent": false}"#],
        &[
            r#"{"And": [{"Variable": "$.a", "IsPresent": true}, {"Variable": "$.a", "BooleanEquals": true}]}"#,
            r#"{"Or": [{"Variable": "$.a", "IsPresent": false}, {"Variable": "$.a", "BooleanEquals": false}]}"#,
        ],
        &[r#"{"Variable": "$.a", "StringMatches": "*"}"#],
    ] {
        assert_eq!(rules(all), [""; 0], "{all:?}");
    }
}

#[test]
fn rules_that_are_never_used() {
    let yes = r#"{"Variable": "$.a", "BooleanEquals": true}"#;
    let no = r#"{"Variable": "$.a", "BooleanEquals": false}"#;
    let other = r#"{"Variable": "$.a", "StringEquals": "x"}"#;
    let with_default = |rules: &[&str]| in_choice(r#""Default": "Z","#, rules);
    assert_eq!(with_default(&[yes, yes]), UNUSED);
    assert_eq!(with_default(&[yes, r#"{"Variable": "$['a']", "BooleanEquals": true}"#]), UNUSED);
    assert_eq!(with_default(&[yes, no, other]), [""; 0], "a string is neither");
    let narrow =
        r#"{"And": [{"Variable": "$.a", "BooleanEquals": true}, {"Variable": "$.b", "IsNull": true}]}"#;
    assert_eq!(with_default(&[yes, narrow]), UNUSED);
    assert_eq!(with_default(&[narrow, yes]), [""; 0]);
    let never = r#"{"And": [{"Variable": "$.b", "IsNull": true}, {"Variable": "$.b", "IsNull": false}]}"#;
    assert_eq!(with_default(&[never, yes]), UNUSED);
}

#[test]
fn conditions_in_jsonata() {
    let jsonata = |rules: &[&str]| in_choice(r#""QueryLanguage": "JSONata","#, rules);
    assert_eq!(jsonata(&[r#"{"Condition": "{% $states.input.x %}"}"#]), OPEN);
    assert_eq!(
        jsonata(&[
            r#"{"Condition": "{% $states.input.x %}"}"#,
            r#"{"Condition": "{% $not( $states.input.x ) %}"}"#
        ]),
        [""; 0]
    );
    assert_eq!(jsonata(&[r#"{"Condition": "{% $states.input.x %}"}"#, r#"{"Condition": true}"#]), [""; 0]);
    assert_eq!(
        jsonata(&[r#"{"Condition": "{% true %}"}"#, r#"{"Condition": "{% $states.input.x %}"}"#]),
        UNUSED
    );
    assert_eq!(jsonata(&[r#"{"Condition": false}"#]), ["choice-without-default", "unreached-rule"]);
}

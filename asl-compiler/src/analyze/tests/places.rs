//! Where reports point: into strings with escapes and placeholders, and to every label.

use super::*;

#[test]
fn inside_a_string_with_escapes() {
    let text = state(r#""Type": "Pass", "InputPath": "$.a[\"x\"].b[?(@.c = \"\u00e9\")]", "End": true"#);
    insta::assert_snapshot!(reports(&text), @r#"
    error[ASL0304]: expected an operator
     --> order.asl.json:5:56
      |
    5 |       "Type": "Pass", "InputPath": "$.a[\"x\"].b[?(@.c = \"\u00e9\")]", "End": true
      |                                                        ^ not an operator of filters
      |
      = help: equality is written `==`
    "#);
}

#[test]
fn a_placeholder_inside_an_expression() {
    let text = state(r#""Type": "Pass", "InputPath": "${Where}", "End": true"#);
    insta::assert_snapshot!(reports(&text), @r#"
    error[ASL0301]: expected `.` or `[`, found `{`
     --> order.asl.json:5:38
      |
    5 |       "Type": "Pass", "InputPath": "${Where}", "End": true
      |                                      ^ not part of a path
      |
      = help: `Where` is a placeholder without a value; give it one as a substitution
    "#);
}

#[test]
fn a_placeholder_instead_of_a_choice() {
    let text = state(
        r#""Type": "Task", "Resource": "${F}", "End": true,
      "Retry": [ { "ErrorEquals": ["X"], "JitterStrategy": "${Jitter}" } ]"#,
    );
    insta::assert_snapshot!(reports(&text), @r#"
    error[ASL0110]: `JitterStrategy` cannot be `${Jitter}`
     --> order.asl.json:6:60
      |
    6 |       "Retry": [ { "ErrorEquals": ["X"], "JitterStrategy": "${Jitter}" } ]
      |                                                            ^^^^^^^^^^^ expected `FULL` or `NONE`
      |
      = help: give `Jitter` a value as a substitution
    "#);
}

#[test]
fn a_mistake_inside_a_substituted_value() {
    let text = state(r#""Type": "Pass", "InputPath": "$.orders${Part}", "End": true"#);
    let options = AnalyzeOptions {
        substitutions: BTreeMap::from([("Part".to_owned(), "[".to_owned())]),
        ..AnalyzeOptions::default()
    };
    insta::assert_snapshot!(reports_with(&text, &options), @r#"
    error[ASL0301]: this bracket is not closed
     --> order.asl.json:5:45
      |
    5 |       "Type": "Pass", "InputPath": "$.orders${Part}", "End": true
      |                                             ^^^^^^^ opened here
    "#);
}

#[test]
fn a_number_by_substitution_in_a_rule() {
    let text = state(
        r#""Type": "Choice", "Default": "B",
      "Choices": [ { "Variable": "$.n", "NumericEquals": "${N}", "Next": "B" } ]
    },
    "B": { "Type": "Succeed""#,
    );
    insta::assert_snapshot!(reports(&text), @r#"
    error[ASL0113]: `NumericEquals` must be a number, and `N` has no value
     --> order.asl.json:6:58
      |
    6 |       "Choices": [ { "Variable": "$.n", "NumericEquals": "${N}", "Next": "B" } ]
      |                                                          ^^^^^^ a placeholder
      |
      = help: give `N` a number as a substitution, or write the number here
    "#);
    let options = AnalyzeOptions {
        substitutions: BTreeMap::from([("N".to_owned(), "7".to_owned())]),
        ..AnalyzeOptions::default()
    };
    assert_eq!(reports_with(&text, &options), "");
}

#[test]
fn several_mistakes_of_json() {
    let text = "{\n  // the order\n  \"StartAt\": 'A',\n  \"States\": {\n    \"A\": { \"Type\": \"Succeed\" \"Comment\": \"x },\n  }\n}\n";
    insta::assert_snapshot!(reports(text), @r#"
    error[ASL0001]: JSON has no comments
     --> order.asl.json:2:3
      |
    2 |   // the order
      |   ^^^^^^^^^^^^ not allowed
      |
      = help: use a `Comment` field

    error[ASL0001]: expected a value
     --> order.asl.json:3:14
      |
    3 |   "StartAt": 'A',
      |              ^ not a JSON value
      |
      = help: strings stand in double quotes

    error[ASL0001]: missing comma
     --> order.asl.json:5:29
      |
    5 |     "A": { "Type": "Succeed" "Comment": "x },
      |                             ^ expected `,`

    error[ASL0001]: unterminated string
     --> order.asl.json:5:41
      |
    5 |     "A": { "Type": "Succeed" "Comment": "x },
      |                                         ^^^^^ the closing `"` is missing
    "#);
}

#[test]
fn labels_in_several_lines() {
    let text = state(
        r#""Type": "Wait",
      "Seconds": 1,
      "Timestamp": "2024-01-01T00:00:00Z",
      "TimestampPath": "$.t",
      "End": true"#,
    );
    insta::assert_snapshot!(reports(&text), @r#"
    error[ASL0108]: `Seconds` and `Timestamp` exclude each other
     --> order.asl.json:7:7
      |
    6 |       "Seconds": 1,
      |       --------- `Seconds` here
    7 |       "Timestamp": "2024-01-01T00:00:00Z",
      |       ^^^^^^^^^^^ `Timestamp` here
    8 |       "TimestampPath": "$.t",
      |       --------------- `TimestampPath` here
      |
      = help: keep one of them
    "#);
}

//! What options do, reports and their places, the shared definitions, and texts that are broken at random.

mod fuzz;
mod places;
mod shared;

use super::*;
use crate::diagnostic::tests::pages::wrong;
use crate::report::{Style, render_all};

/// The plain reports of a text, and whether there is a program.
fn reports(text: &str) -> String {
    reports_with(text, &AnalyzeOptions::default())
}

fn reports_with(text: &str, options: &AnalyzeOptions) -> String {
    let source = Source::new("order.asl.json", text);
    let analysis = analyze(&source, options);
    assert_eq!(analysis.program.is_some(), !analysis.diagnostics.has_errors());
    render_all(&source, &analysis.diagnostics, Style::Plain)
}

/// A definition with the state `A`; `{fields}` are its fields.
fn state(fields: &str) -> String {
    format!("{{\n  \"StartAt\": \"A\",\n  \"States\": {{\n    \"A\": {{\n      {fields}\n    }}\n  }}\n}}\n")
}

#[test]
fn doomed_findings_can_be_allowed() {
    let text = wrong(Code::IntrinsicArity);
    let source = Source::new("order.asl.json", text);
    let run = |options: &AnalyzeOptions| analyze(&source, options);
    assert!(run(&AnalyzeOptions::default()).program.is_none());
    let one = AnalyzeOptions { allow: vec![Code::IntrinsicArity], ..AnalyzeOptions::default() };
    assert!(run(&one).program.is_some());
    let all = AnalyzeOptions { allow_doomed: true, ..AnalyzeOptions::default() };
    assert!(run(&all).program.is_some());
    let other = AnalyzeOptions { allow: vec![Code::IntrinsicValue], ..AnalyzeOptions::default() };
    assert!(run(&other).program.is_none());
}

#[test]
fn errors_cannot_be_allowed() {
    let text = wrong(Code::UnknownField);
    let options =
        AnalyzeOptions { allow: vec![Code::UnknownField], allow_doomed: true, ..AnalyzeOptions::default() };
    assert!(analyze(&Source::new("x", text), &options).program.is_none());
}

#[test]
fn warnings_do_not_stop_and_can_be_dropped() {
    let text = wrong(Code::NoDollar);
    let source = Source::new("x", text);
    let analysis = analyze(&source, &AnalyzeOptions::default());
    assert!(analysis.program.is_some() && analysis.diagnostics.len() == 1);
    let options = AnalyzeOptions { allow: vec![Code::NoDollar], ..AnalyzeOptions::default() };
    assert!(analyze(&source, &options).diagnostics.is_empty());
}

#[test]
fn substitutions_are_applied_before_the_meaning() {
    let text = state(
        r#""Type": "Wait", "Seconds": "${Pause}", "OutputPath": "${Path}", "Next": "B"
    },
    "B": { "Type": "Task", "Resource": "${Arn}", "End": true"#,
    );
    let options = |pause: &str, path: &str| AnalyzeOptions {
        substitutions: BTreeMap::from([
            ("Pause".to_owned(), pause.to_owned()),
            ("Path".to_owned(), path.to_owned()),
            ("Arn".to_owned(), "arn:aws:lambda:eu-west-1:1:function:charge:live".to_owned()),
        ]),
        ..AnalyzeOptions::default()
    };
    let good = analyze(&Source::new("x", text.as_str()), &options("60", "$.a"));
    let program = good.program.unwrap();
    assert_eq!(program.tasks[0].name, "charge");
    let ir::StateKind::Wait(wait) = &program.root.states[0].kind else { panic!("not a Wait") };
    assert_eq!(wait.until, ir::Until::Seconds(60));
    // A mistake in a value points at its placeholder.
    insta::assert_snapshot!(reports_with(&text, &options("-1", "$.a")), @r#"
    error[ASL0112]: `Seconds` is out of range
     --> order.asl.json:5:34
      |
    5 |       "Type": "Wait", "Seconds": "${Pause}", "OutputPath": "${Path}", "Next": "B"
      |                                  ^^^^^^^^^^ must be from 0 to 99999999
    "#);
}

#[test]
fn a_check_takes_placeholders_for_what_is_unknown() {
    let text = state(
        r#""Type": "${Type}", "Next": "${Next}"
    },
    "B": { "Type": "Wait", "Seconds": "${Pause}", "Next": "C${x}" },
    "C": { "Type": "Pass", "End": "${End}" },
    "D": { "Type": "Map", "MaxConcurrency": 1, "ItemProcessor": "${Machine}", "Next": "${Next}"#,
    ) + "\"}}}";
    let text = text.replace("${Next}\n    }\n  }\n}\n\"}}}", "${Next}\"\n}}}");
    let found = check(&Source::new("x.json", text.as_str()), &AnalyzeOptions::default());
    let found: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
    // A part of a name is no value that could be anything.
    assert_eq!(found, ["`Next` leads to `C${x}`, which does not exist"]);
    let pause = |value: &str| AnalyzeOptions {
        substitutions: BTreeMap::from([("Pause".to_owned(), value.to_owned())]),
        ..AnalyzeOptions::default()
    };
    let count = |value| check(&Source::new("x.json", text.as_str()), &pause(value)).len();
    assert_eq!((count("5"), count("soon")), (1, 2));
}

#[test]
fn everything_is_reported_at_once() {
    let text = r#"{
  "StartAt": "Fetsh",
  "States": {
    "Fetch": { "Type": "Task", "Resorce": "arn:aws:states:::lambda:invoke", "Nxt": "Pick" },
    "Pick": {
      "Type": "Choice", "Default": "Done",
      "Choices": [
        { "Variable": "$.n", "NumericEqual": 1, "Next": "Done" },
        { "Variable": "$.n", "NumericEquals": "1", "Next": "Dome" }
      ]
    },
    "Done": { "Type": "Pass", "End": "true", "TimeoutSeconds": 3 }
  }
}
"#;
    insta::assert_snapshot!(reports(text), @r#"
    error[ASL0201]: `StartAt` leads to `Fetsh`, which does not exist
     --> order.asl.json:2:14
      |
    2 |   "StartAt": "Fetsh",
      |              ^^^^^^^ no such state
      |
      = help: did you mean `Fetch`?

    error[ASL0102]: unknown field `Resorce` in the Task state `Fetch`
     --> order.asl.json:4:32
      |
    4 |     "Fetch": { "Type": "Task", "Resorce": "arn:aws:states:::lambda:invoke", "Nxt": "Pick" },
      |                                ^^^^^^^^^ no such field
      |
      = help: did you mean `Resource`?

    error[ASL0102]: unknown field `Nxt` in the Task state `Fetch`
     --> order.asl.json:4:77
      |
    4 |     "Fetch": { "Type": "Task", "Resorce": "arn:aws:states:::lambda:invoke", "Nxt": "Pick" },
      |                                                                             ^^^^^ no such field
      |
      = help: did you mean `Next`?

    error[ASL0102]: unknown field or operator `NumericEqual` in a choice rule
     --> order.asl.json:8:30
      |
    8 |         { "Variable": "$.n", "NumericEqual": 1, "Next": "Done" },
      |                              ^^^^^^^^^^^^^^ no such operator
      |
      = help: did you mean `NumericEquals`?

    error[ASL0406]: `NumericEquals` takes a number, and this is a string
     --> order.asl.json:9:47
      |
    9 |         { "Variable": "$.n", "NumericEquals": "1", "Next": "Dome" }
      |                                               ^^^ expected a number
      |
      = help: compare with `StringEquals`, or write 1 without quotes

    error[ASL0201]: `Next` leads to `Dome`, which does not exist
     --> order.asl.json:9:60
      |
    9 |         { "Variable": "$.n", "NumericEquals": "1", "Next": "Dome" }
      |                                                            ^^^^^^ no such state
      |
      = help: did you mean `Done`?

    error[ASL0105]: `End` must be `true`
      --> order.asl.json:12:38
       |
    12 |     "Done": { "Type": "Pass", "End": "true", "TimeoutSeconds": 3 }
       |                                      ^^^^^^ this is a string
       |
       = help: write `true` without quotes

    error[ASL0103]: `TimeoutSeconds` is not allowed in the Pass state `Done`
      --> order.asl.json:12:46
       |
    12 |     "Done": { "Type": "Pass", "End": "true", "TimeoutSeconds": 3 }
       |                                              ^^^^^^^^^^^^^^^^ not a field here
       |
       = help: only Task states have `TimeoutSeconds`
    "#);
}

#[test]
fn data_are_followed_around_distributed_maps_and_in_them() {
    let text = |after: &str, inside: &str| {
        format!(
            r#"{{"StartAt": "A", "States": {{
                "A": {{"Type": "Pass", "Result": {{"rows": []}}, "Next": "M"}},
                "M": {{"Type": "Map", "ItemsPath": "$.rows", "ResultPath": "$.done", "Next": "Z",
                    "ItemSelector": {{"row.$": "$$.Map.Item.Value"}},
                    "ItemProcessor": {{"ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}, "StartAt": "I", "States": {{
                        "I": {{"Type": "Pass", "Parameters": {{"x": 1, "i.$": "$$.Map.Item.Index", "r.$": "$.row.id"}}, "Next": "N"}},
                        "N": {{"Type": "Map", "ItemsPath": "$.r", "Next": "J", "ItemProcessor": {{
                            "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}, "StartAt": "K", "States": {{
                            "K": {{"Type": "Pass", "Result": 1, "Next": "L"}},
                            "L": {{"Type": "Pass", "Parameters": {{"y.$": "{inside}"}}, "End": true}}}}}}}},
                        "J": {{"Type": "Succeed"}}}}}}}},
                "Z": {{"Type": "Pass", "Parameters": {{"y.$": "{after}"}}, "End": true}}}}}}"#
        )
    };
    let found = |after: &str, inside: &str| -> Vec<String> {
        let source = Source::new("x", text(after, inside));
        let options = AnalyzeOptions::default();
        assert!(analyze(&source, &options).program.is_none());
        check(&source, &options)
            .iter()
            .filter(|found| found.code != Code::DistributedMap)
            .map(|found| format!("{} {}", found.code, source.slice(found.primary.span)))
            .collect()
    };
    assert_eq!(found("$.done[0].any", "$"), [""; 0]);
    assert_eq!(found("$.dome", "$.z"), ["ASL0701 .z", "ASL0701 .dome"]);
    // A variable is not said twice.
    assert_eq!(found("$v", "$v"), ["ASL0703 $v", "ASL0703 $v"]);
}

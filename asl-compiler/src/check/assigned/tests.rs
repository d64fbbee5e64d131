//! What is found of variables where the data are not followed.

use crate::analyze::{AnalyzeOptions, check};
use crate::diagnostic::{Code, Severity};
use crate::report::{Style, render_all};
use crate::source::Source;

/// `ASL0703 $x`, with `?` behind the code of a warning; other findings are the business of others.
fn found(states: &str) -> Vec<String> {
    let start = states.split('"').nth(1).unwrap();
    let source = Source::new("x", format!(r#"{{"StartAt": "{start}", "States": {{{states}}}}}"#));
    let of_variables = [Code::UndefinedVariable, Code::UnassignedVariable, Code::VariableMayBeUnassigned];
    let diagnostics = check(&source, &AnalyzeOptions::default());
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let errors: Vec<_> = errors.filter(|found| !super::super::is_limit(found.code)).collect();
    assert!(errors.is_empty(), "{states}: {errors:?}");
    diagnostics
        .iter()
        .filter(|found| of_variables.contains(&found.code))
        .map(|found| {
            let mark = if found.severity == Severity::Warning { "?" } else { "" };
            format!("{}{mark} {}", found.code, source.slice(found.primary.span))
        })
        .collect()
}

const NOTHING: [&str; 0] = [];

/// A state in `JSONata`, so that the data are not followed.
const Q: &str = r#""Type": "Pass", "QueryLanguage": "JSONata""#;

#[test]
fn before_and_after() {
    let states = |path: &str| {
        format!(
            r#""A": {{"Type": "Pass", "Parameters": {{"x.$": "{path}"}}, "Next": "B"}},
               "B": {{{Q}, "Assign": {{"v": 1}}, "Output": "{{% $v %}}", "Next": "C"}},
               "C": {{{Q}, "Output": "{{% $v %}}", "Next": "D"}},
               "D": {{"Type": "Succeed", "OutputPath": "$v.x"}}"#
        )
    };
    assert_eq!(found(&states("$.v")), ["ASL0609 $v"]);
    assert_eq!(found(&states("$v")), ["ASL0703 $v", "ASL0609 $v"]);
    assert_eq!(found(&states("States.Array($.a, $v.x[0])")), ["ASL0703 $v.x[0]", "ASL0609 $v"]);
    assert_eq!(found(&states("$w")), ["ASL0703 $w", "ASL0609 $v"]);
}

#[test]
fn loops_carry_values_back() {
    let states = format!(
        r#""A": {{{Q}, "Output": "{{% $exists($v) ? $v : 0 %}}", "Next": "B"}},
           "B": {{{Q}, "Assign": {{"v": "{{% 1 %}}"}}, "Next": "C"}},
           "C": {{"Type": "Choice", "QueryLanguage": "JSONata", "Default": "D", "Choices": [{{"Condition": "{{% $v > 3 %}}", "Next": "A"}}]}},
           "D": {{"Type": "Succeed"}}"#
    );
    assert_eq!(found(&states), NOTHING);
}

#[test]
fn scopes() {
    let map = |mode: &str, read: &str| {
        format!(
            r#""A": {{"Type": "Pass", "Assign": {{"v": 1}}, "Next": "M"}},
               "M": {{"Type": "Map", "Next": "Z", "ItemProcessor": {{"ProcessorConfig": {{"Mode": "{mode}", "ExecutionType": "STANDARD"}},
                   "StartAt": "I", "States": {{
                       "I": {{"Type": "Pass", "Parameters": {{"x.$": "{read}"}}, "Assign": {{"w": 2}}, "Next": "J"}},
                       "J": {{{Q}, "Output": "{{% [$v, $w] %}}", "End": true}}}}}}}},
               "Z": {{"Type": "Pass", "Parameters": {{"x.$": "$w"}}, "End": true}}"#
        )
    };
    assert_eq!(found(&map("DISTRIBUTED", "$v")), ["ASL0703 $v", "ASL0609? $v", "ASL0703 $w"]);
    assert_eq!(found(&map("DISTRIBUTED", "$$.Map.Item")), ["ASL0609? $v", "ASL0703 $w"]);
    let inline = map("INLINE", "$v").replace(r#", "ExecutionType": "STANDARD""#, "");
    assert_eq!(found(&inline), ["ASL0703 $w"]);
}

#[test]
fn only_on_some_ways() {
    let task = |read: &str| {
        format!(
            r#""A": {{"Type": "Task", "QueryLanguage": "JSONata", "Resource": "${{F}}", "Assign": {{"v": "{{% $states.result %}}"}}, "Next": "B",
                   "Catch": [{{"ErrorEquals": ["States.ALL"], "Next": "B"}}]}},
               "B": {read}"#
        )
    };
    let path = r#"{"Type": "Pass", "Parameters": {"x.$": "$v"}, "End": true}"#;
    assert_eq!(found(&task(path)), ["ASL0704? $v"]);
    let query = format!(r#"{{{Q}, "Output": "{{% $v.x %}}", "End": true}}"#);
    assert_eq!(found(&task(&query)), ["ASL0704? $v"]);
    // It may deal with what is missing.
    let query = format!(r#"{{{Q}, "Output": "{{% $exists($v) %}}", "End": true}}"#);
    assert_eq!(found(&task(&query)), NOTHING);
    // Where a choice leads may depend on what happened before, or on the variable.
    for condition in ["$states.input.failed", "$exists($v)"] {
        let choice = format!(
            r#"{{"Type": "Choice", "QueryLanguage": "JSONata", "Default": "C", "Choices": [{{"Condition": "{{% {condition} %}}", "Next": "D"}}]}},
               "C": {{"Type": "Pass", "Parameters": {{"x.$": "$v"}}, "End": true}}, "D": {{"Type": "Succeed"}}"#
        );
        assert_eq!(found(&task(&choice)), NOTHING);
    }
    let asked = r#"{"Type": "Choice", "Default": "D", "Choices": [{"And": [{"Variable": "$v", "IsPresent": true}, {"Variable": "$v", "IsNull": true}], "Next": "D"}]},
        "D": {"Type": "Succeed"}"#;
    assert_eq!(found(&task(asked)), NOTHING);
}

#[test]
fn catchers_are_less_than_doomed() {
    let states = format!(
        r#""A": {{"Type": "Task", "Resource": "${{F}}", "Next": "B", "Catch": [
               {{"ErrorEquals": ["States.ALL"], "Assign": {{"e.$": "$v"}}, "Next": "B"}}]}},
           "B": {{{Q}, "End": true}}"#
    );
    assert_eq!(found(&states), ["ASL0703? $v"]);
}

#[test]
fn many_variables_are_left_alone() {
    let assign: Vec<String> = (0..300).map(|number| format!(r#""v{number}": 1"#)).collect();
    let states = format!(
        r#""A": {{"Type": "Pass", "Parameters": {{"x.$": "$v0"}}, "Next": "B"}},
           "B": {{{Q}, "Assign": {{{}}}, "Output": "{{% $v1 %}}", "End": true}}"#,
        assign.join(", ")
    );
    assert_eq!(found(&states), NOTHING);
}

#[test]
fn words() {
    let text = format!(
        r#"{{
  "StartAt": "A",
  "States": {{
    "A": {{ "Type": "Task", "Resource": "${{F}}", "Assign": {{ "v.$": "$" }}, "Next": "B", "Catch": [{{ "ErrorEquals": ["X"], "Next": "B" }}] }},
    "B": {{ {Q}, "Output": "{{% $w %}}", "Next": "C" }},
    "C": {{ "Type": "Pass", "Parameters": {{ "x.$": "$v" }}, "Assign": {{ "w": 1 }}, "End": true }}
  }}
}}"#
    );
    let source = Source::new("order.asl.json", text);
    let mut diagnostics = check(&source, &AnalyzeOptions::default());
    diagnostics.retain(|found| found.code != Code::Jsonata);
    insta::assert_snapshot!(render_all(&source, &diagnostics, Style::Plain));
}

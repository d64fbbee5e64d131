//! What is known at a state.

use std::collections::BTreeMap;

use super::{input_of, machine, program};
use crate::diagnostic::{Code, Diagnostics};
use crate::flow::{Kind, Known, Outside, Shape, Source, SourceStep, infer, infer_from};
use crate::ir::{Program, TaskId};

#[test]
fn results_and_templates() {
    let pass = |fields: &str| {
        input_of(
            &format!(r#""A": {{"Type": "Pass", {fields}, "Next": "B"}}, "B": {{"Type": "Succeed"}}"#),
            "B",
        )
    };
    assert_eq!(pass(r#""Result": 1"#), "the number 1");
    assert_eq!(pass(r#""Result": {"b": [], "a": 1}"#), "an object with the fields `a` and `b`");
    assert_eq!(pass(r#""Parameters": {"x.$": "$.y"}"#), "an object with the field `x`");
    assert_eq!(pass(r#""Result": {"a": {"b": "c"}}, "OutputPath": "$.a.b""#), "the string `c`");
    assert_eq!(
        pass(r#""Result": {"a": 1}, "ResultPath": null"#),
        "null, a boolean, a number, a string, an array or an object"
    );
    assert_eq!(pass(r#""InputPath": null"#), "an empty object");
    assert_eq!(pass(r#""Result": [1, 2], "OutputPath": "$[7]""#), "null");
    assert_eq!(pass(r#""Result": [1, 2], "OutputPath": "$[-1]""#), "the number 2");
}

#[test]
fn intrinsics() {
    let call = |call: &str| {
        let states = format!(
            r#""A": {{"Type": "Pass", "Parameters": {{"x.$": "{call}"}}, "OutputPath": "$.x", "Next": "B"}},
               "B": {{"Type": "Succeed"}}"#
        );
        input_of(&states, "B")
    };
    assert_eq!(call("States.Format('{}', $.a)"), "a string");
    assert_eq!(call("States.ArrayLength($.a)"), "a number");
    assert_eq!(call("States.Array($.a, 1)"), "an array");
    assert_eq!(call("States.ArrayContains($.a, 1)"), "a boolean");
    assert_eq!(call("States.JsonMerge($.a, $.b, false)"), "an object");
    assert_eq!(call("States.ArrayGetItem(States.Array('x', $.a), 0)"), "the string `x`");
}

#[test]
fn merges_and_forks() {
    let states = r#"
        "A": {"Type": "Pass", "Result": {"id": 1}, "Next": "B"},
        "B": {"Type": "Task", "Resource": "${F}", "ResultPath": "$.r.s", "Next": "C",
              "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "E"}]},
        "C": {"Type": "Parallel", "Next": "D", "ResultPath": "$.both", "Branches": [
            {"StartAt": "C1", "States": {"C1": {"Type": "Pass", "Result": "x", "End": true}}},
            {"StartAt": "C2", "States": {"C2": {"Type": "Succeed"}}}]},
        "D": {"Type": "Map", "ItemsPath": "$.both", "Next": "F", "ItemProcessor": {
            "StartAt": "D1", "States": {"D1": {"Type": "Pass", "Result": {"k": 1}, "End": true}}}},
        "E": {"Type": "Succeed"},
        "F": {"Type": "Succeed"}"#;
    assert_eq!(input_of(states, "C"), "an object with the fields `id` and `r`");
    assert_eq!(input_of(states, "C2"), "an object with the fields `id` and `r`");
    assert_eq!(input_of(states, "D"), "an object with the fields `both`, `id` and `r`");
    assert_eq!(input_of(states, "D1"), "a string or an object with the fields `id` and `r`");
    assert_eq!(input_of(states, "E"), "an object with the fields `error` and `id`");
    assert_eq!(input_of(states, "F"), "an array");
}

#[test]
fn variables() {
    let text = machine(
        r#""A": {"Type": "Choice", "Default": "B", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "C",
                 "Assign": {"v": 1, "w": "x"}}]},
           "B": {"Type": "Pass", "Assign": {"v": "2"}, "Next": "C"},
           "C": {"Type": "Succeed"}"#,
    );
    let program = program(&text);
    let at: Vec<(String, String, bool)> = infer(&program)
        .variables_at("C")
        .into_iter()
        .map(|variable| (variable.name, variable.shape.describe(), variable.always))
        .collect();
    let expected = [("v", "a number or a string", true), ("w", "the string `x`", false)];
    assert_eq!(at, expected.map(|(name, shape, always)| (name.to_owned(), shape.to_owned(), always)));
    assert!(infer(&program).variables_at("A").is_empty());
    assert!(infer(&program).input_of("nowhere").is_none());
}

#[test]
fn what_is_known_of_outside() {
    let text = machine(
        r#""A": {"Type": "Task", "Resource": "${F}", "Parameters": {"id.$": "$.order.id", "n.$": "$$.Execution.Input.note"},
                 "ResultPath": "$.receipt", "Next": "B"},
           "B": {"Type": "Pass", "Parameters": {"x.$": "$.receipt.number", "y.$": "$.receipt.total", "z.$": "$.note"}, "Next": "C"},
           "C": {"Type": "Succeed"}"#,
    );
    let program = program(&text);
    let string = || Shape::of(Kind::String);
    let order = Shape::record([("id", string(), true)], false);
    let input = Shape::record([("order", order, true), ("note", string(), false)], false);
    let receipt = Shape::record([("number", Shape::of(Kind::Number), true)], false);
    let known = Known { input, results: BTreeMap::from([(TaskId(0), receipt)]), item: None };
    let flow = infer_from(&program, known);
    assert_eq!(
        flow.input_of("B").unwrap().describe(),
        "an object with the fields `note`, `order` and `receipt`"
    );
    let mut found = Diagnostics::default();
    flow.report(&mut found);
    let found: Vec<(Code, &str)> =
        found.iter().map(|found| (found.code, text.get(found.primary.span.range()).unwrap())).collect();
    assert_eq!(found, [(Code::PathNeverResolves, ".total")]);
}

/// `input.lines[].sku`.
fn place(program: &Program, source: &Source) -> String {
    let outside = match source.outside {
        Outside::Input => "input".to_owned(),
        Outside::Task(id) => program.tasks[id.0].name.clone(),
    };
    let step = |step: &SourceStep| match step {
        SourceStep::Field(name) => format!(".{name}"),
        SourceStep::Element => "[]".to_owned(),
    };
    outside + &source.steps.iter().map(step).collect::<String>()
}

#[test]
fn reads_of_the_outside() {
    let text = machine(
        r#""A": {"Type": "Task", "Resource": "${F}", "Parameters": {"id.$": "$.order.id"}, "ResultPath": "$.receipt", "Next": "B"},
           "B": {"Type": "Choice", "Default": "C", "Choices": [
               {"Variable": "$.gift", "IsPresent": true, "Next": "D"}, {"Variable": "$.receipt.sum", "NumericEquals": 0, "Next": "C"}]},
           "C": {"Type": "Map", "ItemsPath": "$.lines", "End": true, "ItemProcessor": {"StartAt": "E", "States": {
               "E": {"Type": "Pass", "Parameters": {"x.$": "$.sku", "n.$": "$$.Execution.Input.note", "m.$": "$.many[*].a"}, "End": true}}}},
           "D": {"Type": "Pass", "Parameters": {"g.$": "$.gift", "r.$": "$.receipt"}, "End": true}"#,
    );
    let program = program(&text);
    let reads: Vec<String> = infer(&program)
        .reads()
        .into_iter()
        .map(|read| format!("{}: {}", read.state, place(&program, &read.source)))
        .collect();
    assert_eq!(
        reads,
        [
            "A: input.order.id",
            "B: F.sum",
            "C: input.lines",
            "E: input.lines[].sku",
            "E: input.note",
            "E: input.lines[].many",
            "D: F",
        ]
    );
}

#[test]
fn what_both_ends_of_a_branch_put_there_is_not_of_the_outside() {
    let text = machine(
        r#""P": {"Type": "Parallel", "Next": "Z", "Branches": [{"StartAt": "A", "States": {
               "A": {"Type": "Choice", "Default": "C", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "B"}]},
               "B": {"Type": "Pass", "Result": 1, "ResultPath": "$.own", "End": true},
               "C": {"Type": "Succeed"}}}]},
           "Z": {"Type": "Pass", "Parameters": {"own.$": "$[0].own", "n.$": "$[0].n"}, "End": true}"#,
    );
    let program = program(&text);
    let reads = infer(&program).reads();
    assert!(reads.iter().all(|read| read.state == "A"), "{reads:?}");
}

#[test]
fn uses_of_the_outside() {
    let text = machine(
        r#""A": {"Type": "Choice", "Default": "B", "Choices": [
               {"Variable": "$.sum", "NumericEquals": 0, "Next": "B"},
               {"Variable": "$.tier", "StringEquals": "gold", "Next": "B"},
               {"Variable": "$.name", "StringLessThanPath": "$.other", "Next": "B"},
               {"And": [{"Variable": "$.flag", "IsBoolean": true}, {"Variable": "$.flag", "BooleanEquals": true}], "Next": "B"}]},
           "B": {"Type": "Wait", "SecondsPath": "$.wait", "Next": "C"},
           "C": {"Type": "Pass", "Parameters": {"n.$": "States.ArrayLength($.parts)", "s.$": "States.Format('{}', $.x)"},
                 "ResultPath": "$.m", "Next": "D"},
           "D": {"Type": "Map", "ItemsPath": "$.lines", "End": true, "ItemProcessor": {"StartAt": "E", "States": {
               "E": {"Type": "Fail", "ErrorPath": "$.error"}}}}"#,
    );
    let program = program(&text);
    let uses: Vec<String> = infer(&program)
        .uses()
        .into_iter()
        .map(|used| {
            let kinds: Vec<_> = used.kinds.iter().map(|kind| kind.describe()).collect();
            let text = used.text.map(|text| format!(" `{text}`")).unwrap_or_default();
            let place = place(&program, &used.source);
            format!("{}: {place} by {} as {}{text}", used.state, used.taker, kinds.join(" or "))
        })
        .collect();
    assert_eq!(
        uses,
        [
            "A: input.sum by `NumericEquals` as a number",
            "A: input.tier by `StringEquals` as a string `gold`",
            "A: input.name by `StringLessThanPath` as a string",
            "A: input.other by `StringLessThanPath` as a string",
            "B: input.wait by `SecondsPath` as a number or a string",
            "C: input.parts by `States.ArrayLength` as an array",
            "D: input.lines by the Map state `D` as an array",
        ]
    );
}

#[test]
fn ends_of_the_execution() {
    let text = machine(
        r#""A": {"Type": "Task", "Resource": "${F}", "ResultPath": "$.r", "Next": "B",
                 "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}]},
           "B": {"Type": "Choice", "Default": "D", "Choices": [{"Variable": "$.r.n", "NumericEquals": 0, "Next": "E"}]},
           "C": {"Type": "Succeed"},
           "D": {"Type": "Fail"},
           "E": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "F", "States": {"F": {"Type": "Pass", "End": true}}}]}"#,
    );
    let program = program(&text);
    let ends: Vec<String> = infer(&program)
        .ends()
        .into_iter()
        .map(|end| {
            format!("{}: {} at {}", end.state, end.shape.describe(), text.get(end.span.range()).unwrap())
        })
        .collect();
    assert_eq!(ends, ["C: an object with the fields `Cause` and `Error` at \"C\"", "E: an array at \"E\""]);
}

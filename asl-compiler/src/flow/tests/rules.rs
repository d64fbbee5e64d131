//! Findings, and above all what is none.

use super::{found, reports};

const NONE: [&str; 0] = [];

/// A Pass state `A` with a result, then a state `B` with these fields.
fn after(result: &str, fields: &str) -> Vec<String> {
    found(&format!(r#""A": {{"Type": "Pass", "Result": {result}, "Next": "B"}}, "B": {{{fields}}}"#))
}

fn pass(result: &str, path: &str) -> Vec<String> {
    after(result, &format!(r#""Type": "Pass", "Parameters": {{"x.$": "{path}"}}, "End": true"#))
}

#[test]
fn paths_into_known_data() {
    assert_eq!(pass(r#"{"a": {"b": 1}}"#, "$.a.b"), NONE);
    assert_eq!(pass(r#"{"a": {"b": 1}}"#, "$.a.c"), ["ASL0701 .c"]);
    assert_eq!(pass(r#"{"a": {"b": 1}}"#, "$.a.b.c"), ["ASL0701 .c"]);
    assert_eq!(pass(r#"{"a": {"b": 1}}"#, "$.x.y.z"), ["ASL0701 .x"]);
    assert_eq!(pass(r#"{"a": null}"#, "$.a"), NONE);
    assert_eq!(pass(r#"{"a": null}"#, "$.a.b"), ["ASL0701 .b"]);
    assert_eq!(pass(r#"{"a": [1]}"#, "$.a[0]"), NONE);
    assert_eq!(pass(r#"{"a": {}}"#, "$.a[0]"), ["ASL0701 [0]"]);
    assert_eq!(pass(r#"{"a": [[]]}"#, "$.a[0][1].b"), ["ASL0701 [1]"]);
}

#[test]
fn an_index_past_the_end_is_null_at_the_end_of_a_member() {
    assert_eq!(pass(r#"{"a": [1]}"#, "$.a[5]"), NONE);
    assert_eq!(pass(r#"{"a": [1]}"#, "States.Array($.a[5])"), ["ASL0701 [5]"]);
    assert_eq!(pass(r#"{"a": [1]}"#, "$.a[-1]"), NONE);
    assert_eq!(
        after(r#"{"a": [1]}"#, r#""Type": "Wait", "SecondsPath": "$.a[5]", "End": true"#),
        ["ASL0701 [5]"]
    );
}

#[test]
fn paths_that_may_select_several_never_fail() {
    for path in [
        "$..x",
        "$.a[*].x",
        "$.b[*]",
        "$.a[?(@.x==1)]",
        "$.a[0:2]",
        "$.a[0,7]",
        "$['a','x']",
        "$.a.*",
        "$.x[*].y",
    ] {
        assert_eq!(pass(r#"{"a": [{"y": 1}], "b": {}}"#, path), NONE, "{path}");
    }
}

#[test]
fn nothing_follows_from_what_is_unknown() {
    let states = r#"
        "A": {"Type": "Task", "Resource": "${F}", "Parameters": {"x.$": "$.a.b[3].c"}, "ResultPath": "$.r", "Next": "B"},
        "B": {"Type": "Pass", "Parameters": {"r.$": "$.r.s", "c.$": "$$.Execution.Input.x", "n.$": "$$.State.RetryCount"},
              "ResultPath": "$.p", "Next": "C"},
        "C": {"Type": "Choice", "Default": "D", "Choices": [
              {"Variable": "$.p.r", "NumericEquals": 1, "Next": "D"}, {"Variable": "$.q", "StringEquals": "x", "Next": "D"}]},
        "D": {"Type": "Map", "ItemsPath": "$.items", "ResultPath": "$.all", "Next": "E", "ItemProcessor": {
              "StartAt": "I", "States": {"I": {"Type": "Wait", "TimestampPath": "$.at", "End": true}}}},
        "E": {"Type": "Fail", "ErrorPath": "$.all[2].e", "CausePath": "States.Format('{}', $.z)"}"#;
    assert_eq!(found(states), NONE);
}

#[test]
fn every_place_of_a_path() {
    let known = r#"{"a": 1}"#;
    let next = r#""End": true"#;
    for (fields, place) in [
        (r#""Type": "Pass", "InputPath": "$.x""#, ".x"),
        (r#""Type": "Pass", "OutputPath": "$.x.y""#, ".x"),
        (r#""Type": "Pass", "Assign": {"v.$": "$.x"}"#, ".x"),
        (r#""Type": "Task", "Resource": "${F}", "TimeoutSecondsPath": "$.x""#, ".x"),
        (r#""Type": "Task", "Resource": "${F}", "HeartbeatSecondsPath": "$.x""#, ".x"),
        (r#""Type": "Task", "Resource": "${F}", "Parameters": {"a": [{"b.$": "$.x"}]}"#, ".x"),
        (r#""Type": "Task", "Resource": "${F}", "Credentials": {"RoleArn.$": "$.x"}"#, ".x"),
        (r#""Type": "Wait", "SecondsPath": "$.x""#, ".x"),
        (r#""Type": "Wait", "TimestampPath": "$.x""#, ".x"),
        (
            r#""Type": "Map", "ItemsPath": "$.x", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}"#,
            ".x",
        ),
        (
            r#""Type": "Map", "ItemsPath": "$.a", "MaxConcurrencyPath": "$.x", "InputPath": "$$.Execution.Input",
            "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}"#,
            "",
        ),
        (
            r#""Type": "Parallel", "Parameters": {"p.$": "States.Format('{}', $.x)"},
            "Branches": [{"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}]"#,
            ".x",
        ),
    ] {
        let expected = if place.is_empty() { Vec::new() } else { vec![format!("ASL0701 {place}")] };
        assert_eq!(after(known, &format!("{fields}, {next}")), expected, "{fields}");
    }
    assert_eq!(
        after(known, r#""Type": "Fail", "ErrorPath": "$.x", "CausePath": "$.y""#),
        ["ASL0701 .x", "ASL0701 .y"]
    );
    assert_eq!(after(known, r#""Type": "Succeed", "OutputPath": "$.x""#), ["ASL0701 .x"]);
}

#[test]
fn results_of_tasks_are_not_their_input() {
    let states = r#"
        "A": {"Type": "Pass", "Result": {"a": 1}, "Next": "B"},
        "B": {"Type": "Task", "Resource": "${F}", "ResultSelector": {"r.$": "$.made", "s": 1}, "Next": "C"},
        "C": {"Type": "Pass", "Parameters": {"x.$": "$.r.deep", "y.$": "$.s", "z.$": "$.made"}, "End": true}"#;
    assert_eq!(found(states), ["ASL0701 .made"]);
}

#[test]
fn errors_have_two_fields() {
    let states = |catch: &str| {
        format!(
            r#""A": {{"Type": "Task", "Resource": "${{F}}", "End": true,
                     "Catch": [{{"ErrorEquals": ["States.ALL"], "Next": "B"{catch}}}]}},
               "B": {{"Type": "Fail", "ErrorPath": "$.Error", "CausePath": "$.reason"}}"#
        )
    };
    assert_eq!(found(&states("")), ["ASL0701 .reason"]);
    assert_eq!(found(&states(r#", "ResultPath": "$.error""#)), NONE);
    assert_eq!(found(&states(r#", "ResultPath": null"#)), NONE);
    // What happens only after a failure stops no build.
    assert_eq!(
        found(&states(r#", "ResultPath": "$.e", "Assign": {"v.$": "$.Reason"}"#)),
        ["ASL0701? .Reason"]
    );
}

#[test]
fn the_context_object() {
    let states = |inner: &str| {
        format!(
            r#""A": {{"Type": "Map", "ItemSelector": {{"i.$": "$$.Map.Item.Value", "n.$": "$$.Map.Item.Index"}}, "End": true,
                      "ItemProcessor": {{"StartAt": "B", "States": {{"B": {{"Type": "Pass", "Parameters": {{"x.$": "{inner}"}},
                      "End": true}}}}}}}}"#
        )
    };
    assert_eq!(found(&states("$$.Map.Item.Value.id")), NONE);
    assert_eq!(found(&states("$.i.id")), NONE);
    assert_eq!(found(&states("$.n.id")), ["ASL0701 .id"]);
    assert_eq!(found(&states("$$.Task.Token")), ["ASL0701 .Task"]);
    assert_eq!(
        found(r#""A": {"Type": "Pass", "Parameters": {"x.$": "$$.Map.Item.Value"}, "End": true}"#),
        ["ASL0701 .Map"]
    );
    let task = |resource: &str| {
        found(&format!(
            r#""A": {{"Type": "Task", "Resource": "{resource}", "Parameters": {{"t.$": "$$.Task.Token"}}, "End": true}}"#
        ))
    };
    assert_eq!(task("arn:aws:states:::sqs:sendMessage.waitForTaskToken"), NONE);
    assert_eq!(task("arn:aws:states:::sqs:sendMessage"), ["ASL0701 .Task"]);
    assert_eq!(task("arn:aws:states:eu-west-1:111111111111:activity:a"), NONE);
}

#[test]
fn variables_by_scope() {
    let states = r#"
        "A": {"Type": "Pass", "Assign": {"outer": 1}, "Next": "B"},
        "B": {"Type": "Map", "ItemsPath": "$.i", "ItemSelector": {"x.$": "$outer", "y.$": "$inner"}, "Next": "D",
              "ItemProcessor": {"StartAt": "C", "States": {
                  "C": {"Type": "Pass", "Assign": {"inner.$": "$outer"}, "Next": "C2"},
                  "C2": {"Type": "Pass", "Parameters": {"a.$": "$inner", "b.$": "$later"}, "End": true}}}},
        "D": {"Type": "Pass", "Assign": {"later": 1}, "Parameters": {"z.$": "$inner"}, "Next": "E"},
        "E": {"Type": "Pass", "Parameters": {"z.$": "$later.x"}, "End": true}"#;
    assert_eq!(found(states), ["ASL0703 $inner", "ASL0703 $later", "ASL0703 $inner", "ASL0701 .x"]);
}

#[test]
fn only_on_some_ways() {
    // The middle of each case is what lies between the two ways and the read.
    let ways = |first: &str, middle: &str| {
        format!(
            r#""A": {{"Type": "Choice", "Default": "C", "Choices": [{{{first}, "Next": "B"}}]}},
               "B": {{"Type": "Pass", "Result": {{"kind": "b", "fee": 1}}, "Next": "D"}},
               "C": {{"Type": "Pass", "Result": {{"kind": "c"}}, "Next": "D"}},
               {middle},
               "E": {{"Type": "Pass", "Parameters": {{"x.$": "$.fee"}}, "Next": "Z"}},
               "Z": {{"Type": "Succeed"}}"#
        )
    };
    let many = r#""Variable": "$.n", "NumericGreaterThan": 1"#;
    assert_eq!(found(&ways(many, r#""D": {"Type": "Pass", "Next": "E"}"#)), ["ASL0702? .fee"]);
    // A test of the field itself, or of what goes with it.
    let choice = |rule: &str| {
        format!(r#""D": {{"Type": "Choice", "Default": "Z", "Choices": [{{{rule}, "Next": "E"}}]}}"#)
    };
    assert_eq!(found(&ways(many, &choice(r#""Variable": "$.fee", "IsPresent": true"#))), NONE);
    assert_eq!(found(&ways(many, &choice(r#""Variable": "$.kind", "StringEquals": "b""#))), NONE);
    assert_eq!(
        found(&ways(many, &choice(r#""Variable": "$.kind", "StringMatches": "*""#))),
        ["ASL0702? .fee"]
    );
    // The same question again may have the same answer.
    let again = r#""Variable": "$$.Execution.Input.n", "NumericGreaterThan": 1"#;
    assert_eq!(found(&ways(many, &choice(again))), NONE);
    let other = r#""Variable": "$$.Execution.Input.m", "NumericGreaterThan": 1"#;
    assert_eq!(found(&ways(many, &choice(other))), ["ASL0702? .fee"]);
}

#[test]
fn arguments() {
    assert_eq!(pass(r#"{"a": 1}"#, "States.StringToJson($.a)"), ["ASL0705 $.a"]);
    assert_eq!(pass(r#"{"a": "1"}"#, "States.MathAdd($.a, 1)"), ["ASL0705 $.a"]);
    assert_eq!(pass(r#"{"a": "1"}"#, "States.MathAdd(States.StringToJson($.a), 1)"), NONE);
    assert_eq!(pass(r#"{"a": {}}"#, "States.JsonMerge($.a, $.a, false)"), NONE);
    assert_eq!(pass(r#"{"a": []}"#, "States.JsonMerge($, $.a, false)"), ["ASL0705 $.a"]);
    assert_eq!(pass(r#"{"a": {}}"#, "States.Format('{}', States.ArrayLength($.a))"), ["ASL0705 $.a"]);
    assert_eq!(pass(r#"{"a": [1, 2]}"#, "States.ArrayGetItem($.a, 2)"), ["ASL0705 $.a"]);
    assert_eq!(pass(r#"{"a": [1, 2]}"#, "States.ArrayGetItem($.a, 1.9)"), NONE);
    assert_eq!(pass(r#"{"a": []}"#, "States.ArrayGetItem($.a, 2)"), NONE);
    // Anything has a text and a hash.
    assert_eq!(pass(r#"{"a": []}"#, "States.Hash($.a, 'MD5')"), NONE);
    assert_eq!(pass(r#"{"a": []}"#, "States.JsonToString($.a)"), NONE);
}

#[test]
fn result_paths() {
    let set = |result: &str, path: &str| {
        after(result, &format!(r#""Type": "Pass", "Result": 0, "ResultPath": "{path}", "End": true"#))
    };
    assert_eq!(set(r#"{"a": {}}"#, "$.a.b.c"), NONE);
    assert_eq!(set(r#"{"a": 1}"#, "$.a"), NONE);
    assert_eq!(set(r#"{"a": 1}"#, "$.a.b"), ["ASL0706 $.a.b"]);
    assert_eq!(set(r#""text""#, "$.a"), ["ASL0706 $.a"]);
    assert_eq!(set("[1]", "$.a"), ["ASL0706 $.a"]);
    assert_eq!(set("[1]", "$[0]"), NONE);
    // Not known of AWS.
    assert_eq!(set(r#"{"a": null}"#, "$.a.b"), NONE);
    assert_eq!(set("null", "$.b"), NONE);
    // A catcher takes it, or it follows a failure.
    let task = |catch: &str| {
        found(&format!(
            r#""A": {{"Type": "Pass", "Result": 1, "Next": "B"}},
               "B": {{"Type": "Task", "Resource": "${{F}}", "ResultPath": "$.r", "Next": "C",
                      "Catch": [{{"ErrorEquals": ["{catch}"], "Next": "C"}}]}}, "C": {{"Type": "Succeed"}}"#
        ))
    };
    assert_eq!(task("States.ALL"), ["ASL0706? $.r"]);
    assert_eq!(task("Mine"), ["ASL0706 $.r"]);
}

#[test]
fn maps() {
    let map = |result: &str, path: &str| {
        after(
            result,
            &format!(
                r#""Type": "Map", "ItemsPath": "{path}", "End": true,
                   "ItemProcessor": {{"StartAt": "I", "States": {{"I": {{"Type": "Pass", "OutputPath": "$.id", "End": true}}}}}}"#
            ),
        )
    };
    assert_eq!(map(r#"{"a": [{"id": 1}]}"#, "$.a"), NONE);
    assert_eq!(map(r#"{"a": [{"id": 1}, {"no": 1}]}"#, "$.a"), NONE);
    assert_eq!(map(r#"{"a": [{"no": 1}]}"#, "$.a"), ["ASL0701 .id"]);
    assert_eq!(map(r#"{"a": "x"}"#, "$.a"), ["ASL0707 $.a"]);
    assert_eq!(map("[]", "$"), ["ASL0713? \"I\""]);
    let whole = after(
        "{}",
        r#""Type": "Map", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, "End": true"#,
    );
    assert_eq!(whole, ["ASL0707 \"B\""]);
}

#[test]
fn fields() {
    let wait = |result: &str, field: &str| {
        after(&format!(r#"{{"a": {result}}}"#), &format!(r#""Type": "Wait", "{field}": "$.a", "End": true"#))
    };
    for good in ["0", "3", "3.0", "\"7\""] {
        assert_eq!(wait(good, "SecondsPath"), NONE, "{good}");
    }
    for bad in ["-1", "1.5", "\"x\"", "null", "{}"] {
        assert_eq!(wait(bad, "SecondsPath"), ["ASL0708 $.a"], "{bad}");
    }
    assert_eq!(wait(r#""2030-01-31T08:00:00Z""#, "TimestampPath"), NONE);
    assert_eq!(wait(r#""2030-01-31""#, "TimestampPath"), ["ASL0708 $.a"]);
    assert_eq!(wait("1", "TimestampPath"), ["ASL0708 $.a"]);
    assert_eq!(after(r#"{"a": 1}"#, r#""Type": "Fail", "ErrorPath": "$.a""#), ["ASL0708? $.a"]);
}

/// A Choice after known data; the rules lead to `C`, the default to `D`.
fn choice(result: &str, rules: &str) -> Vec<String> {
    found(&format!(
        r#""A": {{"Type": "Pass", "Result": {result}, "Next": "B"}},
           "B": {{"Type": "Choice", "Default": "D", "Choices": [{rules}, {{"Variable": "$$.Execution.Input.x", "IsPresent": true, "Next": "C"}}]}},
           "C": {{"Type": "Succeed"}}, "D": {{"Type": "Succeed"}}"#
    ))
}

#[test]
fn comparisons() {
    let rule = |result: &str, rule: &str| choice(result, &format!(r#"{{{rule}, "Next": "C"}}"#));
    for (result, test) in [
        ("1", r#""StringEquals": "1""#),
        ("1", r#""StringMatches": "1*""#),
        ("1", r#""TimestampEquals": "2030-01-31T08:00:00Z""#),
        ("\"1\"", r#""NumericEquals": 1"#),
        ("\"true\"", r#""BooleanEquals": true"#),
        ("null", r#""StringEquals": "null""#),
    ] {
        let both = format!(r#""Variable": "$.a", {test}"#);
        assert_eq!(rule(&format!(r#"{{"a": {result}}}"#), &both), ["ASL0709? $.a"], "{both}");
    }
    assert_eq!(
        rule(r#"{"a": 1, "b": "x"}"#, r#""Variable": "$.a", "NumericEqualsPath": "$.b""#),
        ["ASL0709? $.b"]
    );
    // Constants of the right type.
    let equal = r#""Variable": "$.a", "StringEquals": "x""#;
    assert_eq!(rule(r#"{"a": "x"}"#, equal), ["ASL0711? $.a"]);
    assert_eq!(rule(r#"{"a": "y"}"#, equal), ["ASL0710? $.a"]);
    assert_eq!(rule(r#"{"a": 3}"#, r#""Variable": "$.a", "NumericLessThan": 3"#), ["ASL0710? $.a"]);
    assert_eq!(rule(r#"{"a": 3}"#, r#""Variable": "$.a", "NumericLessThanEquals": 3.0"#), ["ASL0711? $.a"]);
    assert_eq!(rule(r#"{"a": false}"#, r#""Variable": "$.a", "BooleanEquals": false"#), ["ASL0711? $.a"]);
    assert_eq!(rule(r#"{"a": null}"#, r#""Variable": "$.a", "IsNull": false"#), ["ASL0710? $.a"]);
    assert_eq!(
        rule(r#"{"a": "2030-01-31T08:00:00Z"}"#, r#""Variable": "$.a", "IsTimestamp": true"#),
        ["ASL0711? $.a"]
    );
    // Missing: an error, but for `IsPresent`.
    assert_eq!(rule(r#"{"b": 1}"#, equal), ["ASL0701 .a"]);
    assert_eq!(rule(r#"{"b": 1}"#, r#""Variable": "$.a", "IsPresent": true"#), ["ASL0710? $.a"]);
    assert_eq!(
        rule(
            r#"{"b": 1}"#,
            r#""And": [{"Variable": "$.a", "IsPresent": true}, {"Variable": "$.a", "IsString": true}]"#
        ),
        ["ASL0710? $.a"]
    );
    assert_eq!(
        rule(
            r#"{"b": 1}"#,
            r#""Or": [{"Not": {"Variable": "$.a", "IsPresent": false}}, {"Variable": "$.a", "IsString": true}]"#
        ),
        ["ASL0701 .a"]
    );
}

#[test]
fn rules_narrow_what_follows() {
    let states = |rules: &str, then: &str| {
        format!(
            r#""A": {{"Type": "Choice", "Default": "D", "Choices": [{rules}]}},
               "B": {{{then}, "End": true}}, "D": {{"Type": "Succeed"}}"#
        )
    };
    let add = r#""Type": "Pass", "Parameters": {"x.$": "States.MathAdd($.n, 1)"}"#;
    let is = |test: &str| format!(r#"{{"Variable": "$.n", "{test}": true, "Next": "B"}}"#);
    assert_eq!(found(&states(&is("IsNumeric"), add)), NONE);
    assert_eq!(found(&states(&is("IsPresent"), add)), NONE);
    assert_eq!(found(&states(&is("IsString"), add)), ["ASL0705 $.n"]);
    assert_eq!(found(&states(&is("IsNull"), add)), ["ASL0705 $.n"]);
    let absent = r#"{"Variable": "$.n", "IsPresent": false, "Next": "B"}"#;
    assert_eq!(found(&states(absent, add)), ["ASL0701 .n"]);
    let not = r#"{"Not": {"Variable": "$.n", "IsNumeric": true}, "Next": "B"}"#;
    assert_eq!(found(&states(not, add)), ["ASL0705 $.n"]);
    let absent_below = r#"{"Variable": "$.o.n", "IsPresent": false, "Next": "B"}"#;
    assert_eq!(found(&states(absent_below, r#""Type": "Pass", "OutputPath": "$.o""#)), NONE);
}

#[test]
fn a_choice_that_excludes_a_state() {
    let states = r#"
        "A": {"Type": "Pass", "Result": {"mode": "fast"}, "Next": "B"},
        "B": {"Type": "Choice", "Choices": [
            {"Variable": "$.mode", "StringEquals": "slow", "Next": "C"},
            {"Variable": "$.mode", "StringEquals": "fast", "Next": "D"}]},
        "C": {"Type": "Pass", "Next": "D"},
        "D": {"Type": "Succeed"}"#;
    // The state is not reported as well.
    assert_eq!(found(states), ["ASL0710? $.mode"]);
}

#[test]
fn counting_loops_are_fine() {
    let states = r#"
        "A": {"Type": "Pass", "Result": {"n": 0, "done": false}, "Next": "B"},
        "B": {"Type": "Choice", "Default": "C", "Choices": [
            {"Variable": "$.n", "NumericGreaterThanEquals": 3, "Next": "D"},
            {"Variable": "$.done", "BooleanEquals": true, "Next": "D"}]},
        "C": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)", "done.$": "States.ArrayContains(States.Array(1, 2), $.n)"},
              "Next": "B"},
        "D": {"Type": "Succeed"}"#;
    assert_eq!(found(states), NONE);
}

#[test]
fn what_the_parser_reports_is_not_said_again() {
    let text = super::machine(
        r#""A": {"Type": "Pass", "Parameters": {"x.$": "$$.Execution.Name.x", "y.$": "$$.Nothing.x"}, "End": true}"#,
    );
    let source = crate::source::Source::new("x", text);
    let analysis = crate::analyze::analyze(&source, &crate::analyze::AnalyzeOptions::default());
    let codes: Vec<String> = analysis.diagnostics.iter().map(|found| found.code.to_string()).collect();
    assert_eq!(codes, ["ASL0305", "ASL0305"]);
}

#[test]
fn a_rule_that_comes_twice() {
    insta::assert_snapshot!(reports(r#"
"Pick": {"Type": "Choice", "Default": "Other", "Choices": [
  {"Variable": "$.kind", "StringEquals": "a", "Next": "First"},
  {"Variable": "$.kind", "StringEquals": "a", "Next": "Second"}]},
"First": {"Type": "Succeed"},
"Second": {"Type": "Succeed"},
"Other": {"Type": "Succeed"}
"#), @r#"
    warning[ASL0710]: this rule can never match
     --> order.asl.json:4:17
      |
    4 |   {"Variable": "$.kind", "StringEquals": "a", "Next": "Second"}]},
      |                 ^^^^^^ always false
      |
      = note: a rule before takes every `$.kind` that this one asks for
    "#);
}

#[test]
fn a_path_that_misses_and_the_states_since() {
    insta::assert_snapshot!(reports(r#"
"Fetch": {"Type": "Task", "Resource": "${Fetch}", "Next": "Shape"},
"Shape": {"Type": "Pass", "Parameters": {"orderId.$": "$.id", "total.$": "$.sum"}, "Next": "Check"},
"Check": {"Type": "Wait", "Seconds": 1, "Next": "Charge"},
"Charge": {"Type": "Task", "Resource": "${Charge}", "Parameters": {"order.$": "$.orderid"}, "End": true}
"#), @r#"
    error[ASL0701]: `$.orderid` selects nothing: no state sets `orderid` on the way here
     --> order.asl.json:5:81
      |
    3 | "Shape": {"Type": "Pass", "Parameters": {"orderId.$": "$.id", "total.$": "$.sum"}, "Next": "Check"},
      | ------- this makes the object
    4 | "Check": {"Type": "Wait", "Seconds": 1, "Next": "Charge"},
    5 | "Charge": {"Type": "Task", "Resource": "${Charge}", "Parameters": {"order.$": "$.orderid"}, "End": true}
      |                                                                                 ^^^^^^^^ no such field
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `path-never-resolves`
      = note: from there the data come over `Shape` → `Check` → `Charge`
      = help: did you mean `orderId`?
    "#);
}

#[test]
fn a_path_that_misses_after_an_error() {
    insta::assert_snapshot!(reports(r#"
"Ask": {"Type": "Task", "Resource": "${Ask}", "ResultPath": "$.answer", "Next": "Done",
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Note"}]},
"Note": {"Type": "Task", "Resource": "${Note}", "ResultPath": "$.note", "Next": "Done"},
"Done": {"Type": "Pass", "Parameters": {"answer.$": "$.answer"}, "End": true}
"#), @r#"
    warning[ASL0702]: `$.answer` may select nothing: no state sets `answer` on the way here
     --> order.asl.json:5:55
      |
    2 | "Ask": {"Type": "Task", "Resource": "${Ask}", "ResultPath": "$.answer", "Next": "Done",
      | ----- an error that is caught here takes the place of the data
    ...
    5 | "Done": {"Type": "Pass", "Parameters": {"answer.$": "$.answer"}, "End": true}
      |                                                       ^^^^^^^ no such field
      |
      = note: so it is on the way `Ask` → `Note` → `Done`
      = help: `$` has the fields `Cause`, `Error` and `note`
    "#);
}

#[test]
fn a_field_of_an_array() {
    insta::assert_snapshot!(reports(r#"
"Both": {"Type": "Parallel", "Next": "Show", "Branches": [
    {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "Result": {"left": 1}, "End": true}}},
    {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "Result": {"right": 1}, "End": true}}}]},
"Show": {"Type": "Pass", "Parameters": {"l.$": "$.left", "r.$": "$[0].right"}, "End": true}
"#), @r#"
    error[ASL0701]: `$.left` selects nothing: `$` is an array
     --> order.asl.json:5:50
      |
    2 | "Both": {"Type": "Parallel", "Next": "Show", "Branches": [
      | ------ this gives an array with the output of each branch
    ...
    5 | "Show": {"Type": "Pass", "Parameters": {"l.$": "$.left", "r.$": "$[0].right"}, "End": true}
      |                                                  ^^^^^ `left` is a field of objects only
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `path-never-resolves`
      = help: name an element, as in `$[0]`, or give the array a name with `ResultPath`

    error[ASL0701]: `$[0].right` selects nothing: no state sets `right` on the way here
     --> order.asl.json:5:70
      |
    3 |     {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "Result": {"left": 1}, "End": true}}},
      |                                    ------ this makes the object
    4 |     {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "Result": {"right": 1}, "End": true}}}]},
    5 | "Show": {"Type": "Pass", "Parameters": {"l.$": "$.left", "r.$": "$[0].right"}, "End": true}
      |                                                                      ^^^^^^ no such field
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `path-never-resolves`
      = help: `$[0]` has the field `left`
    "#);
}

#[test]
fn a_variable_that_may_lack() {
    insta::assert_snapshot!(reports(r#"
"Pick": {"Type": "Choice", "Default": "Ship", "Choices": [{"Variable": "$.gift", "BooleanEquals": true, "Next": "Wrap"}]},
"Wrap": {"Type": "Pass", "Assign": {"paper": "red"}, "Next": "Ship"},
"Ship": {"Type": "Pass", "Parameters": {"paper.$": "$paper", "ribbon.$": "$ribbon"}, "End": true}
"#), @r#"
    warning[ASL0704]: the variable `paper` may have no value here
     --> order.asl.json:4:53
      |
    3 | "Wrap": {"Type": "Pass", "Assign": {"paper": "red"}, "Next": "Ship"},
      |                                     ------- assigned here
    4 | "Ship": {"Type": "Pass", "Parameters": {"paper.$": "$paper", "ribbon.$": "$ribbon"}, "End": true}
      |                                                     ^^^^^^ no state before this one assigns it
      |
      = note: the way `Pick` → `Ship` does not assign it
      = help: assign it on every way to this state

    error[ASL0703]: the variable `ribbon` has no value here
     --> order.asl.json:4:75
      |
    4 | "Ship": {"Type": "Pass", "Parameters": {"paper.$": "$paper", "ribbon.$": "$ribbon"}, "End": true}
      |                                                                           ^^^^^^^ no state assigns it
      |
      = note: AWS accepts this definition, and the execution fails here; allow it with `unassigned-variable`
      = help: assign it in a state before, or write `$.ribbon` for a field of the input
    "#);
}

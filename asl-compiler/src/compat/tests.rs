use super::*;
use crate::analyze::{AnalyzeOptions, analyze};
use crate::definition::tests::shared_definitions;

/// Codes, with `?` behind that of a warning, and what the place is.
fn codes(old: &str, new: &str) -> Vec<String> {
    let sources = [Source::new("old", old), Source::new("new", new)];
    let analyses = sources.each_ref().map(|source| analyze(source, &AnalyzeOptions::default()));
    for analysis in &analyses {
        assert!(analysis.program.is_some(), "{:?}", analysis.diagnostics);
    }
    let [old, new] = [0, 1].map(|index| Side { source: &sources[index], analysis: &analyses[index] });
    let mut found = Diagnostics::default();
    compare(&old, &new, &mut found);
    found.finish();
    found
        .iter()
        .map(|found| {
            let mark = if found.severity == crate::Severity::Warning { "?" } else { "" };
            let elsewhere = found.elsewhere.as_ref().expect("a place in the old text");
            let [new, old] =
                [new.source.slice(found.primary.span), elsewhere.source.slice(elsewhere.label.span)];
            format!("{}{mark} {old} {new}", found.code)
        })
        .collect()
}

/// The top level with these states, the first of which is the start.
fn states(states: &str) -> String {
    let start = states.split('"').nth(1).expect("a state");
    format!(r#"{{"StartAt": "{start}", "States": {{{states}}}}}"#)
}

#[track_caller]
fn check(old: &str, new: &str, expected: &[&str]) {
    assert_eq!(codes(&states(old), &states(new)), expected);
}

const SEND: &str = "arn:aws:states:::sqs:sendMessage";

/// A Task with a function and more fields.
fn task(name: &str, function: &str, rest: &str) -> String {
    format!(r#""{name}": {{"Type": "Task", "Resource": "{function}", {rest}}}"#)
}

#[test]
fn the_same_definition_is_compatible() {
    let text = states(&task("A", "${F}", r#""End": true"#));
    assert_eq!(codes(&text, &text.replace(": {", ":  {")), [""; 0]);
}

#[test]
fn new_states_and_other_ways_are_fine() {
    check(
        r#""A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Wait", "Seconds": 1, "End": true}"#,
        r#""C": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Wait", "SecondsPath": "$.s", "Next": "A"}, "A": {"Type": "Pass", "Result": 1, "End": true}"#,
        &[],
    );
}

#[test]
fn states_keep_their_place() {
    let flat = r#""A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": true}"#;
    let inside = r#""A": {"Type": "Pass", "Next": "P"}, "P": {"Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}], "End": true}"#;
    check(flat, inside, &[r#"ASL0801 "B" {"#]);
    // The Map is gone, and with it all that may be in it.
    check(inside, flat, &[r#"ASL0801 "P" {"#]);
    // Nothing can stand in a state that nothing leads to.
    let unreached = r#""A": {"Type": "Pass", "End": true}, "B": {"Type": "Pass", "End": true}"#;
    assert!(analyze(&Source::new("x", states(unreached)), &AnalyzeOptions::default()).program.is_none());
}

#[test]
fn branches_are_compared_by_their_number() {
    let branch = |name: &str| {
        format!(r#"{{"StartAt": "{name}", "States": {{"{name}": {{"Type": "Pass", "End": true}}}}}}"#)
    };
    let parallel = |branches: &[&str]| {
        let branches: Vec<String> = branches.iter().map(|name| branch(name)).collect();
        format!(r#""P": {{"Type": "Parallel", "Branches": [{}], "End": true}}"#, branches.join(", "))
    };
    check(&parallel(&["A", "B"]), &parallel(&["B", "A"]), &[r#"ASL0801 "A" {"#, r#"ASL0801 "B" {"#]);
    check(&parallel(&["A", "B"]), &parallel(&["A"]), &[r#"ASL0804 "P" "P""#]);
    check(&parallel(&["A"]), &parallel(&["B", "A"]), &[r#"ASL0804 "P" "P""#, r#"ASL0801 "A" {"#]);
}

#[test]
fn only_states_with_work_keep_their_type() {
    let types = [
        (r#""Type": "Pass", "End": true"#, false),
        (r#""Type": "Succeed""#, false),
        (r#""Type": "Fail", "Error": "E""#, false),
        (
            r#""Type": "Choice", "Choices": [{"Variable": "$", "IsNull": true, "Next": "Z"}], "Default": "Z""#,
            false,
        ),
        (r#""Type": "Wait", "Seconds": 1, "End": true"#, true),
        (r#""Type": "Task", "Resource": "${F}", "End": true"#, true),
        (
            r#""Type": "Map", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}, "End": true"#,
            true,
        ),
        (
            r#""Type": "Parallel", "Branches": [{"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}], "End": true"#,
            true,
        ),
    ];
    let of = |fields: &str| {
        states(&format!(
            r#""S": {{"Type": "Choice", "Choices": [{{"Variable": "$", "IsNull": true, "Next": "Z"}}], "Default": "A"}}, "A": {{{fields}}}, "Z": {{"Type": "Succeed"}}"#
        ))
    };
    for (old, has_work) in types {
        for (new, _) in types {
            let expected: &[&str] = if has_work && old != new { &[r#"ASL0802 "A" "A""#] } else { &[] };
            // A Map needs an array, of which the older version knows nothing.
            assert_eq!(codes(&of(old), &of(new)), expected, "{old} → {new}");
        }
    }
}

#[test]
fn a_task_keeps_its_work() {
    let of = |resource: &str| task("A", resource, r#""End": true"#);
    let arn = |region: &str, name: &str| format!("arn:aws:lambda:{region}:123456789012:{name}");
    let function = arn("eu-west-1", "function:pay");
    check(&of(&function), &of(&arn("us-east-1", "function:pay")), &[]);
    check(
        &of(&function),
        &of(&arn("eu-west-1", "function:charge")),
        &[&format!(r#"ASL0803 "{function}" "{}""#, arn("eu-west-1", "function:charge"))],
    );
    let activity = "arn:aws:states:eu-west-1:123456789012:activity:pay";
    check(&of(&function), &of(activity), &[&format!(r#"ASL0803 "{function}" "{activity}""#)]);
    let send = |resource: &str| {
        task("A", resource, r#""Parameters": {"QueueUrl": "q", "MessageBody.$": "$"}, "End": true"#)
    };
    let publish = "arn:aws:states:::sns:publish";
    let published = task("A", publish, r#""Parameters": {"TopicArn": "t", "Message.$": "$"}, "End": true"#);
    check(&send(SEND), &published, &[&format!(r#"ASL0803 "{SEND}" "{publish}""#)]);
    // What stands around the work may change.
    check(
        &of(&function),
        &task(
            "A",
            &function,
            r#""Parameters": {"x": 1}, "TimeoutSeconds": 9, "ResultPath": null, "End": true"#,
        ),
        &[],
    );
}

#[test]
fn a_map_keeps_its_items() {
    let of = |rest: &str| {
        format!(
            r#""M": {{"Type": "Map", {rest}"ItemProcessor": {{"StartAt": "I", "States": {{"I": {{"Type": "Wait", "Seconds": 1, "End": true}}}}}}, "End": true}}"#
        )
    };
    check(&of(r#""ItemsPath": "$.a", "#), &of(r#""ItemsPath": "$.b", "#), &[r#"ASL0805 "$.a" "$.b""#]);
    check(&of(r#""ItemsPath": "$.a", "#), &of(r#""ItemsPath": "$", "#), &[r#"ASL0805 "$.a" "$""#]);
    check(&of(r#""InputPath": "$.a", "#), &of(""), &[r#"ASL0805 "$.a" "M""#]);
    check(&of(""), &of(r#""ItemsPath": "$", "MaxConcurrency": 2, "ItemSelector": {"x": 1}, "#), &[]);
}

#[test]
fn variables_keep_their_machine() {
    let of = |top: &str, inner: &str| {
        format!(
            r#""A": {{"Type": "Pass", {top}"Next": "M"}}, "M": {{"Type": "Map", "ItemProcessor": {{"StartAt": "I", "States": {{"I": {{"Type": "Pass", {inner}"End": true}}}}}}, "End": true}}"#
        )
    };
    let assign = r#""Assign": {"x": 1}, "#;
    check(&of(assign, ""), &of("", ""), &[r#"ASL0806 "x" {"#]);
    check(&of(assign, ""), &of("", assign), &[r#"ASL0806 "x" {"#]);
    check(&of("", assign), &of(assign, ""), &[r#"ASL0806 "x" {"#]);
    check(&of(assign, ""), &of(r#""Assign": {"y": 1, "x.$": "$"}, "#, ""), &[]);
}

#[test]
fn retriers_keep_their_number() {
    let of = |retriers: &[&str]| {
        let retriers: Vec<String> =
            retriers.iter().map(|error| format!(r#"{{"ErrorEquals": ["{error}"]}}"#)).collect();
        task("A", "${F}", &format!(r#""Retry": [{}], "End": true"#, retriers.join(", ")))
    };
    check(&of(&["A"]), &of(&["A", "B"]), &[]);
    check(&of(&["A", "B"]), &of(&["A"]), &[]);
    check(&of(&["A"]), &task("A", "${F}", r#""End": true"#), &[]);
    check(&of(&["A", "B"]), &of(&["B"]), &[r#"ASL0807? "A" "B""#]);
    check(&of(&["A", "B"]), &of(&["A", "C", "B"]), &[r#"ASL0807? "B" "C""#]);
}

#[test]
fn data_in_flight() {
    let of = |first: &str, last: &str| {
        format!(
            r#""A": {{"Type": "Pass", {first}"Next": "B"}}, "B": {{"Type": "Wait", "Seconds": 1, "Next": "C"}}, "C": {{"Type": "Pass", {last}"End": true}}"#
        )
    };
    let result = r#""Result": {"a": 1}, "#;
    let more = r#""Result": {"a": 1, "b": 2}, "#;
    // Those that stand at `A` get the new field, those after it have not got it.
    check(&of(result, ""), &of(more, r#""InputPath": "$.b", "#), &[r#"ASL0808 "B" .b"#]);
    check(&of(result, ""), &of(more, r#""InputPath": "$.a", "#), &[]);
    // The older version fails there, too.
    assert!(
        analyze(
            &Source::new("x", states(&of(result, r#""InputPath": "$.b", "#))),
            &AnalyzeOptions::default()
        )
        .program
        .is_none()
    );
    // Of data from outside nothing is known.
    check(&of("", ""), &of("", r#""InputPath": "$.b", "#), &[]);
    let variable = r#""Assign": {"v": 1}, "#;
    check(&of("", ""), &of(variable, r#""Parameters": {"x.$": "$v"}, "#), &[r#"ASL0808 "B" $v"#]);
    check(&of(variable, ""), &of(variable, r#""Parameters": {"x.$": "$v"}, "#), &[]);
}

/// Which executions it is about is said of each finding.
#[test]
fn all_states_of_a_finding() {
    let of = |first: &str, last: &str| {
        states(&format!(
            r#""A": {{"Type": "Pass", {first}"Next": "B"}}, "B": {{"Type": "Pass", "Next": "C"}}, "C": {{"Type": "Pass", {last}"End": true}}"#
        ))
    };
    let sources = [of("", ""), of(r#""Assign": {"v": 1}, "#, r#""Parameters": {"x.$": "$v"}, "#)]
        .map(|text| Source::new("x", text));
    let analyses = sources.each_ref().map(|source| analyze(source, &AnalyzeOptions::default()));
    let [old, new] = [0, 1].map(|index| Side { source: &sources[index], analysis: &analyses[index] });
    let mut found = Diagnostics::default();
    compare(&old, &new, &mut found);
    let [found] = found.iter().collect::<Vec<_>>()[..] else { panic!("{found:?}") };
    assert_eq!(found.message, "in executions of the older version, the variable `v` has no value here");
    assert_eq!(found.notes, ["also for one that stands at `C`"]);
}

/// A definition can continue its own executions, whatever is wrong with its data; and any two can be compared.
#[test]
fn definitions_of_others() {
    let options = AnalyzeOptions { allow_doomed: true, ..AnalyzeOptions::default() };
    let sides: Vec<(Source, Analysis)> = shared_definitions()
        .into_iter()
        .map(|text| {
            let source = Source::new("x", text);
            let analysis = analyze(&source, &options);
            (source, analysis)
        })
        .filter(|(_, analysis)| analysis.program.is_some())
        .collect();
    let found = |old: &(Source, Analysis), new: &(Source, Analysis)| {
        let [old, new] = [old, new].map(|(source, analysis)| Side { source, analysis });
        let mut found = Diagnostics::default();
        compare(&old, &new, &mut found);
        found
    };
    for (index, side) in sides.iter().enumerate() {
        let mut changed = side.clone();
        changed.1.hash = None;
        let same = found(side, &changed);
        assert!(same.is_empty(), "{}: {same:?}", side.0.text());
        if let Some(other) = sides.get(index + 1) {
            found(side, other);
        }
    }
}

/// The data are followed from every state, but not without end.
#[test]
fn large_definitions() {
    let of = |count: usize, first: &str, last: &str| {
        let all: Vec<String> = (0..count)
            .map(|index| {
                let assign = if index == 0 { first } else { "" };
                match index + 1 {
                    next if next == count => {
                        format!(r#""S{index}": {{"Type": "Pass", {last}"End": true}}"#)
                    }
                    next => format!(r#""S{index}": {{"Type": "Pass", {assign}"Next": "S{next}"}}"#),
                }
            })
            .collect();
        states(&all.join(", "))
    };
    let found = |count: usize| {
        let new = of(count, r#""Assign": {"x": 1}, "#, r#""Parameters": {"x.$": "$x"}, "#);
        codes(&of(count, "", ""), &new)
    };
    assert_eq!(found(200), [r#"ASL0808 "S1" $x"#]);
    assert_eq!(found(data::MOST_STATES + 1), [""; 0]);
}

//! Case files as people write them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::{Coverage, load};

/// A folder of files that is removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("asl-testing-{name}-{}", std::process::id()));
        for (file, text) in files {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const DEFINITION: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;

#[test]
fn a_file_has_one_case_or_several() {
    let folder = Folder::new(
        "several",
        &[
            ("a.asl.json", DEFINITION),
            ("rows.json", "[1, 2]"),
            ("one.json", &format!(r#"{{"definition": {DEFINITION}, "expect": {{"status": "SUCCEEDED"}}}}"#)),
            (
                "deep/many.json",
                r#"{"definition": "../a.asl.json", "input": {"b": 1, "a": 2}, "substitutions": {"F": "arn"},
                    "cases": [{"name": "x", "expect": {"status": "SUCCEEDED"}},
                              {"input": 7, "expect": {"status": "FAILED", "error": "E"}}]}"#,
            ),
        ],
    );
    let cases = load(folder.path()).expect("all can be read");
    let names: Vec<&str> = cases.iter().map(|case| case.case.name.as_str()).collect();
    assert_eq!(names, ["deep/many/x", "deep/many/2", "one"]);
    let inputs: Vec<&str> = cases.iter().map(|case| case.case.input.text()).collect();
    assert_eq!(inputs, [r#"{"b":1,"a":2}"#, "7", "{}"]);
    assert_eq!(cases[0].definition_path, folder.path().canonicalize().unwrap().join("a.asl.json"));
    assert_eq!(cases[0].definition_text, DEFINITION);
    assert_eq!(cases[0].substitutions["F"], "arn");
    assert!(cases.iter().all(|case| case.case.lenient));
    let one = load(&folder.path().join("one.json")).expect("it can be read");
    assert_eq!(one[0].case.name, "one");
}

#[cfg(feature = "compile")]
#[test]
fn definitions_may_be_in_yaml() {
    use crate::compile::json_of;
    use crate::load_with;

    let yaml = "# Ends.\nStartAt: A\nStates:\n  A: {Type: Pass, Result: {z: 1.50, a: \"q\\n\", n: ~}, Next: B}\n  B: &b {Type: Succeed}\n";
    let case = |definition: &str| {
        format!(r#"{{"definition": "{definition}", "expect": {{"status": "SUCCEEDED"}}}}"#)
    };
    let folder = Folder::new("yaml", &[("a.asl.yaml", yaml), ("one.json", &case("a.asl.yaml"))]);
    let cases = load_with(folder.path(), &json_of).expect("it can be read");
    let json = r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"z":1.50,"a":"q\n","n":null},"Next":"B"},"B":{"Type":"Succeed"}}}"#;
    assert_eq!(cases[0].case.definition.text(), json);
    assert_eq!((cases[0].definition_text.as_str(), cases[0].translated), (yaml, true));
    assert!(load(folder.path()).expect_err("YAML needs the compiler")[0].message.contains("is not JSON"));
    let wrong = Folder::new("wrong-yaml", &[("a.asl.yml", "A: [1\n"), ("one.json", &case("a.asl.yml"))]);
    let errors = load_with(wrong.path(), &json_of).expect_err("it is wrong");
    assert!(errors[0].message.contains("ASL0007"), "{}", errors[0].message);
}

#[test]
fn what_is_wrong_is_said_of_each_file() {
    let wrong = |name: &str, text: &str| {
        let folder = Folder::new(name, &[("case.json", text)]);
        let errors = load(&folder.path().join("case.json")).expect_err("it is wrong");
        assert_eq!(errors.len(), 1);
        errors[0].message.clone()
    };
    assert!(wrong("no-json", "{").starts_with("this is not a JSON object"));
    assert!(wrong("no-definition", r#"{"expect": {"status": "SUCCEEDED"}}"#).contains("no `definition`"));
    assert!(wrong("typo", r#"{"expct": {}}"#).contains("no member of a case is called `expct`"));
    let lost = wrong("lost", r#"{"definition": "none.json", "expect": {"status": "SUCCEEDED"}}"#);
    assert!(lost.contains("none.json"), "{lost}");
    let status = wrong("status", &format!(r#"{{"definition": {DEFINITION}, "expect": {{}}}}"#));
    assert!(status.contains("expect.status"), "{status}");
    let second = format!(r#"{{"definition": {DEFINITION}, "cases": [{{"name": "x", "expected": 1}}]}}"#);
    assert!(wrong("second", &second).starts_with("case \"case/x\":"));
    let empty = Folder::new("empty", &[("a.asl.json", DEFINITION)]);
    assert!(load(empty.path()).expect_err("nothing is there")[0].message.contains("no case is here"));
}

#[test]
fn rules_to_the_same_state_are_told_apart() {
    let rule = |n: u64| json!({"Variable": "$.a", "NumericEquals": n, "Next": "D"});
    let definition = json!({"StartAt": "C", "States": {
        "C": {"Type": "Choice", "Default": "D", "Choices": [rule(1), rule(2)]},
        "D": {"Type": "Succeed"},
    }});
    let event = |id: u64, kind: &str, way: &str, name: &str| {
        let key = format!("state{way}EventDetails");
        json!({"id": id, "previousEventId": id - 1, "type": kind, key: {"name": name}})
    };
    let history = [
        event(1, "ChoiceStateEntered", "Entered", "C"),
        event(2, "ChoiceStateExited", "Exited", "C"),
        event(3, "SucceedStateEntered", "Entered", "D"),
    ];
    let mut by_events = Coverage::of(&definition);
    by_events.count(&history);
    assert_eq!(by_events.missing(), [""; 0]);
    let mut told = Coverage::of(&definition).with_rules();
    told.count(&history);
    told.matched("C", Some(1));
    let missing = ["`C`: choice rule 0, to `D`, never matches", "`C` never takes its default, `D`"];
    assert_eq!(told.missing(), missing);
    told.matched("C", None);
    assert_eq!(told.missing(), missing[..1]);
}

#[test]
fn errors_of_what_failed_inside() {
    let definition = json!({"StartAt": "M", "States": {
        "M": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "B"}}},
            "Retry": [{"ErrorEquals": ["A"]}, {"ErrorEquals": ["B"]}],
            "Catch": [{"ErrorEquals": ["A"], "Next": "Z"}, {"ErrorEquals": ["B"], "Next": "Z"}]},
        "Z": {"Type": "Succeed"},
    }});
    let event = |id: u64, kind: &str| json!({"id": id, "previousEventId": id - 1, "type": kind});
    let state = |id: u64, kind: &str, name: &str| {
        let key =
            if kind.ends_with("Entered") { "stateEnteredEventDetails" } else { "stateExitedEventDetails" };
        json!({"id": id, "previousEventId": id - 1, "type": kind, key: {"name": name}})
    };
    let history = [
        state(1, "MapStateEntered", "M"),
        event(2, "MapStateStarted"),
        state(3, "FailStateEntered", "F"),
        event(4, "MapStateStarted"),
        state(5, "FailStateEntered", "F"),
        event(6, "MapStateFailed"),
        state(7, "MapStateExited", "M"),
        state(8, "SucceedStateEntered", "Z"),
    ];
    let mut coverage = Coverage::of(&definition);
    coverage.count(&history);
    assert_eq!(
        coverage.missing(),
        ["`M`: retrier 0, of `A`, never retries", "`M`: catcher 0, of `A` to `Z`, never catches"]
    );
}

#[test]
fn coverage_lists_what_nothing_went_through() {
    let definition = json!({"StartAt": "C", "States": {
        "C": {"Type": "Choice", "Default": "D", "Choices": [{"Variable": "$.a", "IsPresent": true, "Next": "T"}]},
        "T": {"Type": "Task", "Resource": "r", "Next": "D",
            "Retry": [{"ErrorEquals": ["A", "B"]}],
            "Catch": [{"ErrorEquals": ["E"], "Next": "D"}, {"ErrorEquals": ["States.ALL"], "Next": "D"}]},
        "D": {"Type": "Succeed"},
    }});
    let state = |id: u64, before: u64, kind: &str, way: &str, name: &str| {
        let key = format!("state{way}EventDetails");
        json!({"id": id, "previousEventId": before, "type": kind, key: {"name": name}})
    };
    let work = |id: u64, before: u64, kind: &str, error: &str| json!({"id": id, "previousEventId": before, "type": kind, "taskFailedEventDetails": {"error": error}});
    let mut coverage = Coverage::of(&definition);
    assert_eq!(coverage.to_string(), "0 of 3 states, 0 of 5 transitions, 0 of 1 retriers");
    let failed = [
        state(1, 0, "TaskStateEntered", "Entered", "T"),
        work(2, 1, "TaskScheduled", ""),
        work(3, 2, "TaskFailed", "X"),
        state(4, 3, "TaskStateExited", "Exited", "T"),
        state(5, 4, "SucceedStateEntered", "Entered", "D"),
    ];
    coverage.count(&failed);
    assert_eq!(
        coverage.missing(),
        [
            "`C` is never entered",
            "`T` never goes on to `D`",
            "`T`: retrier 0, of `A`, `B`, never retries",
            "`T`: catcher 0, of `E` to `D`, never catches",
        ]
    );
    let fine = [
        state(1, 0, "ChoiceStateEntered", "Entered", "C"),
        state(2, 1, "ChoiceStateExited", "Exited", "C"),
        state(3, 2, "TaskStateEntered", "Entered", "T"),
        work(4, 3, "TaskScheduled", ""),
        work(5, 4, "TaskFailed", "B"),
        work(6, 5, "TaskScheduled", ""),
        work(7, 6, "TaskSucceeded", ""),
        state(8, 7, "TaskStateExited", "Exited", "T"),
        state(9, 8, "SucceedStateEntered", "Entered", "D"),
    ];
    coverage.count(&fine);
    assert_eq!(
        coverage.missing(),
        ["`C` never takes its default, `D`", "`T`: catcher 0, of `E` to `D`, never catches"]
    );
    assert_eq!(coverage.to_string(), "3 of 3 states, 3 of 5 transitions, 1 of 1 retriers");
}

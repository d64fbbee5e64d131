//! Tests of the case library on the project's own cases, and on recordings of AWS where they are at hand.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::super::marker::Markers;
use super::*;

/// The recordings, where they are at hand.
fn recordings() -> Option<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("ASL_CONFORMANCE_DIR").map(PathBuf::from);
    let dir = named.unwrap_or_else(|| manifest.join("../../shared/conformance"));
    dir.is_dir().then_some(dir)
}

fn own_cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/cases")
}

/// The run that the expectation of `case` describes.
fn expected_run(case: &Case) -> ActualRun {
    let markers = Markers::of(case);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let concrete = |value: &Value| concrete(&markers, value);
    ActualRun {
        status: case.expect.status.clone(),
        output: case.expect.output.as_ref().map(concrete),
        error: case.expect.error.as_ref().map(concrete).as_ref().map(text),
        cause: case.expect.cause.as_ref().map(concrete).as_ref().map(text),
        history: actual_history(case, &concrete),
    }
}

fn actual_history(case: &Case, concrete: &impl Fn(&Value) -> Value) -> Vec<Value> {
    let mut history: Vec<Value> = Vec::new();
    for event in case.expect.history.iter().flatten() {
        let id = event["id"].as_u64().unwrap_or(history.len() as u64 + 1);
        while (history.len() as u64) + 1 < id {
            history.push(json!({"id": history.len() + 1, "type": "ParallelStateSucceeded"}));
        }
        let mut actual = concrete(event);
        actual["id"] = json!(id);
        actual["timestamp"] = json!(1_700_000_000.123);
        for (key, details) in actual.as_object_mut().unwrap() {
            let Some(details) = details.as_object_mut().filter(|_| key.ends_with("Details")) else {
                continue;
            };
            for (field, value) in details {
                match field.as_str() {
                    "input" | "output" | "parameters" | "cause" if !value.is_string() => {
                        *value = json!(value.to_string());
                    }
                    "assignedVariables" => {
                        for value in value.as_object_mut().unwrap().values_mut().filter(|v| !v.is_string()) {
                            *value = json!(value.to_string());
                        }
                    }
                    _ => {}
                }
            }
        }
        history.push(actual);
    }
    history
}

fn concrete(markers: &Markers, value: &Value) -> Value {
    match value {
        Value::String(text) if text == "timestamp" => json!("2024-02-03T04:05:06Z"),
        Value::String(text) => json!(markers.concrete(text, |marker| match marker {
            "date" => "2024-02-03T04:05:06.007Z".to_owned(),
            marker => format!("any {}", marker.len()),
        })),
        Value::Array(items) => items.iter().map(|item| concrete(markers, item)).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, member)| (key.clone(), concrete(markers, member))).collect()
        }
        other => other.clone(),
    }
}

fn assert_self_consistent(dir: &Path) -> usize {
    let set = load_dir(dir).unwrap();
    assert!(set.unreadable.is_empty(), "{:?}", set.unreadable);
    for case in &set.cases {
        let differences = compare(case, &expected_run(case));
        assert!(differences.is_empty(), "{}\n{}", case.name, render(&differences));
        let identity = Identity::of(case);
        assert!(identity.role_arn.starts_with("arn:"), "{}: {}", case.name, identity.role_arn);
    }
    set.cases.len()
}

#[test]
fn own_cases_agree_with_themselves() {
    let dir = own_cases();
    assert!(assert_self_consistent(&dir) >= 120, "cases are missing from {}", dir.display());
    for case in load_dir(&dir).unwrap().cases {
        assert_eq!(Scope::of(&case), Scope::In, "{}", case.name);
        assert_well_formed(&case);
    }
}

/// Ids count from 1, events point back, every attempt is used, and the history ends as the outcome says.
fn assert_well_formed(case: &Case) {
    let Some(history) = &case.expect.history else { return };
    for (id, event) in (1_u64..).zip(history) {
        assert_eq!(event["id"], id, "{}", case.name);
        assert!(event["previousEventId"].as_u64().unwrap() < id, "{} event {id}", case.name);
    }
    let scheduled = history.iter().filter(|event| event["type"].as_str().unwrap().ends_with("Scheduled"));
    assert_eq!(scheduled.count(), case.tasks.values().map(Vec::len).sum::<usize>(), "{}", case.name);
    let last = history.last().unwrap();
    match case.expect.status.as_str() {
        "SUCCEEDED" => assert_eq!(last["type"], "ExecutionSucceeded", "{}", case.name),
        "FAILED" => assert_eq!(last["type"], "ExecutionFailed", "{}", case.name),
        "TIMED_OUT" => assert_eq!(last["type"], "ExecutionTimedOut", "{}", case.name),
        other => panic!("{}: {other}", case.name),
    }
}

#[test]
fn recordings_agree_with_themselves() {
    if let Some(dir) = recordings() {
        assert!(assert_self_consistent(&dir) > 0);
    }
}

#[test]
fn changed_recordings_are_noticed() {
    let Some(dir) = recordings() else { return };
    for case in load_dir(&dir).unwrap().cases.iter().filter(|case| Scope::of(case) == Scope::In) {
        let mut run = expected_run(case);
        if case.expect.status != "RUNNING" {
            run.status = "OTHER".to_owned();
            assert!(!compare(case, &run).is_empty(), "{}", case.name);
        }
        let mut run = expected_run(case);
        if let Some(last) = run.history.last_mut() {
            last["previousEventId"] = json!(4_711);
            assert!(!compare(case, &run).is_empty(), "{}", case.name);
        }
    }
}

/// Plays the attempts in the order in which the history schedules them.
fn assert_script_plays(case: &Case) {
    let Some(history) = &case.expect.history else { return };
    if Scope::of(case) != Scope::In || history.iter().any(|event| event["id"].is_array()) {
        return;
    }
    let script = TaskScript::new(case);
    let markers = Markers::of(case);
    for (place, event) in history.iter().enumerate() {
        let Some(input) = scheduled_input(event) else { continue };
        let state = state_of(history, place);
        let step = script.next(state, &concrete(&markers, &input));
        let end = history.iter().find(|later| ends_attempt(history, later, place));
        let end = end.map_or("", |end| end["type"].as_str().unwrap());
        let fits = match step {
            Step::Succeed { .. } => end.ends_with("Succeeded"),
            Step::Fail { .. } => end.ends_with("Failed"),
            Step::Timeout { .. } | Step::HeartbeatTimeout { .. } => end.ends_with("TimedOut"),
            Step::Pending { .. } => end.is_empty(),
            Step::Unscripted => false,
        };
        assert!(fits, "{}: event {} of {state} gave {step:?}, recorded {end:?}", case.name, place + 1);
    }
    assert_eq!(script.unused(), [""; 0], "{}", case.name);
}

fn scheduled_input(event: &Value) -> Option<Value> {
    let details = ["/taskScheduledEventDetails/parameters", "/lambdaFunctionScheduledEventDetails/input"];
    let input = details.iter().find_map(|path| event.pointer(path));
    let input = input.or_else(|| event.pointer("/activityScheduledEventDetails/input"))?;
    let parsed = input.as_str().and_then(|text| serde_json::from_str(text).ok());
    Some(parsed.unwrap_or_else(|| input.clone()))
}

fn previous(history: &[Value], place: usize) -> Option<usize> {
    usize::try_from(history[place]["previousEventId"].as_u64()?).ok()?.checked_sub(1)
}

/// The Task state to whose line of events the one at `place` belongs.
fn state_of(history: &[Value], place: usize) -> &str {
    let mut at = Some(place);
    while let Some(place) = at {
        if let Some(name) = history[place].pointer("/stateEnteredEventDetails/name") {
            return name.as_str().unwrap();
        }
        at = previous(history, place);
    }
    panic!("event {} belongs to no state", place + 1)
}

/// Whether `event` is the end of the attempt scheduled at `scheduled`.
fn ends_attempt(history: &[Value], event: &Value, scheduled: usize) -> bool {
    let kind = event["type"].as_str().unwrap();
    let task = ["Task", "LambdaFunction", "Activity"].iter().find_map(|prefix| kind.strip_prefix(prefix));
    if !matches!(task, Some("Succeeded" | "Failed" | "TimedOut")) {
        return false;
    }
    let mut at = usize::try_from(event["id"].as_u64().unwrap() - 1).ok();
    while let Some(place) = at.filter(|place| *place > scheduled) {
        if place + 1 != usize::try_from(event["id"].as_u64().unwrap()).unwrap()
            && history[place]["type"].as_str().unwrap().ends_with("Scheduled")
        {
            return false;
        }
        at = previous(history, place);
    }
    at == Some(scheduled)
}

#[test]
fn scripts_play_what_was_recorded() {
    let dirs = [Some(own_cases()), recordings()];
    for case in dirs.into_iter().flatten().flat_map(|dir| load_dir(&dir).unwrap().cases) {
        assert_script_plays(&case);
    }
}

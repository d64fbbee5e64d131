//! Tests of the case library on small cases written here.
#![expect(
    clippy::needless_pass_by_value,
    reason = "`json!` documents read better as arguments without a reference"
)]

mod files;
mod recordings;

use serde_json::{Value, json};

use super::*;

/// A case with markers and nothing else of interest.
pub(super) fn case_with<'a>(
    placeholders: impl Iterator<Item = &'a str>,
    bindings: impl Iterator<Item = (&'a str, &'a str)>,
) -> Case {
    let bindings: serde_json::Map<String, Value> =
        bindings.map(|(marker, value)| (marker.to_owned(), Value::from(value))).collect();
    case(json!({
        "bindings": bindings,
        "expect": {"status": "SUCCEEDED", "placeholders": placeholders.collect::<Vec<_>>()},
    }))
}

/// A case from the given members and defaults for the others.
fn case(members: Value) -> Case {
    let mut document = json!({
        "name": "suite/case",
        "query_language": "JSONPath",
        "type": "STANDARD",
        "definition": {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}},
        "input": {},
        "expect": {"status": "SUCCEEDED"},
    });
    for (key, value) in members.as_object().unwrap() {
        document[key] = value.clone();
    }
    Case::from_json(&document.to_string()).unwrap().unwrap()
}

fn pass_history(output: &str) -> Vec<Value> {
    vec![
        json!({"id": 1, "previousEventId": 0, "timestamp": 1.5, "type": "ExecutionStarted",
            "executionStartedEventDetails": {"input": "{\"b\":1,\"a\":[]}", "inputDetails": {"truncated": false},
                "roleArn": "arn:aws:iam::111111111111:role/sfn-role"}}),
        json!({"id": 2, "previousEventId": 0, "timestamp": 1.5, "type": "PassStateEntered",
            "stateEnteredEventDetails": {"name": "A", "input": "{\"b\":1,\"a\":[]}",
                "inputDetails": {"truncated": false}}}),
        json!({"id": 3, "previousEventId": 2, "timestamp": 1.5, "type": "PassStateExited",
            "stateExitedEventDetails": {"name": "A", "output": output, "outputDetails": {"truncated": false}}}),
    ]
}

fn recorded(output: Value) -> Value {
    let mut history = pass_history("");
    history[0]["timestamp"] = json!("timestamp");
    history[0]["executionStartedEventDetails"]["input"] = json!({"a": [], "b": 1});
    history[0]["executionStartedEventDetails"]["roleArn"] = json!("role");
    history[1]["timestamp"] = json!("timestamp");
    history[2]["timestamp"] = json!("timestamp");
    history[2]["stateExitedEventDetails"]["output"] = output;
    json!(history)
}

fn with_history(history: Value) -> Case {
    case(json!({
        "bindings": {"role": "arn:aws:iam::111111111111:role/sfn-role"},
        "expect": {"status": "SUCCEEDED", "output": 1, "history": history,
            "placeholders": ["timestamp", "<uuid:1>"]},
    }))
}

fn succeeded(output: Value, history: Vec<Value>) -> ActualRun {
    ActualRun { status: "SUCCEEDED".to_owned(), output: Some(output), history, ..ActualRun::default() }
}

fn paths(case: &Case, run: &ActualRun) -> Vec<String> {
    compare(case, run).into_iter().map(|difference| difference.path).collect()
}

#[test]
fn equal_runs_have_no_differences() {
    let case = with_history(recorded(json!("[1,2]")));
    assert_eq!(compare(&case, &succeeded(json!(1), pass_history("[1, 2]"))), []);
}

#[test]
fn differences_name_their_place_and_both_values() {
    let case = with_history(recorded(json!({"x": [1]})));
    let mut history = pass_history("{\"x\":[2],\"y\":null}");
    history[2]["previousEventId"] = json!(1);
    let found = compare(&case, &succeeded(json!(1.0), history));
    let text = render(&found);
    assert_eq!(
        text,
        "  at output\n    AWS:  1\n    ours: 1.0\n\
         \x20 at history[2].previousEventId\n    AWS:  2\n    ours: 1\n\
         \x20 at history[2].stateExitedEventDetails.output.x[0]\n    AWS:  1\n    ours: 2\n\
         \x20 at history[2].stateExitedEventDetails.output.y\n    AWS:  (absent)\n    ours: null\n"
    );
}

#[test]
fn missing_and_surplus_events_are_differences() {
    let case = with_history(recorded(json!("1")));
    let mut history = pass_history("1");
    history.pop();
    assert_eq!(paths(&case, &succeeded(json!(1), history)), ["history[2]"]);
    let mut history = pass_history("1");
    history.push(json!({"id": 4, "previousEventId": 3, "type": "ExecutionSucceeded"}));
    assert_eq!(paths(&case, &succeeded(json!(1), history)), ["history[3]"]);
}

#[test]
fn an_event_of_another_type_is_one_difference() {
    let case = with_history(recorded(json!("1")));
    let mut history = pass_history("2");
    history[2]["type"] = json!("TaskStateExited");
    assert_eq!(paths(&case, &succeeded(json!(1), history)), ["history[2]"]);
}

#[test]
fn one_marker_is_one_value_in_outcome_and_history() {
    let mut case = with_history(recorded(json!("\"<uuid:1>\"")));
    case.expect.output = Some(json!("<uuid:1>"));
    assert_eq!(paths(&case, &succeeded(json!("a"), pass_history("\"a\""))), [""; 0]);
    let other = paths(&case, &succeeded(json!("a"), pass_history("\"b\"")));
    assert_eq!(other, ["history[2].stateExitedEventDetails.output"]);
}

#[test]
fn recorded_times_match_any_value_under_their_key() {
    let mut case = case(json!({}));
    case.expect.output = Some(json!({"TimestampValue": "timestamp", "at": "date"}));
    let run = succeeded(json!({"TimestampValue": 5, "at": "2024-05-01T10:00:00.123Z"}), Vec::new());
    assert_eq!(compare(&case, &run), []);
    let run = succeeded(json!({"TimestampValue": 5, "at": "soon"}), Vec::new());
    assert_eq!(paths(&case, &run), ["output.at"]);
}

#[test]
fn causes_that_are_objects_are_compared_as_values() {
    let mut case =
        case(json!({"expect": {"status": "FAILED", "error": "E", "cause": "{\"a\": 1, \"b\": 2}"}}));
    let mut run = ActualRun {
        status: "FAILED".to_owned(),
        error: Some("E".to_owned()),
        cause: Some("{\"b\":2,\"a\":1}".to_owned()),
        ..ActualRun::default()
    };
    assert_eq!(compare(&case, &run), []);
    run.cause = Some("{\"b\":2}".to_owned());
    assert_eq!(paths(&case, &run), ["cause.a"]);
    case.expect.cause = None;
    assert_eq!(paths(&case, &run), ["cause"]);
}

#[test]
fn a_running_recording_is_a_prefix() {
    let mut case = with_history(recorded(json!("1")));
    case.expect.status = "RUNNING".to_owned();
    let mut history = pass_history("1");
    history.push(json!({"id": 4, "previousEventId": 3, "type": "ExecutionSucceeded"}));
    assert_eq!(compare(&case, &succeeded(json!(7), history.clone())), []);
    history.truncate(2);
    assert_eq!(paths(&case, &succeeded(json!(7), history)), ["history[2]"]);
}

#[test]
fn without_a_recorded_history_only_the_outcome_counts() {
    let case = case(json!({"expect": {"status": "SUCCEEDED", "output": null, "history": null}}));
    assert_eq!(compare(&case, &succeeded(Value::Null, pass_history("1"))), []);
    assert_eq!(paths(&case, &succeeded(json!(0), Vec::new())), ["output"]);
}

fn event(id: Value, previous: u64, kind: &str, name: &str) -> Value {
    let mut event = json!({"id": id, "previousEventId": previous, "type": kind});
    match kind {
        kind if kind.ends_with("Entered") => event["stateEnteredEventDetails"] = json!({"name": name}),
        kind if kind.ends_with("Exited") => event["stateExitedEventDetails"] = json!({"name": name}),
        "MapIterationStarted" => {
            event["mapIterationStartedEventDetails"] = json!({"name": "M", "index": name});
        }
        "MapIterationSucceeded" => {
            event["mapIterationSucceededEventDetails"] = json!({"name": "M", "index": name});
        }
        _ => {}
    }
    event
}

/// Ids from 1; `(previous, type, name)`.
fn events(list: &[(u64, &str, &str)]) -> Vec<Value> {
    let placed = (1_u64..).zip(list);
    placed.map(|(id, (previous, kind, name))| event(json!(id), *previous, kind, name)).collect()
}

fn parallel(order: [&str; 4]) -> Vec<Value> {
    let mut list = events(&[(0, "ParallelStateEntered", "P"), (1, "ParallelStateStarted", "")]);
    for (place, name) in order.iter().enumerate() {
        let entered = order.iter().position(|earlier| earlier == name).unwrap();
        let (previous, kind) =
            if entered == place { (2, "PassStateEntered") } else { (entered as u64 + 3, "PassStateExited") };
        list.push(event(json!(place + 3), previous, kind, name));
    }
    list.push(event(json!(7), 6, "ParallelStateSucceeded", ""));
    list.push(event(json!(8), 6, "ParallelStateExited", "P"));
    list
}

#[test]
fn sorted_parallel_events_are_a_multiset_and_lose_the_last() {
    let mut sorted = parallel(["X", "Y", "X", "Y"]);
    sorted.remove(6);
    for event in &mut sorted[2..6] {
        event["id"] = json!([0]);
        event["previousEventId"] = json!(0);
    }
    let mut case = with_history(json!(sorted));
    case.expect.output = None;
    for order in [["Y", "X", "X", "Y"], ["X", "X", "Y", "Y"]] {
        assert_eq!(compare(&case, &succeeded(json!(1), parallel(order))), []);
    }
    let mut wrong = parallel(["X", "Y", "X", "Y"]);
    wrong[3] = event(json!(4), 2, "PassStateEntered", "Z");
    assert_eq!(paths(&case, &succeeded(json!(1), wrong)), ["history[2..7]", "history[3]"]);
}

#[test]
fn branches_may_take_turns_otherwise() {
    let mut case = with_history(json!(parallel(["X", "Y", "X", "Y"])));
    case.expect.output = None;
    assert_eq!(compare(&case, &succeeded(json!(1), parallel(["X", "X", "Y", "Y"]))), []);
    let mut wrong = parallel(["X", "X", "Y", "Y"]);
    wrong[3]["previousEventId"] = json!(2);
    assert_ne!(compare(&case, &succeeded(json!(1), wrong)), []);
    let mut wrong = parallel(["X", "X", "Y", "Y"]);
    wrong[7]["previousEventId"] = json!(2);
    assert_ne!(compare(&case, &succeeded(json!(1), wrong)), [], "the state exits from inside its branches");
}

fn map(order: [&str; 4], starts: [u64; 2]) -> Vec<Value> {
    let mut list = events(&[(0, "MapStateEntered", "M"), (1, "MapStateStarted", "")]);
    let mut opened = 0;
    for (place, index) in order.iter().enumerate() {
        let first = order.iter().position(|earlier| earlier == index).unwrap();
        if first == place {
            list.push(event(json!(place + 3), starts[opened], "MapIterationStarted", index));
            opened += 1;
        } else {
            list.push(event(json!(place + 3), first as u64 + 3, "MapIterationSucceeded", index));
        }
    }
    list.push(event(json!(7), 6, "MapStateSucceeded", ""));
    list.push(event(json!(8), 6, "MapStateExited", "M"));
    list
}

#[test]
fn iterations_recorded_one_after_the_other_keep_their_order() {
    let mut case = with_history(json!(map(["0", "0", "1", "1"], [2, 3])));
    case.expect.output = None;
    assert_eq!(compare(&case, &succeeded(json!(1), map(["0", "0", "1", "1"], [2, 3]))), []);
    assert_ne!(compare(&case, &succeeded(json!(1), map(["0", "1", "0", "1"], [2, 2]))), []);
}

#[test]
fn interleaved_iterations_may_take_turns_otherwise() {
    let mut case = with_history(json!(map(["0", "1", "0", "1"], [2, 2])));
    case.expect.output = None;
    assert_eq!(compare(&case, &succeeded(json!(1), map(["0", "1", "1", "0"], [2, 2]))), []);
}

#[test]
fn iterations_with_tasks_and_a_bound_keep_their_order() {
    let task = |mut history: Vec<Value>| {
        history[6]["type"] = json!("TaskStateAborted");
        history
    };
    let mut case = with_history(json!(task(map(["0", "0", "1", "1"], [2, 3]))));
    case.expect.output = None;
    assert_ne!(compare(&case, &succeeded(json!(1), task(map(["0", "0", "1", "1"], [2, 2])))), []);
}

fn scripted(members: Value) -> TaskScript {
    TaskScript::new(&case(members))
}

fn success(output: Value) -> Step {
    Step::Succeed { submitted: None, output: Json::from(output) }
}

#[test]
fn attempts_outside_concurrent_states_come_in_order() {
    let script = scripted(json!({"tasks": {"A": [
        {"input": {"n": 1}, "error": "E", "cause": "c"},
        {"input": {"n": 1}, "output": null},
    ]}}));
    let failed = Step::Fail {
        submitted: None,
        error: Some("E".to_owned()),
        cause: Some("c".to_owned()),
        phase: Phase::Run,
    };
    assert_eq!(script.next("A", &json!({"n": "unexpected"})), failed);
    assert_eq!(script.unused(), ["A"]);
    assert_eq!(script.next("A", &json!({"n": 1})), success(Value::Null));
    assert_eq!(script.next("A", &json!({"n": 1})), Step::Unscripted);
    assert_eq!(script.next("B", &json!({})), Step::Unscripted);
}

#[test]
fn attempts_inside_concurrent_states_are_found_by_input() {
    let task = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true});
    let script = scripted(json!({
        "definition": {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
            "ItemProcessor": {"StartAt": "T", "States": {"T": task}}}}},
        "bindings": {"<fn>": "f"},
        "tasks": {"T": [
            {"input": {"i": 0, "f": "<fn>"}, "output": "zero"},
            {"input": {"i": 1, "f": "<fn>"}, "output": "one"},
        ]},
    }));
    assert_eq!(script.next("T", &json!({"i": 1, "f": "f"})), success(json!("one")));
    assert_eq!(script.next("T", &json!({"i": 0, "f": "g"})), Step::Unscripted);
    assert_eq!(script.next("T", &json!({"i": 0, "f": "f"})), success(json!("zero")));
}

#[test]
fn every_kind_of_attempt_has_its_step() {
    let script = scripted(json!({"tasks": {"A": [
        {"input": 0, "timeout": true, "error": "States.Timeout"},
        {"input": 0, "submitted": {"b": 1, "a": 2}, "heartbeat_timeout": true},
        {"input": 0, "pending": true},
        {"input": 0, "submitted": {}},
        {"input": 0, "error": "E", "phase": "start"},
    ]}}));
    let next = || script.next("A", &json!(0));
    assert_eq!(next(), Step::Timeout { submitted: None });
    let Step::HeartbeatTimeout { submitted: Some(submitted) } = next() else { panic!("no heartbeat step") };
    assert_eq!(submitted.value(), &json!({"a": 2, "b": 1}));
    assert_eq!(next(), Step::Pending { submitted: None });
    let empty = Some(Json::from(json!({})));
    assert_eq!(next(), Step::Fail { submitted: empty, error: None, cause: None, phase: Phase::Run });
    let started =
        Step::Fail { submitted: None, error: Some("E".to_owned()), cause: None, phase: Phase::Start };
    assert_eq!(next(), started);
}

#[test]
fn a_json_cause_has_the_text_that_a_catch_showed() {
    let shown = "{\"errorMessage\": \"no\", \"at\": \"us-east-1\"}";
    let script = scripted(json!({
        "bindings": {"<region>": "us-east-1"},
        "tasks": {"A": [{"input": {}, "error": "E", "cause": "{\"errorMessage\":\"no\",\"at\":\"us-east-1\"}"}]},
        "expect": {"status": "SUCCEEDED", "placeholders": ["<region>"],
            "output": {"Error": "E", "Cause": "{\"errorMessage\": \"no\", \"at\": \"<region>\"}"}},
    }));
    let Step::Fail { cause: Some(cause), .. } = script.next("A", &json!({})) else { panic!("no failure") };
    assert_eq!(cause, shown);
}

#[test]
fn tasks_of_a_sorted_parallel_come_from_its_events() {
    let mut call = event(json!([0]), 0, "TaskScheduled", "");
    call["taskScheduledEventDetails"] = json!({"parameters": {"n": 1}});
    let mut end = event(json!([0]), 0, "TaskSucceeded", "");
    end["taskSucceededEventDetails"] = json!({"output": {"r": 2}});
    let case = with_history(json!([call, end]));
    let script = TaskScript::new(&case);
    assert_eq!(script.next("A", &json!({"n": 2})), Step::Unscripted);
    assert_eq!(script.next("A", &json!({"n": 1})), success(json!({"r": 2})));
}

#[test]
fn an_unrecorded_task_keeps_failing_with_the_shown_error() {
    let script = scripted(json!({
        "tasks_unrecorded": ["A"],
        "expect": {"status": "SUCCEEDED", "history": null, "output": {"Error": "E", "Cause": "c"}},
    }));
    for _ in 0..2 {
        assert!(
            matches!(script.next("A", &json!({})), Step::Fail { error: Some(error), .. } if error == "E")
        );
    }
    assert_eq!(script.next("B", &json!({})), Step::Unscripted);
}

#[test]
fn identity_takes_bound_parts() {
    let bound = case(json!({
        "bindings": {"<partition>": "aws-cn", "<region>": "cn-north-1", "<ArnPart_0idx>": "m",
            "<ExecArnPart_0idx>": "x", "<role-name>": "r"},
        "expect": {"status": "SUCCEEDED", "history": [{"id": 1, "previousEventId": 0, "type": "ExecutionStarted",
            "executionStartedEventDetails": {"roleArn": "arn:<partition>:iam::222222222222:role/<role-name>"}}]},
    }));
    let identity = Identity::of(&bound);
    assert_eq!(identity.execution_arn, "arn:aws-cn:states:cn-north-1:222222222222:execution:m:x");
    assert_eq!(identity.state_machine_arn, "arn:aws-cn:states:cn-north-1:222222222222:stateMachine:m");
    assert_eq!(identity.role_arn, "arn:aws-cn:iam::222222222222:role/r");
    let identity = Identity::of(&case(json!({})));
    assert_eq!(identity.role_arn, "arn:aws:iam::111111111111:role/sfn-role");
    assert_eq!(identity.region, "us-east-1");
}

#[test]
fn express_executions_have_another_arn() {
    let identity = Identity::of(&case(json!({
        "type": "EXPRESS",
        "bindings": {"<ArnPart_0idx>": "m", "<ExpressExecArn_Part1_0idx>": "n", "<ExpressExecArn_Part2_0idx>": "i"},
    })));
    assert_eq!(identity.execution_arn, "arn:aws:states:us-east-1:111111111111:express:m:n:i");
    assert_eq!(identity.execution_name, "n");
}

#[test]
fn scope_follows_features() {
    assert_eq!(Scope::of(&case(json!({}))), Scope::In);
    assert_ne!(Scope::of(&case(json!({"query_language": "mixed"}))), Scope::In);
    let map = |processor: &str, state: Value| {
        let inner = json!({"Type": "Map", "End": true, processor: state});
        json!({"definition": {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true,
            "Branches": [{"StartAt": "M", "States": {"M": inner}}]}}}})
    };
    let distributed = json!({"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "StartAt": "A", "States": {}});
    assert_eq!(Scope::of(&case(map("Iterator", distributed))), Scope::Out("distributed Map"));
    assert_eq!(Scope::of(&case(map("ItemReader", json!({})))), Scope::Out("ItemReader"));
    assert_eq!(Scope::of(&case(map("Comment", json!("ItemReader")))), Scope::In);
    let state = json!({"definition": {"States": {"A": {"Type": "Pass", "QueryLanguage": "JSONata"}}}});
    assert_eq!(Scope::of(&case(state)), Scope::Out("JSONata"));
    let stopped = json!({"expect": {"status": "ABORTED", "history": null}});
    assert_ne!(Scope::of(&case(stopped)), Scope::In);
}

#[test]
fn text_keeps_order_and_numbers_but_no_layout() {
    let text = r#"{"name":"s/c","definition":{"B":1,"A":2},"input":{"b": 1.0, "a": "x \" y",
        "c": []},"expect":{"status":"FAILED"}}"#;
    let case = Case::from_json(text).unwrap().unwrap();
    assert_eq!(case.definition.text(), r#"{"B":1,"A":2}"#);
    assert_eq!(case.input.text(), r#"{"b":1.0,"a":"x \" y","c":[]}"#);
}

#[test]
fn other_kinds_of_cases_are_told_apart() {
    assert_eq!(Case::from_json(r#"{"name":"s/c","request":{},"expect":{}}"#).unwrap().unwrap_err(), "s/c");
    assert!(Case::from_json("{}").is_err());
}

#[test]
fn activity_workers_come_from_the_history() {
    let mut named = event(json!(1), 0, "ActivityStarted", "");
    named["activityStartedEventDetails"] = json!({"workerName": "w"});
    let mut unnamed = event(json!(2), 1, "ActivityStarted", "");
    unnamed["activityStartedEventDetails"] = json!({});
    let case = with_history(json!([named, unnamed]));
    assert_eq!(case.activity_workers(), [Some("w".to_owned()), None]);
}

fn execution(more: Value) -> Value {
    let mut execution = json!({"Id": "i", "Input": {}, "Name": "n", "RoleArn": "r", "StartTime": "s"});
    execution.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    execution
}

#[test]
fn recordings_older_than_redrive_lack_its_count() {
    let differences = |day: &str, ours: Value| {
        let recorded = case(json!({
            "aws_validated": day,
            "expect": {"status": "SUCCEEDED", "history": null, "output": {"e": execution(json!({}))}},
        }));
        compare(&recorded, &succeeded(json!({"e": ours}), Vec::new())).len()
    };
    let counted = || execution(json!({"RedriveCount": 0}));
    assert_eq!(differences("2023-11-14", counted()), 0);
    assert_eq!(differences("2023-11-15", counted()), 1);
    assert_eq!(differences("2023-11-14", execution(json!({"Other": 0}))), 1);
    let recorded = case(json!({
        "aws_validated": "2023-01-01",
        "expect": {"status": "SUCCEEDED", "history": null, "output": {"a": 1}},
    }));
    assert_eq!(compare(&recorded, &succeeded(json!({"a": 1, "RedriveCount": 0}), Vec::new())).len(), 1);
}

#[test]
fn literal_parameters_are_sent_as_they_are() {
    let scheduled = |parameters: Value| {
        let mut event = event(json!(1), 0, "TaskScheduled", "");
        event["taskScheduledEventDetails"] = json!({"parameters": parameters});
        json!([event])
    };
    let parameters = |fixed: &str, list: &str| json!({"Fixed": fixed, "List": [list], "Path": "p"});
    let recorded = case(json!({
        "definition": {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "r", "End": true,
            "Parameters": {"Fixed": "f", "List": ["l"], "Path.$": "$.p"}}}},
        "expect": {"status": "RUNNING", "history": scheduled(parameters("rewritten", "rewritten"))},
    }));
    let differences = |ours: Value| {
        let history = scheduled(json!(ours.to_string())).as_array().unwrap().clone();
        compare(&recorded, &ActualRun { history, ..ActualRun::default() })
    };
    assert_eq!(differences(parameters("f", "l")), []);
    assert_eq!(differences(parameters("f", "f")).len(), 1);
    let mut other = parameters("f", "l");
    other["Path"] = json!("f");
    let path = "history[0].taskScheduledEventDetails.parameters.Path";
    assert_eq!(differences(other).first().map(|difference| difference.path.as_str()), Some(path));
}

#[test]
fn a_file_that_is_no_case_does_not_hide_the_others() {
    let dir = std::env::temp_dir().join(format!("asl-conformance-{}", std::process::id()));
    let suite = dir.join("suite");
    std::fs::create_dir_all(&suite).unwrap();
    std::fs::write(suite.join("broken.json"), "{").unwrap();
    let good = r#"{"name":"suite/good","definition":{},"input":{},"expect":{"status":"SUCCEEDED"}}"#;
    std::fs::write(suite.join("good.json"), good).unwrap();
    let set = load_dir(&dir);
    std::fs::remove_dir_all(&dir).unwrap();
    let set = set.unwrap();
    assert_eq!(set.cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(), ["suite/good"]);
    assert!(matches!(set.unreadable.as_slice(), [(name, CaseError::Parse(..))] if name == "suite/broken"));
}

#[test]
fn an_activity_that_is_never_scheduled_was_deleted() {
    let arn = |name: &str| format!("arn:aws:states:us-east-1:111111111111:activity:{name}");
    let deleted = |history: Value| {
        let states = json!({
            "A": {"Type": "Task", "Resource": arn("a")},
            "B": {"Type": "Task", "Resource": arn("b")},
            "C": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:c"},
        });
        let recorded = case(json!({
            "definition": {"StartAt": "A", "States": states},
            "tasks": {"A": [{"output": 1}]},
            "expect": {"status": "FAILED", "history": history},
        }));
        recorded.deleted_activities()
    };
    assert_eq!(deleted(json!([])), [arn("b")]);
    assert_eq!(deleted(json!(null)), [""; 0]);
}

//! Every type of event survives the way through AWS's JSON.

use super::kind::Shape;
use super::*;
use crate::json;
use crate::value::{Text, Value};
use std::collections::{BTreeMap, BTreeSet};

fn text(text: &str) -> Text {
    Text::from(text)
}

/// Details of the type's shape, with every optional field present or absent.
fn details(kind: EventType, full: bool) -> Details {
    let data = || JsonText(json!({"a": [1, 0.5, "\u{1F600}\"", null], "big": 9_007_199_254_740_993_i64}));
    let some = |value: &str| full.then(|| text(value));
    let role = || full.then(|| TaskCredentials { role_arn: text("role") });
    let (resource_type, resource) = (text("aws-sdk:s3"), text("getObject"));
    let Some(shape) = kind.shape() else { return Details::None };
    match shape {
        Shape::Started => {
            Details::Started(Started { input: data(), role_arn: text("role"), ..Started::default() })
        }
        Shape::Output => Details::Output(Output { output: data(), ..Output::default() }),
        Shape::Error => Details::Error(ErrorDetails { error: some("E"), cause: some("C") }),
        Shape::Redriven => Details::Redriven(Redriven { redrive_count: 3 }),
        Shape::TaskScheduled => Details::TaskScheduled(Box::new(TaskScheduled {
            resource_type,
            resource,
            region: text("us-east-1"),
            parameters: data(),
            timeout_in_seconds: full.then_some(9),
            heartbeat_in_seconds: full.then_some(8),
            task_credentials: role(),
        })),
        Shape::TaskStarted => Details::TaskStarted(TaskStarted { resource_type, resource }),
        Shape::TaskFailed => Details::TaskFailed(Box::new(TaskFailed {
            resource_type,
            resource,
            error: some("E"),
            cause: some("C"),
        })),
        Shape::TaskOutput => Details::TaskOutput(Box::new(TaskOutput {
            resource_type,
            resource,
            output: data(),
            ..TaskOutput::default()
        })),
        Shape::Entered => {
            Details::Entered(Entered { name: text("state"), input: data(), ..Entered::default() })
        }
        Shape::Exited => {
            let assigned = full.then(|| BTreeMap::from([(text("v"), data())]));
            Details::Exited(Box::new(Exited::new(text("state"), data(), assigned)))
        }
        Shape::LambdaScheduled => Details::LambdaScheduled(Box::new(LambdaScheduled {
            resource,
            input: data(),
            timeout_in_seconds: full.then_some(9),
            task_credentials: role(),
            ..LambdaScheduled::default()
        })),
        Shape::ActivityScheduled => Details::ActivityScheduled(Box::new(ActivityScheduled {
            resource,
            input: data(),
            timeout_in_seconds: full.then_some(9),
            heartbeat_in_seconds: full.then_some(8),
            ..ActivityScheduled::default()
        })),
        Shape::ActivityStarted => Details::ActivityStarted(ActivityStarted { worker_name: some("w") }),
        Shape::MapStarted => Details::MapStarted(MapStarted { length: 4 }),
        Shape::MapIteration => Details::MapIteration(MapIteration { name: text("map"), index: 3 }),
        Shape::MapRun => {
            Details::MapRun(MapRun { map_run_arn: text("arn"), redrive_count: full.then_some(1) })
        }
        Shape::EvaluationFailed => Details::EvaluationFailed(Box::new(EvaluationFailed {
            error: text("E"),
            cause: text("C"),
            location: some("Output"),
            state: text("state"),
        })),
    }
}

#[test]
fn all_types_round_trip() {
    for (index, kind) in EventType::all().enumerate() {
        for full in [true, false] {
            let event = HistoryEvent {
                id: index as u64 + 1,
                previous_event_id: index as u64,
                timestamp: Timestamp::from_unix_millis(1_795_381_200_123 + kind as i64),
                kind,
                details: details(kind, full),
            };
            let json = serde_json::to_string(&event).expect("an event is JSON");
            let back: HistoryEvent = serde_json::from_str(&json).expect("its JSON is an event");
            assert_eq!(back, event, "{json}");
            // And through the crate's own values, as a journal may keep it.
            let value = Value::from_serialize(&event).expect("an event is JSON");
            assert_eq!(crate::value::from_value::<HistoryEvent>(value).expect("it is an event"), event);
        }
    }
}

#[test]
fn the_table_has_each_type_once_in_order() {
    let names: BTreeSet<&str> = EventType::all().map(EventType::as_str).collect();
    assert_eq!(names.len(), 62);
    for (index, kind) in EventType::all().enumerate() {
        assert_eq!(kind as usize, index);
        assert_eq!(EventType::from_name(kind.as_str()), Some(kind));
        assert_eq!(format!("{kind:?}"), kind.as_str());
    }
    assert_eq!(EventType::from_name("Nothing"), None);
}

#[test]
fn the_json_is_that_of_the_api() {
    let event = HistoryEvent {
        id: 2,
        previous_event_id: 0,
        timestamp: Timestamp::from_unix_millis(1500),
        kind: EventType::PassStateEntered,
        details: Details::Entered(Entered {
            name: text("P"),
            input: JsonText(json!({"a": 1})),
            ..Entered::default()
        }),
    };
    assert_eq!(
        serde_json::to_value(&event).expect("JSON"),
        serde_json::json!({
            "timestamp": 1.5,
            "type": "PassStateEntered",
            "id": 2,
            "previousEventId": 0,
            "stateEnteredEventDetails": {
                "name": "P",
                "input": "{\"a\":1}",
                "inputDetails": {"truncated": false},
            },
        })
    );
}

#[test]
fn what_is_no_event_is_refused() {
    for wrong in [
        r#"{"timestamp": 1, "type": "Nothing", "id": 1, "previousEventId": 0}"#,
        r#"{"timestamp": 1, "type": "MapStateFailed", "id": "1", "previousEventId": 0}"#,
        r#"{"timestamp": 1, "type": "PassStateEntered", "id": 1, "previousEventId": 0}"#,
        r#"{"timestamp": 1, "type": "ExecutionSucceeded", "id": 1, "previousEventId": 0,
            "executionSucceededEventDetails": {"output": "{"}}"#,
    ] {
        assert!(serde_json::from_str::<HistoryEvent>(wrong).is_err(), "{wrong}");
    }
}

//! AWS's limits: of a payload, and of a history.

use crate::help::*;
use asl_runtime::standard::Redrivable;
use asl_runtime::{Limits, Status, Value};

#[tokio::test]
async fn payloads_are_limited() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine =
        standard.register_as("echo", one_task::OneTask::new(Mock::echo())).expect("it is registered");
    let largest = Value::from("x".repeat(262_142));
    let execution = machine.start("a", &largest).await.expect("262,144 bytes with the quotes");
    assert_eq!(outcome(&execution).await.expect("success"), largest);
    assert_eq!(code(machine.start("b", &"x".repeat(262_143)).await), "InvalidExecutionInput");

    let asks = standard.register(desk.script()).expect("it is registered");
    let execution = start(&asks, "a", json!([ask()])).await;
    let refused = standard.send_task_success(&desk.token(), &"x".repeat(262_143)).await;
    assert_eq!(code(refused), "InvalidOutput");
    for (error, cause) in [("e".repeat(257), String::new()), (String::new(), "c".repeat(32_769))] {
        let refused =
            standard.send_task_failure(&desk.token(), asl_runtime::TaskError::new(error, cause)).await;
        assert_eq!(code(refused), "ValidationException");
    }
    // The token was not used up.
    standard.send_task_success(&desk.token(), &1).await.expect("it waits");
    outcome(&execution).await.expect("success");
    standard.close().await.expect("it closes");

    let standard = place.open_with(place.options().limits(Limits::none())).await;
    let machine =
        standard.register_as("echo", one_task::OneTask::new(Mock::echo())).expect("it is registered");
    let execution = machine.start("c", &"x".repeat(1_000_000)).await.expect("no limit");
    outcome(&execution).await.expect("success");
}

/// A script with all kinds of states.
fn everything() -> Value {
    let item = |number: u32| match number % 3 {
        0 => json!({"kind": "task", "give": number, "fail": ["Flaky"]}),
        1 => json!({"kind": "wait", "seconds": number}),
        _ => json!({"kind": "fork", "seconds": 1, "ask": ask(), "task": {"fail": ["Bad"]}}),
    };
    let items: Vec<_> = (0..6).map(item).collect();
    let left = json!({"kind": "task", "seconds": 2});
    json!([
        {"kind": "task", "fail": ["Flaky", "Caught"]},
        {"kind": "wait", "seconds": 3},
        {"kind": "each", "width": 2, "items": items},
        {"kind": "fork", "left": left, "right": {"kind": "wait", "seconds": 1}}
    ])
}

#[tokio::test]
async fn a_history_has_no_more_events_than_its_limit() {
    let place = Place::jumping();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    let execution = machine.start("whole", &json!({"steps": everything()})).await.expect("it starts");
    outcome(&execution).await.expect("success");
    let whole = kinds(&execution).await;
    assert!(whole.len() > 80, "{}", whole.len());
    standard.close().await.expect("it closes");

    let mut wrong = Vec::new();
    for limit in 5..=whole.len() as u64 + 1 {
        let place = Place::jumping();
        let mut limits = Limits::default();
        limits.history_events = Some(limit);
        let standard = place.open_with(place.options().limits(limits)).await;
        let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
        let execution = machine.start("a", &json!({"steps": everything()})).await.expect("it starts");
        let outcome = outcome(&execution).await;
        let events = execution.history().await.expect("a history");
        let ids: Vec<u64> = events.iter().map(|event| event.id).collect();
        if ids != (1..=ids.len() as u64).collect::<Vec<_>>() || ids.len() as u64 > limit {
            wrong.push(format!("limit {limit}: {ids:?}"));
            continue;
        }
        let described = execution.describe().await.expect("it is there");
        match outcome {
            Ok(_) => assert_eq!(ids.len(), whole.len()),
            Err(error) => {
                let error = error.execution().expect("an execution's error").clone();
                assert_eq!(error.error(), Some("States.Runtime"), "limit {limit}");
                let cause = format!("The execution reached the maximum number of history events ({limit}).");
                assert_eq!((error.cause(), described.status), (Some(&*cause), Status::Failed));
                assert!(matches!(described.redrive_status, Redrivable::No(_)), "limit {limit}");
                assert_eq!(ids.len() as u64, limit, "it was cut off where the limit is");
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), whole.len(), wrong.join("\n"));
}

#[tokio::test]
async fn twenty_five_thousand_events_are_the_most() {
    let place = Place::jumping();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    // Each step that does nothing is three states, with an exit each.
    let steps: Vec<_> = (0..5_000).map(|_| json!({"kind": "none"})).collect();
    let execution = machine.start("a", &json!({"steps": steps})).await.expect("it starts");
    let error = outcome(&execution).await.expect_err("its history is full");
    let error = error.execution().expect("an execution's error");
    assert_eq!(error.error(), Some("States.Runtime"));
    assert_eq!(error.cause(), Some("The execution reached the maximum number of history events (25000)."));
    let kinds = kinds(&execution).await;
    assert_eq!((kinds.len(), kinds.last()), (25_000, Some(&"ExecutionFailed")));
}

//! `StopExecution`: of what runs, waits, has ended, and of what nobody can drive.

use crate::help::*;
use asl_runtime::standard::Error;
use asl_runtime::{RunError, Status};

fn assert_aborted(outcome: &Result<asl_runtime::Value, RunError>) {
    let error = outcome.as_ref().expect_err("it was stopped");
    let error = error.execution().expect("an execution's error");
    assert_eq!((error.status(), error.error(), error.cause()), (Status::Aborted, Some("E"), Some("C")));
}

#[tokio::test]
async fn what_runs_is_stopped() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let long = json!({"steps": [{"kind": "task", "seconds": 20}]});
    let execution = machine.start("a", &long).await.expect("it starts");
    until("the task", || !desk.effects().is_empty()).await;
    execution.stop(Some("E"), Some("C")).await.expect("it stops");
    assert_aborted(&outcome(&execution).await);
    let kinds = kinds(&execution).await;
    assert_eq!(kinds.last(), Some(&"ExecutionAborted"));
    assert!(!kinds.contains(&"LambdaFunctionSucceeded"));
    assert_eq!(standard.loaded_executions(), 0);
}

#[tokio::test]
async fn what_waits_is_stopped_and_its_token_is_closed() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let waiting = start(&machine, "waiting", json!([{"kind": "wait", "seconds": 100}])).await;
    let asking = start(&machine, "asking", json!([ask()])).await;
    assert_eq!(standard.loaded_executions(), 0);
    place.pass(&standard, 7).await;
    for execution in [&waiting, &asking] {
        let stopped = execution.stop(Some("E"), Some("C")).await.expect("it stops");
        assert_eq!(stopped.duration_since(execution.start_date()).as_secs(), 7);
        assert_aborted(&outcome(execution).await);
        assert_eq!(execution.describe().await.expect("it is there").stop_date, Some(stopped));
    }
    assert_eq!(code(standard.send_task_success(&desk.token(), &1).await), "TaskDoesNotExist");
    assert_eq!(code(standard.send_task_heartbeat(&desk.token()).await), "TaskDoesNotExist");
    place.pass(&standard, 1_000).await;
    assert_eq!(kinds(&waiting).await.last(), Some(&"ExecutionAborted"));
}

#[tokio::test]
async fn what_has_ended_stays_as_it_is() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    let execution = start(&machine, "a", json!([])).await;
    let before = execution.describe().await.expect("it is there");
    place.pass(&standard, 7).await;
    let stopped = execution.stop(Some("E"), None).await.expect("nothing happens");
    assert_eq!(Some(stopped), before.stop_date);
    assert_eq!(execution.describe().await.expect("it is there"), before);
}

#[tokio::test]
async fn long_texts_are_refused() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    let execution = start(&machine, "a", json!([ask()])).await;
    for (error, cause) in [("e".repeat(257), String::new()), (String::new(), "c".repeat(32_769))] {
        let refused = execution.stop(Some(&error), Some(&cause)).await.expect_err("too long");
        assert!(matches!(refused, Error::Validation(_)), "{refused}");
    }
    execution.stop(Some(&"é".repeat(256)), Some(&"c".repeat(32_768))).await.expect("it stops");
    assert_eq!(code(standard.stop("nonsense", None, None).await), "InvalidArn");
}

#[tokio::test]
async fn whoever_waits_for_what_nobody_drives_hears_of_its_stop() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    let arn = start(&machine, "a", json!([ask()])).await.arn().clone();
    standard.close().await.expect("it closes");

    let standard = place.open().await;
    let execution = standard.execution(&arn).expect("it is there");
    let waiting = tokio::spawn({
        let execution = execution.clone();
        async move { execution.wait_value().await }
    });
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    execution.stop(Some("E"), Some("C")).await.expect("it stops");
    assert_aborted(&patience("the end", waiting).await.expect("no panic"));
    assert_eq!(kinds(&execution).await.last(), Some(&"ExecutionAborted"));
    standard.close().await.expect("it closes");

    let standard = place.open().await;
    assert_aborted(&outcome(&standard.execution(&arn).expect("it is there")).await);
}

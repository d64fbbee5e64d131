//! Opening, closing, copying: one process at a time, nothing in memory that only waits.

use crate::help::*;
use asl_runtime::Standard;
use asl_runtime::standard::Error;
use std::process::Command;

/// Tells a second process which store to open.
const FILE: &str = "ASL_DURABILITY_SECOND";

#[tokio::test]
async fn a_store_has_one_process() {
    if let Some(file) = std::env::var_os(FILE) {
        let refused = Standard::open(file).await.expect_err("another process has it");
        println!("refused: {}", message(&refused));
        return;
    }
    let place = Place::new();
    let standard = place.open().await;
    let twice = place.options().open(place.file()).await.expect_err("this process has it");
    assert!(
        matches!(twice, Error::Store(_)) && message(&twice).contains("this process has it open"),
        "{twice:?}"
    );
    let this = std::env::current_exe().expect("a path");
    let output = Command::new(this)
        .args(["--exact", "--nocapture", "api::store::a_store_has_one_process"])
        .env(FILE, place.file())
        .output()
        .expect("it runs");
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let expected = format!("process {} has it open", std::process::id());
    assert!(output.contains("refused: ") && output.contains(&expected), "{output}");
    standard.close().await.expect("it closes");
    place.open().await;
}

#[tokio::test]
async fn what_only_waits_is_not_in_memory() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    for number in 0..50 {
        let fork = json!({"kind": "fork", "left": ask(), "right": {"kind": "wait", "seconds": 100}});
        let step = [ask(), json!({"kind": "wait", "seconds": 100}), fork][number % 3].clone();
        machine.start(&format!("n{number}"), &json!({"steps": [step]})).await.expect("it starts");
    }
    parked(&standard).await;
    assert_eq!(standard.loaded_executions(), 0);
    assert_eq!(desk.tokens().len(), 33);
    standard.close().await.expect("it closes");

    let standard = place.open().await;
    let machine = standard.register(desk.script()).expect("it is registered");
    parked(&standard).await;
    place.pass(&standard, 100).await;
    for token in desk.tokens() {
        standard.send_task_success(&token, &1).await.expect("it waits");
    }
    for number in 0..50 {
        let arn = machine.arn().as_str().replace("stateMachine", "execution");
        let execution = standard.execution(&format!("{arn}:n{number}")).expect("it is there");
        outcome(&execution).await.expect("success");
        kinds(&execution).await;
    }
    assert_eq!(desk.tokens().len(), 33, "nothing was asked twice");
}

#[tokio::test]
async fn a_backup_is_a_store() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let over = start(&machine, "over", json!([{"kind": "task", "give": 1}])).await;
    let asking = start(&machine, "asking", json!([ask(), {"kind": "wait", "seconds": 10}])).await;
    let copy = Place { clock: place.clock.clone(), ..Place::new() };
    standard.backup(copy.file()).await.expect("it is copied");
    assert!(matches!(standard.backup(copy.file()).await, Err(Error::Store(_))), "it exists");
    start(&machine, "later", json!([])).await;
    standard.send_task_success(&desk.token(), &"original").await.expect("it waits");

    // Both go on, each on its own.
    let second = copy.open().await;
    second.register(desk.script()).expect("it is registered");
    parked(&second).await;
    second.send_task_success(&desk.token(), &"copy").await.expect("it waits");
    place.clock.advance(std::time::Duration::from_secs(10));
    for (standard, answer) in [(&standard, "original"), (&second, "copy")] {
        let asking = standard.execution(asking.arn()).expect("it is there");
        assert_eq!(outcome(&asking).await.expect("success")["log"], json!([[], answer]));
        let over = standard.execution(over.arn()).expect("it is there");
        assert_eq!(outcome(&over).await.expect("success")["n"], json!(1));
    }
    assert_eq!(
        code(second.execution(&over.arn().as_str().replace("over", "later"))),
        "ExecutionDoesNotExist"
    );
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let execution = start(&machine, "a", json!([ask()])).await;
    let waiting = tokio::spawn({
        let execution = execution.clone();
        async move { execution.wait_value().await }
    });
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    standard.clone().close().await.expect("it closes");
    let error = patience("the waiting", waiting).await.expect("no panic").expect_err("nothing ended");
    assert!(error.execution().is_none(), "{error}");
    for code in [
        code(machine.start("b", &json!({"steps": []})).await),
        code(standard.send_task_success(&desk.token(), &1).await),
        code(execution.stop(None, None).await),
        code(execution.redrive().await),
        code(standard.register(desk.script())),
    ] {
        assert!(
            ["ServiceUnavailable", "InternalServerException", "ExecutionNotRedrivable"].contains(&code),
            "{code}"
        );
    }
    // All of it goes on with the next one.
    let standard = place.open().await;
    standard.register(desk.script()).expect("it is registered");
    standard.send_task_success(&desk.token(), &1).await.expect("it waits");
    outcome(&standard.execution(execution.arn()).expect("it is there")).await.expect("success");
}

#[tokio::test]
async fn the_last_handle_closes_the_store() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let busy =
        machine.start("busy", &json!({"steps": [{"kind": "task", "seconds": 10}]})).await.expect("it starts");
    let arn = busy.arn().clone();
    until("the task", || !desk.effects().is_empty()).await;
    drop((standard, machine, busy));
    // It is free as soon as the executions have noticed.
    let standard = place.open().await;
    standard.register(desk.script()).expect("it is registered");
    until("the task", || desk.effects().len() == 2).await;
    place.clock.advance(std::time::Duration::from_secs(10));
    outcome(&standard.execution(&arn).expect("it is there")).await.expect("success");
    let effects = desk.effects();
    assert_eq!(effects[0], effects[1], "the same attempt has the same key");
}

//! `RedriveExecution`, from each type of state, once and again.

use crate::help::*;
use asl_runtime::standard::{ExecutionHandle, Redrivable};
use asl_runtime::{Status, Value};
use std::collections::HashSet;
use std::time::Duration;

async fn status(execution: &ExecutionHandle) -> Status {
    execution.describe().await.expect("it is there").status
}

/// Redrives, and lets it go as far as it can.
async fn redrive(execution: &ExecutionHandle, standard: &asl_runtime::Standard) {
    execution.redrive().await.expect("it can be redriven");
    parked(standard).await;
}

/// What happened since the last redrive.
async fn since_redrive(execution: &ExecutionHandle) -> Vec<&'static str> {
    let kinds = kinds(execution).await;
    let at = kinds.iter().rposition(|kind| *kind == "ExecutionRedriven").expect("it was redriven");
    kinds[at + 1..].to_vec()
}

fn assert_no_key_twice(desk: &Desk) {
    let effects = desk.effects();
    let keys: HashSet<_> = effects.iter().map(|(_, key)| key).collect();
    assert_eq!(keys.len(), effects.len(), "another attempt has another key: {effects:#?}");
}

#[tokio::test]
async fn a_task_is_scheduled_anew_with_all_of_its_retries() {
    let place = Place::jumping();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    // Flaky is tried three times more.
    let flaky = json!({"kind": "task", "fail": ["Flaky", "Flaky", "Flaky", "Flaky"], "give": "done"});
    let steps = json!([{"kind": "task"}, flaky]);
    let execution = machine.start("a", &json!({"steps": steps})).await.expect("it starts");
    outcome(&execution).await.expect_err("it fails");
    assert_eq!(desk.effects().len(), 5);
    redrive(&execution, &standard).await;
    outcome(&execution).await.expect_err("it fails again");
    assert_eq!(desk.effects().len(), 9);
    assert_eq!(execution.describe().await.expect("it is there").redrive_count, 1);
    assert_eq!(since_redrive(&execution).await[..2], ["LambdaFunctionScheduled", "LambdaFunctionStarted"]);
    desk.heal();
    redrive(&execution, &standard).await;
    assert_eq!(outcome(&execution).await.expect("success")["log"], json!([[[], null], "done"]));
    let described = execution.describe().await.expect("it is there");
    assert_eq!((described.redrive_count, described.error, described.status), (2, None, Status::Succeeded));
    assert!(described.redrive_date >= Some(described.start_date));
    assert_no_key_twice(&desk);
}

#[tokio::test]
async fn only_the_branches_that_did_not_end_run_again() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let bad = json!({"kind": "task", "fail": ["Bad"], "seconds": 5, "give": "bad"});
    let good = json!({"kind": "task", "give": "good"});
    let execution =
        start_busy(&machine, "a", json!([{"kind": "fork", "left": bad.clone(), "right": good}])).await;
    place.pass(&standard, 5).await;
    assert_eq!(status(&execution).await, Status::Failed);
    desk.heal();
    execution.redrive().await.expect("it can be redriven");
    until("the task", || desk.effects().len() == 3).await;
    place.pass(&standard, 5).await;
    assert_eq!(outcome(&execution).await.expect("success")["log"], json!([[], ["bad", "good"]]));
    assert_eq!(desk.states(), ["left_task", "right_task", "left_task"]);
    assert_no_key_twice(&desk);
    assert!(!since_redrive(&execution).await.contains(&"ParallelStateEntered"));
}

/// Starts what keeps running.
async fn start_busy(
    machine: &asl_runtime::standard::StateMachine<script::Script<Mock>>,
    name: &str,
    steps: Value,
) -> ExecutionHandle {
    let execution = machine.start(name, &json!({"steps": steps})).await.expect("it starts");
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    execution
}

#[tokio::test]
async fn a_branch_that_was_cut_off_gets_a_token_of_its_own() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let bad = json!({"kind": "task", "fail": ["Bad"], "give": 1});
    let steps = json!([{"kind": "fork", "left": ask(), "right": bad}]);
    let execution = start(&machine, "a", steps).await;
    assert_eq!(status(&execution).await, Status::Failed);
    let old = desk.token();
    assert_eq!(code(standard.send_task_success(&old, &1).await), "TaskDoesNotExist");
    desk.heal();
    redrive(&execution, &standard).await;
    assert_ne!(desk.token(), old);
    assert_eq!(code(standard.send_task_success(&old, &1).await), "TaskDoesNotExist");
    standard.send_task_success(&desk.token(), &"new").await.expect("it waits");
    assert_eq!(outcome(&execution).await.expect("success")["log"], json!([[], ["new", 1]]));
    assert_no_key_twice(&desk);
}

#[tokio::test]
async fn only_the_iterations_that_did_not_end_run_again() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let item = |number: u32| match number {
        2 => json!({"kind": "task", "fail": ["Bad"], "give": number}),
        number => json!({"kind": "task", "give": number}),
    };
    let items: Vec<_> = (0..5).map(item).collect();
    let execution = start(&machine, "a", json!([{"kind": "each", "width": 1, "items": items}])).await;
    assert_eq!(status(&execution).await, Status::Failed);
    assert_eq!(desk.effects().len(), 3);
    desk.heal();
    redrive(&execution, &standard).await;
    assert_eq!(outcome(&execution).await.expect("success")["log"], json!([[], [0, 1, 2, 3, 4]]));
    assert_eq!(desk.effects().len(), 6);
    assert_no_key_twice(&desk);
}

#[tokio::test]
async fn all_iterations_run_again_when_their_results_were_too_large() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    // Each result is a payload, all of them are too large for one.
    let items: Vec<_> = (0..4).map(|number| json!({"kind": "task", "attempt": number})).collect();
    let large = Mock::new({
        let mock = desk.clone();
        move |input, cx| {
            let desk = mock.clone();
            async move {
                desk.note(&cx);
                Ok(json!([input, "x".repeat(80_000)]))
            }
        }
    });
    let machine = standard.register(script::Script::new(large)).expect("it is registered");
    let execution = start(&machine, "a", json!([{"kind": "each", "width": 0, "items": items}])).await;
    let error = outcome(&execution).await.expect_err("too much");
    assert_eq!(
        error.execution().and_then(|error| error.error()),
        Some("States.DataLimitExceeded"),
        "{error}"
    );
    assert_eq!(desk.effects().len(), 4);
    redrive(&execution, &standard).await;
    outcome(&execution).await.expect_err("too much again");
    assert_eq!(desk.effects().len(), 8);
    assert_no_key_twice(&desk);
}

#[tokio::test]
async fn a_wait_keeps_its_time() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let early = start(&machine, "early", json!([{"kind": "wait", "seconds": 100}])).await;
    let late = start(&machine, "late", json!([{"kind": "wait", "seconds": 100}])).await;
    place.pass(&standard, 30).await;
    early.stop(None, None).await.expect("it stops");
    late.stop(None, None).await.expect("it stops");
    place.pass(&standard, 20).await;
    redrive(&early, &standard).await;
    place.pass(&standard, 49).await;
    assert_eq!(status(&early).await, Status::Running);
    place.pass(&standard, 1).await;
    assert_eq!(status(&early).await, Status::Succeeded);
    redrive(&late, &standard).await;
    assert_eq!(since_redrive(&late).await[0], "WaitStateExited");
    assert_eq!(status(&late).await, Status::Succeeded);
}

#[tokio::test]
async fn what_fails_by_itself_fails_again() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    // A Fail state, a Choice without what it asks for, a Pass whose template does not fit.
    for (name, steps) in [
        ("fail", json!([{"kind": "fail", "cause": "c"}])),
        ("choice", json!([{"kind": "task"}, {"no": "kind"}])),
        ("pass", json!("nothing")),
    ] {
        let execution = start(&machine, name, steps).await;
        let first = outcome(&execution).await.expect_err(name);
        let first = without_numbers(&first.to_string());
        for round in 1..4 {
            redrive(&execution, &standard).await;
            let again = outcome(&execution).await.expect_err(name);
            assert_eq!(without_numbers(&again.to_string()), first, "{name}");
            assert_eq!(execution.describe().await.expect("it is there").redrive_count, round, "{name}");
            assert_eq!(kinds(&execution).await.last(), Some(&"ExecutionFailed"));
        }
    }
}

/// Causes quote events, which have other numbers the next time.
fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[tokio::test]
async fn the_timeout_of_the_machine_begins_anew() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(deadline::Deadline::new(Mock::echo())).expect("it is registered");
    let execution = machine.start("a", &json!({})).await.expect("it starts");
    parked(&standard).await;
    place.pass(&standard, 30).await;
    assert_eq!(status(&execution).await, Status::TimedOut);
    place.pass(&standard, 10).await;
    redrive(&execution, &standard).await;
    place.pass(&standard, 29).await;
    assert_eq!(status(&execution).await, Status::Running);
    place.pass(&standard, 1).await;
    assert_eq!(status(&execution).await, Status::TimedOut);
    redrive(&execution, &standard).await;
    // Its Wait ends at 100 s, that is in 30 s, and then there is nothing left to time out.
    place.pass(&standard, 29).await;
    assert_eq!(status(&execution).await, Status::Running);
    standard.close().await.expect("it closes");
    let standard = place.open().await;
    standard.register(deadline::Deadline::new(Mock::echo())).expect("it is registered");
    parked(&standard).await;
    place.pass(&standard, 1).await;
    let execution = standard.execution(execution.arn()).expect("it is there");
    let kinds = kinds(&execution).await;
    assert_eq!(kinds.iter().filter(|kind| **kind == "ExecutionRedriven").count(), 2, "{kinds:?}");
    assert_ne!(status(&execution).await, Status::Running, "{kinds:?}");
}

#[tokio::test]
async fn what_cannot_be_redriven_says_why() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let reason = |execution: &ExecutionHandle| {
        let execution = execution.clone();
        async move {
            let refused = execution.redrive().await.expect_err("it cannot be redriven");
            assert_eq!(refused.code(), "ExecutionNotRedrivable");
            let told = execution.describe().await.expect("it is there").redrive_status;
            assert_eq!(told, Redrivable::No(refused.to_string().into()));
            refused.to_string()
        }
    };
    let running = start(&machine, "running", json!([ask()])).await;
    assert!(reason(&running).await.contains("RUNNING"));
    let succeeded = start(&machine, "succeeded", json!([])).await;
    assert!(reason(&succeeded).await.contains("SUCCEEDED"));
    let failed = start(&machine, "failed", json!([{"kind": "fail", "cause": "c"}])).await;
    place.pass(&standard, 14 * 24 * 3600).await;
    assert_eq!(failed.describe().await.expect("it is there").redrive_status, Redrivable::Yes);
    place.pass(&standard, 1).await;
    assert!(reason(&failed).await.contains("14 days"));
    assert_eq!(code(standard.redrive("nonsense").await), "InvalidArn");
    let missing = failed.arn().as_str().replace("failed", "missing");
    assert_eq!(code(standard.redrive(&missing).await), "ExecutionDoesNotExist");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_redrives_at_once_one_counts() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    for round in 0..30 {
        let execution =
            start(&machine, &format!("n{round}"), json!([{"kind": "task", "fail": ["Bad"]}, ask()])).await;
        assert_eq!(status(&execution).await, Status::Failed);
        let redrives: Vec<_> = (0..4)
            .map(|_| {
                let execution = execution.clone();
                tokio::spawn(async move { execution.redrive().await })
            })
            .collect();
        let mut accepted = 0;
        for redrive in redrives {
            match redrive.await.expect("no panic") {
                Ok(_) => accepted += 1,
                Err(error) => assert_eq!(error.code(), "ExecutionNotRedrivable", "{error:?}"),
            }
        }
        parked(&standard).await;
        // One that failed again before the last redrive came may be redriven again.
        let described = execution.describe().await.expect("it is there");
        assert_eq!(described.redrive_count, accepted);
        assert_eq!(described.status, Status::Failed);
        assert!(accepted > 0);
    }
}

#[tokio::test]
async fn a_redrive_survives_a_crash() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let bad = json!({"kind": "task", "fail": ["Bad"], "give": "bad"});
    let steps = json!([{"kind": "fork", "left": bad, "right": {"kind": "wait", "seconds": 50}}, ask()]);
    let execution = start(&machine, "a", steps).await;
    assert_eq!(status(&execution).await, Status::Failed);
    desk.heal();
    redrive(&execution, &standard).await;
    let killed = place.as_if_killed();
    standard.close().await.expect("it closes");
    let after = killed.open().await;
    after.register(desk.script()).expect("it is registered");
    parked(&after).await;
    killed.pass(&after, 60).await;
    after.send_task_success(&desk.token(), &"told").await.expect("it waits");
    let execution = after.execution(execution.arn()).expect("it is there");
    let log = outcome(&execution).await.expect("success");
    // The Wait's output is its input: the step.
    assert_eq!(log["log"][1], json!("told"));
    assert_eq!(log["log"][0][1][0], json!("bad"));
    assert_eq!(desk.states(), ["left_task", "left_task", "ask"]);
    kinds(&execution).await;
}

#[tokio::test]
async fn what_failed_deep_inside_is_all_that_runs_again() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    // The inner Parallel catches what fails in it: the iteration waits, and is stopped there.
    let inner =
        json!({"kind": "fork", "seconds": 50, "ask": ask(), "task": {"fail": ["Bad"], "give": "inner"}});
    let items = json!([{"kind": "task", "give": "first"}, inner, ask()]);
    let execution = start(&machine, "a", json!([{"kind": "each", "width": 0, "items": items}])).await;
    assert_eq!(desk.tokens().len(), 2);
    place.pass(&standard, 20).await;
    execution.stop(None, None).await.expect("it stops");
    place.pass(&standard, 10).await;
    redrive(&execution, &standard).await;
    // The answer is asked for anew; the Wait goes on; nothing else is done again.
    assert_eq!(desk.tokens().len(), 3);
    standard.close().await.expect("it closes");

    let standard = place.open().await;
    standard.register(desk.script()).expect("it is registered");
    parked(&standard).await;
    place.pass(&standard, 20).await;
    let execution = standard.execution(execution.arn()).expect("it is there");
    assert!(kinds(&execution).await.contains(&"WaitStateExited"));
    standard.send_task_success(&desk.token(), &"third").await.expect("it waits");
    let output = outcome(&execution).await.expect("success");
    assert_eq!((&output["log"][1][0], &output["log"][1][2]), (&json!("first"), &json!("third")));
    let mut states = desk.states();
    states.sort_unstable();
    assert_eq!(states, ["asked", "broken", "item_ask", "item_ask", "item_task"]);
    assert_no_key_twice(&desk);
}

#[tokio::test]
async fn what_nobody_drives_goes_on_when_somebody_does() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let execution = start(&machine, "a", json!([{"kind": "task", "fail": ["Bad"], "give": 1}])).await;
    let arn = execution.arn().clone();
    standard.close().await.expect("it closes");

    let standard = place.open().await;
    let execution = standard.execution(&arn).expect("it is there");
    redrive(&execution, &standard).await;
    assert_eq!(status(&execution).await, Status::Running);
    assert_eq!(standard.orphans().expect("they can be told")[0].executions, 1);
    desk.heal();
    standard.register(desk.script()).expect("it is registered");
    assert_eq!(outcome(&execution).await.expect("success")["n"], json!(1));
}

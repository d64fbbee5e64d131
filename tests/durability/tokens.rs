//! Tokens and their clocks, where an execution leaves memory and comes back in between.

use crate::help::*;
use asl_runtime::standard::StateMachine;
use asl_runtime::{Standard, Status, Value};
use std::time::Duration;

/// A token beside a Wait of ten seconds: whoever wakes the one loads the other.
async fn heard(place: &Place, standard: &Standard) -> (Desk, asl_runtime::standard::ExecutionHandle) {
    let desk = Desk::new(place);
    let machine: StateMachine<heard::Heard<Mock>> =
        standard.register(heard::Heard::new(desk.mock())).expect("it is registered");
    place.clock.advance(Duration::from_secs(1_000));
    let execution = machine.start("a", &json!({})).await.expect("it starts");
    parked(standard).await;
    (desk, execution)
}

#[tokio::test]
async fn a_heartbeat_is_not_missed_early() {
    let place = Place::new();
    let standard = place.open().await;
    let (desk, execution) = heard(&place, &standard).await;
    place.pass(&standard, 10).await;
    assert!(kinds(&execution).await.contains(&"WaitStateExited"));
    place.pass(&standard, 49).await;
    assert_eq!(execution.describe().await.expect("it is there").status, Status::Running);
    standard.send_task_heartbeat(&desk.token()).await.expect("it waits");
    parked(&standard).await;
    place.pass(&standard, 59).await;
    assert_eq!(execution.describe().await.expect("it is there").status, Status::Running);
    place.pass(&standard, 1).await;
    assert_eq!(execution.describe().await.expect("it is there").status, Status::Failed);
    assert!(kinds(&execution).await.contains(&"TaskTimedOut"));
    assert_eq!(code(standard.send_task_success(&desk.token(), &1).await), "TaskDoesNotExist");
}

#[tokio::test]
async fn a_touch_does_not_age_an_attempt() {
    let place = Place::new();
    let standard = place.open().await;
    let (desk, execution) = heard(&place, &standard).await;
    place.pass(&standard, 10).await;
    // A token of the same execution that nobody knows: the execution is loaded and left.
    let mut unknown = desk.token().to_string();
    let last = if unknown.ends_with('A') { "E" } else { "A" };
    unknown.replace_range(unknown.len() - 1.., last);
    let unknown = asl_runtime::TaskToken::new(unknown);
    assert_eq!(code(standard.send_task_success(&unknown, &1).await), "TaskDoesNotExist");
    parked(&standard).await;
    assert_eq!(execution.describe().await.expect("it is there").status, Status::Running);
    standard.send_task_success(&desk.token(), &1).await.expect("it waits");
    assert_eq!(outcome(&execution).await.expect("success")[0], json!(1));
}

#[tokio::test]
async fn a_downtime_is_nobodys_silence() {
    let place = Place::new();
    let standard = place.open().await;
    let (desk, execution) = heard(&place, &standard).await;
    standard.close().await.expect("it closes");
    place.clock.advance(Duration::from_secs(500));
    let standard = place.open().await;
    standard.register(heard::Heard::new(desk.mock())).expect("it is registered");
    parked(&standard).await;
    place.pass(&standard, 59).await;
    let execution = standard.execution(execution.arn()).expect("it is there");
    assert_eq!(execution.describe().await.expect("it is there").status, Status::Running);
    place.pass(&standard, 1).await;
    assert_eq!(execution.describe().await.expect("it is there").status, Status::Failed);
}

#[tokio::test]
async fn a_token_of_a_branch_that_was_cut_off_stays_refused() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let item = json!({"kind": "fork", "seconds": 100, "ask": ask(), "task": {"fail": ["Bad"]}});
    let execution = start(&machine, "a", json!([{"kind": "each", "width": 0, "items": [item]}])).await;
    // The branch beside it failed, that was caught, and the iteration waits.
    assert_eq!(kinds(&execution).await.last(), Some(&"WaitStateEntered"));
    assert_eq!(code(standard.send_task_success(&desk.token(), &1).await), "TaskDoesNotExist");
    assert_eq!(code(standard.send_task_heartbeat(&desk.token()).await), "TaskDoesNotExist");
    place.pass(&standard, 100).await;
    outcome(&execution).await.expect("success");
}

/// What is accepted while the work is still being handed over survives a crash at any moment after it.
#[tokio::test]
async fn an_early_outcome_survives_the_hand_over() {
    for round in 0..40 {
        let place = Place::new();
        let place = &place;
        // The first transaction is the start, the second the attempt, the third the outcome.
        let standard = place.open_with(place.options().fail_commit(5 + round % 2, false)).await;
        let accepted = std::sync::Arc::new(std::sync::Mutex::new(None));
        let note = accepted.clone();
        let mock = Mock::new(move |_, cx| {
            let note = note.clone();
            async move {
                if cx.state() == "ask" {
                    let token = cx.token().expect("a token").clone();
                    let told = cx.callbacks().expect("callbacks").success(&token, "early");
                    *note.lock().expect("no panic") = Some((token, told.is_ok()));
                }
                Ok(json!({"MessageId": "x".repeat(200_000)}))
            }
        });
        let machine = standard.register(script::Script::new(mock.clone())).expect("it is registered");
        let Ok(execution) = machine.start("a", &json!({"steps": [ask(), {"kind": "task", "give": 1}]})).await
        else {
            continue;
        };
        let arn = execution.arn().clone();
        let _ = outcome(&execution).await;
        drop((machine, execution));
        let _ = standard.close().await;
        let accepted = accepted.lock().expect("no panic").clone();
        let Some((token, true)) = accepted else { continue };

        let standard = place.open().await;
        standard.register(script::Script::new(mock)).expect("it is registered");
        let told = standard.send_task_success(&token, &"late").await;
        assert_eq!(code(told), "TaskDoesNotExist", "round {round}: it was accepted before");
        let execution = standard.execution(&arn).expect("it is there");
        let output: Value = outcome(&execution).await.expect("success");
        assert_eq!(output["log"][0], json!([[], "early"]), "round {round}");
    }
}

/// The machine's deadline comes before that of its Wait, also for who finds it on the disk.
#[tokio::test]
async fn a_machine_times_out_after_a_kill_as_before_it() {
    for _ in 0..10 {
        let place = Place::new();
        let standard = place.open().await;
        let machine = standard.register(deadline::Deadline::new(Mock::echo())).expect("it is registered");
        let execution = machine.start("a", &json!({})).await.expect("it starts");
        patience("the Wait", async {
            while execution.history().await.expect("a history").len() < 2 {
                tokio::task::yield_now().await;
            }
        })
        .await;
        // At once: the index has not heard yet when it is due.
        let killed = place.as_if_killed();
        standard.close().await.expect("it closes");
        let after = killed.open().await;
        after.register(deadline::Deadline::new(Mock::echo())).expect("it is registered");
        parked(&after).await;
        killed.pass(&after, 30).await;
        let execution = after.execution(execution.arn()).expect("it is there");
        assert_eq!(execution.describe().await.expect("it is there").status, Status::TimedOut);
    }
}

/// Whoever answers by polling is heard, although time jumps when everything waits.
#[tokio::test]
async fn an_answer_comes_before_time_jumps() {
    let place = Place::jumping();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    for round in 0..20 {
        let answering = tokio::spawn({
            let (standard, desk) = (standard.clone(), desk.clone());
            async move {
                while desk.tokens().len() <= round {
                    tokio::task::yield_now().await;
                }
                standard.send_task_success(&desk.token(), &"in time").await
            }
        });
        let asked = json!({"kind": "ask", "timeout": 60, "heartbeat": 60});
        let execution =
            machine.start(&format!("n{round}"), &json!({"steps": [asked]})).await.expect("it starts");
        assert_eq!(
            outcome(&execution).await.expect("success")["log"],
            json!([[], "in time"]),
            "round {round}"
        );
        answering.await.expect("no panic").expect("it waits");
    }
}

//! Task tokens: completed by others, in time or too late, exactly once.

use crate::help::*;
use asl_runtime::{CallbackError, Callbacks, Express, TaskError, TaskToken, TestClock, Value};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A mock that hands its token to `worker`, which runs beside the execution.
fn handing_over<F>(worker: impl Fn(TaskToken, Callbacks) -> F + Send + Sync + 'static) -> Mock
where
    F: Future<Output = ()> + Send + 'static,
{
    Mock::new(move |input, cx| {
        assert_eq!(input["MessageBody"]["token"], Value::from(cx.token().expect("a token").as_str()));
        tokio::spawn(worker(
            cx.token().expect("a token").clone(),
            cx.callbacks().expect("callbacks").clone(),
        ));
        async { Ok(json!({"MessageId": "m"})) }
    })
}

#[tokio::test]
async fn a_worker_is_heard_before_time_jumps() {
    let mock = handing_over(|token, callbacks| async move {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        callbacks.success(&token, "done").expect("it waits");
    });
    let report = record(&callback::Callback::new(mock), json!({})).await;
    assert_chain(
        &report,
        "TaskScheduled(2) TaskStarted(3) TaskSubmitted(4) TaskSucceeded(5) TaskStateExited(6) ExecutionSucceeded(7)",
    );
    assert_eq!((output(&report), duration(&report)), (json!("done"), Duration::ZERO));
}

#[tokio::test]
async fn each_attempt_has_a_token_of_its_own() {
    let tokens: Arc<Mutex<Vec<TaskToken>>> = Arc::default();
    let seen = tokens.clone();
    let mock = handing_over(move |token, callbacks| {
        let seen = seen.clone();
        async move {
            let first = seen.lock().expect("no panic").is_empty();
            seen.lock().expect("no panic").push(token.clone());
            let done = if first {
                callbacks.failure(&token, TaskError::new("Again", ""))
            } else {
                callbacks.success(&token, &2)
            };
            done.expect("it waits");
            let twice = callbacks.success(&token, &3);
            assert!(matches!(twice, Err(CallbackError::TaskDoesNotExist)), "a token is completed once");
        }
    });
    let callbacks = Callbacks::new();
    let workflow = callback::Callback::new(mock);
    let report = express().callbacks(&callbacks).record(&workflow, &json!({})).await.expect("JSON");
    assert_chain(
        &report,
        "TaskScheduled(2) TaskStarted(3) TaskSubmitted(4) TaskFailed(5) TaskScheduled(6) TaskStarted(7)
         TaskSubmitted(8) TaskSucceeded(9) TaskStateExited(10) ExecutionSucceeded(11)",
    );
    assert_eq!(output(&report), json!(2));
    let tokens = tokens.lock().expect("no panic");
    assert!(tokens.len() == 2 && tokens[0] != tokens[1], "{tokens:?}");
    assert!(callbacks.open_tokens().is_empty());
}

#[tokio::test]
async fn heartbeats_count_in_both_phases() {
    // Handing over takes 3 s and says so; 3 s later comes the outcome: 6 s without a gap of 4 s.
    let clock = TestClock::default();
    let of_task = clock.clone();
    let mock = Mock::new(move |_, cx| {
        let clock = of_task.clone();
        async move {
            asl_runtime::Clock::sleep_until(&clock, at(3)).await;
            cx.heartbeat();
            let (token, callbacks) =
                (cx.token().expect("a token").clone(), cx.callbacks().expect("them").clone());
            tokio::spawn(async move {
                asl_runtime::Clock::sleep_until(&clock, at(6)).await;
                callbacks.success(&token, &()).expect("it waits");
            });
            Ok(json!({}))
        }
    });
    let express = Express::new().clock(clock);
    let report = express.record(&callback::Callback::new(mock), &json!({})).await.expect("JSON");
    assert_eq!((output(&report), duration(&report)), (json!(null), Duration::from_secs(6)));
}

#[tokio::test]
async fn silence_ends_the_task_and_closes_the_token() {
    let token: Arc<Mutex<Option<TaskToken>>> = Arc::default();
    let seen = token.clone();
    let mock = handing_over(move |token, callbacks| {
        *seen.lock().expect("no panic") = Some(token.clone());
        async move { callbacks.heartbeat(&token).expect("it waits") }
    });
    let callbacks = Callbacks::new();
    let workflow = callback::Callback::new(mock);
    let report = express().callbacks(&callbacks).record(&workflow, &json!({})).await.expect("JSON");
    assert_chain(
        &report,
        "TaskScheduled(2) TaskStarted(3) TaskSubmitted(4) TaskTimedOut(5) ExecutionFailed(6)",
    );
    let error = report.outcome().expect_err("it timed out");
    assert_eq!((error.error(), error.cause()), (Some("States.Timeout"), None));
    let token = token.lock().expect("no panic").clone().expect("a token");
    assert!(matches!(callbacks.success(&token, &1), Err(CallbackError::TaskDoesNotExist)));
    assert!(matches!(callbacks.heartbeat(&token), Err(CallbackError::TaskDoesNotExist)));
}

#[tokio::test]
async fn a_completion_before_the_hand_over_returns_counts() {
    let early = |outcome: Result<Value, TaskError>| {
        Mock::new(move |_, cx| {
            let (token, callbacks) =
                (cx.token().expect("a token").clone(), cx.callbacks().expect("them").clone());
            callbacks.success(&token, "early").expect("it is open");
            let outcome = outcome.clone();
            async move { outcome }
        })
    };
    let report = record(&callback::Callback::new(early(Ok(json!({})))), json!({})).await;
    assert_eq!(output(&report), json!("early"));
    // Whoever completed the token was told that it counts, whatever the hand-over says after that.
    let report = record(&callback::Callback::new(early(Err(TaskError::new("Late", "")))), json!({})).await;
    assert_chain(
        &report,
        "TaskScheduled(2) TaskStarted(3) TaskSucceeded(4) TaskStateExited(5) ExecutionSucceeded(6)",
    );
}

#[tokio::test]
async fn a_noted_submission_is_recorded_once() {
    let mock = Mock::new(|_, cx| async move {
        cx.submitted(json!({"noted": true}));
        cx.callbacks().expect("them").success(cx.token().expect("a token"), &1).expect("it is open");
        Ok(json!({"returned": true}))
    });
    let report = record(&callback::Callback::new(mock), json!({})).await;
    assert_chain(
        &report,
        "TaskScheduled(2) TaskStarted(3) TaskSubmitted(4) TaskSucceeded(5) TaskStateExited(6) ExecutionSucceeded(7)",
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_completion_that_races_with_the_timeout_has_one_outcome() {
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..300_u32 {
        let clock = TestClock::manual();
        let callbacks = Callbacks::new();
        let mock = Mock::new(|_, _| async { Ok(json!({})) });
        let workflow = Arc::new(callback::Callback::new(mock));
        let express = Express::new().clock(clock.clone()).callbacks(&callbacks);
        let handle = express.start(workflow, &json!({})).expect("JSON");
        let token = loop {
            if let Some(token) = callbacks.open_tokens().pop() {
                break token;
            }
            tokio::task::yield_now().await;
        };
        let line = Arc::new(std::sync::Barrier::new(2));
        let other = line.clone();
        let completer = std::thread::spawn(move || {
            other.wait();
            for _ in 0..round * 2 {
                std::hint::spin_loop();
            }
            callbacks.success(&token, "done").is_ok()
        });
        line.wait();
        clock.advance(Duration::from_secs(20));
        let outcome = handle.wait_value().await;
        let told = completer.join().expect("no panic");
        assert_eq!(outcome.is_ok(), told, "round {round}: {outcome:?}");
        *(if told { &mut accepted } else { &mut refused }) += 1;
    }
    println!("{accepted} accepted, {refused} refused");
}

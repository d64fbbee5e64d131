//! Retry and Catch.

use crate::help::*;
use asl_runtime::{TaskContext, TaskError, Value};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Fails with these errors, one after the other, then succeeds; tells when each attempt began.
fn failing(errors: &[&'static str]) -> (Mock, Arc<Mutex<Vec<u64>>>) {
    let attempts: Arc<Mutex<Vec<u64>>> = Arc::default();
    let (errors, seen) = (errors.to_vec(), attempts.clone());
    let mock = Mock::new(move |input: Value, cx: TaskContext| {
        let error = errors.get(usize::try_from(cx.attempt()).expect("small")).copied();
        seen.lock().expect("no panic").push(cx.attempt());
        async move {
            match error {
                Some("Timeout") => std::future::pending().await,
                Some(error) => Err(TaskError::new(error, "cause")),
                None => Ok(input),
            }
        }
    });
    (mock, attempts)
}

async fn run(errors: &[&'static str]) -> (Value, Duration, usize) {
    let (mock, attempts) = failing(errors);
    let report = record(&retried::Retried::new(mock), json!({"in": 1})).await;
    let count = attempts.lock().expect("no panic").len();
    (output(&report), duration(&report), count)
}

#[tokio::test]
async fn each_retrier_has_a_counter_and_the_first_match_decides() {
    // First: 1 s, 3 s, then caught although a later retrier names it too.
    let (output, took, attempts) = run(&["First", "First", "First"]).await;
    assert_eq!(output, json!({"in": 1, "error": {"Error": "First", "Cause": "cause"}}));
    assert_eq!((took, attempts), (Duration::from_secs(4), 3));
    // The counters do not share: First 1 s, Second 7 s, First 3 s.
    let (output, took, attempts) = run(&["First", "Second", "First"]).await;
    assert_eq!(output, json!({"in": 1}));
    assert_eq!((took, attempts), (Duration::from_secs(11), 4));
}

#[tokio::test]
async fn task_failed_does_not_match_a_timeout() {
    let (output, took, attempts) = run(&["Timeout"]).await;
    assert_eq!(output, json!({"in": 1}), "10 s until the timeout, 100 s until the retry");
    assert_eq!((took, attempts), (Duration::from_secs(110), 2));
    let (output, _, attempts) = run(&["Timeout", "Timeout"]).await;
    assert_eq!(output["error"], json!({"Error": "States.Timeout", "Cause": ""}));
    assert_eq!(attempts, 2);
}

#[tokio::test]
async fn zero_attempts_mean_no_retry() {
    let (output, took, attempts) = run(&["Other"]).await;
    assert_eq!(output["error"]["Error"], json!("Other"));
    assert_eq!((took, attempts), (Duration::ZERO, 1));
}

#[tokio::test]
async fn absent_fields_of_a_failure_are_null_for_the_catcher() {
    let mock = Mock::new(|_, _| async { Err(TaskError::from_parts(None, None)) });
    let report = record(&retried::Retried::new(mock), json!({})).await;
    assert_eq!(output(&report)["error"], json!({"Error": null, "Cause": null}));
}

#[tokio::test]
async fn nobody_catches_a_runtime_error() {
    // `ItemsPath` finds nothing: `States.ALL` does not see it.
    let report = record(&each::Each::new(Mock::echo()), json!({})).await;
    assert_eq!(report.outcome().expect_err("it failed").error(), Some("States.Runtime"));
    assert_chain(&report, "ExecutionFailed(2)");
}

#[tokio::test]
async fn a_panic_is_a_failed_task() {
    let mock = Mock::new(|_, _| async { panic!("no {}", "luck") });
    let report = record(&guarded::Guarded::new(mock), json!({})).await;
    let output = output(&report);
    assert_eq!(output["Error"], json!("States.TaskFailed"));
    assert_eq!(output["Cause"], json!("the task `work` panicked: no luck"));
}

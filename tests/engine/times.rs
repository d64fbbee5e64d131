//! Timeouts, heartbeats, waits and stops.

use crate::help::*;
use asl_runtime::{Express, Status, TestClock};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_task_times_out_from_its_start() {
    let mock = Mock::new(|_, cx| async move {
        assert_eq!(cx.deadline(), Some(at(10)));
        for _ in 0..100 {
            cx.heartbeat();
            tokio::task::yield_now().await;
        }
        std::future::pending().await
    });
    // Without further beats the heartbeat of 4 s ends it, shown as a timeout, caught by its own name.
    let report = record(&guarded::Guarded::new(mock), json!({})).await;
    assert_chain(
        &report,
        "LambdaFunctionScheduled(2) LambdaFunctionStarted(3) LambdaFunctionTimedOut(4) TaskStateExited(5)
         PassStateEntered(6) PassStateExited(7) ExecutionSucceeded(8)",
    );
    assert_eq!((seconds(&report, 5), output(&report)), (4, json!({"Error": "States.Timeout", "Cause": ""})));
    assert_eq!(entered(&report), "silent");
}

/// The state that the execution ended in.
fn entered(report: &asl_runtime::Report) -> String {
    let mut names = report.history().iter().filter_map(|event| match &event.details {
        asl_runtime::history::Details::Entered(entered) => Some(entered.name.to_string()),
        _ => None,
    });
    names.next_back().expect("a state")
}

#[tokio::test]
async fn heartbeats_keep_a_task_alive_until_its_timeout() {
    let clock = TestClock::default();
    let of_task = clock.clone();
    let mock = Mock::new(move |_, cx| {
        let clock = of_task.clone();
        async move {
            loop {
                asl_runtime::Clock::sleep_until(
                    &clock,
                    at(asl_runtime::Clock::now(&clock).unix_millis() / 1000 + 3),
                )
                .await;
                cx.heartbeat();
            }
        }
    });
    let report =
        Express::new().clock(clock).record(&guarded::Guarded::new(mock), &json!({})).await.expect("JSON");
    assert_eq!((entered(&report).as_str(), duration(&report)), ("late", Duration::from_secs(10)));
}

#[tokio::test]
async fn work_that_ends_with_its_time_counts() {
    let clock = TestClock::default();
    let of_task = clock.clone();
    let mock = Mock::new(move |input, cx| {
        let clock = of_task.clone();
        async move {
            asl_runtime::Clock::sleep_until(&clock, at(4)).await;
            drop(cx);
            Ok(input)
        }
    });
    let report =
        Express::new().clock(clock).record(&guarded::Guarded::new(mock), &json!(5)).await.expect("JSON");
    assert_eq!((output(&report), duration(&report)), (json!(5), Duration::from_secs(4)));
}

#[tokio::test]
async fn the_execution_timeout_wins_over_waits_and_retries() {
    let report = record(&deadline::Deadline::new(()), json!({})).await;
    assert_chain(&report, "ExecutionTimedOut(0)");
    let error = report.outcome().expect_err("it timed out");
    assert_eq!((error.status(), error.error(), error.cause()), (Status::TimedOut, None, None));
    assert_eq!(duration(&report), Duration::from_secs(30));
    let event = serde_json::to_value(&report.history()[2]).expect("JSON");
    assert_eq!(event["executionTimedOutEventDetails"], serde_json::json!({"error": "States.Timeout"}));

    let mock = Mock::new(|_, _| async { Err(asl_runtime::TaskError::new("E", "")) });
    let report = record(&deadline_task::DeadlineTask::new(mock), json!({})).await;
    assert_eq!((report.status(), duration(&report)), (Status::TimedOut, Duration::from_secs(30)));
    assert_eq!(report.history().len(), 9, "two attempts, at 0 s and 20 s");
}

#[tokio::test]
async fn an_execution_can_be_stopped_once_and_only_while_it_runs() {
    let express = Express::new().clock(TestClock::manual());
    let workflow = Arc::new(deadline::Deadline::new(()));
    let handle = express.start(workflow.clone(), &json!({})).expect("JSON");
    handle.stop(Some("Enough"), Some("by hand"));
    let error = handle.wait_value().await.expect_err("it was stopped");
    assert_eq!(
        (error.status(), error.error(), error.cause()),
        (Status::Aborted, Some("Enough"), Some("by hand"))
    );
    // A stop before the first poll is not lost; one after the end changes nothing.
    let handle =
        Express::new().start(Arc::new(one_task::OneTask::new(Mock::echo())), &json!(1)).expect("JSON");
    while !handle.is_finished() {
        tokio::task::yield_now().await;
    }
    handle.stop(None, None);
    assert_eq!(handle.wait::<i64>().await.expect("it succeeded"), 1);
}

#[tokio::test]
async fn a_cancelled_execution_is_aborted() {
    let express = Express::new().clock(TestClock::manual());
    let handle = express.start(Arc::new(deadline::Deadline::new(())), &json!({})).expect("JSON");
    handle.cancel();
    assert_eq!(handle.wait_value().await.expect_err("cancelled").status(), Status::Aborted);
}

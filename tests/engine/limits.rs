//! The payload limit.

use crate::help::*;
use asl_runtime::{Limits, Status, TaskError, Value};

fn text(bytes: usize) -> Value {
    Value::from("x".repeat(bytes))
}

fn sized(bytes: usize) -> sized::Sized<Mock> {
    sized::Sized::new(Mock::new(move |_, _| async move { Ok(text(bytes)) }))
}

#[tokio::test]
async fn a_result_above_the_limit_is_a_failed_task_that_can_be_caught() {
    // The quotes count: 262,142 characters are the largest text.
    let report = record(&sized(262_143), json!({})).await;
    assert_eq!(output(&report), json!("caught"));
    let failed = serde_json::to_value(&report.history()[4]).expect("JSON");
    assert_eq!(
        failed["lambdaFunctionFailedEventDetails"],
        serde_json::json!({
            "error": "States.DataLimitExceeded",
            "cause": "The state/task 'arn:aws:lambda:us-east-1:000000000000:function:work' returned a result with \
                      a size exceeding the maximum number of bytes service limit.",
        })
    );
}

#[tokio::test]
async fn an_output_above_the_limit_fails_the_execution() {
    // The result fits, the merged output does not: nothing catches that.
    let report = record(&sized(262_142), json!({})).await;
    let error = report.outcome().expect_err("the output is too large");
    assert_eq!((error.status(), error.error()), (Status::Failed, Some("States.DataLimitExceeded")));
    assert_chain(
        &report,
        "LambdaFunctionScheduled(2) LambdaFunctionStarted(3) LambdaFunctionSucceeded(4) ExecutionFailed(5)",
    );

    let report = record(&copied::Copied::new(()), text(200_000)).await;
    assert_eq!(report.outcome().expect_err("too large").error(), Some("States.DataLimitExceeded"));
    assert_chain(&report, "ExecutionFailed(2)");
}

#[tokio::test]
async fn limits_can_be_lifted() {
    let express = express().limits(Limits::none());
    let report = express.record(&sized(1_000_000), &json!({})).await.expect("JSON");
    assert_eq!(output(&report)["result"], text(1_000_000));
}

#[tokio::test]
async fn the_output_of_a_catcher_is_measured_whatever_the_state_gives_otherwise() {
    let failing = |bytes: usize| {
        dropped::Dropped::new(Mock::new(move |_, _| async move {
            Err(TaskError::new("Wordy", "x".repeat(bytes)))
        }))
    };
    let report = record(&failing(100), json!({})).await;
    assert_eq!(output(&report)["Error"], "Wordy");
    let report = record(&failing(300_000), json!({})).await;
    assert_eq!(report.outcome().expect_err("too large").error(), Some("States.DataLimitExceeded"));
}

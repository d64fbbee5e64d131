//! The chains of `previousEventId`, as AWS was seen to build them.

use crate::help::*;
use asl_runtime::{Status, TaskError};
use std::sync::atomic::{AtomicBool, Ordering};

fn fails_in(state: &'static str) -> Mock {
    Mock::new(move |input, cx| async move {
        if cx.state() == state { Err(TaskError::new("Broken", "by hand")) } else { Ok(input) }
    })
}

#[tokio::test]
async fn a_task_that_fails_ends_the_execution() {
    let report = record(&one_task::OneTask::new(fails_in("only")), json!({})).await;
    assert_chain(
        &report,
        "LambdaFunctionScheduled(2) LambdaFunctionStarted(3) LambdaFunctionFailed(4) ExecutionFailed(5)",
    );
    let error = report.outcome().expect_err("it failed");
    assert_eq!(
        (error.status(), error.error(), error.cause()),
        (Status::Failed, Some("Broken"), Some("by hand"))
    );
}

#[tokio::test]
async fn a_caught_failure_leaves_the_state() {
    let report = record(&guarded::Guarded::new(fails_in("only")), json!({})).await;
    assert_chain(
        &report,
        "LambdaFunctionScheduled(2) LambdaFunctionStarted(3) LambdaFunctionFailed(4) TaskStateExited(5)
         PassStateEntered(6) PassStateExited(7) ExecutionSucceeded(8)",
    );
    assert_eq!(output(&report), json!({"Error": "Broken", "Cause": "by hand"}));
}

#[tokio::test]
async fn a_retry_points_at_the_failure() {
    let mock = Mock::new(|input, cx| async move {
        if cx.attempt() == 0 { Err(TaskError::new("First", "")) } else { Ok(input) }
    });
    let report = record(&retried::Retried::new(mock), json!({})).await;
    assert_chain(
        &report,
        "LambdaFunctionScheduled(2) LambdaFunctionStarted(3) LambdaFunctionFailed(4)
         LambdaFunctionScheduled(5) LambdaFunctionStarted(6) LambdaFunctionSucceeded(7)
         TaskStateExited(8) ExecutionSucceeded(9)",
    );
}

#[tokio::test]
async fn a_failure_after_a_join_points_at_the_success_of_the_children() {
    let report = record(&selector_fails::SelectorFails::new(Mock::echo()), json!({})).await;
    assert_chain(
        &report,
        "ParallelStateStarted(2) PassStateEntered(3) PassStateExited(4) ParallelStateSucceeded(5) ExecutionFailed(6)",
    );
    assert_eq!(report.outcome().expect_err("it failed").error(), Some("States.Runtime"));
}

#[tokio::test]
async fn branches_have_lines_of_their_own_and_the_last_one_goes_on() {
    let report = record(&side_by_side::SideBySide::new(Mock::echo()), json!(1)).await;
    assert_chain(
        &report,
        "ParallelStateStarted(2)
         TaskStateEntered(3) LambdaFunctionScheduled(4) LambdaFunctionStarted(5) LambdaFunctionSucceeded(6) TaskStateExited(7)
         WaitStateEntered(3)
         TaskStateEntered(3) LambdaFunctionScheduled(10) LambdaFunctionStarted(11) LambdaFunctionSucceeded(12) TaskStateExited(13)
         TaskStateEntered(14) LambdaFunctionScheduled(15) LambdaFunctionStarted(16) LambdaFunctionSucceeded(17) TaskStateExited(18)
         WaitStateExited(9) PassStateEntered(20) PassStateExited(21)
         ParallelStateSucceeded(22) ParallelStateExited(22) PassStateEntered(24) PassStateExited(25) ExecutionSucceeded(26)",
    );
    assert_eq!(output(&report), json!([1, "waited", 1]));
}

#[tokio::test]
async fn a_failing_branch_aborts_its_siblings_and_is_caught() {
    let report = record(&side_by_side::SideBySide::new(fails_in("right_2")), json!(1)).await;
    assert_chain(
        &report,
        "ParallelStateStarted(2)
         TaskStateEntered(3) LambdaFunctionScheduled(4) LambdaFunctionStarted(5) LambdaFunctionSucceeded(6) TaskStateExited(7)
         WaitStateEntered(3)
         TaskStateEntered(3) LambdaFunctionScheduled(10) LambdaFunctionStarted(11) LambdaFunctionSucceeded(12) TaskStateExited(13)
         TaskStateEntered(14) LambdaFunctionScheduled(15) LambdaFunctionStarted(16) LambdaFunctionFailed(17)
         TaskStateAborted(18) WaitStateAborted(18) ParallelStateFailed(18) ParallelStateExited(21)
         PassStateEntered(22) PassStateExited(23) ExecutionSucceeded(24)",
    );
    assert_eq!(output(&report), json!({"Error": "Broken", "Cause": "by hand"}));
}

#[tokio::test]
async fn a_parallel_is_retried_from_the_failing_event() {
    let failed = AtomicBool::new(false);
    let mock = Mock::new(move |input, cx| {
        let fails = cx.state() == "left" && !failed.swap(true, Ordering::Relaxed);
        async move { if fails { Err(TaskError::new("Again", "")) } else { Ok(input) } }
    });
    let report = record(&side_by_side::SideBySide::new(mock), json!(1)).await;
    let chain = chain(&report);
    assert_eq!(
        chain[2..7].join(" "),
        "ParallelStateStarted(2) TaskStateEntered(3) LambdaFunctionScheduled(4) LambdaFunctionStarted(5) \
         LambdaFunctionFailed(6)"
    );
    // The siblings began before the failure counted; what is still open is cut off, and the retry begins.
    let again = chain.iter().rposition(|event| event == "ParallelStateStarted(7)").expect("a retry");
    assert_eq!(chain[again - 2..again].join(" "), "TaskStateAborted(7) WaitStateAborted(7)");
    assert_eq!(chain[again + 1], format!("TaskStateEntered({})", again + 1));
    assert_eq!(seconds(&report, again + 1), 1, "the retry waits");
}

#[tokio::test]
async fn iterations_that_fail_abort_the_others_in_order() {
    let mock = Mock::new(|input, _| async move {
        if input["index"] == json!(0) {
            tokio::task::yield_now().await;
            return Err(TaskError::new("Broken", ""));
        }
        std::future::pending().await
    });
    let report = record(&each::Each::new(mock), json!({"items": [1, 2, 3, 4]})).await;
    assert_chain(
        &report,
        "MapStateStarted(2)
         MapIterationStarted(3) TaskStateEntered(4) LambdaFunctionScheduled(5) LambdaFunctionStarted(6)
         MapIterationStarted(3) TaskStateEntered(8) LambdaFunctionScheduled(9) LambdaFunctionStarted(10)
         MapIterationStarted(3) TaskStateEntered(12) LambdaFunctionScheduled(13) LambdaFunctionStarted(14)
         LambdaFunctionFailed(7)
         MapIterationFailed(16) TaskStateAborted(16)
         MapIterationAborted(16) TaskStateAborted(16) MapIterationAborted(16) TaskStateAborted(16)
         MapStateFailed(16) MapStateExited(23) PassStateEntered(24) PassStateExited(25) ExecutionSucceeded(26)",
    );
}

#[tokio::test]
async fn pure_iterations_follow_each_other() {
    let report = record(&each_pure::EachPure::new(()), json!([1, 2])).await;
    assert_chain(
        &report,
        "MapStateStarted(2)
         MapIterationStarted(3) PassStateEntered(4) PassStateExited(5) ChoiceStateEntered(6) ChoiceStateExited(7)
         SucceedStateEntered(8) SucceedStateExited(9) MapIterationSucceeded(10)
         MapIterationStarted(10) PassStateEntered(12) PassStateExited(13) ChoiceStateEntered(14) ChoiceStateExited(15)
         SucceedStateEntered(16) SucceedStateExited(17) MapIterationSucceeded(18)
         MapStateSucceeded(19) MapStateExited(19) ExecutionSucceeded(21)",
    );
    let report = record(&each_pure::EachPure::new(()), json!([101])).await;
    assert_chain(
        &report,
        "MapStateStarted(2) MapIterationStarted(3) PassStateEntered(4) PassStateExited(5) ChoiceStateEntered(6)
         ChoiceStateExited(7) FailStateEntered(8) MapIterationFailed(9) MapStateFailed(9) ExecutionFailed(11)",
    );
    assert_eq!(output(&record(&each_pure::EachPure::new(()), json!([])).await), json!([]));
}

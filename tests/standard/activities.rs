//! Activities: queues, workers, tokens.

use crate::Place;
use asl_runtime::standard::Error;
use asl_runtime::{Standard, Status, TaskContext, TaskError, Value, asl_workflow, json};
use std::collections::BTreeSet;

asl_workflow!("ask.asl.json");

const ARN: &str = "arn:aws:states:us-east-1:000000000000:activity:approve";

/// Answers itself, where nobody created the activity.
struct Clerk;

impl ask::Tasks for Clerk {
    async fn approve(&self, _: ask::ApproveInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(json!("by the clerk"))
    }
}

async fn open(place: &Place) -> Standard {
    let standard = place.open().await;
    standard.register(ask::Ask::new(Clerk)).expect("it is open");
    standard
}

async fn start(standard: &Standard, name: &str) -> asl_runtime::standard::ExecutionHandle {
    let arn = "arn:aws:states:us-east-1:000000000000:stateMachine:ask";
    standard.start_execution(arn, Some(name), json!({ "question": name })).await.expect("it starts")
}

fn types(history: &[asl_runtime::history::HistoryEvent]) -> Vec<&'static str> {
    history.iter().map(|event| event.kind.as_str()).collect()
}

#[tokio::test]
async fn without_an_activity_the_method_does_it() {
    let place = Place::new();
    let standard = open(&place).await;
    let output: Value = start(&standard, "a").await.wait().await.expect("it succeeds");
    assert_eq!(output["answer"], json!("by the clerk"));
}

#[tokio::test]
async fn a_worker_takes_the_task_and_answers() {
    let place = Place::new();
    let standard = open(&place).await;
    let created = standard.create_activity("approve").await.expect("a name");
    assert_eq!(created.activity_arn.as_str(), ARN);
    assert_eq!(
        standard.create_activity("approve").await.expect("the same").creation_date,
        created.creation_date
    );
    let execution = start(&standard, "a").await;
    let task = standard.get_activity_task(ARN, Some("worker-1")).await.expect("it exists").expect("a task");
    assert_eq!(task.input, json!({ "question": "a" }));
    standard.send_task_heartbeat(&task.token).await.expect("it waits");
    standard.send_task_success(&task.token, &json!("yes")).await.expect("it waits");
    let output: Value = execution.wait().await.expect("it succeeds");
    assert_eq!(output, json!({ "question": "a", "answer": "yes" }));
    let again = standard.send_task_success(&task.token, &json!("no")).await;
    assert!(matches!(again, Err(Error::TaskDoesNotExist)), "{again:?}");
    let history = execution.history().await.expect("it is there");
    let expected = [
        "ExecutionStarted",
        "TaskStateEntered",
        "ActivityScheduled",
        "ActivityStarted",
        "ActivitySucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
    ];
    assert_eq!(types(&history), expected);
    let started = serde_json::to_value(&history[3]).expect("JSON");
    assert_eq!(started["activityStartedEventDetails"]["workerName"], "worker-1");
}

#[tokio::test]
async fn each_task_goes_to_one_worker_and_the_oldest_first() {
    let place = Place::new();
    let standard = open(&place).await;
    standard.create_activity("approve").await.expect("a name");
    let mut executions = Vec::new();
    for number in 0..20 {
        executions.push(start(&standard, &format!("e-{number:02}")).await);
    }
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let standard = standard.clone();
        workers.spawn(async move {
            let task = standard.get_activity_task(ARN, None).await.expect("it exists").expect("a task");
            standard.send_task_success(&task.token, &json!("ok")).await.expect("it waits");
            task.input["question"].to_string()
        });
    }
    let answered: BTreeSet<String> = workers.join_all().await.into_iter().collect();
    assert_eq!(answered.len(), 20, "each once");
    for execution in executions {
        execution.wait_value().await.expect("it succeeds");
    }
}

#[tokio::test]
async fn what_waits_for_a_worker_survives_the_process() {
    let place = Place::new();
    let standard = open(&place).await;
    standard.create_activity("approve").await.expect("a name");
    let arn = start(&standard, "a").await.arn().clone();
    standard.close().await.expect("it closes");

    let standard = open(&place).await;
    let task = standard.get_activity_task(ARN, Some("w")).await.expect("it exists").expect("a task");
    standard.close().await.expect("it closes");

    // The worker has the task, and answers after another restart.
    let standard = open(&place).await;
    standard.send_task_success(&task.token, &json!("late")).await.expect("it waits");
    let execution = standard.execution(&arn).expect("it is there");
    assert_eq!(execution.wait_value().await.expect("it succeeds")["answer"], json!("late"));
    let history = execution.history().await.expect("it is there");
    let started = types(&history).iter().filter(|kind| **kind == "ActivityStarted").count();
    assert_eq!(started, 1);
}

#[tokio::test]
async fn a_worker_that_falls_silent_times_out() {
    let place = Place::new();
    let standard = open(&place).await;
    standard.create_activity("approve").await.expect("a name");
    let execution = start(&standard, "a").await;
    let task = standard.get_activity_task(ARN, None).await.expect("it exists").expect("a task");
    let error = execution.wait_value().await.expect_err("nobody answers");
    assert_eq!(error.execution().and_then(|error| error.error()), Some("States.Timeout"));
    let history = execution.history().await.expect("it is there");
    let silence = history[4].timestamp.duration_since(history[3].timestamp).as_secs();
    assert_eq!((history[4].kind.as_str(), silence), ("ActivityTimedOut", 20));
    let late = standard.send_task_success(&task.token, &json!(1)).await;
    assert!(matches!(late, Err(Error::TaskDoesNotExist)), "{late:?}");
}

#[tokio::test]
async fn a_stopped_execution_leaves_the_queue() {
    let place = Place::new();
    let standard = open(&place).await;
    standard.create_activity("approve").await.expect("a name");
    let stopped = start(&standard, "a").await;
    let other = start(&standard, "b").await;
    stopped.stop(Some("E"), None).await.expect("it runs");
    assert_eq!(stopped.describe().await.expect("it is there").status, Status::Aborted);
    let task = standard.get_activity_task(ARN, None).await.expect("it exists").expect("a task");
    assert_eq!(task.input, json!({ "question": "b" }));
    standard.send_task_failure(&task.token, TaskError::new("No", "thanks")).await.expect("it waits");
    let error = other.wait_value().await.expect_err("it failed");
    assert_eq!(error.execution().and_then(|error| error.error()), Some("No"));
}

#[tokio::test]
async fn a_deleted_activity_fails_states() {
    let place = Place::new();
    let standard = open(&place).await;
    standard.create_activity("approve").await.expect("a name");
    standard.delete_activity(ARN).await.expect("it is there");
    assert!(standard.list_activities().is_empty());
    let execution = start(&standard, "a").await;
    let error = execution.wait_value().await.expect_err("it is gone");
    let cause = error.execution().and_then(|error| error.cause()).unwrap_or_default().to_owned();
    assert!(cause.contains(&format!("The activity {ARN} does not exist.")), "{cause}");
    let asked = standard.get_activity_task(ARN, None).await;
    assert!(matches!(asked, Err(Error::ActivityDoesNotExist(_))), "{asked:?}");
}

//! Executions that start executions of machines on the same store.

use crate::Place;
use asl_runtime::standard::StandardOptions;
use asl_runtime::{Standard, TaskContext, TaskError, Value, asl_workflow, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

asl_workflow!("parent.asl.json");
asl_workflow!("child.asl.json");

/// Nobody asks the parent's methods: the engine starts the executions itself.
struct Outside;

impl parent::Tasks for Outside {
    async fn start(&self, _: parent::StartInput, _: &TaskContext) -> Result<Value, TaskError> {
        Err(TaskError::new("Outside", "the engine has the machine"))
    }

    async fn run(&self, _: parent::RunInput, _: &TaskContext) -> Result<Value, TaskError> {
        Err(TaskError::new("Outside", "the engine has the machine"))
    }
}

struct Worker(Arc<AtomicUsize>);

impl child::Tasks for Worker {
    async fn work(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(json!({ "of": input }))
    }
}

const PARENT: &str = "arn:aws:states:us-east-1:000000000000:stateMachine:parent";
const CHILD: &str = "arn:aws:states:us-east-1:000000000000:execution:child";

fn register(standard: &Standard, runs: &Arc<AtomicUsize>) {
    standard.register(child::Child::new(Worker(runs.clone()))).expect("it is open");
    standard.register(parent::Parent::new(Outside)).expect("it is open");
}

#[tokio::test]
async fn the_parent_waits_for_the_child_and_gets_its_description() {
    let place = Place::new();
    let standard = place.open().await;
    register(&standard, &Arc::default());
    let input = json!({ "input": { "n": 7 } });
    let execution = standard.start_execution(PARENT, Some("p"), input).await.expect("it starts");
    let output = execution.wait_value().await.expect("it succeeds");
    assert_eq!(output["aside"]["ExecutionArn"], json!(format!("{CHILD}:aside")));
    let run = &output["run"];
    assert_eq!(run["Output"], json!({ "of": { "n": 7 } }));
    assert_eq!(run["Input"], json!({ "n": 7 }));
    assert_eq!(run["Status"], json!("SUCCEEDED"));
    let keys: Vec<&str> = run.as_object().expect("an object").keys().map(asl_runtime::Text::as_str).collect();
    let expected = [
        "ExecutionArn",
        "Input",
        "InputDetails",
        "Name",
        "OutputDetails",
        "Output",
        "RedriveCount",
        "RedriveStatus",
        "RedriveStatusReason",
        "StartDate",
        "StateMachineArn",
        "Status",
        "StopDate",
    ];
    assert_eq!(keys, expected);
    let waited = run["StopDate"].as_i64().unwrap_or(0) - run["StartDate"].as_i64().unwrap_or(0);
    assert_eq!(waited, 30_000);
}

#[tokio::test]
async fn a_child_that_fails_fails_the_task() {
    let place = Place::new();
    let standard = place.open().await;
    register(&standard, &Arc::default());
    let input = json!({ "input": { "fail": true } });
    let execution = standard.start_execution(PARENT, Some("p"), input).await.expect("it starts");
    let output = execution.wait_value().await.expect("it is caught");
    assert_eq!(output["failed"]["Error"], json!("States.TaskFailed"));
    let cause = output["failed"]["Cause"].as_str().unwrap_or_default();
    let description = Value::from_json(cause).expect("JSON");
    assert_eq!(description["Error"], json!("Broken"));
    assert_eq!(description["Cause"], json!("as it was told"));
    assert_eq!(description["Status"], json!("FAILED"));
}

/// Whatever commit is lost, the parent gets the end of one child, which runs once.
#[tokio::test]
async fn a_crash_at_any_commit_starts_no_second_child() {
    for commit in 1..40 {
        let place = Place::new();
        let runs = Arc::new(AtomicUsize::new(0));
        let options = StandardOptions::new().clock(place.clock.clone()).synchronous(false);
        let standard = options.fail_commit(commit, commit % 2 == 0).open(place.path()).await;
        let input = || json!({ "input": { "n": 7 } });
        let mut is_whole = false;
        if let Ok(standard) = standard {
            register(&standard, &runs);
            if let Ok(execution) = standard.start_execution(PARENT, Some("p"), input()).await {
                is_whole = execution.wait_value().await.is_ok();
            }
            // A store that failed says so once more.
            let closed = standard.close().await;
            assert!(!is_whole || closed.is_ok() || commit > 1);
        }
        let standard = place.open().await;
        register(&standard, &runs);
        let started = standard.start_execution(PARENT, Some("p"), input()).await;
        let execution = match started {
            Ok(execution) => execution,
            Err(_) => standard
                .execution(&PARENT.replace("stateMachine:parent", "execution:parent:p"))
                .expect("it is there"),
        };
        let output = execution.wait_value().await.expect("it succeeds");
        assert_eq!(output["run"]["Output"], json!({ "of": { "n": 7 } }), "after a crash at commit {commit}");
        let children = standard.list(&asl_runtime::standard::ListQuery::default().machine("child")).await;
        let children = children.expect("a list").executions;
        assert_eq!(children.len(), 2, "the one aside and the one inside, after a crash at commit {commit}");
        standard.close().await.expect("it closes");
        if is_whole {
            return;
        }
    }
    panic!("it has no end of commits");
}

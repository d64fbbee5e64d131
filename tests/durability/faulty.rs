//! A disk that fails at its n-th transaction, for every n over a workload: the engine stops and says so, nothing is acknowledged
//! after it, and what was acknowledged is there when the store is opened again, and goes on to its end.

use crate::help::*;
use asl_runtime::standard::{Error, ExecutionHandle, StandardOptions, StateMachine};
use asl_runtime::{RunError, Standard, TaskToken, Value};
use std::collections::{BTreeMap, BTreeSet};

/// More transactions than this would be a mistake of the engine.
const MOST_COMMITS: u64 = 400;

fn workload() -> Vec<(&'static str, Value)> {
    let items: Vec<_> =
        (0..6).map(|number| json!({"kind": "task", "seconds": number, "give": number})).collect();
    let flaky = json!({"kind": "task", "fail": ["Flaky", "Flaky"], "give": "flaky"});
    vec![
        ("tasks", json!([{"kind": "task", "give": 1}, flaky, {"kind": "none"}, {"kind": "task", "give": 2}])),
        ("map", json!([{"kind": "each", "width": 2, "items": items}])),
        ("asks", json!([ask(), {"kind": "wait", "seconds": 5}, ask()])),
        (
            "fork",
            json!([{"kind": "fork", "left": ask(), "right": {"kind": "wait", "seconds": 3}}, {"kind": "task", "give": 3}]),
        ),
        ("fails", json!([{"kind": "wait", "seconds": 1}, {"kind": "fail", "cause": "as told"}])),
    ]
}

/// What somebody was told.
#[derive(Debug, Default)]
struct Told {
    started: BTreeSet<&'static str>,
    answered: BTreeSet<TaskToken>,
    ended: BTreeMap<&'static str, Result<Value, String>>,
}

fn is_failure(error: &Error) -> bool {
    matches!(error, Error::Store(_) | Error::Closed)
}

/// Starts and answers whatever was not, and waits for all ends; stops at the first error of the store.
async fn work(
    place: &Place,
    machine: &StateMachine<script::Script<Mock>>,
    desk: &Desk,
    told: &mut Told,
) -> Result<(), Error> {
    for (name, steps) in workload() {
        match machine.start(name, &json!({"steps": steps})).await {
            // It was started, and has ended, before the store failed.
            Ok(_) | Err(Error::ExecutionAlreadyExists(_)) => told.started.insert(name),
            Err(error) => return Err(error),
        };
    }
    let mut handles = Vec::new();
    for (name, _) in workload() {
        handles.push((name, machine.standard().execution(&arn(machine, name))?));
    }
    loop {
        for token in desk.tokens() {
            if told.answered.contains(&token) {
                continue;
            }
            match machine.standard().send_task_success(&token, &"answer").await {
                // It was on the disk after all.
                Ok(()) | Err(Error::TaskDoesNotExist) => told.answered.insert(token),
                Err(error) => return Err(error),
            };
        }
        let mut open = false;
        for (name, handle) in &handles {
            if told.ended.contains_key(name) {
                continue;
            }
            let Some(end) =
                tokio::time::timeout(std::time::Duration::from_millis(1), handle.wait_value()).await.ok()
            else {
                open = true;
                continue;
            };
            match ended(end) {
                Some(end) => told.ended.insert(name, end),
                None => return Err(Error::Closed),
            };
        }
        if !open {
            return Ok(());
        }
        place.clock.advance(std::time::Duration::from_secs(1));
    }
}

/// An execution's end; `None` when that is not known.
fn ended(end: Result<Value, RunError>) -> Option<Result<Value, String>> {
    match end {
        Ok(output) => Some(Ok(output)),
        Err(error) => Some(Err(error.execution()?.to_string())),
    }
}

fn arn(machine: &StateMachine<script::Script<Mock>>, name: &str) -> String {
    format!("{}:{name}", machine.arn().as_str().replace("stateMachine", "execution"))
}

/// After a failure nothing is acknowledged, and nothing runs.
async fn assert_stopped(
    place: &Place,
    standard: &Standard,
    machine: &StateMachine<script::Script<Mock>>,
    desk: &Desk,
) {
    until("leaving memory", || standard.loaded_executions() == 0).await;
    let (effects, commits) = (desk.effects().len(), standard.commits());
    let refused = machine.start("late", &json!({"steps": []})).await.expect_err("the store failed");
    assert!(is_failure(&refused), "{refused}");
    for token in desk.tokens() {
        let refused = standard.send_task_success(&token, &1).await.expect_err("the store failed");
        assert!(is_failure(&refused) || matches!(refused, Error::TaskDoesNotExist), "{refused}");
        assert!(standard.send_task_heartbeat(&token).await.is_err());
    }
    for (name, _) in workload() {
        // Whatever can still be read is on the disk.
        let Ok(execution) = standard.execution(&arn(machine, name)) else { continue };
        let Ok(described) = execution.describe().await else { continue };
        if described.stop_date.is_none() {
            let refused = execution.stop(None, None).await.expect_err("the store failed");
            assert!(is_failure(&refused), "{refused}");
        }
        assert_whole(&execution.history().await.expect("what is on the disk"));
    }
    assert!(is_failure(&standard.register(desk.script()).expect_err("the store failed")));
    place.clock.advance(std::time::Duration::from_secs(100));
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    assert_eq!((desk.effects().len(), standard.commits()), (effects, commits));
}

/// Opens the store and works until it fails; whether it did.
async fn attempt(place: &Place, options: StandardOptions, desk: &Desk, told: &mut Told) -> bool {
    let standard = place.open_with(options).await;
    let machine = standard.register(desk.script()).expect("it is registered");
    let worked = patience("the workload", work(place, &machine, desk, told)).await;
    let has_failed = match worked {
        Ok(()) => false,
        Err(error) => {
            assert!(is_failure(&error), "{error:?}");
            assert_stopped(place, &standard, &machine, desk).await;
            true
        }
    };
    let closed = standard.close().await;
    assert!(!has_failed || closed.is_err(), "a store that failed says so once more");
    has_failed
}

async fn check(place: &Place, desk: &Desk, told: &Told) {
    let standard = place.open().await;
    let machine = standard.register(desk.script()).expect("it is registered");
    for (name, steps) in workload() {
        let handle: ExecutionHandle = standard.execution(&arn(&machine, name)).expect("it was started");
        let end = ended(outcome(&handle).await).expect("an end");
        assert_eq!(told.ended.get(name), Some(&end));
        assert_eq!(end.is_err(), name == "fails", "{end:?}");
        if name == "asks" {
            assert_eq!(end.expect("success")["log"], json!([[[], "answer"], "answer"]));
        }
        assert_eq!(handle.describe().await.expect("it is there").input, json!({"steps": steps}));
        kinds(&handle).await;
    }
    assert_eq!(told.started.len(), workload().len());
    standard.close().await.expect("it closes");
}

async fn fail_everywhere(torn: bool) {
    for commit in 1..MOST_COMMITS {
        let place = Place::new();
        let desk = Desk::new(&place);
        let mut told = Told::default();
        if !attempt(&place, place.options().fail_commit(commit, torn), &desk, &mut told).await {
            println!("{} transactions, torn: {torn}", commit - 1);
            return check(&place, &desk, &told).await;
        }
        let before = Told { ended: told.ended.clone(), ..Told::default() };
        assert!(!attempt(&place, place.options(), &desk, &mut told).await);
        for (name, end) in before.ended {
            assert_eq!(told.ended[name], end, "an end that was told does not change");
        }
        check(&place, &desk, &told).await;
    }
    panic!("it has no end of transactions");
}

#[tokio::test]
async fn a_lost_transaction_stops_the_engine() {
    fail_everywhere(false).await;
}

#[tokio::test]
async fn a_torn_transaction_stops_the_engine() {
    fail_everywhere(true).await;
}

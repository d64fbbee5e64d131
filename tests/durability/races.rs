//! What several threads say of one execution at the same time: one of them decides, and whoever was acknowledged counts.
//!
//! `ASL_RACE_ROUNDS=5000` runs more rounds.

use crate::help::*;
use asl_runtime::standard::{Error, ExecutionHandle, ListQuery};
use asl_runtime::{Status, TaskToken, Value};
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Barrier;
use tokio::task::JoinHandle;

fn rounds() -> u64 {
    std::env::var("ASL_RACE_ROUNDS").ok().map_or(150, |text| text.parse().expect("a number"))
}

/// Lets all begin at the same time, one of them after a moment that differs from round to round.
struct Line {
    barrier: Arc<Barrier>,
    round: u64,
    place: u64,
}

impl Line {
    fn new(runners: usize, round: u64) -> Self {
        Self { barrier: Arc::new(Barrier::new(runners)), round, place: 0 }
    }

    fn run<T: Send + 'static>(&mut self, work: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        let barrier = self.barrier.clone();
        self.place += 1;
        let spins = (self.round * 7 + self.place * 131) % 1_900;
        tokio::spawn(async move {
            barrier.wait().await;
            for _ in 0..spins {
                std::hint::spin_loop();
            }
            work.await
        })
    }
}

/// `true` if it was acknowledged, `false` if it came too late.
fn is_told(told: Result<(), Error>) -> bool {
    match told {
        Ok(()) => true,
        Err(Error::TaskDoesNotExist) => false,
        Err(error) => panic!("{error:?}"),
    }
}

async fn status(execution: &ExecutionHandle) -> Status {
    execution.describe().await.expect("it is there").status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_has_one_outcome() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let mut tally = [0; 5];
    for round in 0..rounds() {
        // Its time is up at the same time as its heartbeat.
        let asked = json!({"kind": "ask", "timeout": 10, "heartbeat": 10});
        let execution = start(&machine, &format!("n{round}"), json!([asked])).await;
        let token = desk.token();
        let mut line = Line::new(5, round);
        let send = |value: Option<&'static str>| {
            let (standard, token) = (standard.clone(), token.clone());
            async move {
                is_told(match value {
                    Some(value) => standard.send_task_success(&token, value).await,
                    None => standard.send_task_failure(&token, asl_runtime::TaskError::new("Bad", "")).await,
                })
            }
        };
        let success = line.run(send(Some("yes")));
        let failure = line.run(send(None));
        let beat = line.run({
            let (standard, token) = (standard.clone(), token.clone());
            async move { is_told(standard.send_task_heartbeat(&token).await) }
        });
        let time = line.run({
            let clock = place.clock.clone();
            async move { clock.advance(Duration::from_secs(if round % 3 == 0 { 0 } else { 10 })) }
        });
        let stop = line.run({
            let execution = execution.clone();
            async move {
                if round % 2 == 0 {
                    execution.stop(Some("Stopped"), None).await.expect("it ends");
                }
            }
        });
        let (success, failure) = (success.await.expect("no panic"), failure.await.expect("no panic"));
        beat.await.expect("no panic");
        time.await.expect("no panic");
        stop.await.expect("no panic");
        // A beat that was in time is followed by silence.
        place.clock.advance(Duration::from_secs(30));
        let outcome = outcome(&execution).await;
        assert!(!(success && failure), "round {round}: two outcomes were accepted");
        let log = outcome.as_ref().ok().map(|output| output["log"].clone());
        let error = outcome.as_ref().err().and_then(|error| error.execution()).cloned();
        let error = error.as_ref().and_then(|error| error.error());
        let told = format!("round {round}: success {success}, failure {failure}: {outcome:?}");
        match (log, error) {
            (Some(log), _) if log == json!([[], "yes"]) => {
                assert!(success, "{told}");
                tally[0] += 1;
            }
            (Some(log), _) => {
                assert_eq!(log, json!([[], "States.Timeout"]), "{told}");
                assert!(!success && !failure, "{told}");
                tally[1] += 1;
            }
            (None, Some("Bad")) => {
                assert!(failure, "{told}");
                tally[2] += 1;
            }
            (None, error) => {
                assert!(error == Some("Stopped") && round % 2 == 0, "{told}");
                tally[3] += 1;
            }
        }
        let kinds = kinds(&execution).await;
        let ends = kinds
            .iter()
            .filter(|kind| ["TaskSucceeded", "TaskFailed", "TaskTimedOut"].contains(kind))
            .count();
        assert!(ends <= 1, "{told}: {kinds:?}");
        parked(&standard).await;
        assert_ne!(status(&execution).await, Status::Running, "{told}");
    }
    println!("succeeded, timed out, failed, stopped: {tally:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_senders_one_is_heard() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    for round in 0..rounds() / 2 {
        // Half of them while the execution is in memory beside the token.
        let steps = if round % 2 == 0 {
            json!([ask()])
        } else {
            json!([{"kind": "fork", "left": ask(), "right": ask()}])
        };
        let execution = start(&machine, &format!("n{round}"), steps).await;
        let mut expected = Vec::new();
        let tokens = desk.tokens();
        for token in &tokens[tokens.len() - if round % 2 == 0 { 1 } else { 2 }..] {
            let mut line = Line::new(8, round);
            let senders: Vec<_> = (0..8)
                .map(|number| {
                    let (standard, token) = (standard.clone(), token.clone());
                    line.run(async move {
                        is_told(standard.send_task_success(&token, &number).await).then_some(number)
                    })
                })
                .collect();
            let mut accepted = Vec::new();
            for sender in senders {
                accepted.extend(sender.await.expect("no panic"));
            }
            assert_eq!(accepted.len(), 1, "round {round}: {accepted:?}");
            expected.push(Value::from(accepted[0]));
        }
        let log = outcome(&execution).await.expect("success")["log"][1].clone();
        if round % 2 == 0 {
            assert_eq!(log, expected[0]);
        } else {
            let log = log.as_array().expect("two outputs").as_slice().to_vec();
            assert!(
                log == expected || log == [expected[1].clone(), expected[0].clone()],
                "{log:?} {expected:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_redrive_right_at_the_end_is_not_forgotten() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    for round in 0..rounds() {
        let steps = json!([{"kind": "task", "fail": ["Bad"]}]);
        let execution =
            machine.start(&format!("n{round}"), &json!({"steps": steps})).await.expect("it starts");
        patience("a redrive", async {
            // As soon as it has ended it can be redriven, whether it has left memory or not.
            loop {
                match execution.redrive().await {
                    Ok(_) => break,
                    Err(Error::ExecutionNotRedrivable(_)) => tokio::task::yield_now().await,
                    Err(error) => panic!("{error:?}"),
                }
            }
        })
        .await;
        patience("the second end", async {
            while status(&execution).await == Status::Running {
                tokio::task::yield_now().await;
            }
        })
        .await;
        let kinds = kinds(&execution).await;
        let failed = kinds.iter().filter(|kind| **kind == "ExecutionFailed").count();
        assert_eq!((failed, kinds.last()), (2, Some(&"ExecutionFailed")));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_stopped_while_it_is_started_stays_whole() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    for number in 0..rounds() {
        let name = format!("n{number}");
        let arn = format!("{}:{name}", machine.arn().as_str().replace("stateMachine", "execution"));
        let mut line = Line::new(2, number);
        // As soon as it can be found.
        let stop = line.run({
            let standard = standard.clone();
            async move {
                loop {
                    match standard.stop(&arn, None, None).await {
                        Ok(_) => return,
                        Err(Error::ExecutionDoesNotExist(_)) => tokio::task::yield_now().await,
                        Err(error) => panic!("{error:?}"),
                    }
                }
            }
        });
        let start = line.run({
            let machine = machine.clone();
            let steps =
                [json!([]), json!([{"kind": "wait", "seconds": 5}]), json!([{"kind": "task"}, ask()])];
            let input = json!({"steps": steps[usize::try_from(number % 3).expect("small")]});
            async move { machine.start(&name, &input).await.expect("it starts") }
        });
        let execution = patience("the start", start).await.expect("no panic");
        patience("the stop", stop).await.expect("no panic");
        let outcome = outcome(&execution).await;
        let status = status(&execution).await;
        assert_eq!(status == Status::Succeeded, outcome.is_ok(), "{outcome:?}");
        assert!(matches!(status, Status::Succeeded | Status::Aborted), "{status:?}");
        kinds(&execution).await;
    }
    let running = standard.list(&ListQuery::default().status(Status::Running)).await.expect("a list");
    assert!(running.executions.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_beat_does_not_revive_what_has_ended() {
    let place = Place::new();
    let standard = place.open().await;
    // The work is still handed over, and never will be.
    let tokens: Arc<Mutex<Vec<TaskToken>>> = Arc::default();
    let noted = tokens.clone();
    let mock = Mock::new(move |_, cx| {
        noted.lock().expect("no panic").extend(cx.token().cloned());
        std::future::pending()
    });
    let machine = standard.register(script::Script::new(mock)).expect("it is registered");
    for round in 0..rounds() {
        let execution =
            machine.start(&format!("n{round}"), &json!({"steps": [ask()]})).await.expect("it starts");
        until("the token", || tokens.lock().expect("no panic").len() as u64 > round).await;
        let token = tokens.lock().expect("no panic").last().cloned().expect("a token");
        let mut line = Line::new(3, round);
        let beating: Vec<_> = (0..2)
            .map(|_| {
                let (standard, token) = (standard.clone(), token.clone());
                line.run(async move { while is_told(standard.send_task_heartbeat(&token).await) {} })
            })
            .collect();
        let stop = line.run({
            let execution = execution.clone();
            async move { execution.stop(None, None).await.expect("it stops") }
        });
        patience("the stop", stop).await.expect("no panic");
        for beating in beating {
            patience("the last beat", beating).await.expect("no panic");
        }
        assert_eq!(status(&execution).await, Status::Aborted, "round {round}");
        assert_eq!(kinds(&execution).await.last(), Some(&"ExecutionAborted"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_told_while_the_store_closes_counts() {
    for round in 0..rounds() / 10 {
        let place = Place::new();
        let standard = place.open().await;
        let desk = Desk::new(&place);
        let machine = standard.register(desk.script()).expect("it is registered");
        let asking = start(&machine, "asking", json!([ask()])).await;
        let token = desk.token();
        let mut line = Line::new(4, round);
        let answer = line.run({
            let (standard, token) = (standard.clone(), token.clone());
            async move { standard.send_task_success(&token, "yes").await }
        });
        let start =
            line.run({
                let machine = machine.clone();
                async move {
                    machine.start("new", &json!({"steps": [{"kind": "task", "give": 1}]})).await.map(|_| ())
                }
            });
        let wait = line.run({
            let asking = asking.clone();
            async move { asking.wait_value().await }
        });
        let close = line.run(standard.clone().close());
        let (answer, start) = (answer.await.expect("no panic"), start.await.expect("no panic"));
        let waited = patience("the waiting", wait).await.expect("no panic");
        patience("the closing", close).await.expect("no panic").expect("it closes");
        drop((standard, machine));

        let standard = place.open().await;
        let machine = standard.register(desk.script()).expect("it is registered");
        let asking = standard.execution(asking.arn()).expect("it is there");
        if answer.is_ok() {
            assert_eq!(outcome(&asking).await.expect("success")["log"], json!([[], "yes"]));
            assert_eq!(code(standard.send_task_success(&token, "again").await), "TaskDoesNotExist");
        } else if waited.is_ok() {
            panic!("round {round}: it ended by an answer that was refused: {answer:?}");
        }
        if start.is_ok() {
            let new = asking.arn().as_str().replace("asking", "new");
            outcome(&standard.execution(&new).expect("it was started")).await.expect("success");
        }
        drop(machine);
        standard.close().await.expect("it closes");
    }
}

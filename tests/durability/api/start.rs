//! `StartExecution`: names, inputs, and that to say it twice does it once.

use crate::help::*;
use asl_runtime::standard::{Error, ListQuery};

#[tokio::test]
async fn the_same_start_twice_is_one() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let input = json!({"steps": [{"kind": "task"}, ask()]});
    let first = machine.start("a", &input).await.expect("it starts");
    parked(&standard).await;
    place.pass(&standard, 5).await;
    let second = machine.start("a", &input).await.expect("it runs");
    assert_eq!((first.arn(), first.start_date()), (second.arn(), second.start_date()));

    let other = machine.start("a", &json!({"steps": []})).await.expect_err("another input");
    assert_eq!(other.to_string(), format!("Execution Already Exists: '{}'", first.arn()));
    assert_eq!(other.code(), "ExecutionAlreadyExists");

    standard.send_task_success(&desk.token(), &1).await.expect("it waits");
    outcome(&first).await.expect("success");
    assert_eq!(code(machine.start("a", &input).await), "ExecutionAlreadyExists");
    assert_eq!(desk.states(), ["task", "ask"]);
    standard.close().await.expect("it closes");

    // The name stays taken.
    let standard = place.open().await;
    let machine = standard.register(desk.script()).expect("it is registered");
    assert_eq!(code(machine.start("a", &input).await), "ExecutionAlreadyExists");
    assert!(machine.start("b", &input).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_starts_at_once_one_counts() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    for round in 0..20 {
        let name = format!("n{round}");
        let start = |number: u32| {
            let (machine, name) = (machine.clone(), name.clone());
            // Two inputs: those of the second come too late or make the first be so.
            let input = json!({"steps": [{"kind": "task", "give": number % 2}, ask()]});
            tokio::spawn(async move { machine.start(&name, &input).await })
        };
        let started: Vec<_> = (0..16).map(start).collect();
        let mut accepted = Vec::new();
        for (number, start) in started.into_iter().enumerate() {
            match start.await.expect("no panic") {
                Ok(execution) => accepted.push((number % 2, execution.arn().clone())),
                Err(error) => assert!(matches!(error, Error::ExecutionAlreadyExists(_)), "{error}"),
            }
        }
        assert_eq!(accepted.len(), 8, "{accepted:?}");
        assert!(accepted.iter().all(|one| *one == accepted[0]));
    }
    parked(&standard).await;
    assert_eq!(desk.states().iter().filter(|state| *state == "task").count(), 20);
    let all = standard.list(&ListQuery::default()).await.expect("a list");
    assert_eq!(all.executions.len(), 20);
}

#[tokio::test]
async fn names_and_arns_are_checked() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(Desk::new(&place).script()).expect("it is registered");
    let input = json!({"steps": []});
    for name in ["", "a b", "a/b", "a:b", "a\n", "*", &"x".repeat(81), "\u{80}"] {
        let error = machine.start(name, &input).await.expect_err(name);
        assert_eq!(error.to_string(), format!("Invalid Name: '{name}'"));
    }
    let longest = "ä".repeat(80);
    let execution = machine.start(&longest, &input).await.expect("80 characters");
    assert!(execution.arn().as_str().ends_with(&format!(":execution:script:{longest}")));
    assert_eq!(standard.execution(execution.arn()).expect("it is there").name().as_str(), longest);

    let unnamed = machine.start_unnamed(&input).await.expect("it starts");
    assert_eq!(unnamed.name().as_str().len(), 36);

    let by_arn = standard.start_execution(&machine.arn(), Some("by-arn"), input.clone()).await;
    assert_eq!(by_arn.expect("it starts").name().as_str(), "by-arn");
    let unknown = "arn:aws:states:us-east-1:000000000000:stateMachine:unknown";
    let error = standard.start_execution(unknown, None, input.clone()).await.expect_err("unknown");
    assert_eq!(error.to_string(), format!("State Machine Does Not Exist: '{unknown}'"));
    assert_eq!(code(standard.start_execution("script", None, input.clone()).await), "InvalidArn");
    let elsewhere = machine.arn().as_str().replace("us-east-1", "eu-west-1");
    assert_eq!(code(standard.start_execution(&elsewhere, None, input).await), "StateMachineDoesNotExist");
    assert_eq!(code(standard.describe(&machine.arn()).await), "InvalidArn");
    let missing = execution.arn().as_str().replace(&longest, "missing");
    assert_eq!(code(standard.describe(&missing).await), "ExecutionDoesNotExist");
    assert_eq!(code(standard.register_as("a b", Desk::new(&place).script())), "InvalidName");
}

#[tokio::test]
async fn a_name_belongs_to_a_machine() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let one = standard.register_as("one", desk.script()).expect("it is registered");
    let two = standard.register_as("two", desk.script()).expect("it is registered");
    let first = start(&one, "same", json!([{"kind": "task", "give": 1}])).await;
    let second = start(&two, "same", json!([{"kind": "task", "give": 2}])).await;
    assert_eq!(outcome(&first).await.expect("success")["n"], json!(1));
    assert_ne!(first.arn(), second.arn());
    let keys: Vec<_> = desk.effects().into_iter().map(|(_, key)| key).collect();
    assert_ne!(keys[0], keys[1]);
}

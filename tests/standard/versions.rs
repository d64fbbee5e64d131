//! Definitions change: executions keep theirs, new ones go where an alias leads.

use crate::Place;
use asl_runtime::standard::{Error, Route};
use asl_runtime::{asl_workflow, json};

/// The program before the change.
mod before {
    asl_runtime::asl_workflow! { pub path: "greet.v1.asl.json", name: greet }
}

asl_workflow! { path: "greet.asl.json", versions: ["greet.v1.asl.json"] }

/// The program after the change, without the old version.
mod forgetful {
    asl_runtime::asl_workflow! { pub path: "greet.asl.json", name: greet }
}

struct Nobody;
impl before::greet::Tasks for Nobody {}
impl greet::Tasks for Nobody {}
impl forgetful::greet::Tasks for Nobody {}

const MACHINE: &str = "arn:aws:states:us-east-1:000000000000:stateMachine:greet";

#[tokio::test]
async fn an_execution_keeps_its_definition() {
    let place = Place::new();
    let standard = place.open().await;
    let machine = standard.register(before::greet::Greet::new(Nobody)).expect("it is open");
    let arn = machine.start("old", &json!({})).await.expect("it starts").arn().clone();
    drop(machine);
    standard.close().await.expect("it closes");

    // A program that does not have the definition leaves the execution alone, and says so.
    let standard = place.open().await;
    let machine = standard.register(forgetful::greet::Greet::new(Nobody)).expect("it is open");
    let orphans = standard.orphans().expect("a list");
    assert_eq!(orphans.len(), 1);
    assert_eq!((orphans[0].machine.as_str(), orphans[0].executions), ("greet", 1));
    let new = machine.start("new", &json!({})).await.expect("it starts");
    assert_eq!(new.wait_value().await.expect("it succeeds"), json!("hello"));
    let old = standard.execution(&arn).expect("it is there");
    assert_eq!(old.describe().await.expect("it is there").status.as_str(), "RUNNING");
    drop(machine);
    standard.close().await.expect("it closes");

    // One that carries the old version goes on with it.
    let standard = place.open().await;
    standard.register(greet::Greet::new(Nobody)).expect("it is open");
    assert_eq!(standard.orphans().expect("a list"), []);
    let old = standard.execution(&arn).expect("it is there");
    assert_eq!(old.wait_value().await.expect("it succeeds"), json!("good day"));
}

#[tokio::test]
async fn an_alias_leads_to_versions() {
    let place = Place::new();
    let standard = place.open().await;
    standard.register(before::greet::Greet::new(Nobody)).expect("it is open");
    let first = standard.publish_version("greet", Some("the first")).await.expect("it is registered");
    assert_eq!(standard.publish_version("greet", None).await.expect("the same"), first);
    standard.register(greet::Greet::new(Nobody)).expect("it is open");
    let second = standard.publish_version("greet", None).await.expect("it is registered");
    assert_eq!((first.number, second.number), (1, 2));

    let both = [Route { version: 1, weight: 50 }, Route { version: 2, weight: 50 }];
    standard.create_alias("greet", "prod", &both).await.expect("a routing");
    let conflict = standard.create_alias("greet", "prod", &[Route { version: 1, weight: 100 }]).await;
    assert_eq!(conflict.expect_err("another routing").code(), "ConflictException");
    let sum = standard.create_alias("greet", "bad", &[Route { version: 1, weight: 99 }]).await;
    assert_eq!(
        sum.expect_err("too little").to_string(),
        "Sum of routing configuration weights must equal 100. Received: [99]"
    );
    let mut outputs = std::collections::BTreeSet::new();
    for number in 0..40 {
        let name = format!("e-{number}");
        let execution = standard.start_execution(&format!("{MACHINE}:prod"), Some(&name), json!({})).await;
        let execution = execution.expect("it starts");
        outputs.insert(execution.wait_value().await.expect("it succeeds").to_string());
        let described = execution.describe().await.expect("it is there");
        assert_eq!(described.state_machine_alias_arn.as_deref(), Some(&*format!("{MACHINE}:prod")));
        assert!(described.state_machine_version_arn.is_some());
    }
    assert_eq!(outputs.len(), 2, "40 executions by halves");

    let used = standard.delete_version("greet", 1).await.expect_err("an alias leads to it");
    assert_eq!(used.code(), "ConflictException");
    standard.update_alias("greet", "prod", &[Route { version: 2, weight: 100 }]).await.expect("a routing");
    standard.delete_version("greet", 1).await.expect("nothing leads to it");
    let gone = standard.start_execution(&format!("{MACHINE}:1"), None, json!({})).await;
    assert!(matches!(gone, Err(Error::StateMachineDoesNotExist(_))), "{gone:?}");
    let direct = standard.start_execution(&format!("{MACHINE}:2"), None, json!({})).await.expect("it starts");
    assert_eq!(direct.wait_value().await.expect("it succeeds"), json!("hello"));
    standard.delete_alias("greet", "prod").await.expect("it is there");
    assert_eq!(standard.list_aliases("greet").expect("a list"), []);
}

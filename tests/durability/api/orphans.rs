//! Executions whose definition is not there, and machines of several definitions.

use crate::help::*;
use asl_runtime::machine::Workflow;

#[tokio::test]
async fn orphans_are_told_and_left_alone() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register_as("asks", desk.script()).expect("it is registered");
    let asking = start(&machine, "asking", json!([ask(), {"kind": "task", "give": 1}])).await;
    let waiting =
        start(&machine, "waiting", json!([{"kind": "wait", "seconds": 10}, {"kind": "task", "give": 1}]))
            .await;
    start(&machine, "over", json!([])).await;
    standard.close().await.expect("it closes");

    let standard = place.open().await;
    let other = standard.register_as("asks", one_task::OneTask::new(Mock::echo())).expect("it is registered");
    let orphans = standard.orphans().expect("they can be told");
    assert_eq!(orphans.len(), 1, "{orphans:?}");
    assert_eq!((orphans[0].machine.as_str(), orphans[0].executions), ("asks", 2));
    assert_eq!(orphans[0].definition, <script::Script<Mock> as Workflow>::DEFINITION);
    let histories = |standard: &asl_runtime::Standard| {
        let (asking, waiting) = (standard.execution(asking.arn()), standard.execution(waiting.arn()));
        async move {
            let (asking, waiting) = (asking.expect("it is there"), waiting.expect("it is there"));
            (asking.history().await.expect("a history"), waiting.history().await.expect("a history"))
        }
    };
    let before = histories(&standard).await;
    // What is due, and what is heard, waits for somebody who can go on with it.
    place.pass(&standard, 60).await;
    standard.send_task_success(&desk.token(), &"heard").await.expect("it waits");
    assert_eq!(code(standard.send_task_success(&desk.token(), &"again").await), "TaskDoesNotExist");
    let fresh = other.start("fresh", &json!(7)).await.expect("it starts");
    assert_eq!(outcome(&fresh).await.expect("success"), json!(7));
    parked(&standard).await;
    assert_eq!(histories(&standard).await, before);
    standard.close().await.expect("it closes");

    // Under another machine's name the definition is there again.
    let standard = place.open().await;
    standard.register_as("renamed", desk.script()).expect("it is registered");
    assert!(standard.orphans().expect("they can be told").is_empty());
    for arn in [asking.arn(), waiting.arn()] {
        let ended = outcome(&standard.execution(arn).expect("it is there")).await.expect("success");
        assert_eq!(ended["n"], json!(2));
    }
    let log = outcome(&standard.execution(asking.arn()).expect("it is there")).await.expect("success");
    assert_eq!(log["log"], json!([[[], "heard"], 1]));
}

#[tokio::test]
async fn an_execution_keeps_its_definition() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let first = standard.register_as("orders", desk.script()).expect("it is registered");
    let old = start(&first, "old", json!([ask(), {"kind": "task", "give": "old"}])).await;
    let second =
        standard.register_as("orders", one_task::OneTask::new(Mock::echo())).expect("it is registered");
    let new = second.start("new", &json!("new")).await.expect("it starts");
    assert_eq!(outcome(&new).await.expect("success"), json!("new"));
    // The handle of the first definition starts what the name stands for now.
    let through_old = first.start("through-old", &json!("echo")).await.expect("it starts");
    assert_eq!(outcome(&through_old).await.expect("success"), json!("echo"));
    standard.send_task_success(&desk.token(), &1).await.expect("it waits");
    assert_eq!(outcome(&old).await.expect("success")["log"], json!([[[], 1], "old"]));
    standard.close().await.expect("it closes");
}

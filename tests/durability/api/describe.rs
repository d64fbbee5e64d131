//! `DescribeExecution`, of each status.

use crate::help::*;
use asl_runtime::Status;
use asl_runtime::standard::Redrivable;

#[tokio::test]
async fn each_status_is_described() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let timed = standard.register(deadline::Deadline::new(Mock::echo())).expect("it is registered");
    let running = start(&machine, "running", json!([ask()])).await;
    let succeeded = start(&machine, "succeeded", json!([{"kind": "task", "give": {"x": 1}}])).await;
    let failed = start(&machine, "failed", json!([{"kind": "fail", "cause": "because"}])).await;
    let late = timed.start("late", &json!({})).await.expect("it starts");
    let aborted = start(&machine, "aborted", json!([ask()])).await;
    place.pass(&standard, 40).await;
    aborted.stop(Some("E"), Some("C")).await.expect("it stops");

    let it = running.describe().await.expect("it is there");
    assert_eq!((it.status, it.stop_date, it.output, it.error), (Status::Running, None, None, None));
    assert_eq!(it.redrive_status, Redrivable::No("Execution is RUNNING and cannot be redriven".into()));
    assert_eq!((it.name.as_str(), it.redrive_count, it.redrive_date), ("running", 0, None));
    assert_eq!(it.state_machine_arn, machine.arn());
    assert_eq!(it.input, json!({"steps": [ask()]}));
    assert_eq!(it.start_date, running.start_date());

    let it = succeeded.describe().await.expect("it is there");
    assert_eq!((it.status, it.error, it.cause), (Status::Succeeded, None, None));
    assert_eq!(it.output.expect("an output")["n"], json!(1));
    assert!(matches!(it.redrive_status, Redrivable::No(_)));
    assert_eq!(it.stop_date, Some(succeeded.start_date()));

    let it = failed.describe().await.expect("it is there");
    assert_eq!((it.status, it.output), (Status::Failed, None));
    assert_eq!((it.error.as_deref(), it.cause.as_deref()), (Some("Given"), Some("because")));
    assert_eq!(it.redrive_status, Redrivable::Yes);

    let it = late.describe().await.expect("it is there");
    assert_eq!((it.status, it.output, it.redrive_status), (Status::TimedOut, None, Redrivable::Yes));
    let lasted = it.stop_date.expect("it has ended").duration_since(it.start_date);
    assert_eq!(lasted.as_secs(), 40, "the clock jumped over its deadline");

    let it = aborted.describe().await.expect("it is there");
    assert_eq!(
        (it.status, it.error.as_deref(), it.cause.as_deref()),
        (Status::Aborted, Some("E"), Some("C"))
    );
    assert_eq!(it.redrive_status, Redrivable::Yes);
    assert!(it.stop_date > Some(it.start_date));

    // It is the same after the store was opened again.
    let before = aborted.describe().await.expect("it is there");
    standard.close().await.expect("it closes");
    let standard = place.open().await;
    assert_eq!(standard.describe(aborted.arn()).await.expect("it is there"), before);
    assert_eq!(standard.describe(late.arn()).await.expect("it is there").status, Status::TimedOut);
}

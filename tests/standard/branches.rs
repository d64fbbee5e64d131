//! A branch that goes on for long while its siblings have ended.

use crate::Place;
use asl_runtime::standard::StandardOptions;
use asl_runtime::{Limits, asl_workflow, json};

asl_workflow!("branches.asl.json");

struct Nobody;
impl branches::Tasks for Nobody {}

/// Thousands of times it leaves memory and comes back: what it reads then must not grow with each.
#[tokio::test]
async fn a_branch_that_waits_thousands_of_times_arrives() {
    let place = Place::new();
    let options = StandardOptions::new().clock(place.clock.clone()).synchronous(false).limits(Limits::none());
    let standard = options.open(place.path()).await.expect("a store");
    let machine = standard.register(branches::Branches::new(Nobody)).expect("it is open");
    let execution = machine.start("long", &json!({ "n": 0 })).await.expect("it starts");
    let output = execution.wait_value().await.expect("it succeeds");
    assert_eq!(output, json!([{ "n": 2500 }, { "n": 0 }]));
    let history = execution.history().await.expect("it is there");
    let ids: Vec<u64> = history.iter().map(|event| event.id).collect();
    assert_eq!(ids, (1..=ids.len() as u64).collect::<Vec<_>>());
    assert_eq!(history.iter().filter(|event| event.kind.as_str() == "WaitStateExited").count(), 2501);
}

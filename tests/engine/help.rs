//! What the tests share.

use asl_runtime::machine::Workflow;
use asl_runtime::{Express, Report, TestClock, Timestamp, Value};
use std::time::Duration;

pub(crate) use asl_runtime::json;
pub(crate) use asl_tests_machines::*;

/// Settings on a virtual clock, everything random fixed.
pub(crate) fn express() -> Express {
    Express::new().clock(TestClock::default()).seed(7)
}

/// Runs a workflow on a virtual clock.
pub(crate) async fn record<W: Workflow>(workflow: &W, input: Value) -> Report {
    express().record(workflow, &input).await.expect("the input is JSON")
}

/// The events as `Type(previous)`.
pub(crate) fn chain(report: &Report) -> Vec<String> {
    let ids: Vec<u64> = report.history().iter().map(|event| event.id).collect();
    assert_eq!(ids, (1..=ids.len() as u64).collect::<Vec<_>>(), "ids have no gaps");
    report.history().iter().map(|event| format!("{}({})", event.kind, event.previous_event_id)).collect()
}

/// Asserts the events from id 3 on: the first two are those of every run.
pub(crate) fn assert_chain(report: &Report, from_third: &str) {
    let chain = chain(report);
    let expected: Vec<&str> = from_third.split_whitespace().collect();
    assert_eq!(&chain[2..], &expected[..], "whole: {chain:#?}");
}

/// How long after the start an event came.
pub(crate) fn seconds(report: &Report, id: usize) -> u64 {
    let event = &report.history()[id - 1];
    event.timestamp.duration_since(report.execution().start_time()).as_secs()
}

/// The duration of the whole run.
pub(crate) fn duration(report: &Report) -> Duration {
    report.stop_time().duration_since(report.execution().start_time())
}

pub(crate) fn output(report: &Report) -> Value {
    report.outcome().expect("the execution succeeds").clone()
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1000)
}

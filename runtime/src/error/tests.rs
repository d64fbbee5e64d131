//! How errors read, convert and match.

use super::*;
use crate::json;
use std::fmt;

#[derive(Debug)]
struct Declined<T>(Option<T>);

impl<T: fmt::Debug> fmt::Display for Declined<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the card was declined")
    }
}

impl<T: std::error::Error + 'static> std::error::Error for Declined<T> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.as_ref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

#[test]
fn ordinary_errors_become_task_errors() {
    let source = "x".parse::<i64>().expect_err("no number");
    let error = TaskError::from(Declined(Some(source)));
    assert_eq!(error.error(), Some("Declined"));
    assert_eq!(error.cause(), Some("the card was declined: invalid digit found in string"));
    assert_eq!(error.phase(), Phase::Run);
    let error = TaskError::from("x".parse::<i64>().expect_err("no number"));
    assert_eq!(error.to_string(), "ParseIntError: invalid digit found in string");
}

#[test]
fn a_panic_tells_its_message() {
    assert_eq!(TaskError::panicked("t", &"static").cause(), Some("the task `t` panicked: static"));
    assert_eq!(
        TaskError::panicked("t", &String::from("built")).cause(),
        Some("the task `t` panicked: built")
    );
    assert_eq!(TaskError::panicked("t", &7).cause(), Some("the task `t` panicked: no message"));
}

#[test]
fn errors_read_as_sentences() {
    let show = |error: Option<&str>, cause: Option<&str>| {
        TaskError::from_parts(error.map(Into::into), cause.map(Into::into)).to_string()
    };
    assert_eq!(show(Some("E"), Some("c")), "E: c");
    assert_eq!(show(Some("E"), None), "E");
    assert_eq!(show(None, Some("c")), "c");
    assert_eq!(show(None, None), "the task failed");
    assert_eq!(
        format!("{:?}", TaskError::new("E", "c")),
        r#"TaskError { error: Some("E"), cause: Some("c"), .. }"#
    );

    let failed = ExecutionError::new(Status::Failed, Some("E".into()), Some("c".into()));
    assert_eq!(failed.to_string(), "the execution ended as FAILED with E: c");
    let timed_out = RunError::from(ExecutionError::new(Status::TimedOut, None, None));
    assert_eq!(timed_out.to_string(), "the execution ended as TIMED_OUT");
    assert_eq!(timed_out.execution().map(ExecutionError::status), Some(Status::TimedOut));
    let fault = Fault::catchable(names::DATA_LIMIT_EXCEEDED, "big");
    assert_eq!(fault.to_string(), "States.DataLimitExceeded: big");
    assert_eq!(format!("{fault:?}"), r#"Fault { error: "States.DataLimitExceeded", cause: "big" }"#);
}

fn failure(kind: FailureKind, error: &str) -> Failure {
    Failure::new(kind, Some(error.into()), None)
}

#[test]
fn error_equals_matches_as_the_reference_says() {
    let task = failure(FailureKind::Task, "Custom");
    let timeout = Failure::timeout(FailureKind::Timeout);
    let heartbeat = Failure::timeout(FailureKind::HeartbeatTimeout);
    let runtime = failure(FailureKind::Runtime, names::RUNTIME);
    let rows: [(&str, [bool; 4]); 6] = [
        (names::ALL, [true, true, true, false]),
        (names::TASK_FAILED, [true, false, false, false]),
        (names::TIMEOUT, [false, true, true, false]),
        (names::HEARTBEAT_TIMEOUT, [false, false, true, false]),
        (names::RUNTIME, [false, false, false, false]),
        ("Custom", [true, false, false, false]),
    ];
    for (name, expected) in rows {
        let matches = [&task, &timeout, &heartbeat, &runtime].map(|failure| failure.matches(&["X", name]));
        assert_eq!(matches, expected, "{name}");
    }
    assert!(!task.matches(&[]) && !Failure::halted().matches(&[names::ALL]));
    let named_timeout = failure(FailureKind::Task, names::TIMEOUT);
    assert!(!named_timeout.matches(&[names::TASK_FAILED]), "a task may report a timeout itself");
}

#[test]
fn the_error_output_shows_what_is_absent_by_kind() {
    let output = |kind| Failure::new(kind, None, None).error_output();
    assert_eq!(output(FailureKind::FailState), json!({}));
    assert_eq!(output(FailureKind::Task), json!({"Error": null, "Cause": null}));
    let timeout = Failure::timeout(FailureKind::HeartbeatTimeout);
    assert_eq!(timeout.error_output(), json!({"Error": "States.Timeout", "Cause": ""}));
}

#[test]
fn failures_survive_serialization() {
    for kind in [
        FailureKind::Runtime,
        FailureKind::Named,
        FailureKind::Task,
        FailureKind::FailState,
        FailureKind::Timeout,
        FailureKind::HeartbeatTimeout,
        FailureKind::ExecutionTimeout,
        FailureKind::Aborted,
    ] {
        let failure = Failure::new(kind, Some("E".into()), None).at_event(7);
        let json = serde_json::to_string(&failure).expect("JSON");
        assert_eq!(serde_json::from_str::<Failure>(&json).expect("a failure"), failure);
    }
}

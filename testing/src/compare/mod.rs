//! Where a run differs from its recording.

mod concurrency;
mod history;
mod values;

use std::fmt::Write as _;

use serde_json::Value;

use super::Case;
use super::marker::Markers;
pub(super) use values::Matcher;

/// A run of ours, as the service's API would report it.
#[derive(Debug, Clone, Default)]
pub struct ActualRun {
    /// `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `RUNNING`.
    pub status: String,
    /// The output of a run that succeeded.
    pub output: Option<Value>,
    /// The error name of one that failed.
    pub error: Option<String>,
    /// Its cause.
    pub cause: Option<String>,
    /// The events as `GetExecutionHistory` gives them, inputs and outputs as JSON text.
    pub history: Vec<Value>,
}

/// One place where a run is not what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: `output.a[0]`, `history[3].stateExitedEventDetails.output`.
    pub path: String,
    /// What AWS had there, as JSON text or `(absent)`.
    pub expected: String,
    /// What we have there.
    pub actual: String,
}

const ABSENT: &str = "(absent)";

impl Difference {
    fn new(path: &str, expected: Option<&Value>, actual: Option<&Value>) -> Self {
        let text = |value: Option<&Value>| value.map_or_else(|| ABSENT.to_owned(), Value::to_string);
        Self { path: path.to_owned(), expected: text(expected), actual: text(actual) }
    }
}

/// All differences between `case`'s recording and `run`, outcome first; empty when they agree.
pub fn compare(case: &Case, run: &ActualRun) -> Vec<Difference> {
    let markers = Markers::of(case);
    let mut matcher = Matcher::new(&markers);
    let mut differences = Vec::new();
    // AWS had not ended the execution when it was recorded: how it ends is not known.
    if case.expect.status != "RUNNING" {
        compare_outcome(case, run, &mut matcher, &mut differences);
    }
    differences.extend(history::compare(case, &run.history, &mut matcher));
    differences
}

fn compare_outcome(
    case: &Case,
    run: &ActualRun,
    matcher: &mut Matcher<'_>,
    differences: &mut Vec<Difference>,
) {
    let expect = &case.expect;
    let status = Value::from(run.status.as_str());
    matcher.compare("status", Some(&Value::from(expect.status.as_str())), Some(&status), differences);
    if expect.output.is_some() {
        matcher.compare("output", expect.output.as_ref(), run.output.as_ref(), differences);
    }
    // The service reports no error for a timed-out execution; a run of ours may know one.
    if expect.status == "TIMED_OUT" && expect.error.is_none() {
        return;
    }
    let error = run.error.as_deref().map(Value::from);
    if expect.error.is_some() || !case.lenient {
        matcher.compare("error", expect.error.as_ref(), error.as_ref(), differences);
    }
    let cause = run.cause.as_deref().map(Value::from);
    if expect.cause.is_some() || !case.lenient {
        matcher.compare_cause("cause", expect.cause.as_ref(), cause.as_ref(), differences);
    }
}

/// The differences as a diff: what is expected behind `-`, what is there behind `+`.
pub fn render_diff(differences: &[Difference]) -> String {
    let mut text = String::new();
    for Difference { path, expected, actual } in differences {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  at {path}\n  - {expected}\n  + {actual}");
    }
    text
}

/// The differences as indented text, three lines each.
pub fn render(differences: &[Difference]) -> String {
    let mut text = String::new();
    for Difference { path, expected, actual } in differences {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  at {path}\n    AWS:  {expected}\n    ours: {actual}");
    }
    text
}

//! `Retry` and `Catch`.

use crate::diagnostic::{Aws, AwsPlace, Code, Diagnostic};
use crate::json::{Node, Text, Value};
use crate::source::Span;

use super::LARGEST;
use super::expr::ResultPath;
use super::fields::{Cx, Fields, Of, Spec, expected_type, short};
use super::jsonata::Sees;
use super::template::Assignment;

/// `ErrorEquals`: error names.
pub type ErrorEquals = Vec<Text>;

/// A retrier.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Retrier {
    pub error_equals: ErrorEquals,
    pub interval_seconds: Option<u64>,
    pub max_attempts: Option<u64>,
    pub backoff_rate: Option<f64>,
    pub max_delay_seconds: Option<u64>,
    pub full_jitter: bool,
}

/// A catcher.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Catcher {
    pub error_equals: ErrorEquals,
    pub result_path: Option<ResultPath>,
    pub assign: Vec<Assignment>,
    pub next: Option<Text>,
}

/// `MaxDelaySeconds`: a year of 366 days.
const LONGEST_DELAY: u64 = 31_622_400;

const RETRIER: &[Spec] = &[
    ("ErrorEquals", Of::Both),
    ("IntervalSeconds", Of::Both),
    ("MaxAttempts", Of::Both),
    ("BackoffRate", Of::Both),
    ("MaxDelaySeconds", Of::Both),
    ("JitterStrategy", Of::Both),
    ("Comment", Of::Both),
];

const CATCHER: &[Spec] = &[
    ("ErrorEquals", Of::Both),
    ("Next", Of::Both),
    ("ResultPath", Of::JsonPath),
    ("Output", Of::Jsonata),
    ("Assign", Of::Both),
    ("Comment", Of::Both),
];

/// `Retry`.
pub(super) fn retriers(cx: &mut Cx<'_>, fields: &mut Fields) -> Vec<Retrier> {
    let Some(items) = fields.array(cx, "Retry") else { return Vec::new() };
    let count = items.value.len();
    let mut retriers = Vec::with_capacity(count);
    for (index, node) in items.value.into_iter().enumerate() {
        let Some(mut fields) = Fields::read(cx, node, "a retrier".to_owned(), None) else { continue };
        fields.only(cx, &[RETRIER], |_| None);
        let retrier = Retrier {
            error_equals: error_equals(cx, &mut fields, index + 1 == count),
            interval_seconds: value(fields.integer(cx, "IntervalSeconds", (1, LARGEST))),
            max_attempts: value(fields.integer(cx, "MaxAttempts", (0, LARGEST))),
            backoff_rate: fields.float(cx, "BackoffRate", (1.0, f64::INFINITY)),
            max_delay_seconds: value(fields.integer(cx, "MaxDelaySeconds", (1, LONGEST_DELAY))),
            full_jitter: fields
                .one_of(cx, "JitterStrategy", &["FULL", "NONE"])
                .is_some_and(|text| text.as_str() == "FULL"),
        };
        fields.string(cx, "Comment");
        retriers.push(retrier);
    }
    retriers
}

fn value(number: Option<crate::source::Spanned<u64>>) -> Option<u64> {
    number.map(|number| number.value)
}

/// `Catch`.
pub(super) fn catchers(cx: &mut Cx<'_>, fields: &mut Fields) -> Vec<Catcher> {
    let Some(items) = fields.array(cx, "Catch") else { return Vec::new() };
    let count = items.value.len();
    let mut catchers = Vec::with_capacity(count);
    for (index, node) in items.value.into_iter().enumerate() {
        let Some(mut fields) = Fields::read(cx, node, "a catcher".to_owned(), None) else { continue };
        fields.only(cx, &[CATCHER], |_| None);
        fields.query(cx, "Output", Sees::ErrorOutput);
        let first_read = cx.reads.len();
        let catcher = Catcher {
            error_equals: error_equals(cx, &mut fields, index + 1 == count),
            result_path: fields.result_path(cx),
            assign: fields.assign(cx, Sees::ErrorOutput),
            next: fields.required_string(cx, "Next"),
        };
        cx.reads.iter_mut().skip(first_read).for_each(|read| read.caught = true);
        fields.string(cx, "Comment");
        catchers.push(catcher);
    }
    catchers
}

/// `ErrorEquals`: strings, at least one; `States.ALL` alone and in the last entry.
fn error_equals(cx: &mut Cx<'_>, fields: &mut Fields, last: bool) -> ErrorEquals {
    if !fields.has("ErrorEquals") {
        fields.missing(cx, "ErrorEquals");
    }
    let Some(items) = fields.filled_array(cx, "ErrorEquals") else { return Vec::new() };
    let mut names = Vec::with_capacity(items.len());
    for node in items {
        match node {
            Node { value: Value::String(text), .. } => names.push(text),
            node => cx.report(
                Diagnostic::new(Code::WrongType, short(&node), "an error name must be a string")
                    .label(format!("this is {}", node.value.describe()))
                    .aws(expected_type("a string")),
            ),
        }
    }
    if let Some(all) = names.iter().find(|name| name.as_str() == "States.ALL") {
        if names.len() > 1 {
            catch_all(cx, all.span(), "it must be the only name");
        } else if !last {
            catch_all(cx, all.span(), "the entries after it are never used");
        }
    }
    names
}

fn catch_all(cx: &mut Cx<'_>, span: Span, label: &str) {
    cx.report(
        Diagnostic::new(Code::CatchAllPosition, span, "`States.ALL` must be alone and in the last entry")
            .label(label)
            .help("move it to an entry of its own at the end")
            .aws(Aws::schema("States.ALL must appear alone and at end of list").at(AwsPlace::Around)),
    );
}

//! The Wait state.

use crate::diagnostic::{Aws, Code, Diagnostic};
use crate::json::{Text, placeholders};
use crate::source::Spanned;

use super::expr::{Dialect, Expr, Selector};
use super::fields::{Cx, Fields, Of, Spec};
use super::jsonata::{Gives, Sees};
use super::template::{Assignment, looks_dynamic};
use super::{LARGEST, Language, timestamp};

/// A Wait state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Wait {
    pub input: Option<Selector>,
    pub until: Option<Until>,
    pub assign: Vec<Assignment>,
    pub output: Option<Selector>,
}

/// How long a Wait waits.
#[derive(Clone, Debug, PartialEq)]
pub enum Until {
    /// `Seconds`.
    Seconds(Spanned<u64>),
    /// `SecondsPath`.
    SecondsPath(Expr),
    /// `Timestamp`: nanoseconds since the epoch.
    Timestamp(i128),
    /// `TimestampPath`.
    TimestampPath(Expr),
}

pub(super) const FIELDS: &[Spec] = &[
    ("Seconds", Of::Both),
    ("SecondsPath", Of::JsonPath),
    ("Timestamp", Of::Both),
    ("TimestampPath", Of::JsonPath),
];

/// In AWS's order.
const ALTERNATIVES: [&str; 4] = ["SecondsPath", "Seconds", "TimestampPath", "Timestamp"];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Wait {
    let none = !ALTERNATIVES.iter().any(|name| fields.has(name));
    if none {
        let (label, names) = match cx.language {
            Language::JsonPath => (
                "`Seconds`, `SecondsPath`, `Timestamp` or `TimestampPath` is required",
                ALTERNATIVES.join(", "),
            ),
            Language::Jsonata => ("`Seconds` or `Timestamp` is required", "Seconds, Timestamp".to_owned()),
        };
        cx.report(
            Diagnostic::new(
                Code::MissingAlternative,
                fields.at,
                format!("{} does not say how long", fields.owner),
            )
            .label(label)
            .help("add `\"Seconds\": 60`, for example")
            .aws(Aws::one_of(&names)),
        );
    }
    fields.exclusive(cx, &ALTERNATIVES);
    fields.query(cx, "Output", Sees::Input);
    Wait {
        input: fields.selector(cx, "InputPath"),
        until: until(cx, &mut fields),
        assign: fields.assign(cx, Sees::Input),
        output: fields.selector(cx, "OutputPath"),
    }
}

fn until(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Until> {
    let seconds = fields.integer_or_query(cx, "Seconds", (0, LARGEST)).map(Until::Seconds);
    let seconds_path = fields.expression(cx, "SecondsPath", Dialect::Reference).map(Until::SecondsPath);
    fields.instead(cx, "Timestamp", Gives::String);
    let instant = fields
        .string(cx, "Timestamp")
        .and_then(|text| checked_timestamp(cx, "Timestamp", &text))
        .map(Until::Timestamp);
    let path = fields.expression(cx, "TimestampPath", Dialect::Reference).map(Until::TimestampPath);
    seconds.or(seconds_path).or(instant).or(path)
}

/// A timestamp literal; what is wrong with it is reported.
pub(super) fn checked_timestamp(cx: &mut Cx<'_>, name: &str, text: &Text) -> Option<i128> {
    let instant = timestamp::nanoseconds(text.as_str());
    if instant.is_none() {
        let path = cx.language == Language::JsonPath && looks_dynamic(text.as_str());
        let help = match placeholders(text.as_str()).first() {
            Some((_, name)) => format!("give `{name}` a value as a substitution"),
            None if path => format!("name the field `{name}Path` to use what the path selects"),
            None => "write it like `2024-12-31T23:59:59Z` or with an offset like `+01:00`".to_owned(),
        };
        cx.report(
            Diagnostic::new(
                Code::InvalidTimestamp,
                text.span(),
                format!("`{name}` is not a timestamp of RFC 3339"),
            )
            .label("not a timestamp")
            .help(help)
            .aws(Aws::schema("String does not match RFC3339 timestamp")),
        );
    }
    instant
}

//! Numbers: their ranges, and placeholders in their stead.

use crate::diagnostic::{Aws, Code, Diagnostic};
use crate::json::{Node, Value, is_number, placeholders};
use crate::source::{Span, Spanned};

use super::Language;
use super::fields::{Cx, Fields, expected_type};
use super::template::looks_dynamic;

/// Number fields that have a form for paths.
const PATH_FORMS: [&str; 9] = [
    "Seconds",
    "TimeoutSeconds",
    "HeartbeatSeconds",
    "MaxConcurrency",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
    "MaxItemsPerBatch",
    "MaxInputBytesPerBatch",
    "MaxItems",
];

impl Fields {
    /// A whole number from `least` to `most`.
    pub(super) fn integer(
        &mut self,
        cx: &mut Cx<'_>,
        name: &str,
        (least, most): (u64, u64),
    ) -> Option<Spanned<u64>> {
        let (text, span) = self.number_text(cx, name, "a whole number")?;
        let value = match text.strip_prefix('-') {
            Some(digits) if digits.bytes().all(|b| b == b'0') => Some(0),
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                return out_of_range(cx, name, span, &range(least, most, false));
            }
            _ if text.bytes().all(|b| b.is_ascii_digit()) => Some(text.parse().unwrap_or(u64::MAX)),
            _ => None,
        };
        let Some(value) = value else {
            cx.report(
                Diagnostic::new(Code::WrongType, span, format!("`{name}` must be a whole number"))
                    .label("this is not a whole number")
                    .aws(expected_type("a whole number")),
            );
            return None;
        };
        if (least..=most).contains(&value) {
            return Some(Spanned { span, value });
        }
        out_of_range(cx, name, span, &range(least, most, value > most))
    }

    /// A number from `least` to `most`, which may be infinite.
    pub(super) fn float(&mut self, cx: &mut Cx<'_>, name: &str, (least, most): (f64, f64)) -> Option<f64> {
        let (text, span) = self.number_text(cx, name, "a number")?;
        match text.parse::<f64>() {
            Ok(value) if (least..=most).contains(&value) && value.is_finite() => Some(value),
            value => {
                let above = value.is_ok_and(|value| value > most);
                let text = if most.is_finite() {
                    format!("from {least} to {most}")
                } else {
                    format!("at least {least}")
                };
                out_of_range(cx, name, span, &Range { text, aws: limit(above, least, most) })
            }
        }
    }

    /// The text of a number.
    fn number_text(&mut self, cx: &mut Cx<'_>, name: &str, expected: &str) -> Option<(String, Span)> {
        let node = self.take(name)?;
        match number_text(cx, name, &node) {
            NumberText::Number(text) => Some((text, node.span)),
            NumberText::Reported => None,
            NumberText::Other => {
                not_a_number(cx, name, &node, expected);
                None
            }
        }
    }
}

/// Something else than a number; a path is most likely meant for the field's other form.
fn not_a_number(cx: &mut Cx<'_>, name: &str, node: &Node, expected: &str) {
    let Value::String(text) = &node.value else {
        cx.wrong_type(name, node, expected);
        return;
    };
    let help = match cx.language {
        _ if is_number(text.as_str().trim()) => {
            Some(format!("write {} without quotes", text.as_str().trim()))
        }
        Language::JsonPath if looks_dynamic(text.as_str()) && PATH_FORMS.contains(&name) => {
            Some(format!("name the field `{name}Path` to use what the path selects"))
        }
        Language::Jsonata => Some("an expression stands between `{%` and `%}`".to_owned()),
        Language::JsonPath => None,
    };
    cx.report(
        Diagnostic::new(Code::WrongType, node.span, format!("`{name}` must be {expected}"))
            .label("this is a string")
            .maybe_help(help)
            .aws(expected_type(expected)),
    );
}

/// Whether a value is a number.
pub(super) enum NumberText {
    /// It is, or a substitution made it one.
    Number(String),
    /// It is a placeholder without a value, which was reported.
    Reported,
    /// It is something else.
    Other,
}

/// Reads a value as a number.
pub(super) fn number_text(cx: &mut Cx<'_>, name: &str, node: &Node) -> NumberText {
    let text = match &node.value {
        Value::Number(text) => return NumberText::Number(text.clone()),
        Value::String(text) => text,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return NumberText::Other,
    };
    let trimmed = text.as_str().trim();
    if text.is_substituted() && is_number(trimmed) {
        return NumberText::Number(trimmed.to_owned());
    }
    let Some((_, placeholder)) = placeholders(trimmed).first().cloned() else { return NumberText::Other };
    cx.report(
        Diagnostic::new(
            Code::PlaceholderNumber,
            node.span,
            format!("`{name}` must be a number, and `{placeholder}` has no value"),
        )
        .label("a placeholder")
        .help(format!("give `{placeholder}` a number as a substitution, or write the number here")),
    );
    NumberText::Reported
}

/// The values that a field takes, in words, and AWS's words for what is outside.
struct Range {
    text: String,
    aws: String,
}

fn range(least: u64, most: u64, above: bool) -> Range {
    let text = if most == u64::MAX { format!("at least {least}") } else { format!("from {least} to {most}") };
    Range { text, aws: limit(above, least, most) }
}

fn limit<T: std::fmt::Display>(above: bool, least: T, most: T) -> String {
    if above { format!("Maximum value is {most}") } else { format!("Minimum value is {least}") }
}

fn out_of_range<T>(cx: &mut Cx<'_>, name: &str, span: Span, range: &Range) -> Option<T> {
    cx.report(
        Diagnostic::new(Code::OutOfRange, span, format!("`{name}` is out of range"))
            .label(format!("must be {}", range.text))
            .aws(Aws::schema(range.aws.clone())),
    );
    None
}

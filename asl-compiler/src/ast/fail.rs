//! The Fail state.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, Intrinsic, Literal};
use crate::json::Text;

use super::Language;
use super::expr::{Dialect, Expr};
use super::fields::{Cx, Fields, Of, Spec};
use super::jsonata::{self, Gives};
use super::template::{looks_dynamic, no_path};

/// A Fail state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Fail {
    pub error: Option<FailText>,
    pub cause: Option<FailText>,
}

/// A string of a Fail state.
#[derive(Clone, Debug, PartialEq)]
pub enum FailText {
    /// `Error`, `Cause`.
    Literal(Text),
    /// `ErrorPath`, `CausePath`.
    Expr(Expr),
}

pub(super) const FIELDS: &[Spec] =
    &[("Error", Of::Both), ("ErrorPath", Of::JsonPath), ("Cause", Of::Both), ("CausePath", Of::JsonPath)];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Fail {
    Fail {
        error: text(cx, &mut fields, "Error", "ErrorPath"),
        cause: text(cx, &mut fields, "Cause", "CausePath"),
    }
}

fn text(cx: &mut Cx<'_>, fields: &mut Fields, name: &str, path_name: &str) -> Option<FailText> {
    fields.exclusive(cx, &[name, path_name]);
    if fields.instead(cx, name, Gives::String).is_some() {
        return None;
    }
    let literal = fields.string(cx, name);
    if let Some(text) = &literal {
        match cx.language {
            Language::JsonPath if looks_dynamic(text.as_str()) => no_path(cx, name, text),
            Language::JsonPath => {}
            Language::Jsonata => jsonata::warn_literal(cx, text),
        }
    }
    let path = fields.expression(cx, path_name, Dialect::Any);
    if let Some(path) = &path {
        gives_string(cx, path_name, path);
    }
    literal.map(FailText::Literal).or(path.map(FailText::Expr))
}

/// `ErrorPath` and `CausePath` need a string, whatever the data.
fn gives_string(cx: &mut Cx<'_>, name: &str, path: &Expr) {
    let never = match &path.value {
        Some(ir::Expr::Literal(literal)) => !matches!(literal, Literal::String(_)),
        Some(ir::Expr::Call(call)) => matches!(
            call.function,
            Intrinsic::Array
                | Intrinsic::ArrayPartition
                | Intrinsic::ArrayContains
                | Intrinsic::ArrayRange
                | Intrinsic::ArrayLength
                | Intrinsic::ArrayUnique
                | Intrinsic::JsonMerge
                | Intrinsic::MathRandom
                | Intrinsic::MathAdd
                | Intrinsic::StringSplit
        ),
        _ => false,
    };
    if never {
        cx.report(
            Diagnostic::new(
                Code::IntrinsicNotString,
                path.text.span(),
                format!("`{name}` needs a string, and this function gives none"),
            )
            .label("not a string")
            .help("make a string of it with `States.JsonToString` or `States.Format`"),
        );
    }
}

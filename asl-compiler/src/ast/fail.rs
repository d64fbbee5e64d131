//! The Fail state.

use crate::json::Text;

use super::expr::{Dialect, Expr};
use super::fields::{Cx, Fields, Of, Spec};

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
    let literal = fields.string(cx, name);
    let path = fields.expression(cx, path_name, Dialect::Any);
    literal.map(FailText::Literal).or(path.map(FailText::Expr))
}

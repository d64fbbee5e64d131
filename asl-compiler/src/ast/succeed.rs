//! The Succeed state.

use super::expr::Selector;
use super::fields::{Cx, Fields};
use super::jsonata::Sees;

/// A Succeed state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Succeed {
    pub input: Option<Selector>,
    pub output: Option<Selector>,
}

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Succeed {
    fields.query(cx, "Output", Sees::Input);
    Succeed { input: fields.selector(cx, "InputPath"), output: fields.selector(cx, "OutputPath") }
}

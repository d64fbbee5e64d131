//! The Parallel state.

use super::expr::Selector;
use super::fields::{Cx, Fields, Of, Spec};
use super::jsonata::Sees;
use super::state::Finish;
use super::template::Template;
use super::{Machine, nested};

/// A Parallel state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Parallel {
    pub input: Option<Selector>,
    pub parameters: Option<Template>,
    pub branches: Vec<Machine>,
    pub finish: Finish,
}

pub(super) const FIELDS: &[Spec] = &[("Branches", Of::Both)];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Parallel {
    if !fields.has("Branches") {
        fields.missing(cx, "Branches");
    }
    fields.query(cx, "Arguments", Sees::Input);
    let branches = fields.filled_array(cx, "Branches").unwrap_or_default();
    Parallel {
        input: fields.selector(cx, "InputPath"),
        parameters: fields.template(cx, "Parameters"),
        branches: branches
            .into_iter()
            .filter_map(|node| {
                let fields = Fields::read(cx, node, "a branch".to_owned(), None)?;
                Some(nested(cx, fields))
            })
            .collect(),
        finish: fields.finish(cx),
    }
}

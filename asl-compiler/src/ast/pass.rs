//! The Pass state.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Literal;

use super::expr::{ResultPath, Selector};
use super::fields::{Cx, Fields, Of, Spec};
use super::jsonata::Sees;
use super::template::{Assignment, Template, literal, warn_static};

/// A Pass state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Pass {
    pub input: Option<Selector>,
    pub result: PassResult,
    pub assign: Vec<Assignment>,
    pub result_path: Option<ResultPath>,
    pub output: Option<Selector>,
}

/// What a Pass state produces. AWS takes `Result` where both fields are given.
#[derive(Clone, Debug, PartialEq)]
pub enum PassResult {
    /// Neither field.
    Input,
    /// `Result`.
    Literal(Literal),
    /// `Parameters`.
    Template(Template),
}

pub(super) const FIELDS: &[Spec] = &[("Result", Of::JsonPath)];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Pass {
    fields.query(cx, "Output", Sees::Input);
    warn_both(cx, &fields);
    let parameters = fields.template(cx, "Parameters");
    let result = fields.take("Result").map(|node| {
        warn_static(cx, &node);
        literal(cx, node)
    });
    Pass {
        input: fields.selector(cx, "InputPath"),
        result: match (result, parameters) {
            (Some(result), _) => PassResult::Literal(result),
            (None, Some(parameters)) => PassResult::Template(parameters),
            (None, None) => PassResult::Input,
        },
        assign: fields.assign(cx, Sees::Input),
        result_path: fields.result_path(cx),
        output: fields.selector(cx, "OutputPath"),
    }
}

/// AWS takes both and uses `Result`.
fn warn_both(cx: &mut Cx<'_>, fields: &Fields) {
    if let (Some(parameters), Some(result)) = (fields.key("Parameters"), fields.key("Result")) {
        cx.report(
            Diagnostic::new(Code::NoEffect, parameters, "`Parameters` has no effect beside `Result`")
                .label("never evaluated")
                .also(result, "this is the state's result")
                .help("remove one of them"),
        );
    }
}

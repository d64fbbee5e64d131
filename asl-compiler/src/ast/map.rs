//! The Map state.

use crate::diagnostic::{Aws, Code, Diagnostic};
use crate::json::{Node, Text, Value};
use crate::source::Span;

use super::expr::{Dialect, Expr, Selector};
use super::fields::{Cx, Fields, Of, Spec};
use super::jsonata::{self, Gives, Sees};
use super::state::{Finish, Number};
use super::template::Template;
use super::{Language, Machine, distributed, nested};

/// A Map state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Map {
    pub input: Option<Selector>,
    pub items: Option<Expr>,
    pub item_selector: Option<Template>,
    pub max_concurrency: Option<Number>,
    pub processor: Option<Machine>,
    /// `ProcessorConfig` with `DISTRIBUTED`.
    pub distributed: Option<Distributed>,
    pub label: Option<Text>,
    pub finish: Finish,
}

/// What makes a Map a distributed one.
#[derive(Clone, Debug, PartialEq)]
pub struct Distributed {
    /// The place of `DISTRIBUTED`.
    pub span: Span,
    /// The place of `EXPRESS`, if the items run in Express executions.
    pub express: Option<Span>,
}

pub(super) const FIELDS: &[Spec] = &[
    ("ItemProcessor", Of::Both),
    ("Iterator", Of::Both),
    ("ItemsPath", Of::JsonPath),
    ("Items", Of::Jsonata),
    ("ItemSelector", Of::Both),
    ("MaxConcurrency", Of::Both),
    ("MaxConcurrencyPath", Of::JsonPath),
    ("ToleratedFailurePercentage", Of::Both),
    ("ToleratedFailurePercentagePath", Of::JsonPath),
    ("ToleratedFailureCount", Of::Both),
    ("ToleratedFailureCountPath", Of::JsonPath),
    ("ItemReader", Of::Both),
    ("ItemBatcher", Of::Both),
    ("ResultWriter", Of::Both),
    ("Label", Of::Both),
];

const CONFIG: &[Spec] = &[("Mode", Of::Both), ("ExecutionType", Of::Both)];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Map {
    if !fields.has("ItemProcessor") && !fields.has("Iterator") {
        cx.report(
            Diagnostic::new(
                Code::MissingAlternative,
                fields.at,
                format!("{} has no `ItemProcessor`", fields.owner),
            )
            .label("`ItemProcessor` is required")
            .help("add `\"ItemProcessor\": { \"StartAt\": \"…\", \"States\": { … } }`")
            .aws(Aws::one_of("ItemProcessor, Iterator")),
        );
    }
    fields.exclusive(cx, &["ItemProcessor", "Iterator"]);
    let (processor, distributed) = processor(cx, &mut fields);
    distributed::check(cx, &fields, distributed.as_ref());
    let label = distributed::fields(cx, &mut fields);
    items(cx, &mut fields);
    Map {
        input: fields.selector(cx, "InputPath"),
        items: fields.expression(cx, "ItemsPath", Dialect::Reference),
        item_selector: item_selector(cx, &mut fields),
        max_concurrency: fields.number(cx, "MaxConcurrency", "MaxConcurrencyPath", (0, u64::MAX)),
        processor,
        distributed,
        label,
        finish: fields.finish(cx),
    }
}

/// `Items`: an array, an object or an expression.
fn items(cx: &mut Cx<'_>, fields: &mut Fields) {
    if cx.language != Language::Jsonata || fields.instead(cx, "Items", Gives::Items).is_some() {
        return;
    }
    let Some(node) = fields.take("Items") else { return };
    match &node.value {
        Value::Array(_) | Value::Object(_) => jsonata::value(cx, &node, Sees::Input),
        _ => cx.wrong_type("Items", &node, "an array or an expression"),
    }
}

/// `ItemSelector` or its older name.
fn item_selector(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Template> {
    if cx.language == Language::Jsonata {
        fields.query(cx, "ItemSelector", Sees::Input);
        return None;
    }
    fields.exclusive(cx, &["ItemSelector", "Parameters"]);
    let older = fields.template(cx, "Parameters");
    fields.template(cx, "ItemSelector").or(older)
}

fn processor(cx: &mut Cx<'_>, fields: &mut Fields) -> (Option<Machine>, Option<Distributed>) {
    let mut result = None;
    let mut distributed = None;
    for name in ["Iterator", "ItemProcessor"] {
        let Some(node) = fields.take(name) else { continue };
        let Some(mut inner) = Fields::read(cx, node, format!("`{name}`"), None) else { continue };
        if let Some(config) = inner.take("ProcessorConfig") {
            distributed = distributed.or(processor_config(cx, config));
        }
        result = Some(nested(cx, inner));
    }
    (result, distributed)
}

fn processor_config(cx: &mut Cx<'_>, node: Node) -> Option<Distributed> {
    let mut fields = Fields::read(cx, node, "`ProcessorConfig`".to_owned(), None)?;
    fields.only(cx, &[CONFIG], |_| None);
    let given = fields.key("ExecutionType");
    let has_mode = fields.has("Mode");
    let execution_type = fields.one_of(cx, "ExecutionType", &["STANDARD", "EXPRESS"]);
    let mode = fields.one_of(cx, "Mode", &["INLINE", "DISTRIBUTED"]);
    // A wrong mode is reported, and may be any.
    let inline = mode.as_ref().map_or(!has_mode, |mode| mode.as_str() == "INLINE");
    if let Some(key) = given.filter(|_| inline) {
        cx.report(
            Diagnostic::new(Code::NoEffect, key, "`ExecutionType` has no effect in an inline Map")
                .label("not used")
                .help("remove it, or set `\"Mode\": \"DISTRIBUTED\"`"),
        );
    }
    let mode = mode.filter(|mode| mode.as_str() == "DISTRIBUTED")?;
    if given.is_none() {
        fields.missing(cx, "ExecutionType");
    }
    let express = execution_type.filter(|text| text.as_str() == "EXPRESS").map(|text| text.span());
    Some(Distributed { span: mode.span(), express })
}

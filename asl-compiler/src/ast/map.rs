//! The Map state, inline.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

use super::expr::{Dialect, Expr, Selector};
use super::fields::{Cx, Fields, Of, Spec};
use super::state::{Finish, Number};
use super::template::Template;
use super::{Language, Machine, nested};

/// A Map state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Map {
    pub input: Option<Selector>,
    pub items: Option<Expr>,
    pub item_selector: Option<Template>,
    pub max_concurrency: Option<Number>,
    pub processor: Option<Machine>,
    pub finish: Finish,
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

/// Fields that only a distributed Map uses.
const DISTRIBUTED: [&str; 3] = ["ItemReader", "ItemBatcher", "ResultWriter"];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Map {
    if !fields.has("ItemProcessor") && !fields.has("Iterator") {
        cx.report(
            Diagnostic::new(
                Code::MissingAlternative,
                fields.at,
                format!("{} has no `ItemProcessor`", fields.owner),
            )
            .label("`ItemProcessor` is required"),
        );
    }
    fields.exclusive(cx, &["ItemProcessor", "Iterator"]);
    let (processor, mode) = processor(cx, &mut fields);
    distributed(cx, &fields, mode);
    Map {
        input: fields.selector(cx, "InputPath"),
        items: fields.expression(cx, "ItemsPath", Dialect::Reference),
        item_selector: item_selector(cx, &mut fields),
        max_concurrency: fields.number(cx, "MaxConcurrency", "MaxConcurrencyPath", (0, u64::MAX)),
        processor,
        finish: {
            tolerance(cx, &mut fields);
            fields.finish(cx)
        },
    }
}

/// `ItemSelector` or its older name.
fn item_selector(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Template> {
    fields.exclusive(cx, &["ItemSelector", "Parameters"]);
    let older = fields.template(cx, "Parameters");
    fields.template(cx, "ItemSelector").or(older)
}

/// AWS takes these fields on an inline Map and does not use them.
fn tolerance(cx: &mut Cx<'_>, fields: &mut Fields) {
    fields.number(cx, "ToleratedFailureCount", "ToleratedFailureCountPath", (0, u64::MAX));
    fields.exclusive(cx, &["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"]);
    fields.expression(cx, "ToleratedFailurePercentagePath", Dialect::Reference);
    fields.string(cx, "Label");
}

/// The processor, and the place of `DISTRIBUTED` if that is its mode.
fn processor(cx: &mut Cx<'_>, fields: &mut Fields) -> (Option<Machine>, Option<Span>) {
    let mut result = None;
    let mut mode = None;
    for name in ["Iterator", "ItemProcessor"] {
        let Some(node) = fields.take(name) else { continue };
        let Some(mut inner) = Fields::read(cx, node, format!("`{name}`"), None) else { continue };
        if let Some(config) = inner.take("ProcessorConfig") {
            mode = mode.or(processor_config(cx, config));
        }
        result = Some(nested(cx, inner));
    }
    (result, mode)
}

fn processor_config(cx: &mut Cx<'_>, node: crate::json::Node) -> Option<Span> {
    let mut fields = Fields::read(cx, node, "`ProcessorConfig`".to_owned(), None)?;
    fields.only(cx, &[CONFIG], |_| None);
    fields.one_of(cx, "ExecutionType", &["STANDARD", "EXPRESS"]);
    let mode = fields.one_of(cx, "Mode", &["INLINE", "DISTRIBUTED"])?;
    (mode.as_str() == "DISTRIBUTED").then(|| mode.span())
}

/// One finding for all that makes a Map a distributed one.
fn distributed(cx: &mut Cx<'_>, fields: &Fields, mode: Option<Span>) {
    if cx.language == Language::Jsonata {
        return;
    }
    let mut places = DISTRIBUTED.iter().filter_map(|name| fields.key(name).map(|key| (*name, key)));
    let diagnostic = if let Some(span) = mode {
        Diagnostic::new(Code::DistributedMap, span, "a distributed Map is not supported yet")
            .label("only `INLINE` can be compiled")
    } else {
        let Some((name, key)) = places.next() else { return };
        let message = format!("`{name}` is not supported yet; it belongs to a distributed Map");
        Diagnostic::new(Code::DistributedMap, key, message).label("cannot be compiled")
    };
    let diagnostic = places
        .fold(diagnostic, |diagnostic, (name, key)| diagnostic.also(key, format!("`{name}` comes with it")));
    cx.report(diagnostic);
}

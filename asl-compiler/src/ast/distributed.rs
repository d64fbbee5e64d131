//! The fields of a distributed Map: where its items come from, how they are batched, where results go, and how many
//! may fail.

use std::collections::BTreeMap;

use crate::diagnostic::{Aws, Code, Diagnostic, near};
use crate::json::{Node, Text, Value, placeholders};

use super::Language;
use super::expr::Dialect;
use super::fields::{Cx, Fields, Of, Spec};
use super::jsonata::{Gives, Sees};
use super::map::Distributed;
use super::reader;

/// Fields that make no sense without `DISTRIBUTED` and that are not compiled.
const READ_AND_WRITTEN: [&str; 3] = ["ItemReader", "ItemBatcher", "ResultWriter"];

/// Fields that an inline Map takes and does not use.
const UNUSED_INLINE: [&str; 5] = [
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "Label",
];

const BATCHER: &[Spec] = &[
    ("BatchInput", Of::Both),
    ("MaxItemsPerBatch", Of::Both),
    ("MaxItemsPerBatchPath", Of::JsonPath),
    ("MaxInputBytesPerBatch", Of::Both),
    ("MaxInputBytesPerBatchPath", Of::JsonPath),
];

const WRITER: &[Spec] = &[
    ("Resource", Of::Both),
    ("Parameters", Of::JsonPath),
    ("Arguments", Of::Jsonata),
    ("WriterConfig", Of::Both),
];

const WRITER_CONFIG: &[Spec] = &[("Transformation", Of::Both), ("OutputType", Of::Both)];

/// The payload limit, which a batch cannot exceed.
const LARGEST_BATCH: u64 = 262_144;

const LONGEST_LABEL: usize = 40;

/// One finding for all that cannot be compiled, and one for each field that has no effect.
pub(super) fn check(cx: &mut Cx<'_>, fields: &Fields, distributed: Option<&Distributed>) {
    if distributed.is_none() && !READ_AND_WRITTEN.iter().any(|name| fields.has(name)) {
        for (name, key) in UNUSED_INLINE.iter().filter_map(|name| fields.key(name).map(|key| (name, key))) {
            cx.report(
                Diagnostic::new(Code::NoEffect, key, format!("`{name}` has no effect in an inline Map"))
                    .label("not used")
                    .help("remove it, or set `\"Mode\": \"DISTRIBUTED\"` in `ProcessorConfig`"),
            );
        }
    }
    if cx.language == Language::Jsonata {
        return;
    }
    let mut places = READ_AND_WRITTEN.iter().filter_map(|name| fields.key(name).map(|key| (*name, key)));
    let diagnostic = if let Some(distributed) = distributed {
        Diagnostic::new(Code::DistributedMap, distributed.span, "a distributed Map is not supported yet")
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

/// Reads them all; gives the `Label`.
pub(super) fn fields(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Text> {
    tolerance(cx, fields);
    if let Some(node) = fields.take("ItemReader") {
        reader::item_reader(cx, node);
    }
    if let Some(node) = fields.take("ItemBatcher") {
        batcher(cx, node);
    }
    if let Some(node) = fields.take("ResultWriter") {
        writer(cx, node);
    }
    let label = fields.string(cx, "Label")?;
    check_label(cx, &label);
    Some(label)
}

fn tolerance(cx: &mut Cx<'_>, fields: &mut Fields) {
    fields.number(cx, "ToleratedFailureCount", "ToleratedFailureCountPath", (0, u64::MAX));
    fields.exclusive(cx, &["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"]);
    fields.expression(cx, "ToleratedFailurePercentagePath", Dialect::Reference);
    if fields.instead(cx, "ToleratedFailurePercentage", Gives::Number).is_none() {
        fields.float(cx, "ToleratedFailurePercentage", (0.0, 100.0));
    }
}

fn batcher(cx: &mut Cx<'_>, node: Node) {
    let Some(mut fields) = Fields::read(cx, node, "`ItemBatcher`".to_owned(), None) else { return };
    fields.only(cx, &[BATCHER], |_| None);
    if !BATCHER.iter().any(|(name, _)| *name != "BatchInput" && fields.has(name)) {
        cx.report(
            Diagnostic::new(
                Code::MissingAlternative,
                fields.at,
                "`ItemBatcher` does not say how large a batch is",
            )
            .label("`MaxItemsPerBatch` or `MaxInputBytesPerBatch` is required")
            .help("add `\"MaxItemsPerBatch\": 10`, for example"),
        );
    }
    fields.number(cx, "MaxItemsPerBatch", "MaxItemsPerBatchPath", (1, u64::MAX));
    fields.number(cx, "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath", (1, LARGEST_BATCH));
    if !matches!(fields.get("BatchInput").map(|node| &node.value), None | Some(Value::Object(_)))
        && fields.instead(cx, "BatchInput", Gives::Any).is_none()
        && let Some(node) = fields.take("BatchInput")
    {
        cx.wrong_type("BatchInput", &node, "an object");
    }
    fields.payload(cx, "BatchInput");
}

fn writer(cx: &mut Cx<'_>, node: Node) {
    let Some(mut fields) = Fields::read(cx, node, "`ResultWriter`".to_owned(), None) else { return };
    fields.only(cx, &[WRITER], |_| None);
    if !fields.has("Resource") && !fields.has("WriterConfig") {
        fields.missing(cx, "Resource");
    }
    if let Some(text) = fields.string(cx, "Resource") {
        s3_resource(cx, &text, &["putObject"]);
    }
    fields.payload(cx, "Parameters");
    fields.payload(cx, "Arguments");
    let Some(node) = fields.take("WriterConfig") else { return };
    let Some(mut config) = Fields::read(cx, node, "`WriterConfig`".to_owned(), None) else { return };
    config.only(cx, &[WRITER_CONFIG], |_| None);
    config.one_of(cx, "Transformation", &["NONE", "COMPACT", "FLATTEN"]);
    config.one_of(cx, "OutputType", &["JSON", "JSONL"]);
}

impl Fields {
    /// A template or, in JSONata, any JSON with expressions.
    pub(super) fn payload(&mut self, cx: &mut Cx<'_>, name: &str) {
        match cx.language {
            Language::JsonPath => {
                self.template(cx, name);
            }
            Language::Jsonata => self.query(cx, name, Sees::Input),
        }
    }
}

/// The actions of S3 that a Map reads and writes with. Gives the action, if it is one of them.
pub(super) fn s3_resource(cx: &mut Cx<'_>, text: &Text, actions: &[&'static str]) -> Option<&'static str> {
    let value = text.as_str();
    let found = actions.iter().find(|action| {
        let parts: Vec<&str> = value.split(':').collect();
        matches!(parts.as_slice(), ["arn", _, "states", _, _, "s3", last] if last == *action)
    });
    if found.is_none() && placeholders(value).is_empty() {
        let wanted: Vec<String> =
            actions.iter().map(|action| format!("arn:aws:states:::s3:{action}")).collect();
        let guess = near(value, wanted.iter().map(String::as_str));
        let help = match guess {
            Some(guess) => format!("did you mean `{guess}`?"),
            None => format!("write `{}`", wanted.join("` or `")),
        };
        cx.report(
            Diagnostic::new(Code::UnknownResource, text.span(), format!("the resource `{value}` is not recognized"))
                .label("a Map cannot use it here")
                .help(help)
                .aws(Aws::schema(format!(
                    "The resource provided {value} is not recognized. The value is not a valid resource ARN, or the \
                     resource is not available in this region."
                ))),
        );
    }
    found.copied()
}

/// 1 to 40 characters, none of those that an ARN or a name cannot have.
fn check_label(cx: &mut Cx<'_>, label: &Text) {
    let value = label.as_str();
    let refused = |c: &char| c.is_whitespace() || c.is_control() || "?*<>{}[]:;,\\|^~$#%&`\"".contains(*c);
    let text = if value.is_empty() {
        "the label is empty".to_owned()
    } else if let Some(wrong) = value.chars().find(refused) {
        if !placeholders(value).is_empty() {
            return;
        }
        format!("{wrong:?} is not allowed")
    } else if value.chars().count() > LONGEST_LABEL {
        format!("{} characters, at most {LONGEST_LABEL} are allowed", value.chars().count())
    } else {
        return;
    };
    cx.report(
        Diagnostic::new(Code::InvalidLabel, label.span(), format!("`{value}` is not a label"))
            .label(text)
            .help("letters, digits, `-` and `_` are fine, at most 40 of them")
            .aws(Aws::other("INVALID_LABEL_NAME", format!("Invalid label name: {value}"))),
    );
}

/// `CSVHeaders`: different strings.
pub(super) fn headers(cx: &mut Cx<'_>, items: Vec<Node>) {
    let mut seen = BTreeMap::new();
    for node in items {
        let Value::String(text) = node.value else {
            cx.wrong_type("CSVHeaders", &node, "an array of strings");
            continue;
        };
        if let Some(first) = seen.insert(text.as_str().to_owned(), text.span()) {
            cx.report(
                Diagnostic::new(
                    Code::DuplicateHeader,
                    text.span(),
                    format!("the header `{}` is given twice", text.as_str()),
                )
                .label("again here")
                .also(first, "first here"),
            );
        }
    }
}

//! `ItemReader`: the dataset of a distributed Map.

use crate::diagnostic::{Aws, Code, Diagnostic, Severity};
use crate::json::{Node, placeholders};

use super::distributed::{headers, s3_resource};
use super::expr::Dialect;
use super::fields::{Cx, Fields, Of, Spec};

const READER: &[Spec] = &[
    ("Resource", Of::Both),
    ("Parameters", Of::JsonPath),
    ("Arguments", Of::Jsonata),
    ("ReaderConfig", Of::Both),
];

const READER_CONFIG: &[Spec] = &[
    ("InputType", Of::Both),
    ("Transformation", Of::Both),
    ("ManifestType", Of::Both),
    ("CSVDelimiter", Of::Both),
    ("CSVHeaderLocation", Of::Both),
    ("CSVHeaders", Of::Both),
    ("ItemsPointer", Of::Both),
    ("MaxItems", Of::Both),
    ("MaxItemsPath", Of::JsonPath),
];

const MOST_ITEMS: u64 = 100_000_000;

const LONGEST_POINTER: usize = 2000;

/// `ItemReader`.
pub(super) fn item_reader(cx: &mut Cx<'_>, node: Node) {
    let Some(mut fields) = Fields::read(cx, node, "`ItemReader`".to_owned(), None) else { return };
    fields.only(cx, &[READER], |_| None);
    let action = fields
        .required_string(cx, "Resource")
        .and_then(|text| s3_resource(cx, &text, &["getObject", "listObjectsV2"]));
    fields.payload(cx, "Parameters");
    fields.payload(cx, "Arguments");
    if action == Some("getObject") && !fields.has("ReaderConfig") {
        fields.missing(cx, "ReaderConfig");
    }
    let Some(node) = fields.take("ReaderConfig") else { return };
    let Some(config) = Fields::read(cx, node, "`ReaderConfig`".to_owned(), None) else { return };
    reader_config(cx, config, action);
}

fn reader_config(cx: &mut Cx<'_>, mut config: Fields, action: Option<&str>) {
    config.only(cx, &[READER_CONFIG], |_| None);
    if action == Some("getObject") && !config.has("InputType") {
        config.missing(cx, "InputType");
    }
    let input = config.one_of(cx, "InputType", &["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]);
    let input = input.as_ref().map(crate::json::Text::as_str);
    config.one_of(cx, "Transformation", &["NONE", "LOAD_AND_FLATTEN"]);
    if input == Some("JSON") {
        refuse(cx, &mut config, &["ManifestType"], "JSON");
    }
    config.one_of(cx, "ManifestType", &["ATHENA_DATA", "S3_INVENTORY"]);
    match input {
        Some("CSV") => csv(cx, &mut config),
        Some(other @ ("JSON" | "JSONL" | "PARQUET")) => {
            refuse(cx, &mut config, &["CSVDelimiter", "CSVHeaderLocation", "CSVHeaders"], other);
        }
        _ => {}
    }
    config.one_of(cx, "CSVDelimiter", &["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]);
    config.one_of(cx, "CSVHeaderLocation", &["FIRST_ROW", "GIVEN"]);
    if let Some(items) = config.filled_array(cx, "CSVHeaders") {
        headers(cx, items);
    }
    pointer(cx, &mut config, input);
    config.exclusive(cx, &["MaxItems", "MaxItemsPath"]);
    if let Some(most) =
        config.integer_or_query(cx, "MaxItems", (0, MOST_ITEMS)).filter(|most| most.value == 0)
    {
        let mut diagnostic = Diagnostic::new(Code::OutOfRange, most.span, "`MaxItems` is out of range")
            .label(format!("must be from 1 to {MOST_ITEMS}"));
        // AWS looks only when the Map runs: `States.ItemReaderFailed`, "field MaxItems must be positive".
        diagnostic.severity = Severity::Doomed;
        cx.report(diagnostic);
    }
    config.expression(cx, "MaxItemsPath", Dialect::Reference);
}

/// Fields that do not go with an `InputType`.
fn refuse(cx: &mut Cx<'_>, config: &mut Fields, names: &[&str], input: &str) {
    for name in names {
        let Some(key) = config.key(name) else { continue };
        config.take(name);
        cx.report(
            Diagnostic::new(Code::FieldNotAllowed, key, format!("`{name}` is not allowed for {input} input"))
                .label("not a field here")
                .help(format!("remove `{name}`, or give another `InputType`"))
                .aws(Aws::not_supported(name)),
        );
    }
}

fn csv(cx: &mut Cx<'_>, config: &mut Fields) {
    let location = config.get("CSVHeaderLocation").and_then(|node| match &node.value {
        crate::json::Value::String(text) => Some(text.as_str().to_owned()),
        _ => None,
    });
    match location.as_deref() {
        None if !config.has("CSVHeaderLocation") => config.missing(cx, "CSVHeaderLocation"),
        Some("GIVEN") if !config.has("CSVHeaders") => config.missing(cx, "CSVHeaders"),
        Some("FIRST_ROW") => {
            if let Some(key) = config.key("CSVHeaders") {
                config.take("CSVHeaders");
                let message = "`CSVHeaders` is not allowed when the first row has the headers";
                cx.report(
                    Diagnostic::new(Code::FieldNotAllowed, key, message)
                        .label("not a field here")
                        .help("remove it, or set `\"CSVHeaderLocation\": \"GIVEN\"`")
                        .aws(Aws::not_supported("CSVHeaders")),
                );
            }
        }
        _ => {}
    }
}

/// `ItemsPointer`: a JSON Pointer (RFC 6901) into a JSON file.
fn pointer(cx: &mut Cx<'_>, config: &mut Fields, input: Option<&str>) {
    let key = config.key("ItemsPointer");
    let Some(text) = config.string(cx, "ItemsPointer") else { return };
    let value = text.as_str();
    if let (Some(key), Some(input @ ("CSV" | "JSONL" | "PARQUET"))) = (key, input) {
        cx.report(
            Diagnostic::new(Code::NoEffect, key, format!("`ItemsPointer` has no effect for {input} input"))
                .label("only JSON files are looked into"),
        );
    }
    if !value.starts_with('/') && placeholders(value).is_empty() {
        cx.report(
            Diagnostic::new(Code::JsonPointer, text.span(), format!("`{value}` is not a JSON Pointer"))
                .label("must start with `/`")
                .help(format!("write `/{}`", value.trim_start_matches(['$', '.']).replace('.', "/")))
                .aws(Aws::schema(format!(
                    "Invalid input: JSON Pointer expression must start with '/': \"{value}\""
                ))),
        );
    } else if value.chars().count() >= LONGEST_POINTER {
        cx.report(Diagnostic::new(Code::JsonPointer, text.span(), "the JSON Pointer is too long").label(
            format!("{} characters, fewer than {LONGEST_POINTER} are allowed", value.chars().count()),
        ));
    }
}

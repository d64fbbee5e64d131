//! Definitions in YAML as the JSON that they stand for.

use std::path::Path;

use asl_compiler::json::{Node, Value, read};
use asl_compiler::report::{Style, render_all};
use asl_compiler::source::Format;
use asl_compiler::{Diagnostics, Source};

/// The JSON of a definition's file: of one in JSON its own text, of one in YAML what it stands for.
///
/// # Errors
/// It is no YAML with a JSON form; the compiler's report.
pub fn json_of(path: &Path, text: &str) -> Result<String, String> {
    let source = Source::new(path.display().to_string(), text);
    if source.format() == Format::Json {
        return Ok(text.to_owned());
    }
    let mut diagnostics = Diagnostics::default();
    let node = read(&source, &mut diagnostics);
    match node.filter(|_| !diagnostics.has_errors()) {
        Some(node) => Ok(write(&node)),
        None => Err(render_all(&source, diagnostics.iter(), Style::Plain)),
    }
}

fn write(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.clone(),
        Value::String(text) => string(text.as_str()),
        Value::Array(items) => format!("[{}]", join(items.iter().map(write))),
        Value::Object(members) => {
            let members = members.iter().map(|member| {
                let (key, value) = (string(member.key.as_str()), write(&member.value));
                format!("{key}:{value}")
            });
            format!("{{{}}}", join(members))
        }
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

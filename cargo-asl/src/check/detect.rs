//! What a file is: a definition, a template, or nothing to look at.

#[cfg(test)]
mod tests;

use asl_compiler::json::{Node, Value};
use asl_compiler::source::Format;
use asl_compiler::{Diagnostics, Source, template};

/// What a file is.
#[derive(Debug)]
pub(super) enum Content {
    Definition,
    /// Its data, with the functions in their long forms.
    Template(Node),
    /// It cannot be read, and must be one of the two.
    Broken(Diagnostics),
    Other,
}

/// The endings of names that only definitions have.
const DEFINITIONS: [&str; 3] = [".asl.json", ".asl.yaml", ".asl.yml"];

/// Whether a file's name says that it is a definition.
pub(crate) fn is_named_definition(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    DEFINITIONS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a file may be of interest by what is in it: cheap, and never wrong when it says no.
pub(super) fn may_matter(text: &[u8]) -> bool {
    let has = |word: &str| text.windows(word.len()).any(|part| part == word.as_bytes());
    has("StartAt") && has("States") || has("StateMachine") && has("Resources")
}

/// Looks at a text; `named` when the user named the file.
pub(super) fn detect(source: &Source, named: bool) -> Content {
    if is_named_definition(source.name()) {
        return Content::Definition;
    }
    let text = source.text();
    let may_be_template = template::may_be_template(text);
    let may_be_definition = text.contains("StartAt") && text.contains("States");
    if !may_be_template && !may_be_definition {
        return if named { Content::Definition } else { Content::Other };
    }
    let mut diagnostics = Diagnostics::default();
    let Some(node) = template::read(source, &mut diagnostics) else {
        let sure = named || begins_as_one(source, may_be_template);
        return if sure { Content::Broken(diagnostics) } else { Content::Other };
    };
    if may_be_template && template::is_template(&node) {
        Content::Template(node)
    } else if named || is_machine(&node) {
        Content::Definition
    } else {
        Content::Other
    }
}

fn is_machine(node: &Node) -> bool {
    node.get("StartAt").is_some() && matches!(node.get("States"), Some(Node { value: Value::Object(_), .. }))
}

/// Whether a text that cannot be read is one of the two: a word stands where it stands in them, in a line of its own.
/// Something else (a template of another tool, a file with comments) may only mention them.
fn begins_as_one(source: &Source, may_be_template: bool) -> bool {
    let text = source.text();
    let words: &[&str] =
        if may_be_template { &["Resources", "AWSTemplateFormatVersion"] } else { &["StartAt", "States"] };
    // Members of an object in braces are indented, most often.
    let inside = text.lines().skip(1).map(indentation).filter(|indent| *indent > 0);
    let least = match source.format() {
        Format::Json => inside.min().unwrap_or_default(),
        Format::Yaml => 0,
    };
    text.lines().filter(|line| indentation(line) <= least).any(|line| {
        let line = line.trim_start_matches(['{', ' ', '\t', '"', '\'']);
        words.iter().any(|word| line.starts_with(word))
    })
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

//! SARIF 2.1.0 (OASIS), which code scanning services and editors read.

use super::write::{array, object, string};
use super::{Finding, words};
use crate::diagnostic::{Code, Label, Severity};
use crate::source::{Source, Span};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A file that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub file: String,
    /// Why.
    pub message: String,
}

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A whole log: one run with the rules that were broken, their pages as help, and the findings.
pub fn sarif(findings: &[Finding<'_>], failures: &[Failure]) -> String {
    let mut rules: BTreeMap<Code, usize> =
        findings.iter().map(|finding| (finding.diagnostic.code, 0)).collect();
    for (index, place) in rules.values_mut().enumerate() {
        *place = index;
    }
    let driver = object([
        ("name", string("cargo-asl")),
        ("version", string(env!("CARGO_PKG_VERSION"))),
        ("semanticVersion", string(env!("CARGO_PKG_VERSION"))),
        ("informationUri", string(env!("CARGO_PKG_REPOSITORY"))),
        ("rules", array(rules.keys().copied().map(rule))),
    ]);
    let notifications = failures.iter().map(|failure| {
        let location = object([("artifactLocation", artifact(&failure.file))]);
        object([
            ("level", string("error")),
            ("message", message(&failure.message)),
            ("locations", array([object([("physicalLocation", location)])])),
        ])
    });
    let invocation = object([
        ("executionSuccessful", failures.is_empty().to_string()),
        ("toolExecutionNotifications", array(notifications)),
    ]);
    let run = object([
        ("tool", object([("driver", driver)])),
        ("columnKind", string("unicodeCodePoints")),
        ("invocations", array([invocation])),
        ("results", array(findings.iter().map(|finding| result(finding, &rules)))),
    ]);
    object([("$schema", string(SCHEMA)), ("version", string("2.1.0")), ("runs", array([run]))])
}

/// A code, with its page.
fn rule(code: Code) -> String {
    let info = code.info();
    let page = code.page();
    let text = page.split_once("\n\n").map_or(page, |(_, text)| text);
    let full = text.split("\n## ").next().unwrap_or_default().trim();
    object([
        ("id", string(info.id)),
        ("name", string(info.slug)),
        ("shortDescription", message(info.summary)),
        ("fullDescription", message(if full.is_empty() { info.summary } else { full })),
        ("help", object([("text", string(text.trim())), ("markdown", string(page.trim()))])),
        ("defaultConfiguration", object([("level", string(level(info.severity)))])),
    ])
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Doomed => "error",
        Severity::Warning => "warning",
    }
}

fn result(finding: &Finding<'_>, rules: &BTreeMap<Code, usize>) -> String {
    let Finding { source, machine, diagnostic } = *finding;
    let mut place = vec![("physicalLocation", physical(source, diagnostic.primary.span))];
    if let Some(machine) = machine {
        let logical = object([("name", string(machine)), ("kind", string("resource"))]);
        place.push(("logicalLocations", array([logical])));
    }
    let mut members = vec![
        ("ruleId", string(diagnostic.code.info().id)),
        ("ruleIndex", rules.get(&diagnostic.code).copied().unwrap_or_default().to_string()),
        ("level", string(level(diagnostic.severity))),
        ("message", message(&words(diagnostic))),
        ("locations", array([object(place)])),
    ];
    let secondary = diagnostic.secondary.iter().map(|label| (source, label));
    let elsewhere = diagnostic.elsewhere.iter().map(|place| (&*place.source, &place.label));
    let related: Vec<(&Source, &Label)> = secondary.chain(elsewhere).collect();
    if !related.is_empty() {
        let related = related.into_iter().enumerate().map(|(id, (source, label))| {
            object([
                ("id", id.to_string()),
                ("physicalLocation", physical(source, label.span)),
                ("message", message(&label.text)),
            ])
        });
        members.push(("relatedLocations", array(related)));
    }
    object(members)
}

fn message(text: &str) -> String {
    object([("text", string(text))])
}

fn physical(source: &Source, span: Span) -> String {
    let (start, end) = (source.position(span.start), source.position(span.end.max(span.start)));
    let region = object([
        ("startLine", start.line.to_string()),
        ("startColumn", start.column.to_string()),
        ("endLine", end.line.to_string()),
        ("endColumn", end.column.to_string()),
    ]);
    object([("artifactLocation", artifact(source.name())), ("region", region)])
}

fn artifact(file: &str) -> String {
    object([("uri", string(&uri(file)))])
}

/// A path as a URI reference: relative as it is, absolute as one of a file.
pub(super) fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let drive = path.as_bytes().get(1) == Some(&b':');
    let mut uri = match (path.starts_with('/'), drive) {
        (true, _) => "file://".to_owned(),
        (false, true) => "file:///".to_owned(),
        (false, false) => String::new(),
    };
    for (index, byte) in path.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b':' if drive && index == 1 => uri.push(':'),
            // Writing to a string cannot fail.
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

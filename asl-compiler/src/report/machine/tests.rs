use super::*;
use crate::diagnostic::{Code, Diagnostics};
use crate::json::{Node, Value, parse};
use crate::source::Span;

fn example() -> (Source, Diagnostic) {
    let source = Source::new("a b/order,1.asl.json", "{\n  \"ä\": 1,\n  \"Nxt\": \"\"\n}\n");
    let diagnostic = Diagnostic::new(Code::UnknownField, Span::new(15, 20), "unknown field `Nxt`: 100%")
        .label("no \"such\" field")
        .also(Span::new(4, 8), "beside\tthis")
        .note("a fact")
        .help("did you mean\n`Next`?");
    (source, diagnostic)
}

fn read(json: &str) -> Node {
    parse(&Source::new("x.json", json), &mut Diagnostics::default()).unwrap_or_else(|| panic!("{json}"))
}

/// The value at a path of names and indexes.
#[track_caller]
fn at<'n>(node: &'n Node, path: &str) -> &'n Node {
    path.split('.').fold(node, |node, step| match step.parse::<usize>() {
        Ok(index) => &node.items().unwrap_or_else(|| panic!("{step} of {path}"))[index],
        Err(_) => node.get(step).unwrap_or_else(|| panic!("{step} of {path}")),
    })
}

#[track_caller]
fn text<'n>(node: &'n Node, path: &str) -> &'n str {
    match &at(node, path).value {
        Value::String(text) => text.as_str(),
        Value::Number(text) => text,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn a_line_of_json() {
    let (source, diagnostic) = example();
    let line = json(&Finding { source: &source, machine: Some("Order"), diagnostic: &diagnostic });
    assert!(!line.contains('\n'));
    let node = read(&line);
    for (path, value) in [
        ("reason", "finding"),
        ("file", "a b/order,1.asl.json"),
        ("machine", "Order"),
        ("code", "ASL0102"),
        ("name", "unknown-field"),
        ("severity", "error"),
        ("message", "unknown field `Nxt`: 100%"),
        ("label", "no \"such\" field"),
        ("start.byte", "15"),
        ("start.line", "3"),
        ("start.column", "3"),
        ("end.column", "8"),
        ("related.0.message", "beside\tthis"),
        ("related.0.end.byte", "8"),
        ("related.0.end.column", "6"),
        ("notes.0", "a fact"),
        ("help", "did you mean\n`Next`?"),
    ] {
        assert_eq!(text(&node, path), value, "{path}");
    }
}

#[test]
fn a_command_of_github() {
    let (source, mut diagnostic) = example();
    diagnostic.severity = Severity::Doomed;
    assert_eq!(
        github(&Finding { source: &source, machine: None, diagnostic: &diagnostic }),
        "::error file=a b/order%2C1.asl.json,line=3,endLine=3,col=3,endColumn=8,title=ASL0102 unknown-field\
         ::unknown field `Nxt`: 100%25: no \"such\" field\
         %0Anote: AWS accepts this definition, and the execution fails here; allow it with `unknown-field`\
         %0Anote: a fact%0Ahelp: did you mean%0A`Next`?"
    );
}

#[test]
fn a_sarif_log_has_what_the_schema_requires() {
    let (source, diagnostic) = example();
    let mut warning = diagnostic.clone();
    (warning.code, warning.severity) = (Code::NoDollar, Severity::Warning);
    warning.secondary.clear();
    let finding = |diagnostic| Finding { source: &source, machine: None, diagnostic };
    let failure = Failure { file: "/x/ä.json".to_owned(), message: "not UTF-8".to_owned() };
    let log = read(&sarif(&[finding(&warning), finding(&diagnostic), finding(&diagnostic)], &[failure]));
    for (path, value) in [
        ("version", "2.1.0"),
        ("runs.0.tool.driver.name", "cargo-asl"),
        ("runs.0.tool.driver.rules.0.id", "ASL0102"),
        ("runs.0.tool.driver.rules.0.name", "unknown-field"),
        ("runs.0.tool.driver.rules.0.shortDescription.text", "no such field exists"),
        ("runs.0.tool.driver.rules.0.defaultConfiguration.level", "error"),
        ("runs.0.tool.driver.rules.1.defaultConfiguration.level", "warning"),
        ("runs.0.columnKind", "unicodeCodePoints"),
        ("runs.0.results.0.ruleId", "ASL0421"),
        ("runs.0.results.0.ruleIndex", "1"),
        ("runs.0.results.0.level", "warning"),
        ("runs.0.results.2.ruleIndex", "0"),
        ("runs.0.results.1.locations.0.physicalLocation.artifactLocation.uri", "a%20b/order%2C1.asl.json"),
        ("runs.0.results.1.locations.0.physicalLocation.region.startLine", "3"),
        ("runs.0.results.1.locations.0.physicalLocation.region.startColumn", "3"),
        ("runs.0.results.1.locations.0.physicalLocation.region.endColumn", "8"),
        ("runs.0.results.1.relatedLocations.0.message.text", "beside\tthis"),
        (
            "runs.0.invocations.0.toolExecutionNotifications.0.locations.0.physicalLocation.artifactLocation.uri",
            "file:///x/%C3%A4.json",
        ),
        ("runs.0.invocations.0.toolExecutionNotifications.0.message.text", "not UTF-8"),
    ] {
        assert_eq!(text(&log, path), value, "{path}");
    }
    assert_eq!(at(&log, "runs.0.invocations.0.executionSuccessful").value, Value::Bool(false));
    assert!(text(&log, "runs.0.tool.driver.rules.0.help.markdown").starts_with("# ASL0102: "));
    assert!(text(&log, "runs.0.results.1.message.text").contains("help: did you mean"));
    assert_eq!(at(&log, "runs.0.tool.driver.rules").items().unwrap().len(), 2);
}

/// A place in another text names its file.
#[test]
fn places_elsewhere() {
    let (source, diagnostic) = example();
    let old = std::sync::Arc::new(Source::new("old.asl.json", "{\n  \"Next\": 1\n}"));
    let diagnostic = diagnostic.elsewhere(&old, Span::new(4, 10), "it was here");
    let finding = Finding { source: &source, machine: None, diagnostic: &diagnostic };
    let line = read(&json(&finding));
    let log = read(&sarif(&[finding], &[]));
    for (node, path, value) in [
        (&line, "related.0.file", "a b/order,1.asl.json"),
        (&line, "related.1.file", "old.asl.json"),
        (&line, "related.1.message", "it was here"),
        (&line, "related.1.start.line", "2"),
        (&log, "runs.0.results.0.relatedLocations.1.id", "1"),
        (&log, "runs.0.results.0.relatedLocations.1.physicalLocation.artifactLocation.uri", "old.asl.json"),
        (&log, "runs.0.results.0.relatedLocations.1.physicalLocation.region.startLine", "2"),
    ] {
        assert_eq!(text(node, path), value, "{path}");
    }
    assert!(github(&finding).ends_with("%0Anote: old.asl.json:2:3: it was here"));
}

#[test]
fn a_log_without_findings() {
    let log = read(&sarif(&[], &[]));
    assert_eq!(at(&log, "runs.0.results").items().unwrap().len(), 0);
    assert_eq!(at(&log, "runs.0.invocations.0.executionSuccessful").value, Value::Bool(true));
}

#[test]
fn paths_become_uris() {
    for (path, uri) in [
        ("./a/b.json", "a/b.json"),
        ("a\\b.json", "a/b.json"),
        ("C:\\a b.json", "file:///C:/a%20b.json"),
        ("/a/100%.json", "file:///a/100%25.json"),
    ] {
        assert_eq!(sarif::uri(path), uri);
    }
}

//! Which fields are evaluated, and what is said about what is in them.

use std::path::{Path, PathBuf};

use crate::analyze::{AnalyzeOptions, analyze};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::expr::jsonata;
use crate::json::{Node, Value};
use crate::source::Source;

/// What is found in the expressions of a definition: code and the text of the place.
fn found(text: &str) -> Vec<(Code, String)> {
    let source = Source::new("x", text);
    let place = |finding: &Diagnostic| (finding.code, source.slice(finding.primary.span).to_owned());
    findings(&source).iter().map(place).collect()
}

fn findings(source: &Source) -> Vec<Diagnostic> {
    let diagnostics = analyze(source, &AnalyzeOptions::default()).diagnostics;
    diagnostics.iter().filter(|finding| finding.code.info().id.starts_with("ASL06")).cloned().collect()
}

/// A JSONata machine of one state with these fields.
fn state(fields: &str) -> String {
    format!(r#"{{"QueryLanguage": "JSONata", "StartAt": "A", "States": {{"A": {{"End": true, {fields}}}}}}}"#)
}

#[test]
fn every_field_that_is_evaluated() {
    for fields in [
        r#""Type": "Pass", "Output": "{% x %}""#,
        r#""Type": "Pass", "Output": {"a": [1, {"b": "{% x %}"}]}"#,
        r#""Type": "Pass", "Assign": {"v": "{% x %}"}"#,
        r#""Type": "Task", "Arguments": ["{% x %}"]"#,
        r#""Type": "Task", "TimeoutSeconds": "{% x %}""#,
        r#""Type": "Task", "HeartbeatSeconds": "{% x %}""#,
        r#""Type": "Task", "Credentials": {"RoleArn": "{% x %}"}"#,
        r#""Type": "Task", "Catch": [{"Output": "{% x %}"}]"#,
        r#""Type": "Task", "Catch": [{"Assign": {"e": "{% x %}"}}]"#,
        r#""Type": "Choice", "Choices": [{"Condition": "{% x %}"}]"#,
        r#""Type": "Choice", "Choices": [{"Output": "{% x %}"}]"#,
        r#""Type": "Choice", "Choices": [{"Assign": {"v": "{% x %}"}}]"#,
        r#""Type": "Map", "Items": "{% x %}""#,
        r#""Type": "Map", "ItemSelector": {"v": "{% x %}"}"#,
        r#""Type": "Map", "MaxConcurrency": "{% x %}""#,
        r#""Type": "Map", "ItemBatcher": {"MaxItemsPerBatch": "{% x %}"}"#,
        r#""Type": "Map", "ItemBatcher": {"BatchInput": {"v": "{% x %}"}}"#,
        r#""Type": "Map", "ItemReader": {"ReaderConfig": {"MaxItems": "{% x %}"}}"#,
        r#""Type": "Map", "ItemReader": {"Arguments": {"Bucket": "{% x %}"}}"#,
        r#""Type": "Map", "ResultWriter": {"Arguments": {"Bucket": "{% x %}"}}"#,
        r#""Type": "Map", "ToleratedFailurePercentage": "{% x %}""#,
        r#""Type": "Map", "ToleratedFailureCount": "{% x %}""#,
        r#""Type": "Map", "ItemProcessor": {"States": {"B": {"Type": "Pass", "Output": "{% x %}"}}}"#,
        r#""Type": "Parallel", "Branches": [{"States": {"B": {"Type": "Pass", "Output": "{% x %}"}}}]"#,
        r#""Type": "Wait", "Seconds": "{% x %}""#,
        r#""Type": "Wait", "Timestamp": "{% x %}""#,
        r#""Type": "Fail", "Error": "{% x %}""#,
        r#""Type": "Fail", "Cause": "{% x %}""#,
    ] {
        assert_eq!(found(&state(fields)), [(Code::JsonataTopLevelName, "x".to_owned())], "{fields}");
    }
}

#[test]
fn what_is_no_expression() {
    for fields in [
        r#""Type": "Pass", "Comment": "{% x %}", "Output": " {% x %}""#,
        r#""Type": "Pass", "Output": "{% x %} ""#,
        r#""Type": "Pass", "Output": "a {% x %}""#,
        r#""Type": "Pass", "Output": "{%}""#,
        r#""Type": "Pass", "Output": {"{% x %}": 1}"#,
        r#""Type": "Pass", "QueryLanguage": "JSONPath", "Result": "{% x %}""#,
        r#""Type": "Task", "Resource": "{% x %}", "Next": "{% x %}""#,
    ] {
        assert_eq!(found(&state(fields)), [], "{fields}");
    }
    assert_eq!(found(&state(r#""Type": "Pass", "Output": "{%%}""#)), [(Code::JsonataSyntax, String::new())]);
}

#[test]
fn the_language_of_a_state() {
    let inner = r#"{"StartAt": "A", "States": {"A": {"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% x %}",
        "ItemProcessor": {"States": {"B": {"Type": "Pass", "Result": "{% y %}", "Output": "{% z %}"}}}}}}"#;
    assert_eq!(found(inner), [(Code::JsonataTopLevelName, "x".to_owned())]);
}

#[test]
fn members_of_states_by_field() {
    let result = "{% $states.result %}";
    let error = "{% $states.errorOutput %}";
    for (fields, wrong) in [
        (format!(r#""Type": "Task", "Output": "{result}", "Assign": {{"a": "{result}"}}"#), None),
        (format!(r#""Type": "Map", "Output": "{result}""#), None),
        (
            format!(r#""Type": "Task", "Catch": [{{"Output": "{error}", "Assign": {{"a": "{error}"}}}}]"#),
            None,
        ),
        (format!(r#""Type": "Task", "Arguments": "{result}""#), Some("result")),
        (format!(r#""Type": "Pass", "Output": "{result}""#), Some("result")),
        (format!(r#""Type": "Task", "Catch": [{{"Output": "{result}"}}]"#), Some("result")),
        (format!(r#""Type": "Task", "Output": "{error}""#), Some("errorOutput")),
        (format!(r#""Type": "Choice", "Choices": [{{"Output": "{result}"}}]"#), Some("result")),
    ] {
        let expected: Vec<_> =
            wrong.into_iter().map(|member| (Code::JsonataStatesMember, member.to_owned())).collect();
        assert_eq!(found(&state(&fields)), expected, "{fields}");
    }
}

#[test]
fn variables_of_this_machine_and_those_around() {
    let text = r#"{"QueryLanguage": "JSONata", "States": {
        "A": {"Type": "Pass", "Assign": {"outer": 1}},
        "B": {"Type": "Parallel", "Branches": [{"States": {
            "C": {"Type": "Pass", "Assign": {"inner": "{% $outer %}"}, "Output": "{% $inner + $outer %}"}}}],
            "Output": "{% $inner %}"},
        "D": {"Type": "Task", "Catch": [{"Assign": {"caught": 1}}], "Output": "{% $caught %}"}}}"#;
    assert_eq!(found(text), [(Code::UndefinedVariable, "$inner".to_owned())]);
}

#[test]
fn places_are_those_of_the_json_text() {
    let text = state(r#""Type": "Pass", "Output": "{% 'ä\"\u00e4' & [\"x\" %}""#);
    assert_eq!(found(&text), [(Code::JsonataSyntax, String::new())]);
    let text = state(r#""Type": "Pass", "Output": "{% $a[\"ä\\n\", 2] %}""#);
    assert_eq!(found(&text), [(Code::JsonataSyntax, ",".to_owned())]);
}

/// The JSON files below a folder of shared definitions; none when it is absent.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn shared(folder: &str) -> Vec<PathBuf> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder))
}

fn member<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let Value::Object(members) = &node.value else { return None };
    members.iter().find(|member| member.key.as_str() == name).map(|member| &member.value)
}

/// A definition, or the one inside a recorded case; `None`: AWS refused it, or it is no JSON.
fn accepted(source: &Source) -> Option<String> {
    let node = crate::json::parse(source, &mut Diagnostics::default())?;
    let refused = member(&node, "expect")
        .and_then(|expect| member(expect, "valid"))
        .is_some_and(|valid| valid.value == Value::Bool(false));
    if refused {
        return None;
    }
    Some(source.slice(member(&node, "definition").unwrap_or(&node).span).to_owned())
}

/// How many strings are expressions.
fn expressions(node: &Node) -> usize {
    match &node.value {
        Value::String(text) => usize::from(jsonata::delimited(text.as_str()).is_some()),
        Value::Array(items) => items.iter().map(expressions).sum(),
        Value::Object(members) => members.iter().map(|member| expressions(&member.value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

#[test]
fn what_aws_accepts_has_no_errors() {
    let (mut read, mut failing) = (0, 0);
    for file in shared("conformance").into_iter().chain(shared("corpus/samples")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let Some(text) = accepted(&Source::new("case", text)) else { continue };
        let source = Source::new("x", text);
        read += crate::json::parse(&source, &mut Diagnostics::default()).as_ref().map_or(0, expressions);
        for finding in findings(&source) {
            println!("{}: {:?} {}", file.display(), finding.severity, finding.message);
            assert_ne!(finding.severity, Severity::Error, "{}: {finding:?}", file.display());
            failing += usize::from(finding.severity == Severity::Doomed);
        }
    }
    println!("{read} expressions that AWS accepts, {failing} that must fail in the run");
}

#[test]
fn pages_are_right() {
    let codes = Code::ALL.iter().filter(|code| code.info().id.starts_with("ASL06"));
    for code in codes {
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("pages/{code}.md"));
        let page = std::fs::read_to_string(file).unwrap();
        assert!(page.starts_with(&format!("# {code}: {}\n\n", code.info().summary)), "{code}");
        let blocks: Vec<&str> = page.split("```").skip(1).step_by(2).collect();
        let [wrong, right] = blocks.as_slice() else { panic!("{code}: two blocks") };
        let codes = |block: &str| -> Vec<Code> {
            found(block.strip_prefix("json").unwrap()).into_iter().map(|(code, _)| code).collect()
        };
        assert_eq!((codes(wrong), codes(right)), (vec![*code], vec![]), "{code}");
    }
}

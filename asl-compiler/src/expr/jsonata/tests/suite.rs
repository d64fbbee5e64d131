//! The test suite of the language's authors, which lies beside the checkout, if at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostics;
use crate::expr::jsonata::{SyntaxError, parse};
use crate::json::{self, Node, Value};
use crate::source::Source;

/// A case: its name, its expression, the code that is expected of it.
struct Case {
    name: String,
    expression: String,
    code: Option<String>,
    token: Option<String>,
}

/// Expressions of versions after 2.0.6, by feature, and what 2.0.6 says about them.
fn later(expression: &str) -> Option<&'static str> {
    expression
        .contains("??")
        .then_some("coalescing `??`")
        .or(expression.contains("?:").then_some("default `?:`"))
}

fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/jsonata-suite/groups");
    let mut files: Vec<PathBuf> = entries(&folder).iter().flat_map(|group| entries(group)).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).collect()
}

fn read(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut diagnostics = Diagnostics::default();
    let Some(node) = json::parse(&Source::new("case", text), &mut diagnostics) else {
        // Half of a surrogate pair, which no text in UTF-8 can hold.
        println!("not read: {}: {:?}", file.display(), diagnostics.iter().next().map(|d| &d.message));
        return Vec::new();
    };
    let nodes = match node.value {
        Value::Array(items) => items,
        _ => vec![node],
    };
    let case = |(index, node): (usize, Node)| {
        let expression = match (string(&node, "expr"), string(&node, "expr-file")) {
            (Some(expression), _) => expression,
            (None, Some(name)) => std::fs::read_to_string(file.with_file_name(name)).unwrap(),
            (None, None) => panic!("{}: no expression", file.display()),
        };
        let code = string(&node, "code").or_else(|| string(member(&node, "error")?, "code"));
        Case { name: format!("{}#{index}", file.display()), expression, code, token: string(&node, "token") }
    };
    nodes.into_iter().enumerate().map(case).collect()
}

fn member<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let Value::Object(members) = &node.value else { return None };
    members.iter().find(|member| member.key.as_str() == name).map(|member| &member.value)
}

fn string(node: &Node, name: &str) -> Option<String> {
    match &member(node, name)?.value {
        Value::String(text) => Some(text.as_str().to_owned()),
        _ => None,
    }
}

#[test]
fn every_case_parses_or_gives_its_syntax_error() {
    let (mut valid, mut refused) = (0, 0);
    let mut newer: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases() {
        let Case { name, expression, code, token } = case;
        let expected = code.filter(|code| code.starts_with('S'));
        match (parse(&expression, 0), expected) {
            (Ok(_), None) => valid += 1,
            (Err(error), Some(code)) => {
                assert_eq!(error.code.id(), code, "{name}: {expression}");
                assert_token(&error, token.as_deref(), &expression);
                refused += 1;
            }
            (Err(error), None) => match later(&expression) {
                Some(feature) => *newer.entry(feature).or_default() += 1,
                None => panic!("{name}: {expression}: {error} at {:?}", error.span),
            },
            (Ok(_), Some(code)) => panic!("{name}: {expression} should give {code}"),
        }
    }
    println!("jsonata suite: {valid} parse, {refused} give their syntax error, of later versions: {newer:?}");
}

fn assert_token(error: &SyntaxError, token: Option<&str>, expression: &str) {
    if let Some(token) = token {
        assert_eq!(error.token, token, "{expression}");
    }
    assert!(error.span.start <= error.span.end && error.span.end <= expression.len(), "{expression}");
    assert!(expression.get(error.span.clone()).is_some(), "{expression}: {:?}", error.span);
}

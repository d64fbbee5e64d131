//! Recorded executions of AWS: what succeeded there must not be doomed here.
//!
//! Each definition is followed twice: from an unknown input, as in a build, and from the very input of the recording, where far
//! more is known. The folder lies beside the checkout, if at all.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::analyze::{AnalyzeOptions, analyze};
use crate::diagnostic::{Diagnostics, Severity};
use crate::flow::{Flow, Kind, Known, Shape, infer, infer_from};
use crate::ir::Literal;
use crate::json::{self, Node, Value};
use crate::source::Source;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .flat_map(|entry| {
            let path = entry.path();
            if !path.is_dir() {
                return vec![path];
            }
            std::fs::read_dir(&path)
                .map_or_else(|_| Vec::new(), |inner| inner.flatten().map(|it| it.path()).collect())
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Object(members) = &node.value else { return None };
    members.iter().find(|member| member.key.as_str() == name).map(|member| &member.value)
}

fn string(node: Option<&Node>) -> Option<&str> {
    match &node?.value {
        Value::String(text) => Some(text.as_str()),
        _ => None,
    }
}

fn literal(node: &Node) -> Literal {
    match &node.value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Bool(*value),
        Value::Number(text) => Literal::Number(text.clone()),
        Value::String(text) => Literal::String(text.as_str().to_owned()),
        Value::Array(items) => Literal::Array(items.iter().map(literal).collect()),
        Value::Object(members) => Literal::Object(
            members.iter().map(|it| (it.key.as_str().to_owned(), literal(&it.value))).collect(),
        ),
    }
}

/// An execution.
struct Case {
    name: String,
    definition: String,
    input: Literal,
    status: String,
    error: String,
    /// The names of the states that were left.
    exited: BTreeSet<String>,
    /// The states that were entered, and their inputs.
    entered: Vec<(String, Literal)>,
}

fn cases() -> Vec<Case> {
    files("conformance").into_iter().filter_map(|file| case(&file)).collect()
}

fn case(file: &std::path::Path) -> Option<Case> {
    let text = std::fs::read_to_string(file).ok()?;
    let source = Source::new("case", text.as_str());
    let node = json::parse(&source, &mut Diagnostics::default())?;
    let definition = match member(&node, "definition")? {
        Node { value: Value::String(text), .. } => text.as_str().to_owned(),
        node => source.slice(node.span).to_owned(),
    };
    let expect = member(&node, "expect")?;
    let mut exited = BTreeSet::new();
    let mut entered = Vec::new();
    if let Some(Node { value: Value::Array(events), .. }) = member(expect, "history") {
        for event in events {
            if let Some(details) = member(event, "stateEnteredEventDetails")
                && let (Some(name), Some(input)) = (string(member(details, "name")), member(details, "input"))
            {
                entered.extend(data(input).map(|input| (name.to_owned(), input)));
            }
            let details = member(event, "stateExitedEventDetails");
            exited.extend(details.and_then(|details| string(member(details, "name"))).map(str::to_owned));
        }
    }
    Some(Case {
        name: file.display().to_string(),
        definition,
        input: literal(member(&node, "input")?),
        status: string(member(expect, "status"))?.to_owned(),
        error: string(member(expect, "error")).unwrap_or_default().to_owned(),
        exited,
        entered,
    })
}

/// Data of the history: objects stand there as they are, everything else as its text.
fn data(node: &Node) -> Option<Literal> {
    let Value::String(text) = &node.value else { return Some(literal(node)) };
    // The reader of definitions wants no lone scalars.
    let source = Source::new("data", format!("{{\"data\": {}}}", text.as_str()));
    let node = json::parse(&source, &mut Diagnostics::default())?;
    member(&node, "data").map(literal)
}

fn known(input: &Literal) -> Known {
    Known { input: Shape::literal(input), ..Known::default() }
}

/// Whether a value fits a shape. Recordings have markers for strings that differ from run to run, so constants do not count.
fn fits(shape: &Shape, value: &Literal) -> bool {
    match value {
        Literal::Null => shape.has(Kind::Null),
        Literal::Bool(_) => shape.has(Kind::Boolean),
        Literal::Number(_) => shape.has(Kind::Number),
        Literal::String(_) => shape.has(Kind::String),
        Literal::Array(items) => shape.array.as_ref().is_some_and(|array| {
            items.len() >= array.items.len()
                && items.iter().enumerate().all(|(index, item)| {
                    let (shape, _) = shape.index(i64::try_from(index).unwrap());
                    fits(&shape, item)
                })
        }),
        Literal::Object(members) => shape.object.as_ref().is_some_and(|object| {
            members.iter().all(|(name, value)| fits(&shape.field(name).0, value))
                && object.fields.iter().all(|(name, field)| {
                    !field.required || members.iter().any(|(known, _)| **known == **name)
                })
        }),
    }
}

/// What is doomed: the state, and the report's first line. Nothing when it cannot be compiled.
fn doomed(case: &Case, input: Option<&Literal>) -> Option<Vec<(String, String)>> {
    let source = Source::new("x", case.definition.as_str());
    let options = AnalyzeOptions { allow_doomed: true, ..AnalyzeOptions::default() };
    let program = analyze(&source, &options).program?;
    let flow = match input {
        Some(input) => infer_from(&program, known(input)),
        None => infer(&program),
    };
    let mut found = Diagnostics::default();
    flow.report(&mut found);
    let doomed = found.iter().filter(|found| found.severity == Severity::Doomed);
    Some(doomed.map(|found| (state_at(&source, found.primary.span.start), found.message.clone())).collect())
}

/// The name of the innermost state around a place.
pub(super) fn state_at(source: &Source, at: usize) -> String {
    fn inside(node: &Node, at: usize, best: &mut String) {
        match &node.value {
            Value::Object(members) => {
                for member in members.iter().filter(|it| it.value.span.start <= at && at < it.value.span.end)
                {
                    if super::super::tests::recorded::member(&member.value, "Type").is_some() {
                        member.key.as_str().clone_into(best);
                    }
                    inside(&member.value, at, best);
                }
            }
            Value::Array(items) => {
                for item in items.iter().filter(|it| it.span.start <= at && at < it.span.end) {
                    inside(item, at, best);
                }
            }
            _ => {}
        }
    }
    let mut best = String::new();
    if let Some(node) = json::parse(source, &mut Diagnostics::default()) {
        inside(&node, at, &mut best);
    }
    best
}

#[test]
fn recorded_inputs_fit_their_shapes() {
    let (mut states, mut inputs) = (0, 0);
    for case in cases() {
        let source = Source::new("x", case.definition.as_str());
        let options = AnalyzeOptions { allow_doomed: true, ..AnalyzeOptions::default() };
        let Some(program) = analyze(&source, &options).program else { continue };
        let known: Flow<'_> = infer_from(&program, known(&case.input));
        let blind = infer(&program);
        for (state, input) in &case.entered {
            for flow in [&known, &blind] {
                let shape = flow.input_of(state).unwrap_or_else(Shape::never);
                assert!(fits(&shape, input), "{}: `{state}` got {input:?}, not {shape:?}", case.name);
                states += usize::from(!shape.is_any());
            }
            inputs += 1;
        }
    }
    println!("{inputs} inputs fit, for {states} of them something was known");
}

#[test]
fn what_succeeded_is_not_doomed() {
    let cases = cases();
    let (mut compared, mut predicted, mut predicted_blind, mut failed) = (0, 0, 0, 0);
    for case in &cases {
        let Some(blind) = doomed(case, None) else { continue };
        let Some(known) = doomed(case, Some(&case.input)) else { continue };
        compared += 1;
        for (state, message) in blind.iter().chain(&known) {
            assert!(!case.exited.contains(state), "{}: `{state}` was left, but {message}", case.name);
            assert_ne!(
                (case.status.as_str(), case.exited.is_empty()),
                ("SUCCEEDED", true),
                "{}: {message}",
                case.name
            );
        }
        if case.status == "FAILED" && case.error == "States.Runtime" {
            failed += 1;
            predicted += usize::from(!known.is_empty());
            predicted_blind += usize::from(!blind.is_empty());
            if known.is_empty() {
                println!("not predicted: {}", case.name);
            }
        }
    }
    println!(
        "{compared} executions; of {failed} that failed with States.Runtime {predicted} are predicted from their input, \
         {predicted_blind} from none"
    );
    assert!(cases.is_empty() || compared > 300);
}

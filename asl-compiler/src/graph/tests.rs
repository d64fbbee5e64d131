//! Tests of pictures.

mod check;
mod random;
mod texts;

use std::path::Path;

use super::layout::layout;
use super::{Graph, dot, embedded_svg, mermaid, svg};
use crate::{Diagnostics, Source, ast, json};
use check::{Counts, counts, problems};

/// A bit of everything: a loop, a choice, catchers, boxes, a state that nothing leads to and one that does not exist.
const EVERYTHING: &str = r#"{
  "Comment": "Takes <orders> & \"pays\" them",
  "StartAt": "Validate",
  "States": {
    "Validate": {
      "Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:Validate", "Next": "Worth it?",
      "Retry": [{"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 5}],
      "Catch": [{"ErrorEquals": ["Invalid", "Malformed"], "Next": "Refused"}, {"ErrorEquals": ["States.ALL"], "Next": "Nowhere"}]
    },
    "Worth it?": {
      "Type": "Choice",
      "Choices": [
        {"And": [{"Variable": "$.total", "NumericGreaterThan": 1000}, {"Not": {"Variable": "$.vip", "BooleanEquals": true}}], "Next": "Each item"},
        {"Variable": "$.state", "StringEquals": "pending", "Next": "A while"}
      ],
      "Default": "Both"
    },
    "A while": {"Type": "Wait", "Seconds": 120, "Next": "Validate"},
    "Each item": {
      "Type": "Map", "MaxConcurrency": 5, "Next": "Both",
      "ItemProcessor": {"StartAt": "Pick", "States": {"Pick": {
        "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {}, "End": true}}}
    },
    "Both": {
      "Type": "Parallel", "End": true,
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Refused"}],
      "Branches": [
        {"StartAt": "Pay", "States": {"Pay": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:updateItem", "Parameters": {}, "End": true}}},
        {"StartAt": "Tell", "States": {"Tell": {"Type": "Pass", "Next": "Told"}, "Told": {"Type": "Succeed"}}}
      ]
    },
    "Refused": {"Type": "Fail", "Error": "Refused", "Cause": "see the log"},
    "Forgotten": {"Type": "Pass", "Next": "Both"}
  }
}"#;

fn machine(text: &str) -> Option<ast::Machine> {
    let mut diagnostics = Diagnostics::default();
    let node = json::parse(&Source::new("test.asl.json", text), &mut diagnostics)?;
    ast::parse(node, &mut diagnostics)
}

fn graph(text: &str) -> Graph {
    Graph::new(&machine(text).expect("an object"))
}

#[test]
fn everything_in_svg() {
    insta::assert_snapshot!(svg(&graph(EVERYTHING)).replace("><", ">\n<"));
}

#[test]
fn everything_in_mermaid() {
    insta::assert_snapshot!(mermaid(&graph(EVERYTHING)));
}

#[test]
fn everything_in_dot() {
    insta::assert_snapshot!(dot(&graph(EVERYTHING)));
}

#[test]
fn everything_has_its_place() {
    let graph = graph(EVERYTHING);
    let picture = layout(&graph);
    assert_eq!(problems(&picture), Vec::<String>::new());
    assert_eq!(counts(&picture).shared, 0);
}

/// The checks themselves would find something.
#[test]
fn a_moved_node_is_found() {
    let graph = graph(EVERYTHING);
    let mut picture = layout(&graph);
    picture.nodes[2].rect.corner = picture.nodes[1].rect.corner;
    let found = problems(&picture).join("\n");
    assert!(found.contains("overlaps") && found.contains("does not end"), "{found}");
    let mut picture = layout(&graph);
    picture.nodes[2].rect.size.height += 40;
    let found = problems(&picture).join("\n");
    assert!(found.contains("passes through") && found.contains("does not begin"), "{found}");
    let mut picture = layout(&graph);
    picture.tags[0].rect.corner = picture.nodes[1].rect.corner;
    assert!(problems(&picture).join("\n").contains("lies on"));
    let mut picture = layout(&graph);
    picture.size.width /= 2;
    assert!(problems(&picture).join("\n").contains("outside of the canvas"));
}

/// Markdown ends a block of HTML at an empty line, and other pictures of a page have other ids.
#[test]
fn embedded_is_one_line_with_ids_of_its_own() {
    let text = embedded_svg(&graph(EVERYTHING), "order::Ship it");
    assert!(text.starts_with("<div ") && !text.contains('\n'), "{text}");
    let ids = text.matches("id=\"").count();
    assert_eq!(text.matches("id=\"asl-order--Ship-it").count(), ids);
    let rules =
        text.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style").0;
    for rule in rules.split('}').filter(|rule| rule.contains('{')) {
        assert!(rule.contains("#asl-order--Ship-it"), "{rule}");
    }
    // Each variable has a value in light, and in dark for each way to learn of it.
    for rest in rules.split("var(").skip(1) {
        let name = rest.split(')').next().expect("a name");
        assert_eq!(rules.matches(&format!("{name}:")).count(), 3, "{name}");
    }
}

#[test]
fn the_same_text_has_the_same_picture() {
    assert_eq!(svg(&graph(EVERYTHING)), svg(&graph(EVERYTHING)));
}

#[test]
fn definitions_with_little_or_nothing_in_them() {
    for text in [
        "{}",
        r#"{"StartAt": "Gone", "States": {}}"#,
        r#"{"States": {"A": {}, "B": {"Type": "Map"}, "": {"Type": "Parallel", "Branches": [{}, 1]}}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "A": {"Type": "Pass", "Next": "A"}}}"#,
    ] {
        let graph = graph(text);
        assert_eq!(problems(&layout(&graph)), Vec::<String>::new(), "{text}");
        assert!(svg(&graph).ends_with("</svg>"));
        assert!(mermaid(&graph).starts_with("flowchart"));
        assert!(dot(&graph).ends_with("}\n"));
    }
}

/// Real definitions, where they are.
#[test]
fn corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/samples");
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = files.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let (mut total, mut before, mut after, mut bytes, mut drawn) = (Counts::default(), 0, 0, 0, 0);
    for path in &paths {
        let Some(machine) = std::fs::read_to_string(path).ok().and_then(|text| machine(&text)) else {
            continue;
        };
        let graph = Graph::new(&machine);
        let picture = layout(&graph);
        let found = problems(&picture);
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
        let counts = counts(&picture);
        total.crossings += counts.crossings;
        total.shared += counts.shared;
        before += picture.crossings.before;
        after += picture.crossings.after;
        bytes += svg(&graph).len();
        drawn += 1;
    }
    println!(
        "{drawn} pictures, {} bytes each, crossings {before} before ordering, {after} after, {total:?}",
        bytes / drawn.max(1)
    );
    assert_eq!(total.shared, 0, "lines lie on each other");
}

#[test]
fn what_is_inside_of_what_is_not_reached_is_not_reached() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Map", "End": true, "ItemProcessor":
        {"StartAt": "C", "States": {"C": {"Type": "Pass", "Next": "D"}, "D": {"Type": "Succeed"}}}}}}"#;
    let mut diagnostics = Diagnostics::default();
    let node = json::parse(&Source::new("x", text), &mut diagnostics).unwrap();
    let graph = Graph::new(&ast::parse(node, &mut diagnostics).unwrap());
    let picture = layout(&graph);
    let lost = picture.nodes.iter().filter(|placed| !placed.node.reachable);
    let lost: Vec<&str> = lost.map(|placed| placed.node.name.as_str()).collect();
    assert_eq!(lost, ["B", "C", "D"]);
    assert_eq!(picture.lines.iter().filter(|line| !line.reachable).count(), 2);
}

//! Random graphs, and large ones.

use proptest::prelude::*;

use super::super::layout::layout;
use super::super::{Edge, EdgeKind, Graph, Node, NodeKind, Scope, dot, mermaid, svg};
use super::check::problems;

fn kind() -> impl Strategy<Value = EdgeKind> {
    prop_oneof![Just(EdgeKind::Next), Just(EdgeKind::Rule), Just(EdgeKind::Default), Just(EdgeKind::Catch)]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z ]{1,12}", "[a-zA-Z_.]{20,60}", "\\PC{0,30}", "(W|漢|\u{1F600}){1,40}"]
}

fn node(inner: impl Strategy<Value = Vec<Scope>>) -> impl Strategy<Value = Node> {
    (text(), text(), prop::collection::vec("[a-z ×0-9]{1,12}", 0..3), inner, any::<bool>()).prop_map(
        |(name, caption, badges, inner, reachable)| {
            let kind = if inner.is_empty() { NodeKind::Task } else { NodeKind::Parallel };
            Node { kind, name, caption, badges, details: Vec::new(), inner, reachable }
        },
    )
}

/// Any nodes with any edges between them, loops and several of the same included.
fn scope(inner: impl Strategy<Value = Vec<Scope>>, most: usize) -> impl Strategy<Value = Scope> {
    let nodes = prop::collection::vec(node(inner), 1..=most);
    let edges = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), kind(), text()),
        0..=2 * most,
    );
    (nodes, edges, any::<bool>()).prop_map(|(nodes, edges, start)| {
        let count = nodes.len();
        let edges = edges.into_iter().map(|(from, to, kind, text)| Edge {
            from: from.index(count),
            to: to.index(count),
            kind,
            label: if kind == EdgeKind::Next { String::new() } else { text },
            detail: String::new(),
        });
        Scope { edges: edges.collect(), nodes, start: start.then_some(0) }
    })
}

fn graph() -> impl Strategy<Value = Graph> {
    let none = || Just(Vec::new());
    let few = prop_oneof![
        6 => none(),
        1 => prop::collection::vec(scope(none(), 4), 1..4),
    ];
    scope(few, 12).prop_map(|top| Graph { comment: String::new(), top })
}

proptest! {
    #[test]
    fn nothing_lies_on_anything(graph in graph()) {
        let picture = layout(&graph);
        prop_assert_eq!(problems(&picture), Vec::<String>::new());
        prop_assert!(picture.crossings.after <= picture.crossings.before);
    }

    #[test]
    fn texts_are_whole(graph in graph()) {
        prop_assert!(svg(&graph).ends_with("</svg>"));
        prop_assert!(!svg(&graph).contains('\n'));
        let edges = |text: &str, arrow: &str| text.lines().filter(|line| line.contains(arrow)).count();
        prop_assert!(edges(&mermaid(&graph), "->") >= graph.top.edges.len());
        prop_assert!(edges(&dot(&graph), " -> ") >= graph.top.edges.len());
    }
}

fn state(index: usize) -> Node {
    Node {
        kind: NodeKind::Task,
        name: format!("State {index}"),
        caption: "lambda: Work".to_owned(),
        badges: Vec::new(),
        details: Vec::new(),
        inner: Vec::new(),
        reachable: true,
    }
}

fn large(count: usize, edges: impl Fn(usize) -> Vec<(usize, EdgeKind)>) -> Graph {
    let nodes = (0..count).map(state).collect();
    let edge = |from: usize, (to, kind): (usize, EdgeKind)| {
        let label = if kind == EdgeKind::Next { String::new() } else { "States.ALL".to_owned() };
        Edge { from, to, kind, label, detail: String::new() }
    };
    let edges = (0..count).flat_map(|from| edges(from).into_iter().map(move |it| edge(from, it))).collect();
    Graph { comment: String::new(), top: Scope { nodes, edges, start: Some(0) } }
}

/// Ten thousand states in a row with one handler, in a wide choice, and in disorder: none takes long.
#[test]
fn ten_thousand_states() {
    let count = 10_000;
    let row = large(count, |from| match from {
        from if from + 2 < count => vec![(from + 1, EdgeKind::Next), (count - 1, EdgeKind::Catch)],
        _ => Vec::new(),
    });
    let wide = large(count, |from| match from {
        0 => (1..count).map(|to| (to, EdgeKind::Rule)).collect(),
        _ => Vec::new(),
    });
    let disorder = large(count, |from| {
        let other = (from * 7919 + 13) % count;
        vec![((from + 1) % count, EdgeKind::Next), (other, EdgeKind::Rule), (other / 2, EdgeKind::Catch)]
    });
    for graph in [row, wide, disorder] {
        let begin = std::time::Instant::now();
        let length = svg(&graph).len();
        println!("{length} bytes in {:?}", begin.elapsed());
        // Seconds, on a machine with nothing else to do; what hangs takes hours.
        assert!(begin.elapsed().as_secs() < 300, "took {:?}", begin.elapsed());
    }
}

//! Which edges lead back, and the layer of every node and label.

use super::super::model::{Edge, EdgeKind, NodeKind, Scope};
use super::simplex::{Arc, solve};
use super::table::Table;

/// The layers of a scope, from 0 at the top.
#[derive(Debug)]
pub(super) struct Layers {
    /// Of each node.
    pub(super) node: Table<usize>,
    /// Of each edge's label; 0 for edges without one and edges that lead back.
    pub(super) label: Table<usize>,
    /// The edges that close a loop.
    pub(super) back: Table<bool>,
}

/// How dear an edge's length is.
fn weight(scope: &Scope, edge: &Edge) -> i32 {
    let kind = |index: usize| scope.nodes.get(index).map(|node| node.kind);
    match edge.kind {
        _ if kind(edge.from) == Some(NodeKind::Start) => 8,
        _ if kind(edge.to) == Some(NodeKind::End) => 1,
        EdgeKind::Next => 4,
        EdgeKind::Rule | EdgeKind::Default => 3,
        EdgeKind::Catch => 1,
    }
}

pub(super) fn layers(scope: &Scope) -> Layers {
    let count = scope.nodes.len();
    let back = back_edges(scope);
    let mut arcs = Vec::new();
    let mut labels = Table::new(scope.edges.len(), usize::MAX);
    let mut nodes = count;
    for (index, edge) in scope.edges.iter().enumerate() {
        if back.at(index) {
            continue;
        }
        let weight = weight(scope, edge);
        if edge.label.is_empty() {
            arcs.push(Arc { tail: edge.from, head: edge.to, length: 1, weight });
        } else {
            // A label stays with the state that decides.
            arcs.push(Arc { tail: edge.from, head: nodes, length: 1, weight: 64 });
            arcs.push(Arc { tail: nodes, head: edge.to, length: 1, weight });
            labels.set(index, nodes);
            nodes += 1;
        }
    }
    // One node before all others, so that the graph is connected.
    let root = nodes;
    arcs.extend((0..root).map(|head| Arc { tail: root, head, length: 0, weight: 0 }));
    arcs.extend(bounds(scope));
    let position = Table::from_iter(solve(root + 1, &arcs));
    let least = (0..root).map(|node| position.at(node)).min().unwrap_or_default();
    let layer = |node: usize| usize::try_from(position.at(node) - least).unwrap_or_default();
    Layers {
        node: (0..count).map(layer).collect(),
        label: labels.iter().map(|node| if *node == usize::MAX { 0 } else { layer(*node) }).collect(),
        back,
    }
}

/// The start is above all that it leads to, the end below all.
fn bounds(scope: &Scope) -> Vec<Arc> {
    let mut arcs = Vec::new();
    let start = scope.start.and_then(|index| scope.nodes.get(index).map(|node| (index, node)));
    if let Some((tail, node)) = start {
        let (length, all) = if node.kind == NodeKind::Start { (1, true) } else { (0, false) };
        let below = scope.nodes.iter().enumerate();
        let below = below.filter(|(head, node)| *head != tail && (all || node.reachable));
        arcs.extend(below.map(|(head, _)| Arc { tail, head, length, weight: 0 }));
    }
    if let Some(head) = scope.nodes.iter().position(|node| node.kind == NodeKind::End) {
        let above = (0..scope.nodes.len()).filter(|tail| *tail != head);
        arcs.extend(above.map(|tail| Arc { tail, head, length: 1, weight: 0 }));
    }
    arcs
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    Open,
    Done,
}

/// A walk in depth from the start: what leads to a state on the way to itself closes a loop.
fn back_edges(scope: &Scope) -> Table<bool> {
    let count = scope.nodes.len();
    let mut leaving: Table<Vec<usize>> = Table::new(count, Vec::new());
    for (index, edge) in scope.edges.iter().enumerate() {
        leaving.add(edge.from, index);
    }
    let mut back = Table::new(scope.edges.len(), false);
    let mut visits = Table::new(count, Visit::Not);
    for root in scope.start.into_iter().chain(0..count) {
        if visits.get(root) != Some(&Visit::Not) {
            continue;
        }
        visits.set(root, Visit::Open);
        let mut stack = vec![(root, 0)];
        while let Some((node, next)) = stack.pop() {
            let Some(index) = leaving.list(node).get(next).copied() else {
                visits.set(node, Visit::Done);
                continue;
            };
            stack.push((node, next + 1));
            let Some(edge) = scope.edges.get(index) else { continue };
            match visits.get(edge.to) {
                Some(Visit::Open) => back.set(index, true),
                Some(Visit::Not) => {
                    visits.set(edge.to, Visit::Open);
                    stack.push((edge.to, 0));
                }
                Some(Visit::Done) | None => {}
            }
        }
    }
    back
}

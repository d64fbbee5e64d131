//! Which edges lead back, and the layer of every node and label.

use super::super::model::{Edge, EdgeKind, NodeKind, Scope};
use super::simplex::{Arc, solve};
use super::table::Table;

/// The layers of a scope, from 0 at the top.
#[derive(Debug)]
pub(super) struct Layers {
    /// Of each node.
    pub(super) node: Table<usize>,
    /// The last layer of each node: what is high stands in several.
    pub(super) last: Table<usize>,
    /// Of each edge's label; 0 for edges without one and edges that lead back.
    pub(super) label: Table<usize>,
    /// The edges that close a loop.
    pub(super) back: Table<bool>,
    /// How straight each edge should be: the usual way through the definition more than others.
    pub(super) weight: Table<i32>,
}

/// How dear an edge's length is. Where ways join they may be long: then a state stands near what leads to it.
fn weight(scope: &Scope, edge: &Edge, joins: bool) -> i32 {
    let kind = |index: usize| scope.nodes.get(index).map(|node| node.kind);
    match edge.kind {
        _ if kind(edge.from) == Some(NodeKind::Start) => 8,
        _ if kind(edge.to) == Some(NodeKind::End) => 1,
        EdgeKind::Catch => {
            if joins {
                1
            } else {
                3
            }
        }
        _ => {
            if joins {
                2
            } else {
                4
            }
        }
    }
}

/// `spans` says in how many layers each node stands.
pub(super) fn layers(scope: &Scope, spans: &Table<usize>) -> Layers {
    let length = |node: usize| i32::try_from(spans.at(node).max(1)).unwrap_or(1);
    let count = scope.nodes.len();
    let back = back_edges(scope);
    let mut arcs = Vec::new();
    let mut entering = Table::new(count, 0);
    for (index, edge) in scope.edges.iter().enumerate() {
        entering.change(edge.to, |it| *it += i32::from(!back.at(index)));
    }
    let mut labels = Table::new(scope.edges.len(), usize::MAX);
    let mut nodes = count;
    for (index, edge) in scope.edges.iter().enumerate() {
        if back.at(index) {
            continue;
        }
        let weight = weight(scope, edge, entering.at(edge.to) > 1);
        if edge.label.is_empty() {
            arcs.push(Arc { tail: edge.from, head: edge.to, length: length(edge.from), weight });
        } else {
            // A label stays with the state that decides.
            arcs.push(Arc { tail: edge.from, head: nodes, length: length(edge.from), weight: 64 });
            arcs.push(Arc { tail: nodes, head: edge.to, length: 1, weight });
            labels.set(index, nodes);
            nodes += 1;
        }
    }
    // One node before all others, so that the graph is connected.
    let root = nodes;
    arcs.extend((0..root).map(|head| Arc { tail: root, head, length: 0, weight: 0 }));
    arcs.extend(bounds(scope, &length));
    let position = Table::from_iter(solve(root + 1, &arcs));
    let least = (0..root).map(|node| position.at(node)).min().unwrap_or_default();
    let layer = |node: usize| usize::try_from(position.at(node) - least).unwrap_or_default();
    Layers {
        weight: straightness(scope, &back),
        node: (0..count).map(layer).collect(),
        last: (0..count).map(|node| layer(node) + spans.at(node).max(1) - 1).collect(),
        label: labels.iter().map(|node| if *node == usize::MAX { 0 } else { layer(*node) }).collect(),
        back,
    }
}

/// The start is above all that it leads to, the end below all.
fn bounds(scope: &Scope, length: &dyn Fn(usize) -> i32) -> Vec<Arc> {
    let mut arcs = Vec::new();
    let start = scope.start.and_then(|index| scope.nodes.get(index).map(|node| (index, node)));
    if let Some((tail, node)) = start {
        let (least, all) = if node.kind == NodeKind::Start { (1, true) } else { (0, false) };
        let below = scope.reachable().into_iter().enumerate();
        let below = below.filter(|(head, reachable)| *head != tail && (all || *reachable));
        arcs.extend(below.map(|(head, _)| Arc { tail, head, length: least, weight: 0 }));
    }
    if let Some(head) = scope.nodes.iter().position(|node| node.kind == NodeKind::End) {
        let above = (0..scope.nodes.len()).filter(|tail| *tail != head);
        arcs.extend(above.map(|tail| Arc { tail, head, length: length(tail), weight: 0 }));
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

/// The usual way is the longest without errors: of each state's edges one continues it, and those from the start on are the main line.
fn straightness(scope: &Scope, back: &Table<bool>) -> Table<i32> {
    let count = scope.nodes.len();
    let usual = |index: usize, edge: &Edge| edge.kind != EdgeKind::Catch && !back.at(index);
    let mut waiting = Table::new(count, 0_usize);
    let mut entering: Table<Vec<usize>> = Table::new(count, Vec::new());
    for (index, edge) in scope.edges.iter().enumerate().filter(|(index, edge)| usual(*index, edge)) {
        waiting.change(edge.from, |it| *it += 1);
        entering.add(edge.to, index);
    }
    // From the ends upwards: how far each node is from an end, and by which edge.
    let mut height = Table::new(count, 0_usize);
    let mut best: Table<Option<usize>> = Table::new(count, None);
    let mut open: Vec<usize> = (0..count).filter(|node| waiting.at(*node) == 0).collect();
    while let Some(node) = open.pop() {
        for index in entering.list(node) {
            let Some(edge) = scope.edges.get(*index) else { continue };
            let length = height.at(node) + 1;
            let first = best.at(edge.from).is_none_or(|other| *index < other);
            if length > height.at(edge.from) || (length == height.at(edge.from) && first) {
                height.set(edge.from, length);
                best.set(edge.from, Some(*index));
            }
            waiting.change(edge.from, |it| *it = it.saturating_sub(1));
            if waiting.at(edge.from) == 0 {
                open.push(edge.from);
            }
        }
    }
    let mut weight: Table<i32> =
        scope.edges.iter().map(|edge| if edge.kind == EdgeKind::Catch { 1 } else { 4 }).collect();
    best.iter().flatten().for_each(|index| weight.set(*index, 8));
    let mut at = scope.start;
    while let Some(index) = at.and_then(|node| best.at(node)) {
        weight.set(index, 16);
        at = scope.edges.get(index).map(|edge| edge.to);
    }
    weight
}

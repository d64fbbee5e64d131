//! Nodes, labels and bends in layers, with links between neighbouring layers only.
//!
//! A label is an item of its own on its edge's way, so it has room like a node. An edge over several layers has a bend in each,
//! and edges to the same node share them: ten catchers of one handler are one line with ten branches. An edge that leads back
//! goes round: under its source into a lane, up the lane, and over its target.

use std::collections::BTreeMap;

use super::super::model::{EdgeKind, Scope};
use super::layers::Layers;
use super::measure::Size;
use super::table::Table;

/// What stands in a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum What {
    Node(usize),
    /// The label of an edge.
    Label(usize),
    #[default]
    Bend,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) layer: usize,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Lines of different classes never become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    #[default]
    Normal,
    Catch,
}

/// How a link goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// To the next layer.
    #[default]
    Down,
    /// To the layer before.
    Up,
    /// Below the layer, to an item of the same layer, which it enters from below.
    Under,
    /// Above the layer, to an item of the same layer, which it enters from above.
    Over,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) shape: Shape,
    pub(super) class: Class,
}

impl Link {
    /// Whether it arrives from above.
    pub(super) fn arrives_above(self) -> bool {
        matches!(self.shape, Shape::Down | Shape::Over)
    }

    /// Whether it leaves downwards.
    pub(super) fn leaves_below(self) -> bool {
        matches!(self.shape, Shape::Down | Shape::Under)
    }

    /// The gap it crosses, when 0 is the gap above the first layer and `layer` that of `from`.
    pub(super) fn gap(self, layer: usize) -> usize {
        if self.leaves_below() { layer + 1 } else { layer }
    }
}

#[derive(Debug, Default)]
pub(super) struct Net {
    /// The nodes of the scope come first, under their own numbers.
    pub(super) items: Table<Item>,
    pub(super) links: Table<Link>,
    /// The links of each edge on its way.
    pub(super) routes: Table<Vec<usize>>,
    pub(super) layers: usize,
}

/// More bends than this, and the longest edges are left out in favour of a reference.
const MOST_BENDS: usize = 60_000;

struct Builder<'a> {
    net: Net,
    layers: &'a Layers,
    links: BTreeMap<(usize, usize, Class, Shape), usize>,
    bends: BTreeMap<(usize, Class, bool, usize), usize>,
}

/// `nodes` and `labels` are sizes by the numbers of nodes and edges.
pub(super) fn net(scope: &Scope, layers: &Layers, (nodes, labels): (&[Size], &[Size]), left_out: &Table<bool>) -> Net {
    let items = nodes.iter().enumerate().map(|(index, size)| Item {
        what: What::Node(index),
        layer: layers.node.at(index),
        width: size.width,
        height: size.height,
    });
    let net = Net { items: items.collect(), ..Net::default() };
    let mut builder = Builder { net, layers, links: BTreeMap::new(), bends: BTreeMap::new() };
    for (index, edge) in scope.edges.iter().enumerate() {
        let class = if edge.kind == EdgeKind::Catch { Class::Catch } else { Class::Normal };
        let label = labels.get(index).filter(|size| size.width > 0);
        let label = label.map(|size| {
            let layer = match (left_out.at(index), layers.back.at(index)) {
                (true, _) => layers.node.at(edge.from) + 1,
                (false, true) => layers.node.at(edge.from),
                (false, false) => layers.label.at(index),
            };
            let what = What::Label(index);
            builder.net.items.push(Item { what, layer, width: size.width, height: size.height })
        });
        let route = if left_out.at(index) {
            label.map(|label| vec![builder.link(edge.from, label, Shape::Down, class)]).unwrap_or_default()
        } else if layers.back.at(index) {
            builder.round(edge.from, edge.to, label, class)
        } else {
            builder.straight(edge.from, edge.to, label, class)
        };
        builder.net.routes.push(route);
    }
    let mut net = builder.net;
    net.layers = net.items.iter().map(|item| item.layer + 1).max().unwrap_or_default();
    net
}

/// Edges that would cost too many bends: the longest, until the rest is affordable. A label with the target's name stands for
/// each of them.
pub(super) fn left_out(scope: &Scope, layers: &Layers) -> Table<bool> {
    let span = |from: usize, to: usize| layers.node.at(from).abs_diff(layers.node.at(to));
    let mut spans: BTreeMap<(usize, EdgeKind), usize> = BTreeMap::new();
    for edge in &scope.edges {
        let kind = if edge.kind == EdgeKind::Catch { EdgeKind::Catch } else { EdgeKind::Next };
        let longest = spans.entry((edge.to, kind)).or_default();
        *longest = (*longest).max(span(edge.from, edge.to));
    }
    let mut all: Vec<usize> = spans.into_values().collect();
    all.sort_unstable();
    let mut sum = 0_usize;
    let fits = |span: &&usize| {
        sum = sum.saturating_add(**span);
        sum <= MOST_BENDS
    };
    let longest = all.iter().take_while(fits).last().copied().unwrap_or_default().max(8);
    let complete = all.last().is_none_or(|last| *last <= longest);
    scope.edges.iter().map(|edge| !complete && span(edge.from, edge.to) > longest).collect()
}

impl Builder<'_> {
    fn link(&mut self, from: usize, to: usize, shape: Shape, class: Class) -> usize {
        let links = &mut self.net.links;
        *self
            .links
            .entry((from, to, class, shape))
            .or_insert_with(|| links.push(Link { from, to, shape, class }))
    }

    /// The bend in a layer of all edges to a node.
    fn bend(&mut self, target: usize, class: Class, up: bool, layer: usize) -> usize {
        let items = &mut self.net.items;
        *self
            .bends
            .entry((target, class, up, layer))
            .or_insert_with(|| items.push(Item { what: What::Bend, layer, width: 0, height: 0 }))
    }

    fn straight(&mut self, from: usize, to: usize, label: Option<usize>, class: Class) -> Vec<usize> {
        let mut route = Vec::new();
        let mut at = from;
        let last = self.layers.node.at(to);
        for layer in self.layers.node.at(from) + 1..last {
            let here = label.filter(|label| self.net.items.at(*label).layer == layer);
            let next = here.unwrap_or_else(|| self.bend(to, class, false, layer));
            route.push(self.link(at, next, Shape::Down, class));
            at = next;
        }
        route.push(self.link(at, to, Shape::Down, class));
        route
    }

    /// Round the side: under the source, up a lane, over the target.
    fn round(&mut self, from: usize, to: usize, label: Option<usize>, class: Class) -> Vec<usize> {
        let (bottom, top) = (self.layers.node.at(from), self.layers.node.at(to));
        let mut at = label.unwrap_or_else(|| self.bend(to, class, true, bottom));
        let mut route = vec![self.link(from, at, Shape::Under, class)];
        for layer in (top..bottom).rev() {
            let next = self.bend(to, class, true, layer);
            route.push(self.link(at, next, Shape::Up, class));
            at = next;
        }
        route.push(self.link(at, to, Shape::Over, class));
        route
    }
}

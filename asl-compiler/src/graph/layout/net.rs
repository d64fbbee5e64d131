//! Nodes, labels and bends in layers, with links between neighbouring layers only.
//!
//! A label is an item of its own on its edge's way, so it has room like a node. An edge over several layers has a bend in each.
//! An edge that leads back goes round: under its source into a lane, up the lane, and over its target.

use std::collections::BTreeMap;

use super::super::model::{EdgeKind, Scope};
use super::layers::Layers;
use super::measure::Size;
use super::table::Table;

/// What stands in a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum What {
    Node(usize),
    /// A further layer of a node.
    Body(usize),
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
    /// How straight the edges on it should be.
    pub(super) weight: i32,
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

/// An edge on its way: the items after its source, and how it comes to each.
#[derive(Clone, Debug, Default)]
struct Way {
    from: usize,
    class: Class,
    weight: i32,
    steps: Vec<(usize, Shape)>,
}

/// What a bend belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Strand {
    target: usize,
    class: Class,
    up: bool,
    /// Tells edges with the same target from each other, as long as each goes its own way.
    edge: usize,
}

#[derive(Debug, Default)]
pub(super) struct Net {
    /// The nodes of the scope come first, under their own numbers.
    pub(super) items: Table<Item>,
    pub(super) links: Table<Link>,
    /// The links of each edge on its way.
    pub(super) routes: Table<Vec<usize>>,
    pub(super) layers: usize,
    /// What stands in several layers: each part and the one below it.
    pub(super) spines: Vec<(usize, usize)>,
    /// The item of the last layer of each node.
    exits: Table<usize>,
    ways: Vec<Way>,
    strands: BTreeMap<(Strand, usize), usize>,
    strand_of: BTreeMap<usize, Strand>,
}

/// More bends than this, and the longest edges are left out in favour of a reference.
const MOST_BENDS: usize = 20_000;
/// More bends than this, and edges with the same target go together from the beginning.
const MOST_STRANDS: usize = 1500;

struct Builder<'a> {
    net: Net,
    layers: &'a Layers,
    together: bool,
}

/// `nodes` and `labels` are sizes by the numbers of nodes and edges; `together` lets edges with the same target share their bends from the
/// beginning.
pub(super) fn net(
    scope: &Scope,
    layers: &Layers,
    (nodes, labels): (&[Size], &[Size]),
    (left_out, together): (&Table<bool>, bool),
) -> Net {
    let items = nodes.iter().enumerate().map(|(index, size)| Item {
        what: What::Node(index),
        layer: layers.node.at(index),
        width: size.width,
        height: size.height,
    });
    let net = Net { items: items.collect(), ..Net::default() };
    let mut builder = Builder { net, layers, together };
    builder.bodies();
    for (index, edge) in scope.edges.iter().enumerate() {
        let class = if edge.kind == EdgeKind::Catch { Class::Catch } else { Class::Normal };
        let label = labels.get(index).filter(|size| size.width > 0);
        let label = label.map(|size| {
            let layer = match (left_out.at(index), layers.back.at(index)) {
                (true, _) => layers.last.at(edge.from) + 1,
                (false, true) => layers.last.at(edge.from),
                (false, false) => layers.label.at(index),
            };
            let what = What::Label(index);
            builder.net.items.push(Item { what, layer, width: size.width, height: size.height })
        });
        let strand = Strand { target: edge.to, class, up: layers.back.at(index), edge: index };
        let steps = if left_out.at(index) {
            label.map(|label| vec![(label, Shape::Down)]).unwrap_or_default()
        } else if strand.up {
            builder.round(edge.from, strand, label)
        } else {
            builder.straight(edge.from, strand, label)
        };
        let weight = layers.weight.at(index);
        let from = builder.net.exits.at(edge.from);
        builder.net.ways.push(Way { from, class, weight, steps });
    }
    let mut net = builder.net;
    net.layers = net.items.iter().map(|item| item.layer + 1).max().unwrap_or_default();
    net.connect();
    net
}

/// Whether there are too many edges for each to go its own way first.
pub(super) fn is_crowded(scope: &Scope, layers: &Layers) -> bool {
    let spans = scope.edges.iter().map(|edge| layers.node.at(edge.from).abs_diff(layers.node.at(edge.to)));
    spans.sum::<usize>() > MOST_STRANDS
}

/// Edges that would cost too many bends: the longest, until the rest is affordable. A label with the target's name stands for
/// each of them.
pub(super) fn left_out(scope: &Scope, layers: &Layers) -> Table<bool> {
    let span = |from: usize, to: usize| layers.node.at(from).abs_diff(layers.node.at(to));
    let mut spans: BTreeMap<(usize, bool), usize> = BTreeMap::new();
    for edge in &scope.edges {
        let longest = spans.entry((edge.to, edge.kind == EdgeKind::Catch)).or_default();
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
    /// Places for high nodes in all their layers.
    fn bodies(&mut self) {
        let count = self.net.items.len();
        self.net.exits = (0..count).collect();
        for node in 0..count {
            let Item { width, layer, .. } = self.net.items.at(node);
            let mut above = node;
            for layer in layer + 1..=self.layers.last.at(node) {
                let body = self.net.items.push(Item { what: What::Body(node), layer, width, height: 0 });
                self.net.spines.push((above, body));
                above = body;
            }
            self.net.exits.set(node, above);
        }
    }

    /// The bend of a strand in a layer, and whether it was there before: then the way on is, too.
    fn bend(&mut self, strand: Strand, layer: usize) -> (usize, bool) {
        let strand = Strand { edge: if self.together { 0 } else { strand.edge }, ..strand };
        let Net { items, strands, strand_of, .. } = &mut self.net;
        if let Some(bend) = strands.get(&(strand, layer)) {
            return (*bend, true);
        }
        let bend = items.push(Item { what: What::Bend, layer, width: 0, height: 0 });
        strands.insert((strand, layer), bend);
        strand_of.insert(bend, strand);
        (bend, false)
    }

    fn straight(&mut self, from: usize, strand: Strand, label: Option<usize>) -> Vec<(usize, Shape)> {
        let mut steps = Vec::new();
        for layer in self.layers.last.at(from) + 1..self.layers.node.at(strand.target) {
            let here = label.filter(|label| self.net.items.at(*label).layer == layer);
            let (item, known) = here.map_or_else(|| self.bend(strand, layer), |label| (label, false));
            steps.push((item, Shape::Down));
            if known {
                return steps;
            }
        }
        steps.push((strand.target, Shape::Down));
        steps
    }

    /// Round the side: under the source, up a lane, over the target.
    fn round(&mut self, from: usize, strand: Strand, label: Option<usize>) -> Vec<(usize, Shape)> {
        let (bottom, top) = (self.layers.last.at(from), self.layers.node.at(strand.target));
        let (first, mut known) = label.map_or_else(|| self.bend(strand, bottom), |label| (label, false));
        let mut steps = vec![(first, Shape::Under)];
        let mut lane = (top..bottom).rev();
        while let (false, Some(layer)) = (known, lane.next()) {
            let (item, before) = self.bend(strand, layer);
            steps.push((item, Shape::Up));
            known = before;
        }
        if known {
            return steps;
        }
        steps.push((strand.target, Shape::Over));
        steps
    }
}

impl Net {
    /// Links along all ways; ways that share a step share its link.
    fn connect(&mut self) {
        let mut known: BTreeMap<(usize, usize, Class, Shape), usize> = BTreeMap::new();
        let mut links: Table<Link> = Table::default();
        let route = |way: &Way| {
            let mut from = way.from;
            let mut route = Vec::with_capacity(way.steps.len());
            for (to, shape) in &way.steps {
                let (to, shape, class) = (*to, *shape, way.class);
                let link = *known
                    .entry((from, to, class, shape))
                    .or_insert_with(|| links.push(Link { from, to, shape, class, weight: 0 }));
                links.change(link, |link| link.weight = link.weight.max(way.weight));
                route.push(link);
                from = to;
            }
            route
        };
        self.routes = self.ways.iter().map(route).collect();
        self.links = links;
    }

    /// Lets edges with the same target run together from where they are neighbours, so that ten catchers of one handler are one
    /// line with ten branches. Crossings can only become fewer: nothing is between neighbours.
    pub(super) fn merge(&mut self, order: &mut [Vec<usize>]) {
        let mut merged: BTreeMap<usize, usize> = BTreeMap::new();
        for up in [false, true] {
            let count = order.len();
            for step in 0..count {
                let layer = if up { count - 1 - step } else { step };
                let Some(items) = order.get(layer) else { continue };
                let mut left: Option<(usize, Strand)> = None;
                for item in items {
                    if merged.contains_key(item) {
                        continue;
                    }
                    let strand = self.strand_of.get(item).copied().filter(|strand| strand.up == up);
                    let (Some(strand), Some((_, before))) = (strand, left) else {
                        left = strand.map(|strand| (*item, strand));
                        continue;
                    };
                    if (Strand { edge: before.edge, ..strand }) == before {
                        self.merge_strands(strand, before, layer, &mut merged);
                    } else {
                        left = Some((*item, strand));
                    }
                }
            }
        }
        for way in &mut self.ways {
            for (item, _) in &mut way.steps {
                // What it was merged into may have been merged later.
                while let Some(other) = merged.get(item) {
                    *item = *other;
                }
            }
        }
        for layer in order.iter_mut() {
            layer.retain(|item| !merged.contains_key(item));
        }
        self.connect();
    }

    /// From a layer on to the target.
    fn merge_strands(&self, from: Strand, into: Strand, layer: usize, merged: &mut BTreeMap<usize, usize>) {
        let last = self.items.at(from.target).layer;
        let layers = if from.up { last..=layer } else { layer..=last };
        for layer in layers {
            if let (Some(one), Some(other)) =
                (self.strands.get(&(from, layer)), self.strands.get(&(into, layer)))
                && !merged.contains_key(one)
            {
                merged.insert(*one, *other);
            }
        }
    }
}

//! Where in its layer each item is, from left to right.

use std::collections::BTreeMap;

use super::net::{Class, Item, Link, Net, Shape, What};
use super::simplex::{Arc, solve};
use super::table::Table;

/// Centres of items, and where on their edges lines leave and arrive.
#[derive(Debug, Default)]
pub(super) struct Columns {
    centre: Table<i32>,
    /// Offsets from the centre, by item, whether at its lower edge, and class.
    ports: BTreeMap<(usize, bool, Class), i32>,
}

impl Columns {
    pub(super) fn centre(&self, item: usize) -> i32 {
        self.centre.at(item)
    }

    fn offset(&self, item: usize, below: bool, class: Class) -> i32 {
        self.ports.get(&(item, below, class)).copied().unwrap_or_default()
    }

    /// Whether the parts of each node are below each other.
    pub(super) fn are_straight(&self, net: &Net) -> bool {
        net.spines.iter().all(|(upper, lower)| self.centre(*upper) == self.centre(*lower))
    }

    /// Moves the places of catch lines along their nodes, to where the line is straight or nearly so.
    fn straighten(&mut self, net: &Net) {
        let mut nearest: BTreeMap<(usize, bool, Class), i32> = BTreeMap::new();
        for link in net.links.iter().filter(|link| link.shape == Shape::Down) {
            for (item, below, other) in
                [(link.from, true, self.arrives(*link)), (link.to, false, self.leaves(*link))]
            {
                let Some(port) = self.ports.get(&(item, below, link.class)) else { continue };
                let wish = (other - self.centre(item)) * port.signum();
                let known = nearest.entry((item, below, link.class)).or_insert(wish);
                *known = (*known).min(wish);
            }
        }
        for (key, wish) in nearest {
            let room = (net.items.at(key.0).width / 2 - 14).max(12);
            if let Some(port) = self.ports.get_mut(&key) {
                *port = port.signum() * wish.clamp(12, room);
            }
        }
    }

    /// Where a link leaves.
    pub(super) fn leaves(&self, link: Link) -> i32 {
        self.centre(link.from) + self.offset(link.from, link.leaves_below(), link.class)
    }

    /// Where a link arrives.
    pub(super) fn arrives(&self, link: Link) -> i32 {
        self.centre(link.to) + self.offset(link.to, !link.arrives_above(), link.class)
    }
}

/// Above this, positions are found by sweeps instead of exactly.
const LARGE: usize = 6000;
/// How straight a node is that stands in several layers.
const SPINE: i32 = 4096;

pub(super) fn columns(net: &Net, layers: &[Vec<usize>]) -> Columns {
    let mut columns = Columns { centre: Table::new(net.items.len(), 0), ports: ports(net, layers) };
    columns.centre = if net.items.len() + net.links.len() > LARGE {
        relaxed(net, layers, &columns)
    } else {
        exact(net, layers, &columns)
    };
    let left =
        layers.iter().flatten().map(|item| columns.centre(*item) - net.items.at(*item).width / 2).min();
    let left = left.unwrap_or_default();
    columns.centre.iter_mut().for_each(|it| *it -= left);
    columns.straighten(net);
    columns
}

/// Least distance of the centres of neighbours.
fn distance(net: &Net, left: usize, right: usize) -> i32 {
    let (left, right) = (net.items.at(left), net.items.at(right));
    let space = |item: Item| match item.what {
        What::Node(_) | What::Body(_) => 16,
        What::Label(_) => 9,
        What::Bend => 7,
    };
    left.width / 2 + right.width / 2 + space(left) + space(right)
}

/// Catch lines have places of their own on a node that has other lines on the same edge, on the side they go to.
fn ports(net: &Net, layers: &[Vec<usize>]) -> BTreeMap<(usize, bool, Class), i32> {
    let mut place: Table<i64> = Table::new(net.items.len(), 0);
    for layer in layers {
        // Thousandths of the layer, so that layers of different length can be compared.
        let count = i64::try_from(layer.len()).unwrap_or(1).max(1);
        for (index, item) in (0_i64..).zip(layer) {
            place.set(*item, (2 * index + 1) * 1000 / count);
        }
    }
    // Sum and count of where the lines come from or go to.
    let mut ends: BTreeMap<(usize, bool, Class), (i64, i64)> = BTreeMap::new();
    let mut add = |item: usize, below: bool, link: &Link, other: usize| {
        if matches!(net.items.at(item).what, What::Node(_) | What::Body(_)) {
            let side = match link.shape {
                Shape::Down | Shape::Up => place.at(other),
                Shape::Under | Shape::Over => {
                    4000 * (place.at(other) - place.at(item)).signum() + place.at(other)
                }
            };
            let sum = ends.entry((item, below, link.class)).or_default();
            sum.0 += side;
            sum.1 += 1;
        }
    };
    for link in net.links.iter() {
        add(link.from, link.leaves_below(), link, link.to);
        add(link.to, !link.arrives_above(), link, link.from);
    }
    let mut ports = BTreeMap::new();
    for ((item, below, class), (sum, count)) in &ends {
        let Some((other, others)) = ends.get(&(*item, *below, Class::Normal)) else { continue };
        if *class == Class::Catch {
            let left = sum * others < other * count;
            let width = net.items.at(*item).width;
            let room = if *below { (width / 2 - 20).clamp(8, 110) } else { (width / 4).clamp(8, 16) };
            ports.insert((*item, *below, *class), if left { -room } else { room });
        }
    }
    ports
}

/// The weight of the heaviest link at each item.
struct Heaviest {
    leaving: Table<i32>,
    entering: Table<i32>,
}

impl Heaviest {
    fn of(net: &Net) -> Self {
        let count = net.items.len();
        let mut heaviest = Self { leaving: Table::new(count, 0), entering: Table::new(count, 0) };
        for link in net.links.iter() {
            heaviest.leaving.change(link.from, |it| *it = (*it).max(link.weight));
            heaviest.entering.change(link.to, |it| *it = (*it).max(link.weight));
        }
        heaviest
    }
}

/// How much a link wants to be straight: long lines more than short ones. A line to a label hardly: it may share its source's line first.
fn stiffness(net: &Net, link: Link, heaviest: &Heaviest) -> i32 {
    // A line leaves a part of a node as it leaves a node.
    let from = match net.items.at(link.from).what {
        What::Body(node) => What::Node(node),
        what => what,
    };
    let bends_anyway =
        link.weight < heaviest.leaving.at(link.from) || link.weight < heaviest.entering.at(link.to);
    if bends_anyway && !matches!(net.items.at(link.to).what, What::Bend) {
        // One of its ends is in line with another link, and a side line is as long as it is.
        return if matches!(from, What::Node(_)) { 1 } else { 6 };
    }
    let base = match (from, net.items.at(link.to).what) {
        (What::Node(_), What::Label(_)) => 1,
        (What::Label(_), What::Node(_)) => 3,
        (What::Node(_), What::Node(_)) => 2,
        // Straight on, and to the side only before the target.
        (What::Node(_), What::Bend) => 5,
        (What::Bend, What::Node(_)) => 2,
        _ => 8,
    };
    base * link.weight.max(1)
}

/// Least weighted sum of all sideways moves.
fn exact(net: &Net, layers: &[Vec<usize>], columns: &Columns) -> Table<i32> {
    let count = net.items.len();
    let mut arcs = Vec::new();
    for layer in layers {
        for pair in layer.windows(2) {
            if let [left, right] = pair {
                arcs.push(Arc { tail: *left, head: *right, length: distance(net, *left, *right), weight: 0 });
            }
        }
    }
    let mut nodes = count;
    for (upper, lower) in &net.spines {
        arcs.push(Arc { tail: nodes, head: *upper, length: 0, weight: SPINE });
        arcs.push(Arc { tail: nodes, head: *lower, length: 0, weight: SPINE });
        nodes += 1;
    }
    let heaviest = Heaviest::of(net);
    for link in net.links.iter() {
        let weight = stiffness(net, *link, &heaviest);
        if matches!(link.shape, Shape::Down | Shape::Up) {
            // A node left of both ends: its distances differ by as much as the ends do.
            let shift = columns.offset(link.from, link.leaves_below(), link.class)
                - columns.offset(link.to, !link.arrives_above(), link.class);
            arcs.push(Arc { tail: nodes, head: link.from, length: (-shift).max(0), weight });
            arcs.push(Arc { tail: nodes, head: link.to, length: shift.max(0), weight });
            nodes += 1;
        } else {
            let layer = layers.get(net.items.at(link.from).layer).map(Vec::as_slice).unwrap_or_default();
            let place = |item: usize| layer.iter().position(|it| *it == item);
            let ends = (link.from, link.to);
            let (tail, head) = if place(link.from) < place(link.to) { ends } else { (ends.1, ends.0) };
            arcs.push(Arc { tail, head, length: 0, weight: 4 });
        }
    }
    // One node before all others, so that the graph is connected.
    arcs.extend((0..nodes).map(|head| Arc { tail: nodes, head, length: 0, weight: 0 }));
    solve(nodes + 1, &arcs).into_iter().take(count).collect()
}

/// Some sweeps in which every item goes to the mean of its neighbours, as far as its layer allows.
fn relaxed(net: &Net, layers: &[Vec<usize>], columns: &Columns) -> Table<i32> {
    let mut around: Table<Vec<(usize, i32)>> = Table::new(net.items.len(), Vec::new());
    for link in net.links.iter().filter(|link| matches!(link.shape, Shape::Down | Shape::Up)) {
        let shift = columns.offset(link.from, link.leaves_below(), link.class)
            - columns.offset(link.to, !link.arrives_above(), link.class);
        around.add(link.to, (link.from, shift));
        around.add(link.from, (link.to, -shift));
    }
    let mut centre = Table::new(net.items.len(), 0_i32);
    for sweep in 0..6 {
        let count = layers.len();
        for step in 0..count {
            let Some(layer) = layers.get(if sweep % 2 == 0 { step } else { count - 1 - step }) else {
                continue;
            };
            let wishes: Vec<i64> = layer
                .iter()
                .map(|item| {
                    let others = around.list(*item);
                    let sum: i64 = others.iter().map(|(it, shift)| i64::from(centre.at(*it) + shift)).sum();
                    let number = i64::try_from(others.len()).unwrap_or(1);
                    if number == 0 { i64::from(centre.at(*item)) } else { sum / number }
                })
                .collect();
            spread(net, layer, &wishes, &mut centre);
        }
    }
    centre
}

/// The places nearest to the wishes that keep the distances: neighbours that are too near form blocks at their mean.
fn spread(net: &Net, layer: &[usize], wishes: &[i64], centre: &mut Table<i32>) {
    let mut offset = 0_i64;
    let mut offsets = Vec::with_capacity(layer.len());
    let mut before = None;
    for item in layer {
        offset += before.map_or(0, |before| i64::from(distance(net, before, *item)));
        offsets.push(offset);
        before = Some(*item);
    }
    // Sum of wishes without their offsets, and number of items, of each block.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    for (wish, offset) in wishes.iter().zip(&offsets) {
        let mut block = (wish - offset, 1);
        while let Some(last) = blocks.pop_if(|last| last.0 * block.1 > block.0 * last.1) {
            block = (block.0 + last.0, block.1 + last.1);
        }
        blocks.push(block);
    }
    let places = blocks.iter().flat_map(|(sum, count)| (0..*count).map(move |_| sum.div_euclid(*count)));
    for ((item, offset), place) in layer.iter().zip(&offsets).zip(places) {
        centre.set(*item, i32::try_from(place + offset).unwrap_or_default());
    }
}

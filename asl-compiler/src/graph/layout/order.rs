//! The order in each layer: as few crossings as can be had cheaply.
//!
//! Sweeps down and up sort each layer by where its neighbours are, and then swap neighbours as long as that helps; the best
//! order seen is kept (Eades and Wormald's median, Sugiyama's barycentre, Gansner's transposition).

use std::collections::BTreeMap;

use super::net::{Net, Shape};
use super::table::Table;

/// Layers of items in order, and what they are connected with above and below.
///
/// Links that go round are connected by a point in the layer beyond, which has no place in the picture.
#[derive(Debug)]
pub(super) struct Order {
    /// Items of each layer from left to right; the first and the last layer have points only.
    layers: Table<Vec<usize>>,
    above: Table<Vec<usize>>,
    below: Table<Vec<usize>>,
    place: Table<usize>,
    items: usize,
    /// Pairs in one layer with a line round from one to the other.
    rounds: Vec<(usize, usize)>,
}

/// Graphs with more items than this get few sweeps and no swaps.
const LARGE: usize = 4000;
/// Graphs with no more items than this also get lanes tried on both sides.
const SMALL: usize = 1200;

/// What to begin with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Begin<'a> {
    /// The order of a walk from a node.
    At(Option<usize>),
    /// A good order.
    With(&'a [Vec<usize>]),
}

/// The items of each layer of the net, from left to right, the crossings before and after, and whether no line crosses a node of
/// several layers.
pub(super) fn order(net: &Net, begin: Begin<'_>) -> (Vec<Vec<usize>>, Crossings, bool) {
    let mut order = Order::new(net, begin);
    let before = order.crossings();
    order.improve();
    order.move_lanes(net);
    let after = order.crossings();
    let items = order.items;
    let real = |layer: &Vec<usize>| layer.iter().copied().filter(|item| *item < items).collect();
    let layers = order.layers.iter().skip(1).take(net.layers).map(real).collect();
    let whole = net.spines.iter().all(|spine| order.is_free(*spine));
    (layers, Crossings { before, after }, whole)
}

/// How much the ordering gained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crossings {
    /// In the order of the definition.
    pub before: usize,
    /// In the order that was found.
    pub after: usize,
}

impl Order {
    fn new(net: &Net, begin: Begin<'_>) -> Self {
        let items = net.items.len();
        let mut above: Table<Vec<usize>> = Table::new(items, Vec::new());
        let mut below: Table<Vec<usize>> = Table::new(items, Vec::new());
        let mut layer: Table<usize> = net.items.iter().map(|item| item.layer + 1).collect();
        for (upper, lower) in &net.spines {
            below.add(*upper, *lower);
            above.add(*lower, *upper);
        }
        let (mut under, mut over) = (BTreeMap::new(), BTreeMap::new());
        for link in net.links.iter() {
            let (from, to) = (link.from, link.to);
            match link.shape {
                Shape::Down => {
                    below.add(from, to);
                    above.add(to, from);
                }
                Shape::Up => {
                    below.add(to, from);
                    above.add(from, to);
                }
                // All lines round one node meet in one point, so that one inside of another crosses nothing.
                Shape::Under => {
                    let point = *under.entry(from).or_insert_with(|| {
                        above.push(vec![from]);
                        let point = layer.push(layer.at(from) + 1);
                        below.add(from, point);
                        below.push(Vec::new());
                        point
                    });
                    above.add(point, to);
                    below.add(to, point);
                }
                Shape::Over => {
                    let point = *over.entry(to).or_insert_with(|| {
                        below.push(vec![to]);
                        let point = layer.push(layer.at(to) - 1);
                        above.add(to, point);
                        above.push(Vec::new());
                        point
                    });
                    below.add(point, from);
                    above.add(from, point);
                }
            }
        }
        let mut order = Self {
            layers: Table::new(net.layers + 2, Vec::new()),
            place: Table::new(layer.len(), 0),
            above,
            below,
            items,
            rounds: Vec::new(),
        };
        let rounds = net.links.iter().filter(|link| matches!(link.shape, Shape::Under | Shape::Over));
        order.rounds = rounds.map(|link| (link.from, link.to)).collect();
        match begin {
            Begin::At(start) => order.begin(&layer, start),
            Begin::With(layers) => order.begin_with(&layer, layers),
        }
        order
    }

    /// A given order; points go to the middle of what they connect.
    fn begin_with(&mut self, layer: &Table<usize>, layers: &[Vec<usize>]) {
        for (index, items) in layers.iter().enumerate() {
            self.layers.set(index + 1, items.clone());
            self.number(index + 1);
        }
        for point in self.items..layer.len() {
            let ends = [self.above.list(point), self.below.list(point)].concat();
            let sum: usize = ends.iter().map(|item| self.place.at(*item)).sum();
            let at = layer.at(point);
            let place = sum / ends.len().max(1) + 1;
            self.layers.change(at, |items| items.insert(place.min(items.len()), point));
        }
        for index in 0..self.layers.len() {
            self.number(index);
        }
    }

    /// The order of a walk in depth from the start: what the definition leads to first is left.
    fn begin(&mut self, layer: &Table<usize>, start: Option<usize>) {
        let mut seen = Table::new(layer.len(), false);
        for root in start.into_iter().chain(0..layer.len()) {
            let mut stack = vec![root];
            while let Some(item) = stack.pop() {
                if seen.at(item) {
                    continue;
                }
                seen.set(item, true);
                self.layers.add(layer.at(item), item);
                stack.extend(self.below.list(item).iter().rev().filter(|next| !seen.at(**next)));
            }
        }
        for index in 0..self.layers.len() {
            self.number(index);
        }
    }

    fn number(&mut self, layer: usize) {
        for (place, item) in self.layers.list(layer).iter().enumerate() {
            self.place.set(*item, place);
        }
    }

    fn improve(&mut self) {
        let large = self.place.len() > LARGE;
        let sweeps = if large { 4 } else { 24 };
        let mut best = (self.crossings(), self.layers.clone());
        let mut idle = 0;
        for sweep in 0..sweeps {
            if best.0 == 0 || idle > 8 {
                break;
            }
            self.sweep(sweep);
            if !large {
                self.swap_neighbours();
            }
            let crossings = self.crossings();
            idle += 1;
            if crossings < best.0 {
                best = (crossings, self.layers.clone());
                idle = 0;
            }
        }
        self.layers = best.1;
        for index in 0..self.layers.len() {
            self.number(index);
        }
    }

    /// Sorts each layer by its neighbours on one side.
    fn sweep(&mut self, sweep: usize) {
        let count = self.layers.len();
        let down = sweep.is_multiple_of(2);
        let median = sweep % 4 < 2;
        for step in 1..count {
            let layer = if down { step } else { count - 1 - step };
            let mut keyed: Vec<(usize, usize)> = Vec::new();
            for (place, item) in self.layers.list(layer).iter().enumerate() {
                let neighbours = if down { self.above.list(*item) } else { self.below.list(*item) };
                keyed.push((self.key(neighbours, median).unwrap_or((2 * place + 1) * 512), *item));
            }
            // Without a neighbour an item stays about where it is; ties keep their order, or change it now and then.
            if sweep % 8 >= 4 {
                keyed.reverse();
            }
            keyed.sort_by_key(|(key, _)| *key);
            self.layers.set(layer, keyed.into_iter().map(|(_, item)| item).collect());
            self.number(layer);
        }
    }

    /// Where the neighbours are, in 1024ths of a place.
    fn key(&self, neighbours: &[usize], median: bool) -> Option<usize> {
        let mut places: Vec<usize> = neighbours.iter().map(|item| self.place.at(*item)).collect();
        if places.is_empty() {
            return None;
        }
        let count = places.len();
        let sum = if median {
            places.sort_unstable();
            let middle = places.get(count / 2).copied().unwrap_or_default();
            let other = places.get((count - 1) / 2).copied().unwrap_or_default();
            (middle + other) * 512
        } else {
            places.iter().sum::<usize>() * 1024 / count
        };
        Some(sum + 512)
    }

    /// Whether nothing crosses the way from one part of a node to the next.
    fn is_free(&self, (upper, lower): (usize, usize)) -> bool {
        let layer = self.layers.iter().find(|layer| layer.get(self.place.at(upper)) == Some(&upper));
        let mut others = layer.into_iter().flatten().filter(|item| **item != upper);
        others.all(|other| {
            let left = self.place.at(*other) < self.place.at(upper);
            self.below.list(*other).iter().all(|end| (self.place.at(*end) < self.place.at(lower)) == left)
        })
    }

    /// Crossings, and then how far lines go round within their layer.
    fn cost(&self) -> (usize, usize) {
        let round = |(from, to): &(usize, usize)| self.place.at(*from).abs_diff(self.place.at(*to));
        (self.crossings(), self.rounds.iter().map(round).sum())
    }

    /// Tries each lane of a line that leads back on the other side of everything: swaps alone move one layer at a time, and the way
    /// there is worse.
    fn move_lanes(&mut self, net: &Net) {
        if self.place.len() > SMALL || self.rounds.is_empty() {
            return;
        }
        let mut best = self.cost();
        for route in net.routes.iter() {
            let links = || route.iter().filter_map(|link| net.links.get(*link));
            if !links().any(|link| link.shape == Shape::Over) {
                continue;
            }
            let mut lane: Vec<(usize, usize)> =
                links().map(|link| link.to).map(|item| (net.items.at(item).layer + 1, item)).collect();
            lane.pop();
            for left in [true, false] {
                let kept = self.layers.clone();
                for (layer, item) in &lane {
                    self.layers.change(*layer, |items| {
                        items.retain(|it| it != item);
                        items.insert(if left { 0 } else { items.len() }, *item);
                    });
                    self.number(*layer);
                }
                self.sort_points();
                self.swap_neighbours();
                let cost = self.cost();
                if cost < best {
                    best = cost;
                } else {
                    self.layers = kept;
                    (0..self.layers.len()).for_each(|layer| self.number(layer));
                }
            }
        }
    }

    /// Moves the points to the middle of what they connect.
    fn sort_points(&mut self) {
        for layer in 0..self.layers.len() {
            let key = |item: &usize| {
                let ends = [self.above.list(*item), self.below.list(*item)].concat();
                self.key(&ends, false)
            };
            let all = self.layers.list(layer);
            let mut points: Vec<(Option<usize>, usize)> =
                all.iter().filter(|item| **item >= self.items).map(|item| (key(item), *item)).collect();
            points.sort_by_key(|(key, _)| *key);
            let mut out: Vec<usize> = all.iter().copied().filter(|item| *item < self.items).collect();
            for (key, point) in points.into_iter().rev() {
                let at = key.map_or(0, |key| key / 1024 + 1).min(out.len());
                out.insert(at, point);
            }
            self.layers.set(layer, out);
            self.number(layer);
        }
    }

    fn swap_neighbours(&mut self) {
        for _ in 0..12 {
            let mut gained = false;
            for layer in 0..self.layers.len() {
                for place in 1..self.layers.list(layer).len() {
                    let pair = self.layers.list(layer).get(place - 1..=place).map(<[usize]>::to_vec);
                    let Some(&[left, right]) = pair.as_deref() else { continue };
                    let (now, swapped) = (self.between(left, right), self.between(right, left));
                    if swapped < now || (swapped == now && self.nearer(left, right)) {
                        self.layers.change(layer, |list| list.swap(place - 1, place));
                        self.place.set(left, place);
                        self.place.set(right, place - 1);
                        gained = true;
                    }
                }
            }
            if !gained {
                break;
            }
        }
    }

    /// Whether swapping two neighbours brings the ends of lines round nearer to each other.
    fn nearer(&self, left: usize, right: usize) -> bool {
        let mut gain = 0_i32;
        for (one, other) in &self.rounds {
            for (end, far) in [(*one, *other), (*other, *one)] {
                // Neighbours with a line from one to the other stay as near as they are.
                if far == left || far == right {
                    continue;
                }
                let beyond = self.place.at(far) > self.place.at(end);
                if end == left {
                    gain += if beyond { 1 } else { -1 };
                } else if end == right {
                    gain += if beyond { -1 } else { 1 };
                }
            }
        }
        gain > 0
    }

    /// Crossings of the links of two neighbours in this order.
    fn between(&self, left: usize, right: usize) -> usize {
        let side = |lists: &Table<Vec<usize>>| {
            let places = |item: usize| lists.list(item).iter().map(|other| self.place.at(*other));
            places(left)
                .map(|of_left| places(right).filter(|of_right| *of_right < of_left).count())
                .sum::<usize>()
        };
        side(&self.above) + side(&self.below)
    }

    /// All crossings of links between neighbouring layers: pairs out of order, counted in a tree of sums.
    fn crossings(&self) -> usize {
        let mut crossings = 0;
        for layer in 0..self.layers.len() {
            let width = self.layers.list(layer + 1).len();
            let mut sums = Table::new(width + 1, 0_usize);
            let mut total = 0;
            for item in self.layers.list(layer) {
                let mut places: Vec<usize> =
                    self.below.list(*item).iter().map(|it| self.place.at(*it)).collect();
                places.sort_unstable();
                for place in &places {
                    crossings += total - prefix(&sums, *place + 1);
                }
                for place in places {
                    total += 1;
                    add(&mut sums, place + 1);
                }
            }
        }
        crossings
    }
}

fn prefix(sums: &Table<usize>, mut index: usize) -> usize {
    let mut sum = 0;
    while index > 0 {
        sum += sums.at(index);
        index &= index - 1;
    }
    sum
}

fn add(sums: &mut Table<usize>, mut index: usize) {
    while index < sums.len() {
        sums.change(index, |it| *it += 1);
        index += index & index.wrapping_neg();
    }
}

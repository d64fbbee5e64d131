//! The network simplex method for positions on a line.
//!
//! Given nodes and edges with a least length and a weight, finds whole numbers such that each edge is as long as it must be
//! and the weighted sum of lengths is least. Layers and columns are both found by it (Gansner, Koutsofios, North and Vo,
//! "A technique for drawing directed graphs").

use super::table::Table;

/// `head` is at least `length` after `tail`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Arc {
    pub(super) tail: usize,
    pub(super) head: usize,
    pub(super) length: i32,
    pub(super) weight: i32,
}

/// Steps after which the best so far is good enough; keeps the largest graphs under a second.
const BUDGET: usize = 12_000_000;

struct Simplex<'a> {
    arcs: &'a [Arc],
    /// Arcs at each node.
    around: Table<Vec<usize>>,
    position: Table<i32>,
    in_tree: Table<bool>,
    /// Nodes of the tree, each after its parent.
    order: Vec<usize>,
    /// The arc towards the root; `None` for the root.
    up: Table<Option<usize>>,
    /// Numbers of a walk: the nodes below `v` have `first(v)..=last(v)`.
    first: Table<usize>,
    last: Table<usize>,
    /// Weight of the arcs that leave a node, without those that enter it.
    surplus: Table<i32>,
}

/// Positions from 0, where the arcs have no cycle. The arcs should connect all nodes.
pub(super) fn solve(count: usize, arcs: &[Arc]) -> Vec<i32> {
    let mut around: Table<Vec<usize>> = Table::new(count, Vec::new());
    let mut surplus = Table::new(count, 0);
    for (index, arc) in arcs.iter().enumerate() {
        around.add(arc.tail, index);
        around.add(arc.head, index);
        surplus.change(arc.tail, |it| *it += arc.weight);
        surplus.change(arc.head, |it| *it -= arc.weight);
    }
    let mut simplex = Simplex {
        arcs,
        position: longest_path(count, arcs, &around),
        around,
        in_tree: Table::new(arcs.len(), false),
        order: Vec::with_capacity(count),
        up: Table::new(count, None),
        first: Table::new(count, 0),
        last: Table::new(count, 0),
        surplus,
    };
    let step = count + arcs.len() + 1;
    if step.saturating_mul(step) <= BUDGET.saturating_mul(8) && simplex.grow_tree() {
        for _ in 0..BUDGET / step {
            simplex.walk();
            let Some(leaving) = simplex.leaving() else { break };
            let Some(entering) = simplex.entering(leaving) else { break };
            simplex.exchange(leaving, entering);
        }
    }
    let least = simplex.position.iter().min().copied().unwrap_or_default();
    simplex.position.iter().map(|it| it - least).collect()
}

/// Each node as early as the arcs allow.
fn longest_path(count: usize, arcs: &[Arc], around: &Table<Vec<usize>>) -> Table<i32> {
    let mut waiting = Table::new(count, 0_usize);
    for arc in arcs {
        waiting.change(arc.head, |it| *it += 1);
    }
    let mut position = Table::new(count, 0_i32);
    let mut open: Vec<usize> = (0..count).rev().filter(|node| waiting.at(*node) == 0).collect();
    while let Some(node) = open.pop() {
        for arc in around.list(node).iter().filter_map(|index| arcs.get(*index)) {
            if arc.tail != node {
                continue;
            }
            let least = position.at(node) + arc.length;
            position.change(arc.head, |it| *it = (*it).max(least));
            waiting.change(arc.head, |it| *it = it.saturating_sub(1));
            if waiting.at(arc.head) == 0 {
                open.push(arc.head);
            }
        }
    }
    position
}

impl Simplex<'_> {
    fn slack(&self, arc: &Arc) -> i32 {
        self.position.at(arc.head) - self.position.at(arc.tail) - arc.length
    }

    /// A spanning tree of arcs without slack; false when the graph is not connected.
    fn grow_tree(&mut self) -> bool {
        let count = self.position.len();
        let mut inside = Table::new(count, false);
        let mut members = Vec::with_capacity(count);
        let mut open = Vec::new();
        if count > 0 {
            inside.set(0, true);
            members.push(0);
            open.push(0);
        }
        loop {
            while let Some(node) = open.pop() {
                for index in self.around.list(node).to_vec() {
                    let Some(arc) = self.arcs.get(index) else { continue };
                    let other = if arc.tail == node { arc.head } else { arc.tail };
                    if !inside.at(other) && self.slack(arc) == 0 {
                        inside.set(other, true);
                        self.in_tree.set(index, true);
                        members.push(other);
                        open.push(other);
                    }
                }
            }
            if members.len() == count {
                return true;
            }
            let crossing = self.arcs.iter().filter(|arc| inside.at(arc.tail) != inside.at(arc.head));
            let Some(nearest) = crossing.min_by_key(|arc| self.slack(arc)).copied() else { return false };
            let slack = self.slack(&nearest);
            let shift = if inside.at(nearest.head) { -slack } else { slack };
            for node in &members {
                self.position.change(*node, |it| *it += shift);
            }
            open.push(if inside.at(nearest.head) { nearest.head } else { nearest.tail });
        }
    }

    /// Numbers the nodes of the tree from its root.
    fn walk(&mut self) {
        self.order.clear();
        let mut number = 0;
        let mut stack = vec![(0, None, false)];
        while let Some((node, up, done)) = stack.pop() {
            if done {
                self.last.set(node, number - 1);
                continue;
            }
            self.order.push(node);
            self.up.set(node, up);
            self.first.set(node, number);
            number += 1;
            stack.push((node, up, true));
            for index in self.around.list(node) {
                if Some(*index) == up || !self.in_tree.at(*index) {
                    continue;
                }
                let Some(arc) = self.arcs.get(*index) else { continue };
                stack.push((if arc.tail == node { arc.head } else { arc.tail }, Some(*index), false));
            }
        }
    }

    /// The arc of the tree whose lengthening gains most, as the node below it.
    ///
    /// What an arc gains is the weight of all arcs across it: the surplus of the nodes below, as arcs among them cancel out.
    fn leaving(&self) -> Option<usize> {
        let mut sum = self.surplus.clone();
        let mut best = None;
        let mut least = 0;
        for node in self.order.iter().rev() {
            let Some(arc) = self.up.at(*node).and_then(|index| self.arcs.get(index)) else { continue };
            let own = sum.at(*node);
            let below_is_tail = arc.tail == *node;
            let parent = if below_is_tail { arc.head } else { arc.tail };
            sum.change(parent, |it| *it += own);
            let cut = if below_is_tail { own } else { -own };
            if cut < least {
                least = cut;
                best = Some(*node);
            }
        }
        best
    }

    fn is_below(&self, node: usize, top: usize) -> bool {
        (self.first.at(top)..=self.last.at(top)).contains(&self.first.at(node))
    }

    /// The arc with the least slack that goes the other way across the cut.
    fn entering(&self, below: usize) -> Option<usize> {
        let leaving = self.up.at(below).and_then(|index| self.arcs.get(index))?;
        let below_is_tail = leaving.tail == below;
        let mut best: Option<(i32, usize)> = None;
        for (index, arc) in self.arcs.iter().enumerate() {
            let (tail, head) = (self.is_below(arc.tail, below), self.is_below(arc.head, below));
            if tail == head || tail == below_is_tail {
                continue;
            }
            let slack = self.slack(arc);
            if best.is_none_or(|(least, _)| slack < least) {
                best = Some((slack, index));
            }
        }
        best.map(|(_, index)| index)
    }

    fn exchange(&mut self, below: usize, entering: usize) {
        let Some(arc) = self.arcs.get(entering) else { return };
        let slack = self.slack(arc);
        let shift = if self.is_below(arc.head, below) { -slack } else { slack };
        for node in &self.order {
            if (self.first.at(below)..=self.last.at(below)).contains(&self.first.at(*node)) {
                self.position.change(*node, |it| *it += shift);
            }
        }
        if let Some(leaving) = self.up.at(below) {
            self.in_tree.set(leaving, false);
        }
        self.in_tree.set(entering, true);
    }
}

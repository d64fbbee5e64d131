//! The result of the layout: everything with its place.

use super::super::model::{Edge, EdgeKind, Node};
use super::measure::{Face, Size, Tag};
use super::order::Crossings;

/// A place, in pixels from the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Downwards.
    pub y: i32,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Its upper left corner.
    pub corner: Point,
    /// Its size.
    pub size: Size,
}

impl Rect {
    /// Its right edge.
    pub fn right(&self) -> i32 {
        self.corner.x + self.size.width
    }

    /// Its lower edge.
    pub fn bottom(&self) -> i32 {
        self.corner.y + self.size.height
    }
}

/// A node with its place.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its texts.
    pub face: Face,
    /// Its box.
    pub rect: Rect,
    /// The number of the node that it is inside of, which is smaller than its own.
    pub holder: Option<usize>,
}

/// A label with its place.
#[derive(Clone, Debug)]
pub struct PlacedTag<'a> {
    /// The edge.
    pub edge: &'a Edge,
    /// Its text.
    pub tag: Tag,
    /// Its box.
    pub rect: Rect,
    /// Whether control can come here.
    pub reachable: bool,
}

/// An edge with its way. Edges with the same target run together: what another edge has drawn is not drawn again.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The edge.
    pub edge: &'a Edge,
    /// The number of the node that it leaves.
    pub from: usize,
    /// The number of the node that it enters.
    pub to: usize,
    /// Corners of its parts, before and after its label. All parts are horizontal or vertical.
    pub parts: Vec<Vec<Point>>,
    /// Where its arrow points to, from above.
    pub head: Option<Point>,
    /// Whether control can come here.
    pub reachable: bool,
}

impl Line<'_> {
    /// Whether it is a catcher's.
    pub fn is_catch(&self) -> bool {
        self.edge.kind == EdgeKind::Catch
    }
}

/// A graph with places.
#[derive(Clone, Debug, Default)]
pub struct Picture<'a> {
    /// The canvas.
    pub size: Size,
    /// Nodes; what is inside of another comes after it.
    pub nodes: Vec<Placed<'a>>,
    /// The rooms of branches, each with the number of its node.
    pub panels: Vec<(usize, Rect)>,
    /// Labels.
    pub tags: Vec<PlacedTag<'a>>,
    /// Edges.
    pub lines: Vec<Line<'a>>,
    /// What ordering gained, over all scopes.
    pub crossings: Crossings,
}

impl<'a> Picture<'a> {
    /// Takes in the picture of an inner scope.
    pub(super) fn absorb(&mut self, inner: Picture<'a>, corner: Point, holder: usize) {
        let base = self.nodes.len();
        let shift = |point: Point| Point { x: point.x + corner.x, y: point.y + corner.y };
        let moved = |rect: Rect| Rect { corner: shift(rect.corner), ..rect };
        self.nodes.extend(inner.nodes.into_iter().map(|node| Placed {
            rect: moved(node.rect),
            holder: Some(node.holder.map_or(holder, |inner| inner + base)),
            ..node
        }));
        self.panels.extend(inner.panels.into_iter().map(|(node, rect)| (node + base, moved(rect))));
        self.tags.extend(inner.tags.into_iter().map(|tag| PlacedTag { rect: moved(tag.rect), ..tag }));
        self.lines.extend(inner.lines.into_iter().map(|line| Line {
            from: line.from + base,
            to: line.to + base,
            parts: line.parts.into_iter().map(|part| part.into_iter().map(shift).collect()).collect(),
            head: line.head.map(shift),
            ..line
        }));
        self.crossings.before += inner.crossings.before;
        self.crossings.after += inner.crossings.after;
    }
}

//! What holds for every picture: nothing lies on anything that it should not lie on.

use super::super::layout::{CAPTION, LABEL};
use super::super::layout::{Line, NAME, Picture, Point, Rect, TEXT_LEFT};
use super::super::text::width;

/// Everything that is wrong with a picture.
pub(super) fn problems(picture: &Picture<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    boxes(picture, &mut problems);
    tags(picture, &mut problems);
    texts(picture, &mut problems);
    for line in &picture.lines {
        lines(picture, line, &mut problems);
        ends(picture, line, &mut problems);
    }
    problems
}

/// What is counted rather than forbidden.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Points where lines cross that have neither source nor target in common.
    pub(super) crossings: usize,
    /// Lines on each other that have neither source nor target in common.
    pub(super) shared: usize,
}

pub(super) fn counts(picture: &Picture<'_>) -> Counts {
    let mut segments: Vec<(usize, Point, Point)> = Vec::new();
    for (index, line) in picture.lines.iter().enumerate() {
        segments
            .extend(line.parts.iter().flat_map(|part| part.windows(2)).map(|pair| (index, pair[0], pair[1])));
    }
    let mut points = std::collections::BTreeSet::new();
    let mut counts = Counts::default();
    for (at, one) in segments.iter().enumerate() {
        for other in &segments[at + 1..] {
            let (a, b) = (&picture.lines[one.0], &picture.lines[other.0]);
            if a.from == b.from || a.to == b.to {
                continue;
            }
            let (r, s) = (rect(one), rect(other));
            let (left, right) = (r.0.x.max(s.0.x), r.1.x.min(s.1.x));
            let (top, bottom) = (r.0.y.max(s.0.y), r.1.y.min(s.1.y));
            let parallel = (one.1.x == one.2.x) == (other.1.x == other.2.x);
            if left > right || top > bottom {
                continue;
            }
            if !parallel {
                points.insert(Point { x: left, y: top });
            } else if left < right || top < bottom {
                counts.shared += 1;
            }
        }
    }
    counts.crossings = points.len();
    counts
}

fn rect((_, one, two): &(usize, Point, Point)) -> (Point, Point) {
    let low = Point { x: one.x.min(two.x), y: one.y.min(two.y) };
    (low, Point { x: one.x.max(two.x), y: one.y.max(two.y) })
}

fn overlap(one: &Rect, two: &Rect) -> bool {
    one.corner.x < two.right()
        && two.corner.x < one.right()
        && one.corner.y < two.bottom()
        && two.corner.y < one.bottom()
}

fn inside(inner: &Rect, outer: &Rect) -> bool {
    outer.corner.x <= inner.corner.x
        && inner.right() <= outer.right()
        && outer.corner.y <= inner.corner.y
        && inner.bottom() <= outer.bottom()
}

/// The boxes that a node is inside of.
fn holders(picture: &Picture<'_>, node: usize) -> Vec<usize> {
    std::iter::successors(picture.nodes[node].holder, |holder| picture.nodes[*holder].holder).collect()
}

fn boxes(picture: &Picture<'_>, problems: &mut Vec<String>) {
    let canvas = Rect { corner: Point::default(), size: picture.size };
    for (index, node) in picture.nodes.iter().enumerate() {
        let name = &node.node.name;
        if !inside(&node.rect, &canvas) {
            problems.push(format!("{name} is outside of the canvas"));
        }
        let around = holders(picture, index);
        for holder in &around {
            if !inside(&node.rect, &picture.nodes[*holder].rect) {
                problems.push(format!("{name} is outside of its box"));
            }
        }
        if let Some(holder) = node.holder {
            let title = Rect { size: picture.nodes[holder].face.size, ..picture.nodes[holder].rect };
            if overlap(&node.rect, &title) {
                problems.push(format!("{name} lies on the title of its box"));
            }
        }
        for other in index + 1..picture.nodes.len() {
            let related = around.contains(&other) || holders(picture, other).contains(&index);
            if !related && overlap(&node.rect, &picture.nodes[other].rect) {
                problems.push(format!("{name} overlaps {}", picture.nodes[other].node.name));
            }
        }
    }
}

fn tags(picture: &Picture<'_>, problems: &mut Vec<String>) {
    let canvas = Rect { corner: Point::default(), size: picture.size };
    for (index, tag) in picture.tags.iter().enumerate() {
        let label = &tag.edge.label;
        if !inside(&tag.rect, &canvas) {
            problems.push(format!("label {label} is outside of the canvas"));
        }
        for node in &picture.nodes {
            let within = !node.node.inner.is_empty() && inside(&tag.rect, &node.rect);
            if overlap(&tag.rect, &node.rect) && !within {
                problems.push(format!("label {label} lies on {}", node.node.name));
            }
        }
        for other in &picture.tags[index + 1..] {
            if overlap(&tag.rect, &other.rect) {
                problems.push(format!("label {label} lies on {}", other.edge.label));
            }
        }
    }
}

/// No text is wider than its place.
fn texts(picture: &Picture<'_>, problems: &mut Vec<String>) {
    for node in picture.nodes.iter().filter(|node| !node.node.kind.is_terminal()) {
        let room = node.rect.size.width - TEXT_LEFT;
        let lines = node.face.lines.iter().map(|line| width(line, NAME.0));
        let caption = std::iter::once(width(&node.face.caption, CAPTION.0));
        let badges = node.face.badges.iter().map(|(_, left, wide)| left + wide - TEXT_LEFT);
        if lines.chain(caption).chain(badges).any(|wide| wide > room) {
            problems.push(format!("text of {} is cut", node.node.name));
        }
    }
    for tag in &picture.tags {
        if tag.tag.lines.iter().any(|line| width(line, LABEL.0) > tag.rect.size.width) {
            problems.push(format!("label {} is cut", tag.edge.label));
        }
    }
}

/// Lines stay within the boxes of their ends, and out of all others and of labels.
fn lines(picture: &Picture<'_>, line: &Line<'_>, problems: &mut Vec<String>) {
    let around = holders(picture, line.from);
    let canvas = Rect { corner: Point::default(), size: picture.size };
    for pair in line.parts.iter().flat_map(|part| part.windows(2)) {
        let [one, two] = [pair[0], pair[1]];
        if one.x != two.x && one.y != two.y {
            problems.push(format!("a line of {} is oblique", name(picture, line)));
        }
        let (low, high) = rect(&(0, one, two));
        let size = super::super::layout::Size { width: high.x - low.x, height: high.y - low.y };
        let segment = Rect { corner: low, size };
        if !inside(&segment, &canvas) {
            problems.push(format!("{} leaves the canvas", name(picture, line)));
        }
        for (index, node) in picture.nodes.iter().enumerate() {
            if around.contains(&index) {
                if !inside(&segment, &node.rect) {
                    problems.push(format!("{} leaves its box", name(picture, line)));
                }
            } else if through(low, high, &node.rect) {
                problems.push(format!("{} passes through {}", name(picture, line), node.node.name));
            }
        }
        for tag in picture.tags.iter().filter(|tag| through(low, high, &tag.rect)) {
            problems.push(format!("{} passes through {}", name(picture, line), tag.edge.label));
        }
    }
}

fn through(low: Point, high: Point, rect: &Rect) -> bool {
    low.x < rect.right()
        && rect.corner.x < high.x.max(low.x + 1)
        && low.x.max(high.x) > rect.corner.x
        && low.y < rect.bottom()
        && high.y > rect.corner.y
}

fn name(picture: &Picture<'_>, line: &Line<'_>) -> String {
    format!("{} → {}", picture.nodes[line.from].node.name, picture.nodes[line.to].node.name)
}

/// A line begins at its source, and ends at its target or on a line that goes there.
fn ends(picture: &Picture<'_>, line: &Line<'_>, problems: &mut Vec<String>) {
    let (Some(first), Some(last)) = (line.parts.first(), line.parts.last()) else {
        // The same transition twice is one line.
        let twin = |other: &&Line<'_>| {
            (other.from, other.to, other.is_catch(), &other.edge.label)
                == (line.from, line.to, line.is_catch(), &line.edge.label)
        };
        if picture.lines.iter().filter(twin).count() > 1 && line.edge.label.is_empty() {
            return;
        }
        problems.push(format!("{} is not drawn", name(picture, line)));
        return;
    };
    let (first, last) = (first[0], last[last.len() - 1]);
    let from = picture.nodes[line.from].rect;
    let leaves = (first.y == from.bottom() || first.y == from.corner.y)
        && (from.corner.x..=from.right()).contains(&first.x);
    if !leaves {
        problems.push(format!("{} does not begin at its source", name(picture, line)));
    }
    let to = picture.nodes[line.to].rect;
    let arrives = last.y == to.corner.y && (to.corner.x..=to.right()).contains(&last.x);
    let joins = || {
        let others = picture.lines.iter().filter(|other| {
            !std::ptr::eq(*other, line) && other.to == line.to && other.is_catch() == line.is_catch()
        });
        others.flat_map(|other| &other.parts).flat_map(|part| part.windows(2)).any(|pair| {
            let (low, high) = rect(&(0, pair[0], pair[1]));
            (low.x..=high.x).contains(&last.x) && (low.y..=high.y).contains(&last.y)
        })
    };
    if line.head.is_some() != arrives && !joins() {
        problems.push(format!("{} does not end at its target", name(picture, line)));
    } else if !arrives && !joins() {
        problems.push(format!("{} ends nowhere", name(picture, line)));
    }
}

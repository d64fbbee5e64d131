//! The text on nodes and labels, broken into lines, and the room it takes.

use super::super::model::{Edge, Node};
use super::super::text::{Room, width, wrap};

/// Pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: i32,
    /// From top to bottom.
    pub height: i32,
}

/// What a node shows of its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// The small line above the name.
    pub caption: String,
    /// The name in lines.
    pub lines: Vec<String>,
    /// Each badge, its left edge from that of the node, and its width.
    pub badges: Vec<(String, i32, i32)>,
    /// The room for all of it.
    pub size: Size,
}

/// What a label shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Its text in lines.
    pub lines: Vec<String>,
    /// The room for it.
    pub size: Size,
}

/// Font sizes in tenths of a pixel, and heights of lines in pixels.
pub(in super::super) const NAME: (i32, i32) = (130, 17);
pub(in super::super) const CAPTION: (i32, i32) = (105, 14);
pub(in super::super) const BADGE: (i32, i32) = (95, 14);
pub(in super::super) const LABEL: (i32, i32) = (110, 14);

/// From the left edge of a node to its text: the icon stands there.
pub(in super::super) const TEXT_LEFT: i32 = 44;
/// Above the caption and below the name.
pub(in super::super) const MARGIN: i32 = 9;
/// Left and right of a badge's and a label's text.
pub(in super::super) const PILL: i32 = 6;
/// The side of a start or an end.
const POINT: Size = Size { width: 58, height: 32 };

const NAME_WIDTH: i32 = 190;
const CAPTION_WIDTH: i32 = 236;
const LABEL_WIDTH: i32 = 190;
const LEAST_WIDTH: i32 = 120;

/// Odd widths would put centres between pixels.
fn even(width: i32) -> i32 {
    width + width % 2
}

fn count(lines: usize) -> i32 {
    i32::try_from(lines).unwrap_or(i32::MAX / 64)
}

impl Face {
    pub(super) fn of(node: &Node) -> Self {
        if node.kind.is_terminal() {
            return Self { lines: vec![node.name.clone()], size: POINT, ..Self::default() };
        }
        let container = !node.inner.is_empty();
        let name = Room { size: NAME.0, width: NAME_WIDTH * if container { 2 } else { 1 }, lines: 2 };
        let mut lines = wrap(&node.name, name);
        if lines.is_empty() {
            // A name of blanks is a name.
            lines.push("\u{a0}".to_owned());
        }
        let badge_width = |badge: &String| width(badge, BADGE.0) + 2 * PILL;
        let badges: Vec<String> = node
            .badges
            .iter()
            .filter_map(|badge| wrap(badge, Room { size: BADGE.0, width: 120, lines: 1 }).pop())
            .collect();
        let beside: i32 = badges.iter().map(|badge| badge_width(badge) + PILL).sum();
        let room = (CAPTION_WIDTH - beside).max(120);
        let caption =
            wrap(&node.caption, Room { size: CAPTION.0, width: room, lines: 1 }).pop().unwrap_or_default();
        let mut right = TEXT_LEFT + width(&caption, CAPTION.0);
        let mut placed = Vec::with_capacity(badges.len());
        for badge in badges {
            let wide = badge_width(&badge);
            placed.push((badge, right + PILL, wide));
            right += PILL + wide;
        }
        let text = lines.iter().map(|line| TEXT_LEFT + width(line, NAME.0)).max().unwrap_or_default();
        let size = Size {
            width: even((right.max(text) + 12).max(LEAST_WIDTH)),
            height: 2 * MARGIN + CAPTION.1 + NAME.1 * count(lines.len()),
        };
        Self { caption, lines, badges: placed, size }
    }
}

impl Tag {
    /// `reference` is the target's name, if the label stands for the edge.
    pub(super) fn of(edge: &Edge, reference: Option<&str>) -> Self {
        let text = match reference {
            None if edge.label.is_empty() => return Self::default(),
            None => edge.label.clone(),
            Some(name) => format!("{} → {name}", edge.label),
        };
        let mut lines = wrap(&text, Room { size: LABEL.0, width: LABEL_WIDTH, lines: 3 });
        if lines.is_empty() {
            lines.push("\u{a0}".to_owned());
        }
        let widest = lines.iter().map(|line| width(line, LABEL.0)).max().unwrap_or_default();
        let size = Size { width: even(widest + 2 * PILL), height: 6 + LABEL.1 * count(lines.len()) };
        Self { lines, size }
    }
}

//! SVG, compact and by itself: no script, no font, no other file.

mod style;

use std::collections::BTreeSet;
use std::fmt::Write;

use super::layout::{
    BADGE, CAPTION, LABEL, Line, MARGIN, NAME, PILL, Picture, Placed, PlacedTag, Point, RADIUS, Rect,
    TEXT_LEFT, layout,
};
use super::model::{Edge, EdgeKind, Graph, NodeKind};
use style::{Place, icon, sheet};

/// A picture as a file. It is light or dark as its reader prefers.
pub fn svg(graph: &Graph) -> String {
    write(graph, &Settings { id: "asl", place: Place::File })
}

/// A picture inside of Markdown that becomes a page of rustdoc.
///
/// It is one line inside of a `div`, which Markdown takes as it is, and follows the page's theme. `id` tells it from other pictures of the
/// page; characters that cannot stand in an id are replaced.
pub fn embedded_svg(graph: &Graph, id: &str) -> String {
    let id: String = id.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    let svg = write(graph, &Settings { id: &format!("asl-{id}"), place: Place::Page });
    format!("<div class=\"asl-graph\" style=\"overflow-x:auto\">{svg}</div>")
}

struct Settings<'a> {
    id: &'a str,
    place: Place,
}

fn write(graph: &Graph, settings: &Settings<'_>) -> String {
    let picture = layout(graph);
    let (width, height) = (picture.size.width, picture.size.height);
    let mut out = String::with_capacity(4096 + 400 * picture.nodes.len());
    let id = settings.id;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" style=\"max-width:100%;height:auto\" font-family=\"Arial,Helvetica,'Liberation Sans',sans-serif\">"
    );
    let title = if graph.comment.is_empty() { "State machine" } else { &graph.comment };
    let _ = write!(out, "<title>{}</title><style>{}</style>", escaped(title), sheet(id, settings.place));
    icons(&picture, id, &mut out);
    let _ = write!(
        out,
        "<rect class=\"c\" x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        width - 1,
        height - 1
    );
    // Boxes below lines, lines below what is written.
    let mut panels = picture.panels.iter().peekable();
    for (index, node) in picture.nodes.iter().enumerate() {
        draw_node(node, id, &mut out);
        while let Some((_, panel)) = panels.next_if(|(holder, _)| *holder == index) {
            let _ = write!(out, "<rect class=\"p\" {} rx=\"6\"/>", place(*panel));
        }
    }
    for line in &picture.lines {
        draw_line(&picture, line, &mut out);
    }
    for tag in &picture.tags {
        draw_tag(tag, &mut out);
    }
    out.push_str("</svg>");
    out
}

/// How icons are drawn. Not a class: rules by id do not reach what is drawn by reference.
const PEN: &str =
    "fill=\"none\" stroke=\"#fff\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"";

/// Each icon once.
fn icons(picture: &Picture<'_>, id: &str, out: &mut String) {
    let mut known = BTreeSet::new();
    out.push_str("<defs>");
    for placed in &picture.nodes {
        if let Some((name, colour, lines)) = icon(placed.node.kind)
            && known.insert(name)
        {
            let _ = write!(
                out,
                "<g id=\"{id}-{name}\"><rect width=\"28\" height=\"28\" rx=\"6\" fill=\"{colour}\"/><path d=\"{lines}\" {PEN}/></g>"
            );
        }
    }
    out.push_str("</defs>");
}

fn place(rect: Rect) -> String {
    let Rect { corner: Point { x, y }, size } = rect;
    format!("x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"", size.width, size.height)
}

/// The baseline of a line of text: letters stand a little below its middle.
fn baseline(top: i32, (size, height): (i32, i32)) -> i32 {
    top + (height * 100 + size * 7) / 200
}

fn draw_node(placed: &Placed<'_>, id: &str, out: &mut String) {
    let Placed { node, face, rect, .. } = placed;
    let (x, y) = (rect.corner.x, rect.corner.y);
    if node.kind.is_terminal() {
        let text = baseline(y, (NAME.0, rect.size.height));
        let middle = x + rect.size.width / 2;
        let _ = write!(out, "<rect class=\"s\" {} rx=\"16\"/>", place(*rect));
        let _ = write!(
            out,
            "<text class=\"n\" x=\"{middle}\" y=\"{text}\" text-anchor=\"middle\">{}</text>",
            node.name
        );
        return;
    }
    let class = match (node.kind, node.reachable) {
        (NodeKind::Missing | NodeKind::Unknown, _) => " class=\"f\"",
        (_, false) => " class=\"u\"",
        (_, true) => "",
    };
    let _ = write!(out, "<g{class}><title>{}</title>", escaped(&tooltip(placed)));
    let shape = if node.inner.is_empty() { "b" } else { "g" };
    let _ = write!(out, "<rect class=\"{shape}\" {} rx=\"8\"/>", place(*rect));
    if let Some((name, ..)) = icon(node.kind) {
        let middle = y + (face.size.height - 28) / 2;
        let _ = write!(out, "<use href=\"#{id}-{name}\" x=\"{}\" y=\"{middle}\"/>", x + 8);
    }
    let left = x + TEXT_LEFT;
    let mut top = y + MARGIN;
    let caption = escaped(&face.caption);
    let _ = write!(out, "<text class=\"m\" x=\"{left}\" y=\"{}\">{caption}</text>", baseline(top, CAPTION));
    for (badge, offset, width) in &face.badges {
        let _ = write!(
            out,
            "<rect class=\"q\" x=\"{}\" y=\"{top}\" width=\"{width}\" height=\"{}\" rx=\"7\"/><text class=\"k\" x=\"{}\" y=\"{}\">{}</text>",
            x + offset,
            BADGE.1,
            x + offset + PILL,
            baseline(top, BADGE),
            escaped(badge)
        );
    }
    top += CAPTION.1;
    for line in &face.lines {
        let _ = write!(
            out,
            "<text class=\"n\" x=\"{left}\" y=\"{}\">{}</text>",
            baseline(top, NAME),
            escaped(line)
        );
        top += NAME.1;
    }
    out.push_str("</g>");
}

fn tooltip(placed: &Placed<'_>) -> String {
    let node = placed.node;
    let mut lines = vec![node.name.clone(), node.caption.clone()];
    lines.extend(node.details.iter().cloned());
    if !node.reachable && node.kind != NodeKind::Missing {
        lines.push("This state cannot be reached.".to_owned());
    }
    lines.join("\n")
}

fn classes(catch: bool, reachable: bool) -> &'static str {
    match (catch, reachable) {
        (true, true) => " class=\"x\"",
        (true, false) => " class=\"x u\"",
        (false, true) => "",
        (false, false) => " class=\"u\"",
    }
}

fn draw_line(picture: &Picture<'_>, line: &Line<'_>, out: &mut String) {
    if line.parts.is_empty() && line.head.is_none() {
        return;
    }
    let name = |index: usize| picture.nodes.get(index).map_or("", |placed| placed.node.name.as_str());
    let mut title = format!("{} → {}", name(line.from), name(line.to));
    if !line.edge.label.is_empty() {
        let _ = write!(title, ": {}", full(line.edge));
    }
    let _ = write!(out, "<g{}><title>{}</title>", classes(line.is_catch(), line.reachable), escaped(&title));
    out.push_str("<path class=\"e\" d=\"");
    for part in &line.parts {
        path(part, line.head, out);
    }
    out.push_str("\"/>");
    if let Some(Point { x, y }) = line.head {
        let _ = write!(out, "<path class=\"h\" d=\"M{x} {y}l-4.5-8h9z\"/>");
    }
    out.push_str("</g>");
}

/// Straight lines with round corners. A line with an arrow ends inside of it.
fn path(part: &[Point], head: Option<Point>, out: &mut String) {
    let mut corners = part.to_vec();
    if let (Some(last), Some(_)) = (corners.last_mut().filter(|last| Some(**last) == head), head) {
        last.y -= 6;
    }
    let Some(first) = corners.first() else { return };
    let _ = write!(out, "M{} {}", first.x, first.y);
    for window in corners.windows(3) {
        let &[before, corner, after] = window else { continue };
        let radius = RADIUS.min(length(before, corner) / 2).min(length(corner, after) / 2);
        let (start, end) = (towards(corner, before, radius), towards(corner, after, radius));
        let _ = write!(out, "L{} {}Q{} {} {} {}", start.x, start.y, corner.x, corner.y, end.x, end.y);
    }
    if let [.., last] = corners.as_slice() {
        let _ = write!(out, "L{} {}", last.x, last.y);
    }
}

/// One of the two differences is nothing.
fn length(one: Point, two: Point) -> i32 {
    (one.x - two.x).abs() + (one.y - two.y).abs()
}

fn towards(from: Point, to: Point, distance: i32) -> Point {
    Point { x: from.x + (to.x - from.x).signum() * distance, y: from.y + (to.y - from.y).signum() * distance }
}

fn full(edge: &Edge) -> &str {
    if edge.detail.is_empty() { &edge.label } else { &edge.detail }
}

fn draw_tag(tag: &PlacedTag<'_>, out: &mut String) {
    let catch = tag.edge.kind == EdgeKind::Catch;
    let _ = write!(out, "<g{}><title>{}</title>", classes(catch, tag.reachable), escaped(full(tag.edge)));
    let _ = write!(out, "<rect class=\"l\" {} rx=\"5\"/>", place(tag.rect));
    let middle = tag.rect.corner.x + tag.rect.size.width / 2;
    let mut top = tag.rect.corner.y + 3;
    for line in &tag.tag.lines {
        let text = baseline(top, LABEL);
        let _ = write!(
            out,
            "<text class=\"t\" x=\"{middle}\" y=\"{text}\" text-anchor=\"middle\">{}</text>",
            escaped(line)
        );
        top += LABEL.1;
    }
    out.push_str("</g>");
}

/// Text between tags. Line breaks would end a block of Markdown where they come twice; other control characters are not XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("&#10;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out
}

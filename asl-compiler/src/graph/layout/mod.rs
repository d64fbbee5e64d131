//! Where everything goes.
//!
//! A scope is laid out in layers from top to bottom, as Sugiyama, Tagawa and Toda described it: loops are opened and layers assigned
//! (`layers`), long edges cut into links (`net`), each layer ordered (`order`) and spread (`columns`), and lines led
//! through the gaps between the layers (`tracks`, `route`, `trace`). What is inside of a state is laid out first and is then a large node.
//! A node much higher than others stands in several layers.
//! Lines therefore cross lines only, never nodes or labels. The same graph has the same picture anywhere.

mod columns;
mod layers;
mod measure;
mod net;
mod order;
mod picture;
mod route;
mod simplex;
mod table;
mod trace;
mod tracks;

pub(super) use measure::{BADGE, CAPTION, LABEL, MARGIN, NAME, PILL, TEXT_LEFT};
pub use measure::{Face, Size, Tag};
pub use order::Crossings;
pub use picture::{Line, Picture, Placed, PlacedTag, Point, Rect};
pub(super) use trace::RADIUS;

use super::model::{Graph, Node, Scope};
use net::{Net, What};
use table::Table;

/// Around the whole picture.
const EDGE: i32 = 16;
/// Inside of a box, around what it holds.
const PADDING: i32 = 16;
/// Inside of a branch's room.
const PANEL: i32 = 12;
/// Between the rooms of branches.
const BETWEEN: i32 = 12;
/// Branches stand side by side up to this width, and then in rows.
const ROW_WIDTH: i32 = 1280;
/// A layer of plain states with the gap below it.
const ROW_HEIGHT: i32 = 77;

/// Finds a place for everything in a graph.
pub fn layout(graph: &Graph) -> Picture<'_> {
    let inner = scope(&graph.top);
    let mut picture = Picture {
        size: Size { width: inner.size.width + 2 * EDGE, height: inner.size.height + 2 * EDGE },
        ..Picture::default()
    };
    picture.absorb(inner, Point { x: EDGE, y: EDGE }, 0);
    // At the top nothing is inside of anything.
    let top = graph.top.nodes.len();
    picture.nodes.iter_mut().take(top).for_each(|node| node.holder = None);
    picture
}

/// A node with what is inside of it.
struct Content<'a> {
    face: Face,
    size: Size,
    inner: Vec<(Rect, Picture<'a>)>,
    panels: bool,
}

/// A scope in layers, ordered and spread.
struct Arranged {
    tags: Vec<Tag>,
    net: Net,
    columns: columns::Columns,
    crossings: Crossings,
    /// Whether no line crosses a node.
    whole: bool,
    /// How much there is to follow with the eye: crossings, and lines over layers.
    cost: usize,
}

/// A crossing is as bad as a line over so many layers.
const CROSSING: usize = 6;

/// The better of two ways: with lines that run together where that is for nothing, and with lines that always run together.
fn arrange(scope: &Scope, sizes: &[Size], spans: &Table<usize>) -> Arranged {
    let layers = layers::layers(scope, spans);
    if net::is_crowded(scope, &layers) {
        return arrange_with(scope, sizes, &layers, true);
    }
    let apart = arrange_with(scope, sizes, &layers, false);
    let together = arrange_with(scope, sizes, &layers, true);
    if (!together.whole, together.cost) < (!apart.whole, apart.cost) {
        let crossings = Crossings { before: apart.crossings.before, ..together.crossings };
        return Arranged { crossings, ..together };
    }
    apart
}

fn arrange_with(scope: &Scope, sizes: &[Size], layers: &layers::Layers, together: bool) -> Arranged {
    let left_out = net::left_out(scope, layers);
    let name = |index: usize| scope.nodes.get(index).map_or("", |node| node.name.as_str());
    let tags: Vec<Tag> = scope
        .edges
        .iter()
        .enumerate()
        .map(|(index, edge)| Tag::of(edge, left_out.at(index).then(|| name(edge.to))))
        .collect();
    let tag_sizes: Vec<Size> = tags.iter().map(|tag| tag.size).collect();
    let mut net = net::net(scope, layers, (sizes, &tag_sizes), (&left_out, together));
    let (mut order, mut crossings, _) = order::order(&net, order::Begin::At(scope.start));
    net.merge(&mut order);
    let (order, merged, whole) = order::order(&net, order::Begin::With(&order));
    crossings.after = merged.after;
    let columns = columns::columns(&net, &order);
    let whole = whole && columns.are_straight(&net);
    let bends = order.iter().flatten().filter(|item| net.items.at(**item).what == What::Bend).count();
    let cost = crossings.after * CROSSING + bends;
    Arranged { tags, net, columns, crossings, whole, cost }
}

/// In how many layers each node stands: what is high would else push apart what stands beside it.
fn spans(scope: &Scope, sizes: &[Size]) -> Table<usize> {
    let few = scope.nodes.len() <= 200;
    let span = |size: &Size| usize::try_from((size.height - ROW_HEIGHT / 2) / ROW_HEIGHT).unwrap_or_default();
    sizes.iter().map(|size| if few { span(size).clamp(1, 40) } else { 1 }).collect()
}

/// The picture of one scope, from its own corner. Its own nodes come first, in their order.
fn scope(scope: &Scope) -> Picture<'_> {
    let contents: Vec<Content<'_>> = scope.nodes.iter().map(content).collect();
    let sizes: Vec<Size> = contents.iter().map(|content| content.size).collect();
    let mut arranged = arrange(scope, &sizes, &spans(scope, &sizes));
    if !arranged.whole {
        // In one layer a node cannot be crossed.
        arranged = arrange(scope, &sizes, &Table::new(sizes.len(), 1));
    }
    let Arranged { tags, net, columns, crossings, .. } = arranged;
    let routes = route::route(&net, &columns);
    let traces = trace::traces(&net, &routes);
    let mut picture = Picture { crossings, ..Picture::default() };
    let reachable = |node: usize| scope.nodes.get(node).is_some_and(|node| node.reachable);
    for (edge, trace) in scope.edges.iter().zip(traces) {
        let trace::Trace { parts, head } = trace;
        let (from, to) = (edge.from, edge.to);
        picture.lines.push(Line { edge, from, to, parts, head, reachable: reachable(from) });
    }
    place_tags(scope, &net, &routes, tags, &mut picture);
    place_nodes(scope, contents, &routes, &mut picture);
    picture.size = extent(&picture, routes.height);
    picture
}

fn place_tags<'a>(
    scope: &'a Scope,
    net: &Net,
    routes: &route::Routes,
    tags: Vec<Tag>,
    picture: &mut Picture<'a>,
) {
    let mut tags: Vec<Option<Tag>> = tags.into_iter().map(Some).collect();
    for (item, rect) in net.items.iter().zip(routes.rects.iter()) {
        let What::Label(index) = item.what else { continue };
        let Some(edge) = scope.edges.get(index) else { continue };
        let Some(tag) = tags.get_mut(index).and_then(Option::take) else { continue };
        let reachable = scope.nodes.get(edge.from).is_some_and(|node| node.reachable);
        picture.tags.push(PlacedTag { edge, tag, rect: *rect, reachable });
    }
}

/// The nodes of the scope, and then what is inside of each.
fn place_nodes<'a>(
    scope: &'a Scope,
    contents: Vec<Content<'a>>,
    routes: &route::Routes,
    picture: &mut Picture<'a>,
) {
    let mut inner = Vec::new();
    for (index, (node, content)) in scope.nodes.iter().zip(contents).enumerate() {
        let rect = routes.rects.at(index);
        picture.nodes.push(Placed { node, face: content.face, rect, holder: None });
        inner.push((index, rect.corner, content.inner, content.panels));
    }
    for (holder, corner, pictures, panels) in inner {
        for (room, inside) in pictures {
            let corner = Point { x: corner.x + room.corner.x, y: corner.y + room.corner.y };
            let room = Rect { corner, size: room.size };
            let x = corner.x + (room.size.width - inside.size.width) / 2;
            let y = corner.y + if panels { PANEL } else { 0 };
            if panels {
                picture.panels.push((holder, room));
            }
            picture.absorb(inside, Point { x, y }, holder);
        }
    }
}

fn extent(picture: &Picture<'_>, height: i32) -> Size {
    let nodes = picture.nodes.iter().map(|node| node.rect.right());
    let tags = picture.tags.iter().map(|tag| tag.rect.right());
    let points = picture.lines.iter().flat_map(|line| line.parts.iter().flatten()).map(|point| point.x);
    Size { width: nodes.chain(tags).chain(points).max().unwrap_or_default(), height }
}

/// Lays out what is inside of a node, and packs it below its texts.
fn content(node: &Node) -> Content<'_> {
    let face = Face::of(node);
    let pictures: Vec<Picture<'_>> =
        node.inner.iter().map(scope).filter(|picture| !picture.nodes.is_empty()).collect();
    if pictures.is_empty() {
        return Content { size: face.size, face, inner: Vec::new(), panels: false };
    }
    let panels = pictures.len() > 1;
    let around = if panels { 2 * PANEL } else { 0 };
    let rooms: Vec<Size> = pictures
        .iter()
        .map(|picture| Size { width: picture.size.width + around, height: picture.size.height + around })
        .collect();
    let (places, size) = rows(&rooms);
    let head = face.size.height;
    let width = (size.width + 2 * PADDING).max(face.size.width);
    let width = width + width % 2;
    let left = (width - size.width) / 2;
    let inner = places
        .into_iter()
        .map(|rect| Rect { corner: Point { x: rect.corner.x + left, y: rect.corner.y + head }, ..rect })
        .zip(pictures)
        .collect();
    Content { face, size: Size { width, height: head + size.height + PADDING }, inner, panels }
}

/// Rooms side by side, in rows of the same height, and the size of all.
fn rows(rooms: &[Size]) -> (Vec<Rect>, Size) {
    let total: i32 = rooms.iter().map(|room| room.width + BETWEEN).sum();
    let widest = rooms.iter().map(|room| room.width).max().unwrap_or_default();
    let count = (total + ROW_WIDTH - 1) / ROW_WIDTH;
    // Rows of about the same width look better than one full row and a rest.
    let limit = (total / count.max(1) + widest / 2).min(ROW_WIDTH).max(widest);
    let mut places: Vec<Rect> = Vec::with_capacity(rooms.len());
    let (mut x, mut y, mut height, mut width) = (0, 0, 0, 0);
    let mut row = 0;
    for room in rooms {
        if x > 0 && x + room.width > limit {
            stretch(&mut places, row, height);
            row = places.len();
            (x, y, height) = (0, y + height + BETWEEN, 0);
        }
        places.push(Rect { corner: Point { x, y }, size: *room });
        x += room.width + BETWEEN;
        height = height.max(room.height);
        width = width.max(x - BETWEEN);
    }
    stretch(&mut places, row, height);
    (places, Size { width, height: y + height })
}

fn stretch(places: &mut [Rect], from: usize, height: i32) {
    places.iter_mut().skip(from).for_each(|place| place.size.height = height);
}

//! From layers and columns to places: heights of layers and gaps, boxes, and the corners of every link.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::measure::Size;
use super::net::{Class, Item, Link, Net, What};
use super::picture::{Point, Rect};
use super::table::Table;
use super::tracks::{Bus, tracks};

/// Places of all items and links of a net.
#[derive(Debug, Default)]
pub(super) struct Routes {
    pub(super) rects: Table<Rect>,
    /// Two or four corners of each link.
    pub(super) corners: Table<Vec<Point>>,
    pub(super) height: i32,
}

/// From one horizontal line to the next.
const TRACK: i32 = 10;
/// Items in a layer with something much higher stand in a row of this height at its top.
const ROW: i32 = 66;

/// The lines of one gap.
#[derive(Debug, Default)]
struct Gap {
    buses: Vec<Bus>,
    tracks: Vec<usize>,
    count: usize,
    /// Whether an arrow ends in it.
    arrows: bool,
    top: i32,
}

pub(super) fn route(net: &Net, columns: &Columns) -> Routes {
    let (mut gaps, bus_of) = gaps(net, columns);
    let mut heights = Table::new(net.layers, 0);
    let bottoms = last_parts(net);
    for (index, item) in net.items.iter().enumerate() {
        // What stands in several layers does not make its first one high.
        let height = if bottoms.at(index).is_some() { item.height.min(ROW) } else { item.height };
        heights.change(item.layer, |it| *it = (*it).max(height));
    }
    let high: Vec<(usize, usize)> =
        bottoms.iter().enumerate().filter_map(|(node, last)| Some((node, (*last)?))).collect();
    // From the top: gap, layer, gap, …
    let mut tops = Table::new(net.layers, 0);
    let mut y = 0;
    for index in 0..=net.layers {
        gaps.change(index, |gap| {
            gap.top = y;
            y += gap.height(index == 0 || index == net.layers);
        });
        if index < net.layers {
            tops.set(index, y);
            for (node, last) in &high {
                if net.items.at(*last).layer == index {
                    let item = net.items.at(*node);
                    let least = tops.at(item.layer) + item.height - y;
                    heights.change(index, |it| *it = (*it).max(least));
                }
            }
            y += heights.at(index);
        }
    }
    let mut rects: Table<Rect> = net
        .items
        .iter()
        .enumerate()
        .map(|(index, item)| rect(*item, columns.centre(index), tops.at(item.layer), heights.at(item.layer)))
        .collect();
    for (node, last) in high {
        // Lines leave the node where it ends.
        let corner = Point { x: rects.at(node).corner.x, y: rects.at(node).bottom() };
        rects.set(last, Rect { corner, size: Size { width: net.items.at(node).width, height: 0 } });
    }
    let corners = net.links.iter().enumerate().map(|(index, link)| {
        let gap = link.gap(net.items.at(link.from).layer);
        let track = gaps.get(gap).map_or(0, |gap| gap.track(bus_of.at(index)));
        corners(*link, columns, &rects, track)
    });
    Routes { corners: corners.collect(), rects, height: y }
}

/// The last part of each node that has several.
fn last_parts(net: &Net) -> Table<Option<usize>> {
    let mut parts = Table::new(net.items.len(), None);
    for (index, item) in net.items.iter().enumerate() {
        if let What::Body(node) = item.what {
            parts.set(node, Some(index));
        }
    }
    parts
}

/// Every gap with its lines on tracks, and the line of each link.
fn gaps(net: &Net, columns: &Columns) -> (Table<Gap>, Table<usize>) {
    let mut gaps: Table<Gap> = (0..=net.layers).map(|_| Gap::default()).collect();
    let mut leaving: BTreeMap<(usize, Class, usize), usize> = BTreeMap::new();
    for link in net.links.iter() {
        *leaving.entry((link.from, link.class, link.gap(net.items.at(link.from).layer))).or_default() += 1;
    }
    let mut known: BTreeMap<(bool, usize, Class, usize), usize> = BTreeMap::new();
    let mut bus_of = Table::new(net.links.len(), 0);
    for (index, link) in net.links.iter().enumerate() {
        let number = link.gap(net.items.at(link.from).layer);
        gaps.change(number, |gap| {
            // What has one way only shares it with others of the same target, else all ways from one source are one line.
            let single = leaving.get(&(link.from, link.class, number)) == Some(&1);
            let end = if single { link.to } else { link.from };
            let bus = *known.entry((single, end, link.class, number)).or_insert_with(|| {
                gap.buses.push(Bus::default());
                gap.buses.len() - 1
            });
            bus_of.set(index, bus);
            gap.arrows |= link.arrives_above() && matches!(net.items.at(link.to).what, What::Node(_));
            let Some(bus) = gap.buses.get_mut(bus) else { return };
            let mut add = |above: bool, end: (i32, usize)| {
                let ends = if above { &mut bus.above } else { &mut bus.below };
                if !ends.contains(&end) {
                    ends.push(end);
                }
            };
            add(link.leaves_below(), (columns.leaves(*link), link.from));
            add(!link.arrives_above(), (columns.arrives(*link), link.to));
        });
    }
    for gap in gaps.iter_mut() {
        (gap.tracks, gap.count) = tracks(&gap.buses);
    }
    (gaps, bus_of)
}

impl Gap {
    fn margins(&self) -> (i32, i32) {
        (11, if self.arrows { 17 } else { 10 })
    }

    /// At the edge of the picture a gap without lines is nothing.
    fn height(&self, edge: bool) -> i32 {
        if edge && self.buses.is_empty() {
            return 0;
        }
        let (above, below) = self.margins();
        let lines = i32::try_from(self.count.saturating_sub(1)).unwrap_or(i32::MAX / 1024);
        above + below + TRACK * lines
    }

    /// The height of a line.
    fn track(&self, bus: usize) -> i32 {
        let track = self.tracks.get(bus).copied().unwrap_or_default();
        self.top + self.margins().0 + TRACK * i32::try_from(track).unwrap_or_default()
    }
}

fn rect(item: Item, centre: i32, top: i32, height: i32) -> Rect {
    let left = centre - item.width / 2;
    if item.what == What::Bend {
        return Rect { corner: Point { x: left, y: top }, size: Size { width: 0, height } };
    }
    let row = if height > 2 * ROW { ROW } else { height };
    let y = top + ((row - item.height) / 2).max(0);
    Rect { corner: Point { x: left, y }, size: Size { width: item.width, height: item.height } }
}

/// From the source vertically to the track, along it, and vertically to the target.
fn corners(link: Link, columns: &Columns, rects: &Table<Rect>, track: i32) -> Vec<Point> {
    let (from, to) = (rects.at(link.from), rects.at(link.to));
    let start =
        Point { x: columns.leaves(link), y: if link.leaves_below() { from.bottom() } else { from.corner.y } };
    let end =
        Point { x: columns.arrives(link), y: if link.arrives_above() { to.corner.y } else { to.bottom() } };
    if start.x == end.x {
        return vec![start, end];
    }
    vec![start, Point { x: start.x, y: track }, Point { x: end.x, y: track }, end]
}

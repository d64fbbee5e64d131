//! The way of each edge along its links. Where edges run together, only the first draws the line.

use std::collections::BTreeMap;

use super::net::{Class, Link, Net, What};
use super::picture::Point;
use super::route::Routes;
use super::table::Table;

/// What an edge draws.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) parts: Vec<Vec<Point>>,
    pub(super) head: Option<Point>,
}

/// Radius of corners: a line that joins another ends behind its last one.
pub(in super::super) const RADIUS: i32 = 6;

/// What is drawn already.
struct Drawn {
    links: Table<bool>,
    /// How far the vertical line into an item goes, by item, whether from above, and class.
    reach: BTreeMap<(usize, bool, Class), i32>,
    /// From where to where the horizontal line to an item goes, by its height as well.
    covered: BTreeMap<(usize, bool, Class, i32), (i32, i32)>,
}

/// The traces of all edges, in their order.
pub(super) fn traces(net: &Net, routes: &Routes) -> Vec<Trace> {
    let mut drawn =
        Drawn { links: Table::new(net.links.len(), false), reach: BTreeMap::new(), covered: BTreeMap::new() };
    net.routes.iter().map(|route| trace(net, routes, route, &mut drawn)).collect()
}

fn trace(net: &Net, routes: &Routes, route: &[usize], drawn: &mut Drawn) -> Trace {
    let mut trace = Trace::default();
    let mut part: Vec<Point> = Vec::new();
    for index in route {
        if drawn.links.at(*index) {
            break;
        }
        drawn.links.set(*index, true);
        let Some(link) = net.links.get(*index).copied() else { break };
        let mut corners = routes.corners.list(*index).to_vec();
        let joins = drawn.join(link, &mut corners);
        part.extend(corners);
        if joins {
            break;
        }
        match net.items.at(link.to).what {
            // The label interrupts the line.
            What::Label(_) => trace.parts.push(std::mem::take(&mut part)),
            What::Node(_) => trace.head = part.last().copied(),
            What::Body(_) | What::Bend => {}
        }
    }
    trace.parts.push(part);
    trace.parts = trace.parts.into_iter().map(simplified).filter(|part| part.len() > 1).collect();
    trace
}

impl Drawn {
    /// Shortens a link to where it meets what leads into its target already. False when nothing does.
    fn join(&mut self, link: Link, corners: &mut Vec<Point>) -> bool {
        if self.join_sideways(link, corners) {
            return true;
        }
        let down = link.arrives_above();
        // Measured along the direction of arrival, so that both directions are one case.
        let along = |y: i32| if down { y } else { -y };
        let straight = corners.len() == 2;
        let [.., turn, end] = corners.as_mut_slice() else { return false };
        let begins = along(turn.y);
        let key = (link.to, down, link.class);
        let Some(reach) = self.reach.get_mut(&key) else {
            self.reach.insert(key, begins);
            return false;
        };
        let corner = if straight { begins } else { begins + RADIUS };
        end.y = along((*reach).max(corner).min(along(end.y)));
        *reach = (*reach).min(begins);
        true
    }
}

impl Drawn {
    /// Ends a link on the horizontal line of another one to the same target, if there is one.
    fn join_sideways(&mut self, link: Link, corners: &mut Vec<Point>) -> bool {
        let &[start, turn, target, _] = corners.as_slice() else { return false };
        let key = (link.to, link.arrives_above(), link.class, turn.y);
        let covered = self.covered.entry(key).or_insert((target.x, target.x));
        let (from, inwards) = if turn.x < target.x { (covered.0, 1) } else { (covered.1, -1) };
        let before = *covered;
        *covered = (before.0.min(turn.x), before.1.max(turn.x));
        if from == target.x {
            return false;
        }
        // Outside of the line it goes to its end, else it comes down on it.
        let outside = (from - turn.x) * inwards > 0;
        let distance = RADIUS.min((target.x - turn.x).abs());
        let x = if outside { from } else { turn.x + inwards * distance };
        *corners = vec![start, turn, Point { x, y: turn.y }];
        true
    }
}

/// Without repeated corners and corners on straight lines.
fn simplified(part: Vec<Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(part.len());
    for point in part {
        if let [.., one, two] = out.as_slice() {
            let straight = (one.x == two.x && two.x == point.x) || (one.y == two.y && two.y == point.y);
            if straight {
                out.pop();
            }
        }
        if out.last() != Some(&point) {
            out.push(point);
        }
    }
    out
}

//! The horizontal lines between two layers: which is above which, so that few cross and none lie on each other.

/// A line between two layers with all its ends: from a source to everything that it leads to.
#[derive(Clone, Debug, Default)]
pub(super) struct Bus {
    /// Where it goes up to the layer above: the place, and the item there.
    pub(super) above: Vec<(i32, usize)>,
    /// Where it goes down to the layer below.
    pub(super) below: Vec<(i32, usize)>,
}

/// Vertical lines nearer than this look like one.
const NEAR: i32 = 8;
/// More lines than this are only sorted.
const MANY: usize = 120;

impl Bus {
    fn span(&self) -> (i32, i32) {
        let places = || self.above.iter().chain(&self.below).map(|(place, _)| *place);
        (places().min().unwrap_or_default(), places().max().unwrap_or_default())
    }

    fn is_straight(&self) -> bool {
        let (left, right) = self.span();
        left == right
    }
}

/// The track of each line, and how many tracks there are. Lines that go straight through need none and have 0.
pub(super) fn tracks(buses: &[Bus]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> =
        (0..buses.len()).filter(|bus| !buses.get(*bus).is_none_or(Bus::is_straight)).collect();
    order.sort_by_key(|bus| buses.get(*bus).map(Bus::span));
    if order.len() <= MANY {
        sift(buses, &mut order);
    }
    let mut tracks = vec![0; buses.len()];
    let mut done: Vec<(usize, usize)> = Vec::new();
    let mut count = 0;
    for index in order {
        let Some(bus) = buses.get(index) else { continue };
        let after = done.iter().filter(|(other, _)| buses.get(*other).is_some_and(|other| meets(other, bus)));
        let track = after.map(|(_, track)| track + 1).max().unwrap_or_default();
        if let Some(place) = tracks.get_mut(index) {
            *place = track;
        }
        done.push((index, track));
        // Only the lines of many matter that are near: the rest would be quadratic.
        if done.len() > 4 * MANY {
            done.drain(..2 * MANY);
        }
        count = count.max(track + 1);
    }
    (tracks, count)
}

/// Whether two lines cannot be at the same height. Two that touch where they join may.
fn meets(left: &Bus, right: &Bus) -> bool {
    let (one, two) = (left.span(), right.span());
    let (first, second) = if one <= two { (one, two) } else { (two, one) };
    let gap = second.0 - first.1;
    let joins = || {
        let same = |one: &[(i32, usize)], two: &[(i32, usize)]| {
            one.iter().any(|end| end.0 == first.1 && two.contains(end))
        };
        same(&left.above, &right.above) || same(&left.below, &right.below)
    };
    gap < NEAR && !(gap == 0 && joins())
}

/// Moves each line to where it costs least among the others, until nothing moves.
fn sift(buses: &[Bus], order: &mut Vec<usize>) {
    let cost = |upper: usize, lower: usize| match (buses.get(upper), buses.get(lower)) {
        (Some(upper), Some(lower)) => cost(upper, lower),
        _ => 0,
    };
    for _ in 0..8 {
        let mut moved = false;
        for bus in order.clone() {
            let Some(from) = order.iter().position(|it| *it == bus) else { continue };
            order.remove(from);
            // At the top it is above all; each step down changes its order with one.
            let mut sum: i64 = 0;
            let mut sums = vec![sum];
            for other in order.iter() {
                sum += cost(*other, bus) - cost(bus, *other);
                sums.push(sum);
            }
            let here = sums.get(from).copied().unwrap_or_default();
            let best = sums
                .iter()
                .enumerate()
                .min_by_key(|(_, sum)| **sum)
                .map_or((from, here), |(at, sum)| (at, *sum));
            let to = if best.1 < here { best.0 } else { from };
            moved |= to != from;
            order.insert(to.min(order.len()), bus);
        }
        if !moved {
            break;
        }
    }
}

/// What it costs when one line is above another: crossings, and much more where vertical parts would lie on each other.
fn cost(upper: &Bus, lower: &Bus) -> i64 {
    let inside = |place: i32, bus: &Bus| {
        let (left, right) = bus.span();
        left < place && place < right
    };
    let down = upper.below.iter().filter(|(place, _)| inside(*place, lower)).count();
    let up = lower.above.iter().filter(|(place, _)| inside(*place, upper)).count();
    let over = upper
        .below
        .iter()
        .map(|(place, _)| {
            lower.above.iter().filter(|(other, _)| place.abs_diff(*other) < NEAR.unsigned_abs()).count()
        })
        .sum::<usize>();
    i64::try_from(down + up + 100 * over).unwrap_or(i64::MAX / 1_000_000)
}

//! Histories in which branches or iterations take turns otherwise than recorded.
//!
//! What happens between `ParallelStateStarted` or `MapStateStarted` and the state's Exited event may be in another
//! order, as long as each line of control is the same: the events of such a region are compared as a multiset in
//! which every event carries the event it points to. Outside, everything has to be as recorded, ids included.
//!
//! A Map whose recording shows one iteration after the other is no such region where that order is AWS's: with
//! bounded concurrency, and without tasks and waits.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use super::Matcher;
use super::history::compare_placed;

/// Whether `actual` is `expected` with another order inside concurrent regions.
pub(super) fn agrees(expected: &[Value], actual: &[Value], matcher: &mut Matcher<'_>) -> bool {
    let regions = regions(expected);
    if expected.len() != actual.len() || regions.is_empty() {
        return false;
    }
    let mut before = 0..0;
    for region in regions {
        if !ordered(&before, region.start, (expected, actual), matcher)
            || !unordered(region.clone(), (expected, actual), matcher)
        {
            return false;
        }
        before = region;
    }
    ordered(&before, expected.len(), (expected, actual), matcher)
}

/// The regions of a recording whose order may differ, from after …Started to before …Exited.
fn regions(history: &[Value]) -> Vec<Range<usize>> {
    let mut regions = Vec::new();
    let mut at = 0;
    while at < history.len() {
        let Some(length) = history.get(at..).and_then(|rest| rest.iter().position(starts_region)) else {
            break;
        };
        let start = at + length;
        let state = start.checked_sub(1).and_then(|entered| history.get(entered)).and_then(state_name);
        let exited = |event: &Value| kind(event).ends_with("StateExited") && state_name(event) == state;
        let inside = history.get(start + 1..).unwrap_or_default();
        let end = start + 1 + inside.iter().position(exited).unwrap_or(inside.len());
        let region = start + 1..end;
        let parallel = history.get(start).is_some_and(|event| kind(event) == "ParallelStateStarted");
        if parallel || !is_sequential(history.get(region.clone()).unwrap_or_default()) {
            regions.push(region);
        }
        at = end + 1;
    }
    regions
}

fn starts_region(event: &Value) -> bool {
    matches!(kind(event), "ParallelStateStarted" | "MapStateStarted")
}

/// Whether the iterations of a Map, and of Maps inside it, follow each other because they have to.
fn is_sequential(region: &[Value]) -> bool {
    let mut running: BTreeMap<&str, u32> = BTreeMap::new();
    let mut starts: BTreeMap<&str, Vec<Option<u64>>> = BTreeMap::new();
    for event in region {
        match kind(event) {
            "ParallelStateStarted" => return false,
            "MapStateStarted" => starts.clear(),
            "MapIterationStarted" => {
                let map = map_name(event);
                let running = running.entry(map).or_default();
                *running += 1;
                let starts = starts.entry(map).or_default();
                starts.push(previous(event));
                let unbounded = starts.len() > 1 && starts.first() == starts.last();
                if *running > 1 || (unbounded && region.iter().any(takes_time)) {
                    return false;
                }
            }
            "MapIterationSucceeded" | "MapIterationFailed" => {
                let running = running.entry(map_name(event)).or_default();
                *running = running.saturating_sub(1);
            }
            _ => {}
        }
    }
    true
}

/// Whether another line of control may get ahead at this event.
fn takes_time(event: &Value) -> bool {
    ["Task", "Lambda", "Activity", "Wait"].iter().any(|prefix| kind(event).starts_with(prefix))
}

fn map_name(event: &Value) -> &str {
    let details =
        ["Started", "Succeeded", "Failed"].map(|end| format!("/mapIteration{end}EventDetails/name"));
    details.iter().find_map(|path| event.pointer(path)?.as_str()).unwrap_or_default()
}

/// Compares the events from the end of the region `before` up to `end`, ids included.
fn ordered(
    before: &Range<usize>,
    end: usize,
    (expected, actual): (&[Value], &[Value]),
    matcher: &mut Matcher<'_>,
) -> bool {
    (before.end..end).all(|index| {
        let (Some(recorded), Some(ours)) = (expected.get(index), actual.get(index)) else { return false };
        let mut differences = Vec::new();
        compare_placed(index, recorded, ours, matcher, &mut differences);
        // The state exits with the line that ends last, which is another one in another order.
        let inside = previous(ours).and_then(|id| usize::try_from(id).ok()).and_then(|id| id.checked_sub(1));
        let joins = index == before.end && inside.is_some_and(|place| before.contains(&place));
        differences.iter().all(|difference| joins && difference.path.ends_with(".previousEventId"))
    })
}

fn unordered(
    range: Range<usize>,
    (expected, actual): (&[Value], &[Value]),
    matcher: &mut Matcher<'_>,
) -> bool {
    let mut left: Vec<&Value> = actual.get(range.clone()).unwrap_or_default().iter().collect();
    for recorded in expected.get(range).unwrap_or_default() {
        let place = left.iter().position(|ours| {
            matcher.same_event(recorded, ours) && same_origin((recorded, expected), (ours, actual), matcher)
        });
        let Some(place) = place else { return false };
        left.remove(place);
    }
    left.is_empty()
}

/// Whether two events point to the same event, where that does not depend on which line was faster.
fn same_origin(
    (recorded, expected): (&Value, &[Value]),
    (ours, actual): (&Value, &[Value]),
    matcher: &mut Matcher<'_>,
) -> bool {
    if matches!(kind(recorded), "MapIterationStarted" | "MapStateSucceeded" | "ParallelStateSucceeded") {
        return true;
    }
    let origin = |event: &Value, history: &[Value]| {
        let id = usize::try_from(previous(event)?).ok()?;
        history.get(id.checked_sub(1)?).cloned()
    };
    match (origin(recorded, expected), origin(ours, actual)) {
        (Some(recorded), Some(ours)) => matcher.same_event(&recorded, &ours),
        (recorded, ours) => recorded.is_none() && ours.is_none(),
    }
}

fn kind(event: &Value) -> &str {
    event.get("type").and_then(Value::as_str).unwrap_or_default()
}

fn previous(event: &Value) -> Option<u64> {
    event.get("previousEventId").and_then(Value::as_u64)
}

fn state_name(event: &Value) -> Option<&str> {
    ["stateEnteredEventDetails", "stateExitedEventDetails"]
        .iter()
        .find_map(|details| event.get(details)?.get("name")?.as_str())
}

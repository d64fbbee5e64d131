//! Comparison of whole histories.
//!
//! Events are compared one by one, ids included. Three kinds of recordings need more:
//! - one that ends while the execution runs is a prefix;
//! - one whose Parallel events were sorted (`id` is `[0]`) holds the events of the branches in no order and lacks
//!   others of the state, so each of its events has to be among ours and the rest has to be of the lost kinds;
//! - where branches or iterations run at the same time they may take turns otherwise (see [`concurrency`]).

use serde_json::Value;

use super::super::Case;
use super::{ABSENT, Difference, Matcher, concurrency};

pub(super) fn compare(case: &Case, actual: &[Value], matcher: &mut Matcher<'_>) -> Vec<Difference> {
    let Some(expected) = case.expect.history.as_deref() else { return Vec::new() };
    if expected.iter().any(is_sorted) {
        return compare_sorted(expected, actual, matcher);
    }
    let actual =
        if case.expect.status == "RUNNING" { actual.get(..expected.len()).unwrap_or(actual) } else { actual };
    let mut strict = matcher.clone();
    let differences = compare_in_order(expected, actual, &mut strict);
    if differences.is_empty() || !concurrency::agrees(expected, actual, &mut matcher.clone()) {
        *matcher = strict;
        return differences;
    }
    Vec::new()
}

/// Whether the recording lost this event's place.
fn is_sorted(event: &Value) -> bool {
    event.get("id").is_some_and(Value::is_array)
}

fn compare_in_order(expected: &[Value], actual: &[Value], matcher: &mut Matcher<'_>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for index in 0..expected.len().max(actual.len()) {
        match (expected.get(index), actual.get(index)) {
            (Some(expected), Some(actual)) => {
                compare_placed(index, expected, actual, matcher, &mut differences);
            }
            (expected, actual) => differences.push(whole(index, expected, actual)),
        }
    }
    differences
}

/// An event with its ids. Of an event of another type the details would be noise.
pub(super) fn compare_placed(
    index: usize,
    expected: &Value,
    actual: &Value,
    matcher: &mut Matcher<'_>,
    differences: &mut Vec<Difference>,
) {
    let path = format!("history[{index}]");
    if expected.get("type") != actual.get("type") {
        differences.push(whole(index, Some(expected), Some(actual)));
        return;
    }
    for key in ["id", "previousEventId"] {
        matcher.compare(&format!("{path}.{key}"), expected.get(key), actual.get(key), differences);
    }
    matcher.compare_event(&path, expected, actual, differences);
}

fn whole(index: usize, expected: Option<&Value>, actual: Option<&Value>) -> Difference {
    Difference::new(&format!("history[{index}]"), expected, actual)
}

fn compare_sorted(expected: &[Value], actual: &[Value], matcher: &mut Matcher<'_>) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut next = 0;
    let mut rest = expected;
    while let Some((event, tail)) = rest.split_first() {
        if is_sorted(event) {
            let sorted = rest.iter().take_while(|event| is_sorted(event)).count();
            let (group, tail) = rest.split_at(sorted);
            let end = tail.first().and_then(index_of).unwrap_or(actual.len());
            let window = actual.get(next..end).unwrap_or_default();
            compare_group(next, group, window, (matcher, &mut differences));
            next = end;
            rest = tail;
            continue;
        }
        match actual.get(next) {
            Some(actual) => compare_placed(next, event, actual, matcher, &mut differences),
            None => differences.push(whole(next, Some(event), None)),
        }
        next += 1;
        rest = tail;
    }
    let surplus = actual.iter().enumerate().skip(next);
    differences.extend(surplus.map(|(index, event)| whole(index, None, Some(event))));
    differences
}

/// The place of an event that kept its id.
fn index_of(event: &Value) -> Option<usize> {
    let id = event.get("id").and_then(Value::as_u64)?;
    usize::try_from(id).ok()?.checked_sub(1)
}

fn compare_group(
    first: usize,
    group: &[Value],
    window: &[Value],
    (matcher, differences): (&mut Matcher<'_>, &mut Vec<Difference>),
) {
    let mut left: Vec<(usize, &Value)> = window.iter().enumerate().collect();
    for event in group {
        match left.iter().position(|(_, actual)| matcher.same_event(event, actual)) {
            Some(place) => {
                left.remove(place);
            }
            None => differences.push(Difference {
                path: format!("history[{first}..{}]", first + window.len()),
                expected: event.to_string(),
                actual: ABSENT.to_owned(),
            }),
        }
    }
    let surplus = left.into_iter().filter(|(_, event)| !may_be_lost(event));
    differences.extend(surplus.map(|(index, event)| whole(first + index, None, Some(event))));
}

/// What lies between the last branch event and `ParallelStateExited` was not recorded.
fn may_be_lost(event: &Value) -> bool {
    let kind = event.get("type").and_then(Value::as_str).unwrap_or_default();
    matches!(kind, "ParallelStateSucceeded" | "ParallelStateFailed") || kind.ends_with("Aborted")
}

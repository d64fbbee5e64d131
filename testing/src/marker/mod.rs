//! Markers: the words that recordings put in place of what differs from run to run, and what else is known about a
//! recording.
//!
//! A marker with a binding stands for that value; one without stands for anything. Both may stand inside longer
//! strings: `arn:<partition>:states:<region>:…`. Markers in angle brackets are found anywhere, plain words such as
//! `date` only as whole words, because they also occur in ordinary text.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Case;
use super::definition::walk_states;

/// The markers of one case.
#[derive(Debug, Clone, Default)]
pub(super) struct Markers {
    /// Longest first, so that `Request ID: <id>` is found before `<id>`.
    words: Vec<(String, Option<String>)>,
    /// Whether the recording is older than `RedriveCount` in `$$.Execution`.
    before_redrive: bool,
    /// The strings that stand in the `Parameters` of Task states, each with its place there.
    literals: BTreeSet<(String, String)>,
}

/// The day on which AWS announced redrive; context objects have `RedriveCount` since.
const REDRIVE: &str = "2023-11-15";

/// What the numbered markers (`<uuid:1>`) of a case stood for so far: the recorder numbers by value, so one
/// marker is one value.
pub(super) type Captures = BTreeMap<String, String>;

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Bound { marker: &'a str, value: &'a str },
    Any(&'a str),
}

impl Markers {
    pub(super) fn of(case: &Case) -> Self {
        let mut markers: BTreeMap<&str, Option<&str>> =
            case.expect.placeholders.iter().map(|marker| (marker.as_str(), None)).collect();
        markers.extend(case.bindings.iter().map(|(marker, value)| (marker.as_str(), Some(value.as_str()))));
        let mut markers: Vec<_> = markers
            .into_iter()
            .map(|(marker, value)| (marker.to_owned(), value.map(str::to_owned)))
            .collect();
        markers.retain(|(marker, _)| !marker.is_empty());
        markers.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let mut literals = BTreeSet::new();
        walk_states(case.definition.value(), &mut |_, state, _| {
            if let Some(parameters) = state.get("Parameters") {
                collect_literals("", parameters, &mut literals);
            }
        });
        let before_redrive = case.recorded.as_deref().is_some_and(|day| day < REDRIVE);
        Self { words: markers, before_redrive, literals }
    }

    /// Whether the recording is older than `RedriveCount` in `$$.Execution`.
    pub(super) fn is_before_redrive(&self) -> bool {
        self.before_redrive
    }

    /// Whether the `Parameters` of a Task state have this string at this place. AWS sends it as it is there: a
    /// recording that shows something else was rewritten.
    pub(super) fn is_literal(&self, path: &str, text: &str) -> bool {
        self.literals.contains(&(path.to_owned(), text.to_owned()))
    }

    /// Whether the whole of `expected` is one marker that matches anything, not only text.
    pub(super) fn is_any(&self, expected: &str) -> bool {
        matches!(self.pieces(expected).as_slice(), [Piece::Any(_)])
    }

    /// Whether `actual` is what `expected` describes; on success `captures` grows.
    pub(super) fn matches(&self, expected: &str, actual: &str, captures: &mut Captures) -> bool {
        if expected == actual || (expected == "date" && is_time(actual)) {
            return true;
        }
        let pieces = self.pieces(expected);
        let mut found = Vec::new();
        if !match_pieces(&pieces, actual, captures, &mut found) {
            return false;
        }
        captures.extend(found);
        true
    }

    /// `text` with bound markers replaced by their values and the others by what `fill` gives for them.
    pub(super) fn concrete(&self, text: &str, mut fill: impl FnMut(&str) -> String) -> String {
        self.pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Bound { value, .. } => value.to_owned(),
                Piece::Any(marker) => fill(marker),
            })
            .collect()
    }

    fn pieces<'a>(&'a self, text: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((start, end, value)) = self.first_marker(text, text.len() - rest.len()) {
            let plain = text.len() - rest.len();
            if let Some(before) = text.get(plain..start).filter(|before| !before.is_empty()) {
                pieces.push(Piece::Text(before));
            }
            let marker = text.get(start..end).unwrap_or_default();
            pieces.push(match value {
                Some(value) => Piece::Bound { marker, value },
                None => Piece::Any(marker),
            });
            rest = text.get(end..).unwrap_or_default();
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        pieces
    }

    /// The leftmost marker at or after `from`, the longest where several start.
    fn first_marker(&self, text: &str, from: usize) -> Option<(usize, usize, Option<&str>)> {
        let mut best: Option<(usize, usize, Option<&str>)> = None;
        for (marker, value) in &self.words {
            let Some(start) = find(text, from, marker) else { continue };
            if best.is_none_or(|(found, ..)| start < found) {
                best = Some((start, start + marker.len(), value.as_deref()));
            }
        }
        let (mut start, mut end, value) = best?;
        // A value recorded as `<token>` and then numbered leaves `<<token>:1>`: the outer brackets belong to it.
        while value.is_none() && start > from {
            let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { break };
            let Some(close) = numbered_close(after).filter(|_| before.ends_with('<')) else { break };
            start -= 1;
            end += close;
        }
        Some((start, end, value))
    }
}

fn collect_literals(path: &str, value: &Value, literals: &mut BTreeSet<(String, String)>) {
    match value {
        Value::String(text) => {
            literals.insert((path.to_owned(), text.clone()));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_literals(&format!("{path}[{index}]"), item, literals);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let separator = if path.is_empty() { "" } else { "." };
                collect_literals(&format!("{path}{separator}{key}"), member, literals);
            }
        }
        _ => {}
    }
}

fn find(text: &str, from: usize, marker: &str) -> Option<usize> {
    let bracketed = marker.contains('<');
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find(marker)?;
        let end = start + marker.len();
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let before = text.get(..start)?.chars().next_back().is_some_and(word);
        let after = text.get(end..)?.chars().next().is_some_and(word);
        if bracketed || (!before && !after) {
            return Some(start);
        }
        at = end;
    }
}

/// The length of `>` or `:12>` at the start of `text`.
fn numbered_close(text: &str) -> Option<usize> {
    let digits =
        text.strip_prefix(':').map_or(text, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    digits.starts_with('>').then(|| text.len() - digits.len() + 1)
}

fn match_pieces(
    pieces: &[Piece<'_>],
    actual: &str,
    known: &Captures,
    found: &mut Vec<(String, String)>,
) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return actual.is_empty() };
    match first {
        Piece::Text(text) => {
            actual.strip_prefix(text).is_some_and(|tail| match_pieces(rest, tail, known, found))
        }
        Piece::Bound { marker, value } => [value, marker].into_iter().any(|text| {
            actual.strip_prefix(*text).is_some_and(|tail| match_pieces(rest, tail, known, found))
        }),
        Piece::Any(marker) => {
            let ends = actual.char_indices().map(|(at, _)| at).chain([actual.len()]);
            for end in ends {
                let (taken, tail) = actual.split_at(end);
                if !consistent(marker, taken, known, found) {
                    continue;
                }
                let depth = found.len();
                if is_numbered(marker) && taken != *marker {
                    found.push(((*marker).to_owned(), taken.to_owned()));
                }
                if match_pieces(rest, tail, known, found) {
                    return true;
                }
                found.truncate(depth);
            }
            false
        }
    }
}

/// A task's recorded result carries the marker itself; that is always right and says nothing about the value.
fn consistent(marker: &str, taken: &str, known: &Captures, found: &[(String, String)]) -> bool {
    if !is_numbered(marker) || taken == marker {
        return true;
    }
    let here = found.iter().find(|(name, _)| name == marker).map(|(_, value)| value);
    here.or_else(|| known.get(marker)).is_none_or(|value| value == taken)
}

fn is_numbered(marker: &str) -> bool {
    let inner = marker.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let number = inner.and_then(|inner| inner.rsplit_once(':')).map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether `text` has the shape of an ISO-8601 date and time.
fn is_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape.starts_with("0000-00-00T00:00:00") && text.len() <= 35
}

#[cfg(test)]
mod tests;

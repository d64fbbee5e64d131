//! The canonical layout of a definition in YAML, with its comments: the order of fields, and the indentation.
//!
//! Whole lines are moved: a field, its value, the comment behind it, and the comment lines right above it, unless the file
//! begins with them. Then they are indented (`indent.rs`). Everything else stays as it is written: styles, blank lines,
//! mappings in braces. The result is read again and compared, so that nothing is lost; what would not be the same is
//! refused.

mod indent;
#[cfg(test)]
mod tests;

use super::{Tags, parse};
use crate::diagnostic::Diagnostics;
use crate::json::{Member, Node, Part, Value};
use crate::source::Source;
use saphyr_parser::{Event, Parser};
use std::collections::BTreeMap;
use std::ops::Range;

/// Why a text cannot be laid out.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It cannot be read.
    Broken(Diagnostics),
    /// It has aliases, whose anchors must stay above them.
    Aliases,
    /// Moved lines would mean something else.
    Fragile,
}

/// Puts the fields of a definition into the order of the specification, with their comments, and indents all lines by their
/// level. Lines whose indentation cannot be changed keep it.
///
/// # Errors
/// When the text cannot be read or its lines cannot be moved.
pub fn layout(source: &Source) -> Result<String, Refusal> {
    let ordered = order(source)?;
    let Some(indented) = indent::indent(&ordered) else { return Ok(ordered) };
    let (before, after) = (read(&ordered), read(&indented));
    let is_same = match (&before, &after) {
        (Some(before), Some(after)) => {
            Data::of(before) == Data::of(after) && words(&ordered) == words(&indented)
        }
        _ => false,
    };
    // Laid out once more it stays, or it would never come to rest.
    let rests = || {
        after.is_some_and(|after| in_order(&indented, &after) == indented)
            && indent::indent(&indented).is_some_and(|again| again == indented)
    };
    Ok(if is_same && rests() { indented } else { ordered })
}

/// A text that was laid out, as data.
fn read(text: &str) -> Option<Node> {
    parse(&Source::new("", text), Tags::Functions, &mut Diagnostics::default())
}

/// The text with its fields in order.
fn in_order(text: &str, node: &Node) -> String {
    let part = if node.get("States").is_some() { Part::Machine } else { Part::Data };
    let mut new = Lines { text }.write(0..text.len(), node, part);
    if !new.ends_with('\n') {
        new.push('\n');
    }
    new
}

fn order(source: &Source) -> Result<String, Refusal> {
    let mut diagnostics = Diagnostics::default();
    let Some(node) = parse(source, Tags::Functions, &mut diagnostics) else {
        return Err(Refusal::Broken(diagnostics));
    };
    let text = source.text();
    let new = in_order(text, &node);
    if new == text {
        return Ok(new);
    }
    if new.trim_end() != text.trim_end() && has_aliases(text) {
        return Err(Refusal::Aliases);
    }
    match read(&new) {
        Some(again)
            if Data::of(&again) == Data::of(&node)
                && words(&new) == words(text)
                && in_order(&new, &again) == new =>
        {
            Ok(new)
        }
        _ => Err(Refusal::Fragile),
    }
}

fn has_aliases(text: &str) -> bool {
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, _))) = parser.next_event() {
        if matches!(event, Event::Alias(_)) {
            return true;
        }
    }
    false
}

/// The lines without indentation and dashes, in an order of their own.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text
        .lines()
        .map(|line| line.trim_matches([' ', '-', '\t', '\r']))
        .filter(|line| !line.is_empty())
        .collect();
    words.sort_unstable();
    words
}

/// Data that is equal whatever the order of its fields.
#[derive(PartialEq)]
enum Data<'n> {
    Scalar(&'n Value),
    Text(&'n str),
    Array(Vec<Data<'n>>),
    Object(BTreeMap<&'n str, Vec<Data<'n>>>),
}

impl<'n> Data<'n> {
    fn of(node: &'n Node) -> Self {
        match &node.value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Scalar(&node.value),
            Value::String(text) => Self::Text(text.as_str()),
            Value::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Value::Object(members) => {
                let mut object: BTreeMap<&str, Vec<Self>> = BTreeMap::new();
                for member in members {
                    object.entry(member.key.as_str()).or_default().push(Self::of(&member.value));
                }
                Self::Object(object)
            }
        }
    }
}

struct Lines<'a> {
    text: &'a str,
}

/// The lines of a member.
struct Chunk<'n> {
    member: &'n Member,
    range: Range<usize>,
}

impl Lines<'_> {
    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The text of a range, which a value is in, with the value's fields in order.
    fn write(&self, range: Range<usize>, node: &Node, part: Part) -> String {
        match &node.value {
            Value::Array(items) => {
                let mut out = String::new();
                let mut at = range.start;
                for item in items {
                    // What is in lines of its own has them to their ends, with the comments there.
                    let in_lines = matches!(item.value, Value::Array(_) | Value::Object(_))
                        && !self.slice(item.span.range()).starts_with(['[', '{']);
                    let end = if in_lines { self.line_end(item.span.end) } else { item.span.end };
                    let end = end.min(range.end).max(at);
                    out.push_str(&self.write(at..end, item, part.item()));
                    at = end;
                }
                out.push_str(self.slice(at..range.end.max(at)));
                out
            }
            Value::Object(members) => match self.chunks(node, members, &range) {
                Some(chunks) => self.write_chunks(range, &chunks, part),
                None => self.slice(range).to_owned(),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.slice(range).to_owned()
            }
        }
    }

    fn write_chunks(&self, range: Range<usize>, chunks: &[Chunk<'_>], part: Part) -> String {
        let (Some(first), Some(last)) = (chunks.first(), chunks.last()) else {
            return self.slice(range).to_owned();
        };
        let (start, end) = (first.range.start, last.range.end);
        let inner: Vec<String> = chunks
            .iter()
            .map(|chunk| {
                let part = part.member(chunk.member.key.as_str());
                self.write(chunk.range.clone(), &chunk.member.value, part)
            })
            .collect();
        let column = start - self.line_start(start);
        let indent = " ".repeat(column);
        // The first may stand behind a dash, without an indentation of its own.
        let behind_dash = column > 0;
        let order = part.order_of(chunks.iter().map(|chunk| chunk.member.key.as_str()));
        let mut out = self.slice(range.start..start).to_owned();
        for (place, index) in order.iter().copied().enumerate() {
            let text = inner.get(index).map(String::as_str).unwrap_or_default();
            match (behind_dash, place, index) {
                (true, 0, 1..) => out.push_str(text.trim_start_matches(' ')),
                (true, 1.., 0) => out.extend([&indent, text]),
                _ => out.push_str(text),
            }
            if !text.ends_with('\n') && place + 1 < order.len() {
                out.push('\n');
            }
        }
        out.push_str(self.slice(end..range.end.max(end)));
        out
    }

    /// The lines of each member of a mapping in lines of their own; `None` for any other.
    fn chunks<'n>(
        &self,
        node: &Node,
        members: &'n [Member],
        within: &Range<usize>,
    ) -> Option<Vec<Chunk<'n>>> {
        let first = members.first()?.key.span().start;
        if first != node.span.start || first < within.start {
            return None;
        }
        let column = first - self.line_start(first);
        let mut starts = Vec::with_capacity(members.len() + 1);
        for (index, member) in members.iter().enumerate() {
            let key = member.key.span().start;
            let line = self.line_start(key);
            let own_line = self.slice(line..key).bytes().all(|byte| byte == b' ');
            if key - line != column || !own_line && index > 0 {
                return None;
            }
            let above = self.above(line, column, within.start);
            // What a file begins with is about the file.
            let is_head = self.slice(0..above).trim_matches(['-', ' ', '\r', '\n']).is_empty();
            starts.push(match (own_line, is_head) {
                (true, true) => line,
                (true, false) => above,
                (false, _) => key,
            });
        }
        let last = members.last()?;
        let end = last.value.span.end.max(last.key.span().end);
        starts.push(self.line_end(end));
        let ranges = starts.iter().zip(starts.iter().skip(1)).map(|(start, end)| *start..(*end).max(*start));
        Some(members.iter().zip(ranges).map(|(member, range)| Chunk { member, range }).collect())
    }

    fn line_start(&self, at: usize) -> usize {
        self.slice(0..at).rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Behind the line break after `at`.
    fn line_end(&self, at: usize) -> usize {
        self.slice(at..self.text.len()).find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// Where the comment lines begin that stand right above a line, as far indented.
    fn above(&self, line: usize, column: usize, least: usize) -> usize {
        let mut start = line;
        while start > least {
            let before = self.line_start(start - 1);
            let text = self.slice(before..start);
            let indent = text.len() - text.trim_start_matches(' ').len();
            if before < least || indent != column || !text.trim_start().starts_with('#') {
                break;
            }
            start = before;
        }
        start
    }
}

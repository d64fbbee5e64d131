//! The canonical layout of a definition in JSON.
//!
//! Fields stand in the order of the specification, states and data in their own. An object or array that fits into a
//! line of [`WIDTH`] columns stands in one; machines and their `States` never do. Strings and numbers are copied from the
//! text. The layout depends on nothing else, so laying out again changes nothing.

mod order;
#[cfg(test)]
mod tests;

use super::{Member, Node, Value};
use crate::source::{Source, Span};
pub(crate) use order::Part;

/// The longest line that is made by putting things together; a text of its own may be longer.
pub const WIDTH: usize = 100;

const INDENT: usize = 2;

/// Lays out a definition whose tree was parsed from this source, with a line break at the end.
pub fn layout(source: &Source, node: &Node) -> String {
    let mut writer = Writer { source, out: String::new() };
    let part = if node.get("States").is_some() { Part::Machine } else { Part::Data };
    writer.value(node, part, Place { level: 0, before: 0, after: 0 });
    writer.out.push('\n');
    writer.out
}

struct Writer<'a> {
    source: &'a Source,
    out: String,
}

/// Where a value is written.
#[derive(Clone, Copy)]
struct Place {
    /// How deep it is.
    level: usize,
    /// Columns that are taken in its first line.
    before: usize,
    /// Columns that must be free behind it.
    after: usize,
}

impl Writer<'_> {
    fn text(&mut self, span: Span) {
        self.out.push_str(self.source.slice(span));
    }

    fn line(&mut self, level: usize) {
        self.out.push('\n');
        self.out.push_str(&" ".repeat(level * INDENT));
    }

    fn value(&mut self, node: &Node, part: Part, place: Place) {
        let room = WIDTH.saturating_sub(place.before + place.after);
        if !matches!(part, Part::Machine | Part::States)
            && let Some(flat) = self.flat(node, part, room)
        {
            self.out.push_str(&flat);
            return;
        }
        match &node.value {
            Value::Object(members) if !members.is_empty() => self.object(members, part, place.level),
            Value::Array(items) if !items.is_empty() => self.array(items, part, place.level),
            Value::Object(_) => self.out.push_str("{}"),
            Value::Array(_) => self.out.push_str("[]"),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.text(node.span),
        }
    }

    fn object(&mut self, members: &[Member], part: Part, level: usize) {
        self.out.push('{');
        let sorted = part.sort(members);
        let last = sorted.len().saturating_sub(1);
        for (index, member) in sorted.into_iter().enumerate() {
            self.line(level + 1);
            self.text(member.key.span());
            self.out.push_str(": ");
            let key = self.source.slice(member.key.span()).chars().count();
            let place = Place {
                level: level + 1,
                before: (level + 1) * INDENT + key + 2,
                after: usize::from(index != last),
            };
            self.value(&member.value, part.member(member.key.as_str()), place);
            if index != last {
                self.out.push(',');
            }
        }
        self.line(level);
        self.out.push('}');
    }

    fn array(&mut self, items: &[Node], part: Part, level: usize) {
        self.out.push('[');
        let last = items.len().saturating_sub(1);
        for (index, item) in items.iter().enumerate() {
            self.line(level + 1);
            let place =
                Place { level: level + 1, before: (level + 1) * INDENT, after: usize::from(index != last) };
            self.value(item, part.item(), place);
            if index != last {
                self.out.push(',');
            }
        }
        self.line(level);
        self.out.push(']');
    }

    /// The value in one line of at most so many columns.
    fn flat(&self, node: &Node, part: Part, room: usize) -> Option<String> {
        let mut out = String::new();
        self.write_flat(node, part, room, &mut out)?;
        (out.chars().count() <= room).then_some(out)
    }

    /// Gives up as soon as it is too long.
    fn write_flat(&self, node: &Node, part: Part, room: usize, out: &mut String) -> Option<()> {
        // A column takes at least one byte and at most four.
        if out.len() > room * 4 || matches!(part, Part::Machine | Part::States) {
            return None;
        }
        match &node.value {
            Value::Object(members) if members.is_empty() => out.push_str("{}"),
            Value::Object(members) => {
                out.push_str("{ ");
                for (index, member) in part.sort(members).into_iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(self.source.slice(member.key.span()));
                    out.push_str(": ");
                    self.write_flat(&member.value, part.member(member.key.as_str()), room, out)?;
                }
                out.push_str(" }");
            }
            Value::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    self.write_flat(item, part.item(), room, out)?;
                }
                out.push(']');
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                out.push_str(self.source.slice(node.span));
            }
        }
        Some(())
    }
}

//! A definition's tree as JSON text.

use std::fmt::Write;

use crate::json::{Member, Node, Part, Value};

/// The text that is hashed; see the module.
pub fn canonical(node: &Node) -> String {
    text(node, Form::Canonical)
}

/// The same data in one line of JSON, with comments and in the order in which they stand.
pub fn json(node: &Node) -> String {
    text(node, Form::AsItStands)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Canonical,
    AsItStands,
}

fn text(node: &Node, form: Form) -> String {
    let mut writer = Writer { form, out: String::new() };
    writer.value(node, Part::Machine);
    writer.out
}

struct Writer {
    form: Form,
    out: String,
}

impl Writer {
    fn value(&mut self, node: &Node, part: Part) {
        match &node.value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Value::Number(text) => self.out.push_str(text),
            Value::String(text) => self.string(text.as_str()),
            Value::Array(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.comma(index);
                    self.value(item, part.item());
                }
                self.out.push(']');
            }
            Value::Object(members) => self.object(members, part),
        }
    }

    fn object(&mut self, members: &[Member], part: Part) {
        let mut members: Vec<&Member> = members.iter().collect();
        if self.form == Form::Canonical && part != Part::Data {
            members.retain(|member| !(has_comment(part) && member.key.as_str() == "Comment"));
            // Stable: what is given twice stays in its order.
            members.sort_by(|a, b| a.key.as_str().cmp(b.key.as_str()));
        }
        self.out.push('{');
        for (index, member) in members.into_iter().enumerate() {
            self.comma(index);
            self.string(member.key.as_str());
            self.out.push(':');
            self.value(&member.value, part.member(member.key.as_str()));
        }
        self.out.push('}');
    }

    fn comma(&mut self, index: usize) {
        if index > 0 {
            self.out.push(',');
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c if c < ' ' => {
                    // Writing to a string cannot fail.
                    let _ = write!(self.out, "\\u{:04x}", u32::from(c));
                }
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}

/// A state may be named `Comment`, and settings have none.
fn has_comment(part: Part) -> bool {
    match part {
        Part::Machine | Part::State | Part::Rule | Part::Retrier | Part::Catcher => true,
        Part::States | Part::Settings | Part::Data => false,
    }
}

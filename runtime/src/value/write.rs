//! Values to JSON text, escaped as Jackson escapes: only `"`, `\` and control characters, those as `\n` or `\u001F`.

use std::fmt;

use super::escape::{find_special, is_plain, short_escape};
use super::walk::{Kind, Visitor, walk};
use super::{Array, Object, Value};

/// Room for a text whose length is not known; longer ones grow.
const LARGEST_START: usize = 4096;

impl Value {
    /// The compact JSON text.
    pub fn to_json_string(&self) -> String {
        // To begin with too little room costs more than with too much: a text that grows is copied.
        let mut text = String::with_capacity(self.json_len_bound(LARGEST_START).min(LARGEST_START));
        self.write_json(&mut text);
        text
    }

    /// The compact JSON text in UTF-8.
    pub fn to_json_vec(&self) -> Vec<u8> {
        self.to_json_string().into_bytes()
    }

    /// Appends the compact JSON text.
    pub fn write_json(&self, text: &mut String) {
        walk(self, &mut Compact { text });
    }
}

/// JSON without white space.
struct Compact<'t> {
    text: &'t mut String,
}

impl Visitor for Compact<'_> {
    fn leaf(&mut self, value: &Value) {
        push_leaf(self.text, value);
    }

    fn open(&mut self, kind: Kind) {
        self.text.push(opening(kind));
    }

    fn element(&mut self, is_first: bool) {
        if !is_first {
            self.text.push(',');
        }
    }

    #[inline]
    fn key(&mut self, key: &str) {
        push_quoted(self.text, key);
        self.text.push(':');
    }

    fn close(&mut self, kind: Kind) {
        self.text.push(closing(kind));
    }
}

/// JSON with a line for each element, indented by two spaces a level.
struct Pretty {
    text: String,
    levels: usize,
}

impl Pretty {
    fn new_line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.levels));
    }
}

impl Visitor for Pretty {
    fn leaf(&mut self, value: &Value) {
        push_leaf(&mut self.text, value);
    }

    fn open(&mut self, kind: Kind) {
        self.text.push(opening(kind));
        self.levels += 1;
    }

    fn element(&mut self, is_first: bool) {
        if !is_first {
            self.text.push(',');
        }
        self.new_line();
    }

    fn key(&mut self, key: &str) {
        push_quoted(&mut self.text, key);
        self.text.push_str(": ");
    }

    fn close(&mut self, kind: Kind) {
        self.levels = self.levels.saturating_sub(1);
        self.new_line();
        self.text.push(closing(kind));
    }
}

fn opening(kind: Kind) -> char {
    match kind {
        Kind::Array => '[',
        Kind::Object => '{',
    }
}

fn closing(kind: Kind) -> char {
    match kind {
        Kind::Array => ']',
        Kind::Object => '}',
    }
}

fn push_leaf(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => number.write(text),
        Value::String(string) => push_quoted(text, string),
        Value::Array(_) => text.push_str("[]"),
        Value::Object(_) => text.push_str("{}"),
    }
}

#[inline]
fn push_quoted(text: &mut String, string: &str) {
    text.reserve(string.len() + 4);
    text.push('"');
    if is_plain(string.as_bytes()) {
        text.push_str(string);
    } else {
        push_escaped(text, string);
    }
    text.push('"');
}

/// Appends a string in which characters need escapes.
#[cold]
fn push_escaped(text: &mut String, string: &str) {
    let mut rest = string;
    while let Some(at) = find_special(rest.as_bytes()) {
        // All that needs an escape is ASCII, so both cuts fall between characters.
        let (plain, from_escape) = rest.split_at(at);
        text.push_str(plain);
        let mut chars = from_escape.chars();
        if let Some(escaped) = chars.next() {
            push_escape(text, escaped);
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
}

fn push_escape(text: &mut String, escaped: char) {
    if let Some(letter) = short_escape(escaped) {
        text.extend(['\\', letter]);
        return;
    }
    let hex = |nibble: u32| char::from_digit(nibble, 16).unwrap_or('0').to_ascii_uppercase();
    let code = u32::from(escaped);
    text.push_str("\\u00");
    text.extend([hex(code >> 4 & 0xF), hex(code & 0xF)]);
}

impl fmt::Display for Value {
    /// The compact JSON text; with `{:#}` on several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            let mut pretty = Pretty { text: String::new(), levels: 0 };
            walk(self, &mut pretty);
            f.write_str(&pretty.text)
        } else {
            f.write_str(&self.to_json_string())
        }
    }
}

/// Prints what `Display` prints.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Array {
    /// The compact JSON text; with `{:#}` on several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Value::Array(self.clone()), f)
    }
}

impl fmt::Display for Object {
    /// The compact JSON text; with `{:#}` on several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Value::Object(self.clone()), f)
    }
}

//! How long the JSON text of a value is, without making it: AWS limits payloads by this.

use super::Value;
use super::escape::{needs_escape, short_escape};
use super::walk::{Kind, Visitor, walk};

impl Value {
    /// How many bytes the compact JSON text has in UTF-8.
    pub fn json_len(&self) -> usize {
        self.measure(usize::MAX)
    }

    /// Whether the compact JSON text has at most `limit` bytes. Looks no further than it must.
    pub fn json_len_within(&self, limit: usize) -> bool {
        self.measure(limit) <= limit
    }

    fn measure(&self, limit: usize) -> usize {
        let mut length = Length { bytes: 0, limit };
        walk(self, &mut length);
        length.bytes
    }
}

struct Length {
    bytes: usize,
    limit: usize,
}

impl Visitor for Length {
    fn leaf(&mut self, value: &Value) {
        self.bytes += match value {
            Value::Null | Value::Bool(true) => 4,
            Value::Bool(false) => 5,
            Value::Number(number) => number.with_text(str::len),
            Value::String(string) => quoted_len(string),
            Value::Array(_) | Value::Object(_) => 2,
        };
    }

    fn open(&mut self, _: Kind) {
        self.bytes += 1;
    }

    fn element(&mut self, is_first: bool) {
        self.bytes += usize::from(!is_first);
    }

    fn key(&mut self, key: &str) {
        self.bytes += quoted_len(key) + 1;
    }

    fn close(&mut self, _: Kind) {
        self.bytes += 1;
    }

    fn is_done(&self) -> bool {
        self.bytes > self.limit
    }
}

fn quoted_len(string: &str) -> usize {
    let escapes = string.bytes().filter(|&byte| needs_escape(byte));
    let extra = escapes.map(|byte| if short_escape(char::from(byte)).is_some() { 1 } else { 5 });
    2 + string.len() + extra.sum::<usize>()
}

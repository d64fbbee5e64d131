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

    /// An upper bound of [`json_len`](Self::json_len) that costs a few instructions a value: every byte of a string is
    /// taken for one that needs an escape. Beyond `limit` it is any number above `limit`.
    pub fn json_len_bound(&self, limit: usize) -> usize {
        bound(self, limit, BOUNDED_DEPTH)
    }

    fn measure(&self, limit: usize) -> usize {
        let mut length = Length { bytes: 0, limit };
        walk(self, &mut length);
        length.bytes
    }
}

/// Deeper values are not bounded but measured, without recursion.
const BOUNDED_DEPTH: usize = 64;

fn bound(value: &Value, limit: usize, depth: usize) -> usize {
    let mut sum: usize = 2;
    match value {
        Value::Null | Value::Bool(_) => return 5,
        // The longest double has 24 characters; of longer integers the text is kept.
        Value::Number(number) => {
            return if number.is_i64() || number.is_f64() { 25 } else { number.with_text(str::len) };
        }
        Value::String(string) => return string_bound(string),
        Value::Array(_) | Value::Object(_) if depth == 0 => return usize::MAX,
        Value::Array(array) => {
            for element in array {
                sum = sum.saturating_add(1).saturating_add(bound(element, limit, depth - 1));
                if sum > limit {
                    return sum;
                }
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                let member = string_bound(key).saturating_add(bound(value, limit, depth - 1));
                sum = sum.saturating_add(2).saturating_add(member);
                if sum > limit {
                    return sum;
                }
            }
        }
    }
    sum
}

fn string_bound(string: &str) -> usize {
    string.len().saturating_mul(6).saturating_add(2)
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

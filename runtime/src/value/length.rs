//! How long the JSON text of a value is, without making it: AWS limits payloads by this.

use super::escape::{needs_escape, short_escape};
use super::walk::{Kind, Visitor, walk};
use super::{Array, Number, Object, Value};

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
        add_bound(0, self, limit, BOUNDED_DEPTH)
    }

    fn measure(&self, limit: usize) -> usize {
        let mut length = Length { bytes: 0, limit };
        walk(self, &mut length);
        length.bytes
    }
}

/// Deeper values are not bounded but measured, without recursion.
const BOUNDED_DEPTH: usize = 64;

/// Adds the bound of a value to `sum`; beyond `limit` it does not go on.
#[inline]
fn add_bound(sum: usize, value: &Value, limit: usize, depth: usize) -> usize {
    let bound = match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(number) => number_bound(number),
        Value::String(string) => string_bound(string),
        Value::Array(array) => return add_items(sum, array, limit, depth),
        Value::Object(object) => return add_members(sum, object, limit, depth),
    };
    sum.saturating_add(bound)
}

fn add_items(sum: usize, array: &Array, limit: usize, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else { return usize::MAX };
    let mut sum = sum.saturating_add(2);
    for item in array {
        sum = add_bound(sum.saturating_add(1), item, limit, depth);
        if sum > limit {
            break;
        }
    }
    sum
}

fn add_members(sum: usize, object: &Object, limit: usize, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else { return usize::MAX };
    let mut sum = sum.saturating_add(2);
    for (key, value) in object {
        let with_key = sum.saturating_add(string_bound(key)).saturating_add(2);
        sum = add_bound(with_key, value, limit, depth);
        if sum > limit {
            break;
        }
    }
    sum
}

/// The longest double has 24 characters; of longer integers the text is kept.
#[inline]
fn number_bound(number: &Number) -> usize {
    if number.is_i64() || number.is_f64() { 25 } else { number.with_text(str::len) }
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

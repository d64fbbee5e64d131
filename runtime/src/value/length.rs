//! How long the JSON text of a value is, without making it: AWS limits payloads by this.

use super::escape::{needs_escape, short_escape};
use super::walk::{Kind, Visitor, walk};
use super::{Array, Object, Value};

impl Value {
    /// How many bytes the compact JSON text has in UTF-8.
    pub fn json_len(&self) -> usize {
        self.measure(usize::MAX)
    }

    /// Whether the compact JSON text has at most `limit` bytes. Looks no further than it must.
    pub fn json_len_within(&self, limit: usize) -> bool {
        self.measure(limit) <= limit
    }

    /// An upper bound of [`json_len`](Self::json_len) that costs a few instructions a value, and those only once while
    /// an array or object stays as it is: every byte of a string is taken for one that needs an escape. Beyond `limit`
    /// it is any number above `limit`.
    pub fn json_len_bound(&self, limit: usize) -> usize {
        bound(self, limit.min(LARGEST), BOUNDED_DEPTH)
    }

    fn measure(&self, limit: usize) -> usize {
        let mut length = Length { bytes: 0, limit };
        walk(self, &mut length);
        length.bytes
    }
}

/// Deeper values are not bounded but measured, without recursion.
const BOUNDED_DEPTH: usize = 64;

/// Larger bounds are not told. Sums of smaller ones do not overflow, and can be remembered: without that, values that
/// hold the same array twice on each level would be measured twice as often for each.
const LARGEST: usize = u32::MAX as usize / 8;

/// What stands for all bounds beyond a limit.
const BEYOND: usize = usize::MAX;

/// The bound of a value, [`BEYOND`] if it surely is beyond `limit`.
#[expect(clippy::inline_always, reason = "most values are scalars, which cost less than a call")]
#[inline(always)]
fn bound(value: &Value, limit: usize, depth: usize) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(number) => number.len_bound(),
        Value::String(string) => string_bound(string),
        Value::Array(array) => array.known_bound().unwrap_or_else(|| bound_items(array, limit, depth)),
        Value::Object(object) => object.known_bound().unwrap_or_else(|| bound_members(object, limit, depth)),
    }
}

#[inline(never)]
fn bound_items(array: &Array, limit: usize, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else { return BEYOND };
    let mut sum = 2;
    for item in array {
        let of_item = bound(item, limit, depth);
        if of_item > limit || sum > limit {
            return BEYOND;
        }
        sum += of_item + 1;
    }
    array.remember_bound(sum);
    sum
}

#[inline(never)]
fn bound_members(object: &Object, limit: usize, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else { return BEYOND };
    let mut sum = object.keys_bound().saturating_add(2);
    for (_, value) in object.entries() {
        let of_value = bound(value, limit, depth);
        if of_value > limit || sum > limit {
            return BEYOND;
        }
        sum += of_value;
    }
    object.remember_bound(sum);
    sum
}

#[inline]
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

//! Pieces of Java whose exact numbers show in results: `java.util.Random`, and the hash codes and the order of a `HashSet`.

use crate::value::{Number, Value, iter};

/// `java.util.Random`: a linear congruential generator of 48 bits, specified in its documentation.
pub(super) struct JavaRandom(i64);

const MULTIPLIER: i64 = 0x5_DEEC_E66D;
const MASK: i64 = (1 << 48) - 1;

impl JavaRandom {
    pub(super) fn new(seed: i64) -> Self {
        Self((seed ^ MULTIPLIER) & MASK)
    }

    /// The next 31 bits.
    fn next_31(&mut self) -> i64 {
        self.0 = self.0.wrapping_mul(MULTIPLIER).wrapping_add(0xB) & MASK;
        self.0 >> 17
    }

    /// A number of `0..bound`; `bound` is positive.
    pub(super) fn next_int(&mut self, bound: i32) -> i32 {
        let bound = i64::from(bound.max(1));
        let chosen = if bound.count_ones() == 1 {
            // A power of two takes the high bits, which are the better ones of this generator.
            (bound * self.next_31()) >> 31
        } else {
            loop {
                let bits = self.next_31();
                let remainder = bits % bound;
                // The last, incomplete group of `bound` numbers would favour small remainders.
                if bits - remainder + bound - 1 <= i64::from(i32::MAX) {
                    break remainder;
                }
            }
        };
        i32::try_from(chosen).unwrap_or(0)
    }
}

/// The order in which a `HashSet` gives back elements that were added in the order of `hashes`: positions in `hashes`.
///
/// The set starts with 16 buckets and doubles them when three quarters are in use. Elements of one bucket keep their
/// order.
pub(super) fn hash_set_order(hashes: &[i32]) -> Vec<usize> {
    let mut buckets: usize = 16;
    while hashes.len() > buckets / 4 * 3 {
        buckets *= 2;
    }
    let mut order: Vec<(usize, usize)> = hashes
        .iter()
        .enumerate()
        .map(|(position, hash)| {
            let bits = hash.cast_unsigned();
            let spread = bits ^ (bits >> 16);
            (usize::try_from(spread).unwrap_or(0) & (buckets - 1), position)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, position)| position).collect()
}

/// The hash code of a Jackson tree node.
///
/// A whole number has the code of the integer, whether it is written `1` or `1.0`: `States.ArrayUnique` takes the two
/// for equal.
pub(super) fn hash_code(value: &Value) -> i32 {
    // The arrays and objects around `node` lie here and not on the stack: values may be nested deeply.
    let mut open: Vec<Frame<'_>> = Vec::new();
    let mut node = value;
    loop {
        let mut done = match node {
            Value::Array(array) => {
                open.push(Frame { members: Members::Array(array.iter()), hash: 1 });
                None
            }
            Value::Object(object) => {
                open.push(Frame { members: Members::Object(object.iter(), 0), hash: 0 });
                None
            }
            scalar => Some(hash_of_scalar(scalar)),
        };
        node = loop {
            let Some(frame) = open.last_mut() else { return done.unwrap_or_default() };
            if let Some(hash) = done {
                frame.add(hash);
            }
            if let Some(member) = frame.next() {
                break member;
            }
            done = open.pop().map(|frame| frame.hash);
        };
    }
}

/// An array or object of which some members are hashed.
struct Frame<'a> {
    members: Members<'a>,
    hash: i32,
}

enum Members<'a> {
    Array(std::slice::Iter<'a, Value>),
    /// With the hash of the name of the member that came last.
    Object(iter::Iter<'a>, i32),
}

impl<'a> Frame<'a> {
    fn next(&mut self) -> Option<&'a Value> {
        match &mut self.members {
            Members::Array(elements) => elements.next(),
            Members::Object(members, name_hash) => members.next().map(|(name, value)| {
                *name_hash = hash_of_string(name);
                value
            }),
        }
    }

    fn add(&mut self, member: i32) {
        self.hash = match self.members {
            Members::Array(_) => self.hash.wrapping_mul(31).wrapping_add(member),
            Members::Object(_, name_hash) => self.hash.wrapping_add(name_hash ^ member),
        };
    }
}

fn hash_of_scalar(value: &Value) -> i32 {
    match value {
        // The position of NULL in Jackson's list of node types.
        Value::Null => 4,
        Value::Bool(true) => 3,
        Value::Bool(false) => 1,
        Value::Number(number) => hash_of_number(number),
        Value::String(text) => hash_of_string(text),
        Value::Array(_) | Value::Object(_) => 0,
    }
}

fn hash_of_string(text: &str) -> i32 {
    text.encode_utf16().fold(0, |hash: i32, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}

fn hash_of_number(number: &Number) -> i32 {
    if let Some(integer) = number.as_i64() {
        return match i32::try_from(integer) {
            Ok(small) => small,
            Err(_) => fold_halves(integer.cast_unsigned()),
        };
    }
    let float = number.as_f64().unwrap_or_default();
    match crate::path::truncated(number).and_then(|whole| i32::try_from(whole).ok()) {
        Some(whole) if number.numeric_eq(&Number::from(whole)) => whole,
        _ => fold_halves(float.to_bits()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "both halves of the bits are used")]
fn fold_halves(bits: u64) -> i32 {
    ((bits as u32) ^ ((bits >> 32) as u32)).cast_signed()
}

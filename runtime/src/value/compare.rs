//! Equality and hashing of JSON data. Members may come in any order; `1` is not `1.0`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use super::{Array, Object, Text, Value};

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        // What is still to be compared lies here and not on the stack: values may be nested deeply.
        let mut pending = Vec::new();
        let mut pair = (self, other);
        loop {
            let equal = match pair {
                (Self::Array(a), Self::Array(b)) => push_items(a, b, &mut pending),
                (Self::Object(a), Self::Object(b)) => push_members(a, b, &mut pending),
                (a, b) => scalars(a, b),
            };
            if !equal {
                return false;
            }
            match pending.pop() {
                Some(next) => pair = next,
                None => return true,
            }
        }
    }
}

/// Sound because a number is never NaN.
impl Eq for Value {}

pub(super) fn arrays(a: &Array, b: &Array) -> bool {
    let mut pending = Vec::new();
    push_items(a, b, &mut pending) && pending.into_iter().all(|(a, b)| a == b)
}

pub(super) fn objects(a: &Object, b: &Object) -> bool {
    let mut pending = Vec::new();
    push_members(a, b, &mut pending) && pending.into_iter().all(|(a, b)| a == b)
}

fn scalars(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        _ => false,
    }
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

type Pairs<'a> = Vec<(&'a Value, &'a Value)>;

/// Compares two values unless both are nested; those are put on the list. Says whether they can still be equal.
fn compare_or_push<'a>(a: &'a Value, b: &'a Value, pending: &mut Pairs<'a>) -> bool {
    if is_nested(a) && discriminant(a) == discriminant(b) {
        pending.push((a, b));
        true
    } else {
        scalars(a, b)
    }
}

fn push_items<'a>(a: &'a Array, b: &'a Array, pending: &mut Pairs<'a>) -> bool {
    a.same(b) || a.len() == b.len() && a.iter().zip(b).all(|(a, b)| compare_or_push(a, b, pending))
}

fn push_members<'a>(a: &'a Object, b: &'a Object, pending: &mut Pairs<'a>) -> bool {
    if a.same(b) {
        return true;
    }
    // Most objects that are compared have their members in the same order.
    let same_place = |((a, _), (b, _)): (&(Text, Value), &(Text, Value))| a == b;
    a.len() == b.len()
        && if a.entries().iter().zip(b.entries()).all(same_place) {
            a.values().zip(b.values()).all(|(a, b)| compare_or_push(a, b, pending))
        } else {
            a.iter().all(|(key, a)| b.get(key).is_some_and(|b| compare_or_push(a, b, pending)))
        }
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Bool(bool) => bool.hash(state),
            Self::Number(number) => number.hash(state),
            Self::String(text) => text.hash(state),
            Self::Array(array) => hash_array(array, state),
            Self::Object(object) => hash_object(object, state),
        }
    }
}

/// Equal arrays have equal items, and scalars tell most arrays apart: nested values count by their size alone, so
/// that deep nesting costs no stack.
pub(super) fn hash_array(array: &Array, state: &mut impl Hasher) {
    array.len().hash(state);
    array.iter().for_each(|item| hash_shallow(item, state));
}

/// As [`hash_array`]; the members' hashes are added up, for their order does not count.
pub(super) fn hash_object(object: &Object, state: &mut impl Hasher) {
    let hash_member = |(key, value): (&Text, &Value)| {
        let mut member = DefaultHasher::new();
        key.hash(&mut member);
        hash_shallow(value, &mut member);
        member.finish()
    };
    object.len().hash(state);
    object.iter().map(hash_member).fold(0, u64::wrapping_add).hash(state);
}

fn hash_shallow(value: &Value, state: &mut impl Hasher) {
    match value {
        Value::Array(array) => (discriminant(value), array.len()).hash(state),
        Value::Object(object) => (discriminant(value), object.len()).hash(state),
        scalar => scalar.hash(state),
    }
}

macro_rules! compare_with {
    ($($type:ty: $value:ident, $other:ident => $equal:expr;)+) => {$(
        impl PartialEq<$type> for Value {
            fn eq(&self, other: &$type) -> bool {
                let ($value, $other) = (self, other);
                $equal
            }
        }

        impl PartialEq<Value> for $type {
            fn eq(&self, other: &Value) -> bool {
                other == self
            }
        }
    )+};
}

compare_with! {
    str: value, text => value.as_str() == Some(text);
    &str: value, text => value.as_str() == Some(*text);
    String: value, text => value.as_str() == Some(text.as_str());
    Text: value, text => value.as_text() == Some(text);
    bool: value, bool => value.as_bool() == Some(*bool);
    i8: value, int => value.as_i64() == Some(i64::from(*int));
    i16: value, int => value.as_i64() == Some(i64::from(*int));
    i32: value, int => value.as_i64() == Some(i64::from(*int));
    i64: value, int => value.as_i64() == Some(*int);
    u8: value, int => value.as_u64() == Some(u64::from(*int));
    u16: value, int => value.as_u64() == Some(u64::from(*int));
    u32: value, int => value.as_u64() == Some(u64::from(*int));
    u64: value, int => value.as_u64() == Some(*int);
    usize: value, int => value.as_u64() == Some(*int as u64);
    // An integer is not equal to a double, as `1` is not `1.0`.
    f64: value, float => value.is_f64() && value.as_f64() == Some(*float);
}

//! JSON numbers as AWS keeps them: `1` stays `1`, `1.0` stays `1.0`, and integers beyond 64 bits keep their digits.

mod java;
mod ordering;
#[cfg(test)]
mod tests;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

/// A JSON number: an integer of any length, or a finite double.
///
/// Equality asks whether two numbers are the same JSON: `1 != 1.0`. [`numeric_eq`](Self::numeric_eq) and
/// [`numeric_cmp`](Self::numeric_cmp) compare what they stand for. Text is that of Java, which AWS uses: `1.0E10`.
#[derive(Clone)]
pub struct Number(Repr);

/// INVARIANT: one form for each number. `Uint` lies above `i64::MAX`, `Float` is finite, `Big` fits neither `i64` nor
/// `u64` and its digits have no leading zero.
#[derive(Clone)]
// A tag of a whole word is moved in one piece with what is beside it, as that of `Value`.
#[repr(u64)]
enum Repr {
    Int(i64),
    Uint(u64),
    Float(f64),
    // Two steps away, for a `Number` of 16 bytes is what lets a `Value` have 24.
    Big(Arc<Digits>),
}

/// The text of an integer, perhaps with a sign.
struct Digits(Box<str>);

impl Number {
    /// The number of a double, or `None` for infinities and NaN, which JSON lacks.
    pub fn from_f64(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self(Repr::Float(number)))
    }

    /// The number of a 128-bit integer.
    pub fn from_i128(number: i128) -> Self {
        match (i64::try_from(number), u64::try_from(number)) {
            (Ok(int), _) => Self(Repr::Int(int)),
            (_, Ok(uint)) => Self(Repr::Uint(uint)),
            _ => Self::from_digits(number.to_string()),
        }
    }

    /// The number of an unsigned 128-bit integer.
    pub fn from_u128(number: u128) -> Self {
        match u64::try_from(number) {
            Ok(uint) => uint.into(),
            Err(_) => Self::from_digits(number.to_string()),
        }
    }

    /// The number that an integer's JSON text stands for; `text` is `-?(0|[1-9][0-9]*)`. `-0` is 0, as in Java.
    pub(super) fn from_integer_text(text: &str) -> Self {
        match (text.parse::<i64>(), text.parse::<u64>()) {
            (Ok(int), _) => Self(Repr::Int(int)),
            (_, Ok(uint)) => Self(Repr::Uint(uint)),
            _ => Self::from_digits(text.to_owned()),
        }
    }

    fn from_digits(text: String) -> Self {
        Self(Repr::Big(Arc::new(Digits(text.into_boxed_str()))))
    }

    /// Whether this is an integer (`1`, not `1.0`), of any length.
    pub fn is_integer(&self) -> bool {
        !self.is_f64()
    }

    /// Whether this is a double: written with a fraction or an exponent, or made of an `f64`.
    pub fn is_f64(&self) -> bool {
        matches!(self.0, Repr::Float(_))
    }

    /// Whether its digits lie in memory of their own.
    #[inline]
    pub(super) fn is_shared(&self) -> bool {
        matches!(self.0, Repr::Big(_))
    }

    /// Whether [`as_i64`](Self::as_i64) has an answer.
    pub fn is_i64(&self) -> bool {
        matches!(self.0, Repr::Int(_))
    }

    /// Whether [`as_u64`](Self::as_u64) has an answer.
    pub fn is_u64(&self) -> bool {
        self.as_u64().is_some()
    }

    /// The integer, if this is one within `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Repr::Int(int) => Some(int),
            _ => None,
        }
    }

    /// The integer, if this is one within `u64`.
    pub fn as_u64(&self) -> Option<u64> {
        match self.0 {
            Repr::Int(int) => u64::try_from(int).ok(),
            Repr::Uint(uint) => Some(uint),
            _ => None,
        }
    }

    /// The integer, if this is one within `i128`.
    pub fn as_i128(&self) -> Option<i128> {
        match &self.0 {
            Repr::Int(int) => Some((*int).into()),
            Repr::Uint(uint) => Some((*uint).into()),
            Repr::Float(_) => None,
            Repr::Big(digits) => digits.0.parse().ok(),
        }
    }

    /// The integer, if this is one within `u128`.
    pub fn as_u128(&self) -> Option<u128> {
        match &self.0 {
            Repr::Big(digits) => digits.0.parse().ok(),
            _ => self.as_u64().map(Into::into),
        }
    }

    /// The nearest double. `None` only for an integer beyond the largest double.
    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is asked for")]
    pub fn as_f64(&self) -> Option<f64> {
        match &self.0 {
            Repr::Int(int) => Some(*int as f64),
            Repr::Uint(uint) => Some(*uint as f64),
            Repr::Float(float) => Some(*float),
            Repr::Big(digits) => digits.0.parse().ok().filter(|float: &f64| float.is_finite()),
        }
    }

    /// An upper bound of the text's length: the longest double has 24 characters, the longest integer of 64 bits 20.
    #[inline]
    pub(super) fn len_bound(&self) -> usize {
        match &self.0 {
            Repr::Big(digits) => digits.0.len(),
            _ => 25,
        }
    }

    /// Appends the text of this number.
    #[inline]
    pub(crate) fn write(&self, text: &mut String) {
        match self.0 {
            Repr::Int(digit @ 0..10) => text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0))),
            Repr::Float(double) => java::write_double(double, text),
            _ => self.with_text(|number| text.push_str(number)),
        }
    }

    /// Hands the text of this number to `take`: JSON, and for doubles what Java's `Double.toString` gives.
    pub(crate) fn with_text<R>(&self, take: impl FnOnce(&str) -> R) -> R {
        match &self.0 {
            Repr::Int(int) => java::with_integer(*int, take),
            Repr::Uint(uint) => java::with_integer(*uint, take),
            Repr::Float(float) => java::with_double(*float, take),
            Repr::Big(digits) => take(&digits.0),
        }
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(Repr::Int(number))
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(i64::try_from(number).map_or(Repr::Uint(number), Repr::Int))
    }
}

macro_rules! from_small_integers {
    ($($small:ty => $wide:ty),+) => {$(
        impl From<$small> for Number {
            fn from(number: $small) -> Self {
                Self::from(<$wide>::from(number))
            }
        }
    )+};
}

from_small_integers!(i8 => i64, i16 => i64, i32 => i64, u8 => u64, u16 => u64, u32 => u64);

impl From<i128> for Number {
    fn from(number: i128) -> Self {
        Self::from_i128(number)
    }
}

impl From<u128> for Number {
    fn from(number: u128) -> Self {
        Self::from_u128(number)
    }
}

impl From<isize> for Number {
    fn from(number: isize) -> Self {
        Self::from(number as i64)
    }
}

impl From<usize> for Number {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

impl FromStr for Number {
    type Err = super::JsonError;

    /// Reads the JSON text of one number.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::parse::number(text)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Int(a), Repr::Int(b)) => a == b,
            (Repr::Uint(a), Repr::Uint(b)) => a == b,
            (Repr::Float(a), Repr::Float(b)) => a == b,
            (Repr::Big(a), Repr::Big(b)) => a.0 == b.0,
            _ => false,
        }
    }
}

/// Sound because a [`Number`] is never NaN.
impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Int(int) => int.hash(state),
            Repr::Uint(uint) => uint.hash(state),
            // Adding zero makes -0.0 into the 0.0 that it equals.
            Repr::Float(float) => (float + 0.0).to_bits().hash(state),
            Repr::Big(digits) => digits.0.hash(state),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.pad(text))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

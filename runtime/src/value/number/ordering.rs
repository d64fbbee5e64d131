//! Comparing numbers by what they stand for, exactly: no integer is rounded to a double on the way.

use std::cmp::Ordering;

use super::{Number, Repr};

impl Number {
    /// Whether both stand for the same number: `1` and `1.0` do.
    pub fn numeric_eq(&self, other: &Self) -> bool {
        self.numeric_cmp(other) == Ordering::Equal
    }

    /// The order of what both stand for, exact across integers and doubles.
    pub fn numeric_cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Int(a), Repr::Int(b)) => a.cmp(b),
            // Neither is NaN.
            (Repr::Float(a), Repr::Float(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
            (Repr::Float(a), _) => other.cmp_double(*a).reverse(),
            (_, Repr::Float(b)) => self.cmp_double(*b),
            (Repr::Big(a), Repr::Big(b)) => cmp_digits(&a.0, &b.0),
            (Repr::Big(a), _) => outside(&a.0),
            (_, Repr::Big(b)) => outside(&b.0).reverse(),
            _ => self.as_i128().cmp(&other.as_i128()),
        }
    }

    /// Compares an integer with a double.
    fn cmp_double(&self, double: f64) -> Ordering {
        let whole = double.trunc();
        let order = match &self.0 {
            // `.0` prints a double with all its digits.
            Repr::Big(digits) => cmp_digits(&digits.0, &format!("{whole:.0}")),
            _ => self.as_i128().unwrap_or_default().cmp(&saturate(whole)),
        };
        order.then_with(|| whole.partial_cmp(&double).unwrap_or(Ordering::Equal))
    }
}

/// A whole double as an integer; what is beyond 128 bits lies beyond every 64-bit integer all the same.
#[expect(clippy::cast_possible_truncation, reason = "whole, and meant to stop at the ends")]
fn saturate(whole: f64) -> i128 {
    whole as i128
}

/// How an integer that fits neither `i64` nor `u64` compares with all that do.
fn outside(digits: &str) -> Ordering {
    if digits.starts_with('-') { Ordering::Less } else { Ordering::Greater }
}

/// Compares two integers given as text without leading zeros.
fn cmp_digits(a: &str, b: &str) -> Ordering {
    let magnitudes = |a: &str, b: &str| a.len().cmp(&b.len()).then_with(|| a.cmp(b));
    match (a.strip_prefix('-'), b.strip_prefix('-')) {
        (None, None) => magnitudes(a, b),
        (Some(a), Some(b)) => magnitudes(b, a),
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
    }
}

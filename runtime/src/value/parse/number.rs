//! Numbers of JSON text.

use super::{JsonError, Parser};
use crate::value::Number;

/// How many digits always fit `i64`.
const SAFE_DIGITS: usize = 18;

/// How many digits a double always holds.
const EXACT_DIGITS: usize = 15;

/// Jackson's limit on the text of a number.
pub(super) const MAX_NUMBER_LEN: usize = 1000;

/// The powers of ten that doubles hold exactly, as far as the quick way needs them.
const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

impl Parser<'_> {
    /// Reads a number at whose first character we are.
    #[inline]
    pub(super) fn number(&mut self) -> Result<Number, JsonError> {
        match self.short_number() {
            Some((number, behind)) => {
                self.at = behind;
                Ok(number)
            }
            None => self.any_number(),
        }
    }

    /// A number that is not at the root, has few digits and no exponent, as most are, and the place behind it.
    fn short_number(&self) -> Option<(Number, usize)> {
        let bytes = self.text.as_bytes();
        let negative = bytes.get(self.at) == Some(&b'-');
        let from = self.at + usize::from(negative);
        let (whole, point) = digits(bytes, from, 0);
        let sign = |number: i64| if negative { -number } else { number };
        let is_plain = match point - from {
            0 => false,
            1 => true,
            count => count <= SAFE_DIGITS && bytes.get(from) != Some(&b'0'),
        };
        if !is_plain || self.open.is_empty() {
            return None;
        }
        match bytes.get(point) {
            Some(b'.') => {}
            Some(b'e' | b'E') => return None,
            _ => return Some((sign(whole).into(), point)),
        }
        let (all, end) = digits(bytes, point + 1, whole);
        let (count, power) = (end - from - 1, POWERS.get(end - point - 1)?);
        if end == point + 1 || count > EXACT_DIGITS || matches!(bytes.get(end), Some(b'e' | b'E')) {
            return None;
        }
        // Both are exact, so that their quotient is the nearest double. The sign comes last, for there is a `-0.0`.
        #[expect(clippy::cast_precision_loss, reason = "doubles hold all integers of so few digits")]
        let double = all as f64 / power;
        Some((Number::from_f64(if negative { -double } else { double })?, end))
    }

    fn any_number(&mut self) -> Result<Number, JsonError> {
        let from = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let integer = self.integer_part()?;
        let is_double = matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if is_double {
            self.fraction_and_exponent()?;
        }
        if self.open.is_empty() {
            self.check_space_behind_root()?;
        }
        let text = self.text.get(from..self.at).unwrap_or_default();
        if text.len() > MAX_NUMBER_LEN {
            return Err(self.too_long_number(text.len()));
        }
        match integer {
            _ if is_double => {
                text.parse().ok().and_then(Number::from_f64).ok_or_else(|| self.beyond_double(text))
            }
            Some(integer) => Ok(if negative { -integer } else { integer }.into()),
            None => Ok(Number::from_integer_text(text)),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads the digits before the point, and returns their number if it surely fits.
    fn integer_part(&mut self) -> Result<Option<i64>, JsonError> {
        let from = self.at;
        let (integer, end) = digits(self.text.as_bytes(), from, 0);
        self.at = end;
        match self.at - from {
            0 => Err(self.no_digit_behind_minus()),
            2.. if self.text.as_bytes().get(from) == Some(&b'0') => {
                self.at = from + 1;
                Err(self.leading_zero())
            }
            digits => Ok((digits <= SAFE_DIGITS).then_some(integer)),
        }
    }

    fn fraction_and_exponent(&mut self) -> Result<(), JsonError> {
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.digits() {
                return Err(self.no_fraction());
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            if !self.digits() {
                return Err(self.no_exponent());
            }
        }
        Ok(())
    }

    /// Skips digits; whether there was one.
    fn digits(&mut self) -> bool {
        let from = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at > from
    }

    /// A number that is not inside of anything must be followed by white space.
    fn check_space_behind_root(&self) -> Result<(), JsonError> {
        match self.peek() {
            None | Some(b' ' | b'\t' | b'\n' | b'\r') => Ok(()),
            Some(_) => Err(self.no_space_behind_root()),
        }
    }
}

/// Appends the digits that stand at `at` to those of a number, and tells where they end. It is wrong for too many.
#[inline]
fn digits(bytes: &[u8], mut at: usize, mut number: i64) -> (i64, usize) {
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        number = number.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
        at += 1;
    }
    (number, at)
}

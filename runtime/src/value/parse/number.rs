//! Numbers of JSON text.

use super::{JsonError, Parser};
use crate::value::Number;

/// How many digits always fit `i64`.
const SAFE_DIGITS: usize = 18;

/// Jackson's limit on the text of a number.
pub(super) const MAX_NUMBER_LEN: usize = 1000;

impl Parser<'_> {
    /// Reads a number at whose first character we are.
    pub(super) fn number(&mut self) -> Result<Number, JsonError> {
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
        let mut integer = 0_i64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            // What does not fit is not looked at.
            integer = integer.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            self.at += 1;
        }
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

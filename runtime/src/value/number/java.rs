//! The text of numbers, as `java.lang.Double.toString` and `Long.toString` give it.

use std::io::Write as _;

/// Hands the decimal text of an integer to `take`.
#[inline]
pub(super) fn with_integer<R>(integer: impl itoa::Integer, take: impl FnOnce(&str) -> R) -> R {
    take(itoa::Buffer::new().format(integer))
}

/// Appends the text of a finite double.
pub(super) fn write_double(double: f64, text: &mut String) {
    let Some((digits, decimals)) = few_decimals(double.abs()) else {
        return with_double(double, |double| text.push_str(double));
    };
    if double.is_sign_negative() {
        text.push('-');
    }
    let (whole, thousandths) = match decimals {
        1 => (digits / 10, digits % 10 * 100),
        2 => (digits / 100, digits % 100 * 10),
        _ => (digits / 1000, digits % 1000),
    };
    with_integer(whole, |whole| text.push_str(whole));
    text.push('.');
    for digit in [thousandths / 100, thousandths / 10 % 10, thousandths % 10].into_iter().take(decimals) {
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
}

/// A double between 0.001 and 10 millions that needs no more than three decimals: all its digits, and how many of them
/// are behind the point.
///
/// Decimal numbers of so few digits are different doubles, so that one with the least decimals is the shortest.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "it is below 2^34")]
fn few_decimals(double: f64) -> Option<(i64, usize)> {
    if !(1e-3..1e7).contains(&double) {
        return None;
    }
    [1e1, 1e2, 1e3].into_iter().zip(1..).find_map(|(power, decimals)| {
        let digits = (double * power + 0.5) as i64;
        (digits as f64 / power).eq(&double).then_some((digits, decimals))
    })
}

/// Hands the text of a finite double to `take`: the shortest digits that read back as the same double, plain from
/// `1.0E-3` up to `1.0E7` with at least one digit after the point, otherwise with an exponent.
pub(super) fn with_double<R>(double: f64, take: impl FnOnce(&str) -> R) -> R {
    let shortest = shortest(double);
    // Where neither has an exponent both texts are the same.
    if (1e-3..1e7).contains(&double.abs()) && !shortest.bytes().contains(&b'e') {
        return take(shortest.as_str());
    }
    let mut text = Forwards::new();
    if double.is_sign_negative() {
        text.push(b'-');
    }
    if double == 0.0 {
        text.extend(b"0.0");
    } else {
        let decimal = Decimal::of(double.abs(), &shortest);
        match decimal.point {
            -2..=0 => {
                text.extend(b"0.");
                text.zeros(decimal.point.unsigned_abs());
                text.extend(decimal.digits());
            }
            1..=7 => {
                let (whole, fraction) = decimal.split(decimal.point.unsigned_abs());
                text.extend(whole);
                text.zeros(decimal.point.unsigned_abs().saturating_sub(whole.len()));
                text.push(b'.');
                text.extend(if fraction.is_empty() { b"0" } else { fraction });
            }
            _ => {
                let (first, rest) = decimal.split(1);
                text.extend(first);
                text.push(b'.');
                text.extend(if rest.is_empty() { b"0" } else { rest });
                text.push(b'E');
                with_integer(decimal.point - 1, |exponent| text.extend(exponent.as_bytes()));
            }
        }
    }
    take(text.as_str())
}

/// The shortest digits that read back, in some notation. `serde_json` finds them faster than the standard library.
fn shortest(double: f64) -> Forwards {
    let mut text = Forwards::new();
    if serde_json::to_writer(&mut text, &double).is_err() {
        text.len = 0;
    }
    text
}

/// A positive double as `0.<digits> × 10^point`, without zeros at either end of the digits.
struct Decimal {
    bytes: [u8; 20],
    len: usize,
    point: isize,
}

impl Decimal {
    fn of(double: f64, shortest: &Forwards) -> Self {
        let decimal = Self::read(shortest.bytes());
        // Java asks for two digits where one would do; that shows only in the smallest doubles (`4.9E-324`).
        if decimal.len == 1 && double < 1e-300 {
            let mut text = Forwards::new();
            if write!(text, "{double:.1e}").is_ok() {
                return Self::read(text.bytes());
            }
        }
        decimal
    }

    /// Takes the text of a decimal number apart, in whichever notation and without its sign.
    fn read(text: &[u8]) -> Self {
        let mut decimal = Self { bytes: [0; 20], len: 0, point: 0 };
        let mut after_point = false;
        let mut bytes = text.iter();
        for &byte in bytes.by_ref() {
            match byte {
                b'.' => after_point = true,
                b'e' | b'E' => break,
                b'-' => {}
                b'0' if decimal.len == 0 => decimal.point -= isize::from(after_point),
                digit => {
                    if let Some(place) = decimal.bytes.get_mut(decimal.len) {
                        *place = digit;
                        decimal.len += 1;
                    }
                    decimal.point += isize::from(!after_point);
                }
            }
        }
        let exponent = str::from_utf8(bytes.as_slice()).unwrap_or_default();
        decimal.point += exponent.parse::<isize>().unwrap_or(0);
        while decimal.digits().last() == Some(&b'0') {
            decimal.len -= 1;
        }
        decimal
    }

    fn digits(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn split(&self, at: usize) -> (&[u8], &[u8]) {
        self.digits().split_at(at.min(self.len))
    }
}

/// A short text on the stack; what does not fit is left out, and no double needs more than 26 bytes.
struct Forwards {
    bytes: [u8; 32],
    len: usize,
}

impl Forwards {
    fn new() -> Self {
        Self { bytes: [0; 32], len: 0 }
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    fn extend(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if let Some(place) = self.bytes.get_mut(self.len..end) {
            place.copy_from_slice(bytes);
            self.len = end;
        }
    }

    fn zeros(&mut self, count: usize) {
        for _ in 0..count {
            self.push(b'0');
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn as_str(&self) -> &str {
        str::from_utf8(self.bytes()).unwrap_or_default()
    }
}

impl std::io::Write for Forwards {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

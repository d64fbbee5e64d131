//! The order of strings: Java's, which is that of UTF-16 code units.

use std::cmp::Ordering;

/// Compares as Java's `String.compareTo` does.
///
/// UTF-8 bytes sort like code points, and code points like UTF-16 code units but for one thing: characters above
/// U+FFFF, which UTF-16 writes with surrogates, come before U+E000 to U+FFFF.
#[inline]
pub fn utf16_cmp(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    match left.iter().zip(right).find(|(a, b)| a != b) {
        Some((a, b)) => rank(*a).cmp(&rank(*b)),
        None => left.len().cmp(&right.len()),
    }
}

/// Moves the lead bytes of U+E000 to U+FFFF (0xEE, 0xEF) behind those of the characters above (0xF0 to 0xF4).
///
/// Two texts differ first either in a lead byte, and then this order decides, or in a continuation byte after
/// equal lead bytes, where plain order is right.
fn rank(byte: u8) -> u8 {
    if byte == 0xEE || byte == 0xEF { byte + 0x10 } else { byte }
}

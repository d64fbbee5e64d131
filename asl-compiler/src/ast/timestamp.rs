//! Timestamp literals: the profile of RFC 3339 that the specification asks for.

/// Nanoseconds since the epoch, or `None` when the text is not a timestamp: upper-case `T` and `Z`, seconds
/// present, an offset in any case.
pub(crate) fn nanoseconds(text: &str) -> Option<i128> {
    if !is_rfc3339(text) {
        return None;
    }
    let instant: jiff::Timestamp = text.parse().ok()?;
    Some(instant.as_nanosecond())
}

/// The shape alone; jiff also takes forms that RFC 3339 does not have.
fn is_rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = |part: &[u8], pattern: &[u8]| {
        part.len() == pattern.len()
            && part.iter().zip(pattern).all(|(byte, expected)| match expected {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            })
    };
    let Some((seconds, mut rest)) = bytes.split_at_checked(19) else { return false };
    if !shape(seconds, b"0000-00-00T00:00:00") {
        return false;
    }
    if let Some((b'.', fraction)) = rest.split_first() {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return false;
        }
        rest = fraction.get(digits..).unwrap_or_default();
    }
    rest == b"Z" || shape(rest, b"+00:00") || shape(rest, b"-00:00")
}

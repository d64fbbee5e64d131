//! Which characters of a string JSON text escapes, and finding them quickly.

/// Whether a byte of a string must not stand in JSON text as it is.
pub(super) fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The letter of a two-character escape.
pub(super) fn short_escape(escaped: char) -> Option<char> {
    Some(match escaped {
        '"' => '"',
        '\\' => '\\',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{c}' => 'f',
        '\r' => 'r',
        _ => return None,
    })
}

/// The position of the first quote, backslash or control character. Looks at eight bytes at a time.
#[inline]
pub(super) fn find_special(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        if let Some(found) = find_in_chunk(*chunk) {
            return Some(at + found);
        }
        at += 8;
    }
    match bytes.last_chunk() {
        _ if at == bytes.len() => None,
        // What the last eight bytes share with the chunk before is known to be plain.
        Some(last) => Some(bytes.len() - 8 + find_in_chunk(*last)?),
        None => find_in_few(bytes),
    }
}

/// Whether [`find_special`] finds nothing, for short strings without a loop.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    // Two halves that may overlap hold all of a string; what is marked wrongly is marked only where there is a special.
    if bytes.len() > 16 {
        find_special(bytes).is_none()
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        mark_specials(u64::from_le_bytes(*first)) | mark_specials(u64::from_le_bytes(*last)) == 0
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        mark_specials(join(*first, *last)) == 0
    } else {
        !bytes.iter().any(|&byte| needs_escape(byte))
    }
}

#[inline]
fn join(first: [u8; 4], last: [u8; 4]) -> u64 {
    u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32
}

/// [`find_special`] in less than eight bytes.
#[inline]
fn find_in_few(bytes: &[u8]) -> Option<usize> {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // The two halves of the word may overlap: it tells whether there is one, not where.
        if mark_specials(join(*first, *last)) == 0 {
            return None;
        }
    }
    bytes.iter().position(|&byte| needs_escape(byte))
}

#[inline]
fn find_in_chunk(chunk: [u8; 8]) -> Option<usize> {
    let specials = mark_specials(u64::from_le_bytes(chunk));
    (specials != 0).then(|| specials.trailing_zeros() as usize / 8)
}

/// Sets the high bit of each byte that is special. Bytes above the lowest special one may be marked wrongly.
#[inline]
fn mark_specials(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    // Subtracting borrows into the high bit of a byte below the limit; bytes that had it before do not count. Neither
    // quote nor backslash has it, so the same bytes have it in all three words.
    let below_space = word.wrapping_sub(ONES * 0x20);
    let quote = (word ^ QUOTES).wrapping_sub(ONES);
    let backslash = (word ^ BACKSLASHES).wrapping_sub(ONES);
    (below_space | quote | backslash) & !word & HIGHS
}

//! Finding a key among few by its length and a few bytes, without a call for each comparison.

use super::Entry;

/// A key that is looked for.
///
/// Up to 16 bytes, two words that may overlap hold all of a text; in longer ones they are its ends.
pub(in crate::value) struct Needle<'k> {
    key: &'k [u8],
    words: (u64, u64),
}

impl<'k> Needle<'k> {
    #[inline]
    pub(in crate::value) fn of(key: &'k str) -> Self {
        let key = key.as_bytes();
        Self { key, words: words(key) }
    }

    /// The position of the entry with this key.
    #[inline]
    pub(in crate::value) fn find(&self, entries: &[Entry]) -> Option<usize> {
        entries.iter().position(|(key, _)| self.is(key))
    }

    /// One of 64 bits, the same for the same key.
    #[inline]
    pub(super) fn bit(&self) -> u64 {
        // Multiplying by an odd number without a pattern brings all bits of the words to the top.
        let mixed = (self.words.0.rotate_left(7) ^ self.words.1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        1 << (mixed >> 58)
    }

    /// Whether this is the key.
    #[inline]
    pub(in crate::value) fn is(&self, key: &str) -> bool {
        let key = key.as_bytes();
        key.len() == self.key.len() && words(key) == self.words && (key.len() <= 16 || key == self.key)
    }
}

/// The first and the last bytes. Texts of the same length up to 16 with the same words are the same.
#[inline]
fn words(text: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
    } else if let [first, .., last] = text {
        // Up to three bytes: the middle one is at half the length.
        let middle = text.get(text.len() / 2).copied().unwrap_or_default();
        (u64::from(*first) << 8 | u64::from(middle), (*last).into())
    } else {
        (text.first().copied().unwrap_or_default().into(), 0)
    }
}

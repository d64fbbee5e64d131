//! Finding a key among few by one byte of each, which lie together, so that mostly one key alone is compared.

use crate::value::Text;

/// A byte of a key that differs for most keys, and is never zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Print(u8);

impl Print {
    /// Of a key that is a literal it is a constant.
    #[inline]
    pub(super) const fn of(key: &str) -> Self {
        let key = key.as_bytes();
        let [length, ..] = key.len().to_le_bytes();
        let middle = match key.split_at_checked(key.len() / 2) {
            Some((_, behind)) => behind.first(),
            None => None,
        };
        // Length, ends and middle are what the keys of one object differ in; multiplying brings them all to the top.
        let mixed = u32::from_le_bytes([or_zero(key.first()), or_zero(middle), or_zero(key.last()), length]);
        let [.., top] = mixed.wrapping_mul(0x9E37_79B1).to_le_bytes();
        Self(top | 0x80)
    }
}

#[inline]
const fn or_zero(byte: Option<&u8>) -> u8 {
    match byte {
        Some(byte) => *byte,
        None => 0,
    }
}

/// The [`Prints`] of keys as words.
pub(super) const fn print_words(keys: &[Text]) -> (u64, u64) {
    let (mut low, mut high) = (0, 0);
    let (mut rest, mut position) = (keys, 0);
    while let Some((key, behind)) = rest.split_first()
        && position < MAX_PRINTS
    {
        let print = u64::from_le_bytes([Print::of(key.as_str()).0, 0, 0, 0, 0, 0, 0, 0]);
        let word = if position < 8 { &mut low } else { &mut high };
        *word |= print << (position % 8 * 8);
        (rest, position) = (behind, position + 1);
    }
    (low, high)
}

/// How many prints there is room for.
pub(super) const MAX_PRINTS: usize = 16;

/// The prints of an object's first keys, zero where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Prints([u64; MAX_PRINTS / 8]);

impl Prints {
    #[expect(clippy::inline_always, reason = "of keys that are literals it is a constant")]
    #[inline(always)]
    pub(super) fn of<'k>(keys: impl Iterator<Item = &'k Text>) -> Self {
        let mut prints = Self::default();
        for (position, key) in keys.take(MAX_PRINTS).enumerate() {
            prints.set(position, Print::of(key));
        }
        prints
    }

    /// Notes the print of a key whose place had none. Keys beyond [`MAX_PRINTS`] are left out.
    #[inline]
    pub(super) fn set(&mut self, position: usize, print: Print) {
        if let Some(word) = self.0.get_mut(position / 8) {
            *word |= u64::from(print.0) << (position % 8 * 8);
        }
    }

    /// As words, which are handed over in registers.
    #[inline]
    pub(super) const fn words(self) -> (u64, u64) {
        let [low, high] = self.0;
        (low, high)
    }

    #[inline]
    pub(super) const fn from_words(low: u64, high: u64) -> Self {
        Self([low, high])
    }

    /// Those of the first keys alone.
    pub(super) fn first(self, keys: usize) -> Self {
        let [low, high] = self.0;
        let keep = |word: u64, keys: usize| match keys {
            0 => 0,
            1..8 => word & u64::MAX >> (64 - keys * 8),
            _ => word,
        };
        Self([keep(low, keys), keep(high, keys.saturating_sub(8))])
    }

    /// The first place with this print among the first eight.
    #[inline]
    pub(super) fn first_place(&self, print: Print) -> Option<usize> {
        let [low, _] = self.0;
        let marks = marks(low, print);
        (marks != 0).then(|| marks.trailing_zeros() as usize / 8)
    }

    /// The first place with this print for which `is_it` holds.
    pub(super) fn find(&self, print: Print, mut is_it: impl FnMut(usize) -> bool) -> Option<usize> {
        for (word, start) in self.0.iter().zip([0, 8]) {
            let mut marks = marks(*word, print);
            while marks != 0 {
                let position = start + marks.trailing_zeros() as usize / 8;
                if is_it(position) {
                    return Some(position);
                }
                marks &= marks - 1;
            }
        }
        None
    }
}

/// Sets the high bit of each byte that is this print. Above one of them others may be marked wrongly.
#[inline]
fn marks(prints: u64, print: Print) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    let differences = prints ^ (ONES * u64::from(print.0));
    differences.wrapping_sub(ONES) & !differences & HIGHS
}

/// Whether two keys are the same, without a call for short ones.
#[inline]
pub(in crate::value) fn same_key(a: &[u8], b: &[u8]) -> bool {
    is_same_short(a, b) || (a.len() > 16 && a == b)
}

/// Whether two keys are the same and have no more than 16 bytes.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn is_same_short(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.len() > 16 {
        return false;
    }
    // Two words that may overlap hold all of a text.
    if let (Some(a_first), Some(b_first)) = (a.first_chunk(), b.first_chunk())
        && let (Some(a_last), Some(b_last)) = (a.last_chunk(), b.last_chunk())
    {
        let difference = |a: &[u8; 8], b: &[u8; 8]| u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        return difference(a_first, b_first) | difference(a_last, b_last) == 0;
    }
    if let (Some(a_first), Some(b_first)) = (a.first_chunk(), b.first_chunk())
        && let (Some(a_last), Some(b_last)) = (a.last_chunk(), b.last_chunk())
    {
        let difference = |a: &[u8; 4], b: &[u8; 4]| u32::from_le_bytes(*a) ^ u32::from_le_bytes(*b);
        return difference(a_first, b_first) | difference(a_last, b_last) == 0;
    }
    // Up to three bytes: the middle one is at half the length.
    a.first() == b.first() && a.last() == b.last() && a.get(a.len() / 2) == b.get(b.len() / 2)
}

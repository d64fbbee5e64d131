//! Objects whose keys are known before the run, as those of payload templates.

#[cfg(test)]
mod tests;

use std::mem;

use super::members::{Members, key_bound};
use super::needle::{Prints, print_words};
use super::{Content, Entry, Object};
use crate::value::{Text, Value};

/// The keys of a template, which are distinct, and what is to be known of them.
#[derive(Debug)]
pub struct TemplateKeys<const N: usize> {
    texts: [Text; N],
    prints: Prints,
    bound: u32,
}

impl<const N: usize> TemplateKeys<N> {
    /// In a constant it costs nothing.
    pub const fn new(texts: [Text; N]) -> Self {
        let (low, high) = print_words(&texts);
        Self { prints: Prints::from_words(low, high), bound: keys_bound(&texts), texts }
    }

    /// An object of these keys, whose values are yet to be [put](put) into its [slots](Object::slots).
    #[inline]
    pub fn object(&'static self) -> Object {
        Object(Content::Counted(Members::of_keys(&self.texts, &self.prints, self.bound)))
    }
}

const fn keys_bound(keys: &[Text]) -> u32 {
    let (mut sum, mut rest) = (0_u32, keys);
    while let Some((key, behind)) = rest.split_first() {
        sum = sum.saturating_add(key_bound(key.as_str()));
        rest = behind;
    }
    sum
}

impl Object {
    /// The first members, if there are so many and nobody shares them.
    #[expect(clippy::inline_always, reason = "each member is then a known place")]
    #[inline(always)]
    pub(crate) fn slots<const N: usize>(&mut self) -> Option<&mut [Entry; N]> {
        self.0.get_mut()?.get_mut()?.first_chunk_mut()
    }
}

/// Puts a value where there is none yet.
#[expect(clippy::inline_always, reason = "the value is then built where it belongs, not moved there")]
#[inline(always)]
pub fn put((_, empty): &mut Entry, value: Value) {
    // There is nothing to drop.
    mem::forget(mem::replace(empty, value));
}

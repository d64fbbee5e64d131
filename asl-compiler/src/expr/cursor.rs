//! A position in a text, moving forward by characters.

use std::ops::Range;

/// Reads a text; positions are bytes of the field that the text is part of.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    base: usize,
}

impl<'a> Cursor<'a> {
    /// Starts at the beginning of `text`, which begins at byte `base` of its field.
    pub(super) fn new(text: &'a str, base: usize) -> Self {
        Self { text, at: 0, base }
    }

    /// Where it is, in bytes of the field.
    pub(super) fn position(&self) -> usize {
        self.base + self.at
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text from an earlier position up to here.
    pub(super) fn since(&self, start: usize) -> &'a str {
        start.checked_sub(self.base).and_then(|start| self.text.get(start..self.at)).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether nothing is left.
    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Takes the next character.
    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Takes `expected` if it comes next.
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Takes characters as long as `wanted` holds, and returns them.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Skips white space.
    pub(super) fn skip_blanks(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// The span of the next character; empty at the end.
    pub(super) fn here(&self) -> Range<usize> {
        let start = self.position();
        start..start + self.peek().map_or(0, char::len_utf8)
    }

    /// The span from an earlier position up to here.
    pub(super) fn span_since(&self, start: usize) -> Range<usize> {
        start..self.position()
    }
}

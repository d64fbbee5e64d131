//! From the parser's characters to bytes.

use crate::source::Span;

/// The way from the index of a character to that of a byte.
pub(super) struct Places<'a> {
    text: &'a str,
    /// The byte of each character; empty when all characters are one byte long.
    bytes: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let bytes =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(byte, _)| byte).collect() };
        Self { text, bytes }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The byte of a place.
    pub(super) fn byte(&self, marker: saphyr_parser::Marker) -> usize {
        let index = marker.index();
        if self.bytes.is_empty() {
            return index.min(self.text.len());
        }
        self.bytes.get(index).copied().unwrap_or(self.text.len())
    }

    /// The bytes of a span.
    pub(super) fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.byte(span.start);
        Span::new(start, self.byte(span.end).max(start))
    }

    /// The text from a byte on.
    pub(super) fn from(&self, byte: usize) -> &'a str {
        self.text.get(byte..).unwrap_or_default()
    }

    /// The first byte from `at` on that is neither white space nor in a comment.
    pub(super) fn skip_space(&self, mut at: usize) -> usize {
        loop {
            let rest = self.from(at);
            let space = rest.len() - rest.trim_start().len();
            at += space;
            if !self.from(at).starts_with('#') {
                return at;
            }
            let rest = self.from(at);
            at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    /// Where a node begins whose tag and anchor, if it has any, begin at `at`.
    pub(super) fn skip_properties(&self, at: usize) -> usize {
        let mut at = at;
        loop {
            let rest = self.from(at);
            if !rest.starts_with(['!', '&']) {
                return at;
            }
            at += rest.find(char::is_whitespace).unwrap_or(rest.len());
            at = self.skip_space(at);
        }
    }
}

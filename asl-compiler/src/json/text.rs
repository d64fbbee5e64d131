//! A decoded string that remembers where its bytes came from.

use std::ops::Range;

use crate::source::Span;

/// A string of the definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    value: String,
    span: Span,
    segments: Vec<Segment>,
    substituted: bool,
}

/// A run of decoded bytes and its source.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Segment {
    /// The first decoded byte; the run ends where the next begins.
    start: usize,
    /// Its source.
    span: Span,
    /// Byte for byte the same; otherwise any part of the run stands for the whole source (an escape, a
    /// substituted placeholder).
    verbatim: bool,
}

impl Text {
    /// An empty string whose notation has the given span; fill it with [`push`](Self::push).
    pub(crate) fn empty(span: Span) -> Self {
        Self { value: String::new(), span, segments: Vec::new(), substituted: false }
    }

    /// Adds decoded text that stands in the source as it is.
    pub(crate) fn push(&mut self, text: &str, span: Span) {
        self.add(text, span, true);
    }

    /// Adds decoded text that is written in another way.
    pub(crate) fn push_as_whole(&mut self, text: &str, span: Span) {
        self.add(text, span, false);
    }

    /// Adds a part of another text with its places.
    pub(crate) fn push_part(&mut self, from: &Self, part: Range<usize>) {
        for (range, span, verbatim) in from.runs_from(part.start) {
            if range.start >= part.end {
                break;
            }
            let cut = range.start.max(part.start)..range.end.min(part.end);
            let Some(piece) = from.value.get(cut.clone()).filter(|piece| !piece.is_empty()) else { continue };
            if verbatim {
                self.push(piece, from.locate(cut));
            } else {
                self.push_as_whole(piece, span);
            }
        }
        self.substituted |= from.substituted;
    }

    /// The same text, for one whose places are bytes of the decoded `outer`: its places are then those of `outer`.
    pub(crate) fn relocate(&self, outer: &Self) -> Self {
        let mut text = Self::empty(outer.locate(self.span.range()));
        for (range, span, verbatim) in self.runs() {
            if verbatim {
                text.push_part(outer, span.range());
            } else {
                text.push_as_whole(self.value.get(range).unwrap_or_default(), outer.locate(span.range()));
            }
        }
        text.substituted = self.substituted;
        text
    }

    fn add(&mut self, text: &str, span: Span, verbatim: bool) {
        if !text.is_empty() {
            self.segments.push(Segment { start: self.value.len(), span, verbatim });
            self.value.push_str(text);
        }
    }

    /// Sets the span of the whole notation.
    pub(crate) fn set_span(&mut self, span: Span) {
        self.span = span;
    }

    /// Marks that placeholders were replaced.
    pub(crate) fn set_substituted(&mut self) {
        self.substituted = true;
    }

    /// The decoded string.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The whole notation, quotes included.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Whether a placeholder in it was replaced.
    pub fn is_substituted(&self) -> bool {
        self.substituted
    }

    /// The source of a range of decoded bytes: the smallest that contains it. An empty range has an empty
    /// source.
    pub fn locate(&self, range: Range<usize>) -> Span {
        let start = self.edge(range.start, false);
        let end = if range.end > range.start { self.edge(range.end, true) } else { start };
        Span::new(start, end.max(start))
    }

    /// The source byte before (`end`: after the byte before) the decoded byte `at`.
    fn edge(&self, at: usize, end: bool) -> usize {
        let at = at.min(self.value.len());
        let index = self.segments.partition_point(|segment| {
            // The end of a range belongs to the run that ends there.
            if end { segment.start < at } else { segment.start <= at }
        });
        let Some(segment) = index.checked_sub(1).and_then(|index| self.segments.get(index)) else {
            // Before everything: behind the opening quote, or the place of an empty string.
            return self.segments.first().map_or_else(|| self.inside(), |segment| segment.span.start);
        };
        if segment.verbatim {
            (segment.span.start + (at - segment.start)).min(segment.span.end)
        } else if end || at == self.value.len() {
            segment.span.end
        } else {
            segment.span.start
        }
    }

    /// Where an empty string's content would be.
    fn inside(&self) -> usize {
        let Span { start, end } = self.span;
        if end - start >= 2 { start + 1 } else { start }
    }

    /// The runs: decoded range, source, whether byte for byte.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (Range<usize>, Span, bool)> {
        self.runs_from(0)
    }

    /// The runs from the one on that the decoded byte `at` is in.
    fn runs_from(&self, at: usize) -> impl Iterator<Item = (Range<usize>, Span, bool)> {
        let first = self.segments.partition_point(|segment| segment.start <= at).saturating_sub(1);
        self.segments.iter().enumerate().skip(first).map(|(index, segment)| {
            let end = self.segments.get(index + 1).map_or(self.value.len(), |next| next.start);
            (segment.start..end, segment.span, segment.verbatim)
        })
    }
}

//! Where each part of a scalar's text comes from.
//!
//! The parser gives the decoded text and the place of the whole. Here the notation is walked beside the decoded
//! text. The decoded text decides: what does not fit it keeps the place of the whole.

use super::place::Places;
use crate::json::Text;
use crate::source::Span;
use saphyr_parser::ScalarStyle;

/// A scalar as it is written.
pub(super) struct Written<'v> {
    /// Tag and anchor included; what follows a quoted text may be as well.
    pub(super) at: Span,
    pub(super) style: ScalarStyle,
    /// Its decoded text.
    pub(super) value: &'v str,
    /// Whether it has a tag or an anchor.
    pub(super) has_properties: bool,
}

impl Written<'_> {
    /// The decoded text with its places.
    pub(super) fn text(&self, places: &Places<'_>) -> Text {
        let Self { at, style, value, has_properties } = *self;
        let start = if has_properties { places.skip_properties(at.start) } else { at.start };
        let found = match style {
            ScalarStyle::Plain if value.is_empty() => Some(Text::empty(Span::at(at.start))),
            ScalarStyle::Plain => plain(places, Span::new(start, at.end.max(start)), value),
            ScalarStyle::SingleQuoted => quoted(places, start, '\'', value),
            ScalarStyle::DoubleQuoted => quoted(places, start, '"', value),
            // Without a tag and anchor the place begins at the first line's content.
            ScalarStyle::Literal | ScalarStyle::Folded if !has_properties => {
                block(places, Span::new(start, at.end), value, Indent::OfPlace)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let content = after_line(places, start).min(at.end);
                let header = places.text().get(start..content).and_then(|header| header.split('#').next());
                let explicit = header.is_some_and(|header| header.contains(|c: char| c.is_ascii_digit()));
                let indent = if explicit { Indent::Explicit } else { Indent::OfFirstLine };
                block(places, Span::new(content, at.end), value, indent)
            }
        };
        found.unwrap_or_else(|| whole(places, Span::new(start, at.end.max(start)), value))
    }
}

/// The first byte of the next line.
fn after_line(places: &Places<'_>, at: usize) -> usize {
    let rest = places.from(at);
    at + rest.find('\n').map_or(rest.len(), |newline| newline + 1)
}

/// A text without places inside.
fn whole(places: &Places<'_>, span: Span, value: &str) -> Text {
    let notation = places.text().get(span.range()).unwrap_or_default();
    let span = Span::new(span.start, span.start + notation.trim_end().len());
    let mut text = Text::empty(span);
    text.push_as_whole(value, span);
    text
}

fn plain(places: &Places<'_>, span: Span, value: &str) -> Option<Text> {
    let notation = places.text().get(span.range())?.trim_end();
    let span = Span::new(span.start, span.start + notation.len());
    let text = flow(span, notation, None, value)?;
    Some(text)
}

fn quoted(places: &Places<'_>, start: usize, quote: char, value: &str) -> Option<Text> {
    let inner = places.from(start).strip_prefix(quote)?;
    let mut characters = inner.char_indices().peekable();
    let end = loop {
        let (at, c) = characters.next()?;
        if c == '\\' && quote == '"' {
            characters.next();
        } else if c == quote {
            if quote == '\'' && characters.next_if(|(_, next)| *next == quote).is_some() {
                continue;
            }
            break at;
        }
    };
    let content = Span::new(start + 1, start + 1 + end);
    let mut text = flow(content, inner.get(..end)?, Some(quote), value)?;
    text.set_span(Span::new(start, content.end + 1));
    Some(text)
}

/// Walks a plain or quoted scalar, whose lines are folded.
fn flow(span: Span, notation: &str, quote: Option<char>, value: &str) -> Option<Text> {
    let mut text = Text::empty(span);
    let (mut at, mut done, mut run) = (0, 0, 0);
    // What was walked since `run` stands in both as it is.
    let flush = |text: &mut Text, run: usize, at: usize, done: usize| -> Option<()> {
        let same = notation.get(run..at)?;
        let start = done.checked_sub(same.len())?;
        if value.get(start..done)? != same {
            return None;
        }
        text.push(same, Span::new(span.start + run, span.start + at));
        Some(())
    };
    while let Some(c) = notation.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = notation.get(at..)?;
        let changed = match (c, quote) {
            ('\\', Some('"')) => Some(escape(rest, value.get(done..)?)?),
            ('\'', Some('\'')) => Some((2, 1)),
            (' ' | '\t' | '\r' | '\n', _) => fold(rest),
            _ => None,
        };
        let Some((source, decoded)) = changed else {
            (at, done) = (at + c.len_utf8(), done + c.len_utf8());
            continue;
        };
        flush(&mut text, run, at, done)?;
        let piece = value.get(done..done + decoded)?;
        text.push_as_whole(piece, Span::new(span.start + at, span.start + at + source));
        (at, done) = (at + source, done + decoded);
        run = at;
    }
    flush(&mut text, run, at, done)?;
    (text.as_str() == value).then_some(text)
}

/// A run of white space with line breaks: its length, and the length of what it means. Several breaks are one less.
fn fold(rest: &str) -> Option<(usize, usize)> {
    let run = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let breaks = rest.get(..run)?.matches('\n').count();
    (breaks > 0).then_some((run, breaks.saturating_sub(1).max(1)))
}

/// The length of an escape and of what it means.
fn escape(rest: &str, value: &str) -> Option<(usize, usize)> {
    let mark = rest.get(1..)?.chars().next()?;
    if matches!(mark, '\n' | '\r') {
        // The break and the next line's indentation are nothing; further breaks are themselves.
        let run = rest.get(1..)?;
        let blank = run.len() - run.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let breaks = run.get(..blank)?.matches('\n').count();
        return Some((1 + blank, breaks.saturating_sub(1)));
    }
    let digits = match mark {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    Some((1 + mark.len_utf8() + digits, value.chars().next()?.len_utf8()))
}

/// How the indentation of a block scalar is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Indent {
    /// The place begins behind it.
    OfPlace,
    /// The first line that is not blank has it.
    OfFirstLine,
    /// It is given from the parent's on, and lines may be indented further.
    Explicit,
}

/// Walks the lines of a literal or folded scalar.
fn block(places: &Places<'_>, span: Span, value: &str, indent: Indent) -> Option<Text> {
    let notation = places.text().get(span.range())?;
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let first = notation.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    match indent {
        Indent::OfPlace => {
            let before = places.text().get(..span.start)?.rsplit('\n').next().unwrap_or_default();
            lines(span, notation, value, (before.len(), 0))
        }
        Indent::OfFirstLine => lines(span, notation, value, (spaces(first), spaces(first))),
        Indent::Explicit => {
            (0..=spaces(first)).find_map(|indent| lines(span, notation, value, (indent, indent)))
        }
    }
}

/// `indent` and `first` are the indentation of the lines, and of the first one.
fn lines(span: Span, notation: &str, value: &str, (indent, first): (usize, usize)) -> Option<Text> {
    let mut text = Text::empty(span);
    let (mut at, mut done, mut last) = (0, 0, None);
    for (index, line) in notation.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let strip = spaces.min(if index == 0 { first } else { indent });
        let content = line.get(strip..)?;
        if content.is_empty() {
            continue;
        }
        let from = span.start + start + strip;
        // What stands between two lines is what their breaks mean.
        let rest = value.get(done..)?;
        let Some(breaks) = rest.find(content).filter(|breaks| is_breaks(rest, *breaks)) else {
            // Blank lines behind the text may be longer than its indentation.
            if content.trim().is_empty() {
                continue;
            }
            return None;
        };
        text.push_as_whole(rest.get(..breaks)?, Span::new(last.unwrap_or(from), from));
        text.push(content, Span::new(from, from + content.len()));
        done += breaks + content.len();
        last = Some(from + content.len());
    }
    let end = last.unwrap_or(span.start);
    let rest = value.get(done..)?;
    if !is_breaks(rest, rest.len()) {
        return None;
    }
    text.push_as_whole(rest, Span::at(end));
    text.set_span(Span::new(span.start, end));
    Some(text)
}

fn is_breaks(text: &str, end: usize) -> bool {
    text.get(..end).is_some_and(|breaks| breaks.bytes().all(|byte| matches!(byte, b'\n' | b' ')))
}

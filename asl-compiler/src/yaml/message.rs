//! The parser's mistakes in words of our own, with advice.

use super::place::Places;
use super::{problem, too_deep};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use saphyr_parser::ScanError;

/// Words of the parser, and what to say instead: message, label, advice.
const WORDS: &[(&str, &str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "no mapping can begin here",
        "this `:` is one too many",
        "put text that contains `: ` in quotes, and give the keys of one mapping the same indentation",
    ),
    ("tab", "a tab in the indentation", "expected spaces", "YAML is indented by spaces"),
    (
        "unexpected character: `@'",
        "plain text cannot begin with `@`",
        "reserved in YAML",
        "put the text in quotes",
    ),
    (
        "unexpected character: ``'",
        "plain text cannot begin with a backtick",
        "reserved in YAML",
        "put the text in quotes",
    ),
    (
        "unexpected character: `%'",
        "plain text cannot begin with `%`",
        "reserved in YAML",
        "put the text in quotes",
    ),
    (
        "found unexpected end of stream",
        "unterminated string",
        "the closing quote is missing",
        "close the string with the quote that it begins with",
    ),
    (
        "invalid indentation in quoted scalar",
        "unterminated string",
        "the closing quote is missing, or a line is not indented",
        "close the string, or indent its lines further than the key",
    ),
    (
        "unknown escape character",
        "malformed escape",
        "not an escape of YAML",
        "write `\\\\` for a backslash, or put the text in single quotes, which have no escapes",
    ),
    (
        "unknown anchor",
        "the alias has no anchor",
        "no such anchor above",
        "put text that begins with `*` in quotes",
    ),
    (
        "expected ',' or ']'",
        "the brackets are not closed",
        "expected `,` or `]`",
        "put text that contains `,`, `[` or `]` in quotes",
    ),
    (
        "expected ',' or '}'",
        "the braces are not closed",
        "expected `,` or `}`",
        "put text that contains `,`, `{` or `}` in quotes",
    ),
    (
        "did not find expected key",
        "no key of the mapping above",
        "expected a key and `:`",
        "give the keys of one mapping the same indentation, and each its `:`",
    ),
    (
        "did not find expected `-`",
        "no item of the list above",
        "expected `-`",
        "give the items of one list the same indentation, and each its `-`",
    ),
    (
        "block sequence entries are not allowed",
        "no list can begin here",
        "this `-` is one too many",
        "put the items in lines of their own, below the key",
    ),
    (
        "is only valid inside a block",
        "a `-` inside brackets",
        "lists in brackets have no dashes",
        "put text that begins with `- ` in quotes",
    ),
    (
        "invalid trailing content after",
        "text after a string in quotes",
        "not in the string",
        "put quotes around all of the text, and mark those inside: `\\\"` in double quotes, `''` in single ones",
    ),
    (
        "invalid indentation",
        "wrong indentation",
        "not as far indented as what it belongs to",
        "indent what is inside a value further than its key",
    ),
    (
        "misplaced bracket",
        "a bracket that closes nothing",
        "nothing is open here",
        "remove it, or put the text in quotes",
    ),
    (
        "byte order mark",
        "a byte order mark inside of the text",
        "may only stand at the start",
        "remove the invisible character",
    ),
    ("simple key expect", "a line without `:`", "expected a key and `:` before this", "write `key: value`"),
];

/// The mistake with its place.
pub(super) fn explain(places: &Places<'_>, error: &ScanError) -> Diagnostic {
    let start = places.byte(*error.marker());
    let rest = places.from(start);
    let length = match rest.chars().next() {
        Some(c) if !c.is_whitespace() => c.len_utf8(),
        _ => 0,
    };
    let span = Span::new(start, start + length);
    let info = error.info();
    // The parser's own limit is above that of the tree, and reached before the tree is told of the brackets.
    if info.contains("recursion limit") {
        return too_deep(span);
    }
    match WORDS.iter().find(|(words, ..)| info.contains(words)) {
        Some((_, message, label, help)) => problem(span, *message).label(*label).help(*help),
        None => problem(span, "the text is not YAML").label(info.replace('\'', "`")),
    }
}

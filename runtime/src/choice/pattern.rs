//! `StringMatches`: patterns with `*` for any text.
//!
//! A pattern is a constant of the definition, so the compiler can split it at its stars and generated code holds a
//! [`Pattern`]. `\*` is a star and `\\` a backslash; a backslash before anything else stands for itself.

use crate::value::Value;

/// A pattern, split at its stars, escapes resolved.
///
/// ```text
/// abc     head "abc", rest []                 equals
/// a*      head "a",   rest [""]               starts with
/// *a*b    head "",    rest ["a", "b"]         contains "a", then ends with "b"
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What lies before the first star.
    pub head: &'static str,
    /// What follows each star; the last of them ends the text.
    pub rest: &'static [&'static str],
}

/// `StringMatches` with a pattern that was split before.
#[inline]
pub fn string_matches_pattern(value: &Value, pattern: &Pattern) -> bool {
    match value {
        Value::String(text) => matches(text, pattern.head, pattern.rest.iter().copied()),
        _ => false,
    }
}

/// `StringMatches` with a pattern as the definition writes it.
pub fn string_matches(value: &Value, pattern: &str) -> bool {
    let Value::String(text) = value else { return false };
    let parts = split(pattern);
    let mut parts = parts.iter().map(String::as_str);
    matches(text, parts.next().unwrap_or(""), parts)
}

/// Whether `text` is `head`, then each of `rest` after any text, and then ends.
///
/// The first place where a part occurs is always good enough, because what comes between parts is arbitrary.
fn matches<'p>(text: &str, head: &str, mut rest: impl DoubleEndedIterator<Item = &'p str>) -> bool {
    let Some(tail) = rest.next_back() else { return text == head };
    let Some(mut left) = text.strip_prefix(head) else { return false };
    for part in rest {
        let Some((_, after)) = left.split_once(part) else { return false };
        left = after;
    }
    left.ends_with(tail)
}

/// The texts between the stars: one more than there are stars.
fn split(pattern: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '*' => parts.push(std::mem::take(&mut part)),
            '\\' => part.push(chars.next_if(|next| matches!(next, '*' | '\\')).unwrap_or('\\')),
            _ => part.push(char),
        }
    }
    parts.push(part);
    parts
}

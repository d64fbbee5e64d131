//! Which error a parser at a loss reports: the messages and places of Jackson's `ReaderBasedJsonParser` in its strict
//! setting.

use super::error::Place;
use super::number::MAX_NUMBER_LEN;
use super::{JsonError, MAX_DEPTH, Parser};
use crate::value::Value;
use crate::value::walk::Kind;

/// What can be a value, in Jackson's words.
const VALUES: &str = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/// After so many characters Jackson stops quoting a word.
const MAX_WORD_LEN: usize = 256;

impl Parser<'_> {
    /// There should be a value, but nothing that could begin one stands here.
    #[cold]
    pub(super) fn no_value(&self) -> JsonError {
        let Some(next) = self.next_char() else { return self.end_instead_of_value() };
        match next {
            ']' | '}' if self.open.is_empty() => self.wrong_close(next),
            '}' if self.is_first_item() => self.wrong_close(next),
            '}' if self.context() == "Array" => self.unexpected("expected a value"),
            'N' if self.rest().starts_with("NaN") => self.non_standard("NaN"),
            'I' if self.rest().starts_with("Infinity") => self.non_standard("Infinity"),
            '+' => self.no_plus_sign(),
            _ if is_word_start(next) => self.unknown_word(),
            _ => self.unexpected_between_tokens(&format!("expected a valid value {VALUES}")),
        }
    }

    /// There should be a comma or a closing bracket.
    #[cold]
    pub(super) fn no_comma(&self) -> JsonError {
        match self.next_char() {
            None => self.end_instead_of_close(),
            Some(close @ (']' | '}')) => self.wrong_close(close),
            Some(_) => self.unexpected_between_tokens(&format!(
                "was expecting comma to separate {} entries",
                self.context()
            )),
        }
    }

    /// There should be a key.
    #[cold]
    pub(super) fn no_key(&self) -> JsonError {
        let is_first = self.open.last().is_some_and(|open| open.values == self.values.len());
        match self.next_char() {
            None if is_first => self.end_instead_of_close(),
            None => self.end_between_entries(),
            Some(']') if is_first => self.wrong_close(']'),
            Some(_) => self.unexpected_between_tokens("was expecting double-quote to start field name"),
        }
    }

    /// There should be a colon.
    #[cold]
    pub(super) fn no_colon(&self) -> JsonError {
        if self.next_char().is_none() {
            return self.end_between_entries();
        }
        self.unexpected_between_tokens("was expecting a colon to separate field name and value")
    }

    /// Something follows the value that is the whole text.
    #[cold]
    pub(super) fn trailing(&mut self) -> JsonError {
        let first = self.skip_space();
        let token_start = self.at;
        let token = match first {
            Some(b'{') => "START_OBJECT",
            Some(b'[') => "START_ARRAY",
            _ => match self.begin().map(|_| self.values.pop()) {
                Err(error) => return error,
                Ok(Some(Value::String(_))) => "VALUE_STRING",
                Ok(Some(Value::Bool(true))) => "VALUE_TRUE",
                Ok(Some(Value::Bool(false))) => "VALUE_FALSE",
                Ok(Some(Value::Number(number))) if number.is_f64() => "VALUE_NUMBER_FLOAT",
                Ok(Some(Value::Number(_))) => "VALUE_NUMBER_INT",
                Ok(_) => "VALUE_NULL",
            },
        };
        let message = format!(
            "Trailing token (of type {token}) found after value (bound as \
             `com.fasterxml.jackson.databind.JsonNode`): not allowed as per \
             `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`"
        );
        JsonError::new(self.text, token_start, message)
    }

    /// A word that is no literal.
    #[cold]
    pub(super) fn unknown_word(&self) -> JsonError {
        let mut word: String =
            self.rest().chars().take_while(|&char| is_word_part(char)).take(MAX_WORD_LEN).collect();
        let behind = self.at + word.len();
        if word.chars().count() == MAX_WORD_LEN {
            word.push_str("...");
        }
        JsonError::new(self.text, behind, format!("Unrecognized token '{word}': was expecting {VALUES}"))
    }

    #[cold]
    pub(super) fn too_deep(&self) -> JsonError {
        self.error(format!(
            "Document nesting depth ({}) exceeds the maximum allowed ({MAX_DEPTH}, from \
             `StreamReadConstraints.getMaxNestingDepth()`)",
            self.open.len()
        ))
    }

    #[cold]
    pub(super) fn unescaped_control(&self) -> JsonError {
        let Some(control) = self.next_char() else { return self.unended_string() };
        let place = if self.in_key { "name" } else { "string value" };
        let what = describe(control);
        let message = format!(
            "Illegal unquoted character ({what}): has to be escaped using backslash to be included in {place}"
        );
        self.error_behind(control, message)
    }

    #[cold]
    pub(super) fn unended_string(&self) -> JsonError {
        let what =
            if self.in_key { " in field name" } else { ": was expecting closing quote for a string value" };
        self.error(format!("Unexpected end-of-input{what}"))
    }

    #[cold]
    pub(super) fn unknown_escape(&self) -> JsonError {
        let Some(escape) = self.next_char() else { return self.unended_escape() };
        self.error_behind(escape, format!("Unrecognized character escape {}", describe(escape)))
    }

    #[cold]
    pub(super) fn unended_escape(&self) -> JsonError {
        self.error("Unexpected end-of-input in character escape sequence".to_owned())
    }

    #[cold]
    pub(super) fn no_hex_digit(&self) -> JsonError {
        self.unexpected("expected a hex-digit for character escape sequence")
    }

    #[cold]
    pub(super) fn no_digit_behind_minus(&self) -> JsonError {
        const COMMENT: &str = "expected digit (0-9) to follow minus sign, for valid numeric value";
        let rest = self.rest();
        for token in ["INF", "Infinity"] {
            if rest.starts_with(token) {
                return self.non_standard_signed('-', token);
            }
        }
        match (self.next_char(), rest.chars().nth(1)) {
            // The missing space is Jackson's.
            (None, _) => self.error("Unexpected end-of-inputNo digit following minus sign".to_owned()),
            // Having seen an `I`, Jackson complains about what does not make it an infinity.
            (Some('I'), None) => self.unended_number(1),
            (Some('I'), Some(next)) => {
                JsonError::new(self.text, self.at + 1 + next.len_utf8(), in_number(next, COMMENT))
            }
            (Some(next), _) => self.error_behind(next, in_number(next, COMMENT)),
        }
    }

    fn no_plus_sign(&self) -> JsonError {
        const COMMENT: &str = "JSON spec does not allow numbers to have plus signs: enable \
                               `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow";
        let behind = self.rest().get(1..).unwrap_or_default();
        for token in ["+INF", "+Infinity"] {
            if self.rest().starts_with(token) {
                return self.non_standard_signed('+', token);
            }
        }
        // Jackson reads on by one character, and by another one behind an `I`.
        let read = if behind.starts_with('I') { 2 } else { 1 };
        match behind.char_indices().nth(read - 1) {
            None => self.unended_number(1 + behind.len()),
            Some((at, last)) => {
                JsonError::new(self.text, self.at + 1 + at + last.len_utf8(), in_number('+', COMMENT))
            }
        }
    }

    #[cold]
    pub(super) fn leading_zero(&self) -> JsonError {
        self.error("Invalid numeric value: Leading zeroes not allowed".to_owned())
    }

    #[cold]
    pub(super) fn no_fraction(&self) -> JsonError {
        // At the end of the text it is the point itself that Jackson names.
        let next = self.next_char().unwrap_or('.');
        self.error(in_number(next, "Decimal point not followed by a digit"))
    }

    #[cold]
    pub(super) fn no_exponent(&self) -> JsonError {
        self.error(match self.next_char() {
            // The missing space is Jackson's.
            None => "Unexpected end-of-inputexpected a digit for number exponent".to_owned(),
            Some(next) => in_number(next, "Exponent indicator not followed by a digit"),
        })
    }

    fn unended_number(&self, read: usize) -> JsonError {
        JsonError::new(self.text, self.at + read, "Unexpected end-of-input in a Number value".to_owned())
    }

    #[cold]
    pub(super) fn no_space_behind_root(&self) -> JsonError {
        self.unexpected("Expected space separating root-level values")
    }

    #[cold]
    pub(super) fn too_long_number(&self, len: usize) -> JsonError {
        self.error(format!(
            "Number value length ({len}) exceeds the maximum allowed ({MAX_NUMBER_LEN}, from \
             `StreamReadConstraints.getMaxNumberLength()`)"
        ))
    }

    /// Jackson would make an infinity of it, which JSON cannot express.
    #[cold]
    pub(super) fn beyond_double(&self, text: &str) -> JsonError {
        self.error(format!("Numeric value ({text}) out of range of `double`"))
    }

    fn end_instead_of_value(&self) -> JsonError {
        match self.open.last() {
            None => JsonError::no_content(self.text),
            Some(_) if self.is_first_item() => self.end_instead_of_close(),
            Some(_) => self.end_between_entries(),
        }
    }

    fn end_instead_of_close(&self) -> JsonError {
        let context = self.context();
        let start = self.context_start();
        self.error(format!(
            "Unexpected end-of-input: expected close marker for {context} (start marker at {start})"
        ))
    }

    fn end_between_entries(&self) -> JsonError {
        self.error(format!("Unexpected end-of-input within/between {} entries", self.context()))
    }

    fn wrong_close(&self, close: char) -> JsonError {
        // Of the two brackets Jackson expects the other one, whatever is open.
        let expected = if close == ']' { '}' } else { ']' };
        let (context, start) = (self.context(), self.context_start());
        let message = format!(
            "Unexpected close marker '{close}': expected '{expected}' (for {context} starting at {start})"
        );
        self.error_behind(close, message)
    }

    fn non_standard(&self, token: &str) -> JsonError {
        if self.rest().chars().nth(token.len()).is_some_and(is_word_part) {
            return self.unknown_word();
        }
        JsonError::new(self.text, self.at + token.len(), non_standard(token))
    }

    /// A signed infinity; we are behind a minus but before a plus.
    fn non_standard_signed(&self, sign: char, rest: &str) -> JsonError {
        let token = if sign == '-' { format!("-{rest}") } else { rest.to_owned() };
        JsonError::new(self.text, self.at + rest.len(), non_standard(&token))
    }

    /// A character that no token begins with.
    fn unexpected_between_tokens(&self, comment: &str) -> JsonError {
        match self.next_char() {
            Some('/') => self.unexpected(
                "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled \
                 for parser)",
            ),
            Some(control @ '\0'..' ') => {
                let what = describe(control);
                let message = format!(
                    "Illegal character ({what}): only regular white space (\\r, \\n, \\t) is allowed between tokens"
                );
                self.error_behind(control, message)
            }
            _ => self.unexpected(comment),
        }
    }

    fn unexpected(&self, comment: &str) -> JsonError {
        match self.next_char() {
            Some(next) => {
                self.error_behind(next, format!("Unexpected character ({}): {comment}", describe(next)))
            }
            None => self.error("Unexpected end-of-input".to_owned()),
        }
    }

    fn error(&self, message: String) -> JsonError {
        JsonError::new(self.text, self.at, message)
    }

    /// Jackson has read the character that it complains about.
    fn error_behind(&self, char: char, message: String) -> JsonError {
        JsonError::behind(self.text, self.at, char, message)
    }

    fn next_char(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// What we are in, in Jackson's words.
    fn context(&self) -> &'static str {
        match self.open.last().map(|open| open.kind) {
            None => "root",
            Some(Kind::Array) => "Array",
            Some(Kind::Object) => "Object",
        }
    }

    /// Where what we are in begins, as Jackson prints it.
    fn context_start(&self) -> String {
        let place = match self.open.last() {
            Some(open) => Place::of(self.text, open.offset),
            None => Place::of_root(),
        };
        place.jackson()
    }

    /// Whether we are in an array that has no item yet.
    fn is_first_item(&self) -> bool {
        self.open.last().is_some_and(|open| open.kind == Kind::Array && open.values == self.values.len())
    }
}

fn non_standard(token: &str) -> String {
    format!("Non-standard token '{token}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow")
}

fn in_number(char: char, comment: &str) -> String {
    format!("Unexpected character ({}) in numeric value: {comment}", describe(char))
}

/// Whether Java would let an identifier begin so. Java looks at UTF-16 units, half pairs are none.
fn is_word_start(char: char) -> bool {
    let is_currency = matches!(char, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20c0}');
    char == '_' || is_currency || char.is_alphabetic() && char.len_utf16() == 1
}

/// Whether Java would let an identifier go on so.
pub(super) fn is_word_part(char: char) -> bool {
    is_word_start(char) || char.is_alphanumeric() && char.len_utf16() == 1
}

/// A character as Jackson describes it: of a pair of UTF-16 units the first, which cannot be printed.
fn describe(char: char) -> String {
    let unit = char.encode_utf16(&mut [0; 2]).first().copied().unwrap_or_default();
    let shown = if char.len_utf16() == 1 { char } else { '?' };
    match unit {
        _ if char.is_control() => format!("(CTRL-CHAR, code {unit})"),
        256.. => format!("'{shown}' (code {unit} / 0x{unit:x})"),
        _ => format!("'{shown}' (code {unit})"),
    }
}

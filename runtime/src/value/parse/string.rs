//! Strings of JSON text.

use super::{JsonError, Parser};
use crate::value::Text;
use crate::value::escape::find_special;

impl Parser<'_> {
    /// Reads a string at whose opening quote we are.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Text, JsonError> {
        self.at += 1;
        let from = self.at;
        self.skip_plain();
        if self.text.as_bytes().get(self.at) != Some(&b'"') {
            return self.string_with_escapes(from);
        }
        let text = self.since(from).into();
        self.at += 1;
        Ok(text)
    }

    /// Reads a string further that begins at `from` and of which only the first characters stand as they are.
    #[cold]
    fn string_with_escapes(&mut self, from: usize) -> Result<Text, JsonError> {
        let mut text = String::from(self.since(from));
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text.into());
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.unescaped_control()),
                None => return Err(self.unended_string()),
            }
            let from = self.at;
            self.skip_plain();
            text.push_str(self.since(from));
        }
    }

    /// Skips to the next quote, backslash or control character, or to the end.
    #[inline]
    fn skip_plain(&mut self) {
        let bytes = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += find_special(bytes).unwrap_or(bytes.len());
    }

    /// What was read since a place. All that ends a string is ASCII, so both ends fall between characters.
    #[inline]
    fn since(&self, from: usize) -> &str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Reads an escape at whose backslash we are.
    fn escape(&mut self) -> Result<char, JsonError> {
        self.at += 1;
        let letter = self.text.as_bytes().get(self.at).copied();
        let char = match letter {
            Some(b'u') => {
                self.at += 1;
                return self.unicode_escape();
            }
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(_) => return Err(self.unknown_escape()),
            None => return Err(self.unended_escape()),
        };
        self.at += 1;
        Ok(char)
    }

    /// Reads the digits of `\u` escapes: one, or two that make a surrogate pair.
    ///
    /// Java's strings can hold half a pair, ours cannot: it becomes U+FFFD.
    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let unit = self.four_hex()?;
        if let Some(char) = char::from_u32(unit.into()) {
            return Ok(char);
        }
        let behind = self.at;
        if unit < 0xDC00 && self.rest().starts_with("\\u") {
            self.at += 2;
            let pair = [unit, self.four_hex()?];
            if let Some(Ok(char)) = char::decode_utf16(pair).next() {
                return Ok(char);
            }
            // The second is not the other half: it speaks for itself.
            self.at = behind;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_hex(&mut self) -> Result<u16, JsonError> {
        let mut unit = 0;
        for _ in 0..4 {
            let Some(&byte) = self.text.as_bytes().get(self.at) else { return Err(self.unended_escape()) };
            let Some(digit) = char::from(byte).to_digit(16).and_then(|digit| u16::try_from(digit).ok())
            else {
                return Err(self.no_hex_digit());
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }
}

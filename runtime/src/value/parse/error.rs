//! What is wrong with a JSON text, and where.

use std::fmt;

/// Why a text is not JSON, in the words of Jackson, which AWS shows to its users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    message: String,
    place: Place,
}

/// A place in a text, as Jackson counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    offset: usize,
    line: usize,
    column: usize,
}

impl Place {
    /// The place of the character at a byte offset.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        // `\r\n` ends one line, not two.
        let is_line_end = |(at, byte): (usize, u8)| {
            byte == b'\n' || byte == b'\r' && before.as_bytes().get(at + 1) != Some(&b'\n')
        };
        let ends = before.bytes().enumerate().filter(|&end| is_line_end(end)).count();
        let in_line = before.get(line_start..).unwrap_or_default();
        Self { offset, line: ends + 1, column: in_line.encode_utf16().count() + 1 }
    }

    /// Where Jackson says that a text as such begins.
    pub(super) fn of_root() -> Self {
        Self { offset: 0, line: 1, column: 0 }
    }

    /// The place that Jackson prints for a text of which it keeps no copy.
    pub(super) fn jackson(self) -> String {
        let Self { line, column, .. } = self;
        format!(
            "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); \
             line: {line}, column: {column}]"
        )
    }
}

impl JsonError {
    pub(super) fn new(text: &str, offset: usize, message: String) -> Self {
        Self(Box::new(Parts { message, place: Place::of(text, offset) }))
    }

    /// The error of a character that has been read, if it is there. Jackson counts it as one column of its line, even
    /// if it ends the line or is a pair of UTF-16 units.
    pub(super) fn behind(text: &str, offset: usize, char: char, message: String) -> Self {
        let mut place = Place::of(text, offset);
        if text.get(offset..).is_some_and(|rest| rest.starts_with(char)) {
            place.offset += char.len_utf8();
            place.column += 1;
        }
        Self(Box::new(Parts { message, place }))
    }

    /// The error of a text without any value, whose column Jackson counts from 0.
    pub(super) fn no_content(text: &str) -> Self {
        let mut place = Place::of(text, text.len());
        place.column -= 1;
        Self(Box::new(Parts { message: "No content to map due to end-of-input".to_owned(), place }))
    }

    /// The error of bytes that are UTF-8 only up to `offset`.
    pub(super) fn not_utf8(bytes: &[u8], offset: usize) -> Self {
        let valid = bytes.get(..offset).and_then(|valid| str::from_utf8(valid).ok()).unwrap_or_default();
        let message = match bytes.get(offset..).unwrap_or_default() {
            // A byte that begins a character must be followed by ones that go on with it.
            [0xC2..=0xF4, rest @ ..] => match rest.iter().find(|&&byte| !(0x80..0xC0).contains(&byte)) {
                Some(middle) => format!("Invalid UTF-8 middle byte 0x{middle:x}"),
                None => "Unexpected end-of-input".to_owned(),
            },
            [start, ..] => format!("Invalid UTF-8 start byte 0x{start:x}"),
            [] => "Unexpected end-of-input".to_owned(),
        };
        Self::new(valid, offset, message)
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.0.place.line
    }

    /// The column in UTF-16 units, counted from 1. Where a character is wrong it is, as with Jackson, that behind it.
    pub fn column(&self) -> usize {
        self.0.place.column
    }

    /// The same place in bytes from the start of the text.
    pub fn offset(&self) -> usize {
        self.0.place.offset
    }

    /// The message and the place as Jackson prints them, in two lines.
    pub fn jackson_text(&self) -> String {
        format!("{}\n at {}", self.0.message, self.0.place.jackson())
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.message(), self.line(), self.column())
    }
}

impl std::error::Error for JsonError {}

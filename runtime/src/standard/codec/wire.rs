//! Bytes of rows: numbers in base 128, texts with their length, values in a table of the row's JSON texts.

use crate::time::Timestamp;
use crate::value::{Text, Value};
use std::collections::BTreeMap;
use std::fmt;

/// Bytes that no writer of this version has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed(pub(crate) &'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a row of the log cannot be read: {}", self.0)
    }
}

impl std::error::Error for Malformed {}

/// The place of a text in the log: the row, and the text's number in the row's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextRef {
    pub(crate) row: u64,
    pub(crate) number: u64,
}

/// Texts of this length and more are worth a reference to the row that has them.
pub(super) const LARGE: usize = 256;
/// So many large values of former rows are remembered.
const REMEMBERED: usize = 4;
/// So many values of the row are compared with the next one.
const LOOK_BACK: usize = 8;

/// Large values of an execution's last rows, which the next row need not repeat.
#[derive(Debug, Default)]
pub(crate) struct Recent(Vec<(Value, TextRef)>);

impl Recent {
    /// The row with these large values, by their numbers, was appended.
    pub(crate) fn remember(&mut self, row: u64, large: Vec<(Value, u64)>) {
        self.0.extend(large.into_iter().map(|(value, number)| (value, TextRef { row, number })));
        let surplus = self.0.len().saturating_sub(REMEMBERED);
        self.0.drain(..surplus);
    }

    fn find(&self, value: &Value) -> Option<TextRef> {
        self.0.iter().rev().find(|(known, _)| known.is_same(value)).map(|(_, place)| *place)
    }
}

/// Writes a row.
#[derive(Debug)]
pub(crate) struct Writer<'r> {
    bytes: Vec<u8>,
    /// The table of texts, and the values whose texts they are.
    texts: Vec<u8>,
    values: Vec<Value>,
    large: Vec<(Value, u64)>,
    recent: &'r Recent,
}

impl<'r> Writer<'r> {
    pub(crate) fn new(recent: &'r Recent) -> Self {
        Self {
            bytes: Vec::with_capacity(256),
            texts: Vec::with_capacity(512),
            values: Vec::new(),
            large: Vec::new(),
            recent,
        }
    }

    /// The row, and the large values that later rows can refer to.
    pub(crate) fn finish(self) -> (Vec<u8>, Vec<(Value, u64)>) {
        let mut row = Vec::with_capacity(self.bytes.len() + self.texts.len() + 10);
        push_number(&mut row, self.values.len() as u64);
        row.extend_from_slice(&self.texts);
        row.extend_from_slice(&self.bytes);
        (row, self.large)
    }

    pub(crate) fn number(&mut self, number: u64) {
        push_number(&mut self.bytes, number);
    }

    pub(crate) fn signed(&mut self, number: i64) {
        // The sign goes to the lowest bit, so that small numbers stay short.
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A value, as the number of its text.
    pub(crate) fn value(&mut self, value: &Value) {
        let known = self.values.iter().enumerate().rev().take(LOOK_BACK);
        let known = known.filter(|(_, known)| known.is_same(value)).map(|(number, _)| number).next();
        let number = known.unwrap_or_else(|| {
            self.add_text(value);
            self.values.len() - 1
        });
        self.number(number as u64);
    }

    fn add_text(&mut self, value: &Value) {
        let number = self.values.len() as u64;
        self.values.push(value.clone());
        if let Some(place) = self.recent.find(value) {
            push_number(&mut self.texts, place.row);
            push_number(&mut self.texts, place.number);
            return;
        }
        let text = value.to_json_string();
        push_number(&mut self.texts, 0);
        push_number(&mut self.texts, text.len() as u64);
        self.texts.extend_from_slice(text.as_bytes());
        if text.len() >= LARGE {
            self.large.push((value.clone(), number));
        }
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = u8::try_from(number & 0x7F).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// An entry of a row's table of texts.
#[derive(Clone, Debug)]
enum Entry<'b> {
    Unread(&'b [u8]),
    Read(Value),
    Elsewhere(TextRef),
}

/// Looks up a text of another row.
pub(crate) type Resolve<'b> = &'b mut dyn FnMut(TextRef) -> Result<Value, Malformed>;

/// Reads a row.
pub(crate) struct Reader<'b> {
    bytes: &'b [u8],
    texts: Vec<Entry<'b>>,
    resolve: Resolve<'b>,
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8], resolve: Resolve<'b>) -> Result<Self, Malformed> {
        let mut reader = Self { bytes, texts: Vec::new(), resolve };
        let count = reader.number()?;
        for _ in 0..count {
            let entry = match reader.number()? {
                0 => {
                    let length = reader.length()?;
                    Entry::Unread(reader.take(length)?)
                }
                row => Entry::Elsewhere(TextRef { row, number: reader.number()? }),
            };
            reader.texts.push(entry);
        }
        Ok(reader)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(crate) fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Malformed("a number has no end"))
    }

    pub(crate) fn signed(&mut self) -> Result<i64, Malformed> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Malformed> {
        let (&byte, rest) = self.bytes.split_first().ok_or(Malformed("it is too short"))?;
        self.bytes = rest;
        Ok(byte)
    }

    /// A number of things each of which takes a byte at least.
    pub(crate) fn length(&mut self) -> Result<usize, Malformed> {
        let length = self.number()?;
        let fits = usize::try_from(length).ok().filter(|&length| length <= self.bytes.len());
        fits.ok_or(Malformed("a length is beyond its end"))
    }

    pub(crate) fn text(&mut self) -> Result<Text, Malformed> {
        let length = self.length()?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map(Text::from).map_err(|_| Malformed("a text is not UTF-8"))
    }

    pub(crate) fn value(&mut self) -> Result<Value, Malformed> {
        let number = self.number()?;
        self.value_at(number)
    }

    /// The value with this number in the row's table.
    pub(crate) fn value_at(&mut self, number: u64) -> Result<Value, Malformed> {
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        let entry = self.texts.get_mut(place).ok_or(Malformed("a value has no text"))?;
        let value = match entry {
            Entry::Read(value) => return Ok(value.clone()),
            Entry::Unread(text) => {
                let text = std::str::from_utf8(text).map_err(|_| Malformed("a text is not UTF-8"))?;
                Value::from_json(text).map_err(|_| Malformed("a text is no JSON"))?
            }
            Entry::Elsewhere(place) => (self.resolve)(*place)?,
        };
        *entry = Entry::Read(value.clone());
        Ok(value)
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], Malformed> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Malformed("it is too short"))?;
        self.bytes = rest;
        Ok(taken)
    }
}

/// What rows are made of.
pub(crate) trait Wire: Sized {
    fn put(&self, writer: &mut Writer<'_>);
    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed>;
}

impl Wire for u64 {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.number(*self);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.number()
    }
}

impl Wire for Text {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.text(self);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.text()
    }
}

impl Wire for Value {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.value(self);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.value()
    }
}

impl Wire for Timestamp {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.signed(self.unix_millis());
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.signed().map(Self::from_unix_millis)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.byte(u8::from(self.is_some()));
        if let Some(value) = self {
            value.put(writer);
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        match reader.byte()? {
            0 => Ok(None),
            1 => T::take(reader).map(Some),
            _ => Err(Malformed("a field is neither there nor absent")),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.number(self.len() as u64);
        for item in self {
            item.put(writer);
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let length = reader.length()?;
        (0..length).map(|_| T::take(reader)).collect()
    }
}

impl<K: Wire + Ord, V: Wire> Wire for BTreeMap<K, V> {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.number(self.len() as u64);
        for (key, value) in self {
            key.put(writer);
            value.put(writer);
        }
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let length = reader.length()?;
        (0..length).map(|_| Ok((K::take(reader)?, V::take(reader)?))).collect()
    }
}

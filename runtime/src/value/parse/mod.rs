//! JSON text to values: strict JSON, straight into [`Value`], without a stack of its own.

mod error;
mod message;
mod number;
mod string;
#[cfg(test)]
mod tests;

use std::mem;
use std::str::FromStr;

pub use self::error::JsonError;
use super::object::same_key;
use super::walk::Kind;
use super::{Array, Number, Object, Text, Value};

/// How deep arrays and objects may be nested in JSON text: Jackson's limit.
pub const MAX_DEPTH: usize = 1000;

impl Value {
    /// Reads a JSON text.
    ///
    /// Of a key given twice the last value counts, at the place of the first.
    ///
    /// # Errors
    ///
    /// If the text is not JSON (RFC 8259, nothing else is tolerated), nested more than [`MAX_DEPTH`] levels deep or has
    /// a number beyond the range of a double. The message is the one that AWS shows.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        let mut parser = Parser::new(text);
        let value = parser.value()?;
        parser.end()?;
        Ok(value)
    }

    /// [`from_json`](Self::from_json) for bytes, which must be UTF-8.
    pub fn from_json_slice(text: &[u8]) -> Result<Self, JsonError> {
        match str::from_utf8(text) {
            Ok(text) => Self::from_json(text),
            Err(error) => Err(JsonError::not_utf8(text, error.valid_up_to())),
        }
    }
}

impl FromStr for Value {
    type Err = JsonError;

    fn from_str(text: &str) -> Result<Self, JsonError> {
        Self::from_json(text)
    }
}

/// Reads the JSON text of one number.
pub(super) fn number(text: &str) -> Result<Number, JsonError> {
    match Value::from_json(text)? {
        Value::Number(number) => Ok(number),
        other => Err(JsonError::new(text, 0, format!("expected a number but found {}", other.kind()))),
    }
}

/// INVARIANT: `at` is where a character begins, or the end of the text.
struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// What is open, the innermost last.
    open: Vec<Open>,
    /// The values of all that is open on one pile, those of the innermost on top. Each moves once more, to its place
    /// in a list that fits exactly.
    values: Vec<Value>,
    /// The keys of all open objects that are not like their siblings likewise; the one on top may not have its value yet.
    keys: Vec<Text>,
    /// Whether a string that is being read is a key, which errors tell.
    in_key: bool,
    /// Whether all keys so far stand in the text as they are, without escapes.
    keys_are_plain: bool,
}

/// An array or object that has begun and not ended.
struct Open {
    kind: Kind,
    /// How high the piles were when it began.
    values: usize,
    keys: usize,
    /// Whether all keys so far are those of the value before, an object: then they are known to be distinct, and are
    /// on no pile.
    is_like_sibling: bool,
    /// Where its bracket stands.
    offset: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::with_capacity(8),
            values: Vec::with_capacity(32),
            keys: Vec::new(),
            in_key: false,
            keys_are_plain: true,
        }
    }

    /// Reads one value, whatever lies behind it.
    fn value(&mut self) -> Result<Value, JsonError> {
        loop {
            if !self.begin()? {
                continue;
            }
            // The value may end what it lies in, and that what it lies in.
            loop {
                let Some(kind) = self.open.last().map(|open| open.kind) else {
                    return Ok(self.values.pop().unwrap_or_default());
                };
                match kind {
                    Kind::Array if self.another(b']')? => break,
                    Kind::Object if self.another(b'}')? => {
                        self.key()?;
                        break;
                    }
                    _ => self.end_innermost(),
                }
            }
        }
    }

    /// Begins a value. Whether it is on the pile already; otherwise it has elements, of which the first comes next.
    #[inline]
    fn begin(&mut self) -> Result<bool, JsonError> {
        match self.skip_space() {
            Some(b'"') => {
                let text = self.string()?;
                self.values.push(Value::String(text));
            }
            Some(b'-' | b'0'..=b'9') => {
                let number = self.number()?;
                self.values.push(Value::Number(number));
            }
            Some(b'{') => {
                self.open(Kind::Object)?;
                if self.skip_space() != Some(b'}') {
                    self.key()?;
                    return Ok(false);
                }
                self.close(Value::Object(Object::new()));
            }
            Some(b'[') => {
                self.open(Kind::Array)?;
                if self.skip_space() != Some(b']') {
                    return Ok(false);
                }
                self.close(Value::Array(Array::new()));
            }
            Some(b't') => self.literal("true", Value::Bool(true))?,
            Some(b'f') => self.literal("false", Value::Bool(false))?,
            Some(b'n') => self.literal("null", Value::Null)?,
            _ => return Err(self.no_value()),
        }
        Ok(true)
    }

    fn open(&mut self, kind: Kind) -> Result<(), JsonError> {
        self.open.push(Open {
            kind,
            values: self.values.len(),
            keys: self.keys.len(),
            is_like_sibling: matches!(self.values.last(), Some(Value::Object(_))),
            offset: self.at,
        });
        self.at += 1;
        if self.open.len() > MAX_DEPTH { Err(self.too_deep()) } else { Ok(()) }
    }

    /// Ends an array or object without elements.
    fn close(&mut self, empty: Value) {
        self.at += 1;
        self.open.pop();
        self.values.push(empty);
    }

    /// Takes the elements of the array or object that has ended off the piles, and puts itself there.
    fn end_innermost(&mut self) {
        let Some(ended) = self.open.pop() else { return };
        let value = match ended.kind {
            Kind::Array => Value::Array(self.values.drain(ended.values..).collect::<Vec<_>>().into()),
            Kind::Object => Value::Object(self.object(&ended)),
        };
        self.values.push(value);
    }

    /// Takes the members of an object that has ended off the piles.
    fn object(&mut self, ended: &Open) -> Object {
        let (before, values) = self.values.split_at_mut(ended.values);
        let object = match before.last() {
            Some(Value::Object(sibling)) if ended.is_like_sibling => sibling.with_values(values),
            _ => Object::from_parts(self.keys.get_mut(ended.keys..).unwrap_or_default(), values),
        };
        self.keys.truncate(ended.keys);
        while self.values.len() > ended.values {
            // All that is left there is `null`: quicker than to look at each.
            mem::forget(self.values.pop());
        }
        object
    }

    /// Whether another element follows in what is open, rather than the bracket that ends it.
    #[inline]
    fn another(&mut self, closing: u8) -> Result<bool, JsonError> {
        match self.skip_space() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == closing => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.no_comma()),
        }
    }

    /// Reads a key and the colon behind it.
    #[inline]
    fn key(&mut self) -> Result<(), JsonError> {
        if self.skip_space() != Some(b'"') {
            return Err(self.no_key());
        }
        match self.end_of_known_key() {
            Some(end) => self.at = end,
            None => self.new_key()?,
        }
        if self.skip_space() != Some(b':') {
            return Err(self.no_colon());
        }
        self.at += 1;
        Ok(())
    }

    /// Where a key ends, at whose opening quote we are, if it is the one that the object before has at this place.
    /// Objects that follow each other mostly have the same keys in the same order.
    #[inline]
    fn end_of_known_key(&self) -> Option<usize> {
        let open = self.open.last().filter(|open| open.is_like_sibling && self.keys_are_plain)?;
        let Some([Value::Object(sibling), members @ ..]) = self.values.get(open.values.checked_sub(1)?..)
        else {
            return None;
        };
        let (known, _) = sibling.entries().get(members.len())?;
        let bytes = self.text.as_bytes().get(self.at + 1..)?;
        let is_known = bytes.get(known.len()) == Some(&b'"')
            && bytes.get(..known.len()).is_some_and(|key| same_key(key, known.as_bytes()));
        is_known.then(|| self.at + known.len() + 2)
    }

    /// Reads a key that is not that of the object before.
    #[inline(never)]
    fn new_key(&mut self) -> Result<(), JsonError> {
        self.in_key = true;
        let from = self.at;
        let key = self.string()?;
        self.in_key = false;
        // Two quotes and what is between them.
        self.keys_are_plain &= self.at - from == key.len() + 2;
        self.push_key(key);
        Ok(())
    }

    /// Puts a key on its pile that is not that of the object before, and with the first such key those that were.
    fn push_key(&mut self, key: Text) {
        let Some(open) = self.open.last_mut() else { return };
        if open.is_like_sibling {
            open.is_like_sibling = false;
            let (before, members) = self.values.split_at(open.values);
            if let Some(Value::Object(sibling)) = before.last() {
                self.keys.extend(sibling.keys().take(members.len()).cloned());
            }
        }
        self.keys.push(key);
    }

    fn literal(&mut self, literal: &str, value: Value) -> Result<(), JsonError> {
        let behind = self.rest().strip_prefix(literal).map(|behind| behind.chars().next());
        match behind {
            Some(None) => {}
            // As Jackson has it: a sign or a dot may follow, and is found wrong later.
            Some(Some(next)) if next < '0' || !message::is_word_part(next) => {}
            _ => return Err(self.unknown_word()),
        }
        self.at += literal.len();
        self.values.push(value);
        Ok(())
    }

    /// Makes sure that nothing follows.
    fn end(&mut self) -> Result<(), JsonError> {
        if self.skip_space().is_none() { Ok(()) } else { Err(self.trailing()) }
    }

    /// Skips white space and returns the first byte behind it.
    #[inline]
    fn skip_space(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ') => self.at += spaces(bytes.get(self.at..).unwrap_or_default()),
                Some(b'\n' | b'\r' | b'\t') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    /// What has not been read yet.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

/// How many spaces stand at the start, where one stands; up to eight are counted.
#[inline]
fn spaces(bytes: &[u8]) -> usize {
    const SPACES: u64 = u64::from_ne_bytes([b' '; 8]);
    match bytes.first_chunk() {
        Some(chunk) => (u64::from_le_bytes(*chunk) ^ SPACES).trailing_zeros() as usize / 8,
        None => 1,
    }
}

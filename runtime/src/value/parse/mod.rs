//! JSON text to values: strict JSON, straight into [`Value`], without a stack of its own.

mod error;
mod message;
mod number;
mod string;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::mem;
use std::str::FromStr;

use smallvec::SmallVec;

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
    open: SmallVec<[Open; 8]>,
    /// The values of all that is open on one pile, those of the innermost on top. Each moves once more, to its place
    /// in a list that fits exactly.
    values: SmallVec<[Value; 12]>,
    /// The keys of all open objects likewise; the one on top may not have its value yet.
    keys: SmallVec<[Text; 12]>,
    /// Whether a string that is being read is a key, which errors tell.
    in_key: bool,
}

/// An array or object that has begun and not ended.
#[derive(Clone, Copy)]
struct Open {
    kind: Kind,
    /// How high the piles were when it began.
    values: usize,
    keys: usize,
    /// Whether all keys so far are those of the value before: then they are known to be distinct.
    is_like_sibling: bool,
    /// Where its bracket stands.
    offset: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            open: SmallVec::new(),
            values: SmallVec::new(),
            keys: SmallVec::new(),
            in_key: false,
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
                let Some(&innermost) = self.open.last() else {
                    return Ok(self.values.pop().unwrap_or_default());
                };
                let ended = match innermost.kind {
                    Kind::Array if self.another(b']')? => break,
                    Kind::Array => Value::Array(self.array(innermost)),
                    Kind::Object if self.another(b'}')? => {
                        self.key()?;
                        break;
                    }
                    Kind::Object => Value::Object(self.object(innermost)),
                };
                self.values.push(ended);
                self.open.pop();
            }
        }
    }

    /// Begins a value. Whether it is on the pile already; otherwise it has elements, of which the first comes next.
    fn begin(&mut self) -> Result<bool, JsonError> {
        match self.skip_space() {
            Some(b'"') => {
                let text = self.string()?;
                self.values.push(Value::String(text.into()));
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
            is_like_sibling: true,
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

    /// Takes the items of an array that has ended off the pile.
    fn array(&mut self, ended: Open) -> Array {
        // Taken by reference: an iterator that yields the items themselves writes and reads each once more.
        let items = self.values.get_mut(ended.values..).unwrap_or_default();
        let array = items.iter_mut().map(mem::take).collect();
        self.values.truncate(ended.values);
        array
    }

    /// Takes the members of an object that has ended off the piles.
    fn object(&mut self, ended: Open) -> Object {
        let keys = self.keys.get_mut(ended.keys..).unwrap_or_default();
        let values = self.values.get_mut(ended.values..).unwrap_or_default();
        let object = if ended.is_like_sibling {
            Object::from_distinct_mut(keys.iter_mut().zip(values))
        } else {
            Object::from_parts(keys, values)
        };
        self.keys.truncate(ended.keys);
        self.values.truncate(ended.values);
        object
    }

    /// Whether another element follows in what is open, rather than the bracket that ends it.
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
    fn key(&mut self) -> Result<(), JsonError> {
        if self.skip_space() != Some(b'"') {
            return Err(self.no_key());
        }
        self.in_key = true;
        let key = self.string()?;
        self.in_key = false;
        if self.skip_space() != Some(b':') {
            return Err(self.no_colon());
        }
        self.at += 1;
        self.push_key(key);
        Ok(())
    }

    /// Puts a key on its pile. Objects that follow each other mostly have the same keys in the same order, and to copy
    /// a key from the object before is quicker than to make it.
    fn push_key(&mut self, key: Cow<'_, str>) {
        let Some(open) = self.open.last_mut() else { return };
        let sibling =
            open.values.checked_sub(1).and_then(|before| self.values.get(before)).and_then(Value::as_object);
        let known = sibling.and_then(|sibling| sibling.entries().get(self.keys.len() - open.keys));
        match known {
            Some((known, _)) if same_key(key.as_bytes(), known.as_bytes()) => self.keys.push(known.clone()),
            _ => {
                open.is_like_sibling = false;
                self.keys.push(key.into());
            }
        }
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
    fn skip_space(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// What has not been read yet.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

//! The strings of values and the keys of objects.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use lean_string::LeanStr;
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A string of a value and the key of an object: 16 bytes, inline up to 16 bytes of text, else static or shared.
///
/// `clone` never allocates, and a text of a literal never does.
// Two words, moved as such. A form with a tag byte before its bytes is moved in pieces that overlap, and a processor
// that reads such a text again soon has to wait for them.
#[derive(Clone, Default)]
pub struct Text(LeanStr);

impl Text {
    /// A text with the same characters.
    #[inline]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(LeanStr::from(text.as_ref()))
    }

    /// A text that lives as long as the program. Does not allocate.
    #[inline]
    pub const fn new_static(text: &'static str) -> Self {
        Self(LeanStr::from_static_str(text))
    }

    /// What something prints.
    pub(super) fn display(printed: &(impl fmt::Display + ?Sized)) -> Self {
        printed.to_string().into()
    }

    /// The characters.
    #[inline]
    pub const fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// How many bytes the text has in UTF-8.
    #[inline]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no character.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the text lies in memory of its own, which its clones share.
    #[inline]
    pub fn is_heap_allocated(&self) -> bool {
        self.0.is_heap_allocated()
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.0.as_str()
    }
}

macro_rules! as_ref {
    ($($target:ty),+) => {$(
        impl AsRef<$target> for Text {
            fn as_ref(&self) -> &$target {
                self.as_str().as_ref()
            }
        }
    )+};
}

as_ref!(str, [u8], OsStr, Path);

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

macro_rules! from_texts {
    ($($text:ty),+) => {$(
        impl From<$text> for Text {
            #[inline]
            fn from(text: $text) -> Self {
                Self(LeanStr::from(text))
            }
        }
    )+};
}

from_texts!(&str, &mut str, String, &String, Box<str>, Cow<'_, str>, char);

impl From<Arc<str>> for Text {
    fn from(text: Arc<str>) -> Self {
        Self::new(text)
    }
}

impl From<&Self> for Text {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.as_str().to_owned()
    }
}

impl From<Text> for Box<str> {
    fn from(text: Text) -> Self {
        text.as_str().into()
    }
}

impl From<Text> for Arc<str> {
    fn from(text: Text) -> Self {
        text.as_str().into()
    }
}

impl FromStr for Text {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

macro_rules! from_pieces {
    ($($piece:ty),+) => {$(
        impl FromIterator<$piece> for Text {
            fn from_iter<I: IntoIterator<Item = $piece>>(pieces: I) -> Self {
                pieces.into_iter().collect::<String>().into()
            }
        }
    )+};
}

from_pieces!(char, String, Box<str>);

impl<'a> FromIterator<&'a char> for Text {
    fn from_iter<I: IntoIterator<Item = &'a char>>(pieces: I) -> Self {
        pieces.into_iter().collect::<String>().into()
    }
}

impl<'a> FromIterator<&'a str> for Text {
    fn from_iter<I: IntoIterator<Item = &'a str>>(pieces: I) -> Self {
        pieces.into_iter().collect::<String>().into()
    }
}

impl PartialEq for Text {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

macro_rules! compare_with {
    ($($other:ty),+) => {$(
        impl PartialEq<$other> for Text {
            #[inline]
            fn eq(&self, other: &$other) -> bool {
                let other: &str = other.as_ref();
                self.as_str() == other
            }
        }

        impl PartialEq<Text> for $other {
            #[inline]
            fn eq(&self, other: &Text) -> bool {
                other == self
            }
        }
    )+};
}

compare_with!(str, &str, String, &String, Cow<'_, str>);

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The hash of a `str`, by which maps can be asked.
impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Text, E> {
        Ok(text.into())
    }
}

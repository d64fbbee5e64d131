//! The identity of a definition.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// The identity of a definition: a hash of what it says, not of how it is written.
///
/// White space, the order of fields and states, `Comment`s, and whether it is JSON or YAML do not matter; everything that can
/// change a run does, the values of placeholders included. It is the same in every process and with every release, so that what
/// is stored under it is found again. An execution belongs to the definition that it started with.
///
/// Displayed, parsed and serialized as 32 hexadecimal digits.
///
/// ```
/// # use asl_runtime::machine::DefinitionHash;
/// let hash = DefinitionHash::from_u128(0x00ff);
/// assert_eq!(hash.to_string(), "000000000000000000000000000000ff");
/// assert_eq!(hash.to_string().parse(), Ok(hash));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionHash([u8; 16]);

impl DefinitionHash {
    /// The hash of these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The hash of this number's bytes, the highest first: how one is written in Rust.
    pub const fn from_u128(number: u128) -> Self {
        Self(number.to_be_bytes())
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for DefinitionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for DefinitionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DefinitionHash({self})")
    }
}

/// A text is no [`DefinitionHash`]: it is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseHashError;

impl fmt::Display for ParseHashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected 32 hexadecimal digits")
    }
}

impl std::error::Error for ParseHashError {}

impl FromStr for DefinitionHash {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, ParseHashError> {
        // `from_str_radix` would take a sign.
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ParseHashError);
        }
        u128::from_str_radix(text, 16).map(Self::from_u128).map_err(|_| ParseHashError)
    }
}

impl Serialize for DefinitionHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DefinitionHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = DefinitionHash;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("32 hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<DefinitionHash, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_text_is_read_again() {
        let hash = DefinitionHash::from_bytes([0, 0x1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xff]);
        assert_eq!(hash.to_string(), "001f02030405060708090a0b0c0d0eff");
        assert_eq!(format!("{hash:?}"), "DefinitionHash(001f02030405060708090a0b0c0d0eff)");
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
        let json = serde_json::to_string(&hash).expect("JSON");
        assert_eq!(json, "\"001f02030405060708090a0b0c0d0eff\"");
        assert_eq!(serde_json::from_str::<DefinitionHash>(&json).expect("a hash"), hash);
    }

    #[test]
    fn other_texts_are_refused() {
        let hash = "001f02030405060708090a0b0c0d0eff";
        for text in [
            "",
            hash.trim_start_matches("00"),
            &format!("{hash}0"),
            &hash.replace("00", "+0"),
            &hash.replace('f', "g"),
        ] {
            assert_eq!(text.parse::<DefinitionHash>(), Err(ParseHashError), "{text}");
        }
        assert!(serde_json::from_str::<DefinitionHash>("\"1\"").is_err());
        assert!(serde_json::from_str::<DefinitionHash>("1").is_err());
    }
}

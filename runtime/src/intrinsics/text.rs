//! The functions of strings: splitting, Base64, hashes, UUIDs.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::value::{Text, Value};

use super::{IntrinsicError, IntrinsicResult, string};

/// The largest argument, in characters, of the functions that read a whole string.
const MAX_CHARACTERS: usize = 10_000;

/// `States.StringSplit`: the pieces between the characters of `splitter`, any of which separates; empty pieces are dropped.
///
/// # Errors
/// An argument is not a string.
pub fn string_split(text: &Value, splitter: &Value) -> IntrinsicResult {
    let (text, splitter) = (string(text)?, string(splitter)?);
    let mut separators = splitter.chars();
    Ok(match (separators.next(), separators.next()) {
        (Some(separator), None) => pieces(text.split(separator)),
        _ => pieces(text.split(|char| splitter.contains(char))),
    })
}

fn pieces<'a>(pieces: impl Iterator<Item = &'a str>) -> Value {
    Value::Array(
        pieces.filter(|piece| !piece.is_empty()).map(|piece| Value::String(Text::new(piece))).collect(),
    )
}

/// `States.Base64Encode`: of the UTF-8 bytes, with padding.
///
/// # Errors
/// The argument is not a string of at most 10,000 characters.
pub fn base64_encode(text: &Value) -> IntrinsicResult {
    Ok(Value::String(Text::from(STANDARD.encode(limited(string(text)?)?))))
}

/// `States.Base64Decode`: characters outside the alphabet are skipped, and padding may be missing.
///
/// Bytes that are not UTF-8 become U+FFFD.
///
/// # Errors
/// The argument is not a string of at most 10,000 characters.
pub fn base64_decode(text: &Value) -> IntrinsicResult {
    let bytes = decode_leniently(limited(string(text)?)?);
    Ok(Value::String(Text::from(String::from_utf8_lossy(&bytes))))
}

fn decode_leniently(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut n_bits) = (0_u32, 0_u32);
    for sextet in text.bytes().take_while(|byte| *byte != b'=').filter_map(sextet) {
        bits = bits << 6 | sextet;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.extend(u8::try_from(bits >> n_bits & 0xFF));
        }
    }
    bytes
}

/// The six bits of a character of the Base64 alphabets, the usual one and the one for URLs.
fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// `States.Hash`: the digest in lower-case hexadecimal digits; data other than strings is hashed as JSON text.
///
/// # Errors
/// The data has more than 10,000 characters, or `algorithm` is not one of `MD5`, `SHA-1`, `SHA-256`, `SHA-384`, `SHA-512`.
pub fn hash(data: &Value, algorithm: &Value) -> IntrinsicResult {
    let data = match data {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        data => Cow::Owned(data.to_json_string()),
    };
    let data = limited(&data)?.as_bytes();
    let digest = match string(algorithm)? {
        "MD5" => hex(&Md5::digest(data)),
        "SHA-1" => hex(&Sha1::digest(data)),
        "SHA-256" => hex(&Sha256::digest(data)),
        "SHA-384" => hex(&Sha384::digest(data)),
        "SHA-512" => hex(&Sha512::digest(data)),
        _ => return Err(IntrinsicError::InvalidArguments),
    };
    Ok(Value::String(Text::from(digest)))
}

/// `States.UUID`: a random UUID, version 4; `random` gives 64 random bits.
///
/// # Errors
/// None; the type is that of all intrinsic functions.
pub fn uuid(random: &mut dyn FnMut() -> u64) -> IntrinsicResult {
    let bits = u128::from(random()) << 64 | u128::from(random());
    let version = 0x4_u128 << 76;
    let variant = 0x2_u128 << 62;
    let digits = format!("{:032x}", bits & !(0xF << 76) & !(0x3 << 62) | version | variant);
    let mut text = String::with_capacity(36);
    for (position, digit) in digits.chars().enumerate() {
        if matches!(position, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    Ok(Value::String(Text::from(text)))
}

fn limited(text: &str) -> Result<&str, IntrinsicError> {
    // Bytes are at least as many as Java's characters, and quicker to count.
    if text.len() <= MAX_CHARACTERS || text.encode_utf16().count() <= MAX_CHARACTERS {
        Ok(text)
    } else {
        Err(IntrinsicError::InvalidArguments)
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xF)]).collect()
}

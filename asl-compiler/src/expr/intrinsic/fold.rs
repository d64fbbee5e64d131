//! Pure calls on literals, computed at compile time.
//!
//! Only where the result cannot differ from the runtime's: numbers are integers written in the shortest way,
//! strings of `States.StringToJson` stay (templates print them differently), hashes and sets stay.

use crate::expr::json;
use crate::ir::{Expr, Intrinsic, Literal};

use super::check::rounded;
use super::{Argument, split_format};

/// Longer ranges cost more as constants in the program than they do at run time.
const MAX_RANGE: i64 = 64;

/// The value of a call, if it is a constant.
pub(super) fn call(function: Intrinsic, arguments: &[Argument]) -> Option<Literal> {
    let exprs: Vec<&Expr> = arguments.iter().map(|argument| &argument.expr).collect();
    if let (Intrinsic::MathAdd, [first, second]) = (function, exprs.as_slice()) {
        // The sum was checked to fit 32 bits, which doubles hold exactly.
        return Some(Literal::Number(format!("{:.0}", rounded(first)? + rounded(second)? + 0.0)));
    }
    let literals: Vec<&Literal> = exprs
        .into_iter()
        .map(|expr| match expr {
            Expr::Literal(literal) => Some(literal),
            Expr::Path(_) | Expr::Call(_) | Expr::Doomed(_) => None,
        })
        .collect::<Option<_>>()?;
    match (function, literals.as_slice()) {
        (Intrinsic::Array, items) => Some(Literal::Array(items.iter().copied().cloned().collect())),
        (Intrinsic::Format, [Literal::String(template), values @ ..]) => format_text(template, values),
        (Intrinsic::StringToJson, [Literal::String(text)]) => parse(text),
        (Intrinsic::JsonToString, [value]) if is_exact(value) => Some(Literal::String(json::write(value))),
        (Intrinsic::StringSplit, [Literal::String(text), Literal::String(splitter)]) => split(text, splitter),
        (Intrinsic::JsonMerge, [Literal::Object(left), Literal::Object(right), Literal::Bool(false)]) => {
            Some(merge(left, right))
        }
        (Intrinsic::Base64Encode, [Literal::String(text)]) => Some(Literal::String(encode(text.as_bytes()))),
        (Intrinsic::Base64Decode, [Literal::String(text)]) => decode(text).map(Literal::String),
        (Intrinsic::ArrayRange, [first, last, step]) => {
            range(integer(first)?, integer(last)?, integer(step)?)
        }
        (_, [Literal::Array(items), rest @ ..]) => array(function, items, rest),
        _ => None,
    }
}

fn array(function: Intrinsic, items: &[Literal], rest: &[&Literal]) -> Option<Literal> {
    match (function, rest) {
        (Intrinsic::ArrayLength, []) => Some(Literal::Number(items.len().to_string())),
        (Intrinsic::ArrayGetItem, [index]) => items.get(usize::try_from(integer(index)?).ok()?).cloned(),
        (Intrinsic::ArrayContains, [value]) if is_exact(value) && items.iter().all(is_exact) => {
            Some(Literal::Bool(items.iter().any(|item| same(item, value))))
        }
        (Intrinsic::ArrayPartition, [size]) => {
            let size = usize::try_from(integer(size)?).ok().filter(|size| *size > 0)?;
            Some(Literal::Array(items.chunks(size).map(|part| Literal::Array(part.to_vec())).collect()))
        }
        _ => None,
    }
}

fn format_text(template: &str, values: &[&Literal]) -> Option<Literal> {
    let parts = split_format(template).ok()?;
    let mut parts = parts.into_iter();
    let mut text = parts.next()?;
    for (value, part) in values.iter().zip(parts) {
        match value {
            Literal::String(value) => text.push_str(value),
            // Java prints arrays and objects in a way of its own: the runtime does that.
            Literal::Array(_) | Literal::Object(_) => return None,
            scalar if is_exact(scalar) => text.push_str(&json::write(scalar)),
            _ => return None,
        }
        text.push_str(&part);
    }
    Some(Literal::String(text))
}

fn parse(text: &str) -> Option<Literal> {
    if text.trim().is_empty() {
        return Some(Literal::Null);
    }
    json::document(text).filter(|value| !matches!(value, Literal::String(_)) && is_exact(value))
}

/// Any character of the splitter separates, and empty pieces are dropped (recorded). Java looks at UTF-16
/// units, which differ from characters only outside of the basic plane.
fn split(text: &str, splitter: &str) -> Option<Literal> {
    if splitter.is_empty() || splitter.chars().any(|c| c.len_utf16() > 1) {
        return None;
    }
    let pieces = text.split(|c| splitter.contains(c)).filter(|piece| !piece.is_empty());
    Some(Literal::Array(pieces.map(|piece| Literal::String(piece.to_owned())).collect()))
}

fn merge(left: &[(String, Literal)], right: &[(String, Literal)]) -> Literal {
    let mut members = left.to_vec();
    for (name, value) in right {
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value.clone(),
            None => members.push((name.clone(), value.clone())),
        }
    }
    Literal::Object(members)
}

fn range(first: i64, last: i64, step: i64) -> Option<Literal> {
    let length = last.checked_sub(first)?.checked_div(step)?;
    if length >= MAX_RANGE {
        return None;
    }
    let is_inside = |value: &i64| if step > 0 { *value <= last } else { *value >= last };
    let values = std::iter::successors(Some(first), |value| value.checked_add(step)).take_while(is_inside);
    Some(Literal::Array(values.map(|value| Literal::Number(value.to_string())).collect()))
}

/// An integer in its shortest form.
fn integer(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Number(text) => text.parse::<i64>().ok().filter(|number| number.to_string() == *text),
        _ => None,
    }
}

/// Whether a value has one text only.
fn is_exact(value: &Literal) -> bool {
    match value {
        Literal::Null | Literal::Bool(_) | Literal::String(_) => true,
        Literal::Number(_) => integer(value).is_some(),
        Literal::Array(items) => items.iter().all(is_exact),
        Literal::Object(members) => members.iter().all(|(_, member)| is_exact(member)),
    }
}

/// Deep equality of exact values; the order of members does not count.
fn same(a: &Literal, b: &Literal) -> bool {
    match (a, b) {
        (Literal::Array(a), Literal::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Literal::Object(a), Literal::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, a)| b.iter().any(|(other, b)| name == other && same(a, b)))
        }
        _ => a == b,
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            (0..3).fold(0_usize, |group, i| group << 8 | chunk.get(i).map_or(0, |byte| usize::from(*byte)));
        for i in 0..4 {
            let letter = ALPHABET.get(group >> (18 - 6 * i) & 63).copied().unwrap_or(b'A');
            text.push(if i > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// Decodes what [`encode`] writes. AWS also accepts sloppier texts: the runtime knows how.
fn decode(text: &str) -> Option<String> {
    let letters = text.trim_end_matches('=');
    let mut bytes = Vec::new();
    let (mut group, mut bits) = (0_u32, 0);
    for letter in letters.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        group = (group << 6 | u32::try_from(value).ok()?) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(group >> bits & 0xff).ok()?);
        }
    }
    let decoded = String::from_utf8(bytes).ok()?;
    (encode(decoded.as_bytes()) == text).then_some(decoded)
}

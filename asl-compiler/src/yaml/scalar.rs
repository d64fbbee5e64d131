//! What a plain scalar is: the core schema of YAML 1.2 (section 10.3.2), as JSON.
//!
//! `yes`, `on` and dates are strings. Numbers that JSON writes in another way are written in its way; those that it does
//! not have are told apart.

/// What a plain scalar means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    /// In the notation of JSON.
    Number(String),
    /// A number that JSON does not have: infinite, none, or too long.
    NoJson,
    String,
}

/// Reads a plain scalar.
pub(super) fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Scalar::NoJson,
        _ => {}
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Scalar::NoJson;
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        let Some(digits) = text.strip_prefix(prefix) else { continue };
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
            return Scalar::String;
        }
        return match u128::from_str_radix(digits, radix) {
            Ok(number) => Scalar::Number(number.to_string()),
            Err(_) => Scalar::NoJson,
        };
    }
    decimal(unsigned).map_or(Scalar::String, |number| Scalar::Number(format!("{sign}{number}")))
}

/// `[0-9]+`, or `(\.[0-9]+ | [0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, without a sign.
fn decimal(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at)?, Some(text.get(at..)?)),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    if !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    if whole.is_empty() && fraction.is_none_or(str::is_empty) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let mut number = if whole.is_empty() { "0".to_owned() } else { whole.to_owned() };
    if let Some(fraction) = fraction {
        number.push('.');
        number.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        let value = exponent.get(1..)?;
        let value = value.strip_prefix(['+', '-']).unwrap_or(value);
        if value.is_empty() || !digits(value) {
            return None;
        }
        number.push_str(exponent);
    }
    Some(number)
}

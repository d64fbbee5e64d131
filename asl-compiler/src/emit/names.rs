//! Names of the definition as Rust identifiers.
//!
//! State names may have spaces, keywords, emoji and any length; two of them may become the same identifier. Each
//! name is cut into words, put together in Rust's spelling, checked by `syn`, and numbered where it clashes, in
//! source order.

use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::Ident;

/// How an identifier is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `ReserveStock`.
    Camel,
    /// `reserve_stock`.
    Snake,
}

/// Hands out identifiers that differ from one another.
#[derive(Debug)]
pub(super) struct Names {
    spelling: Spelling,
    /// What stands for a name without a letter: `State`, `field`.
    fallback: &'static str,
    taken: BTreeSet<String>,
}

impl Names {
    pub(super) fn new(spelling: Spelling, fallback: &'static str, reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|&name| name.to_owned()).collect();
        Self { spelling, fallback, taken }
    }

    /// The identifier for a name that was not asked for before.
    pub(super) fn add(&mut self, name: &str) -> Ident {
        let base = spell(name, self.spelling, self.fallback);
        let mut candidate = base.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.clone()) {
            // A number keeps a keyword apart as well as its `_` does.
            let base = base.trim_end_matches('_');
            candidate = match self.spelling {
                Spelling::Camel => format!("{base}{number}"),
                Spelling::Snake => format!("{base}_{number}"),
            };
            number += 1;
        }
        ident(&candidate)
    }
}

/// One identifier, without regard to others.
pub(super) fn single(name: &str, spelling: Spelling, fallback: &'static str) -> Ident {
    ident(&spell(name, spelling, fallback))
}

/// INVARIANT: `spell` gives a valid identifier.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

fn spell(name: &str, spelling: Spelling, fallback: &str) -> String {
    let words = words(name);
    let mut spelled = String::new();
    for (index, word) in words.iter().enumerate() {
        match spelling {
            Spelling::Snake => {
                if index > 0 {
                    spelled.push('_');
                }
                spelled.extend(word.chars().flat_map(char::to_lowercase));
            }
            Spelling::Camel => {
                let mut chars = word.chars();
                spelled.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                spelled.extend(chars.flat_map(char::to_lowercase));
            }
        }
    }
    if syn::parse_str::<Ident>(&spelled).is_ok() {
        return spelled;
    }
    // A keyword, a leading digit, or nothing that an identifier may have.
    let suffixed = format!("{spelled}_");
    if syn::parse_str::<Ident>(&suffixed).is_ok() && !spelled.is_empty() {
        return suffixed;
    }
    let joint = if spelling == Spelling::Snake && !spelled.is_empty() { "_" } else { "" };
    let prefixed = format!("{fallback}{joint}{spelled}");
    if syn::parse_str::<Ident>(&prefixed).is_ok() { prefixed } else { fallback.to_owned() }
}

/// `Reserve stock (EU)` → `Reserve`, `stock`, `EU`; `chargeHTTPCard2` → `charge`, `HTTP`, `Card2`.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, &c) in chars.iter().enumerate() {
        // Only characters that may stand in an identifier; `²` is alphanumeric but may not.
        if !c.is_alphanumeric() || syn::parse_str::<Ident>(&format!("x{c}")).is_err() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let previous = index.checked_sub(1).and_then(|index| chars.get(index));
        let next = chars.get(index + 1);
        let starts_word = c.is_uppercase()
            && previous.is_some_and(|previous| {
                previous.is_lowercase()
                    || previous.is_numeric()
                    || previous.is_uppercase() && next.is_some_and(|next| next.is_lowercase())
            });
        if starts_word && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spelling: Spelling, names: &[&str], expected: &[&str]) {
        let mut idents =
            Names::new(spelling, if spelling == Spelling::Camel { "State" } else { "state" }, &[]);
        let actual: Vec<_> = names.iter().map(|name| idents.add(name).to_string()).collect();
        assert_eq!(actual, expected);
    }

    #[test]
    fn camel() {
        let names = [
            "ReserveStock",
            "reserve stock",
            "reserve-stock",
            "1st try",
            "Self",
            "🚀",
            "🎉",
            "Überweisung",
            "HTTPCall",
            "Self_",
            "x²",
        ];
        let expected = [
            "ReserveStock",
            "ReserveStock2",
            "ReserveStock3",
            "State1stTry",
            "Self_",
            "State",
            "State2",
            "Überweisung",
            "HttpCall",
            "Self2",
            "X",
        ];
        check(Spelling::Camel, &names, &expected);
    }

    #[test]
    fn snake() {
        let names =
            ["ReserveStock", "type", "chargeHTTPCard2", "delivery-partner", "9", "", "async", "a.b.c"];
        let expected = [
            "reserve_stock",
            "type_",
            "charge_http_card2",
            "delivery_partner",
            "state_9",
            "state",
            "async_",
            "a_b_c",
        ];
        check(Spelling::Snake, &names, &expected);
        check(
            Spelling::Snake,
            &["self", "Self", "self-2", "a", "A"],
            &["self_", "self_2", "self_2_2", "a", "a_2"],
        );
    }
}

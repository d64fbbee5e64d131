//! Any text gives a tree or an error with a place inside the text; what is printed reads as the same tree.

use proptest::prelude::*;
use regex_lite::Regex;

use crate::expr::jsonata::parse::MAX_HEIGHT;
use crate::expr::jsonata::{Surroundings, SyntaxCode, check, parse, parse_syntax};

/// A tree without its places.
fn shape(tree: &impl std::fmt::Debug) -> String {
    let places = Regex::new(r"span: \d+\.\.\d+, ").unwrap();
    places.replace_all(&format!("{tree:?}"), "").into_owned()
}

fn reads_again(text: &str) {
    let Ok(tree) = parse(text, 0) else { return };
    let written = parse_syntax(text, 0).unwrap().to_string();
    let again = parse(&written, 0).unwrap_or_else(|error| panic!("{text:?} → {written:?}: {error}"));
    assert_eq!(shape(&again), shape(&tree), "{text:?} → {written:?}");
    assert_eq!(parse_syntax(&written, 0).unwrap().to_string(), written);
}

fn has_a_place(text: &str) {
    if let Err(error) = parse(text, 0) {
        assert!(text.get(error.span.clone()).is_some(), "{text:?}: {error:?}");
        assert!(!error.message().is_empty() && !error.label().is_empty());
        assert!(!error.aws().contains("{token}") && !error.aws().contains("{value}"));
    }
    let variables = std::collections::BTreeSet::new();
    let around = Surroundings {
        sees: crate::expr::jsonata::Sees::default(),
        types: "s",
        variables: &variables,
        elsewhere: &variables,
    };
    for problem in check(text, 0, &around) {
        assert!(text.get(problem.span.clone()).is_some(), "{text:?}: {problem:?}");
    }
}

const TOKENS: &[&str] = &[
    "a",
    "b",
    "`q n`",
    "``",
    "`and`",
    "$x",
    "$",
    "$$",
    "$sum",
    "1",
    "2.5",
    "1e3",
    "0",
    "\"s\\u00e4\\n\"",
    "'it'",
    "true",
    "null",
    "and",
    "or",
    "in",
    "/a[b]\\//i",
    ".",
    ".",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ",",
    "@",
    "#",
    ";",
    ":",
    "?",
    "+",
    "-",
    "*",
    "/",
    "%",
    "|",
    "=",
    "<",
    ">",
    "^",
    "&",
    "!",
    "~>",
    "**",
    "..",
    ":=",
    "!=",
    "<=",
    ">=",
    "function(",
    "λ($y)<s-n?:s>{",
    "^(",
    "[]",
    "[0]",
    " ",
    "\n",
    "/* c */",
    "'",
    "\"",
    "`",
    "\\",
    "ü",
    "😀",
    "$states.input",
    "${X}",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(TOKENS), 0..14).prop_map(|tokens| tokens.concat())
}

/// Expressions of the grammar.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(
        &[
            "a", "`b c`", "$x", "$", "$states", "1", "-2.5", "\"t\"", "true", "null", "*", "**", "%",
            "/r+/m", "or",
        ][..],
    )
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 3, |inner| {
        let one = inner.clone();
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| format!("{a}.{b}")),
            two.clone().prop_map(|(a, b)| format!("{a}[{b}]")),
            one.clone().prop_map(|a| format!("{a}[]")),
            one.clone().prop_map(|a| format!("({a})")),
            two.clone().prop_map(|(a, b)| format!("({a}; {b})")),
            two.clone().prop_map(|(a, b)| format!("{a}^(>{b})")),
            two.clone().prop_map(|(a, b)| format!("{a}{{'k': {b}}}")),
            one.clone().prop_map(|a| format!("{a}@$v")),
            one.clone().prop_map(|a| format!("{a}#$i")),
            two.clone().prop_map(|(a, b)| format!("[{a}, {b}..3]")),
            two.clone().prop_map(|(a, b)| format!("{{\"k\": {a}, 'l': {b}}}")),
            two.clone().prop_map(|(a, b)| format!("$f({a}, ?, {b})")),
            one.clone().prop_map(|a| format!("function($x, $y)<a<n>-s?:x>{{{a}}}")),
            (
                two.clone(),
                prop::sample::select(&["+", "-", "*", "/", "%", "&", "=", "!=", "in", "and", "~>", "<="][..])
            )
                .prop_map(|((a, b), operator)| format!("{a} {operator} {b}")),
            (two.clone(), one.clone()).prop_map(|((a, b), c)| format!("{a} ? {b} : {c}")),
            two.clone().prop_map(|(a, b)| format!("|{a}|{b}, 'k'|")),
            one.clone().prop_map(|a| format!("$v := {a}")),
            one.prop_map(|a| format!("-{a}")),
        ]
    })
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,40}") {
        has_a_place(&text);
        reads_again(&text);
    }

    #[test]
    fn any_tokens(text in soup()) {
        has_a_place(&text);
        reads_again(&text);
    }

    #[test]
    fn any_expression(text in expression()) {
        has_a_place(&text);
        reads_again(&text);
    }
}

/// A number is refused as a step later than the tree as written is made.
#[test]
fn numbers_around_a_point_stay_two() {
    for text in ["6e46. 6e46", "1 . 2", "a.6e46 .7", "1 . 2[0]", "1 . 2^(x)", "1 . (2)"] {
        let tree = parse_syntax(text, 0).unwrap();
        let again = parse_syntax(&tree.to_string(), 0).unwrap();
        assert_eq!(shape(&again), shape(&tree), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested =
        |open: &str, close: &str, levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{'a':", "}"),
        ("$f(", ")"),
        ("-", ""),
        ("a[", "]"),
        ("", "[1]"),
        ("", ".a"),
        ("", " + 1"),
        ("", "[]"),
        ("", "(1)"),
        ("", "{}"),
        ("", " ? 1"),
        ("1 ? 1 : ", ""),
        ("$x := ", ""),
        ("function(){", "}"),
        ("|a|", "|"),
    ] {
        let fits = nested(open, close, MAX_HEIGHT / 2 - 2);
        if let Err(error) = parse(&fits, 0) {
            assert_ne!(error.code, SyntaxCode::TooDeep, "{open}…{close}");
        }
        let error = parse(&nested(open, close, 100_000), 0).unwrap_err();
        assert_eq!(error.code, SyntaxCode::TooDeep, "{open}…{close}");
    }
}

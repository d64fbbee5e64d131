use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;

fn v(json: &str) -> Value {
    Value::from_json(json).unwrap()
}

/// Each of the texts as a value.
fn all(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| v(text)).collect()
}

const NOT_STRINGS: &[&str] = &["null", "0", "1.1", "[]", r#"["a"]"#, "{}", r#"{"A":0}"#, "true"];
const NOT_NUMBERS: &[&str] =
    &["null", r#""""#, r#"" ""#, r#""1""#, "[]", "[0]", "{}", r#"{"A":0}"#, "false", "true"];
const NOT_BOOLEANS: &[&str] = &["null", "0", "0.0", "1", r#""""#, r#""true""#, "[]", "[true]", "{}"];

#[test]
fn numbers_compare_by_value() {
    for (left, right, order) in [
        ("0", "0", Ordering::Equal),
        ("0.0", "0", Ordering::Equal),
        ("0", "0.0", Ordering::Equal),
        ("-0.0", "0", Ordering::Equal),
        ("1", "1.0", Ordering::Equal),
        ("1e2", "100", Ordering::Equal),
        ("2.22", "2.22", Ordering::Equal),
        ("0", "1", Ordering::Less),
        ("1.0", "1.1", Ordering::Less),
        ("-2", "-1.5", Ordering::Less),
        ("9007199254740993", "9007199254740992.0", Ordering::Greater),
        ("18446744073709551615", "1", Ordering::Greater),
    ] {
        let (left, right) = (v(left), v(right));
        let holds = [
            (numeric_equals_path(&left, &right), Ordering::is_eq as fn(Ordering) -> bool),
            (numeric_less_than_path(&left, &right), Ordering::is_lt),
            (numeric_greater_than_path(&left, &right), Ordering::is_gt),
            (numeric_less_than_equals_path(&left, &right), Ordering::is_le),
            (numeric_greater_than_equals_path(&left, &right), Ordering::is_ge),
        ];
        for (holds, expected) in holds {
            assert_eq!(holds, expected(order), "{left} {right}");
        }
    }
}

#[test]
fn numbers_compare_with_literals() {
    let one = v("1");
    assert!(numeric_equals(&one, 1));
    assert!(numeric_equals(&one, 1.0));
    assert!(numeric_equals(&v("1.0"), 1));
    assert!(numeric_equals(&one, &Number::from(1)));
    assert!(numeric_less_than(&one, 1.5));
    assert!(numeric_greater_than(&one, 0.5));
    assert!(numeric_less_than_equals(&v("-1.5"), -1));
    assert!(numeric_greater_than_equals(&v("18446744073709551615"), i64::MAX));
    assert!(!numeric_equals(&one, f64::NAN));
    assert!(!numeric_less_than(&one, f64::INFINITY));
}

#[test]
fn mismatched_numbers_are_false() {
    for value in all(NOT_NUMBERS) {
        assert!(!numeric_equals(&value, 0), "{value}");
        assert!(!numeric_less_than_equals(&value, 1.0), "{value}");
        assert!(!numeric_greater_than_equals(&value, -1), "{value}");
        assert!(!numeric_equals_path(&value, &v("0")), "{value}");
        assert!(!numeric_equals_path(&v("0"), &value), "{value}");
        assert!(!numeric_equals_path(&value, &value), "{value}");
    }
}

#[test]
fn strings_compare_in_java_order() {
    for (left, right, order) in [
        ("", "", Ordering::Equal),
        ("Hello", "Hello", Ordering::Equal),
        ("Hello", "hello", Ordering::Less),
        ("A", "A ", Ordering::Less),
        ("A", "AB", Ordering::Less),
        ("AB", "A", Ordering::Greater),
        (" ", "     ", Ordering::Less),
        ("\t\n", "\t\r\n", Ordering::Less),
        ("Z", "a", Ordering::Less),
        ("10", "9", Ordering::Less),
        ("é", "z", Ordering::Greater),
        // U+1F600 is written with surrogates, which come before U+FF5E and U+E000, after U+D7FF.
        ("\u{1F600}", "\u{FF5E}", Ordering::Less),
        ("\u{1F600}", "\u{E000}", Ordering::Less),
        ("\u{1F600}", "\u{D7FF}", Ordering::Greater),
    ] {
        let (l, r) = (Value::from(left), Value::from(right));
        assert_eq!(string_equals(&l, right), order.is_eq(), "{left} {right}");
        assert_eq!(string_less_than(&l, right), order.is_lt(), "{left} {right}");
        assert_eq!(string_greater_than(&l, right), order.is_gt(), "{left} {right}");
        assert_eq!(string_less_than_equals(&l, right), order.is_le(), "{left} {right}");
        assert_eq!(string_greater_than_equals(&l, right), order.is_ge(), "{left} {right}");
        assert_eq!(string_equals_path(&l, &r), order.is_eq(), "{left} {right}");
        assert_eq!(string_less_than_path(&l, &r), order.is_lt(), "{left} {right}");
        assert_eq!(string_greater_than_path(&l, &r), order.is_gt(), "{left} {right}");
        assert_eq!(string_less_than_equals_path(&l, &r), order.is_le(), "{left} {right}");
        assert_eq!(string_greater_than_equals_path(&l, &r), order.is_ge(), "{left} {right}");
    }
}

#[test]
fn mismatched_strings_are_false() {
    for value in all(NOT_STRINGS) {
        assert!(!string_equals(&value, "HelloWorld"), "{value}");
        assert!(!string_less_than_equals(&value, "~"), "{value}");
        assert!(!string_greater_than_equals(&value, ""), "{value}");
        assert!(!string_equals_path(&value, &value), "{value}");
        assert!(!string_matches(&value, "*"), "{value}");
    }
}

#[test]
fn booleans_compare() {
    for (left, right) in [(true, true), (true, false), (false, true), (false, false)] {
        assert_eq!(boolean_equals(&left.into(), right), left == right);
        assert_eq!(boolean_equals_path(&left.into(), &right.into()), left == right);
    }
    for value in all(NOT_BOOLEANS) {
        assert!(!boolean_equals(&value, true) && !boolean_equals(&value, false), "{value}");
        assert!(!boolean_equals_path(&true.into(), &value), "{value}");
        assert!(!boolean_equals_path(&value, &value), "{value}");
    }
}

#[test]
fn timestamps_compare_as_instants() {
    let (earlier, later) = ("2012-10-09T19:00:55Z", "2012-10-09T19:00:56Z");
    let nanos = parse_rfc3339(earlier).unwrap();
    let second = 1_000_000_000;
    for text in
        [earlier, "2012-10-09T19:00:55.000Z", "2012-10-09T20:00:55+01:00", "2012-10-09T19:00:55.000000-00:00"]
    {
        let value = Value::from(text);
        assert!(timestamp_equals(&value, nanos), "{text}");
        assert!(timestamp_equals_path(&value, &earlier.into()), "{text}");
        assert!(timestamp_less_than(&value, nanos + 1), "{text}");
        assert!(!timestamp_less_than(&value, nanos), "{text}");
        assert!(timestamp_less_than_equals(&value, nanos), "{text}");
        assert!(timestamp_greater_than(&value, nanos - 1), "{text}");
        assert!(timestamp_greater_than_equals(&value, nanos), "{text}");
        assert!(!timestamp_greater_than_equals(&value, nanos + second), "{text}");
        assert!(timestamp_less_than_path(&value, &later.into()), "{text}");
        assert!(timestamp_less_than_equals_path(&value, &later.into()), "{text}");
        assert!(timestamp_greater_than_path(&later.into(), &value), "{text}");
        assert!(timestamp_greater_than_equals_path(&later.into(), &value), "{text}");
    }
    for value in all(&[
        "null",
        "0.0",
        r#""""#,
        r#"" ""#,
        r#"[""]"#,
        "{}",
        r#""2012-10-09""#,
        r#""2012-10-09T19:00:55""#,
    ]) {
        assert!(!timestamp_less_than_equals(&value, i128::MAX), "{value}");
        assert!(!timestamp_equals_path(&value, &value), "{value}");
        assert!(!timestamp_less_than_path(&earlier.into(), &value), "{value}");
    }
}

#[test]
fn types() {
    // null, boolean, numeric, string, timestamp
    for (json, expected) in [
        ("null", [true, false, false, false, false]),
        ("true", [false, true, false, false, false]),
        ("false", [false, true, false, false, false]),
        ("0", [false, false, true, false, false]),
        ("0.0", [false, false, true, false, false]),
        (r#""""#, [false, false, false, true, false]),
        (r#"" ""#, [false, false, false, true, false]),
        (r#""HelloWorld""#, [false, false, false, true, false]),
        (r#""2023-02-24""#, [false, false, false, true, false]),
        (r#""2012-10-09T19:00:55""#, [false, false, false, true, false]),
        (r#""2012-10-09T19:00:55Z""#, [false, false, false, true, true]),
        (r#""2012-10-09T19:00:55+01:00""#, [false, false, false, true, true]),
        ("[]", [false; 5]),
        (r#"[""]"#, [false; 5]),
        ("{}", [false; 5]),
        (r#"{"A":0}"#, [false; 5]),
    ] {
        let value = v(json);
        let found = [
            is_null(&value),
            is_boolean(&value),
            is_numeric(&value),
            is_string(&value),
            is_timestamp(&value),
        ];
        assert_eq!(found, expected, "{json}");
    }
}

#[test]
fn patterns() {
    for (text, pattern, expected) in [
        ("", "", true),
        ("a", "", false),
        ("", "*", true),
        ("anything", "*", true),
        ("log-2024.txt", "log-*.txt", true),
        ("log-.txt", "log-*.txt", true),
        ("log-.txt.gz", "log-*.txt", false),
        ("xlog-1.txt", "log-*.txt", false),
        ("aba", "a*a", true),
        ("a", "a*a", false),
        ("ab", "a*b*", true),
        ("ab", "*a*b", true),
        ("abcabc", "a*c", true),
        ("abcabd", "a*c", false),
        ("aXbYbZc", "a*b*c", true),
        ("foo.bar", "foo.*", true),
        ("fooxbar", "foo.*", false),
        ("a**b", "a**b", true),
        ("a*b", r"a\*b", true),
        ("axb", r"a\*b", false),
        (r"a\b", r"a\\b", true),
        (r"a\", r"a\\*", true),
        (r"a\anything", r"a\\*", true),
        (r"a*anything", r"a\**", true),
        (r"a\x", r"a\x", true),
        (r"a\", r"a\", true),
        ("A", "a", false),
        ("é*ü", r"é\*?", false),
        ("éxü", "é*ü", true),
    ] {
        assert_eq!(string_matches(&text.into(), pattern), expected, "{text} {pattern}");
    }
}

#[test]
fn split_patterns() {
    let pattern = Pattern { head: "a", rest: &["b", "c*", "d"] };
    for (text, expected) in
        [("abc*d", true), ("a1b2c*3d", true), ("a1b2c3d", false), ("abc*", false), ("bc*d", false)]
    {
        assert_eq!(string_matches_pattern(&text.into(), &pattern), expected, "{text}");
        assert_eq!(string_matches(&text.into(), r"a*b*c\**d"), expected, "{text}");
    }
    assert!(string_matches_pattern(&"a".into(), &Pattern { head: "a", rest: &[] }));
    assert!(!string_matches_pattern(&"ab".into(), &Pattern { head: "a", rest: &[] }));
    assert!(!string_matches_pattern(&v("1"), &Pattern { head: "", rest: &[""] }));
}

/// The definition of `*`, without regard to time.
fn matches_naively(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skip| matches_naively(&text[skip..], rest)),
        Some((char, rest)) => text.first() == Some(char) && matches_naively(&text[1..], rest),
    }
}

proptest! {
    #[test]
    fn patterns_follow_their_definition(text in "[abé]{0,8}", pattern in "[abé*]{0,6}") {
        let (text_chars, pattern_chars): (Vec<_>, Vec<_>) = (text.chars().collect(), pattern.chars().collect());
        prop_assert_eq!(string_matches(&Value::from(text), &pattern), matches_naively(&text_chars, &pattern_chars));
    }

    #[test]
    fn any_pattern_is_harmless(text: String, pattern: String) {
        string_matches(&Value::from(text), &pattern);
    }

    #[test]
    fn strings_order_as_utf16(left: String, right: String) {
        let expected = left.encode_utf16().cmp(right.encode_utf16());
        prop_assert_eq!(utf16_cmp(&left, &right), expected);
    }

    #[test]
    fn strings_near_the_surrogates_order_as_utf16(
        left in "[\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}a]{0,3}",
        right in "[\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}a]{0,3}",
    ) {
        let expected = left.encode_utf16().cmp(right.encode_utf16());
        prop_assert_eq!(utf16_cmp(&left, &right), expected);
    }
}

//! Reading JSON text: values, and the errors that Jackson 2.14 was seen to give for the same texts.

use proptest::prelude::*;

use super::super::tests::{any_value, json_text};
use super::*;

/// Text, line, column and message. Long phrases that come again are abbreviated, see [`spelled_out`].
const ERRORS: &[(&str, usize, usize, &str)] = &[
    ("😀", 1, 2, "Unexpected character ('?' (code 55357 / 0xd83d)): expected a valid value <values>"),
    ("foo", 1, 4, "Unrecognized token 'foo': was expecting <values>"),
    ("not a definition", 1, 4, "Unrecognized token 'not': was expecting <values>"),
    (
        "{",
        1,
        2,
        "Unexpected end-of-input: expected close marker for Object (start marker at <source>line: 1, column: 1])",
    ),
    ("{\"a\"", 1, 5, "Unexpected end-of-input within/between Object entries"),
    ("{\"a\":", 1, 6, "Unexpected end-of-input within/between Object entries"),
    (
        "{\"a\":1",
        1,
        7,
        "Unexpected end-of-input: expected close marker for Object (start marker at <source>line: 1, column: 1])",
    ),
    ("{\"a\":1,", 1, 8, "Unexpected end-of-input within/between Object entries"),
    (
        "{\"a\":1,}",
        1,
        9,
        "Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
    ),
    ("{\"a\":}", 1, 7, "Unexpected character ('}' (code 125)): expected a valid value <values>"),
    ("{\"a\":]", 1, 7, "Unexpected character (']' (code 93)): expected a valid value <values>"),
    (
        "{\"a\" 1}",
        1,
        7,
        "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
    ),
    ("{a:1}", 1, 3, "Unexpected character ('a' (code 97)): was expecting double-quote to start field name"),
    ("{'a':1}", 1, 3, "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
    ("{1:1}", 1, 3, "Unexpected character ('1' (code 49)): was expecting double-quote to start field name"),
    (
        "{]",
        1,
        3,
        "Unexpected close marker ']': expected '}' (for Object starting at <source>line: 1, column: 1])",
    ),
    (
        "[",
        1,
        2,
        "Unexpected end-of-input: expected close marker for Array (start marker at <source>line: 1, column: 1])",
    ),
    (
        "[1",
        1,
        3,
        "Unexpected end-of-input: expected close marker for Array (start marker at <source>line: 1, column: 1])",
    ),
    ("[1,", 1, 4, "Unexpected end-of-input within/between Array entries"),
    ("[1,]", 1, 5, "Unexpected character (']' (code 93)): expected a valid value <values>"),
    ("[,1]", 1, 3, "Unexpected character (',' (code 44)): expected a valid value <values>"),
    (
        "[}",
        1,
        3,
        "Unexpected close marker '}': expected ']' (for Array starting at <source>line: 1, column: 1])",
    ),
    (
        "[1}",
        1,
        4,
        "Unexpected close marker '}': expected ']' (for Array starting at <source>line: 1, column: 1])",
    ),
    (
        "{\"a\":1]",
        1,
        8,
        "Unexpected close marker ']': expected '}' (for Object starting at <source>line: 1, column: 1])",
    ),
    ("[1 2]", 1, 5, "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"),
    (
        "]",
        1,
        2,
        "Unexpected close marker ']': expected '}' (for root starting at <source>line: 1, column: 0])",
    ),
    (
        "}",
        1,
        2,
        "Unexpected close marker '}': expected ']' (for root starting at <source>line: 1, column: 0])",
    ),
    ("[1,}", 1, 5, "Unexpected character ('}' (code 125)): expected a value"),
    ("tru", 1, 4, "Unrecognized token 'tru': was expecting <values>"),
    ("truee", 1, 6, "Unrecognized token 'truee': was expecting <values>"),
    ("true1", 1, 6, "Unrecognized token 'true1': was expecting <values>"),
    ("nul", 1, 4, "Unrecognized token 'nul': was expecting <values>"),
    ("NaN", 1, 4, "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"),
    ("[NaN]", 1, 5, "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"),
    (
        "Infinity",
        1,
        9,
        "Non-standard token 'Infinity': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
    ),
    (
        "-Infinity",
        1,
        10,
        "Non-standard token '-Infinity': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
    ),
    ("-INF", 1, 5, "Non-standard token '-INF': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"),
    ("INF", 1, 4, "Unrecognized token 'INF': was expecting <values>"),
    ("-", 1, 2, "Unexpected end-of-inputNo digit following minus sign"),
    (
        "-a",
        1,
        3,
        "Unexpected character ('a' (code 97)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
    ),
    (
        "[-]",
        1,
        4,
        "Unexpected character (']' (code 93)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
    ),
    (
        "+1",
        1,
        3,
        "Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow",
    ),
    (
        "[+1]",
        1,
        4,
        "Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow",
    ),
    (".5", 1, 2, "Unexpected character ('.' (code 46)): expected a valid value <values>"),
    (
        "1.",
        1,
        3,
        "Unexpected character ('.' (code 46)) in numeric value: Decimal point not followed by a digit",
    ),
    (
        "[1.]",
        1,
        4,
        "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit",
    ),
    (
        "1.a",
        1,
        3,
        "Unexpected character ('a' (code 97)) in numeric value: Decimal point not followed by a digit",
    ),
    ("1e", 1, 3, "Unexpected end-of-inputexpected a digit for number exponent"),
    (
        "1ea",
        1,
        3,
        "Unexpected character ('a' (code 97)) in numeric value: Exponent indicator not followed by a digit",
    ),
    ("1e+", 1, 4, "Unexpected end-of-inputexpected a digit for number exponent"),
    (
        "[1e]",
        1,
        4,
        "Unexpected character (']' (code 93)) in numeric value: Exponent indicator not followed by a digit",
    ),
    ("01", 1, 2, "Invalid numeric value: Leading zeroes not allowed"),
    ("-01", 1, 3, "Invalid numeric value: Leading zeroes not allowed"),
    ("[00]", 1, 3, "Invalid numeric value: Leading zeroes not allowed"),
    ("1a", 1, 3, "Unexpected character ('a' (code 97)): Expected space separating root-level values"),
    ("1,", 1, 3, "Unexpected character (',' (code 44)): Expected space separating root-level values"),
    ("[1a]", 1, 4, "Unexpected character ('a' (code 97)): was expecting comma to separate Array entries"),
    ("\"abc", 1, 5, "Unexpected end-of-input: was expecting closing quote for a string value"),
    (
        "\"a\nb\"",
        1,
        4,
        "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value",
    ),
    (
        "{\"a\nb\":1}",
        1,
        5,
        "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in name",
    ),
    ("\"\\x\"", 1, 4, "Unrecognized character escape 'x' (code 120)"),
    (
        "\"\\u12G4\"",
        1,
        7,
        "Unexpected character ('G' (code 71)): expected a hex-digit for character escape sequence",
    ),
    ("\"\\u12", 1, 6, "Unexpected end-of-input in character escape sequence"),
    ("\"\\", 1, 3, "Unexpected end-of-input in character escape sequence"),
    ("\"a", 1, 3, "Unexpected end-of-input: was expecting closing quote for a string value"),
    ("{\"a", 1, 4, "Unexpected end-of-input in field name"),
    ("'a'", 1, 2, "Unexpected character (''' (code 39)): expected a valid value <values>"),
    ("/", 1, 2, "Unexpected character ('/' (code 47)): <comment>"),
    ("[/", 1, 3, "Unexpected character ('/' (code 47)): <comment>"),
    ("// c\n1", 1, 2, "Unexpected character ('/' (code 47)): <comment>"),
    ("[1/]", 1, 4, "Unexpected character ('/' (code 47)): <comment>"),
    (
        "\u{1}",
        1,
        2,
        "Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is allowed between tokens",
    ),
    (
        "[\u{1}]",
        1,
        3,
        "Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is allowed between tokens",
    ),
    ("1 2", 1, 3, "Trailing token (of type VALUE_NUMBER_INT)<trailing>"),
    ("{} x", 1, 5, "Unrecognized token 'x': was expecting <values>"),
    ("{} {}", 1, 4, "Trailing token (of type START_OBJECT)<trailing>"),
    ("1 \"a\"", 1, 3, "Trailing token (of type VALUE_STRING)<trailing>"),
    ("1 true", 1, 3, "Trailing token (of type VALUE_TRUE)<trailing>"),
    ("[] []", 1, 4, "Trailing token (of type START_ARRAY)<trailing>"),
    ("1 1.5", 1, 3, "Trailing token (of type VALUE_NUMBER_FLOAT)<trailing>"),
    (
        "[1]]",
        1,
        5,
        "Unexpected close marker ']': expected '}' (for root starting at <source>line: 1, column: 0])",
    ),
    (
        "{}}",
        1,
        4,
        "Unexpected close marker '}': expected ']' (for root starting at <source>line: 1, column: 0])",
    ),
    ("[1\n,\n  x]", 3, 4, "Unrecognized token 'x': was expecting <values>"),
    ("[1\r\n,\r x]", 3, 3, "Unrecognized token 'x': was expecting <values>"),
    ("é", 1, 2, "Unrecognized token 'é': was expecting <values>"),
    ("[é]", 1, 3, "Unrecognized token 'é': was expecting <values>"),
    ("€", 1, 2, "Unrecognized token '€': was expecting <values>"),
    ("[\"é\", x]", 1, 8, "Unrecognized token 'x': was expecting <values>"),
    ("[1;]", 1, 4, "Unexpected character (';' (code 59)): was expecting comma to separate Array entries"),
    (
        "{\"a\";1}",
        1,
        6,
        "Unexpected character (';' (code 59)): was expecting a colon to separate field name and value",
    ),
    ("@", 1, 2, "Unexpected character ('@' (code 64)): expected a valid value <values>"),
    ("[@]", 1, 3, "Unexpected character ('@' (code 64)): expected a valid value <values>"),
    ("true/", 1, 6, "Unexpected character ('/' (code 47)): <comment>"),
    ("nullx", 1, 6, "Unrecognized token 'nullx': was expecting <values>"),
    ("[nul]", 1, 5, "Unrecognized token 'nul': was expecting <values>"),
    ("[truex]", 1, 7, "Unrecognized token 'truex': was expecting <values>"),
    ("1/", 1, 3, "Unexpected character ('/' (code 47)): Expected space separating root-level values"),
    ("{,}", 1, 3, "Unexpected character (',' (code 44)): was expecting double-quote to start field name"),
    (
        "{\"a\":1 \"b\":2}",
        1,
        9,
        "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
    ),
    (
        "{\"a\":1;}",
        1,
        8,
        "Unexpected character (';' (code 59)): was expecting comma to separate Object entries",
    ),
    (
        "--1",
        1,
        3,
        "Unexpected character ('-' (code 45)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
    ),
    ("1.5.5", 1, 5, "Unexpected character ('.' (code 46)): Expected space separating root-level values"),
    (
        "1..5",
        1,
        3,
        "Unexpected character ('.' (code 46)) in numeric value: Decimal point not followed by a digit",
    ),
    ("0x10", 1, 3, "Unexpected character ('x' (code 120)): Expected space separating root-level values"),
    ("[0x10]", 1, 4, "Unexpected character ('x' (code 120)): was expecting comma to separate Array entries"),
    (
        "\t\u{b}1",
        1,
        3,
        "Illegal character ((CTRL-CHAR, code 11)): only regular white space (\\r, \\n, \\t) is allowed between tokens",
    ),
    ("[\u{a0}1]", 1, 3, "Unexpected character ('\u{a0}' (code 160)): expected a valid value <values>"),
    ("#", 1, 2, "Unexpected character ('#' (code 35)): expected a valid value <values>"),
    ("{\"a\":1}#", 1, 9, "Unexpected character ('#' (code 35)): expected a valid value <values>"),
    (
        "\"\u{0}\"",
        1,
        3,
        "Illegal unquoted character ((CTRL-CHAR, code 0)): has to be escaped using backslash to be included in string value",
    ),
    ("tr ue", 1, 3, "Unrecognized token 'tr': was expecting <values>"),
    ("[tru]", 1, 5, "Unrecognized token 'tru': was expecting <values>"),
    ("[t", 1, 3, "Unrecognized token 't': was expecting <values>"),
    ("[t,", 1, 3, "Unrecognized token 't': was expecting <values>"),
    ("$x", 1, 3, "Unrecognized token '$x': was expecting <values>"),
    ("_x", 1, 3, "Unrecognized token '_x': was expecting <values>"),
    ("x-y", 1, 2, "Unrecognized token 'x': was expecting <values>"),
    ("x.y", 1, 2, "Unrecognized token 'x': was expecting <values>"),
    (
        "\u{feff}1",
        1,
        2,
        "Unexpected character ('\u{feff}' (code 65279 / 0xfeff)): expected a valid value <values>",
    ),
    ("Nope", 1, 5, "Unrecognized token 'Nope': was expecting <values>"),
    ("Inf", 1, 4, "Unrecognized token 'Inf': was expecting <values>"),
    (
        "[-I]",
        1,
        5,
        "Unexpected character (']' (code 93)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
    ),
    (
        "-Ix",
        1,
        4,
        "Unexpected character ('x' (code 120)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
    ),
    ("+", 1, 2, "Unexpected end-of-input in a Number value"),
    ("[+", 1, 3, "Unexpected end-of-input in a Number value"),
    ("+I", 1, 3, "Unexpected end-of-input in a Number value"),
    ("+INF", 1, 5, "Non-standard token '+INF': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"),
];

fn spelled_out(message: &str) -> String {
    message
        .replace("<values>", "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')")
        .replace("<source>", "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ")
        .replace(
            "<trailing>",
            " found after value (bound as `com.fasterxml.jackson.databind.JsonNode`): not allowed as per \
             `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`",
        )
        .replace(
            "<comment>",
            "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for \
             parser)",
        )
}

#[test]
fn errors_are_those_of_jackson() {
    for &(text, line, column, message) in ERRORS {
        let error = Value::from_json(text).expect_err(text);
        assert_eq!((error.line(), error.column()), (line, column), "place in {text:?}");
        assert_eq!(error.message(), spelled_out(message), "message for {text:?}");
    }
}

#[test]
fn an_error_knows_its_offset_and_prints_itself() {
    let error = Value::from_json("[\"é\",\n nope]").expect_err("not JSON");
    assert_eq!(error.offset(), 12);
    assert!(error.to_string().ends_with("at line 2, column 6"), "{error}");
    assert_eq!(
        error.jackson_text(),
        "Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or \
         'false')\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 2, column: 6]"
    );
}

#[test]
fn a_text_without_a_value() {
    for (text, line, column) in [("", 1, 0), ("  ", 1, 2), ("\n ", 2, 1)] {
        let error = Value::from_json(text).expect_err(text);
        assert_eq!(error.message(), "No content to map due to end-of-input");
        assert_eq!((error.line(), error.column()), (line, column));
    }
}

#[test]
fn numbers_keep_what_they_were_written_as() {
    for (text, printed) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "-0.0"),
        ("1.0", "1.0"),
        ("1.10", "1.1"),
        ("1E5", "100000.0"),
        ("0.1e-7", "1.0E-8"),
        ("999999999999999999", "999999999999999999"),
        ("-999999999999999999", "-999999999999999999"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", "9223372036854775808"),
        ("18446744073709551615", "18446744073709551615"),
        ("18446744073709551616", "18446744073709551616"),
        ("-9223372036854775809", "-9223372036854775809"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("2.2250738585072011e-308", "2.225073858507201E-308"),
    ] {
        assert_eq!(Value::from_json(text).expect(text).to_string(), printed, "{text}");
    }
}

#[test]
fn numbers_without_a_place_are_errors() {
    assert!(Value::from_json("1e400").is_err());
    assert!(Value::from_json("-1e400").is_err());
    assert_eq!(Value::from_json("1e-400").expect("underflows").to_string(), "0.0");
    let digits = "1".repeat(1000);
    assert_eq!(Value::from_json(&digits).expect("as long as can be").to_string(), digits);
    let error = Value::from_json(&format!("[{digits}0]")).expect_err("too long");
    assert_eq!(
        error.message(),
        "Number value length (1001) exceeds the maximum allowed (1000, from \
         `StreamReadConstraints.getMaxNumberLength()`)"
    );
}

#[test]
fn strings_with_escapes() {
    let text = r#""a\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\uDE00z""#;
    assert_eq!(Value::from_json(text).expect("JSON"), "a\"\\/\u{8}\u{c}\n\r\té€😀z");
}

#[test]
fn half_a_surrogate_pair_becomes_a_replacement_character() {
    for (text, expected) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude00x""#, "\u{fffd}x"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
    ] {
        assert_eq!(Value::from_json(text).expect(text), expected, "{text}");
    }
}

#[test]
fn specials_are_found_wherever_they_stand() {
    for len in 0..40 {
        for at in 0..len {
            for (special, escaped) in
                [("\"", "\\\""), ("\\", "\\\\"), ("\u{1f}", "\\u001F"), ("é", "é"), ("\u{7f}", "\u{7f}")]
            {
                let (before, after) = ("x".repeat(at), "é".repeat(len - at));
                let value = Value::from(format!("{before}{special}{after}"));
                let text = format!("\"{before}{escaped}{after}\"");
                assert_eq!(value.to_string(), text);
                assert_eq!(Value::from_json(&text).expect("JSON"), value);
            }
        }
    }
}

#[test]
fn of_a_key_given_twice_the_last_value_counts() {
    let value = Value::from_json(r#"{"a":1,"b":{"c":1,"c":2},"a":3}"#).expect("JSON");
    assert_eq!(value.to_string(), r#"{"a":3,"b":{"c":2}}"#);
    let many: Vec<_> = (0..50).map(|n| format!("\"k{}\":{n}", n % 25)).collect();
    let value = Value::from_json(&format!("{{{}}}", many.join(","))).expect("JSON");
    let object = value.as_object().expect("an object");
    assert_eq!(object.len(), 25);
    assert!(object.iter().enumerate().all(|(at, (key, n))| key == &format!("k{at}") && *n == at + 25));
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested =
        |open: &str, close: &str, levels| format!("{}1{}", open.repeat(levels), close.repeat(levels));
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deepest = nested(open, close, MAX_DEPTH);
        assert_eq!(Value::from_json(&deepest).expect("deep").to_string(), deepest);
        let error = Value::from_json(&nested(open, close, MAX_DEPTH + 1)).expect_err("too deep");
        assert_eq!(
            error.message(),
            "Document nesting depth (1001) exceeds the maximum allowed (1000, from \
             `StreamReadConstraints.getMaxNestingDepth()`)"
        );
    }
    assert!(Value::from_json(&"[".repeat(1_000_000)).is_err());
}

#[test]
fn bytes_must_be_utf8() {
    assert_eq!(Value::from_json_slice(b"{\"a\":\"\xC3\xA9\"}").expect("JSON")["a"], "é");
    let error = Value::from_json_slice(b"[\n\"\xFF\"]").expect_err("not UTF-8");
    assert_eq!(error.message(), "Invalid UTF-8 start byte 0xff");
    assert_eq!((error.line(), error.column(), error.offset()), (2, 2, 3));
    let error = Value::from_json_slice(b"\"\xE2\x82x\"").expect_err("not UTF-8");
    assert_eq!(error.message(), "Invalid UTF-8 middle byte 0x78");
    assert!(Value::from_json_slice(b"\"\xE2").is_err());
}

#[test]
fn a_number_alone() {
    assert_eq!("1.50".parse::<Number>().expect("a number").to_string(), "1.5");
    assert!("x".parse::<Number>().is_err());
    assert!("\"1\"".parse::<Number>().is_err());
    assert!("1 2".parse::<Number>().is_err());
}

/// The members of an object; rows have much in common, and some a key twice.
fn row() -> impl Strategy<Value = Vec<(&'static str, i64)>> {
    const KEYS: [&str; 6] = ["a", "bc", "a\"b", "new\nline", "a key that is longer than others", ""];
    let number = 0..1000_i64;
    let same = number.clone().prop_map(|number| KEYS.iter().map(|key| (*key, number)).collect::<Vec<_>>());
    let prefix = (same, 0..=KEYS.len()).prop_map(|(mut row, len)| {
        row.truncate(len);
        row
    });
    prop_oneof![prefix, prop::collection::vec((prop::sample::select(&KEYS[..]), number), 0..20)]
}

fn row_text(row: &[(&str, i64)], space: &str) -> String {
    let member = |(key, number): &(&str, i64)| format!("{space}{}{space}:{space}{number}", Value::from(*key));
    format!("{{{}{space}}}", row.iter().map(member).collect::<Vec<_>>().join(","))
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(value in any_value()) {
        let text = value.to_string();
        prop_assert_eq!(Value::from_json(&text).expect("own text"), value.clone());
        prop_assert_eq!(Value::from_json(&format!("{value:#}")).expect("own text"), value.clone());
        prop_assert_eq!(Value::from_json(&text).expect("own text").to_string(), text);
    }

    #[test]
    fn serde_json_accepts_what_we_accept(text in json_text()) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        let ours = Value::from_json(&text);
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?} {:?}", ours, theirs);
        if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
            prop_assert_eq!(serde_json::Value::from(&ours), theirs);
        }
    }

    #[test]
    fn objects_one_after_the_other(rows in prop::collection::vec(row(), 0..5), space in " {0,10}") {
        let texts: Vec<String> = rows.iter().map(|row| row_text(row, &space)).collect();
        let text = format!("[{}]", texts.join(","));
        let expected: Value = rows.iter().map(|row| Value::from_iter(row.clone())).collect();
        let found = Value::from_json(&text).expect("valid");
        prop_assert_eq!(found.to_string(), expected.to_string());
        for (row, found) in expected.as_array().expect("an array").iter().zip(found.as_array().expect("an array")) {
            for (key, value) in row.as_object().expect("an object") {
                prop_assert_eq!(found.get(key), Some(value));
            }
        }
    }

    #[test]
    fn decimals_are_the_nearest_doubles(text in "-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,17}") {
        let found = Value::from_json(&format!("[{text}]")).expect("valid");
        let bits = |double: f64| double.to_bits();
        prop_assert_eq!(found[0].as_f64().map(bits), text.parse().ok().map(bits), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = Value::from_json(&text);
        let _ = Value::from_json(&format!("[\"{text}\"]"));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        let _ = Value::from_json_slice(&bytes);
    }
}

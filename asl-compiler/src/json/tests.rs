use std::collections::BTreeMap;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::source::Source;

fn read(text: &str) -> (Option<Node>, Vec<(String, String)>) {
    let source = Source::new("x.json", text);
    let mut diagnostics = Diagnostics::default();
    let node = parse(&source, &mut diagnostics);
    diagnostics.finish();
    let found =
        diagnostics.iter().map(|d| (d.message.clone(), source.slice(d.primary.span).to_owned())).collect();
    (node, found)
}

fn good(text: &str) -> Node {
    let (node, found) = read(text);
    assert!(found.is_empty(), "{text}: {found:?}");
    node.unwrap()
}

#[test]
fn every_kind_of_value() {
    let node = good(" {\"a\": [1, -0.5e+3, true, false, null, \"x\"], \"a\": {}} ");
    assert_eq!(node.span, Span::new(1, 53));
    let Value::Object(members) = node.value else { panic!("not an object") };
    assert_eq!(members.len(), 2, "duplicates are kept");
    let Value::Array(items) = &members[0].value.value else { panic!("not an array") };
    assert_eq!(items[1].value, Value::Number("-0.5e+3".to_owned()));
    assert_eq!(items[1].span, Span::new(11, 18));
    assert_eq!(members[0].key.span(), Span::new(2, 5));
}

#[test]
fn mistakes_and_their_places() {
    for (text, message, place) in [
        ("", "the text is empty", ""),
        ("{\"a\": 1,}", "trailing comma", ","),
        ("[1,]", "trailing comma", ","),
        ("[1 2]", "missing comma", ""),
        ("{\"a\" 1}", "expected `:` after a member's name", "1"),
        ("{a: 1}", "expected the name of a member", "a"),
        ("{\"a\": ${Max}}", "expected a value", "$"),
        ("{\"a\": 'x'}", "expected a value", "'"),
        ("[True]", "expected a value", "True"),
        ("[01]", "malformed number", "01"),
        ("[1.]", "malformed number", "1."),
        ("[.5]", "expected a value", ".5"),
        ("[1e]", "malformed number", "1e"),
        ("// hi\n{}", "JSON has no comments", "// hi"),
        ("{/* hi */}", "JSON has no comments", "/* hi */"),
        ("{} x", "text after the end of the definition", "x"),
        ("[\"a\\q\"]", "malformed escape", "\\q"),
        ("[\"\\ud800\"]", "malformed escape", "\\ud800"),
        ("[\"\\u12\"]", "malformed escape", "\\u"),
        ("[\"a\u{1}\"]", "control character in a string", "\u{1}"),
        ("[1}", "`}` where `]` was expected", "}"),
        ("[1", "the text ends too early", ""),
        ("{\"a\":", "the text ends where a value was expected", ""),
    ] {
        let (node, found) = read(text);
        assert!(node.is_none(), "{text}");
        assert_eq!(found[0], (message.to_owned(), place.to_owned()), "{text}");
    }
}

#[test]
fn several_mistakes_at_once() {
    let (_, found) = read("{\n  \"a\": True,\n  \"b\": [1, 02],\n  'c': 3,\n  \"d\": 4,\n}");
    let places: Vec<_> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["True", "02", "'", ","]);
}

#[test]
fn an_unterminated_string_ends_with_its_line() {
    let (_, found) = read("{\"a\": \"x,\n\"b\": tru}");
    assert_eq!(found[0].0, "unterminated string");
    assert!(found.iter().any(|(_, place)| place == "tru"), "{found:?}");
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    good(&nested(MAX_DEPTH));
    let (node, found) = read(&nested(MAX_DEPTH + 1));
    assert!(node.is_none());
    assert_eq!(found.len(), 1);
    assert_eq!(read(&"[".repeat(1_000_000)).1.len(), 1);
    assert_eq!(read(&"{\"a\":".repeat(100_000)).1.len(), 1);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(good("\u{feff}{}").span, Span::new(3, 5));
}

fn text(json: &str) -> Text {
    match good(json).value {
        Value::String(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn places_inside_strings() {
    let json = r#""$.a[\"x\"] \u00e9\ud83d\ude00ä""#;
    let text = text(json);
    assert_eq!(text.as_str(), "$.a[\"x\"] é😀ä");
    let at = |range: std::ops::Range<usize>| {
        let span = text.locate(range);
        json.get(span.range()).unwrap()
    };
    assert_eq!(at(0..3), "$.a");
    assert_eq!(at(3..8), r#"[\"x\"]"#);
    assert_eq!(at(4..5), r#"\""#);
    assert_eq!(at(5..6), "x");
    assert_eq!(at(9..11), r"\u00e9");
    assert_eq!(at(11..15), r"\ud83d\ude00");
    assert_eq!(at(15..17), "ä");
    assert_eq!(at(0..17), json.get(1..json.len() - 1).unwrap());
    assert_eq!(text.locate(17..17), Span::at(json.len() - 1));
    assert_eq!(text.locate(40..90), Span::at(json.len() - 1));
    assert_eq!(self::text("\"\"").locate(0..0), Span::at(1));
}

#[test]
fn placeholders_are_found() {
    let names = |text| placeholders(text).into_iter().map(|(_, name)| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(names("arn:${AWS::Partition}:x:${ Y }"), ["AWS::Partition", "Y"]);
    assert!(names("$.a ${open").is_empty());
    assert_eq!(names("${}"), [""]);
}

#[test]
fn substitution_keeps_places() {
    let json = r#"{"${K}": "a\n${Name}-${Other}.${Name}"}"#;
    let mut node = good(json);
    let values =
        BTreeMap::from([("Name".to_owned(), "long value".to_owned()), ("K".to_owned(), "key".to_owned())]);
    substitute(&mut node, &values);
    let Value::Object(members) = node.value else { panic!("not an object") };
    assert_eq!(members[0].key.as_str(), "key");
    let Value::String(text) = &members[0].value.value else { panic!("not a string") };
    assert_eq!(text.as_str(), "a\nlong value-${Other}.long value");
    assert!(text.is_substituted());
    let at = |range: std::ops::Range<usize>| {
        let span = text.locate(range);
        json.get(span.range()).unwrap()
    };
    assert_eq!(at(4..6), "${Name}", "any part of a value stands for its placeholder");
    assert_eq!(at(1..2), "\\n");
    assert_eq!(at(13..21), "${Other}");
    assert_eq!(at(12..13), "-");
}

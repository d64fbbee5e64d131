//! Values to text.

use proptest::prelude::*;

use super::any_value;
use crate::json;
use crate::value::Value;

#[test]
fn json_is_escaped_as_jackson_does() {
    let value = json!("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f} \"\\/é€😀\u{7f}\u{2028}");
    assert_eq!(value.to_string(), "\"\\u0000\\b\\t\\n\\u000B\\f\\r\\u001F \\\"\\\\/é€😀\u{7f}\u{2028}\"");
    assert_eq!(json!({"\n": 1}).to_string(), r#"{"\n":1}"#);
}

#[test]
fn order_is_kept() {
    let value = json!({"z": 1, "a": {"y": [], "b": {}}, "m": [null, true, false]});
    assert_eq!(value.to_string(), r#"{"z":1,"a":{"y":[],"b":{}},"m":[null,true,false]}"#);
    assert_eq!(value.to_json_vec(), value.to_string().into_bytes());
    assert_eq!(format!("{value:?}"), value.to_string());
    let mut text = String::from("x=");
    value["m"].write_json(&mut text);
    assert_eq!(text, "x=[null,true,false]");
}

#[test]
fn pretty() {
    let value = json!({"a": [1, {"b": []}], "c": {}});
    assert_eq!(
        format!("{value:#}"),
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}"
    );
    assert_eq!(format!("{:#}", json!([])), "[]");
}

#[test]
fn java_text() {
    for (value, text) in [
        (json!("raw \"text\""), "raw \"text\""),
        (json!(null), "null"),
        (json!(true), "true"),
        (json!(17), "17"),
        (json!(1e10), "1.0E10"),
        (json!({"Arg1": 1, "Arg2": []}), "{Arg1=1, Arg2=[]}"),
        (json!(["a", "b", ["c \"d\""], null]), "[a, b, [c \"d\"], null]"),
        (json!({"a": {"b": {}}, "c": "d"}), "{a={b={}}, c=d}"),
    ] {
        assert_eq!(value.java_to_string(), text);
        let mut appended = String::from("> ");
        value.write_java(&mut appended);
        assert_eq!(appended, format!("> {text}"));
    }
}

#[test]
fn measuring_stops_early() {
    let value = json!({"a": ["x", 1.0]});
    assert_eq!(value.json_len(), 15);
    assert!(value.json_len_within(15) && !value.json_len_within(14));
    assert!(json!(null).json_len_within(4) && !json!(null).json_len_within(3));
}

proptest! {
    #[test]
    fn the_length_is_that_of_the_text(value in any_value()) {
        prop_assert_eq!(value.json_len(), value.to_json_string().len());
    }

    #[test]
    fn serde_json_reads_what_we_print(value in any_value()) {
        let compact: serde_json::Value = serde_json::from_str(&value.to_string()).expect("JSON");
        let pretty: serde_json::Value = serde_json::from_str(&format!("{value:#}")).expect("JSON");
        prop_assert_eq!(&compact, &pretty);
        // Its doubles may be off by a little, so only the rest is compared exactly.
        let theirs = Value::from(compact);
        prop_assert_eq!(theirs.json_len() == 0, value.json_len() == 0);
    }

    #[test]
    fn we_read_what_serde_json_prints(value in any_value()) {
        let theirs = serde_json::Value::from(&value);
        let ours = Value::from_json(&theirs.to_string()).expect("JSON");
        prop_assert_eq!(serde_json::Value::from(&ours), theirs);
    }
}

#[test]
fn escapes_are_found_at_every_place_of_strings_of_every_length() {
    for len in 1..20 {
        for at in 0..len {
            for (special, escaped) in [("\"", "\\\""), ("\\", "\\\\"), ("\u{1f}", "\\u001F")] {
                let (before, behind) = ("é".repeat(at), "x".repeat(len - at - 1));
                let value = Value::from(format!("{before}{special}{behind}"));
                let text = format!("\"{before}{escaped}{behind}\"");
                assert_eq!(value.to_json_string(), text);
                assert_eq!(Value::from_json(&text).unwrap(), value);
            }
        }
    }
}

//! Serializing: values out, and anything into a value.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde::Serialize;
use serde::ser::{Error as _, SerializeMap as _, Serializer};

use super::super::tests::any_value;
use super::*;
use crate::json;

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Newtype(u8);

#[derive(Serialize)]
struct Pair(u8, &'static str);

#[derive(Serialize)]
struct Fields<T> {
    a_field: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    none: Option<u8>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Unit,
    Newtype(u8),
    Tuple(u8, u8),
    Struct { x: u8 },
}

struct Bytes<'b>(&'b [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// What serializes in a way of its own.
struct Custom<F>(F);

impl<F: Fn(&str) -> Result<String, String>> Serialize for Custom<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = (self.0)("x").map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

#[test]
fn every_kind_of_data() {
    const BYTES: &[u8] = b"\x00\xff";
    macro_rules! check {
        ($($from:expr => $json:expr;)+) => {$(
            assert_eq!(Value::from_serialize(&$from).expect("serializes"), $json);
        )+};
    }
    check! {
        () => Value::Null;
        Unit => Value::Null;
        true => Value::Bool(true);
        -1_i8 => Value::from(-1);
        i128::MIN => Value::from(i128::MIN);
        u128::MAX => Value::from(u128::MAX);
        1.5_f32 => Value::from(1.5);
        f64::NAN => Value::Null;
        'é' => Value::from("é");
        "text" => Value::from("text");
        Some(1) => Value::from(1);
        None::<u8> => Value::Null;
        Newtype(1) => Value::from(1);
        Pair(1, "a") => Value::from_iter([Value::from(1), "a".into()]);
        (1, "a", [2]) => Value::from_iter([Value::from(1), "a".into(), [2].into()]);
        Bytes(BYTES) => Value::from([0, 255]);
        Vec::<u8>::new() => Value::Array(Array::new());
        Fields { a_field: 1, none: None } => Value::from_iter([("a_field", 1)]);
        Shape::Unit => Value::from("Unit");
        Shape::Newtype(1) => Value::from_iter([("Newtype", 1)]);
        Shape::Tuple(1, 2) => Value::from_iter([("Tuple", [1, 2])]);
        Shape::Struct { x: 1 } => Value::from_iter([("Struct", Value::from_iter([("x", 1)]))]);
        std::net::Ipv4Addr::LOCALHOST => Value::from("127.0.0.1");
        HashMap::from([("k", Shape::Unit)]) => Value::from_iter([("k", "Unit")]);
    }
}

#[test]
fn keys_become_text() {
    macro_rules! check {
        ($($key:expr => $text:literal;)+) => {$(
            let map = Value::from_serialize(&Entry($key)).expect("serializes");
            assert_eq!(map, Value::from_iter([($text, 1)]));
        )+};
    }
    struct Entry<K>(K);
    impl<K: Serialize> Serialize for Entry<K> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_key(&self.0)?;
            map.serialize_value(&1)?;
            map.end()
        }
    }
    check! {
        "a" => "a";
        -5_i64 => "-5";
        u128::MAX => "340282366920938463463374607431768211455";
        true => "true";
        'c' => "c";
        1.5 => "1.5";
        Newtype(7) => "7";
        Some(1) => "1";
        Shape::Unit => "Unit";
        Value::from("text") => "text";
        Value::from(12) => "12";
    }
    for wrong in [
        Value::from_serialize(&Entry(())),
        Value::from_serialize(&Entry(None::<u8>)),
        Value::from_serialize(&Entry([1])),
        Value::from_serialize(&Entry(Shape::Struct { x: 1 })),
        Value::from_serialize(&Entry(Shape::Newtype(1))),
        Value::from_serialize(&Entry(f64::NAN)),
        Value::from_serialize(&Entry(Value::from([1]))),
    ] {
        assert_eq!(wrong.expect_err("not text").to_string(), "a key must be a string");
    }
}

#[test]
fn errors_name_the_place() {
    let fails = || Custom(|_: &str| Err("no such thing".to_owned()));
    let nested =
        Fields { a_field: BTreeMap::from([("odd key!", vec![(1, Err(fails())), (2, Ok(1))])]), none: None };
    let error = Value::from_serialize(&nested).expect_err("fails");
    assert_eq!(error.to_string(), r#"a_field["odd key!"][0][1].Err: no such thing"#);
    assert_eq!(
        (error.path(), error.message()),
        (r#"a_field["odd key!"][0][1].Err"#.to_owned(), "no such thing")
    );
    let tuple = BTreeMap::from([(Shape::Tuple(1, 2), 1)]);
    assert_eq!(
        Value::from_serialize(&[tuple]).expect_err("fails").to_string(),
        "[0]: a key must be a string"
    );
}

#[test]
fn values_inside_are_shared() {
    let long = json!("text that is too long to lie inside of a value itself");
    let value = json!({"items": [1, 2], "text": long});
    let made = Value::from_serialize(&Fields { a_field: (&value, value["items"].as_array()), none: None });
    let made = made.expect("serializes");
    let members = |value: &Value| value.as_object().map(|object| object.entries().as_ptr());
    let items = |value: &Value| value.as_array().map(|array| array.as_slice().as_ptr());
    assert_eq!(members(&made["a_field"][0]), members(&value));
    assert_eq!(items(&made["a_field"][1]), items(&value["items"]));
    assert_eq!(made["a_field"][0], value);
}

#[test]
fn another_format_may_be_at_work_inside_of_ours() {
    let value = json!({"a": [1, {"b": null}], "c": "d"});
    let printed = |_: &str| serde_json::to_string(&value).map_err(|error| error.to_string());
    let made = Value::from_serialize(&(&value, Custom(printed), &value)).expect("serializes");
    assert_eq!(made, json!([&value, serde_json::to_string(&value).expect("JSON"), &value]));
    let nested =
        |_: &str| Value::from_serialize(&[&value]).map(|made| made.to_string()).map_err(|e| e.to_string());
    let made = Value::from_serialize(&(Custom(nested), &value)).expect("serializes");
    assert_eq!(made, json!([r#"[{"a":[1,{"b":null}],"c":"d"}]"#, value]));
}

#[test]
fn numbers_of_all_sizes_go_out() {
    for (text, printed) in [
        ("18446744073709551615", "18446744073709551615"),
        ("-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728"),
        ("340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
        ("1.0", "1.0"),
    ] {
        let value = Value::from_json(text).expect("JSON");
        assert_eq!(serde_json::to_string(&value).expect("serializes"), printed);
        assert_eq!(Value::from_serialize(&value).expect("serializes").to_string(), text);
    }
    assert!(serde_json::to_string(&Value::from_json(&"9".repeat(400)).expect("JSON")).is_err());
}

#[test]
fn hidden_numbers_and_raw_json() {
    #[derive(Serialize)]
    #[serde(rename = "$serde_json::private::Number")]
    struct HiddenNumber {
        #[serde(rename = "$serde_json::private::Number")]
        text: &'static str,
    }
    #[derive(Serialize)]
    #[serde(rename = "$serde_json::private::RawValue")]
    struct Raw {
        #[serde(rename = "$serde_json::private::RawValue")]
        text: &'static str,
    }
    let number = HiddenNumber { text: "123456789012345678901" };
    assert_eq!(Value::from_serialize(&[number]).expect("a number").to_string(), "[123456789012345678901]");
    assert_eq!(Value::from_serialize(&Raw { text: "{\"a\": [1]}" }).expect("JSON"), json!({"a": [1]}));
    assert!(Value::from_serialize(&Raw { text: "{" }).is_err());
}

proptest! {
    #[test]
    fn serde_json_sees_the_same(value in any_value()) {
        let text = serde_json::to_string(&value).expect("serializes");
        prop_assert_eq!(Value::from_json(&text).expect("JSON"), value.clone());
        let theirs = serde_json::Value::from(&value);
        prop_assert_eq!(Value::from_serialize(&theirs).expect("serializes"), Value::from(theirs));
        prop_assert_eq!(Value::from_serialize(&value).expect("serializes"), value);
    }
}

//! Values as a whole, and the random values that other tests use.

mod access;
mod bounds;
mod fixed;
mod macros;
mod text;
mod texts;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::size_of;

use proptest::prelude::*;

use super::*;
use crate::json;

/// Any value, nested a few levels.
pub(super) fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i128>().prop_map(Value::from),
        (-20..20_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-2000..2000_i32).prop_map(|n| Value::from(f64::from(n) / 8.0)),
        any::<String>().prop_map(Value::from),
        "[a-c\"\\\\\n]{0,30}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec(("[a-f]{0,2}|.{0,30}", inner), 0..24).prop_map(Value::from_iter),
        ]
    })
}

/// Text that is nearly, and quite often, JSON.
pub(super) fn json_text() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"\\n\"",
        "1",
        "0",
        "-1",
        "1.5",
        "2e1",
        "true",
        "false",
        "null",
        " ",
        "\n",
        "[1]",
        "{\"a\":1}",
        "[]",
        "{}",
        ",\"c\":",
        ",2",
    ]);
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn sizes() {
    assert_eq!(size_of::<Value>(), 24);
    assert_eq!(size_of::<Option<Value>>(), 24);
    assert_eq!(size_of::<Number>(), 16);
    assert_eq!(size_of::<Array>(), 16);
    assert_eq!(size_of::<Object>(), 16);
}

#[test]
fn values_go_between_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Value>();
    check::<JsonError>();
    check::<SerializeError>();
    check::<DeserializeError>();
}

#[test]
fn the_default_is_null() {
    assert!(Value::default().is_null());
    let mut value = json!([1]);
    assert_eq!(value.take(), json!([1]));
    assert!(value.is_null());
}

#[test]
fn a_copy_is_not_changed_with_the_original() {
    let original = json!({"a": {"b": [1, {"c": "text that is too long to lie inside a value"}]}, "d": 1});
    let text = original.to_string();
    let mut copy = original.clone();
    copy["a"]["b"][1]["c"] = 2.into();
    copy["a"]["b"].as_array_mut().expect("an array").push(3);
    copy["d"] = Value::Null;
    copy["e"] = json!([]);
    copy.pointer_mut("/a").and_then(Value::as_object_mut).expect("an object").insert("f", 4);
    assert_eq!(original.to_string(), text);
    assert_eq!(copy.to_string(), r#"{"a":{"b":[1,{"c":2},3],"f":4},"d":null,"e":[]}"#);
}

#[test]
fn equality_is_that_of_json() {
    assert_eq!(json!({"a": 1, "b": [2]}), json!({"b": [2], "a": 1}));
    assert_ne!(json!([1, 2]), json!([2, 1]));
    assert_ne!(json!(1), json!(1.0));
    assert_ne!(json!({"a": 1}), json!({"a": 1, "b": null}));
    assert_ne!(json!({"a": 1, "b": 2}), json!({"a": 1, "c": 2}));
    assert_ne!(json!([[1], [2]]), json!([[1], [3]]));
    assert_ne!(json!([]), json!({}));
    assert_ne!(Value::Null, json!(false));
    assert_eq!(json!([{"x": 1, "y": {"z": []}}]), json!([{"y": {"z": []}, "x": 1}]));
}

#[test]
fn equality_with_everyday_types() {
    assert_eq!(json!("a"), "a");
    assert_eq!("a", json!("a"));
    assert_eq!(*"a", json!("a"));
    assert_eq!(json!("a"), String::from("a"));
    assert_eq!(json!("a"), Text::from("a"));
    assert_eq!(String::from("a"), json!("a"));
    assert_eq!(json!(1), 1);
    assert_eq!(1, json!(1));
    assert_eq!(json!(1), 1_i64);
    assert_eq!(json!(1), 1_u8);
    assert_eq!(1_usize, json!(1));
    assert_eq!(json!(u64::MAX), u64::MAX);
    assert_eq!(json!(1.5), 1.5);
    assert_eq!(true, json!(true));
    assert!(json!(1) != 1.0);
    assert!(json!(1.0) != 1);
    assert!(json!("1") != 1);
    assert!(json!(-1) != u64::MAX);
}

#[test]
fn deep_nesting_costs_no_stack() {
    let nest = |mut value: Value| {
        for level in 0..300_000 {
            value = if level % 2 == 0 { Value::from([value]) } else { Value::from_iter([("a", value)]) };
        }
        value
    };
    let (one, same, other) = (nest(json!(1)), nest(json!(1)), nest(json!(2)));
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert_eq!(hash(&one), hash(&same));
    assert_eq!(one.to_json_string().len(), one.json_len());
    assert!(!one.json_len_within(1000));
    assert!(one.java_to_string().starts_with("{a=[{a=["));
    drop((one, same, other));
    // Several deep values in one, and one that outlives the drop of another that shares it.
    let shared = nest(json!(3));
    let both = json!([nest(json!(4)), [&shared, nest(json!(5))]]);
    drop(both);
    assert!(shared.as_object().is_some_and(|object| object.len() == 1));
    std::thread::spawn(move || drop(shared)).join().expect("no overflow on another thread");
}

#[test]
fn values_are_keys_of_sets() {
    let distinct: HashSet<Value> =
        [json!({"a": [1], "b": 2}), json!({"b": 2, "a": [1]}), json!(0.0), json!(-0.0), json!(1), json!(1.0)]
            .into();
    assert_eq!(distinct.len(), 4);
}

#[test]
fn conversions() {
    assert_eq!(Value::from(()), Value::Null);
    assert_eq!(Value::from(Some(1)), json!(1));
    assert_eq!(Value::from(None::<bool>), Value::Null);
    assert_eq!(Value::from(vec!["a", "b"]), json!(["a", "b"]));
    assert_eq!(Value::from([1, 2]), json!([1, 2]));
    assert_eq!(Value::from(&[1.5][..]), json!([1.5]));
    assert_eq!(Value::from(std::borrow::Cow::Borrowed("a")), "a");
    assert_eq!(Value::from('é'), "é");
    assert_eq!(Value::from(0.1_f32).as_f64(), Some(f64::from(0.1_f32)));
    assert_eq!(Value::from(f64::NAN), Value::Null);
    assert_eq!(Value::from(f64::INFINITY), Value::Null);
    assert_eq!((0..3).map(Value::from).collect::<Value>(), json!([0, 1, 2]));
    assert_eq!([("a", 1), ("b", 2)].into_iter().collect::<Value>(), json!({"a": 1, "b": 2}));
    assert_eq!(Value::from(i128::MAX).to_string(), i128::MAX.to_string());
    assert_eq!(Value::from(u128::from(u64::MAX)), json!(u64::MAX));
}

#[test]
fn what_serde_json_cannot_hold() {
    let big: Value = "123456789012345678901234567890".parse().expect("JSON");
    assert_eq!(serde_json::Value::from(&big), serde_json::json!(1.234_567_890_123_456_8e29));
    let huge: Value = "9".repeat(400).parse().expect("JSON");
    assert_eq!(serde_json::Value::from(huge), serde_json::Value::Null);
}

#[test]
fn arrays_share_and_reuse_their_items() {
    let mut array: Array = [1, 2, 3].into_iter().collect();
    let copy = array.clone();
    array.make_mut().remove(0);
    array.extend([4, 5]);
    array[0] = "x".into();
    assert_eq!((array.len(), &array[0], &array[9]), (4, &json!("x"), &Value::Null));
    assert_eq!(copy.iter().rev().cloned().collect::<Array>(), [3, 2, 1].into_iter().collect::<Array>());
    let items = array.as_slice().as_ptr();
    let vec = Vec::from(array);
    assert_eq!(vec.as_ptr(), items, "items that nobody shares are not copied");
    assert_eq!(copy.clone().into_iter().rev().collect::<Vec<_>>(), [3, 2, 1].map(Value::from));
    let mut shared = copy.clone().into_iter();
    assert_eq!((shared.len(), shared.next(), shared.next_back()), (3, Some(json!(1)), Some(json!(3))));
    assert_eq!((shared.next(), shared.next(), shared.next_back()), (Some(json!(2)), None, None));
    assert_eq!(copy.into_iter().count(), 3);
    assert!(
        Array::new().is_empty() && Array::new().get(0).is_none() && Array::new().iter_mut().next().is_none()
    );
    assert_eq!(Array::new(), Array::with_capacity(3));
}

proptest! {
    #[test]
    fn serde_json_and_back(value in any_value()) {
        let theirs = serde_json::Value::from(&value);
        let back = Value::from(theirs.clone());
        prop_assert_eq!(&Value::from(&theirs), &back);
        prop_assert_eq!(serde_json::Value::from(back), theirs);
    }

    #[test]
    fn equal_values_have_equal_hashes(value in any_value()) {
        let reread = Value::from_json(&value.to_string()).expect("own text");
        prop_assert_eq!(&reread, &value);
        prop_assert_eq!(hash(&reread), hash(&value));
    }

    #[test]
    fn unequal_values_are_those_with_unequal_text(a in any_value(), b in any_value()) {
        let (sorted_a, sorted_b) = (serde_json::Value::from(&a), serde_json::Value::from(&b));
        if sorted_a != sorted_b {
            prop_assert_ne!(a, b);
        }
    }
}

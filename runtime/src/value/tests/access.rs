//! Looking into values and writing into them.

use proptest::prelude::*;

use super::any_value;
use crate::json;
use crate::value::{Text, Value};

#[test]
fn kinds() {
    let all = [json!(null), json!(true), json!(1), json!("a"), json!([]), json!({})];
    let is: [fn(&Value) -> bool; 6] = [
        Value::is_null,
        Value::is_boolean,
        Value::is_number,
        Value::is_string,
        Value::is_array,
        Value::is_object,
    ];
    for (at, value) in all.iter().enumerate() {
        let found: Vec<_> = is.iter().map(|is| is(value)).collect();
        assert_eq!(found.iter().position(|is| *is), Some(at));
        assert_eq!(found.iter().filter(|is| **is).count(), 1);
    }
}

#[test]
fn parts() {
    assert_eq!(json!(true).as_bool(), Some(true));
    assert_eq!(json!(null).as_null(), Some(()));
    assert_eq!(json!("a").as_str(), Some("a"));
    assert_eq!(json!("a").as_text(), Some(&Text::from("a")));
    assert_eq!((json!(-1).as_i64(), json!(-1).as_u64(), json!(-1).as_f64()), (Some(-1), None, Some(-1.0)));
    assert_eq!((json!(1.0).as_i64(), json!(1.0).as_f64()), (None, Some(1.0)));
    assert!(json!(1).is_i64() && json!(1).is_u64() && !json!(1).is_f64() && json!(1.0).is_f64());
    assert!(json!(u64::MAX).is_u64() && !json!(u64::MAX).is_i64());
    assert_eq!(json!([1]).as_array().map(super::Array::len), Some(1));
    assert_eq!(json!({"a": 1}).as_object().and_then(|object| object.get("a").cloned()), Some(json!(1)));
    assert!(json!("1").as_i64().is_none() && json!(1).as_str().is_none() && json!(1).as_array().is_none());
}

#[test]
fn indexing_finds_null_where_nothing_is() {
    let value = json!({"a": [1, {"b": 2}]});
    assert_eq!(value["a"][1]["b"], 2);
    assert_eq!(value[Text::from("a")][0], 1);
    assert_eq!(value[&String::from("a")][0], 1);
    assert!(value["x"]["y"][3].is_null() && value[0].is_null() && value["a"]["b"].is_null());
    assert_eq!(value.get("a").and_then(|a| a.get(0)), Some(&json!(1)));
    assert_eq!(value.get("x"), None);
}

#[test]
fn indexing_for_writing_inserts() {
    let mut value = Value::Null;
    value["a"]["b"] = json!([1]);
    value["a"]["b"][0] = json!(2);
    assert_eq!(value, json!({"a": {"b": [2]}}));
    assert_eq!(value.get_mut("x"), None);
    assert_eq!(value.get_mut(0), None);
    *value.get_mut("a").expect("there") = Value::Null;
    assert_eq!(value, json!({"a": null}));
}

#[test]
#[should_panic(expected = "cannot set member \"a\" of a string")]
fn members_of_a_string_cannot_be_set() {
    json!("text")["a"] = Value::Null;
}

#[test]
#[should_panic(expected = "cannot set item 0 of an object")]
fn items_of_an_object_cannot_be_set() {
    json!({})[0] = Value::Null;
}

#[test]
fn pointers() {
    let mut value = json!({"a/b": {"m~n": [10, 20]}, "": 1, "0": 2});
    assert_eq!(value.pointer("/a~1b/m~0n/1"), Some(&json!(20)));
    assert_eq!(value.pointer(""), Some(&value));
    assert_eq!(value.pointer("/"), Some(&json!(1)));
    assert_eq!(value.pointer("/0"), Some(&json!(2)));
    for nothing in ["a", "/x", "/a~1b/m~0n/2", "/a~1b/m~0n/01", "/a~1b/m~0n/+1", "/a~1b/m~0n/-", "/0/0"] {
        assert_eq!(value.pointer(nothing), None, "{nothing}");
        assert_eq!(value.pointer_mut(nothing), None, "{nothing}");
    }
    *value.pointer_mut("/a~1b/m~0n/0").expect("there") = json!("x");
    assert_eq!(value["a/b"]["m~n"], json!(["x", 20]));
}

proptest! {
    #[test]
    fn pointers_are_those_of_serde_json(value in any_value(), steps in prop::collection::vec("[a-f]{0,2}|[0-3]|01|~1", 0..4)) {
        let theirs = serde_json::Value::from(&value);
        let pointer: String = steps.iter().flat_map(|step| ["/", step.as_str()]).collect();
        let found = value.pointer(&pointer).map(serde_json::Value::from);
        prop_assert_eq!(found.as_ref(), theirs.pointer(&pointer));
    }
}

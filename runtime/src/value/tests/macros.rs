//! `json!`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::json;
use crate::value::Value;

#[test]
fn json_as_it_is_written() {
    for (value, text) in [
        (json!(null), "null"),
        (json!([]), "[]"),
        (json!({}), "{}"),
        (json!(-1), "-1"),
        (json!([1, null, [2,], {"a": null,},]), r#"[1,null,[2],{"a":null}]"#),
        (json!({"a": {"b": [], "c": [[]]}, "d": "e"}), r#"{"a":{"b":[],"c":[[]]},"d":"e"}"#),
        (json!({"a": 1, "b": 2, "a": 3}), r#"{"a":3,"b":2}"#),
    ] {
        assert_eq!(value.to_string(), text);
    }
}

#[test]
fn expressions() {
    #[derive(Serialize)]
    struct Point {
        x: i32,
    }
    let (point, key, name) = (Point { x: 1 }, "key", String::from("name"));
    let map = BTreeMap::from([(1, 'a')]);
    let value = json!({
        key: point,
        (format!("{key}2")): [&point, 1 + 2, [1, 2].len(), if key.is_empty() { 1 } else { 2 }, (3, "b")],
        name.clone(): &name,
        "map": map,
        "none": None::<u8>,
        "value": json!([1]),
    });
    assert_eq!(
        value.to_string(),
        r#"{"key":{"x":1},"key2":[{"x":1},3,2,2,[3,"b"]],"name":"name","map":{"1":"a"},"none":null,"value":[1]}"#
    );
    assert_eq!(name, "name", "expressions are only looked at");
}

#[test]
fn inner_values_are_shared() {
    let inner = json!([1, 2, 3]);
    let outer = json!({"inner": inner});
    let items = |value: &Value| value.as_array().map(|array| array.as_slice().as_ptr());
    assert_eq!(items(&outer["inner"]), items(&inner));
}

#[test]
#[should_panic(expected = "cannot make JSON of this: a key must be a string")]
fn keys_must_be_text() {
    let _ = json!(BTreeMap::from([((1, 2), 3)]));
}

/// The macro must not rely on names that the caller has in scope.
mod hygiene {
    #![no_implicit_prelude]

    #[test]
    fn without_a_prelude() {
        let value = crate::json!({"a": [1, null, {"b": true}], ("c"): {}});
        ::std::assert_eq!(value["a"][0], 1);
    }
}

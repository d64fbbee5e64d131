//! Bounds of lengths, which arrays and objects remember.

use proptest::prelude::*;

use super::any_value;
use crate::json;
use crate::value::Value;

/// The bound of the same value without a memory.
fn fresh_bound(value: &Value, limit: usize) -> usize {
    Value::from_json(&value.to_string()).expect("own text").json_len_bound(limit)
}

#[test]
fn whoever_writes_is_measured_again() {
    type Change = fn(&mut Value);
    const CHANGES: [Change; 16] = [
        |value| value["a"]["list"][1] = json!("changed"),
        |value| value["a"]["list"].as_array_mut().expect("an array").push("pushed"),
        |value| value["a"]["list"].as_array_mut().expect("an array").extend(["more"]),
        |value| value["a"]["list"].as_array_mut().expect("an array").make_mut().clear(),
        |value| {
            value["a"]["list"]
                .as_array_mut()
                .expect("an array")
                .iter_mut()
                .for_each(|item| *item = Value::Null);
        },
        |value| *value.pointer_mut("/a/list/0").expect("an item") = json!({"deep": []}),
        |value| value["new"] = json!([1]),
        |value| value["a"]["new"] = json!([1]),
        |value| drop(value["a"].as_object_mut().expect("an object").insert("list", 1)),
        |value| drop(value["a"].as_object_mut().expect("an object").remove("list")),
        |value| drop(value.as_object_mut().expect("an object").remove("b")),
        |value| value["a"].as_object_mut().expect("an object").retain(|key, _| key != "list"),
        |value| {
            *value["a"].as_object_mut().expect("an object").get_or_insert_with("x", Value::default) =
                json!("y");
        },
        |value| value.as_object_mut().expect("an object").extend([("c", 3), ("d", 4)]),
        |value| {
            value.as_object_mut().expect("an object").iter_mut().for_each(|(_, value)| *value = json!("z"));
        },
        |value| drop(value["a"].take()),
    ];
    let original = json!({"a": {"list": [1, "two", [3.5]]}, "b": "text"});
    for is_shared in [false, true] {
        for (number, change) in CHANGES.iter().enumerate() {
            let mut value = Value::from_json(&original.to_string()).expect("own text");
            let before = value.json_len_bound(usize::MAX);
            let copy = is_shared.then(|| value.clone());
            change(&mut value);
            assert_ne!(value, original, "{number}");
            assert_eq!(value.json_len_bound(usize::MAX), fresh_bound(&value, usize::MAX), "{number}");
            assert_eq!(copy.map_or(before, |copy| copy.json_len_bound(usize::MAX)), before, "{number}");
        }
    }
}

#[test]
fn deep_values_have_no_bound() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let deep = Value::from_json(&nested(200)).expect("valid");
    assert!(deep.json_len_bound(1000) > 1000);
    assert!(deep.json_len_within(400) && !deep.json_len_within(399));
    assert!(Value::from_json(&nested(50)).expect("valid").json_len_bound(1000) <= 150);
}

#[test]
fn what_is_shared_counts_wherever_it_stands() {
    let mut value = json!(["text"]);
    for _ in 0..63 {
        value = json!([value, value]);
    }
    assert!(value.json_len_bound(1_000_000) > 1_000_000);
    assert!(value.json_len_bound(usize::MAX) > 1_000_000, "and no sum has overflowed");
}

proptest! {
    #[test]
    fn a_bound_is_one(value in any_value(), limit in 0..2000_usize) {
        let bound = value.json_len_bound(usize::MAX);
        prop_assert!(bound >= value.json_len());
        prop_assert_eq!(bound, fresh_bound(&value, usize::MAX));
        let limited = fresh_bound(&value, limit);
        prop_assert!(if bound <= limit { limited == bound } else { limited > limit }, "{} {}", limited, bound);
    }
}

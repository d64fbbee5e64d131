//! Values that live as long as the program: copies of them are not counted, and nobody can change them.

use std::sync::LazyLock;

use super::any_value;
use crate::json;
use crate::value::Value;
use proptest::prelude::*;

static OBJECT: LazyLock<Value> = LazyLock::new(|| json!({"a": 1, "b": [1, {"c": "d"}]}));
static ARRAY: LazyLock<Value> = LazyLock::new(|| json!([{"a": 1}, "x"]));

#[test]
fn writing_to_a_copy_leaves_the_original() {
    let mut copy = OBJECT.fixed();
    copy["b"][1]["c"] = "e".into();
    copy["n"] = Value::Null;
    assert_eq!(copy, json!({"a": 1, "b": [1, {"c": "e"}], "n": null}));
    assert_eq!(*OBJECT, json!({"a": 1, "b": [1, {"c": "d"}]}));

    let mut copy = ARRAY.fixed();
    copy[0]["a"] = 2.into();
    copy.as_array_mut().unwrap().push("y");
    assert_eq!(copy, json!([{"a": 2}, "x", "y"]));
    assert_eq!(*ARRAY, json!([{"a": 1}, "x"]));
}

#[test]
fn members_and_items_are_taken_out_of_copies() {
    let Value::Object(mut object) = OBJECT.fixed() else { panic!() };
    assert_eq!(object.remove("a"), Some(json!(1)));
    assert_eq!(object.into_iter().collect::<Vec<_>>(), [("b".into(), json!([1, {"c": "d"}]))]);

    let Value::Array(array) = ARRAY.fixed() else { panic!() };
    assert_eq!(array.clone().into_iter().next_back(), Some(json!("x")));
    assert_eq!(Vec::from(array), [json!({"a": 1}), json!("x")]);

    let Value::Object(object) = OBJECT.fixed() else { panic!() };
    assert_eq!(object.into_iter().next(), Some(("a".into(), json!(1))));
    assert_eq!(*OBJECT, json!({"a": 1, "b": [1, {"c": "d"}]}));
    assert_eq!(*ARRAY, json!([{"a": 1}, "x"]));
}

#[test]
fn copies_do_not_count_who_shares_the_original() {
    let copies = vec![OBJECT.fixed(); 3];
    let is_alone = |value: &Value| matches!(value, Value::Object(object) if object.is_alone());
    assert!(is_alone(&OBJECT));
    assert!(!copies.iter().any(is_alone));
    let counted = OBJECT.clone();
    assert!(!is_alone(&OBJECT));
    drop(counted);
    assert!(is_alone(&OBJECT));
}

proptest! {
    #[test]
    fn fixed_values_are_the_same_values(value in any_value()) {
        // The memory of a few thousand small values is not given back.
        let fixed = Box::leak(Box::new(value.clone())).fixed();
        prop_assert_eq!(&fixed, &value);
        prop_assert_eq!(fixed.to_string(), value.to_string());
        prop_assert_eq!(fixed.json_len_bound(1000), value.json_len_bound(1000));
        prop_assert_eq!(fixed.clone(), value);
    }
}

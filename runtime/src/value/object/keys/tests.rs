use super::{Object, TemplateKeys, put};
use crate::value::{Text, Value};
use std::sync::LazyLock;

#[test]
fn values_lie_under_their_keys() {
    let mut object = const { &TemplateKeys::new([Text::new_static("a"), Text::new_static("")]) }.object();
    let Some([first, second]) = object.slots() else { panic!() };
    put(first, Value::from(1));
    put(second, Value::from("x"));
    assert_eq!(object, Object::from([("a", Value::from(1)), ("", Value::from("x"))]));
    assert_eq!(object.get("a"), Some(&Value::from(1)));
    assert_eq!(object.get(""), Some(&Value::from("x")));
    assert_eq!(object.get("b"), None);
    object.insert("b", true);
    assert_eq!(object.remove("a"), Some(Value::from(1)));
    assert_eq!(object.keys().collect::<Vec<_>>(), ["", "b"]);
}

#[test]
fn many_keys_are_found_too() {
    static KEYS: LazyLock<TemplateKeys<40>> = LazyLock::new(|| {
        TemplateKeys::new(std::array::from_fn(|at| Text::from(format!("key {at} of them all"))))
    });
    let mut object = KEYS.object();
    let Some(slots) = object.slots::<40>() else { panic!() };
    for (at, slot) in slots.iter_mut().enumerate() {
        put(slot, Value::from(at));
    }
    for at in 0..40 {
        assert_eq!(object.get(&format!("key {at} of them all")), Some(&Value::from(at)));
    }
    assert_eq!(object.insert("key 39 of them all", 0), Some(Value::from(39)));
    assert_eq!(object.len(), 40);
}

#[test]
fn shared_members_are_not_filled() {
    let mut object = const { &TemplateKeys::new([Text::new_static("a")]) }.object();
    assert!(object.slots::<2>().is_none());
    let copy = object.clone();
    assert!(object.slots::<1>().is_none());
    drop(copy);
    assert!(object.slots::<1>().is_some());
}

#[test]
fn memory_that_is_used_again_keeps_nothing() {
    let long = "a text that is longer than what lies inside of a value";
    let first = Object::from([("a", Value::from(long)), ("b", Value::from(2)), (long, Value::from("x"))]);
    assert_eq!(first.len(), 3);
    drop(first);
    for _ in 0..3 {
        // Two keys and room for one more.
        let mut object =
            const { &TemplateKeys::new([Text::new_static("c"), Text::new_static("d")]) }.object();
        assert_eq!(object.to_string(), r#"{"c":null,"d":null}"#);
        assert_eq!((object.get("a"), object.get("b"), object.get(long)), (None, None, None));
        object.insert("a", long);
        assert_eq!(object.get("a"), Some(&Value::from(long)));
        let copy = object.clone();
        drop(object);
        assert_eq!(copy.to_string(), format!(r#"{{"c":null,"d":null,"a":"{long}"}}"#));
    }
}

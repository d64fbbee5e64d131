//! Objects against a plain list of members.

use proptest::prelude::*;

use super::*;
use crate::json;

fn listed(object: &Object) -> Vec<(String, Value)> {
    object.iter().map(|(key, value)| (key.to_string(), value.clone())).collect()
}

#[test]
fn members_keep_their_order() {
    let mut object = Object::new();
    for key in ["z", "a", "m"] {
        assert_eq!(object.insert(key, key), None);
    }
    assert_eq!(object.insert("a", 1), Some(json!("a")));
    assert_eq!(object.keys().collect::<Vec<_>>(), ["z", "a", "m"]);
    assert_eq!(object.remove("z"), Some(json!("z")));
    assert_eq!(object.remove("z"), None);
    assert_eq!(object.insert("z", 2), None);
    assert_eq!(object.values().collect::<Vec<_>>(), [&json!(1), &json!("m"), &json!(2)]);
    assert_eq!(object.to_string(), r#"{"a":1,"m":"m","z":2}"#);
}

#[test]
fn made_of_fixed_members() {
    let object =
        Object::from_entries([("a".into(), json!(1)), ("b".into(), json!(2)), ("a".into(), json!(3))]);
    assert_eq!(object.to_string(), r#"{"a":3,"b":2}"#);
    assert_eq!(Object::from_distinct([("a".into(), json!(1))]), Object::from([("a", 1)]));
    assert_eq!(Object::from_distinct([]), Object::new());
    let many: [(Text, Value); 40] = std::array::from_fn(|n| (Text::from(n.to_string()), n.into()));
    let object = Object::from_distinct(many.clone());
    assert_eq!((object.len(), object.get("39"), object.get("40")), (40, Some(&json!(39)), None));
    assert_eq!(Object::from_entries(many), object);
}

#[test]
fn a_copy_is_not_changed_with_the_original() {
    // At the sizes where the inner form changes, and by each kind of change.
    for len in [0, 1, 3, LINEAR_MAX - 1, LINEAR_MAX, LINEAR_MAX + 1, 100] {
        for exact in [true, false] {
            let mut original = if exact {
                (0..len).map(|n| (n.to_string(), n)).collect()
            } else {
                let mut grown = Object::with_capacity(1);
                grown.extend((0..len).map(|n| (n.to_string(), n)));
                grown
            };
            let before = listed(&original);
            let mut copy = original.clone();
            copy.insert("new", 1);
            copy.insert("newer", 2);
            copy.insert("0", "changed");
            copy.remove("1");
            copy.iter_mut().for_each(|(_, value)| *value = Value::Null);
            assert_eq!(listed(&original), before, "{len}");
            assert!(
                copy.values().all(Value::is_null) && copy.contains_key("newer") && !copy.contains_key("1")
            );
            original.insert("mine", 1);
            assert_eq!(copy.get("mine"), None);
            assert_eq!(original.remove("mine"), Some(json!(1)));
            assert_eq!(listed(&original), before, "{len}");
        }
    }
}

#[test]
fn entries_on_demand() {
    let mut object = Object::new();
    *object.get_or_insert_with("a", || json!(1)) = json!(2);
    assert_eq!(*object.get_or_insert_with("a", || unreachable!("it is there")), 2);
    let copy = object.clone();
    *object.get_or_insert_with("b", Value::default) = json!(3);
    assert_eq!((object.len(), copy.len()), (2, 1));
    assert_eq!(object["b"], 3);
    assert!(object["c"].is_null());
    assert_eq!(object.get_mut("c"), None);
    assert_eq!(object.get_key_value("a"), Some((&"a".into(), &json!(2))));
}

#[test]
fn large_objects_are_quick() {
    let started = std::time::Instant::now();
    let mut object = Object::new();
    for n in 0..100_000 {
        object.insert(n.to_string(), n);
    }
    let collected: Object = (0..100_000).map(|n| (n.to_string(), n)).collect();
    assert_eq!(object, collected);
    let shuffled: Object = (0..100_000).rev().map(|n| (n.to_string(), n)).collect();
    assert_eq!(object, shuffled);
    assert!((0..100_000).all(|n| object.get(&n.to_string()) == Some(&json!(n))));
    // Comparing each key with all others would take minutes.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn iterators_by_value() {
    let object = Object::from([("a", 1), ("b", 2)]);
    let shared = object.clone();
    assert_eq!(object.into_iter().rev_keys(), ["b", "a"]);
    assert_eq!(shared.clone().into_iter().len(), 2);
    let mut alone = shared.into_iter();
    assert_eq!((alone.next(), alone.len()), (Some(("a".into(), json!(1))), 1));
    assert_eq!(Object::new().into_iter().next(), None);
    let mut object = Object::from([("a", 1), ("b", 2), ("c", 3)]);
    object.retain(|key, value| {
        *value = json!(key);
        key != "b"
    });
    assert_eq!(object, Object::from([("a", "a"), ("c", "c")]));
    assert_eq!(object.iter().rev().map(|(key, _)| key.as_str()).collect::<String>(), "ca");
}

trait RevKeys {
    fn rev_keys(self) -> Vec<Text>;
}

impl RevKeys for IntoIter {
    fn rev_keys(self) -> Vec<Text> {
        let mut keys: Vec<_> = self.map(|(key, _)| key).collect();
        keys.reverse();
        keys
    }
}

/// What can be done to an object.
#[derive(Debug, Clone)]
enum Change {
    Insert(u8, i64),
    Remove(u8),
    Set(u8, i64),
    Demand(u8, i64),
    Share,
    Recollect,
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (0..60_u8, any::<i64>()).prop_map(|(key, value)| Change::Insert(key, value)),
        2 => (0..60_u8).prop_map(Change::Remove),
        1 => (0..60_u8, any::<i64>()).prop_map(|(key, value)| Change::Set(key, value)),
        1 => (0..60_u8, any::<i64>()).prop_map(|(key, value)| Change::Demand(key, value)),
        1 => Just(Change::Share),
        1 => Just(Change::Recollect),
    ]
}

/// The same change on a list of members, which is what an object should look like.
fn change_list(list: &mut Vec<(String, Value)>, change: &Change) {
    let find =
        |list: &[(String, Value)], key: u8| list.iter().position(|(other, _)| *other == key.to_string());
    match *change {
        Change::Insert(key, value) => match find(list, key) {
            Some(at) => list[at].1 = value.into(),
            None => list.push((key.to_string(), value.into())),
        },
        Change::Remove(key) => {
            if let Some(at) = find(list, key) {
                list.remove(at);
            }
        }
        Change::Set(key, value) => {
            if let Some(at) = find(list, key) {
                list[at].1 = value.into();
            }
        }
        Change::Demand(key, value) => {
            if find(list, key).is_none() {
                list.push((key.to_string(), value.into()));
            }
        }
        Change::Share | Change::Recollect => {}
    }
}

proptest! {
    #[test]
    fn an_object_is_a_list_of_members(changes in prop::collection::vec(any_change(), 0..120)) {
        let (mut object, mut list) = (Object::new(), Vec::new());
        let mut copies = Vec::new();
        for change in &changes {
            change_list(&mut list, change);
            match *change {
                Change::Insert(key, value) => {
                    object.insert(key.to_string(), value);
                }
                Change::Remove(key) => {
                    object.remove(&key.to_string());
                }
                Change::Set(key, value) => {
                    if let Some(place) = object.get_mut(&key.to_string()) {
                        *place = value.into();
                    }
                }
                Change::Demand(key, value) => {
                    object.get_or_insert_with(key.to_string(), || value.into());
                }
                Change::Share => copies.push((object.clone(), list.clone())),
                Change::Recollect => object = object.into_iter().collect(),
            }
            prop_assert_eq!(&listed(&object), &list);
        }
        for key in 0..60_u8 {
            let expected = list.iter().find(|(other, _)| *other == key.to_string()).map(|(_, value)| value);
            prop_assert_eq!(object.get(&key.to_string()), expected);
        }
        for (copy, list) in copies {
            prop_assert_eq!(listed(&copy), list);
        }
    }
}

#[test]
fn keys_that_differ_in_one_byte_are_told_apart() {
    for len in 1..40 {
        let key = |changed: Option<usize>| -> String {
            (0..len).map(|at| if Some(at) == changed { 'b' } else { 'a' }).collect()
        };
        let object: Object = [(key(None), 1)].into();
        assert_eq!(object.get(&key(None)), Some(&1.into()), "{len}");
        for changed in 0..len {
            assert_eq!(object.get(&key(Some(changed))), None, "byte {changed} of {len}");
        }
    }
}

#[test]
fn a_shared_object_that_is_filled_leaves_its_copies_alone() {
    let mut object = Object::new();
    let mut copies = Vec::new();
    for n in 0..40 {
        copies.push(object.clone());
        assert_eq!(object.insert(n.to_string(), n), None);
        assert_eq!(object.insert(n.to_string(), n + 1), Some(n.into()));
    }
    for (len, copy) in copies.iter().enumerate() {
        let members: Vec<_> = copy.iter().map(|(key, value)| (key.to_string(), value.as_i64())).collect();
        let expected: Vec<_> = (0..).take(len).map(|n| (n.to_string(), Some(n + 1))).collect();
        assert_eq!(members, expected);
    }
}

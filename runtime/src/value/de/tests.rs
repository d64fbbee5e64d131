//! Filling types from values.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde::Deserialize;

use super::super::tests::any_value;
use super::*;
use crate::json;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    id: u64,
    total: f64,
    customer: Customer,
    items: Vec<Item>,
    note: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    payment: Payment,
    counts: BTreeMap<i32, u8>,
    flags: HashMap<bool, char>,
    extra: Value,
    pair: (i8, String),
    wrapped: Wrapped,
    nothing: (),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Customer {
    name: String,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    sku: String,
    qty: u32,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Payment {
    Cash,
    Card(String),
    Split(u32, u32),
    Transfer { iban: String },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Wrapped(u16);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Tagged {
    Circle { r: f64 },
    Boxed(Inner),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Inner {
    v: Value,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    Other(Value),
}

fn order() -> Value {
    json!({
        "id": 17, "total": 12, "customer": {"name": "Ada", "tier": "gold", "age": 36},
        "items": [{"sku": "a", "qty": 1}, {"sku": "b", "qty": 2}], "note": null,
        "payment": {"Transfer": {"iban": "GB00"}}, "counts": {"-1": 1, "2": 3}, "flags": {"true": "y"},
        "extra": {"any": [1.0]}, "pair": [-1, "x"], "wrapped": 9, "nothing": null,
    })
}

/// Both ways must give the same.
fn fill<T: DeserializeOwned + PartialEq + fmt::Debug>(value: &Value) -> Result<T, DeserializeError> {
    let (borrowed, moved, shared) =
        (T::deserialize(value), T::deserialize(value.clone()), from_value(value.clone()));
    assert_eq!(borrowed, moved);
    assert_eq!(borrowed, shared);
    let alone = Value::from_json(&value.to_string()).expect("own text");
    assert_eq!(borrowed, from_value(alone), "items that nobody shares are moved out");
    borrowed
}

#[test]
fn a_rich_struct() {
    let filled: Order = fill(&order()).expect("fits");
    assert_eq!(filled.total.to_bits(), 12_f64.to_bits());
    assert_eq!(filled.customer.rest["age"], 36);
    assert_eq!(filled.items[1], Item { sku: "b".into(), qty: 2 });
    assert_eq!(filled.payment, Payment::Transfer { iban: "GB00".into() });
    assert_eq!((filled.counts[&-1], filled.flags[&true]), (1, 'y'));
    assert_eq!((filled.extra, filled.pair), (json!({"any": [1.0]}), (-1, "x".into())));
    assert_eq!((filled.note, filled.tags, filled.wrapped), (None, vec![], Wrapped(9)));
}

#[test]
fn errors_name_the_place() {
    for (pointer, wrong, message) in [
        ("/items/1/qty", json!("x"), "items[1].qty: invalid type: string \"x\", expected u32"),
        ("/items/1/qty", json!(-1), "items[1].qty: invalid value: integer `-1`, expected u32"),
        ("/items/0", json!({"sku": "a"}), "items[0]: missing field `qty`"),
        ("/customer", json!(null), "customer: invalid type: unit value, expected struct Customer"),
        ("/id", json!(1.0), "id: invalid type: floating point `1.0`, expected u64"),
        ("/payment", json!({"Card": 1}), "payment.Card: invalid type: integer `1`, expected a string"),
        (
            "/payment",
            json!({"Split": [1]}),
            "payment.Split: invalid length 1, expected tuple variant Payment::Split with 2 elements",
        ),
        (
            "/payment",
            json!({"Transfer": 1}),
            "payment.Transfer: invalid type: integer `1`, expected struct variant",
        ),
        ("/payment", json!("Card"), "payment: invalid type: unit variant, expected newtype variant"),
        ("/payment", json!({"Cash": 1}), "payment.Cash: invalid type: integer `1`, expected unit"),
        ("/payment", json!({}), "payment: invalid value: map, expected map with a single key"),
        ("/payment", json!(1), "payment: invalid type: integer `1`, expected string or map"),
        (
            "/payment",
            json!("Gold"),
            "payment: unknown variant `Gold`, expected one of `Cash`, `Card`, `Split`, `Transfer`",
        ),
        ("/counts", json!({"x": 1}), "counts.x: invalid type: string \"x\", expected i32"),
        ("/flags", json!({"yes": "y"}), "flags.yes: invalid type: string \"yes\", expected a boolean"),
        ("/pair", json!([1, "x", 2]), "pair: invalid length 3, expected fewer elements in array"),
    ] {
        let mut value = order();
        *value.pointer_mut(pointer).expect("there") = wrong;
        assert_eq!(fill::<Order>(&value).expect_err(message).to_string(), message);
    }
    let mut value = order();
    value["surplus"] = json!(1);
    assert!(
        fill::<Order>(&value)
            .expect_err("unknown")
            .to_string()
            .starts_with("surplus: unknown field `surplus`")
    );
    assert_eq!(fill::<u8>(&json!([])).expect_err("no").to_string(), "invalid type: sequence, expected u8");
}

#[test]
fn enums_in_every_form() {
    for (value, payment) in [
        (json!("Cash"), Payment::Cash),
        (json!({"Cash": null}), Payment::Cash),
        (json!({"Card": "4711"}), Payment::Card("4711".into())),
        (json!({"Split": [1, 2]}), Payment::Split(1, 2)),
        (json!({"Transfer": {"iban": "x"}}), Payment::Transfer { iban: "x".into() }),
        (json!({"Transfer": ["x"]}), Payment::Transfer { iban: "x".into() }),
    ] {
        assert_eq!(fill::<Payment>(&value), Ok(payment), "{value}");
    }
    assert_eq!(fill::<Tagged>(&json!({"kind": "circle", "r": 2})), Ok(Tagged::Circle { r: 2.0 }));
    let v = json!({"deep": [1, 2.0, null]});
    assert_eq!(fill::<Tagged>(&json!({"kind": "boxed", "v": v})), Ok(Tagged::Boxed(Inner { v: v.clone() })));
    assert_eq!(fill::<Untagged>(&json!(1)), Ok(Untagged::Number(1)));
    assert_eq!(fill::<Untagged>(&json!("a")), Ok(Untagged::Text("a".into())));
    assert_eq!(fill::<Untagged>(&v), Ok(Untagged::Other(v.clone())));
    assert_eq!(fill::<Untagged>(&json!(null)), Ok(Untagged::Other(Value::Null)));
    assert_eq!(fill::<BTreeMap<Key, u8>>(&json!({"A": 1})), Ok(BTreeMap::from([(Key::A, 1)])));
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
enum Key {
    A,
}

#[test]
fn numbers_of_all_sizes_come_in() {
    let big: Value = u128::MAX.to_string().parse().expect("JSON");
    assert_eq!(fill::<u128>(&big), Ok(u128::MAX));
    assert_eq!(fill::<i128>(&Value::from(i128::MIN)), Ok(i128::MIN));
    assert_eq!(fill::<i128>(&json!(-1)), Ok(-1));
    assert_eq!(fill::<f64>(&big), Ok(340_282_366_920_938_463_463_374_607_431_768_211_455_f64));
    assert_eq!(fill::<f32>(&json!(0.5)), Ok(0.5));
    assert_eq!(fill::<u64>(&json!(u64::MAX)), Ok(u64::MAX));
    assert_eq!(fill::<i64>(&json!(i64::MIN)), Ok(i64::MIN));
    assert!(
        fill::<i64>(&big).is_err() && fill::<u8>(&json!(256)).is_err() && fill::<u128>(&json!(-1)).is_err()
    );
    assert_eq!(from_value::<Number>(big.clone()).map(|number| number.to_string()), Ok(u128::MAX.to_string()));
    assert_eq!(
        fill::<[Number; 1]>(&json!([big])).map(|[number]| number.to_string()),
        Ok(u128::MAX.to_string())
    );
    assert_eq!(fill::<BTreeMap<u128, u8>>(&json!({"7": 1})), Ok(BTreeMap::from([(7, 1)])));
    assert_eq!(fill::<BTreeMap<Option<u8>, u8>>(&json!({"7": 1})), Ok(BTreeMap::from([(Some(7), 1)])));
}

#[test]
fn parts_of_values() {
    assert_eq!(fill::<Array>(&json!([1])), Ok(Array::from([json!(1)])));
    assert_eq!(fill::<Object>(&json!({"a": 1})), Ok(Object::from([("a", 1)])));
    assert_eq!(fill::<Vec<Object>>(&json!([{}])), Ok(vec![Object::new()]));
    assert_eq!(
        fill::<Vec<Object>>(&json!([[]])).expect_err("an array").to_string(),
        "[0]: invalid type: sequence, expected an object"
    );
    assert_eq!(serde_json::from_str::<Array>("[1.0]").expect("JSON").to_string(), "[1.0]");
    assert!(serde_json::from_str::<Number>("\"1\"").is_err());
    assert_eq!(fill::<Option<Value>>(&json!(null)), Ok(None));
    assert_eq!(fill::<Vec<Value>>(&json!([null, 1])), Ok(vec![json!(null), json!(1)]));
}

#[test]
fn borrowed_text() {
    #[derive(Deserialize)]
    struct Borrowed<'a> {
        name: &'a str,
        #[serde(borrow)]
        other: Cow<'a, str>,
        bytes: &'a [u8],
    }
    let value = json!({"name": "a name that is longer than 16 bytes", "other": "é", "bytes": "xyz"});
    let filled = Borrowed::deserialize(&value).expect("fits");
    assert_eq!(filled.name.as_ptr(), value["name"].as_str().expect("text").as_ptr());
    assert!(matches!(filled.other, Cow::Borrowed("é")));
    assert_eq!(filled.bytes, b"xyz");
    assert_eq!(fill::<Vec<u8>>(&json!([1, 2])), Ok(vec![1, 2]));
}

#[test]
fn values_inside_are_shared() {
    #[derive(Deserialize)]
    struct Holder {
        held: Value,
        #[serde(default)]
        maybe: Option<Value>,
        all: Vec<Value>,
    }
    let inner = json!({"items": [1, 2, 3], "big": u128::MAX});
    let value = json!({"held": inner, "maybe": inner, "all": [inner]});
    let members = |value: &Value| value.as_object().map(|object| object.entries().as_ptr());
    let expected = members(&inner);
    for filled in [Holder::deserialize(&value), Holder::deserialize(value.clone()), from_value(value.clone())]
    {
        let filled = filled.expect("fits");
        assert_eq!(members(&filled.held), expected);
        assert_eq!(filled.maybe.as_ref().and_then(members), expected);
        assert_eq!(members(&filled.all[0]), expected);
    }
}

#[test]
fn another_format_may_be_at_work_inside_of_ours() {
    #[derive(Debug, PartialEq)]
    struct Embedded(Value);
    impl<'de> Deserialize<'de> for Embedded {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            serde_json::from_str(&text).map(Self).map_err(D::Error::custom)
        }
    }
    let value = json!([r#"{"a":[null,{"b":1.0}]}"#, "null", "1"]);
    let expected = [json!({"a": [null, {"b": 1.0}]}), json!(null), json!(1)].map(Embedded);
    assert_eq!(fill::<Vec<Embedded>>(&value), Ok(Vec::from(expected)));
}

#[test]
fn a_number_that_serde_json_hides() {
    let hidden = json!({"$serde_json::private::Number": "12345678901234567890123"});
    let text = hidden.to_string();
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value.to_string(), "12345678901234567890123");
}

proptest! {
    #[test]
    fn serde_json_text_fills_a_value(value in any_value()) {
        let theirs = serde_json::Value::from(&value);
        let filled: Value = serde_json::from_value(theirs.clone()).expect("any JSON fits");
        prop_assert_eq!(filled, Value::from(theirs.clone()));
        let filled: serde_json::Value = from_value(value.clone()).expect("any JSON fits");
        prop_assert_eq!(filled, theirs);
        prop_assert_eq!(from_value::<Value>(value.clone()).expect("itself"), value);
    }

    #[test]
    fn unserializing_without_handing_over(value in any_value()) {
        // A tree of user types has no `Value` to hand over.
        #[derive(Debug, PartialEq, Deserialize, serde::Serialize)]
        #[serde(untagged)]
        enum Tree {
            Null(()),
            Bool(bool),
            Signed(i64),
            Unsigned(u64),
            Double(f64),
            Text(String),
            Items(Vec<Tree>),
            Members(BTreeMap<String, Tree>),
        }
        let tree: Tree = from_value(value.clone()).expect("any JSON fits");
        let back = Value::from_serialize(&tree).expect("serializes");
        prop_assert_eq!(serde_json::Value::from(&back), serde_json::Value::from(&value));
    }
}

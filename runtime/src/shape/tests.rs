//! Shapes against what serde does.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::catch_unwind;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::find::{Found, field};
use crate::AslShape;

use super::{Probe, Shape, Step, Unknown as _, check_fit, check_read, check_use};

/// A type that nobody derived a shape for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Opaque(String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "a usual name")]
struct Order {
    order_id: String,
    total: f64,
    note: Option<String>,
    #[serde(default)]
    priority: u8,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    tags: Vec<String>,
    #[serde(rename(serialize = "written", deserialize = "read"))]
    renamed: bool,
    #[serde(alias = "buyer", alias = "client")]
    customer: Customer,
    #[serde(skip)]
    cache: u32,
    #[serde(flatten)]
    audit: Audit,
    opaque: Opaque,
    lines: Vec<Line>,
    pair: (i64, char),
    by_name: BTreeMap<String, Line>,
    #[serde(with = "text")]
    custom: u64,
}

mod text {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(deny_unknown_fields)]
struct Customer {
    name: String,
    tier: Tier,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
struct Audit {
    created: String,
    #[serde(default)]
    changed: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
struct Line {
    sku: String,
    quantity: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(rename_all = "snake_case")]
enum Tier {
    Gold,
    #[serde(alias = "grey")]
    Silver,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
enum External {
    Unit,
    Newtype(Line),
    Tuple(i64, bool),
    Struct { a: i64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "UPPERCASE")]
enum Internal {
    Unit,
    Newtype(Line),
    Struct { a: i64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Newtype(Line),
    Tuple(i64, bool),
    Struct { a: Option<i64> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Line(Line),
    Text { text: String },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Box<T>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(transparent)]
struct Wrapped {
    inner: Option<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
struct Tree {
    name: String,
    children: Vec<Tree>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(default, tag = "kind")]
struct Defaults {
    a: i64,
    wrapped: Cow<'static, str>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
#[serde(into = "String", try_from = "String")]
struct Code(u8);

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.to_string()
    }
}

impl TryFrom<String> for Code {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, AslShape)]
struct Holder {
    wrapped: Wrapped,
    tree: Tree,
    page: Page<Line>,
    code: Code,
    unit: (),
    bytes: [u8; 2],
    #[asl(any)]
    hidden: Line,
}

fn line() -> Line {
    Line { sku: "a".into(), quantity: 2 }
}

fn order() -> Order {
    Order {
        order_id: "o".into(),
        total: 1.5,
        note: None,
        priority: 1,
        tags: vec!["x".into()],
        renamed: true,
        customer: Customer { name: "n".into(), tier: Tier::Silver },
        cache: 0,
        audit: Audit { created: "c".into(), changed: None },
        opaque: Opaque("o".into()),
        lines: vec![line()],
        pair: (1, 'c'),
        by_name: BTreeMap::from([("a".into(), line())]),
        custom: 7,
    }
}

/// Whether a shape allows a value; for objects, with all that a writer always writes.
fn allows(shape: &Shape, value: &Value) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Null => value.is_null(),
        Shape::Bool => value.is_boolean(),
        Shape::Integer => value.is_i64() || value.is_u64(),
        Shape::Number => value.is_number(),
        Shape::String => value.is_string(),
        Shape::OneOf(texts) => value.as_str().is_some_and(|text| texts.contains(&text)),
        Shape::Array(element) => {
            value.as_array().is_some_and(|list| list.iter().all(|value| allows(element, value)))
        }
        Shape::Tuple(elements) => value.as_array().is_some_and(|list| {
            list.len() == elements.len()
                && list.iter().zip(*elements).all(|(value, shape)| allows(shape, value))
        }),
        Shape::Map(element) => {
            value.as_object().is_some_and(|map| map.values().all(|value| allows(element, value)))
        }
        Shape::Either(forms) => forms.iter().any(|form| allows(form, value)),
        Shape::Object(object) => value.as_object().is_some_and(|map| {
            let complete =
                object.fields.iter().all(|field| !field.required || map.contains_key(field.names[0]));
            complete
                && map.iter().all(|(name, value)| match field(object, name.clone().leak()) {
                    Found::Value(shape) => allows(&shape, value),
                    Found::Nothing => false,
                })
        }),
    }
}

/// What is written has the written shape; and a field can be left out where reading allows it, and only there.
fn agrees<T: AslShape + Serialize + DeserializeOwned + PartialEq + Debug>(sample: &T) {
    let value = serde_json::to_value(sample).expect("can be written");
    assert!(allows(&T::WRITTEN, &value), "{value} is not {:?}", T::WRITTEN);
    fits(T::WRITTEN, T::READ).expect("what is written can be read");
    let Shape::Object(object) = T::READ else { return };
    for field in object.fields {
        let Some(name) = field.names.iter().find(|name| value.get(**name).is_some()) else { continue };
        let mut without = value.clone();
        let taken = without.as_object_mut().expect("an object").remove(*name).expect("the field");
        let refused = serde_json::from_value::<T>(without.clone()).is_err();
        // Of what is unknown nothing is required.
        assert!(refused == field.required || refused && matches!(field.shape, Shape::Any), "without {name}");
        for other in field.names {
            without[*other] = taken.clone();
            serde_json::from_value::<T>(without.clone()).expect("every name is read");
            without.as_object_mut().expect("an object").remove(*other);
        }
    }
    let mut more = value.clone();
    more["surplus"] = json!(1);
    assert_eq!(serde_json::from_value::<T>(more).is_err(), object.closed, "with a field that nobody knows");
}

fn message(check: impl FnOnce() + std::panic::UnwindSafe) -> Result<(), String> {
    catch_unwind(check).map_err(|panic| *panic.downcast::<String>().expect("a formatted message"))
}

fn fits(written: Shape, read: Shape) -> Result<(), String> {
    message(move || {
        check_fit(written, read, "state `Charge`", "`Order`", PLACE);
    })
    .map_err(placed)
}

fn reads(written: Shape, path: &'static [Step]) -> Result<(), String> {
    message(move || check_read(written, path, "state `Charge` reads `$.x`", "`Order`", PLACE)).map_err(placed)
}

fn uses(path: &'static [Step], wanted: Shape) -> Result<(), String> {
    uses_of(Order::WRITTEN, path, wanted)
}

fn uses_of(written: Shape, path: &'static [Step], wanted: Shape) -> Result<(), String> {
    let user = "`Check` takes it, but `$.x`";
    message(move || check_use(written, path, wanted, user, ("`Order`", PLACE))).map_err(placed)
}

const PLACE: &str = "order.asl.json:7:15";

/// The message without the place, with which each ends.
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn placed(message: String) -> String {
    message.strip_suffix(&format!("\n  --> {PLACE}")).expect("a place").to_owned()
}

#[test]
fn shapes_agree_with_serde() {
    let mut written = serde_json::to_value(order()).expect("can be written");
    assert!(allows(&Order::WRITTEN, &written), "{written}");
    // `written` is read as `read`.
    let object = written.as_object_mut().expect("an object");
    let renamed = object.remove("written").expect("a field");
    object.insert("read".into(), renamed);
    assert_eq!(serde_json::from_value::<Order>(written).expect("can be read"), order());
    agrees(&order().customer);
    agrees(&order().audit);
    agrees(&line());
    for tier in [Tier::Gold, Tier::Silver] {
        agrees(&tier);
    }
    for external in
        [External::Unit, External::Newtype(line()), External::Tuple(1, true), External::Struct { a: 1 }]
    {
        agrees(&external);
    }
    for internal in [Internal::Unit, Internal::Newtype(line()), Internal::Struct { a: 1 }] {
        agrees(&internal);
    }
    let adjacent =
        [Adjacent::Unit, Adjacent::Newtype(line()), Adjacent::Tuple(1, true), Adjacent::Struct { a: None }];
    for adjacent in adjacent {
        agrees(&adjacent);
    }
    for untagged in [Untagged::Number(1), Untagged::Line(line()), Untagged::Text { text: "t".into() }] {
        agrees(&untagged);
    }
    agrees(&Page { items: vec![line()], next: Some(Box::new(line())) });
    agrees(&Wrapped { inner: None });
    agrees(&Defaults { a: 1, wrapped: "w".into() });
    agrees(&Code(7));
    let tree = Tree { name: "t".into(), children: vec![Tree { name: "u".into(), children: Vec::new() }] };
    agrees(&tree);
    agrees(&Holder {
        wrapped: Wrapped { inner: Some(line()) },
        tree,
        page: Page { items: Vec::new(), next: None },
        code: Code(1),
        unit: (),
        bytes: [1, 2],
        hidden: line(),
    });
}

#[test]
fn types_without_a_shape_are_unknown() {
    assert!(matches!(Probe::<Opaque>::WRITTEN, Shape::Any));
    assert!(matches!(Probe::<Vec<Opaque>>::READ, Shape::Any));
    assert!(matches!(Probe::<Line>::WRITTEN, Shape::Object(_)));
    assert!(matches!(Holder::READ, Shape::Object(object) if matches!(object.fields[6].shape, Shape::Any)));
}

#[test]
fn paths_are_found() {
    for path in [
        &[Step::Field("orderId")] as &[_],
        &[Step::Field("written")],
        &[Step::Field("customer"), Step::Field("tier")],
        &[Step::Field("created")],
        &[Step::Field("opaque"), Step::Field("whatever"), Step::Element],
        &[Step::Field("lines"), Step::Element, Step::Field("sku")],
        &[Step::Field("pair"), Step::Element],
        &[Step::Field("byName"), Step::Field("any"), Step::Field("quantity")],
        &[Step::Field("custom"), Step::Field("any")],
    ] {
        reads(Order::WRITTEN, path).expect("found");
    }
    reads(Internal::WRITTEN, &[Step::Field("sku")]).expect("of one variant");
    reads(Holder::WRITTEN, &[Step::Field("tree"), Step::Field("children"), Step::Element, Step::Field("x")])
        .expect("unknown behind a recursion");
}

#[test]
fn what_is_not_there_is_said() {
    let refused = |path| reads(Order::WRITTEN, path).expect_err("leads nowhere");
    assert_eq!(
        refused(&[Step::Field("order_id")]),
        "state `Charge` reads `$.x`, but `Order` has no field `order_id`; a field with a similar name exists: `orderId`"
    );
    assert_eq!(
        refused(&[Step::Field("customer"), Step::Field("email")]),
        "state `Charge` reads `$.x`, but `Order`, at `$.customer`, has no field `email`; its fields are `name`, `tier`"
    );
    assert_eq!(
        refused(&[Step::Field("total"), Step::Field("amount")]),
        "state `Charge` reads `$.x`, but `Order`, at `$.total`, is a number without a field `amount`"
    );
    assert_eq!(
        refused(&[Step::Field("customer"), Step::Element]),
        "state `Charge` reads `$.x`, but `Order`, at `$.customer`, is an object without elements"
    );
    assert_eq!(
        refused(&[Step::Field("lines"), Step::Element, Step::Field("Sku_")]),
        "state `Charge` reads `$.x`, but `Order`, at `$.lines[*]`, has no field `Sku_`; a field with a similar name exists: `sku`"
    );
    refused(&[Step::Field("cache")]);
    refused(&[Step::Field("read")]);
    refused(&[Step::Field("buyer")]);
}

#[test]
fn uses_fit_or_not() {
    use Step::Field as At;
    const SECONDS: Shape = Shape::Either(&[Shape::Number, Shape::String]);
    uses(&[At("total")], Shape::Number).expect("a number");
    uses(&[At("priority")], Shape::Number).expect("an integer");
    uses(&[At("note")], Shape::String).expect("at times");
    uses(&[At("opaque")], Shape::Bool).expect("unknown");
    uses(&[At("lines")], Shape::Array(&Shape::Any)).expect("an array");
    uses(&[At("pair")], Shape::Array(&Shape::Any)).expect("an array");
    uses(&[At("byName")], Shape::Map(&Shape::Any)).expect("an object");
    uses(&[At("customer")], Shape::Map(&Shape::Any)).expect("an object");
    uses(&[At("orderId")], SECONDS).expect("one of two");
    uses(&[At("customer"), At("tier")], Shape::OneOf(&["silver"])).expect("one of its texts");
    uses(&[At("nowhere")], Shape::Bool).expect("said by another check");
    let misuse = |path, wanted| uses(path, wanted).expect_err("is never that");
    assert_eq!(misuse(&[At("orderId")], Shape::Number), "`Check` takes it, but `$.x` is a string in `Order`");
    assert_eq!(misuse(&[At("note")], Shape::Bool), "`Check` takes it, but `$.x` is a string in `Order`");
    assert_eq!(misuse(&[At("written")], SECONDS), "`Check` takes it, but `$.x` is a boolean in `Order`");
    assert_eq!(
        misuse(&[At("customer"), At("tier")], Shape::OneOf(&["Gold"])),
        "`Check` takes it, but `$.x` can only be `gold`, `silver` in `Order`"
    );
    assert_eq!(
        misuse(&[At("customer")], Shape::Array(&Shape::Any)),
        "`Check` takes it, but `$.x` is an object in `Order`"
    );
    misuse(&[At("lines")], Shape::Map(&Shape::Any));
    // Each variant has a tag of its own.
    let tag = |wanted| uses_of(Internal::WRITTEN, &[At("type")], wanted);
    tag(Shape::OneOf(&["struct"])).expect("a variant");
    tag(Shape::String).expect("a text");
    assert_eq!(
        tag(Shape::Number).expect_err("a text"),
        "`Check` takes it, but `$.x` never is that in `Order`"
    );
    tag(Shape::OneOf(&["tuple"])).expect_err("no variant");
    uses_of(Internal::WRITTEN, &[At("A")], Shape::String).expect_err("a number where it is");
    uses_of(Internal::WRITTEN, &[At("B")], Shape::Number).expect("said by another check");
}

/// What a template writes.
macro_rules! template {
    ($($name:literal: $shape:expr),*) => {
        Shape::Object(super::Object {
            fields: &[$(super::Field { names: &[$name], shape: $shape, required: true }),*],
            flattened: &[],
            closed: false,
        })
    };
}

const NESTED: Shape = template!("wrapped": Shape::Null, "tree": template!("name": Shape::String, "children": Shape::Any), "page": template!("items": Shape::String));

#[test]
fn templates_fit_or_not() {
    fits(template!("sku": Shape::String, "quantity": Shape::Any, "more": Shape::Null), Line::READ)
        .expect("fits");
    fits(template!("name": Shape::Any, "tier": Shape::OneOf(&["grey", "blue"])), Customer::READ)
        .expect("fits");
    fits(Shape::Any, Line::READ).expect("unknown");
    fits(template!(), Defaults::READ).expect("all have defaults");
    let misfit = |written, read| fits(written, read).expect_err("does not fit");
    assert_eq!(
        misfit(template!("sku": Shape::String), Line::READ),
        "`Order` needs the field `quantity`, which state `Charge` does not give"
    );
    assert_eq!(
        misfit(template!("sku": Shape::Integer, "quantity": Shape::Integer), Line::READ),
        "state `Charge` gives an integer in `sku`, but `Order` takes a string"
    );
    assert_eq!(
        misfit(template!("name": Shape::Any, "tier": Shape::Any, "age": Shape::Any), Customer::READ),
        "state `Charge` gives the field `age`, which `Order` refuses"
    );
    assert_eq!(
        misfit(NESTED, Holder::READ),
        "state `Charge` gives a string in `page.items`, but `Order` takes an array"
    );
    misfit(Shape::String, Line::READ);
    misfit(Shape::OneOf(&["blue"]), Tier::READ);
    misfit(Shape::Tuple(&[Shape::Integer]), <(i64, i64)>::READ);
    misfit(template!("type": Shape::OneOf(&["nothing"])), Internal::READ);
    misfit(template!("a": Shape::Integer), External::READ);
    misfit(Shape::Bool, Untagged::READ);
}

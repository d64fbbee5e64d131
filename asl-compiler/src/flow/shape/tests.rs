//! Shapes against the values that they stand for.

use proptest::prelude::*;

use super::*;
use crate::ir::Segment;

/// Whether a value is one of those that a shape stands for.
pub(in crate::flow) fn contains(shape: &Shape, value: &Literal) -> bool {
    match value {
        Literal::Null => shape.null,
        Literal::Bool(value) => shape.booleans[usize::from(*value)],
        Literal::Number(text) => match Number::parse(text) {
            Some(number) => !shape.numbers.only(&number).is_none(),
            None => !shape.numbers.is_none(),
        },
        Literal::String(text) => !shape.strings.only(&Arc::from(text.as_str())).is_none(),
        Literal::Array(items) => shape.array.as_ref().is_some_and(|array| {
            let rest = |item: &Literal| match &array.rest {
                Rest::None => false,
                Rest::Unknown => true,
                Rest::Of(shape) => contains(shape, item),
            };
            items.len() >= array.items.len()
                && items.iter().zip(&array.items).all(|(item, shape)| contains(shape, item))
                && items.iter().skip(array.items.len()).all(rest)
        }),
        Literal::Object(members) => shape.object.as_ref().is_some_and(|object| {
            let member = |name: &str| members.iter().find(|(known, _)| known == name).map(|(_, value)| value);
            object.fields.iter().all(|(name, field)| match member(name) {
                Some(value) => contains(&field.shape, value),
                None => !field.required,
            }) && (object.open || members.iter().all(|(name, _)| object.fields.contains_key(name.as_str())))
        }),
    }
}

/// The value that a path of fields and indexes leads to.
pub(in crate::flow) fn at<'v>(value: &'v Literal, steps: &[Segment]) -> Option<&'v Literal> {
    steps.iter().try_fold(value, |value, step| match (value, step) {
        (Literal::Object(members), Segment::Field(name)) => {
            members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
        }
        (Literal::Array(items), Segment::Index(index)) => items.get(usize::try_from(*index).ok()?),
        _ => None,
    })
}

/// `ResultPath` as the runtime has it.
pub(in crate::flow) fn set(value: &Literal, steps: &[Segment], new: &Literal) -> Option<Literal> {
    let Some((step, rest)) = steps.split_first() else { return Some(new.clone()) };
    match (value, step) {
        (Literal::Object(members), Segment::Field(name)) => {
            let mut members = members.clone();
            if let Some((_, inner)) = members.iter_mut().find(|(known, _)| known == name) {
                *inner = set(inner, rest, new)?;
            } else {
                let inner = set(&Literal::Object(Vec::new()), rest, new)?;
                members.push((name.clone(), inner));
            }
            Some(Literal::Object(members))
        }
        (Literal::Array(items), Segment::Index(index)) => {
            let mut items = items.clone();
            let item = items.get_mut(usize::try_from(*index).ok()?)?;
            *item = set(item, rest, new)?;
            Some(Literal::Array(items))
        }
        _ => None,
    }
}

pub(in crate::flow) fn literal() -> impl Strategy<Value = Literal> {
    let leaf = prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Bool),
        prop_oneof![Just("1"), Just("1.0"), Just("-2"), Just("12345678901234567890")]
            .prop_map(|text| Literal::Number(text.to_owned())),
        "[a-c]{0,1}".prop_map(Literal::String),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Literal::Array),
            prop::collection::btree_map("[a-c]", inner, 0..4)
                .prop_map(|members| Literal::Object(members.into_iter().collect())),
        ]
    })
}

fn path() -> impl Strategy<Value = Vec<Segment>> {
    let step = prop_oneof![
        4 => "[a-c]".prop_map(Segment::Field),
        1 => (0_i64..3).prop_map(Segment::Index),
    ];
    prop::collection::vec(step, 0..4)
}

/// A shape, and values that are in it.
fn shape() -> impl Strategy<Value = (Shape, Vec<Literal>)> {
    let joined = prop::collection::vec(literal(), 1..5).prop_map(|values| {
        let shape = values.iter().map(Shape::literal).reduce(|a, b| a.join(&b)).unwrap_or_else(Shape::never);
        (shape, values)
    });
    let unknown = prop::collection::vec(literal(), 1..3).prop_map(|values| (Shape::any(), values));
    prop_oneof![3 => joined, 1 => unknown]
}

proptest! {
    #[test]
    fn a_join_has_all_values_of_both((a, in_a) in shape(), (b, in_b) in shape()) {
        let joined = a.join(&b);
        for value in in_a.iter().chain(&in_b) {
            prop_assert!(contains(&joined, value), "{value:?} in {joined:?}");
        }
        prop_assert_eq!(&joined, &b.join(&a));
        prop_assert_eq!(&joined.join(&a), &joined);
    }

    #[test]
    fn restricting_keeps_the_values_of_a_type((shape, values) in shape()) {
        for value in &values {
            let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| Shape::literal(value).has(*kind)).collect();
            prop_assert!(contains(&shape.restrict(&kinds), value));
            prop_assert!(!contains(&shape.except(kinds[0]), value));
        }
    }

    #[test]
    fn lookups_find_what_is_there((shape, values) in shape(), steps in path()) {
        for value in &values {
            let mut here = shape.clone();
            let mut may_miss = false;
            for step in &steps {
                let (next, miss) = match step {
                    Segment::Field(name) => here.field(name),
                    Segment::Index(index) => here.index(*index),
                    _ => unreachable!(),
                };
                may_miss |= miss.absent || miss.past_end;
                here = next;
            }
            match at(value, &steps) {
                Some(found) => prop_assert!(contains(&here, found), "{found:?} in {here:?}"),
                None => prop_assert!(may_miss, "{value:?} lacks {steps:?}"),
            }
        }
    }

    #[test]
    fn what_is_learnt_holds((shape, values) in shape(), steps in path()) {
        for value in &values {
            let learnt = match at(value, &steps) {
                Some(found) => shape.with(&steps, &Shape::literal(found)),
                None => shape.lacking(&steps),
            };
            prop_assert!(contains(&learnt, value), "{value:?} in {learnt:?}");
        }
    }

    #[test]
    fn writes_give_what_is_written((shape, values) in shape(), steps in path(), new in literal()) {
        for value in &values {
            if let Some(written) = set(value, &steps, &new) {
                let after = shape.set(&steps, &Shape::literal(&new));
                prop_assert!(contains(&after, &written), "{written:?} in {after:?}");
            }
        }
    }

    #[test]
    fn tests_of_values_split_them((shape, values) in shape()) {
        for value in &values {
            if let Literal::String(text) = value {
                let text: Arc<str> = Arc::from(text.as_str());
                let rest = Shape { strings: shape.strings.without(&text), ..shape.clone() };
                prop_assert!(!contains(&rest, value));
                for other in values.iter().filter(|other| *other != value) {
                    prop_assert!(contains(&rest, other));
                }
            }
        }
    }
}

#[test]
fn shapes_are_bounded() {
    let mut deep = Shape::text("x");
    for _ in 0..100 {
        deep = Shape::object([(Arc::from("a"), Shape::tuple(vec![deep.clone(), deep]))]);
    }
    assert!(deep.extent().depth <= DEEPEST && deep.extent().size <= 4 * LARGEST);
    let mut doubling = Shape::text("x");
    for _ in 0..100 {
        let parts = ["a", "b", "c", "d"].map(|name| (Arc::from(name), doubling.clone()));
        doubling = Shape::object(parts);
    }
    assert!(doubling.extent().size <= 5 * LARGEST);
    let wide = Shape::object((0..1000).map(|index| (Arc::from(format!("f{index}")), Shape::of(Kind::Null))));
    assert!(wide.object.as_ref().is_some_and(|object| object.fields.len() == WIDEST && object.open));
    let long = Shape::tuple(vec![Shape::text("x"); 1000]);
    assert!(long.array.as_ref().is_some_and(|array| array.items.len() == LONGEST && array.len().is_none()));
}

#[test]
fn unknown_is_the_top() {
    assert!(Shape::any().is_any() && Shape::never().is_never());
    assert!(Shape::any().join(&Shape::text("x")).is_any());
    assert_eq!(Shape::never().join(&Shape::text("x")), Shape::text("x"));
    assert_eq!(Shape::array_of(Shape::any()), Shape::of(Kind::Array));
}

#[test]
fn in_words() {
    let describe = |text: &str| {
        let strings: Vec<Shape> = text.split(' ').map(Shape::text).collect();
        Shape::tuple(strings).children().describe()
    };
    assert_eq!(describe("a"), "the string `a`");
    assert_eq!(describe("a b"), "a string");
    assert_eq!(Shape::never().describe(), "nothing");
    assert_eq!(Shape::object([]).describe(), "an empty object");
    assert_eq!(
        Shape::tuple(Vec::new()).join(&Shape::one_bool(true)).describe(),
        "a boolean or an empty array"
    );
}

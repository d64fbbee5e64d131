//! The type of strings and keys.

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem::size_of;
use std::sync::Arc;

use proptest::prelude::*;

use crate::value::Text;

const LONG: &str = "a text that is longer than sixteen bytes";

#[test]
fn short_and_static_texts_need_no_memory() {
    assert_eq!(size_of::<Text>(), 16);
    assert_eq!(size_of::<Option<Text>>(), 16);
    for (text, is_allocated) in [
        (Text::default(), false),
        (Text::new("sixteen bytes: x"), false),
        (Text::new(LONG), true),
        (Text::new_static(LONG), false),
    ] {
        assert_eq!(text.is_heap_allocated(), is_allocated, "{text}");
        assert_eq!((text.len(), text.is_empty()), (text.as_str().len(), text.as_str().is_empty()));
    }
}

#[test]
fn copies_share() {
    let text = Text::from(LONG.to_owned());
    assert_eq!(text.clone().as_str().as_ptr(), text.as_str().as_ptr());
}

#[test]
fn made_of_and_into_other_texts() {
    let text = Text::new(LONG);
    let made = [
        Text::from(LONG),
        String::from(LONG).into(),
        (&String::from(LONG)).into(),
        Box::<str>::from(LONG).into(),
        Arc::<str>::from(LONG).into(),
        Cow::Borrowed(LONG).into(),
        (&text).into(),
        LONG.parse().unwrap_or_default(),
        LONG.chars().collect(),
        LONG.split_inclusive(' ').collect(),
        LONG.split_inclusive(' ').map(str::to_owned).collect(),
    ];
    assert!(made.iter().all(|made| *made == text && *made == *LONG && LONG == *made));
    assert_eq!(String::from(text.clone()), LONG);
    assert_eq!(&*Box::<str>::from(text.clone()), LONG);
    assert_eq!(&*Arc::<str>::from(text), LONG);
    assert_eq!(Text::from('x'), "x");
}

#[test]
fn keys_of_maps() {
    let map = HashMap::from([(Text::new("a"), 1), (Text::new(LONG), 2)]);
    assert_eq!((map.get("a"), map.get(LONG), map.get("b")), (Some(&1), Some(&2), None));
}

proptest! {
    #[test]
    fn as_strings(a in ".{0,30}", b in ".{0,30}") {
        let (text_a, text_b) = (Text::from(a.as_str()), Text::from(b.clone()));
        prop_assert_eq!(&text_a, &a);
        prop_assert_eq!(&a, &text_a);
        prop_assert_eq!(text_a.cmp(&text_b), a.cmp(&b));
        prop_assert_eq!(text_a == text_b, a == b);
        prop_assert_eq!(format!("{text_a:?} {text_b:>9}"), format!("{a:?} {b:>9}"));
        let json = serde_json::to_string(&text_a).expect("a string");
        prop_assert_eq!(&json, &serde_json::to_string(&a).expect("a string"));
        prop_assert_eq!(serde_json::from_str::<Text>(&json).expect("own text"), text_a);
    }
}

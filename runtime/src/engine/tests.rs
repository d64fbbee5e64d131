//! Tokens, random numbers and addresses.

use super::*;
use crate::error::TaskError;

fn token(text: &str) -> TaskToken {
    TaskToken::new(text.to_owned())
}

#[test]
fn a_token_is_completed_once_and_only_while_it_is_open() {
    let callbacks = Callbacks::new();
    assert!(matches!(callbacks.success(&token("a"), &1), Err(CallbackError::TaskDoesNotExist)));
    let mut pending = callbacks.open(token("a"));
    assert_eq!(callbacks.open_tokens(), [token("a")]);
    callbacks.success(&token("a"), &1).expect("it is open");
    assert!(callbacks.failure(&token("a"), TaskError::new("E", "")).is_err());
    assert!(callbacks.heartbeat(&token("a")).is_err());
    assert_eq!(pending.close(), Some(Ok(Value::from(1))), "what was accepted is not lost");
    assert_eq!(pending.close(), None);
}

#[test]
fn closing_and_dropping_refuse_the_token_from_then_on() {
    let callbacks = Callbacks::new();
    let mut pending = callbacks.open(token("a"));
    assert_eq!(pending.close(), None);
    assert!(callbacks.success(&token("a"), &1).is_err());
    drop(callbacks.open(token("b")));
    assert!(callbacks.open_tokens().is_empty());
}

#[test]
fn a_later_opening_of_a_token_is_another() {
    // A resumed attempt opens its token again; the first opening may be dropped after that.
    let callbacks = Callbacks::new();
    let first = callbacks.open(token("a"));
    let mut second = callbacks.open(token("a"));
    drop(first);
    callbacks.success(&token("a"), &1).expect("the second is open");
    assert_eq!(second.close(), Some(Ok(Value::from(1))));
}

#[test]
fn an_output_that_is_no_json_leaves_the_token_open() {
    let callbacks = Callbacks::new();
    let _pending = callbacks.open(token("a"));
    let keys = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert!(matches!(callbacks.success(&token("a"), &keys), Err(CallbackError::InvalidOutput(_))));
    callbacks.success(&token("a"), &1).expect("it is still open");
}

#[test]
fn tokens_are_long_and_differ() {
    let random = Random::default();
    let (a, b) = (TaskToken::random(|| random.next()), TaskToken::random(|| random.next()));
    assert_eq!(a.as_str().len(), 64);
    assert_ne!(a, b);
}

#[test]
fn random_numbers_can_be_fixed_and_continued() {
    let bits = |random: &Random| [random.next(), random.next(), random.next()];
    assert_eq!(Random::default().state(), None);
    let random = Random::seeded(7);
    let first = bits(&random);
    assert_eq!(bits(&Random::seeded(7)), first);
    let state = random.state().expect("it was used");
    assert_eq!(bits(&Random::seeded(state)), bits(&random));
    assert_ne!(bits(&Random::default()), bits(&Random::default()));
}

#[test]
fn frames_have_addresses() {
    let root = FrameId::ROOT;
    let child = FrameId::child(&root, 5, 0);
    let grandchild = FrameId::child(&child, 23, 2);
    assert_eq!(
        (root.to_string(), child.to_string(), grandchild.to_string()),
        (String::new(), "5.0".into(), "5.0/23.2".into())
    );
    assert!(root.is_root() && !child.is_root());
}

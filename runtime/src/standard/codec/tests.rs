//! Rows come back as they were written, and damaged ones are refused.

use super::wire::{LARGE, TextRef};
use super::*;
use crate::engine::{Line, Stage};
use crate::error::{Failure, FailureKind, Phase};
use crate::history::{
    Details, Entered, ErrorDetails, EventType, Exited, JsonText, MapIteration, Output, Started, TaskScheduled,
};
use crate::json;
use crate::machine::{FrameEnd, StateType};
use proptest::prelude::*;

fn refuse(_: TextRef) -> Result<Value, Malformed> {
    Err(Malformed("no other rows"))
}

fn event(id: u64, previous: u64, kind: EventType, details: Details) -> HistoryEvent {
    HistoryEvent {
        id,
        previous_event_id: previous,
        timestamp: Timestamp::from_unix_millis(1_795_381_200_000 + i64::try_from(id).unwrap_or_default()),
        kind,
        details,
    }
}

/// One of everything that a row can say.
#[expect(clippy::too_many_lines, reason = "it is a list")]
fn body(payload: &Value) -> Body {
    let text = || JsonText(payload.clone());
    let place = |stage| Place {
        state: Text::from("Ship it"),
        input: payload.clone(),
        vars: json!({ "n": 1.0 }),
        position: Position {
            stage,
            line: Line { last: 7, entered: 5, entered_at: Timestamp::from_unix_millis(-3) },
            retries: vec![0, 2],
        },
    };
    let scheduled = TaskScheduled {
        resource: Text::from("invoke"),
        parameters: text(),
        timeout_in_seconds: Some(9),
        ..Default::default()
    };
    let assigned = [(Text::from("x"), text())].into_iter().collect();
    let failure = Failure::new(FailureKind::Task, None, Some(Text::from("why"))).at_event(6);
    let until = Timestamp::from_unix_millis(12);
    let token = || Text::from("token");
    Body {
        head: Head { first: 1, base: 3, last_event: 9, redriven: true, random: Some(u64::MAX) },
        events: vec![
            event(
                4,
                0,
                EventType::ExecutionStarted,
                Details::Started(Started { input: text(), ..Default::default() }),
            ),
            event(
                5,
                4,
                EventType::TaskStateEntered,
                Details::Entered(Entered { name: token(), input: text(), ..Default::default() }),
            ),
            event(6, 5, EventType::TaskScheduled, Details::TaskScheduled(Box::new(scheduled))),
            event(
                7,
                6,
                EventType::TaskStateExited,
                Details::Exited(Box::new(Exited::new(token(), text(), Some(assigned)))),
            ),
            event(
                8,
                7,
                EventType::MapIterationStarted,
                Details::MapIteration(MapIteration { name: token(), index: 2 }),
            ),
            event(
                9,
                0,
                EventType::ExecutionSucceeded,
                Details::Output(Output { output: text(), ..Default::default() }),
            ),
            event(
                10,
                9,
                EventType::ExecutionFailed,
                Details::Error(ErrorDetails { error: Some(token()), cause: None }),
            ),
            event(11, 10, EventType::WaitStateAborted, Details::None),
        ],
        frames: vec![
            (Text::default(), Stored::At(place(Stage::Forked { started: 5 }))),
            (Text::from("5.0"), Stored::At(place(Stage::Waiting { until }))),
            (Text::from("5.1"), Stored::Failed(place(Stage::Scheduled { at: until, token: None }))),
            (Text::from("5.2"), Stored::At(place(Stage::Submitted { at: until, token: token() }))),
            (Text::from("5.3"), Stored::At(place(Stage::BackingOff { until }))),
            (Text::from("5.4"), Stored::At(place(Stage::Entered))),
            (
                Text::from("5.5"),
                Stored::Finished(FrameEnd { outcome: Ok(payload.clone()), last: 1, ended: 2, open: None }),
            ),
            (
                Text::from("5.6"),
                Stored::Finished(FrameEnd {
                    outcome: Err(failure),
                    last: 1,
                    ended: 2,
                    open: Some(StateType::Map),
                }),
            ),
        ],
        tokens: vec![
            (token(), Heard::Outcome(Ok(payload.clone()))),
            (token(), Heard::Outcome(Err(TaskError::new("E", "c").in_phase(Phase::Submit)))),
            (token(), Heard::Beat(until)),
            (token(), Heard::Taken { at: until, worker: Some(token()) }),
            (token(), Heard::Parent(Some(token()))),
        ],
    }
}

#[test]
fn a_row_comes_back() {
    let body = body(&json!({ "id": "A-17", "lines": [1, 2.50, null] }));
    let (bytes, _) = body.encode(&Recent::default());
    assert_eq!(Body::decode(&bytes, &mut refuse).as_ref(), Ok(&body));
    assert_eq!(Head::decode(&bytes), Ok(body.head));
    let without = Body { events: Vec::new(), ..body };
    assert_eq!(Body::decode_without_events(&bytes, &mut refuse), Ok(without));
}

#[test]
fn what_is_one_value_is_stored_once() {
    let payload = json!({ "text": "x".repeat(1000) });
    let (bytes, large) = body(&payload).encode(&Recent::default());
    assert!(bytes.len() < 1600, "{} bytes for one kilobyte said eleven times", bytes.len());
    assert_eq!(large.len(), 1);
}

#[test]
fn later_rows_refer_to_what_earlier_ones_said() {
    let payload = json!({ "text": "x".repeat(LARGE) });
    let body = body(&payload);
    let mut recent = Recent::default();
    let (first, large) = body.encode(&recent);
    recent.remember(70, large);
    let (second, large) = body.encode(&recent);
    assert!(large.is_empty(), "it is not said again");
    assert!(second.len() + LARGE < first.len());
    let mut resolve = |place: TextRef| {
        assert_eq!(place.row, 70);
        Body::value_at(&first, place.number)
    };
    assert_eq!(Body::decode(&second, &mut resolve), Ok(body));
    assert!(Body::decode(&second, &mut refuse).is_err());
}

#[test]
fn equal_is_not_the_same() {
    // `1` equals `1.0` for Choice rules, and their texts differ.
    let payload = json!([{ "n": 1 }, { "n": 1.0 }]);
    let (bytes, _) = body(&payload).encode(&Recent::default());
    let read = Body::decode(&bytes, &mut refuse).expect("a row");
    let Some(Details::Started(started)) = read.events.first().map(|event| &event.details) else {
        panic!("it has no start")
    };
    assert_eq!(started.input.0.to_string(), payload.to_string());
}

#[test]
fn another_form_is_refused() {
    let (mut bytes, _) = Body::default().encode(&Recent::default());
    assert_eq!(bytes.get(1), Some(&FORM));
    bytes[1] = FORM + 1;
    assert_eq!(Body::decode(&bytes, &mut refuse), Err(Malformed("its form is that of another version")));
}

proptest! {
    /// Bytes from anywhere are read or refused, without a panic or a large allocation.
    #[test]
    fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Body::decode(&bytes, &mut refuse);
    }

    /// A damaged row is read as something else or refused.
    #[test]
    fn damage_is_no_panic(place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let (mut bytes, _) = body(&json!({ "a": ["b"] })).encode(&Recent::default());
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let _ = Body::decode(&bytes, &mut refuse);
        let cut = cut.index(bytes.len());
        prop_assert!(Body::decode(&bytes[..cut], &mut refuse).is_err() || cut == bytes.len());
    }
}

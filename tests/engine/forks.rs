//! Parallel and Map: how much runs at once, and in which order the results come.

use crate::help::*;
use asl_runtime::machine::Workflow;
use asl_runtime::{Clock, Express, TestClock, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs a Map whose tasks sleep longer the smaller their index is; gives the output and the most tasks at once.
async fn most_at_once<W: Workflow>(build: impl FnOnce(Mock) -> W, input: Value) -> (Value, usize) {
    let clock = TestClock::default();
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (of_task, max) = (clock.clone(), most.clone());
    let mock = Mock::new(move |input: Value, _| {
        let (clock, now, max) = (of_task.clone(), now.clone(), max.clone());
        async move {
            max.fetch_max(now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
            let index = input.get("index").unwrap_or(&input).as_i64().expect("an index");
            let wake = clock.now().unix_millis() + 1000 * (1 + (7 * index) % 5);
            clock.sleep_until(asl_runtime::Timestamp::from_unix_millis(wake)).await;
            now.fetch_sub(1, Ordering::Relaxed);
            Ok(Value::from(index * 10))
        }
    });
    let workflow = build(mock);
    let report = Express::new().clock(clock).record(&workflow, &input).await.expect("JSON");
    (output(&report), most.load(Ordering::Relaxed))
}

#[tokio::test]
async fn max_concurrency_holds_and_results_keep_the_order_of_items() {
    let (output, most) =
        most_at_once(each::Each::new, json!({"items": [9, 9, 9, 9, 9, 9, 9, 9, 9, 9]})).await;
    assert_eq!(output, json!([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]));
    assert_eq!(most, 3);
}

#[tokio::test]
async fn an_inline_map_runs_forty_at_once_at_most() {
    let items: Vec<i64> = (0..100).collect();
    let expected: Vec<i64> = (0..100).map(|index| index * 10).collect();
    let input = Value::from_serialize(&items).expect("JSON");
    let (output, most) = most_at_once(each_unlimited::EachUnlimited::new, input).await;
    assert_eq!(output, Value::from_serialize(&expected).expect("JSON"));
    assert_eq!(most, 40);
}

#[tokio::test]
async fn a_freed_place_is_taken_after_the_iteration_that_left_it() {
    let clock = TestClock::default();
    let of_task = clock.clone();
    let mock = Mock::new(move |input: Value, _| {
        let clock = of_task.clone();
        async move {
            clock.sleep_until(at(input["value"].as_i64().expect("seconds"))).await;
            Ok(input)
        }
    });
    let workflow = each::Each::new(mock);
    let input = json!({"items": [3, 2, 1, 4]});
    let report = Express::new().clock(clock).record(&workflow, &input).await.expect("JSON");
    let chain = chain(&report);
    // 3 started, 12 events begin the three; the third ends first (its last event is 17), and the fourth follows it.
    let started =
        chain.iter().filter(|event| event.starts_with("MapIterationStarted")).cloned().collect::<Vec<_>>();
    let exit = chain.iter().position(|event| event.starts_with("TaskStateExited")).expect("one") + 1;
    assert_eq!(
        started,
        [
            "MapIterationStarted(3)",
            "MapIterationStarted(3)",
            "MapIterationStarted(3)",
            &format!("MapIterationStarted({exit})")
        ]
    );
}

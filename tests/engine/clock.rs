//! The clocks under executions.

use crate::help::*;
use asl_runtime::{Clock, Express, SystemClock, TestClock, Value};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[tokio::test]
async fn several_executions_share_one_time() {
    let clock = TestClock::default();
    let express = Express::new().clock(clock.clone());
    let order: Arc<Mutex<Vec<(u64, i64)>>> = Arc::default();
    let mut handles = Vec::new();
    for number in [3_u64, 1, 2] {
        let (of_task, order) = (clock.clone(), order.clone());
        let mock = Mock::new(move |input: Value, _| {
            let (clock, order) = (of_task.clone(), order.clone());
            async move {
                for _ in 0..3 {
                    let now = clock.now().unix_millis() / 1000;
                    clock.sleep_until(at(now + i64::try_from(number).expect("small"))).await;
                    order.lock().expect("no panic").push((number, clock.now().unix_millis() / 1000));
                }
                Ok(input)
            }
        });
        let workflow = Arc::new(one_task::OneTask::new(mock));
        handles.push(express.start(workflow, &json!({})).expect("JSON"));
    }
    for handle in handles {
        handle.wait_value().await.expect("it succeeds");
    }
    let mut order = order.lock().expect("no panic").clone();
    assert!(order.is_sorted_by_key(|(_, time)| *time), "time moves forward: {order:?}");
    order.sort_unstable();
    let expected: Vec<_> = (1..=3_u64)
        .flat_map(|number| (1..=3).map(move |turn| (number, turn * i64::try_from(number).expect("small"))))
        .collect();
    assert_eq!(order, expected, "each wakes at its own times");
}

#[tokio::test]
async fn an_execution_that_ends_lets_the_idle_ones_go_on() {
    // One waits; the other is never idle, and its end is the last that happens.
    let express = Express::new().clock(TestClock::default());
    let waiting = express.start(Arc::new(deadline::Deadline::new(())), &json!({})).expect("JSON");
    let mock = Mock::new(|input, _| async move {
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        Ok(input)
    });
    let busy = express.start(Arc::new(one_task::OneTask::new(mock)), &json!({})).expect("JSON");
    busy.wait_value().await.expect("it succeeds");
    let ended = tokio::time::timeout(Duration::from_secs(20), waiting.wait_value()).await;
    assert!(ended.expect("the clock moves").is_err(), "its own timeout ends it");
}

#[tokio::test]
async fn every_pause_of_a_worker_is_waited_for() {
    // Each answer takes a worker fewer turns than the clock waits, but all together take more.
    let mock = Mock::new(|input, _| async move {
        for _ in 0..20 {
            let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
            tokio::spawn(async move {
                for _ in 0..12 {
                    tokio::task::yield_now().await;
                }
                sender.send(()).ok();
            });
            receiver.await.ok();
        }
        Ok(input)
    });
    let report = record(&guarded::Guarded::new(mock), json!({})).await;
    assert_eq!((output(&report), duration(&report)), (json!({}), Duration::ZERO));
}

#[tokio::test]
async fn a_manual_clock_moves_by_hand_only() {
    let clock = TestClock::manual();
    let express = Express::new().clock(clock.clone());
    let handle = express.start(Arc::new(deadline::Deadline::new(())), &json!({})).expect("JSON");
    let turns = async {
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
    };
    turns.await;
    clock.advance(Duration::from_secs(29));
    tokio::task::yield_now().await;
    assert!(!handle.is_finished());
    clock.advance(Duration::from_secs(1));
    assert!(handle.wait_value().await.is_err());
}

#[tokio::test]
async fn the_system_clock_really_waits() {
    let clock = SystemClock;
    let begin = Instant::now();
    let now = clock.now();
    clock.sleep_until(now.checked_add(Duration::from_millis(40)).expect("in range")).await;
    assert!(begin.elapsed() >= Duration::from_millis(39), "{:?}", begin.elapsed());
    assert!(clock.now().duration_since(now) >= Duration::from_millis(40));
    clock.sleep_until(now).await;

    let mock = Mock::new(|input, cx| async move {
        if cx.attempt() == 0 { Err(asl_runtime::TaskError::new("First", "")) } else { Ok(input) }
    });
    let begin = Instant::now();
    let report = Express::new().record(&retried::Retried::new(mock), &json!(1)).await.expect("JSON");
    assert_eq!(output(&report), json!(1));
    assert!(begin.elapsed() >= Duration::from_millis(999), "the retry waits a second: {:?}", begin.elapsed());
}

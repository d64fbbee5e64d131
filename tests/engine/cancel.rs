//! Dropping an execution at any of its awaits leaves nothing behind.

use crate::help::*;
use asl_runtime::{Callbacks, Clock, Express, TestClock};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[test]
fn a_drop_at_any_await_closes_the_tokens_and_leaves_the_clock() {
    let input = json!({"items": [1, 2, 3]});
    let mut drops = 0;
    loop {
        let clock = TestClock::default();
        let callbacks = Callbacks::new();
        let express = Express::new().clock(clock.clone()).callbacks(&callbacks);
        let mock = Mock::new(|input, _| async move {
            tokio::task::yield_now().await;
            Ok(input)
        });
        let workflow = journey::Journey::new(mock);
        let finished = {
            let mut run = pin!(express.record(&workflow, &input));
            (0..drops).any(|_| run.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready())
        };
        assert!(callbacks.open_tokens().is_empty(), "after {drops} polls a token is open");
        // The next execution on the clock is not held up by the one that is gone.
        let waits = deadline::Deadline::new(());
        let mut next = pin!(express.record(&waits, &input));
        let before = clock.now();
        let ended = (0..1000).any(|_| {
            matches!(next.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(_)))
        });
        assert!(ended, "after {drops} polls the clock stands still");
        assert_eq!(clock.now().duration_since(before).as_secs(), 30);
        if finished {
            break;
        }
        drops += 1;
    }
    assert!(drops > 100, "the run has many awaits, it took {drops} polls");
}

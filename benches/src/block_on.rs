//! The smallest executor: what is compared should not be hidden behind a runtime's entry and exit.
//!
//! Every variant runs on it. It polls again and again, so it suits futures that never wait for a timer or a socket; tasks
//! of the workloads answer at once.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Polls after which a future is taken to wait for something that never comes.
const MAX_POLLS: u32 = 1_000_000;

/// The future waits for something from outside, which no workload may.
#[derive(Debug)]
pub(crate) struct NeverReady;

impl fmt::Display for NeverReady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the future was still pending after {MAX_POLLS} polls")
    }
}

impl Error for NeverReady {}

/// Runs a future to its end on this thread.
///
/// # Errors
/// [`NeverReady`] when it keeps waiting.
pub(crate) fn block_on<F: Future>(future: F) -> Result<F::Output, NeverReady> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..MAX_POLLS {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
    }
    Err(NeverReady)
}

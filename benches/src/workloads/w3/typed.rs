//! By hand on types of its own.

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use crate::workloads::failure::{ExecutionError, TaskError};

#[derive(Deserialize, Serialize)]
struct Counter {
    n: i64,
}

/// The optimizer may fold this loop: straight-line Rust costs nothing here.
pub(super) async fn run(text: &[u8]) -> Result<Vec<u8>, ExecutionError> {
    let mut counter: Counter = serde_json::from_slice(text)?;
    loop {
        counter = Counter { n: counter.n + 1 };
        if counter.n >= 1000 {
            return Ok(serde_json::to_vec(&counter)?);
        }
    }
}

pub(super) async fn run_with_task(text: &[u8]) -> Result<Vec<u8>, ExecutionError> {
    let mut counter: Counter = serde_json::from_slice(text)?;
    loop {
        counter = increment(&counter).await?;
        if counter.n >= 1000 {
            return Ok(serde_json::to_vec(&counter)?);
        }
    }
}

/// The task.
#[expect(clippy::unused_async, reason = "a task is asynchronous, though this one answers at once")]
async fn increment(input: &Counter) -> Result<Counter, TaskError> {
    Ok(Counter { n: black_box(input).n + 1 })
}

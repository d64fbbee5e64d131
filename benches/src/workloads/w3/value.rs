//! By hand on `serde_json::Value`.

use std::hint::black_box;

use serde_json::Value;

use crate::workloads::failure::{ExecutionError, TaskError};
use crate::workloads::json::{at, integer, object};

pub(super) async fn run(mut data: Value) -> Result<Value, ExecutionError> {
    loop {
        data = object([("n", (integer(&data, &["n"])? + 1).into())]);
        if !below_limit(&data)? {
            return Ok(data);
        }
    }
}

pub(super) async fn run_with_task(mut data: Value) -> Result<Value, ExecutionError> {
    loop {
        data = increment(&data).await?;
        if !below_limit(&data)? {
            return Ok(data);
        }
    }
}

/// The task.
pub(in crate::workloads) async fn increment(input: &Value) -> Result<Value, TaskError> {
    let n = black_box(input).get("n").and_then(Value::as_i64);
    let n = n.ok_or_else(|| TaskError { error: "BadInput", cause: "n is not an integer".to_owned() })?;
    Ok(object([("n", (n + 1).into())]))
}

fn below_limit(data: &Value) -> Result<bool, ExecutionError> {
    Ok(at(data, &["n"])?.as_f64().is_some_and(|n| n < 1000.0))
}

//! By hand on `serde_json::Value`.

use std::fmt::Write;

use serde_json::Value;

use crate::workloads::failure::ExecutionError;
use crate::workloads::json::{at, object, take, text};

pub(super) async fn run(mut data: Value) -> Result<Value, ExecutionError> {
    let Value::Array(items) = take(&mut data, &["items"])? else {
        return Err(ExecutionError::no_such_path(&["items"]));
    };
    items.into_iter().map(shape).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn shape(mut item: Value) -> Result<Value, ExecutionError> {
    let mut label = String::with_capacity(24);
    // Writing to a string cannot fail.
    let _ = write!(label, "item-{}-{}", at(&item, &["id"])?, text(&item, &["name"])?);
    Ok(object([
        ("id", take(&mut item, &["id"])?),
        ("qty", take(&mut item, &["qty"])?),
        ("label", label.into()),
    ]))
}

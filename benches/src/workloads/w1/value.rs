//! By hand on `serde_json::Value`.

use serde_json::Value;

use crate::workloads::failure::ExecutionError;
use crate::workloads::json::{object, set};

pub(super) async fn run(mut data: Value) -> Result<Value, ExecutionError> {
    set(&mut data, "p1", result(1, "step-1"))?;
    set(&mut data, "p2", result(2, "step-2"))?;
    set(&mut data, "p3", result(3, "step-3"))?;
    set(&mut data, "p4", result(4, "step-4"))?;
    set(&mut data, "p5", result(5, "step-5"))?;
    set(&mut data, "p6", result(6, "step-6"))?;
    set(&mut data, "p7", result(7, "step-7"))?;
    set(&mut data, "p8", result(8, "step-8"))?;
    set(&mut data, "p9", result(9, "step-9"))?;
    set(&mut data, "p10", result(10, "step-10"))?;
    Ok(data)
}

fn result(step: u64, label: &str) -> Value {
    object([("step", step.into()), ("label", label.into()), ("ok", true.into())])
}

//! By hand on `serde_json::Value`.

use std::sync::LazyLock;

use serde_json::Value;

use crate::workloads::failure::ExecutionError;
use crate::workloads::json::{object, set};

/// Cloning is cheaper than building again.
static RESULTS: LazyLock<[Value; 10]> = LazyLock::new(|| {
    std::array::from_fn(|index| {
        let step = index + 1;
        object([("step", step.into()), ("label", format!("step-{step}").into()), ("ok", true.into())])
    })
});

pub(super) async fn run(mut data: Value) -> Result<Value, ExecutionError> {
    let [p1, p2, p3, p4, p5, p6, p7, p8, p9, p10] = &*RESULTS;
    set(&mut data, "p1", p1.clone())?;
    set(&mut data, "p2", p2.clone())?;
    set(&mut data, "p3", p3.clone())?;
    set(&mut data, "p4", p4.clone())?;
    set(&mut data, "p5", p5.clone())?;
    set(&mut data, "p6", p6.clone())?;
    set(&mut data, "p7", p7.clone())?;
    set(&mut data, "p8", p8.clone())?;
    set(&mut data, "p9", p9.clone())?;
    set(&mut data, "p10", p10.clone())?;
    Ok(data)
}

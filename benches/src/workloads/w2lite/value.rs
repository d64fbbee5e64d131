//! By hand on `serde_json::Value`.

use serde_json::Value;

use crate::workloads::failure::ExecutionError;
use crate::workloads::json::{above, at, copy, object, set, take};
use crate::workloads::tasks::Tasks;

pub(super) async fn run(tasks: &Tasks, mut order: Value) -> Result<Value, ExecutionError> {
    let input = object([
        ("orderId", copy(&order, &["orderId"])?),
        ("customer", copy(&order, &["customer"])?),
        ("total", copy(&order, &["total"])?),
    ]);
    let validation = tasks.validate_order(&input).await?;
    set(&mut order, "validation", validation)?;

    if !accepted(&order)? {
        if at(&order, &["customer", "tier"])? == "banned" {
            return Err(ExecutionError::new("OrderRejected", "customer is banned"));
        }
        set(&mut order, "review", "queued".into())?;
    }
    reserve_stock(tasks, &mut order).await?;

    let input = object([
        ("orderId", copy(&order, &["orderId"])?),
        ("amount", copy(&order, &["total"])?),
        ("token", copy(&order, &["customer", "paymentToken"])?),
    ]);
    let charge = tasks.charge_payment(&input).await?;
    set(&mut order, "charge", charge)?;

    Ok(object([
        ("orderId", take(&mut order, &["orderId"])?),
        ("customer", take(&mut order, &["customer", "name"])?),
        ("chargeId", take(&mut order, &["charge", "chargeId"])?),
        ("warehouse", take(&mut order, &["reservation", "warehouse"])?),
    ]))
}

fn accepted(order: &Value) -> Result<bool, ExecutionError> {
    let tier = || at(order, &["customer", "tier"]);
    Ok(at(order, &["validation", "valid"])? == true
        && (tier()? == "gold" || above(order, &["total"], 1000.0)?)
        && tier()? != "blocked"
        && above(order, &["validation", "score"], 50.0)?)
}

async fn reserve_stock(tasks: &Tasks, order: &mut Value) -> Result<(), ExecutionError> {
    let input = object([
        ("orderId", copy(order, &["orderId"])?),
        ("region", copy(order, &["region"])?),
        ("items", copy(order, &["items"])?),
        ("mode", "soft".into()),
    ]);
    let mut result = tasks.reserve_stock(&input).await?;
    let reservation = object([
        ("id", take(&mut result, &["reservationId"])?),
        ("warehouse", take(&mut result, &["location", "warehouse"])?),
    ]);
    set(order, "reservation", reservation)
}

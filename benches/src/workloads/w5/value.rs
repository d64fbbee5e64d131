//! By hand on `serde_json::Value`.

use std::fmt::Write;

use futures_util::future::try_join_all;
use serde_json::Value;

use crate::workloads::failure::ExecutionError;
use crate::workloads::json::{above, array, at, copy, each, float, integer, number, object, set, take, text};
use crate::workloads::tasks::Tasks;

/// What `Assign` sets.
struct Variables {
    order_id: String,
    region: String,
    line_count: usize,
    subtotal: f64,
}

pub(super) async fn run(tasks: &Tasks, mut order: Value) -> Result<Value, ExecutionError> {
    let items = array(&order, &["items"])?;
    let variables = Variables {
        order_id: text(&order, &["orderId"])?.to_owned(),
        region: text(&order, &["region"])?.to_owned(),
        line_count: items.len(),
        subtotal: total(items)?,
    };

    let input = object([
        ("orderId", variables.order_id.as_str().into()),
        ("customer", copy(&order, &["customer"])?),
        ("total", copy(&order, &["total"])?),
    ]);
    let validation = tasks.validate_order(&input).await?;
    set(&mut order, "validation", validation)?;

    if !accepted(&order)? {
        return Err(ExecutionError::new("OrderRejected", "customer is banned"));
    }
    let reservation = reserve_stock(tasks, &variables, &order).await?;
    let priced = price_items(tasks, &order).await?;
    // What the Map gives holds the order too; the receipt needs its customer.
    let priced = object([("order", order), ("priced", priced)]);
    receipt(variables, reservation, &priced)
}

fn total(lines: &[Value]) -> Result<f64, ExecutionError> {
    lines.iter().try_fold(0.0, |sum, line| Ok(sum + float(line, &["qty"])? * float(line, &["unit"])?))
}

fn accepted(order: &Value) -> Result<bool, ExecutionError> {
    Ok(at(order, &["validation", "valid"])? == true
        && (at(order, &["customer", "tier"])? == "gold" || above(order, &["total"], 1000.0)?)
        && order.get("blocked").is_none())
}

async fn reserve_stock(tasks: &Tasks, variables: &Variables, order: &Value) -> Result<Value, ExecutionError> {
    let Variables { order_id, region, line_count, .. } = variables;
    let reference = format!("{region}/{order_id}#{}", text(order, &["customer", "id"])?);
    let mut big = Vec::new();
    for item in array(order, &["items"])? {
        if integer(item, &["qty"])? > 2 {
            big.push(object([("sku", copy(item, &["sku"])?), ("qty", copy(item, &["qty"])?)]));
        }
    }
    let input = object([
        ("reference", reference.into()),
        ("skus", each(order, &["items"], "sku")?),
        ("big", big.into()),
        ("lines", (*line_count).into()),
    ]);
    take(&mut tasks.reserve_stock(&input).await?, &["reservationId"])
}

async fn price_items(tasks: &Tasks, order: &Value) -> Result<Value, ExecutionError> {
    let items = array(order, &["items"])?.iter().enumerate();
    Ok(try_join_all(items.map(|(index, item)| price_item(tasks, index, item))).await?.into())
}

async fn price_item(tasks: &Tasks, index: usize, item: &Value) -> Result<Value, ExecutionError> {
    let mut line = object([("item", item.clone()), ("index", index.into())]);
    let price = tasks.price_item(&line).await?;
    set(&mut line, "price", price)?;

    let sku = text(&line, &["item", "sku"])?;
    let mut label = String::with_capacity(sku.len() + 16);
    // Writing to a string cannot fail.
    let _ = write!(label, "{index}:{sku}x{}", at(&line, &["item", "qty"])?);
    Ok(object([
        ("sku", take(&mut line, &["item", "sku"])?),
        ("qty", take(&mut line, &["item", "qty"])?),
        ("unit", take(&mut line, &["price", "unit"])?),
        ("line", label.into()),
    ]))
}

fn receipt(variables: Variables, reservation: Value, priced: &Value) -> Result<Value, ExecutionError> {
    let Variables { order_id, line_count, subtotal, .. } = variables;
    let summary = format!("Order {order_id}: {line_count} lines");
    Ok(object([
        ("orderId", order_id.into()),
        ("reservation", reservation),
        ("subtotal", number(subtotal)),
        ("customer", text(priced, &["order", "customer", "name"])?.to_uppercase().into()),
        ("summary", summary.into()),
        ("lines", each(priced, &["priced"], "line")?),
        ("total", number(total(array(priced, &["priced"])?)?)),
    ]))
}

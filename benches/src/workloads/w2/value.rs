//! By hand on `serde_json::Value`.

use std::fmt::Write;
use std::time::Duration;

use futures_util::future::try_join_all;
use serde_json::Value;

use crate::workloads::failure::{ExecutionError, Retrier};
use crate::workloads::json::{above, array, at, copy, each, integer, object, set, take, text};
use crate::workloads::tasks::Tasks;

const CHARGE_RETRY: Retrier = Retrier {
    error_equals: &["PaymentTransient"],
    interval: Duration::from_secs(1),
    max_attempts: 3,
    backoff_rate: 1.0,
};

pub(super) async fn run(tasks: &Tasks, mut order: Value) -> Result<Value, ExecutionError> {
    validate(tasks, &mut order).await?;
    if accepted(&order)? {
        reserve_stock(tasks, &mut order).await?;
    } else if at(&order, &["customer", "tier"])? == "banned" {
        return Err(ExecutionError::new("OrderRejected", "customer is banned"));
    } else {
        set(&mut order, "review", "queued".into())?;
        reserve_stock(tasks, &mut order).await?;
    }
    fan_out(tasks, &mut order).await?;
    price_items(tasks, &mut order).await?;
    charge(tasks, &mut order).await?;
    receipt(order)
}

async fn validate(tasks: &Tasks, order: &mut Value) -> Result<(), ExecutionError> {
    let input = object([
        ("orderId", copy(order, &["orderId"])?),
        ("customer", copy(order, &["customer"])?),
        ("total", copy(order, &["total"])?),
    ]);
    let validation = tasks.validate_order(&input).await?;
    set(order, "validation", validation)
}

fn accepted(order: &Value) -> Result<bool, ExecutionError> {
    Ok(at(order, &["validation", "valid"])? == true
        && (at(order, &["customer", "tier"])? == "gold" || above(order, &["total"], 1000.0)?)
        && order.get("blocked").is_none()
        && above(order, &["validation", "score"], 50.0)?)
}

async fn reserve_stock(tasks: &Tasks, order: &mut Value) -> Result<(), ExecutionError> {
    let items = array(order, &["items"])?;
    let sku = |index: usize| {
        items
            .get(index)
            .map_or_else(|| Err(ExecutionError::no_such_path(&["items"])), |item| copy(item, &["sku"]))
    };
    let order_id = text(order, &["orderId"])?;
    let reference = format!("{}/{order_id}#{}", text(order, &["region"])?, text(order, &["customer", "id"])?);
    let input = object([
        ("orderId", order_id.into()),
        ("reference", reference.into()),
        ("first", Value::Array(vec![sku(0)?, sku(1)?, copy(order, &["customer", "tier"])?])),
        ("attempt", (integer(order, &["attempt"])? + 1).into()),
        ("lines", items.len().into()),
        ("skus", each(order, &["items"], "sku")?),
        ("mode", "soft".into()),
    ]);
    let mut result = tasks.reserve_stock(&input).await?;
    let reservation = object([
        ("id", take(&mut result, &["reservationId"])?),
        ("warehouse", take(&mut result, &["location", "warehouse"])?),
    ]);
    set(order, "reservation", reservation)
}

async fn fan_out(tasks: &Tasks, order: &mut Value) -> Result<(), ExecutionError> {
    let (fraud, shipping) = tokio::try_join!(check_fraud(tasks, order), find_shipping(tasks, order))?;
    set(order, "checks", object([("fraud", fraud), ("shipping", shipping)]))
}

async fn check_fraud(tasks: &Tasks, order: &Value) -> Result<Value, ExecutionError> {
    let input =
        object([("customerId", copy(order, &["customer", "id"])?), ("total", copy(order, &["total"])?)]);
    let mut check = tasks.fraud_check(&input).await?;
    let label = format!("risk:{}", text(&check, &["risk"])?);
    Ok(object([("risk", take(&mut check, &["risk"])?), ("label", label.into())]))
}

async fn find_shipping(tasks: &Tasks, order: &Value) -> Result<Value, ExecutionError> {
    let input = object([
        ("warehouse", copy(order, &["reservation", "warehouse"])?),
        ("country", copy(order, &["customer", "address", "country"])?),
    ]);
    let mut offer = tasks.get_shipping(&input).await?;
    let eta = format!("{} days", at(&offer, &["days"])?);
    Ok(object([
        ("carrier", take(&mut offer, &["carrier"])?),
        ("cost", take(&mut offer, &["cost"])?),
        ("eta", eta.into()),
    ]))
}

async fn price_items(tasks: &Tasks, order: &mut Value) -> Result<(), ExecutionError> {
    let region = at(order, &["region"])?;
    let items = array(order, &["items"])?.iter().enumerate();
    let priced = try_join_all(items.map(|(index, item)| price_item(tasks, index, item, region))).await?;
    set(order, "priced", priced.into())
}

async fn price_item(
    tasks: &Tasks,
    index: usize,
    item: &Value,
    region: &Value,
) -> Result<Value, ExecutionError> {
    let mut line = object([("item", item.clone()), ("index", index.into()), ("region", region.clone())]);
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
        ("currency", take(&mut line, &["price", "currency"])?),
        ("line", label.into()),
    ]))
}

async fn charge(tasks: &Tasks, order: &mut Value) -> Result<(), ExecutionError> {
    let input = object([
        ("orderId", copy(order, &["orderId"])?),
        ("amount", copy(order, &["total"])?),
        ("lines", each(order, &["priced"], "line")?),
        ("token", copy(order, &["customer", "paymentToken"])?),
    ]);
    match CHARGE_RETRY.run(async || tasks.charge_payment(&input).await).await {
        Ok(charge) => set(order, "charge", charge),
        Err(failure) => {
            let error = object([("Error", failure.error.into()), ("Cause", failure.cause.into())]);
            set(order, "error", error)?;
            Err(ExecutionError::new("ChargeFailed", "payment failed"))
        }
    }
}

fn receipt(mut order: Value) -> Result<Value, ExecutionError> {
    let summary = format!(
        "Order {} for {}: {} lines, charge {}",
        text(&order, &["orderId"])?,
        text(&order, &["customer", "name"])?,
        array(&order, &["priced"])?.len(),
        text(&order, &["charge", "chargeId"])?,
    );
    let tags = vec![take(&mut order, &["region"])?, take(&mut order, &["customer", "tier"])?];
    Ok(object([
        ("orderId", take(&mut order, &["orderId"])?),
        ("customer", take(&mut order, &["customer", "name"])?),
        ("chargeId", take(&mut order, &["charge", "chargeId"])?),
        ("summary", summary.into()),
        ("shipping", take(&mut order, &["checks", "shipping"])?),
        ("fraud", take(&mut order, &["checks", "fraud"])?),
        ("lines", take(&mut order, &["priced"])?),
        ("tags", tags.into()),
    ]))
}

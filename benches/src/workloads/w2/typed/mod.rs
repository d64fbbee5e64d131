//! By hand on types of its own.

mod types;

use std::fmt::Write;
use std::time::Duration;

use futures_util::future::try_join_all;

use crate::workloads::failure::{ExecutionError, Retrier};
use crate::workloads::typed_order::{Item, Order, ValidateInput};
use crate::workloads::typed_tasks::{self as tasks, Reserved, Validation};
use types::{
    Fraud, FraudCheckInput, GetShippingInput, LineInput, PaymentInput, Priced, Receipt, ReserveInput,
    Shipping,
};

const CHARGE_RETRY: Retrier = Retrier {
    error_equals: &["PaymentTransient"],
    interval: Duration::from_secs(1),
    max_attempts: 3,
    backoff_rate: 1.0,
};

pub(super) async fn run(text: &[u8]) -> Result<Vec<u8>, ExecutionError> {
    let order = serde_json::from_slice(text)?;
    Ok(serde_json::to_vec(&execute(&order).await?)?)
}

async fn execute<'a>(order: &'a Order<'a>) -> Result<Receipt<'a>, ExecutionError> {
    let validation = tasks::validate_order(&ValidateInput {
        order_id: &order.order_id,
        customer: &order.customer,
        total: order.total,
    })
    .await?;
    if !accepted(order, &validation) && order.customer.tier == "banned" {
        return Err(ExecutionError::new("OrderRejected", "customer is banned"));
    }
    let warehouse = reserve_stock(order).await?.location.warehouse;
    let (fraud, shipping) = tokio::try_join!(check_fraud(order), find_shipping(order, warehouse))?;
    let lines = price_items(order).await?;

    let input = PaymentInput {
        order_id: &order.order_id,
        amount: order.total,
        lines: lines.iter().map(|line| line.line.as_str()).collect(),
        token: &order.customer.payment_token,
    };
    let charge = CHARGE_RETRY.run(async || tasks::charge_payment(&input).await).await;
    let charge = charge.map_err(|_| ExecutionError::new("ChargeFailed", "payment failed"))?;

    let summary = format!(
        "Order {} for {}: {} lines, charge {}",
        order.order_id,
        order.customer.name,
        lines.len(),
        charge.charge_id
    );
    Ok(Receipt {
        order_id: &order.order_id,
        customer: &order.customer.name,
        charge_id: charge.charge_id,
        summary,
        shipping,
        fraud,
        lines,
        tags: [&order.region, &order.customer.tier],
    })
}

fn accepted(order: &Order<'_>, validation: &Validation) -> bool {
    validation.valid
        && (order.customer.tier == "gold" || order.total > 1000.0)
        && !order.blocked
        && validation.score > 50
}

async fn reserve_stock(order: &Order<'_>) -> Result<Reserved, ExecutionError> {
    let [first, second, ..] = order.items.as_slice() else {
        return Err(ExecutionError::no_such_path(&["items"]));
    };
    let input = ReserveInput {
        order_id: &order.order_id,
        reference: format!("{}/{}#{}", order.region, order.order_id, order.customer.id),
        first: [&first.sku, &second.sku, &order.customer.tier],
        attempt: order.attempt + 1,
        lines: order.items.len(),
        skus: order.items.iter().map(|item| &*item.sku).collect(),
        mode: "soft",
    };
    Ok(tasks::reserve_stock(&input).await?)
}

async fn check_fraud(order: &Order<'_>) -> Result<Fraud, ExecutionError> {
    let input = FraudCheckInput { customer_id: &order.customer.id, total: order.total };
    let check = tasks::fraud_check(&input).await?;
    Ok(Fraud { risk: check.risk, label: format!("risk:{}", check.risk) })
}

async fn find_shipping(order: &Order<'_>, warehouse: &str) -> Result<Shipping, ExecutionError> {
    let country = &order.customer.address.country;
    let offer = tasks::get_shipping(&GetShippingInput { warehouse, country }).await?;
    Ok(Shipping { carrier: offer.carrier, cost: offer.cost, eta: format!("{} days", offer.days) })
}

async fn price_items<'a>(order: &'a Order<'a>) -> Result<Vec<Priced<'a>>, ExecutionError> {
    let items = order.items.iter().enumerate();
    try_join_all(items.map(|(index, item)| price_item(index, item, &order.region))).await
}

async fn price_item<'a>(
    index: usize,
    item: &'a Item<'a>,
    region: &str,
) -> Result<Priced<'a>, ExecutionError> {
    let price = tasks::price_item(&LineInput { item, index, region }).await?;
    let mut line = String::with_capacity(item.sku.len() + 16);
    // Writing to a string cannot fail.
    let _ = write!(line, "{index}:{}x{}", item.sku, item.qty);
    Ok(Priced { sku: &item.sku, qty: item.qty, unit: price.unit, currency: price.currency, line })
}

//! By hand on types of its own.

use std::fmt::Write;

use futures_util::future::try_join_all;
use serde::{Serialize, Serializer};

use crate::workloads::failure::ExecutionError;
use crate::workloads::json::whole;
use crate::workloads::typed_order::{Item, Order, ValidateInput};
use crate::workloads::typed_tasks as tasks;

#[derive(Debug, Serialize)]
struct ReserveInput<'a> {
    reference: String,
    skus: Vec<&'a str>,
    big: Vec<Big<'a>>,
    lines: usize,
}

#[derive(Debug, Serialize)]
struct Big<'a> {
    sku: &'a str,
    qty: i64,
}

#[derive(Debug, Serialize)]
struct LineInput<'a> {
    item: &'a Item<'a>,
    index: usize,
}

/// What a line's iteration gives. The receipt needs no more of it; the article's number is in the label.
#[derive(Debug)]
struct Priced {
    qty: i64,
    unit: f64,
    line: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Receipt<'a> {
    order_id: &'a str,
    reservation: &'static str,
    #[serde(serialize_with = "as_jsonata")]
    subtotal: f64,
    customer: String,
    summary: String,
    lines: Vec<String>,
    #[serde(serialize_with = "as_jsonata")]
    total: f64,
}

/// `JSONata` writes whole numbers without a fraction.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde's attribute asks for")]
fn as_jsonata<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match whole(*number) {
        Some(whole) => serializer.serialize_i64(whole),
        None => serializer.serialize_f64(*number),
    }
}

pub(super) async fn run(text: &[u8]) -> Result<Vec<u8>, ExecutionError> {
    let order = serde_json::from_slice(text)?;
    Ok(serde_json::to_vec(&execute(&order).await?)?)
}

async fn execute<'a>(order: &'a Order<'a>) -> Result<Receipt<'a>, ExecutionError> {
    let line_count = order.items.len();
    let subtotal = order.items.iter().map(|item| as_float(item.qty) * item.unit).sum();

    let Order { order_id, customer, total, .. } = order;
    let validation = tasks::validate_order(&ValidateInput { order_id, customer, total: *total }).await?;
    let accepted = validation.valid && (customer.tier == "gold" || *total > 1000.0) && !order.blocked;
    if !accepted {
        return Err(ExecutionError::new("OrderRejected", "customer is banned"));
    }
    let big = order.items.iter().filter(|item| item.qty > 2);
    let input = ReserveInput {
        reference: format!("{}/{order_id}#{}", order.region, customer.id),
        skus: order.items.iter().map(|item| &*item.sku).collect(),
        big: big.map(|item| Big { sku: &item.sku, qty: item.qty }).collect(),
        lines: line_count,
    };
    let reservation = tasks::reserve_stock(&input).await?.reservation_id;

    let items = order.items.iter().enumerate();
    let priced = try_join_all(items.map(|(index, item)| price_item(index, item))).await?;
    Ok(Receipt {
        order_id,
        reservation,
        subtotal,
        customer: customer.name.to_uppercase(),
        summary: format!("Order {order_id}: {line_count} lines"),
        total: priced.iter().map(|line| as_float(line.qty) * line.unit).sum(),
        lines: priced.into_iter().map(|line| line.line).collect(),
    })
}

async fn price_item(index: usize, item: &Item<'_>) -> Result<Priced, ExecutionError> {
    let price = tasks::price_item(&LineInput { item, index }).await?;
    let mut line = String::with_capacity(item.sku.len() + 16);
    // Writing to a string cannot fail.
    let _ = write!(line, "{index}:{}x{}", item.sku, item.qty);
    Ok(Priced { qty: item.qty, unit: price.unit, line })
}

#[expect(clippy::cast_precision_loss, reason = "JSONata calculates in floating point")]
fn as_float(quantity: i64) -> f64 {
    quantity as f64
}

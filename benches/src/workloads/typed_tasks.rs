//! The same tasks on types: constants as in `tasks.json`, whatever the input's type.
//!
//! What they give can be serialized, as it would be on its way from a real task.

#![expect(clippy::unused_async, reason = "a task is asynchronous, though these answer at once")]

use std::hint::black_box;

use serde::Serialize;

use super::failure::TaskError;

#[cfg(test)]
mod tests;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Validation {
    pub(crate) valid: bool,
    pub(crate) score: i64,
    pub(crate) flags: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reserved {
    pub(crate) reservation_id: &'static str,
    pub(crate) location: Location,
    pub(crate) expires: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Location {
    pub(crate) warehouse: &'static str,
    pub(crate) zone: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FraudCheck {
    pub(crate) risk: &'static str,
    pub(crate) score: i64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Offer {
    pub(crate) carrier: &'static str,
    pub(crate) cost: f64,
    pub(crate) days: i64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Price {
    pub(crate) unit: f64,
    pub(crate) currency: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Charge {
    pub(crate) charge_id: &'static str,
    pub(crate) status: &'static str,
}

pub(crate) async fn validate_order<I>(input: &I) -> Result<Validation, TaskError> {
    answer(input, Validation { valid: true, score: 87, flags: Vec::new() })
}

pub(crate) async fn reserve_stock<I>(input: &I) -> Result<Reserved, TaskError> {
    let location = Location { warehouse: "W-12", zone: "B" };
    answer(input, Reserved { reservation_id: "rsv-7781", location, expires: "2026-01-01T00:15:00Z" })
}

pub(crate) async fn fraud_check<I>(input: &I) -> Result<FraudCheck, TaskError> {
    answer(input, FraudCheck { risk: "low", score: 3 })
}

pub(crate) async fn get_shipping<I>(input: &I) -> Result<Offer, TaskError> {
    answer(input, Offer { carrier: "DHL", cost: 7.9, days: 3 })
}

pub(crate) async fn price_item<I>(input: &I) -> Result<Price, TaskError> {
    answer(input, Price { unit: 12.5, currency: "EUR" })
}

pub(crate) async fn charge_payment<I>(input: &I) -> Result<Charge, TaskError> {
    answer(input, Charge { charge_id: "ch_993817", status: "CAPTURED" })
}

/// Both sides through `black_box`: the optimizer may assume neither that the input is unused nor what the output is.
#[expect(clippy::unnecessary_wraps, reason = "a task may fail; these happen not to")]
fn answer<I, O>(input: &I, output: O) -> Result<O, TaskError> {
    black_box(input);
    Ok(black_box(output))
}

//! The tasks on types: constants, as in `tasks.json`.

#![expect(clippy::unused_async, reason = "a task is asynchronous, though these answer at once")]

use std::hint::black_box;

use super::types::{
    Charge, FraudCheck, FraudCheckInput, GetShippingInput, LineInput, Location, Offer, PaymentInput, Price,
    ReserveInput, Reserved, ValidateInput, Validation,
};
use crate::workloads::failure::TaskError;

#[cfg(test)]
mod tests;

pub(super) async fn validate_order(input: ValidateInput<'_>) -> Result<Validation, TaskError> {
    answer(&input, Validation { valid: true, score: 87, flags: Vec::new() })
}

pub(super) async fn reserve_stock(input: ReserveInput<'_>) -> Result<Reserved, TaskError> {
    let location = Location { warehouse: "W-12", zone: "B" };
    answer(&input, Reserved { reservation_id: "rsv-7781", location, expires: "2026-01-01T00:15:00Z" })
}

pub(super) async fn fraud_check(input: FraudCheckInput<'_>) -> Result<FraudCheck, TaskError> {
    answer(&input, FraudCheck { risk: "low", score: 3 })
}

pub(super) async fn get_shipping(input: GetShippingInput<'_>) -> Result<Offer, TaskError> {
    answer(&input, Offer { carrier: "DHL", cost: 7.9, days: 3 })
}

pub(super) async fn price_item(input: LineInput<'_>) -> Result<Price, TaskError> {
    answer(&input, Price { unit: 12.5, currency: "EUR" })
}

pub(super) async fn charge_payment(input: &PaymentInput<'_>) -> Result<Charge, TaskError> {
    answer(input, Charge { charge_id: "ch_993817", status: "CAPTURED" })
}

/// Both sides through `black_box`: the compiler may assume neither that the input is unused nor what the output is.
#[expect(clippy::unnecessary_wraps, reason = "a task may fail; these happen not to")]
fn answer<I, O>(input: &I, output: O) -> Result<O, TaskError> {
    black_box(input);
    Ok(black_box(output))
}

//! The tasks of the workloads: each takes its input by reference and answers at once with a constant.
//!
//! The input goes through `black_box`, so that no implementation can leave out building it.

#![expect(clippy::unused_async, reason = "a task is asynchronous, though these answer at once")]

use std::hint::black_box;

use serde::Deserialize;
use serde_json::Value;

use super::failure::TaskError;
use crate::Outcome;

/// The constants, as JSON.
pub(super) const RESULTS: &str = include_str!("../../workloads/tasks.json");

/// What the tasks return, and the tasks themselves on `serde_json::Value`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tasks {
    validate_order: Value,
    reserve_stock: Value,
    fraud_check: Value,
    get_shipping: Value,
    price_item: Value,
    charge_payment: Value,
}

impl Tasks {
    /// Reads the constants.
    ///
    /// # Errors
    /// The file is not what it should be.
    pub(crate) fn load() -> Outcome<Self> {
        Ok(serde_json::from_str(RESULTS)?)
    }

    pub(crate) async fn validate_order(&self, input: &Value) -> Result<Value, TaskError> {
        answer(input, &self.validate_order)
    }

    pub(crate) async fn reserve_stock(&self, input: &Value) -> Result<Value, TaskError> {
        answer(input, &self.reserve_stock)
    }

    pub(crate) async fn fraud_check(&self, input: &Value) -> Result<Value, TaskError> {
        answer(input, &self.fraud_check)
    }

    pub(crate) async fn get_shipping(&self, input: &Value) -> Result<Value, TaskError> {
        answer(input, &self.get_shipping)
    }

    pub(crate) async fn price_item(&self, input: &Value) -> Result<Value, TaskError> {
        answer(input, &self.price_item)
    }

    pub(crate) async fn charge_payment(&self, input: &Value) -> Result<Value, TaskError> {
        answer(input, &self.charge_payment)
    }
}

/// The one way in which a task of these workloads works.
#[expect(clippy::unnecessary_wraps, reason = "a task may fail; these happen not to")]
fn answer(input: &Value, output: &Value) -> Result<Value, TaskError> {
    black_box(input);
    Ok(output.clone())
}

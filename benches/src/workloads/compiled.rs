//! The workloads compiled by this project, on the in-memory engine with its default settings.

use std::hint::black_box;

use asl_runtime::{Express, TaskContext, TaskError, Value, json};
use serde::Deserialize;

use super::{Variant, tasks};
use crate::Outcome;

/// The generated modules.
mod generated {
    include!(concat!(env!("OUT_DIR"), "/w1.rs"));
    include!(concat!(env!("OUT_DIR"), "/w2.rs"));
    include!(concat!(env!("OUT_DIR"), "/w2lite.rs"));
    include!(concat!(env!("OUT_DIR"), "/w3.rs"));
    include!(concat!(env!("OUT_DIR"), "/w3task.rs"));
    include!(concat!(env!("OUT_DIR"), "/w4.rs"));
}

use generated::{w1, w2, w2lite, w3, w3task, w4};

macro_rules! workflows {
    ($($name:ident: $workflow:expr;)*) => {$(
        pub(super) fn $name(input: &'static str) -> Outcome<Variant> {
            let (workflow, express) = ($workflow, Express::new());
            Variant::compiled(input, async move |input| express.run_value(&workflow, input).await)
        }
    )*};
}

workflows! {
    w1: w1::W1::new(());
    w2: w2::W2::new(Tasks::load()?);
    w2lite: w2lite::W2lite::new(Tasks::load()?);
    w3: w3::W3::new(());
    w3task: w3task::W3task::new(Counter);
    w4: w4::W4::new(());
}

/// What the tasks return.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tasks {
    validate_order: Value,
    reserve_stock: Value,
    fraud_check: Value,
    get_shipping: Value,
    price_item: Value,
    charge_payment: Value,
}

impl Tasks {
    fn load() -> Outcome<Self> {
        Ok(serde_json::from_str(tasks::RESULTS)?)
    }
}

/// The input is built, whatever the task does with it.
#[expect(clippy::unnecessary_wraps, reason = "it is the whole body of the tasks, which may fail")]
fn answer<I>(input: I, output: &Value) -> Result<Value, TaskError> {
    black_box(input);
    Ok(output.clone())
}

#[derive(Clone, Debug)]
struct Counter;

impl w3task::Tasks for Counter {
    async fn inc(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        let n = black_box(&input).get("n").and_then(Value::as_i64);
        let n = n.ok_or_else(|| TaskError::new("BadInput", "n is not an integer"))?;
        Ok(json!({ "n": n + 1 }))
    }
}

impl w2::Tasks for Tasks {
    async fn validate_order(
        &self,
        input: w2::ValidateOrderInput,
        _: &TaskContext,
    ) -> Result<Value, TaskError> {
        answer(input, &self.validate_order)
    }

    async fn reserve_stock(&self, input: w2::ReserveStockInput, _: &TaskContext) -> Result<Value, TaskError> {
        answer(input, &self.reserve_stock)
    }

    async fn fraud_check(&self, input: w2::FraudCheckInput, _: &TaskContext) -> Result<Value, TaskError> {
        answer(input, &self.fraud_check)
    }

    async fn get_shipping(&self, input: w2::GetShippingInput, _: &TaskContext) -> Result<Value, TaskError> {
        answer(input, &self.get_shipping)
    }

    async fn price_item(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        answer(input, &self.price_item)
    }

    async fn charge_payment(
        &self,
        input: w2::ChargePaymentInput,
        _: &TaskContext,
    ) -> Result<Value, TaskError> {
        answer(input, &self.charge_payment)
    }
}

impl w2lite::Tasks for Tasks {
    async fn validate_order(
        &self,
        input: w2lite::ValidateOrderInput,
        _: &TaskContext,
    ) -> Result<Value, TaskError> {
        answer(input, &self.validate_order)
    }

    async fn reserve_stock(
        &self,
        input: w2lite::ReserveStockInput,
        _: &TaskContext,
    ) -> Result<Value, TaskError> {
        answer(input, &self.reserve_stock)
    }

    async fn charge_payment(
        &self,
        input: w2lite::ChargePaymentInput,
        _: &TaskContext,
    ) -> Result<Value, TaskError> {
        answer(input, &self.charge_payment)
    }
}

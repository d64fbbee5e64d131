//! What tasks take and the order gives. All of it can be serialized, as it would be on its way to a real task.

use serde::Serialize;

use crate::workloads::typed_order::Item;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReserveInput<'a> {
    pub(super) order_id: &'a str,
    pub(super) reference: String,
    pub(super) first: [&'a str; 3],
    pub(super) attempt: i64,
    pub(super) lines: usize,
    pub(super) skus: Vec<&'a str>,
    pub(super) mode: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FraudCheckInput<'a> {
    pub(super) customer_id: &'a str,
    pub(super) total: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fraud {
    pub(super) risk: &'static str,
    pub(super) label: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetShippingInput<'a> {
    pub(super) warehouse: &'a str,
    pub(super) country: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shipping {
    pub(super) carrier: &'static str,
    pub(super) cost: f64,
    pub(super) eta: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LineInput<'a> {
    pub(super) item: &'a Item<'a>,
    pub(super) index: usize,
    pub(super) region: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Priced<'a> {
    pub(super) sku: &'a str,
    pub(super) qty: i64,
    pub(super) unit: f64,
    pub(super) currency: &'static str,
    pub(super) line: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentInput<'a> {
    pub(super) order_id: &'a str,
    pub(super) amount: f64,
    pub(super) lines: Vec<&'a str>,
    pub(super) token: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Receipt<'a> {
    pub(super) order_id: &'a str,
    pub(super) customer: &'a str,
    pub(super) charge_id: &'static str,
    pub(super) summary: String,
    pub(super) shipping: Shipping,
    pub(super) fraud: Fraud,
    pub(super) lines: Vec<Priced<'a>>,
    pub(super) tags: [&'a str; 2],
}

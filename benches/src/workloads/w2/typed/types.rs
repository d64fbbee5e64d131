//! What goes in, through and out. What tasks take and give can be serialized, as it would be on its way to a real task.

use std::borrow::Cow;

use serde::de::{Deserializer, IgnoredAny};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names of the JSON text")]
pub(super) struct Order<'a> {
    #[serde(borrow)]
    pub(super) order_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) region: Cow<'a, str>,
    pub(super) attempt: i64,
    pub(super) total: f64,
    #[serde(borrow)]
    pub(super) customer: Customer<'a>,
    #[serde(borrow)]
    pub(super) items: Vec<Item<'a>>,
    /// Whether the field is there, whatever its value.
    #[serde(default, deserialize_with = "is_present")]
    pub(super) blocked: bool,
}

fn is_present<'de, D: Deserializer<'de>>(field: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(field).map(|_| true)
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Customer<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) tier: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) payment_token: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) address: Address<'a>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Address<'a> {
    #[serde(borrow)]
    pub(super) street: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) city: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) zip: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) country: Cow<'a, str>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Item<'a> {
    #[serde(borrow)]
    pub(super) sku: Cow<'a, str>,
    pub(super) qty: i64,
    pub(super) unit: f64,
    #[serde(borrow)]
    pub(super) color: Cow<'a, str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ValidateInput<'a> {
    pub(super) order_id: &'a str,
    pub(super) customer: &'a Customer<'a>,
    pub(super) total: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Validation {
    pub(super) valid: bool,
    pub(super) score: i64,
    pub(super) flags: Vec<&'static str>,
}

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
pub(super) struct Reserved {
    pub(super) reservation_id: &'static str,
    pub(super) location: Location,
    pub(super) expires: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) warehouse: &'static str,
    pub(super) zone: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FraudCheckInput<'a> {
    pub(super) customer_id: &'a str,
    pub(super) total: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FraudCheck {
    pub(super) risk: &'static str,
    pub(super) score: i64,
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
pub(super) struct Offer {
    pub(super) carrier: &'static str,
    pub(super) cost: f64,
    pub(super) days: i64,
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
pub(super) struct Price {
    pub(super) unit: f64,
    pub(super) currency: &'static str,
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
pub(super) struct Charge {
    pub(super) charge_id: &'static str,
    pub(super) status: &'static str,
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

//! The order on types: the input of W2 and W5, borrowed from the text where it has no escapes.

use std::borrow::Cow;

use serde::de::{Deserializer, IgnoredAny};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names of the JSON text")]
pub(crate) struct Order<'a> {
    #[serde(borrow)]
    pub(crate) order_id: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) region: Cow<'a, str>,
    pub(crate) attempt: i64,
    pub(crate) total: f64,
    #[serde(borrow)]
    pub(crate) customer: Customer<'a>,
    #[serde(borrow)]
    pub(crate) items: Vec<Item<'a>>,
    /// Whether the field is there, whatever its value.
    #[serde(default, deserialize_with = "is_present")]
    pub(crate) blocked: bool,
}

fn is_present<'de, D: Deserializer<'de>>(field: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(field).map(|_| true)
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Customer<'a> {
    #[serde(borrow)]
    pub(crate) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) tier: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) payment_token: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) address: Address<'a>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Address<'a> {
    #[serde(borrow)]
    pub(crate) street: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) city: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) zip: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) country: Cow<'a, str>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Item<'a> {
    #[serde(borrow)]
    pub(crate) sku: Cow<'a, str>,
    pub(crate) qty: i64,
    pub(crate) unit: f64,
    #[serde(borrow)]
    pub(crate) color: Cow<'a, str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ValidateInput<'a> {
    pub(crate) order_id: &'a str,
    pub(crate) customer: &'a Customer<'a>,
    pub(crate) total: f64,
}

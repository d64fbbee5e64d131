//! What goes into the workflow and its tasks, and what comes out.

use asl_runtime::AslShape;
use serde::{Deserialize, Serialize};

/// The input of the workflow.
#[derive(Debug, Serialize, AslShape)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderRequest {
    pub(crate) order_id: String,
    pub(crate) items: Vec<Item>,
    pub(crate) card: String,
    pub(crate) address: String,
}

impl OrderRequest {
    /// Three packets of tea and a pot.
    pub(crate) fn example(order_id: &str, card: &str) -> Self {
        Self {
            order_id: order_id.to_owned(),
            items: vec![Item::new("tea", 3), Item::new("pot", 1)],
            card: card.to_owned(),
            address: "Baker Street 221b, London".to_owned(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize, AslShape)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) quantity: u32,
}

impl Item {
    pub(crate) fn new(name: &str, quantity: u32) -> Self {
        Self { name: name.to_owned(), quantity }
    }
}

#[derive(Debug, Serialize, Deserialize, AslShape)]
pub(crate) struct PricedItem {
    #[serde(flatten)]
    pub(crate) item: Item,
    pub(crate) cents: u32,
}

/// The input of the task `ReserveStock`: the fields of the state's `Parameters`.
#[derive(Debug, Deserialize, AslShape)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reserve {
    pub(crate) order_id: String,
    pub(crate) items: Vec<PricedItem>,
}

#[derive(Debug, Serialize, Deserialize, AslShape)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reservation {
    pub(crate) id: String,
    pub(crate) total_cents: u64,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Deserialize, AslShape)]
pub(crate) struct Charge {
    pub(crate) card: String,
    pub(crate) cents: u64,
}

/// The output of the workflow.
#[derive(Debug, PartialEq, Eq, Deserialize, AslShape)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    pub(crate) order_id: String,
    pub(crate) items: Vec<String>,
    pub(crate) total_cents: u64,
    pub(crate) charge_id: String,
    pub(crate) tracking_number: String,
}

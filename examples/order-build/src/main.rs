//! The workflow of the example `order`, compiled by the build script beside this folder. Most tasks take what
//! the definition's templates say and answer with JSON; types that the build script names are looked up here.

#![expect(clippy::print_stdout, reason = "the example shows what happens")]

asl_runtime::include_workflow!("order");

use asl_runtime::{RunError, TaskContext, TaskError, Value, json};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    name: String,
    quantity: u32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PricedItem {
    name: String,
    total_cents: u32,
}

/// The output of the workflow.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    order_id: String,
    items: Vec<String>,
    total_cents: u32,
    charge_id: String,
    tracking_number: String,
}

/// A shop that has everything.
#[derive(Debug)]
struct Shop;

impl order::Tasks for Shop {
    async fn validate_order(
        &self,
        input: order::ValidateOrderInput,
        _: &TaskContext,
    ) -> Result<Value, TaskError> {
        Ok(json!({ "accepted": input.lines > 0, "reason": "the order is empty" }))
    }

    async fn price_item(&self, item: Item, _: &TaskContext) -> Result<PricedItem, TaskError> {
        Ok(PricedItem { name: item.name, total_cents: item.quantity.saturating_mul(450) })
    }

    async fn reserve_stock(
        &self,
        input: order::ReserveStockInput,
        _: &TaskContext,
    ) -> Result<Value, TaskError> {
        let prices = input.items.as_array().into_iter().flatten();
        let total: u64 = prices.filter_map(|item| item.get("totalCents")?.as_u64()).sum();
        Ok(json!({ "id": "R-1", "totalCents": total }))
    }

    async fn charge_card(&self, input: order::ChargeCardInput, _: &TaskContext) -> Result<Value, TaskError> {
        println!("charging {} cents", input.cents);
        Ok(json!({ "chargeId": "C-1" }))
    }

    async fn release_stock(&self, reservation: Value, _: &TaskContext) -> Result<Value, TaskError> {
        println!("releasing {reservation}");
        Ok(Value::Null)
    }

    async fn ship(&self, input: order::ShipInput, _: &TaskContext) -> Result<Value, TaskError> {
        println!("shipping to {}", input.address);
        Ok(json!({ "trackingNumber": "T-1" }))
    }

    async fn notify(&self, message: order::NotifyInput, _: &TaskContext) -> Result<Value, TaskError> {
        println!("{}", message.message_body);
        Ok(json!({ "MessageId": "M-1" }))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), RunError> {
    println!("{:?}", buy(&json!([{ "name": "tea", "quantity": 2 }])).await?);
    Ok(())
}

async fn buy(items: &Value) -> Result<Receipt, RunError> {
    let request = json!({ "orderId": "A-17", "items": items, "card": "4242", "address": "Baker Street" });
    order::Order::new(Shop).run(&request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ships() {
        let receipt = buy(&json!([{ "name": "tea", "quantity": 2 }, { "name": "pot", "quantity": 1 }])).await;
        let expected = Receipt {
            order_id: "A-17".to_owned(),
            items: vec!["tea".to_owned(), "pot".to_owned()],
            total_cents: 1350,
            charge_id: "C-1".to_owned(),
            tracking_number: "T-1".to_owned(),
        };
        assert_eq!(receipt.expect("a receipt"), expected);
    }

    #[tokio::test]
    async fn rejects_an_empty_order() {
        let error = buy(&json!([])).await.expect_err("nothing to ship");
        assert_eq!(error.execution().and_then(|error| error.error()), Some("OrderRejected"));
    }
}

//! Runs the workflow of `order.asl.json` once, and prints what comes of it.

use asl_runtime::{RunError, TaskContext, TaskError, Value, asl_workflow, json};

asl_workflow!("order.asl.json"); // makes mod order { Order, Tasks, ChargeCardInput, State, … }

/// Does the work of the workflow's tasks.
struct Shop;

impl order::Tasks for Shop {
    async fn charge_card(&self, input: order::ChargeCardInput, cx: &TaskContext) -> Result<Value, TaskError> {
        if cx.attempt() == 0 {
            // The definition retries this error.
            return Err(TaskError::new("GatewayBusy", "try again in a moment"));
        }
        match input.order.as_str() {
            Some(id) => Ok(json!(format!("ch-{id}"))),
            None => Err(TaskError::new("BadOrder", "its `id` is not a string")),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), RunError> {
    let receipt: Value = order::Order::new(Shop).run(&json!({ "id": "A-17", "cents": 1250 })).await?;
    println!("{receipt}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_runtime::{Express, TestClock};

    /// The retry waits for two seconds; with a test clock they take no time.
    #[tokio::test]
    async fn an_order_is_charged() {
        let express = Express::new().clock(TestClock::now());
        let input = json!({ "id": "A-17", "cents": 1250 });
        let receipt = express.run_value(&order::Order::new(Shop), input).await;
        let receipt = receipt.expect("the workflow succeeds");
        assert_eq!(receipt, json!({ "text": "order A-17 is paid, charge ch-A-17" }));
    }
}

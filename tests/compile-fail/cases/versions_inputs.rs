//! A version gives a task another input, so its struct is gone: where the user names it, the reason is told.

use asl_runtime::{TaskContext, TaskError, Value, asl_workflow};

asl_workflow!("order.asl.json", versions: ["order.v1.asl.json"]);

struct Shop;

impl order::Tasks for Shop {
    async fn reserve_stock(&self, input: order::ReserveStockInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.id)
    }

    async fn charge(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }
}

fn main() {}

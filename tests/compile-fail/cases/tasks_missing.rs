//! An implementation that lacks a task, has one too many, and one with another type.

use asl_runtime::{TaskContext, TaskError, Value, asl_workflow};

asl_workflow!("order.asl.json");

struct Shop;

impl order::Tasks for Shop {
    async fn reserve_stock(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }

    async fn ship(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }
}

fn main() {
    drop(order::Order::new(Shop).run::<_, Value>(&()));
}

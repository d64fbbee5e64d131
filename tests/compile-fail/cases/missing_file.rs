//! A misspelt path.

use asl_runtime::{TaskContext, TaskError, Value, asl_workflow};

asl_workflow!("oder.asl.json", name: order);

struct Shop;

impl order::Tasks for Shop {
    async fn reserve_stock(&self, input: order::ReserveStockInput, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input.id)
    }

    async fn charge(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }
}

async fn run() -> Value {
    let state = order::State::Charge(Value::Null);
    assert_eq!(state.name(), "Charge");
    order::Order::new(Shop).run(&state).await.unwrap()
}

fn main() {
    drop(run());
}

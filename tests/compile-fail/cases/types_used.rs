//! Declared types that the caller does not keep to.

use asl_runtime::asl_workflow;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Order {
    id: u64,
}

asl_workflow!("order.asl.json", input: Order, output: Order, tasks: { "ReserveStock": (Order) -> Order });

fn use_it<T: order::Tasks>(order: &order::Order<T>) {
    drop(order.run(&1));
}

fn main() {}

//! Types whose fields are not those that the definition reads and writes: as after a field was renamed.

use asl_runtime::{AslShape, asl_workflow};
use serde::{Deserialize, Serialize};

#[derive(Serialize, AslShape)]
struct Request {
    order: Order,
    customer: Customer,
}

#[derive(Serialize, AslShape)]
struct Order {
    order_id: String,
}

#[derive(Serialize, AslShape)]
#[serde(rename_all = "camelCase")]
struct Customer {
    credit_card: String,
}

#[derive(Deserialize, AslShape)]
struct Reserve {
    id: String,
    count: u32,
}

#[derive(Serialize, AslShape)]
struct Reserved {
    warehouse: String,
}

#[derive(Deserialize, AslShape)]
struct Charge {
    card: String,
    amount: u64,
}

asl_workflow! {
    path: "shapes.asl.json",
    input: Request,
    tasks: {
        "ReserveStock": (Reserve) -> Reserved,
        "Charge": (Charge),
    },
}

fn main() {}

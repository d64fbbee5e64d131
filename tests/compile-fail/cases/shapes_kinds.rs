//! Types whose fields are of other kinds than the definition takes them for, and an output that it does not give.

use asl_runtime::{AslShape, asl_workflow};
use serde::{Deserialize, Serialize};

#[derive(Serialize, AslShape)]
struct Request {
    order: Order,
    customer: Customer,
    lines: Lines,
    payment: Payment,
}

#[derive(Serialize, AslShape)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Payment {
    Card { number: String },
    Invoice,
}

#[derive(Serialize, AslShape)]
struct Lines {
    first: Order,
}

#[derive(Serialize, AslShape)]
struct Order {
    id: String,
}

#[derive(Serialize, AslShape)]
struct Customer {
    tier: Tier,
}

#[derive(Serialize, AslShape)]
#[serde(rename_all = "lowercase")]
enum Tier {
    Gold,
    Silver,
}

#[derive(Deserialize, AslShape)]
struct Receipt {
    customer: Buyer,
    weights: Vec<u32>,
}

#[derive(Deserialize, AslShape)]
struct Buyer {
    name: String,
}

asl_workflow! {
    path: "shapes_kinds.asl.json",
    input: Request,
    output: Receipt,
}

fn main() {}

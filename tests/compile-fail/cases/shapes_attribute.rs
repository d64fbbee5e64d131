//! Attributes of `AslShape` that do not exist.

use asl_runtime::AslShape;

#[derive(AslShape)]
struct Order {
    #[asl(anything)]
    id: String,
}

#[derive(AslShape)]
#[asl(runtime = asl_runtime)]
struct Customer {
    id: String,
}

fn main() {}

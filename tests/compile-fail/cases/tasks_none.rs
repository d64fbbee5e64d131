//! Tasks of a type that implements none.

use asl_runtime::{Value, asl_workflow};

asl_workflow!("order.asl.json");

struct Shop;

async fn run() {
    order::Order::new(Shop).run::<_, Value>(&()).await.unwrap();
}

fn main() {
    drop(run());
}

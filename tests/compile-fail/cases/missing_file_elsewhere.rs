//! Paths that start nowhere, or where the user did not mean them to.

use asl_runtime::asl_workflow;

asl_workflow!("no/such/folder/order.asl.json");
asl_workflow!("", name: empty);
asl_workflow!("order.asl.json/order.asl.json", name: below);
asl_workflow!("..", name: folder);

fn main() {}

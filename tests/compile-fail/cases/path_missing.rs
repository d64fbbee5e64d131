//! Without a path.

use asl_runtime::asl_workflow;

asl_workflow!();
asl_workflow!(name: order);
asl_workflow!(order);
asl_workflow!(concat!("order", ".asl.json"));
asl_workflow!(path: order);

fn main() {}

//! A definition that cannot continue executions of an older one.

use asl_runtime::asl_workflow;

asl_workflow!("order.asl.json", compatible_with: "order.v1.asl.json");

fn main() {
    let _: Option<order::State> = None;
}

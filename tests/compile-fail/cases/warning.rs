//! A warning is rustc's, with its lints: here they are denied.

#![deny(warnings)]

use asl_runtime::asl_workflow;

asl_workflow!("definition_warning.asl.json", name: order);
asl_workflow!("definition_warning.asl.json", name: allowed, allow: [no-dollar]);

fn main() {
    drop(order::Order::new(()).run::<_, ()>(&()));
    drop(allowed::Allowed::new(()).run::<_, ()>(&()));
}

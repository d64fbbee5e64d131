//! Fields that do not exist, or are there already. Each is reported, and the workflow is there.

use asl_runtime::asl_workflow;

asl_workflow! {
    pth: "order.asl.json",
    path: "order.asl.json",
    nam: checkout,
    retries: 3,
    name: checkout,
    name: order,
    crate: ::asl_runtime,
    crate = ::asl_runtime,
}

fn main() {
    let _: Option<checkout::State> = None;
}

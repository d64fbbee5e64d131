//! Older versions that are none, and such that cannot be compiled: nothing else is reported because of them.

use asl_runtime::{TaskContext, TaskError, Value, asl_workflow};

asl_workflow! {
    path: "order.asl.json",
    versions: [
        "order.v1.asl.json",
        "order.v2.asl.json",
        "definition_wrong.asl.json",
        { path: "order.v1.asl.json", nam: v3 },
        v1,
    ],
    compatible_with: ["order.v0.asl.json"],
}

asl_workflow! {
    path: "order.asl.json",
    name: twice,
    versions: ["order.asl.json", "order.v1.asl.json", { path: "order.asl.json", name: v1 }],
    compatible_with: "definition_syntax.asl.json",
}

struct Shop;

impl order::Tasks for Shop {
    async fn reserve_stock(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }

    async fn charge(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }

    // Only the version has it.
    async fn ship(&self, input: Value, _: &TaskContext) -> Result<Value, TaskError> {
        Ok(input)
    }
}

fn main() {
    let _: Option<order::versions::v1::State> = None;
}

//! The linear part of the order, for engines without Parallel, Map and intrinsics; W2 compares with typed code.

mod value;

use super::tasks::Tasks;
use super::{Variant, Workload, compiled, interpreter};
use crate::Outcome;

const DEFINITION: &str = include_str!("../../../workloads/w2lite.asl.json");
const INPUT: &str = include_str!("../../../workloads/w2lite.input.json");

pub(super) fn workload() -> Outcome<Workload> {
    let tasks = Tasks::load()?;
    Ok(Workload {
        name: "W2lite",
        about: "the order's linear part",
        transitions: 6,
        counted_executions: 100,
        variants: vec![
            compiled::w2lite(INPUT)?,
            Variant::on_values("serde_json", INPUT, async move |order| value::run(&tasks, order).await)?,
            interpreter::variant(DEFINITION, INPUT)?,
        ],
    })
}

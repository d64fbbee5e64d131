//! A loop that counts to a thousand: by an intrinsic in a Pass state, or by a task.

mod typed;
mod value;

pub(super) use value::increment;

use super::{Variant, Workload, compiled, interpreter};
use crate::Outcome;

const TASK_DEFINITION: &str = include_str!("../../../workloads/w3task.asl.json");
const INPUT: &str = include_str!("../../../workloads/w3.input.json");
const TASK_INPUT: &str = include_str!("../../../workloads/w3task.input.json");
const TRANSITIONS: u32 = 2_001;

pub(super) fn workload() -> Outcome<Workload> {
    Ok(Workload {
        name: "W3",
        about: "counter loop with an intrinsic",
        transitions: TRANSITIONS,
        counted_executions: 50,
        variants: vec![
            compiled::w3(INPUT)?,
            Variant::on_values("serde_json", INPUT, value::run)?,
            Variant::on_text("typed", INPUT, typed::run),
        ],
    })
}

pub(super) fn workload_with_task() -> Outcome<Workload> {
    Ok(Workload {
        name: "W3task",
        about: "counter loop with a task",
        transitions: TRANSITIONS,
        counted_executions: 10,
        variants: vec![
            compiled::w3task(TASK_INPUT)?,
            Variant::on_values("serde_json", TASK_INPUT, value::run_with_task)?,
            Variant::on_text("typed", TASK_INPUT, typed::run_with_task),
            interpreter::variant(TASK_DEFINITION, TASK_INPUT)?,
        ],
    })
}

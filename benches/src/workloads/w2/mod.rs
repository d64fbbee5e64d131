//! A realistic order: Choice, intrinsics, Parallel, Map over twenty items, a task with Retry and Catch.

mod typed;
mod value;

use super::tasks::Tasks;
use super::{Variant, Workload, compiled};
use crate::Outcome;

const INPUT: &str = include_str!("../../../workloads/w2.input.json");

pub(super) fn workload() -> Outcome<Workload> {
    let tasks = Tasks::load()?;
    Ok(Workload {
        name: "W2",
        about: "order with Choice, Parallel, Map, Retry and Catch",
        transitions: 52,
        counted_executions: 50,
        variants: vec![
            compiled::w2(INPUT)?,
            Variant::on_values("serde_json", INPUT, async move |order| value::run(&tasks, order).await)?,
            Variant::on_text("typed", INPUT, typed::run),
        ],
    })
}

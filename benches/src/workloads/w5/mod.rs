//! The order's data shaping in `JSONata`, with variables.

mod typed;
mod value;

use super::tasks::Tasks;
use super::{Variant, Workload};
use crate::Outcome;

const INPUT: &str = include_str!("../../../workloads/w5.input.json");

pub(super) fn workload() -> Outcome<Workload> {
    let tasks = Tasks::load()?;
    Ok(Workload {
        name: "W5",
        about: "order in JSONata with variables and Map",
        transitions: 47,
        counted_executions: 50,
        variants: vec![
            Variant::on_values("serde_json", INPUT, async move |order| value::run(&tasks, order).await)?,
            Variant::on_text("typed", INPUT, typed::run),
        ],
    })
}

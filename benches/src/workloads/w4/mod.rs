//! An inline Map over a thousand items.

mod typed;
mod value;

use super::{Variant, Workload, compiled};
use crate::Outcome;

const INPUT: &str = include_str!("../../../workloads/w4.input.json");

pub(super) fn workload() -> Outcome<Workload> {
    Ok(Workload {
        name: "W4",
        about: "inline Map over 1,000 items",
        transitions: 1_001,
        counted_executions: 5,
        variants: vec![
            compiled::w4(INPUT)?,
            Variant::on_values("serde_json", INPUT, value::run)?,
            Variant::on_text("typed", INPUT, typed::run),
        ],
    })
}

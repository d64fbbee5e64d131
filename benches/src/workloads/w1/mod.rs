//! Ten Pass states, each of which puts a constant beside what is there.

mod typed;
mod value;

use super::{Variant, Workload, compiled, interpreter};
use crate::Outcome;

const DEFINITION: &str = include_str!("../../../workloads/w1.asl.json");
const INPUT: &str = include_str!("../../../workloads/w1.input.json");

pub(super) fn workload() -> Outcome<Workload> {
    Ok(Workload {
        name: "W1",
        about: "ten Pass states",
        transitions: 10,
        counted_executions: 500,
        variants: vec![
            compiled::w1(INPUT)?,
            Variant::on_values("serde_json", INPUT, value::run)?,
            Variant::on_text("typed", INPUT, typed::run),
            interpreter::variant(DEFINITION, INPUT)?,
        ],
    })
}

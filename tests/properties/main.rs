//! Compiled expressions, numbers and states against the simplest models of them.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "tests"
)]

mod expressions;
mod naive;
mod numbers;
mod states;

use asl_runtime::Value;
use asl_runtime::machine::Workflow;

/// The output of a workflow of Pass and Choice states, or the name of its error.
fn run<W: Workflow>(workflow: &W, input: Value) -> Result<Value, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let outcome = runtime.block_on(asl_runtime::Express::new().run_value(workflow, input));
    outcome.map_err(|error| error.error().unwrap_or_default().to_owned())
}

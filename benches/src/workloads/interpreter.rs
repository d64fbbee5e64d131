//! The crate `asl`: reads the definition at start-up and walks through it at run time.
//!
//! It has neither Parallel and Map nor intrinsics, so it runs the linear workloads only.

use std::fmt;
use std::rc::Rc;

use asl::asl::execution::{ExecutionStatus, StateExecutionHandler};
use asl::asl::state_machine::StateMachine;
use asl::asl::types::execution::EmptyContext;
use serde_json::Value;

use super::failure::{ExecutionError, TaskError};
use super::tasks::Tasks;
use super::{Variant, w3};
use crate::Outcome;
use crate::block_on::block_on;

/// A definition as the interpreter runs it.
///
/// # Errors
/// It does not accept the definition.
pub(super) fn variant(definition: &'static str, input: &'static str) -> Outcome<Variant> {
    let machine = Interpreter { machine: Rc::new(StateMachine::parse(definition)?), tasks: Tasks::load()? };
    Variant::on_values("asl", input, async move |input: Value| machine.run(&input))
}

#[derive(Clone)]
struct Interpreter {
    machine: Rc<StateMachine>,
    tasks: Tasks,
}

impl Interpreter {
    fn run(&self, input: &Value) -> Result<Value, ExecutionError> {
        let last = self.machine.start(input, Handler(&self.tasks), EmptyContext {}).last();
        match last.map(|step| step.status) {
            Some(ExecutionStatus::FinishedWithSuccess(output)) => Ok(output.unwrap_or_default()),
            status => Err(ExecutionError::new("States.Runtime", format!("{status:?}"))),
        }
    }
}

struct Handler<'a>(&'a Tasks);

impl StateExecutionHandler for Handler<'_> {
    type TaskExecutionError = TaskFailure;

    fn execute_task(
        &self,
        resource: &str,
        input: &Value,
        _credentials: Option<&Value>,
    ) -> Result<Option<Value>, TaskFailure> {
        let name = resource.rsplit(':').next().unwrap_or(resource);
        let outcome = match name {
            "ValidateOrder" => block_on(self.0.validate_order(input)),
            "ReserveStock" => block_on(self.0.reserve_stock(input)),
            "ChargePayment" => block_on(self.0.charge_payment(input)),
            "Inc" => block_on(w3::increment(input)),
            _ => return Err(TaskFailure(format!("no task named {name}"))),
        };
        let output = outcome.map_err(|error| TaskFailure(error.to_string()))?;
        output.map(Some).map_err(|TaskError { error, cause }| TaskFailure(format!("{error}: {cause}")))
    }
}

/// A task's failure, as the interpreter wants it.
struct TaskFailure(String);

impl fmt::Display for TaskFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

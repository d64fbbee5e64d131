//! Standard: durable executions in an `SQLite` file.
//!
//! An execution keeps its whole history, waits for up to a year, and survives the process: kill it at any instant, open the
//! file again, and everything goes on from where it was.
//!
//! ```no_run
//! # use asl_runtime::{TaskContext, TaskError, Value, asl_workflow, json};
//! # asl_workflow!("../../../examples/payment.asl.json");
//! # struct Shop;
//! # impl payment::Tasks for Shop {
//! #     async fn charge_card(&self, input: payment::ChargeCardInput, _: &TaskContext) -> Result<Value, TaskError> {
//! #         Ok(json!(format!("{} cents", input.cents)))
//! #     }
//! # }
//! use asl_runtime::Standard;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let standard = Standard::open("orders.db").await?;
//! // From here on, executions that a former process left behind go on.
//! let payments = standard.register(payment::Payment::new(Shop))?;
//! let execution = payments.start("order-17", &json!({ "id": "A-17", "cents": 1250 })).await?;
//! let receipt: Value = execution.wait().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! - What was acknowledged is not lost: when `start`, a task token's outcome, `stop` or `redrive` return, what they did is on
//!   the disk, and `wait` tells of an end only when it is.
//! - Each transition happens once. A task may run again after a crash, with the same
//!   [idempotency key](crate::TaskContext::idempotency_key): before an attempt begins, all that led to it is on the disk.
//! - A token has one outcome.
//! - An execution belongs to the definition that it started with. One whose definition this process does not have stays as it
//!   is: see [`Standard::orphans`].
//!
//! An execution that only waits, for a time or for a token, is not in memory.

mod activities;
mod api;
mod codec;
mod core;
mod durable;
mod error;
mod live;
mod load;
mod nested;
mod registry;
mod retention;
mod settings;
mod store;
mod timers;
mod token;

pub use api::{
    ActivitySummary, ActivityTask, Alias, Description, ExecutionHandle, ExecutionSummary, HistoryPage,
    HistoryQuery, ListPage, ListQuery, Orphan, Redrivable, Route, Standard, StandardOptions, StateMachine,
    Version,
};
pub use error::Error;

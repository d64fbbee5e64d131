//! What can go wrong, from the smallest to the largest view.
//!
//! A [`Fault`] is what evaluating a field gives. The driver places it in its state and makes it a
//! [`Failure`], which Retry and Catch look at. What leaves the execution is an [`ExecutionError`].
//! Users' tasks fail with a [`TaskError`].

mod execution;
mod failure;
mod fault;
mod task;

#[cfg(test)]
mod tests;

pub use execution::{ExecutionError, RunError, Status};
pub use failure::{Failure, FailureKind};
pub use fault::Fault;
pub use task::{Phase, TaskError};

/// Error names that AWS defines (AWS: "Handling errors in Step Functions workflows").
pub mod names {
    /// Matches every error that can be matched.
    pub const ALL: &str = "States.ALL";
    /// Matches every task error but timeouts.
    pub const TASK_FAILED: &str = "States.TaskFailed";
    /// A task or the execution ran out of time.
    pub const TIMEOUT: &str = "States.Timeout";
    /// A task sent no heartbeat in time.
    pub const HEARTBEAT_TIMEOUT: &str = "States.HeartbeatTimeout";
    /// The interpreter's own failures: never retried, never caught.
    pub const RUNTIME: &str = "States.Runtime";
    /// A payload above the limit.
    pub const DATA_LIMIT_EXCEEDED: &str = "States.DataLimitExceeded";
    /// `ResultPath` does not fit the input.
    pub const RESULT_PATH_MATCH_FAILURE: &str = "States.ResultPathMatchFailure";
}

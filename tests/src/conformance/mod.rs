//! Conformance cases: recorded executions of AWS Step Functions and how a run of ours is compared with them.
//!
//! Nothing here knows the compiler or the runtime: a case goes in as JSON, a finished run as the values that
//! `DescribeExecution` and `GetExecutionHistory` would report, and differences come out.
//!
//! - [`Case`] is one recording: definition, input, what each task attempt gave, and what AWS did.
//! - [`Scope`] says whether the project can run it yet, by the features it uses.
//! - [`TaskScript`] plays the tasks as they were recorded.
//! - [`Identity`] holds the names and ARNs under which the run has to appear.
//! - [`compare`] lists where a run differs; [`render`] makes that list readable.

mod case;
mod compare;
mod definition;
mod identity;
mod json;
mod marker;
mod scope;
mod script;

#[cfg(test)]
mod tests;

pub use case::{Attempt, Case, CaseError, CaseSet, Expect, Phase, load_dir};
pub use compare::{ActualRun, Difference, compare, render};
pub use identity::Identity;
pub use json::Json;
pub use scope::Scope;
pub use script::{Step, TaskScript};

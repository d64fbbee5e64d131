//! Tests of workflows as tables: a case is a definition, an input, what each task gives, and what comes of it, in JSON.
//!
//! Recorded executions of AWS Step Functions are such cases. Without features nothing here knows the compiler or the
//! runtime: a case goes in as JSON, a finished run as the values that
//! `DescribeExecution` and `GetExecutionHistory` would report, and differences come out.
//!
//! - [`Case`] is one recording: definition, input, what each task attempt gave, and what AWS did.
//! - [`Scope`] says whether the project can run it yet, by the features it uses.
//! - [`TaskScript`] plays the tasks as they were recorded.
//! - [`Identity`] holds the names and ARNs under which the run has to appear.
//! - [`compare`] lists where a run differs; [`render`] makes that list readable.
//!
//! The feature `compile` adds [`compile`], definitions as Rust; the feature `run` adds [`run`](mod@run), which plays cases.

mod case;
mod compare;
#[cfg(feature = "compile")]
pub mod compile;
mod coverage;
mod definition;
mod files;
mod identity;
mod json;
mod marker;
#[cfg(feature = "run")]
pub mod run;
mod scope;
mod script;

#[cfg(test)]
mod tests;

#[cfg(feature = "run")]
#[doc(no_inline)]
pub use asl_runtime;
pub use case::{Attempt, Case, CaseError, CaseSet, Expect, Phase, load_dir};
pub use compare::{ActualRun, Difference, compare, render, render_diff};
pub use coverage::{Coverage, Part};
pub use files::{FileCase, FileError, load, load_with};
pub use identity::Identity;
pub use json::Json;
pub use scope::Scope;
pub use script::{Step, TaskScript};

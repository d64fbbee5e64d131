//! For build scripts: reads definitions, writes Rust. The one place of this crate with I/O.
//!
//! ```no_run
//! asl_compiler::build::workflow("workflows/order.asl.json")
//!     .name("checkout")
//!     .input("crate::OrderRequest")
//!     .task("ReserveStock", "crate::Reserve", "crate::Reservation")
//!     .substitution("ChargeFunctionArn", "arn:aws:lambda:eu-west-1:123456789012:function:charge")
//!     .version("workflows/order.v1.asl.json")
//!     .allow("doomed")
//!     .compile();
//! ```
//!
//! in the `main` of `build.rs`. The code goes to `checkout.asl.rs` in `OUT_DIR`, and
//! `asl_runtime::include_workflow!("checkout");` puts the module where it stands.
//! Mistakes stop the build, with all of them shown; warnings become warnings of the build script.

mod error;
mod read;
#[cfg(test)]
mod tests;
mod version;
mod workflow;

pub use error::BuildError;
pub use read::{ReadError, read};
pub use version::{OlderVersion, version};
pub use workflow::{Workflow, workflow};

/// Compiles one definition with the default options: [`workflow`]`(path).`[`compile`](Workflow::compile)`()`.
pub fn compile(path: impl Into<std::path::PathBuf>) {
    workflow(path).compile();
}

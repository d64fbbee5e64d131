//! What compiled AWS Step Functions workflows run on.
//!
//! A definition in Amazon States Language becomes a typed async state machine at compile time; this crate has
//! everything that its code needs: the [`Value`] it works on, the engines it runs on, the history it leaves.

extern crate self as asl_runtime;

pub mod value;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod choice;
mod context;
pub mod engine;
pub mod error;
mod express;
pub mod history;
mod intrinsics;
mod limits;
pub mod machine;
mod path;
mod time;

pub use asl_macros::asl_workflow;
pub use context::{Account, Execution, TaskContext};
pub use engine::{CallbackError, Callbacks, Clock, SystemClock, TaskToken, TestClock};
pub use error::{ExecutionError, Phase, RunError, Status, TaskError};
pub use express::{Express, Handle, Journal, Report};
pub use limits::Limits;
pub use time::Timestamp;
pub use value::{Text, Value};

/// Includes a module that a build script has compiled with `asl_compiler::build`.
///
/// ```text
/// asl_runtime::include_workflow!("order");
/// ```
///
/// stands for the file `order.asl.rs` in `OUT_DIR`. Types that the build script names are looked up where this stands.
#[macro_export]
macro_rules! include_workflow {
    ($name:literal $(,)?) => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "`include_workflow!` needs a build script that calls `asl_compiler::build::workflow(…).compile()`"
            ),
            "/",
            $name,
            ".asl.rs"
        ));
    };
}

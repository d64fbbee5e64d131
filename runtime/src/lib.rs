//! What compiled AWS Step Functions workflows run on.
//!
//! A definition in Amazon States Language becomes a typed async state machine at compile time; this crate has
//! everything that its code needs: the [`Value`] it works on, the engines it runs on, the history it leaves.
//!
//! ```
//! use asl_runtime::{RunError, TaskContext, TaskError, Value, asl_workflow, json};
//!
//! // Makes `mod payment` with `trait Tasks` and `struct Payment`. The path starts beside this file.
//! # #[cfg(any())]
//! asl_workflow!("payment.asl.json");
//! # asl_workflow!("../../examples/payment.asl.json");
//!
//! struct Shop;
//!
//! impl payment::Tasks for Shop {
//!     async fn charge_card(&self, input: payment::ChargeCardInput, _: &TaskContext) -> Result<Value, TaskError> {
//!         Ok(json!(format!("{} cents", input.cents)))
//!     }
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), RunError> {
//!     let order = json!({ "id": "A-17", "cents": 1250 });
//!     let receipt: Value = payment::Payment::new(Shop).run(&order).await?;
//!     assert_eq!(receipt, json!({ "text": "order A-17 is paid: 1250 cents" }));
//!     Ok(())
//! }
//! ```
//!
//! | To | See |
//! |---|---|
//! | compile a definition | [`asl_workflow!`], or [`include_workflow!`] with a build script |
//! | write tasks | [`TaskContext`], [`TaskError`] |
//! | run with other settings, in tests without waiting | [`Express`], [`TestClock`], [`Limits`] |
//! | look at what happened | [`Report`], [`history`], [`ExecutionError`] |
//! | complete a task from outside | [`Callbacks`], [`TaskToken`] |
//! | stop a run in background, or wait for it | [`Handle`] |
//! | handle JSON | [`Value`], [`json!`] |
//! | write an engine | [`engine`], [`machine`] |

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
pub mod shape;
#[cfg(feature = "standard")]
pub mod standard;
mod time;

pub use asl_macros::{AslShape, asl_workflow};
pub use context::{Account, Execution, TaskContext};
pub use engine::{CallbackError, Callbacks, Clock, SystemClock, TaskToken, TestClock};
pub use error::{ExecutionError, Phase, RunError, Status, TaskError};
pub use express::{Express, Handle, Journal, Report};
pub use limits::Limits;
pub use shape::AslShape;
#[cfg(feature = "standard")]
pub use standard::Standard;
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

// The README's programs. No doc comment beside it: paths in them start at the README only while it is all there is.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

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

pub use context::{Account, Execution, TaskContext};
pub use engine::{CallbackError, Callbacks, Clock, SystemClock, TaskToken, TestClock};
pub use error::{ExecutionError, Phase, RunError, Status, TaskError};
pub use express::{Express, Handle, Journal, Report};
pub use limits::Limits;
pub use time::Timestamp;
pub use value::{Text, Value};

//! What compiled AWS Step Functions workflows run on.

extern crate self as asl_runtime;

pub mod value;

mod choice;
mod intrinsics;
mod path;
mod time;

pub use time::Timestamp;

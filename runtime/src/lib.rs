//! What compiled AWS Step Functions workflows run on.

extern crate self as asl_runtime;

pub mod value;

mod choice;
mod intrinsics;
mod path;
mod time;

pub use time::Timestamp;

/// What generated code calls. No part of it is for anybody else, and all of it may change in any release.
#[doc(hidden)]
pub mod __private {
    /// Choice rules.
    pub mod choice {
        pub use crate::choice::*;
    }
    /// Intrinsic functions.
    pub mod intrinsics {
        pub use crate::intrinsics::*;
    }
    /// JSONPath.
    pub mod path {
        pub use crate::path::*;
    }
    /// Timestamps.
    pub mod time {
        pub use crate::time::*;
    }
}

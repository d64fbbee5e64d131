//! An ahead-of-time compiler from Amazon States Language to Rust.
//!
//! Text goes in, values come out: a stage is a folder, a verb and a type.
//! `source` → `json` → `ast` → `check` → `ir` → `flow` → `emit` → `render`. No stage does I/O or looks at a clock: the same text
//! and options give the same code and the same diagnostics anywhere.
//!
//! ```
//! use asl_compiler::{Options, Source, compile};
//!
//! let text = r#"{"StartAt": "Hello", "States": {"Hello": {"Type": "Succeed"}}}"#;
//! let compiled = compile(&Source::new("hello.asl.json", text), &Options::new("hello"));
//! assert!(compiled.diagnostics.is_empty());
//! assert!(compiled.code().expect("no errors").contains("pub mod hello"));
//! ```

pub mod analyze;
pub mod ast;
pub mod build;
pub mod check;
pub mod compat;
mod compile;
pub mod definition;
pub mod diagnostic;
mod emit;
pub mod expr;
pub mod flow;
pub mod graph;
pub mod ir;
pub mod json;
pub mod lower;
mod options;
mod outline;
mod render;
pub mod report;
pub mod source;
pub mod template;
mod versions;
pub mod yaml;

pub use compile::{Compilation, compile};
pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
pub use options::{OptionPlace, OptionProblem, Options, TaskTypes, Version};
pub use outline::{empty, outline};
pub use source::Source;

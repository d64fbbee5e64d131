//! An ahead-of-time compiler from Amazon States Language to Rust.
//!
//! Text goes in, values come out: a stage is a folder, a verb and a type.
//! `source` → `json` → `ast` → `check` → `ir` → `emit` → `render`.

pub mod analyze;
pub mod ast;
pub mod check;
pub mod diagnostic;
pub mod expr;
pub mod ir;
pub mod json;
pub mod lower;
pub mod report;
pub mod source;

//! Express: executions in memory.

mod engine;
mod handle;
mod journal;
mod keep;
mod report;

#[cfg(test)]
mod tests;

pub use engine::Express;
pub use handle::Handle;
pub use journal::Journal;
pub use report::Report;

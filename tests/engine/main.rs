//! How compiled workflows behave on the engine in memory: events, retries, time, forks, callbacks, resumes.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "tests"
)]

mod callbacks;
mod cancel;
mod chains;
mod clock;
mod forks;
mod help;
mod journal;
mod limits;
mod retries;
mod shape;
mod times;

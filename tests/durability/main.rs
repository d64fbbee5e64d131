//! The durable engine: its interface, and its promises under crashes, faulty disks, races and random schedules.
//!
//! Seeds, rounds and kills can be raised by environment variables; each file says by which.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::match_wild_err_arm,
    clippy::iter_over_hash_type,
    clippy::single_match_else,
    clippy::format_push_string,
    reason = "tests"
)]

mod api;
mod faulty;
mod help;
mod kill;
mod races;
mod simulation;
mod tokens;

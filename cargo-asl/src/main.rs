//! `cargo asl`: what the compiler knows, on the command line.
//!
//! Results go to stdout and reports to stderr. Exit codes: 0, 1 when the definition has errors or cannot be read, 2 when the command
//! itself is wrong.

mod cli;
mod expand;
mod graph;

use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse_from(arguments(std::env::args_os()));
    match &cli.command {
        cli::Command::Expand(arguments) => expand::run(arguments),
        cli::Command::Graph(arguments) => graph::run(arguments),
    }
}

/// Cargo calls `cargo-asl asl expand …` for `cargo asl expand …`.
fn arguments(all: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = all.collect();
    if arguments.get(1).is_some_and(|first| first == "asl") {
        arguments.remove(1);
    }
    arguments
}

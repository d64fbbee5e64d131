//! `cargo asl`: what the compiler knows, on the command line.
//!
//! Results go to stdout and reports to stderr. Exit codes: 0, 1 when the definition has errors or cannot be read, 2 when the command
//! itself is wrong; `check`, `compat` and `fmt` say theirs in their help.

mod check;
mod cli;
mod compat;
mod expand;
mod explain;
mod fmt;
mod graph;
mod new;
mod output;
mod test;

use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse_from(arguments(std::env::args_os()));
    match &cli.command {
        cli::Command::Test(arguments) => test::run(arguments),
        cli::Command::New(arguments) => new::run(arguments),
        cli::Command::Check(arguments) => check::run(arguments, cli.color),
        cli::Command::Compat(arguments) => compat::run(arguments, cli.color),
        cli::Command::Explain(arguments) => explain::run(arguments, cli.color),
        cli::Command::Expand(arguments) => expand::run(arguments, cli.color),
        cli::Command::Fmt(arguments) => fmt::run(arguments),
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

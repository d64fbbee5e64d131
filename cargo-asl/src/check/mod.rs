//! `cargo asl check`.

pub(crate) mod detect;
pub(crate) mod files;
mod report;
mod work;

use crate::cli::{Allowed, Check, Cli, Denied};
use crate::output;
use asl_compiler::analyze::AnalyzeOptions;
use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory};
use std::process::ExitCode;

/// Exit code: something is wrong with the command or a file.
const TROUBLE: u8 = 2;

pub(crate) fn run(arguments: &Check, color: ColorChoice) -> ExitCode {
    let options = options(arguments);
    let found = files::find(&arguments.paths);
    let mut checked = work::check(&found.files, &options);
    checked.failures.extend(found.failures);
    report::deny(&mut checked, &arguments.deny);
    let written = report::write(&checked, arguments, color);
    report::not_allowed(&checked, arguments);
    report::summary(&checked, arguments, color);
    if written.is_err() || !checked.failures.is_empty() {
        ExitCode::from(TROUBLE)
    } else if checked.counts().errors > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn options(arguments: &Check) -> AnalyzeOptions {
    let mut options = AnalyzeOptions::default();
    for allowed in &arguments.allow {
        match allowed {
            Allowed::Code(code) => options.allow.push(*code),
            Allowed::Doomed => options.allow_doomed = true,
        }
    }
    for (name, value) in &arguments.substitution {
        if options.substitutions.insert(name.clone(), value.clone()).is_some() {
            let message = format!("the placeholder `{name}` is given two values");
            Cli::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
    }
    for code in &options.allow {
        if arguments.deny.contains(&Denied::Code(*code)) {
            let message = format!("`{}` is both allowed and denied", code.info().slug);
            Cli::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
    }
    options
}

/// Whether a code says that the definition cannot be compiled yet, which is no mistake in it.
fn is_not_yet(code: asl_compiler::Code) -> bool {
    code.info().id.starts_with("ASL05")
}

/// A line on stderr about one file.
fn say(failure: &asl_compiler::report::machine::Failure) {
    output::report(&format!("error: {}", failure.message));
}

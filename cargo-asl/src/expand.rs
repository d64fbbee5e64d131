//! `cargo asl expand`.

use crate::cli::{Cli, Expand};
use asl_compiler::report::{Style, render};
use asl_compiler::{Compilation, OptionPlace, Options, Severity, Source, build, compile};
use clap::CommandFactory;
use clap::error::ErrorKind;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

pub(crate) fn run(arguments: &Expand) -> ExitCode {
    let options = options(arguments);
    let source = match build::read(&arguments.file, &arguments.file.display().to_string()) {
        Ok(source) => source,
        Err(error) => {
            let help = error.near().map(|near| format!("\n  = help: did you mean `{near}`?"));
            report(&format!("error: {error}{}", help.unwrap_or_default()));
            return ExitCode::FAILURE;
        }
    };
    let compiled = compile(&source, &options);
    report_all(&source, &compiled);
    let Some(code) = compiled.code() else { return ExitCode::FAILURE };
    match std::io::stdout().write_all(code.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("error: cannot write to stdout: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn options(arguments: &Expand) -> Options {
    let name = arguments.name.clone().unwrap_or_else(|| Options::name_of_file(&arguments.file));
    let mut options = Options::new(name);
    options.allow.clone_from(&arguments.allow);
    for (name, value) in &arguments.substitution {
        if options.substitutions.insert(name.clone(), value.clone()).is_some() {
            let message = format!("the placeholder `{name}` is given two values");
            Cli::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
    }
    if let Some(runtime) = arguments.runtime() {
        options.runtime = runtime;
    }
    options
}

/// What is wrong with the command, what is wrong with the definition, and how much of it.
fn report_all(source: &Source, compiled: &Compilation) {
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    let mut count = |error: bool| *if error { &mut errors } else { &mut warnings } += 1;
    for problem in &compiled.problems {
        count(problem.is_error());
        let level = if problem.is_error() { "error" } else { "warning" };
        let option = match &problem.place {
            OptionPlace::Task(_) => "task",
            OptionPlace::Substitution(_) => "substitution",
            OptionPlace::Allow(_) => "allow",
        };
        let help = problem.help.as_ref().map(|help| format!("\n  = help: {help}")).unwrap_or_default();
        report(&format!("{level}: --{option}: {}{help}\n", problem.message));
    }
    let colours =
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    let style = if colours { Style::Styled } else { Style::Plain };
    for diagnostic in &compiled.diagnostics {
        count(diagnostic.severity != Severity::Warning);
        report(&format!("{}\n", render(source, diagnostic, style)));
    }
    let number = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let name = source.name();
    match (errors, warnings) {
        (0, 0) => {}
        (0, _) => report(&format!("`{name}` has {}", number(warnings, "warning"))),
        (_, 0) => report(&format!("`{name}` has {}", number(errors, "error"))),
        _ => {
            let (errors, warnings) = (number(errors, "error"), number(warnings, "warning"));
            report(&format!("`{name}` has {errors} and {warnings}"));
        }
    }
}

#[expect(clippy::print_stderr, reason = "a command reports to stderr")]
fn report(text: &str) {
    eprintln!("{text}");
}

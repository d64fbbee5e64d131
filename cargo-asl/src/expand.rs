//! `cargo asl expand`.

use crate::cli::{Cli, Expand};
use crate::output::{number, print, report, style};
use asl_compiler::report::render;
use asl_compiler::{Compilation, OptionPlace, Options, Severity, Source, build, compile};
use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory};
use std::process::ExitCode;

pub(crate) fn run(arguments: &Expand, color: ColorChoice) -> ExitCode {
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
    report_all(&source, &compiled, color);
    let Some(code) = compiled.code() else { return ExitCode::FAILURE };
    match print(&code) {
        Ok(()) => ExitCode::SUCCESS,
        Err(()) => ExitCode::FAILURE,
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
fn report_all(source: &Source, compiled: &Compilation, color: ColorChoice) {
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
    let style = style(color, &std::io::stderr());
    for diagnostic in &compiled.diagnostics {
        count(diagnostic.severity != Severity::Warning);
        report(&format!("{}\n", render(source, diagnostic, style)));
    }
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

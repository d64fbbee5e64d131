//! `cargo asl expand`.

use crate::cli::{Cli, Expand};
use crate::output::{number, print, report, style};
use asl_compiler::report::render;
use asl_compiler::{Compilation, OptionPlace, Options, Severity, Source, Version, build, compile};
use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(arguments: &Expand, color: ColorChoice) -> ExitCode {
    let mut options = options(arguments);
    let Some(source) = read(&arguments.file) else { return ExitCode::FAILURE };
    for file in &arguments.old_version {
        let Some(source) = read(file) else { return ExitCode::FAILURE };
        let name = Version::name_of_file(file);
        options.versions.push(Version { name, source, include: None, substitutions: BTreeMap::new() });
    }
    let compiled = compile(&source, &options);
    report_all(&source, &compiled, &options, color);
    let Some(code) = compiled.code() else { return ExitCode::FAILURE };
    match print(&code) {
        Ok(()) => ExitCode::SUCCESS,
        Err(()) => ExitCode::FAILURE,
    }
}

/// Reads a definition, or says why that is not possible.
pub(crate) fn read(file: &Path) -> Option<Source> {
    match build::read(file, &file.display().to_string()) {
        Ok(source) => Some(source),
        Err(error) => {
            let help = error.near().map(|near| format!("\n  = help: did you mean `{near}`?"));
            report(&format!("error: {error}{}", help.unwrap_or_default()));
            None
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
fn report_all(source: &Source, compiled: &Compilation, options: &Options, color: ColorChoice) {
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    let mut count = |error: bool| *if error { &mut errors } else { &mut warnings } += 1;
    for problem in &compiled.problems {
        count(problem.is_error());
        let level = if problem.is_error() { "error" } else { "warning" };
        let option = match &problem.place {
            OptionPlace::Version(_) => "old-version",
            place => place.option(),
        };
        let help = problem.help.as_ref().map(|help| format!("\n  = help: {help}")).unwrap_or_default();
        report(&format!("{level}: --{option}: {}{help}\n", problem.message));
    }
    let style = style(color, &std::io::stderr());
    for (place, found) in &compiled.versions {
        let Some(version) = options.version(place) else { continue };
        for diagnostic in found {
            count(true);
            report(&format!("{}\n", render(&version.source, diagnostic, style)));
        }
    }
    for diagnostic in &compiled.diagnostics {
        count(diagnostic.severity != Severity::Warning);
        report(&format!("{}\n", render(source, diagnostic, style)));
    }
    let with_versions = if options.versions.is_empty() { "" } else { " with its older versions" };
    let name = format!("`{}`{with_versions}", source.name());
    match (errors, warnings) {
        (0, 0) => {}
        (0, _) => report(&format!("{name} has {}", number(warnings, "warning"))),
        (_, 0) => report(&format!("{name} has {}", number(errors, "error"))),
        _ => {
            let (errors, warnings) = (number(errors, "error"), number(warnings, "warning"));
            report(&format!("{name} has {errors} and {warnings}"));
        }
    }
}

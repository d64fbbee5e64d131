//! `cargo asl compat`.

use crate::cli::{Cli, Compat, Denied, MessageFormat};
use crate::expand::read;
use crate::output::{number, print, report, style};
use asl_compiler::analyze::{Analysis, AnalyzeOptions, analyze};
use asl_compiler::compat::{Side, compare};
use asl_compiler::report::machine::{Finding, github, json, sarif};
use asl_compiler::report::render;
use asl_compiler::{Diagnostic, Diagnostics, Severity, Source};
use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Exit code: the definitions cannot be compared.
const TROUBLE: u8 = 2;

pub(crate) fn run(arguments: &Compat, color: ColorChoice) -> ExitCode {
    let new_values = values(&arguments.substitution);
    let mut old_values = new_values.clone();
    old_values.extend(values(&arguments.old_substitution));
    let (Some(old), Some(new)) = (read(&arguments.old), read(&arguments.new)) else {
        return ExitCode::from(TROUBLE);
    };
    let analyses =
        [(&old, old_values), (&new, new_values)].map(|(source, values)| understand(source, values));
    let [old_analysis, new_analysis] = &analyses;
    let mut found = Diagnostics::default();
    let [from, to] =
        [Side { source: &old, analysis: old_analysis }, Side { source: &new, analysis: new_analysis }];
    compare(&from, &to, &mut found);
    found.finish();
    let mut found: Vec<Diagnostic> = found.iter().cloned().collect();
    deny(&mut found, &arguments.deny);
    let own = |source, analysis: &'_ Analysis| -> Vec<(&Source, Diagnostic)> {
        analysis.diagnostics.iter().map(|found| (source, found.clone())).collect()
    };
    let mut all = own(&old, old_analysis);
    all.extend(own(&new, new_analysis));
    let is_compared = all.is_empty();
    all.extend(found.into_iter().map(|found| (&new, found)));
    if write(&all, arguments.message_format, color).is_err() {
        return ExitCode::from(TROUBLE);
    }
    if !is_compared {
        report("a definition with errors cannot be compared with another");
        return ExitCode::from(TROUBLE);
    }
    let errors = all.iter().filter(|(_, found)| found.severity != Severity::Warning).count();
    summary((&from, &to), errors, all.len() - errors);
    if errors > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn values(given: &[(String, String)]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for (name, value) in given {
        if values.insert(name.clone(), value.clone()).is_some() {
            let message = format!("the placeholder `{name}` is given two values");
            Cli::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
    }
    values
}

/// Only errors keep a definition from being compared; `check` tells the rest.
fn understand(source: &Source, substitutions: BTreeMap<String, String>) -> Analysis {
    let options = AnalyzeOptions { allow_doomed: true, substitutions, ..AnalyzeOptions::default() };
    let mut analysis = analyze(source, &options);
    analysis.diagnostics.retain(|found| found.severity == Severity::Error);
    analysis
}

/// Makes errors of the warnings that are denied.
fn deny(found: &mut [Diagnostic], denied: &[Denied]) {
    for found in found.iter_mut().filter(|found| found.severity == Severity::Warning) {
        if denied.iter().any(|denied| [Denied::Warnings, Denied::Code(found.code)].contains(denied)) {
            found.severity = Severity::Error;
        }
    }
}

fn write(all: &[(&Source, Diagnostic)], format: MessageFormat, color: ColorChoice) -> Result<(), ()> {
    let findings: Vec<Finding<'_>> =
        all.iter().map(|(source, diagnostic)| Finding { source, machine: None, diagnostic }).collect();
    let lines = |line: fn(&Finding<'_>) -> String| {
        findings.iter().map(line).flat_map(|line| [line, "\n".to_owned()]).collect::<String>()
    };
    let text = match format {
        MessageFormat::Human => {
            let style = style(color, &std::io::stdout());
            let draw = |finding: &Finding<'_>| render(finding.source, finding.diagnostic, style);
            findings.iter().map(draw).flat_map(|text| [text, "\n\n".to_owned()]).collect()
        }
        MessageFormat::Json => lines(json),
        MessageFormat::Github => lines(github),
        MessageFormat::Sarif => sarif(&findings, &[]) + "\n",
    };
    print(&text)
}

/// One line, with the identities under which an engine knows the definitions.
fn summary((old, new): (&Side<'_>, &Side<'_>), errors: usize, warnings: usize) {
    let name = |side: &Side<'_>| {
        let hash = side.analysis.hash.map(|hash| format!(" ({hash})")).unwrap_or_default();
        format!("`{}`{hash}", side.source.name())
    };
    if old.analysis.hash == new.analysis.hash {
        report(&format!("{} and `{}` are the same definition", name(old), new.source.name()));
        return;
    }
    let verb = if errors > 0 { "cannot" } else { "can" };
    let found = match (errors, warnings) {
        (0, 0) => String::new(),
        (0, _) => format!(": {}", number(warnings, "warning")),
        (_, 0) => format!(": {}", number(errors, "error")),
        _ => format!(": {} and {}", number(errors, "error"), number(warnings, "warning")),
    };
    report(&format!("executions of {} {verb} be continued by {}{found}", name(old), name(new)));
}

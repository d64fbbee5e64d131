//! What was found, in the form that was asked for, and how much.

use super::work::{Checked, Counts};
use crate::cli::{Allowed, Check, Denied, MessageFormat};
use crate::output::{number, print, report, style};
use asl_compiler::Severity;
use asl_compiler::report::machine::{Finding, github, json, sarif};
use asl_compiler::report::{Style, render};
use clap::ColorChoice;

/// Makes errors of the warnings that are denied.
pub(super) fn deny(checked: &mut Checked, denied: &[Denied]) {
    let is_denied =
        |code| denied.iter().any(|denied| [Denied::Warnings, Denied::Code(code)].contains(denied));
    for found in checked.units.iter_mut().flat_map(|unit| &mut unit.findings) {
        let diagnostic = &mut found.diagnostic;
        if diagnostic.severity == Severity::Warning && is_denied(diagnostic.code) {
            diagnostic.severity = Severity::Error;
        }
    }
}

/// Writes the findings to stdout, and what could not be read to stderr.
pub(super) fn write(checked: &Checked, arguments: &Check, color: ColorChoice) -> Result<(), ()> {
    let findings: Vec<Finding<'_>> = checked
        .units
        .iter()
        .flat_map(|unit| {
            unit.findings.iter().map(|found| Finding {
                source: &unit.source,
                machine: found.machine.as_deref(),
                diagnostic: &found.diagnostic,
            })
        })
        .collect();
    let lines = |line: fn(&Finding<'_>) -> String| {
        findings.iter().map(line).flat_map(|line| [line, "\n".to_owned()]).collect::<String>()
    };
    let text = match arguments.message_format {
        MessageFormat::Human => {
            let style = style(color, &std::io::stdout());
            let draw = |finding: &Finding<'_>| render(finding.source, finding.diagnostic, style);
            findings.iter().map(draw).flat_map(|text| [text, "\n\n".to_owned()]).collect()
        }
        MessageFormat::Json => lines(json),
        MessageFormat::Github => lines(github),
        MessageFormat::Sarif => sarif(&findings, &checked.failures) + "\n",
    };
    let written = print(&text);
    checked.failures.iter().for_each(super::say);
    written
}

/// Says which of the codes cannot be allowed, because what they found is an error.
pub(super) fn not_allowed(checked: &Checked, arguments: &Check) {
    for allowed in &arguments.allow {
        let is_left = checked.units.iter().flat_map(|unit| &unit.findings).any(|found| {
            Allowed::Code(found.diagnostic.code) == *allowed && found.diagnostic.severity == Severity::Error
        });
        if let Allowed::Code(code) = allowed
            && is_left
        {
            let what = "only warnings and what fails no earlier than in the run can be allowed";
            report(&format!("warning: --allow: `{}` cannot be allowed\n  = help: {what}", code.info().slug));
        }
    }
}

/// One line about how much was found.
pub(super) fn summary(checked: &Checked, arguments: &Check, color: ColorChoice) {
    let counts @ Counts { errors, warnings, definitions, not_yet } = checked.counts();
    let found = match (errors, warnings) {
        (0, 0) => "nothing wrong".to_owned(),
        (0, _) => number(warnings, "warning"),
        (_, 0) => number(errors, "error"),
        _ => format!("{} and {}", number(errors, "error"), number(warnings, "warning")),
    };
    let mut line = if counts == Counts::default() {
        format!("found no definitions in {}", arguments.paths.join(", "))
    } else {
        format!("checked {}: {found}", number(definitions, "definition"))
    };
    if not_yet > 0 {
        let what = if not_yet == 1 { "1 of them uses".to_owned() } else { format!("{not_yet} of them use") };
        line.extend(["; ", &what, " what cannot be compiled to Rust yet, which does not count"]);
    }
    if !checked.failures.is_empty() {
        line.extend(["; ", &number(checked.failures.len(), "path"), " could not be read"]);
    }
    let colour = match (style(color, &std::io::stderr()), errors + checked.failures.len(), warnings) {
        (Style::Plain, ..) => None,
        (Style::Styled, 0, 0) => Some("32"),
        (Style::Styled, 0, _) => Some("33"),
        (Style::Styled, ..) => Some("31"),
    };
    match colour {
        Some(colour) => report(&format!("\u{1b}[1;{colour}m{line}\u{1b}[0m")),
        None => report(&line),
    }
}

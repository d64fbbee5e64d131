//! One group of cases a rule: what is found, with which severity, and above all what is not.

mod input;
mod random;
mod recorded;
mod rules;
mod scale;

use crate::analyze::{AnalyzeOptions, analyze};
use crate::diagnostic::Severity;
use crate::flow::{Flow, infer};
use crate::ir::Program;
use crate::report::{Style, render_all};
use crate::source::Source;

fn program(text: &str) -> Program {
    let options = AnalyzeOptions { allow_doomed: true, ..AnalyzeOptions::default() };
    let analysis = analyze(&Source::new("x", text), &options);
    analysis.program.unwrap_or_else(|| panic!("{text}: {:?}", analysis.diagnostics))
}

/// A machine of these states, of which the first is the start.
fn machine(states: &str) -> String {
    let start = states.split('"').nth(1).unwrap();
    format!("{{\"StartAt\": \"{start}\", \"States\": {{{states}}}}}")
}

/// The findings about data: code, severity, the text that the finding points at.
fn findings(text: &str) -> Vec<(String, Severity, String)> {
    let source = Source::new("x", text);
    let analysis = analyze(&source, &AnalyzeOptions::default());
    let of_flow = |id: &str| id.starts_with("ASL07");
    // Warnings of others are theirs.
    let (found, others): (Vec<_>, Vec<_>) =
        analysis.diagnostics.iter().partition(|found| of_flow(found.code.info().id));
    let errors: Vec<_> = others.into_iter().filter(|found| found.severity != Severity::Warning).collect();
    assert!(errors.is_empty(), "{text}: {errors:?}");
    found
        .into_iter()
        .map(|found| (found.code.to_string(), found.severity, source.slice(found.primary.span).to_owned()))
        .collect()
}

/// The same as lines: `ASL0701 .total`, with `?` behind the code of a warning.
fn found(states: &str) -> Vec<String> {
    findings(&machine(states))
        .into_iter()
        .map(|(code, severity, place)| {
            let mark = if severity == Severity::Warning { "?" } else { "" };
            format!("{code}{mark} {place}")
        })
        .collect()
}

fn reports(states: &str) -> String {
    let text = machine(states);
    let source = Source::new("order.asl.json", text.as_str());
    let analysis = analyze(&source, &AnalyzeOptions::default());
    render_all(&source, &analysis.diagnostics, Style::Plain)
}

/// What is known about the input of a state.
fn input_of(states: &str, state: &str) -> String {
    let program = program(&machine(states));
    let flow: Flow<'_> = infer(&program);
    flow.input_of(state).map_or_else(|| "not reached".to_owned(), |shape| shape.describe())
}

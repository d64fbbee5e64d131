//! Findings for programs: a line of JSON each, SARIF 2.1.0, and the workflow commands of GitHub.

mod github;
mod json;
mod sarif;
#[cfg(test)]
mod tests;
mod write;

pub use github::github;
pub use json::json;
pub use sarif::{Failure, sarif};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;

/// A finding and where it belongs.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    /// The text that its places are in; its name is the file's.
    pub source: &'a Source,
    /// The state machine's name, where the file is a template.
    pub machine: Option<&'a str>,
    /// What was found.
    pub diagnostic: &'a Diagnostic,
}

/// `error`, `doomed` or `warning`.
fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Doomed => "doomed",
        Severity::Warning => "warning",
    }
}

/// All that a finding says, a line each: the message, the words at the place, notes and advice.
fn words(diagnostic: &Diagnostic) -> String {
    let mut words = diagnostic.message.clone();
    if !diagnostic.primary.text.is_empty() {
        words.push_str(": ");
        words.push_str(&diagnostic.primary.text);
    }
    let doomed = super::doomed_note(diagnostic);
    for note in doomed.iter().chain(&diagnostic.notes) {
        words.push_str("\nnote: ");
        words.push_str(note);
    }
    if let Some(help) = &diagnostic.help {
        words.push_str("\nhelp: ");
        words.push_str(help);
    }
    words
}

//! Workflow commands, which GitHub shows as annotations of a change.

use super::{Finding, words};
use crate::diagnostic::Severity;
use std::fmt::Write;

/// A finding as one line: `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::…`.
pub fn github(finding: &Finding<'_>) -> String {
    let Finding { source, diagnostic, .. } = *finding;
    let info = diagnostic.code.info();
    let command = match diagnostic.severity {
        Severity::Error | Severity::Doomed => "error",
        Severity::Warning => "warning",
    };
    let mut text = words(diagnostic);
    if let Some(elsewhere) = &diagnostic.elsewhere {
        let at = elsewhere.source.position(elsewhere.label.span.start);
        let (file, words) = (elsewhere.source.name(), &elsewhere.label.text);
        // Writing to a string cannot fail.
        let _ = write!(text, "\nnote: {file}:{}:{}: {words}", at.line, at.column);
    }
    let span = diagnostic.primary.span;
    let (start, end) = (source.position(span.start), source.position(span.end.max(span.start)));
    format!(
        "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}",
        property(source.name()),
        start.line,
        end.line,
        start.column,
        end.column,
        property(&format!("{} {}", info.id, info.slug)),
        data(&text),
    )
}

/// The text of a command.
pub(super) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which may not end it either.
pub(super) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

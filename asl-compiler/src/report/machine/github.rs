//! Workflow commands, which GitHub shows as annotations of a change.

use super::{Finding, words};
use crate::diagnostic::Severity;

/// A finding as one line: `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::…`.
pub fn github(finding: &Finding<'_>) -> String {
    let Finding { source, diagnostic, .. } = *finding;
    let info = diagnostic.code.info();
    let command = match diagnostic.severity {
        Severity::Error | Severity::Doomed => "error",
        Severity::Warning => "warning",
    };
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
        data(&words(diagnostic)),
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

//! Diagnostics as text, for people and for programs: the only place that draws them.

pub mod aws;
pub mod machine;
#[cfg(test)]
mod tests;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Source, Span};

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without escape codes: compile errors of a macro, files.
    Plain,
    /// With colours, for terminals.
    Styled,
}

/// Draws one diagnostic: title with code, `file:line:column`, excerpt with labels, notes and advice.
pub fn render(source: &Source, diagnostic: &Diagnostic, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Styled => Renderer::styled(),
    };
    let level = match diagnostic.severity {
        Severity::Error | Severity::Doomed => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // Only the lines with something to show are given, for all that are given are looked through.
    let shown = lines(source, diagnostic);
    let span = |span: Span| {
        let start = source.floor(span.start);
        let end = source.floor(span.end.max(span.start)).max(start);
        start.saturating_sub(shown.start)..end.saturating_sub(shown.start)
    };
    let label = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let first_line = source.position(shown.start).line;
    let snippet = Snippet::source(source.slice(shown)).line_start(first_line).path(source.name());
    let mut snippet = snippet.annotation(
        AnnotationKind::Primary.span(span(diagnostic.primary.span)).label(label(&diagnostic.primary.text)),
    );
    for other in &diagnostic.secondary {
        snippet =
            snippet.annotation(AnnotationKind::Context.span(span(other.span)).label(label(&other.text)));
    }
    let mut group: Group<'_> =
        level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.info().id).element(snippet);
    if let Some(note) = doomed_note(diagnostic) {
        group = group.element(Level::NOTE.message(note));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The lines from the first place of a diagnostic to its last.
fn lines(source: &Source, diagnostic: &Diagnostic) -> Span {
    let text = source.text();
    let places = || std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|label| label.span);
    let first = source.floor(places().map(|span| span.start).min().unwrap_or_default());
    let last = source.floor(places().map(|span| span.end.max(span.start)).max().unwrap_or_default());
    let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text
        .get(last..)
        .and_then(|behind| behind.find('\n'))
        .map_or(text.len(), |newline| last + newline + 1);
    Span::new(start, end)
}

/// What is added to a doomed finding.
fn doomed_note(diagnostic: &Diagnostic) -> Option<String> {
    let slug = diagnostic.code.info().slug;
    let note = format!("AWS accepts this definition, and the execution fails here; allow it with `{slug}`");
    (diagnostic.severity == Severity::Doomed).then_some(note)
}

/// Draws several, an empty line between them.
pub fn render_all<'a>(
    source: &Source,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    style: Style,
) -> String {
    let reports: Vec<String> =
        diagnostics.into_iter().map(|diagnostic| render(source, diagnostic, style)).collect();
    reports.join("\n\n")
}

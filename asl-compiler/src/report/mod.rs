//! Diagnostics as text, for people and for programs: the only place that draws them.

pub mod aws;
pub mod machine;
#[cfg(test)]
mod tests;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
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
    let primary = std::iter::once((AnnotationKind::Primary, &diagnostic.primary));
    let secondary = diagnostic.secondary.iter().map(|label| (AnnotationKind::Context, label));
    let mut group: Group<'_> = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.info().id)
        .element(excerpt(source, &primary.chain(secondary).collect::<Vec<_>>()));
    if let Some(elsewhere) = &diagnostic.elsewhere {
        group = group.element(excerpt(&elsewhere.source, &[(AnnotationKind::Context, &elsewhere.label)]));
    }
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

/// Places of a text with their labels.
fn excerpt<'s>(source: &'s Source, labels: &[(AnnotationKind, &Label)]) -> Snippet<'s, Annotation<'s>> {
    // Only the lines with something to show are given, for all that are given are looked through.
    let shown = lines(source, labels);
    let first_line = source.position(shown.start).line;
    let snippet = Snippet::source(source.slice(shown)).line_start(first_line).path(source.name());
    labels.iter().fold(snippet, |snippet, (kind, label)| {
        let start = source.floor(label.span.start);
        let end = source.floor(label.span.end.max(label.span.start)).max(start);
        let span = start.saturating_sub(shown.start)..end.saturating_sub(shown.start);
        let text = (!label.text.is_empty()).then(|| label.text.clone());
        snippet.annotation(kind.span(span).label(text))
    })
}

/// The lines from the first place to the last.
fn lines(source: &Source, labels: &[(AnnotationKind, &Label)]) -> Span {
    let text = source.text();
    let places = || labels.iter().map(|(_, label)| label.span);
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

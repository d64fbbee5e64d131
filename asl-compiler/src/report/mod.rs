//! Diagnostics as text, for people and for programs: the only place that draws them.

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
    let span = |span: Span| {
        let start = source.floor(span.start);
        start..source.floor(span.end.max(span.start)).max(start)
    };
    let label = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut snippet = Snippet::source(source.text()).path(source.name()).annotation(
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

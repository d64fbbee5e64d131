//! What the compiler has to say about a definition.
//!
//! A stage adds to a [`Diagnostics`] and goes on, so that one run shows every mistake.

mod aws;
mod code;
mod near;
#[cfg(test)]
pub(crate) mod tests;

pub use aws::{Aws, AwsPlace, AwsText};
pub use code::{Code, CodeInfo};
pub use near::{near, quoted_list};

use crate::source::{Source, Span};
use std::sync::Arc;

/// How much a diagnostic stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// AWS would refuse the definition, this compiler cannot compile it, or it is not compatible with an older version.
    Error,
    /// AWS accepts the definition, and the run must fail there. An error unless it is allowed.
    Doomed,
    /// It works, but hardly as meant.
    Warning,
}

/// A place and what to say at it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words; may be empty.
    pub text: String,
}

/// A place in another text than that of the finding: in an older version of the definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The text.
    pub source: Arc<Source>,
    /// The place there.
    pub label: Label,
}

/// One finding.
///
/// Messages are in lower case without a final stop; names that the user wrote stand in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// What it stops.
    pub severity: Severity,
    /// One fact.
    pub message: String,
    /// The place.
    pub primary: Label,
    /// Other places that matter.
    pub secondary: Vec<Label>,
    /// A place in another text.
    pub elsewhere: Option<Elsewhere>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// What AWS says, where it refuses the definition for this.
    pub aws: Option<Aws>,
}

impl Diagnostic {
    /// A finding with the severity of its code, pointing at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.info().severity,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            elsewhere: None,
            notes: Vec::new(),
            help: None,
            aws: None,
        }
    }

    /// Words at the place itself.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// A place in another text.
    #[must_use]
    pub fn elsewhere(mut self, source: &Arc<Source>, span: Span, text: impl Into<String>) -> Self {
        self.elsewhere =
            Some(Elsewhere { source: Arc::clone(source), label: Label { span, text: text.into() } });
        self
    }

    /// A fact that explains it.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Advice.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// AWS's side of it.
    #[must_use]
    pub fn aws(mut self, aws: Aws) -> Self {
        self.aws = Some(aws);
        self
    }

    /// Advice, if there is any.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text;
        self
    }
}

/// All findings of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Sorts by place and drops what is said twice.
    pub fn finish(&mut self) {
        self.list.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.primary.span.start, d.primary.span.end, d.code);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.list
            .dedup_by(|a, b| (a.primary.span, a.code, &a.message) == (b.primary.span, b.code, &b.message));
    }

    /// Drops doomed findings and warnings of an allowed code; `all_doomed` drops every doomed one.
    pub(crate) fn allow(&mut self, codes: &[Code], all_doomed: bool) {
        self.list.retain(|d| match d.severity {
            Severity::Error => true,
            Severity::Doomed => !all_doomed && !codes.contains(&d.code),
            Severity::Warning => !codes.contains(&d.code),
        });
    }

    /// Keeps only those that `keep` says.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Whether anything stops the compilation: errors, and what is doomed and not allowed.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity != Severity::Warning)
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

//! What a visit of a state has seen: for each place of an expression whether it works.

use std::fmt;
use std::sync::Arc;

use crate::source::Span;

use super::shape::{Kind, Shape, Source};

/// What is judged at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// A path selects something.
    Path,
    /// A variable is assigned.
    Variable,
    /// An argument of an intrinsic function has a type and value that the function takes.
    Argument,
    /// `ResultPath` can be applied.
    ResultPath,
    /// A Map has an array to work on.
    Items,
    /// A field's value has a type and value that the field takes.
    Value,
    /// A comparison can be true.
    Comparison,
    /// A choice rule can match.
    Match,
    /// A choice rule can fail to match.
    Mismatch,
    /// Some choice rule matches where there is no `Default`.
    Default,
}

/// Why it does not work, for all data that the visit stands for.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// A path selects nothing.
    Missing(Box<Missing>),
    /// A variable is assigned nowhere before.
    Unassigned { variable: String, known: Vec<String> },
    /// The value is not what the place takes.
    Unfit { taker: String, wanted: &'static str, found: Shape },
    /// `ResultPath` cannot be applied to the state's input.
    NoPlace { path: String, found: Shape, kept: bool },
    /// A comparison of another type.
    OtherType { operator: String, wanted: Kind, found: Shape },
    /// The rule's condition is always false, or always true.
    Decided { shown: Vec<(String, Shape, Span)> },
    /// No rule matches.
    NoMatch,
}

/// Where a path ends in nothing.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    /// The path as written.
    pub(super) path: String,
    /// The step that selects nothing.
    pub(super) step: Span,
    /// Its name, when it is a field.
    pub(super) field: Option<String>,
    /// The path up to it.
    pub(super) before: String,
    /// What that selects.
    pub(super) holder: Shape,
    /// Whether the path starts at the context object.
    pub(super) in_context: bool,
}

/// One judgement.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) span: Span,
    pub(super) rule: Rule,
    pub(super) fault: Option<Fault>,
    /// Only after a failure that a catcher takes.
    pub(super) caught: bool,
}

/// A value from outside must be of some type.
#[derive(Clone, Debug)]
pub(super) struct Need {
    /// Where it lies.
    pub(super) source: Arc<Source>,
    /// Where the path stands that leads to it.
    pub(super) span: Span,
    /// What takes it, as in [`Fault::Unfit`].
    pub(super) taker: String,
    /// One of these types,
    pub(super) kinds: Vec<Kind>,
    /// and this text, when there is only one.
    pub(super) text: Option<Arc<str>>,
}

/// Collects judgements when there is anyone to read them.
#[derive(Default)]
pub(super) struct Notes {
    list: Option<Vec<Note>>,
    sent: Option<Shape>,
    /// Values from outside that a path must lead to, and where the path stands.
    reads: Vec<(Arc<Source>, Span)>,
    /// Values from outside that must be of some type.
    needs: Vec<Need>,
    /// Whether what follows happens only after a failure that a catcher takes.
    pub(super) caught: bool,
}

impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.list.iter().flatten()).finish()
    }
}

impl Notes {
    /// Notes that are kept.
    pub(super) fn kept() -> Self {
        Self { list: Some(Vec::new()), ..Self::default() }
    }

    /// Whether anyone reads them.
    pub(super) fn are_kept(&self) -> bool {
        self.list.is_some()
    }

    /// The place works, or at least may.
    pub(super) fn fine(&mut self, rule: Rule, span: Span) {
        if let Some(list) = &mut self.list {
            list.push(Note { span, rule, fault: None, caught: self.caught });
        }
    }

    /// The place fails for certain.
    pub(super) fn fault(&mut self, rule: Rule, span: Span, fault: impl FnOnce() -> Fault) {
        if let Some(list) = &mut self.list {
            list.push(Note { span, rule, fault: Some(fault()), caught: self.caught });
        }
    }

    /// A value from outside must be there.
    pub(super) fn read(&mut self, source: &Arc<Source>, span: Span) {
        if self.list.is_some() {
            self.reads.push((source.clone(), span));
        }
    }

    /// A value is taken for one of some types. What is known of it already is judged elsewhere.
    pub(super) fn need(&mut self, value: &Shape, need: impl FnOnce(Arc<Source>) -> Need) {
        if let Some(source) = value.source.as_ref().filter(|_| self.list.is_some() && value.is_any()) {
            self.needs.push(need(source.clone()));
        }
    }

    /// What a task is given.
    pub(super) fn sends(&mut self, given: impl FnOnce() -> Shape) {
        if self.list.is_some() {
            self.sent = Some(given());
        }
    }

    /// What the task of the state is given, if it has one.
    pub(super) fn into_sent(self) -> Option<Shape> {
        self.sent
    }

    pub(super) fn into_reads(self) -> Vec<(Arc<Source>, Span)> {
        self.reads
    }

    pub(super) fn into_needs(self) -> Vec<Need> {
        self.needs
    }

    pub(super) fn into_list(self) -> Vec<Note> {
        self.list.unwrap_or_default()
    }
}

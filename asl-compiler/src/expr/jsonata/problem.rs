//! What is wrong with an expression, ready to be reported.

use std::ops::Range;

use crate::diagnostic::{Code, Severity};

use super::SyntaxError;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule.
    pub code: Code,
    /// What it stops.
    pub severity: Severity,
    /// Bytes of the field.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// A few words for the place.
    pub label: String,
    /// Another place that matters, and what is there.
    pub also: Option<(Range<usize>, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// What AWS says at the creation, or in the run if it cannot tell before.
    pub aws: Option<AwsMessage>,
}

/// AWS's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AwsMessage {
    /// `INVALID_JSONATA_EXPRESSION` with this text.
    Invalid(String),
    /// `UNSUPPORTED_JSONATA_EXPRESSION` with this text.
    Unsupported(String),
    /// The run fails with this, the code of the language included.
    Run(String),
}

impl Problem {
    /// A finding with the severity of its code.
    pub(super) fn new(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.info().severity,
            span,
            message: message.into(),
            label: String::new(),
            also: None,
            help: None,
            aws: None,
        }
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn aws(mut self, aws: AwsMessage) -> Self {
        self.aws = Some(aws);
        self
    }

    /// What is only a mistake if the place is ever reached is a warning.
    pub(super) fn unless_certain(mut self, certain: bool) -> Self {
        if !certain {
            self.severity = Severity::Warning;
        }
        self
    }
}

impl From<SyntaxError> for Problem {
    fn from(error: SyntaxError) -> Self {
        let mut problem = Self::new(Code::JsonataSyntax, error.span.clone(), error.message())
            .label(error.label())
            .aws(AwsMessage::Invalid(error.aws()));
        problem.help = error.help();
        problem.also = error.opened.map(|bracket| (bracket, "opened here".to_owned()));
        problem
    }
}

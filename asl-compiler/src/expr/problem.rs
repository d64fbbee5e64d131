//! What the parsers of expressions report.

use std::ops::Range;

/// What a parser found.
///
/// `value` is there whenever code can be generated. Where evaluation is known to fail it holds (or is) an
/// [`Expr::Doomed`](crate::ir::Expr::Doomed).
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<T> {
    /// The tree, unless AWS would refuse the text.
    pub value: Option<T>,
    /// Everything wrong with the text.
    pub problems: Vec<ExprProblem>,
}

impl<T> Parsed<T> {
    /// No value, one problem.
    pub(super) fn failed(problem: ExprProblem) -> Self {
        Self { value: None, problems: vec![problem] }
    }
}

/// One thing wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprProblem {
    /// Whether AWS refuses the text or fails in the run.
    pub severity: ExprSeverity,
    /// Bytes of the decoded text that are to blame.
    pub span: Range<usize>,
    /// What kind of mistake it is.
    pub code: ExprCode,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// A few words for the place itself.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl ExprProblem {
    /// AWS refuses to create the machine.
    pub(super) fn invalid(
        code: ExprCode,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            severity: ExprSeverity::Invalid,
            span,
            code,
            message: message.into(),
            label: label.into(),
            help: None,
        }
    }

    /// AWS accepts the text, and every evaluation fails.
    pub(super) fn doomed(
        code: ExprCode,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self { severity: ExprSeverity::Doomed, ..Self::invalid(code, span, message, label) }
    }

    /// Adds advice.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds advice when there is some.
    pub(super) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprSeverity {
    /// AWS refuses to create the machine.
    Invalid,
    /// AWS accepts the text, and every evaluation fails.
    Doomed,
}

/// Kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprCode {
    /// The text is not a path.
    PathSyntax,
    /// A path of the full dialect where only fields and indexes are allowed.
    PathNotReference,
    /// A path that AWS evaluates and this compiler cannot translate.
    PathUnsupported,
    /// A function at the end of a path that does not exist.
    UnknownFunction,
    /// A name after `States.` that is no intrinsic function.
    UnknownIntrinsic,
    /// The text of a call is malformed.
    IntrinsicSyntax,
    /// A call with too few or too many arguments.
    IntrinsicArity,
    /// An argument of a type that the function refuses.
    IntrinsicArgumentType,
    /// A literal argument of the right type with a value that the function refuses.
    IntrinsicValue,
    /// More calls in one field than AWS evaluates.
    IntrinsicNesting,
    /// A filter `[?(…)]` is malformed.
    FilterSyntax,
    /// `$$.…` names something that the context object does not have.
    UnknownContextField,
}

//! Expressions and payload templates, the form below both query languages.

use super::Intrinsic;
use crate::source::Span;

/// Where a part of a program stands in the definition.
///
/// Places serve messages only: what a program does depends on none of them, so all of them are equal.
#[derive(Clone, Debug, Default)]
pub struct Place(Option<Box<Spans>>);

/// What a [`Place`] holds.
#[derive(Clone, Debug)]
struct Spans {
    whole: Span,
    parts: Vec<Span>,
}

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Place {
    /// The place of something without parts.
    pub fn at(span: Span) -> Self {
        Self::with_parts(span, Vec::new())
    }

    /// The place of a path, whose parts are its steps.
    pub fn with_parts(whole: Span, parts: Vec<Span>) -> Self {
        Self(Some(Box::new(Spans { whole, parts })))
    }

    /// The whole. In what the parsers of expressions give, bytes of the field's text; in a program, of the source.
    pub fn span(&self) -> Span {
        self.0.as_ref().map_or_else(Span::default, |spans| spans.whole)
    }

    /// A part, or the whole where parts are not known.
    pub fn part(&self, index: usize) -> Span {
        let part = self.0.as_ref().and_then(|spans| spans.parts.get(index)).copied();
        part.unwrap_or_else(|| self.span())
    }

    /// Changes every span.
    pub(crate) fn map(&mut self, mut change: impl FnMut(Span) -> Span) {
        if let Some(spans) = &mut self.0 {
            spans.whole = change(spans.whole);
            for part in &mut spans.parts {
                *part = change(*part);
            }
        }
    }
}

/// A JSON value of the definition: member order and number texts are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as the definition writes it.
    Number(String),
    /// A string, decoded.
    String(String),
    /// An array.
    Array(Vec<Literal>),
    /// An object, in source order, without duplicate keys.
    Object(Vec<(String, Literal)>),
}

/// A payload template: `Parameters`, `ResultSelector`, `ItemSelector`, a member of `Assign`.
#[derive(Clone, Debug, PartialEq)]
pub enum Template {
    /// No `.$` anywhere inside.
    Literal(Literal),
    /// The value of a member whose name ends in `.$`.
    Expr {
        /// The member's name with `.$`, as error messages quote it.
        field: String,
        /// Its value.
        expr: Expr,
    },
    /// An object with something to evaluate inside; names without `.$`.
    Object(Vec<(String, Template)>),
    /// An array with something to evaluate inside its objects.
    Array(Vec<Template>),
}

/// Something that gives a value at run time.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant: a literal argument, or a call folded at compile time.
    Literal(Literal),
    /// A JSONPath.
    Path(Path),
    /// A call of an intrinsic function.
    Call(Call),
    /// Evaluation always fails; the user allowed it.
    Doomed(Doom),
}

/// A failure that is known before the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doom {
    /// AWS's cause, without the prefix that names the state. The error is `States.Runtime`.
    pub cause: String,
}

/// A JSONPath in the dialect of AWS (Jayway's).
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// As written, for messages.
    pub text: String,
    /// Where it starts.
    pub root: Root,
    /// The steps.
    pub segments: Vec<Segment>,
    /// A function at its end: `$.items.length()`.
    pub function: Option<PathFunction>,
    /// Where it stands.
    pub place: Place,
}

impl Path {
    /// Whether it selects exactly one place: no wildcard, slice, union, filter or `..`.
    pub fn is_definite(&self) -> bool {
        self.segments.iter().all(|segment| matches!(segment, Segment::Field(_) | Segment::Index(_)))
    }
}

/// The start of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// `$`.
    Input,
    /// `$$`.
    Context,
    /// `$name`.
    Variable(String),
    /// `@`, inside a filter.
    Current,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// `.name`, `['name']`.
    Field(String),
    /// `['a','b']`.
    Fields(Vec<String>),
    /// `[3]`, `[-1]`.
    Index(i64),
    /// `[0,2]`.
    Indexes(Vec<i64>),
    /// `[a:b]`.
    Slice {
        /// First index, inclusive.
        start: Option<i64>,
        /// Last index, exclusive.
        end: Option<i64>,
    },
    /// `.*`, `[*]`.
    Wildcard,
    /// `..`: the segment after this one applies to every node at or below.
    Descend,
    /// `[?(…)]`.
    Filter(Filter),
}

/// A filter's condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// `a && b`.
    And(Vec<Filter>),
    /// `a || b`.
    Or(Vec<Filter>),
    /// `!a`.
    Not(Box<Filter>),
    /// `@.x`: the path selects something.
    Exists(Path),
    /// `a op b`.
    Compare {
        /// Left side.
        left: FilterOperand,
        /// Operator.
        operator: FilterOperator,
        /// Right side.
        right: FilterOperand,
    },
}

/// One side of a filter's comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum FilterOperand {
    /// A path from `@` or `$`.
    Path(Path),
    /// A literal, arrays included.
    Literal(Literal),
    /// `/pattern/flags`.
    Regex {
        /// The pattern with its flags folded in (`(?i)…`), valid for the `regex-lite` crate.
        pattern: String,
    },
}

/// Operators inside a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants carry the operators' names")]
pub enum FilterOperator {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    /// `=~`.
    Matches,
    In,
    NotIn,
    SubsetOf,
    AnyOf,
    NoneOf,
    /// `size`.
    Size,
    /// `empty`.
    Empty,
    /// `contains`.
    Contains,
}

/// Functions at the end of a path.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the variants carry the functions' names")]
pub enum PathFunction {
    Length,
    Min,
    Max,
    Avg,
    Sum,
    StdDev,
    Keys,
    First,
    Last,
    /// `.index(n)`.
    Index(i64),
    /// `.append(x)`, `.concat(x, …)`: arguments are literals or paths.
    Append(Vec<Expr>),
    Concat(Vec<Expr>),
}

/// A call of an intrinsic function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The call as written, for messages.
    pub text: String,
    /// The function.
    pub function: Intrinsic,
    /// The arguments: literals, paths and nested calls. Their number is right.
    pub arguments: Vec<Expr>,
    /// Where it stands.
    pub place: Place,
}

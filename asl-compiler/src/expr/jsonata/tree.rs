//! The tree of an expression as it is evaluated, which is made of the tree as written: the input of compilation.
//!
//! Paths are lists of steps, predicates and groups stand on what they apply to, `%` and the step it means share a
//! label, singleton arrays that must be kept are marked, and calls in the tail position of a lambda too.

use std::ops::Range;

use super::signature::Signature;
use super::syntax::{BinaryOperator, Constant, Regex};

/// An expression that is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// All of it.
    pub root: Expr,
    /// The label of each slot.
    pub(super) labels: Vec<usize>,
}

impl Tree {
    /// What connects `%` with the step whose input it means: both have slots of one label.
    pub fn label(&self, slot: Slot) -> usize {
        self.labels.get(slot.0).copied().unwrap_or(slot.0)
    }
}

/// One use of `%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(pub(super) usize);

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Bytes of the field.
    pub span: Range<usize>,
    /// What it is.
    pub kind: ExprKind,
    /// `[]` stands behind it: a single result stays an array.
    pub keep_array: bool,
    /// What filters its result, in order. A step of a path has [`stages`](Self::stages) instead, unless it is the
    /// first one and no name.
    pub predicates: Vec<Expr>,
    /// `{…}`: what its result is grouped by.
    pub group: Option<Vec<(Expr, Expr)>>,
    /// As a step: what its results go through.
    pub stages: Vec<Stage>,
    /// As a step: `@$name`, the variable that holds each result, while the context stays.
    pub focus: Option<String>,
    /// As a step: `#$name`, the variable that holds the position of each result.
    pub index: Option<String>,
    /// As a step: the slot of the `%` that means its input.
    pub ancestor: Option<Slot>,
    /// Results carry the variables bound on the way here.
    pub tuple: bool,
    /// Uses of `%` that mean something further out; only while resolving.
    pub(super) seeking: Vec<Slot>,
}

/// What the results of a step go through.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// `[…]`: a position or a condition.
    Filter(Box<Expr>),
    /// `#$name` behind a predicate.
    Index(String),
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A field; only as a step.
    Name(String),
    /// `^(…)`; only as a step.
    Sort(Vec<SortTerm>),
    /// A path.
    Path(Path),
    /// `$name`: `""` is the context `$`, `"$"` the root `$$`.
    Variable(String),
    /// A string.
    String(String),
    /// A number, its sign included.
    Number(f64),
    /// `true`, `false`, `null`.
    Constant(Constant),
    /// `/…/`.
    Regex(Regex),
    /// `*`.
    Wildcard,
    /// `**`.
    Descendant,
    /// `%`.
    Parent(Slot),
    /// `?` as an argument.
    Placeholder,
    /// An operator on two values.
    Binary(BinaryOperator, Box<Expr>, Box<Expr>),
    /// `$name := value`.
    Bind(String, Box<Expr>),
    /// `lhs ~> rhs`.
    Apply(Box<Expr>, Box<Expr>),
    /// `-x` of what is no number literal.
    Negate(Box<Expr>),
    /// `[…]`.
    Array(Items),
    /// `{…}`.
    Object(Vec<(Expr, Expr)>),
    /// `(…; …)`.
    Block(Items),
    /// `f(…)`.
    Call(Call),
    /// `function($name, …){…}`.
    Lambda(Lambda),
    /// `condition ? then : otherwise`.
    Condition(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    /// `|pattern|update, delete|`.
    Transform(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
}

/// A path.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Its steps, at least one.
    pub steps: Vec<Expr>,
    /// A single result stays an array, as a step has `[]`.
    pub keep_singleton: bool,
}

/// The items of an array or block.
#[derive(Clone, Debug, PartialEq)]
pub struct Items {
    /// In order.
    pub list: Vec<Expr>,
    /// The array is the first or last step of a path, or the block holds such a one: it is not flattened.
    pub constructor: bool,
}

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What is called.
    pub procedure: Box<Expr>,
    /// With what.
    pub arguments: Vec<Expr>,
    /// An argument is `?`: the result is a function.
    pub partial: bool,
    /// It is the last thing that a lambda does: it takes the lambda's place.
    pub tail: bool,
}

/// A function of the expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Lambda {
    /// Names without `$`.
    pub parameters: Vec<String>,
    /// What its arguments are checked against.
    pub signature: Option<Signature>,
    /// What it computes.
    pub body: Box<Expr>,
}

/// A term of `^(…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct SortTerm {
    /// Largest first.
    pub descending: bool,
    /// What is compared.
    pub expression: Box<Expr>,
}

impl Expr {
    pub(super) fn new(span: Range<usize>, kind: ExprKind) -> Self {
        Self {
            span,
            kind,
            keep_array: false,
            predicates: Vec::new(),
            group: None,
            stages: Vec::new(),
            focus: None,
            index: None,
            ancestor: None,
            tuple: false,
            seeking: Vec::new(),
        }
    }
}

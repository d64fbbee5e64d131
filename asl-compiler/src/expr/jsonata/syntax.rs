//! The tree of an expression as it is written. Printing it and reading it again gives the same tree.

use std::fmt;
use std::ops::Range;

use super::signature::Signature;

/// A part of an expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the field.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// How many levels it has, itself included: never more than the parser allows, so that recursion over a
    /// tree is safe.
    pub(super) height: usize,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `name`, `` `name` ``; also `and`, `or`, `in` where an operand stands.
    Name(String),
    /// `$name`: `""` is the context `$`, `"$"` the root `$$`.
    Variable(String),
    /// A string.
    String(String),
    /// A number.
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
    Parent,
    /// `?` as an argument.
    Placeholder,
    /// The end where an operand is missing; no tree that was resolved has it.
    Missing,
    /// `lhs op rhs` for the operators on values.
    Binary(BinaryOperator, Box<Node>, Box<Node>),
    /// `lhs.rhs`.
    Map(Box<Node>, Box<Node>),
    /// `lhs[rhs]`.
    Filter(Box<Node>, Box<Node>),
    /// `lhs[]`.
    KeepArray(Box<Node>),
    /// `lhs{key: value, …}`.
    Group(Box<Node>, Vec<(Node, Node)>),
    /// `lhs^(term, …)`.
    Sort(Box<Node>, Vec<Term>),
    /// `lhs@$name`.
    Focus(Box<Node>, String),
    /// `lhs#$name`.
    Index(Box<Node>, String),
    /// `$name := value`.
    Bind(String, Box<Node>),
    /// `lhs ~> rhs`.
    Apply(Box<Node>, Box<Node>),
    /// `-x`.
    Negate(Box<Node>),
    /// `[…]`.
    Array(Vec<Node>),
    /// `{key: value, …}`.
    Object(Vec<(Node, Node)>),
    /// `(…; …)`.
    Block(Vec<Node>),
    /// `f(…)`; partial when an argument is `?`.
    Call(Box<Node>, Vec<Node>),
    /// `function($name, …)<signature>{ body }`.
    Lambda(Box<Lambda>),
    /// `condition ? then : otherwise`.
    Condition(Box<Node>, Box<Node>, Option<Box<Node>>),
    /// `|pattern|update, delete|`.
    Transform(Box<Node>, Box<Node>, Option<Box<Node>>),
}

/// A function of the expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Lambda {
    /// Names without `$`.
    pub parameters: Vec<String>,
    /// What its arguments are checked against.
    pub signature: Option<Signature>,
    /// What it computes.
    pub body: Box<Node>,
}

/// A term of `^(…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// `>`: largest first.
    pub descending: bool,
    /// What is compared.
    pub expression: Node,
}

/// A literal without a type of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are JSON's constants")]
pub enum Constant {
    True,
    False,
    Null,
}

impl Constant {
    /// As written.
    pub fn text(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Null => "null",
        }
    }
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regex {
    /// Between the slashes, backslashes as written.
    pub pattern: String,
    /// `i`.
    pub ignore_case: bool,
    /// `m`.
    pub multi_line: bool,
}

impl fmt::Display for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let i = if self.ignore_case { "i" } else { "" };
        let m = if self.multi_line { "m" } else { "" };
        write!(f, "/{}/{i}{m}", self.pattern)
    }
}

/// The operators on two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Concatenate,
    And,
    Or,
    In,
    /// `..`, only inside `[…]`.
    Range,
}

impl BinaryOperator {
    /// As written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Concatenate => "&",
            Self::And => "and",
            Self::Or => "or",
            Self::In => "in",
            Self::Range => "..",
        }
    }
}

impl Kind {
    /// Calls `visit` for each part directly inside, in the order of the text.
    pub fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        let pairs = |pairs: &'a [(Node, Node)], visit: &mut dyn FnMut(&'a Node)| {
            for (key, value) in pairs {
                visit(key);
                visit(value);
            }
        };
        match self {
            Self::Name(_)
            | Self::Variable(_)
            | Self::String(_)
            | Self::Number(_)
            | Self::Constant(_)
            | Self::Regex(_)
            | Self::Wildcard
            | Self::Descendant
            | Self::Parent
            | Self::Placeholder
            | Self::Missing => {}
            Self::Binary(_, lhs, rhs)
            | Self::Map(lhs, rhs)
            | Self::Filter(lhs, rhs)
            | Self::Apply(lhs, rhs) => {
                visit(lhs);
                visit(rhs);
            }
            Self::KeepArray(node)
            | Self::Negate(node)
            | Self::Focus(node, _)
            | Self::Index(node, _)
            | Self::Bind(_, node) => visit(node),
            Self::Group(lhs, group) => {
                visit(lhs);
                pairs(group, visit);
            }
            Self::Sort(lhs, terms) => {
                visit(lhs);
                for term in terms {
                    visit(&term.expression);
                }
            }
            Self::Array(items) | Self::Block(items) => items.iter().for_each(visit),
            Self::Object(members) => pairs(members, visit),
            Self::Call(procedure, arguments) => {
                visit(procedure);
                arguments.iter().for_each(visit);
            }
            Self::Lambda(lambda) => visit(&lambda.body),
            Self::Condition(first, second, third) | Self::Transform(first, second, third) => {
                visit(first);
                visit(second);
                if let Some(third) = third {
                    visit(third);
                }
            }
        }
    }
}

//! The types of results, as far as the text tells.

use super::functions;
use super::signature::ArgumentType;
use super::syntax::{BinaryOperator, Constant};
use super::tree::{Expr, ExprKind};

/// What is known about a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its type.
    pub(super) kind: ArgumentType,
    /// It is never nothing.
    pub(super) always: bool,
}

/// The type of an expression's result, unless it is nothing; `None`: any.
pub(super) fn type_of(expr: &Expr) -> Option<Found> {
    if !expr.predicates.is_empty() || expr.group.is_some() || expr.keep_array {
        return None;
    }
    let (letter, always) = match &expr.kind {
        ExprKind::String(_) => ('s', true),
        ExprKind::Number(_) => ('n', true),
        ExprKind::Constant(Constant::Null) => ('l', true),
        ExprKind::Constant(Constant::True | Constant::False) => ('b', true),
        ExprKind::Array(_) => ('a', true),
        ExprKind::Object(_) => ('o', true),
        ExprKind::Lambda(_) | ExprKind::Regex(_) | ExprKind::Transform(..) => ('f', true),
        ExprKind::Negate(_) => ('n', false),
        ExprKind::Binary(operator, ..) => binary(*operator)?,
        ExprKind::Call(call) if !call.partial => {
            let ExprKind::Variable(name) = &call.procedure.kind else { return None };
            let kind = functions::result(name)?;
            return Some(Found { kind, always: false });
        }
        ExprKind::Condition(_, then, Some(otherwise)) => {
            let (then, otherwise) = (type_of(then)?, type_of(otherwise)?);
            let always = then.always && otherwise.always;
            return (then.kind == otherwise.kind).then_some(Found { kind: then.kind, always });
        }
        ExprKind::Block(items) => return type_of(items.list.last()?),
        ExprKind::Bind(_, value) => return type_of(value),
        _ => return None,
    };
    Some(Found { kind: ArgumentType::Known(letter), always })
}

fn binary(operator: BinaryOperator) -> Option<(char, bool)> {
    Some(match operator {
        BinaryOperator::Add
        | BinaryOperator::Subtract
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Modulo => ('n', false),
        BinaryOperator::Less
        | BinaryOperator::LessEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterEqual => ('b', false),
        BinaryOperator::Equal
        | BinaryOperator::NotEqual
        | BinaryOperator::And
        | BinaryOperator::Or
        | BinaryOperator::In => ('b', true),
        BinaryOperator::Concatenate => ('s', true),
        BinaryOperator::Range => return None,
    })
}

/// A type with its article.
pub(super) fn describe(kind: ArgumentType) -> &'static str {
    match kind {
        ArgumentType::Known('s') => "a string",
        ArgumentType::Known('n') => "a number",
        ArgumentType::Known('b') => "a boolean",
        ArgumentType::Known('l') => "null",
        ArgumentType::Known('a') => "an array",
        ArgumentType::Known('o') => "an object",
        ArgumentType::Known('f') => "a function",
        ArgumentType::Known(_) | ArgumentType::Unknown => "this",
    }
}

//! Operators on values of types that they refuse.

use crate::diagnostic::Code;

use super::problem::{AwsMessage, Problem};
use super::signature::ArgumentType;
use super::syntax::BinaryOperator;
use super::tree::{Expr, ExprKind};
use super::types::{Found, describe, type_of};

/// What an operator and its operands have wrong, and whether the evaluation must fail there: an operand that is nothing
/// makes the result nothing.
pub(super) fn check(kind: &ExprKind) -> Vec<(Problem, bool)> {
    match kind {
        ExprKind::Negate(operand) => {
            let words = "D1002: Cannot negate a non-numeric value";
            wrong(operand, "n", "-").map(|problem| with(problem, words)).into_iter().collect()
        }
        ExprKind::Binary(operator, lhs, rhs) => binary(*operator, lhs, rhs),
        _ => Vec::new(),
    }
}

fn binary(operator: BinaryOperator, lhs: &Expr, rhs: &Expr) -> Vec<(Problem, bool)> {
    let types = match operator {
        BinaryOperator::Add
        | BinaryOperator::Subtract
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Modulo
        | BinaryOperator::Range => "n",
        BinaryOperator::Less
        | BinaryOperator::LessEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterEqual => "ns",
        BinaryOperator::Equal
        | BinaryOperator::NotEqual
        | BinaryOperator::Concatenate
        | BinaryOperator::And
        | BinaryOperator::Or
        | BinaryOperator::In => return Vec::new(),
    };
    let sign = operator.text();
    let words = |side: &str, own: &str| match (types, operator) {
        ("ns", _) => {
            format!(
                "T2010: The expressions either side of operator \"{sign}\" must evaluate to numeric or string values"
            )
        }
        (_, BinaryOperator::Range) => {
            let code = if own == "T2001" { "T2003" } else { "T2004" };
            format!("{code}: The {side} side of the range operator (..) must evaluate to an integer")
        }
        _ => format!("{own}: The {side} side of the \"{sign}\" operator must evaluate to a number"),
    };
    let mut found = Vec::new();
    found.extend(wrong(lhs, types, sign).map(|problem| with(problem, &words("left", "T2001"))));
    found.extend(wrong(rhs, types, sign).map(|problem| with(problem, &words("right", "T2002"))));
    let joins = operator == BinaryOperator::Add;
    for (problem, _) in &mut found {
        if joins && problem.label == describe_label('s') {
            problem.help = Some("texts are joined with `&`".to_owned());
        }
    }
    if let (true, Some(left), Some(right)) = (found.is_empty() && types == "ns", type_of(lhs), type_of(rhs))
        && left.kind != right.kind
    {
        let message =
            format!("{} and {} cannot be compared by `{sign}`", describe(left.kind), describe(right.kind));
        let span = lhs.span.start..rhs.span.end;
        let words =
            format!("T2009: The values either side of operator \"{sign}\" must be of the same data type");
        let problem = Problem::new(Code::JsonataOperandType, span, message).label("of different types");
        found.push((problem.aws(AwsMessage::Run(words)), left.always && right.always));
    }
    found
}

/// An operand of another type than these letters.
fn wrong(operand: &Expr, types: &str, sign: &str) -> Option<(Problem, bool)> {
    let Found { kind: ArgumentType::Known(letter), always } = type_of(operand)? else { return None };
    if types.contains(letter) {
        return None;
    }
    let needs = if types == "n" { "numbers" } else { "numbers or strings" };
    let message = format!("`{sign}` takes {needs}, and this is {}", describe(ArgumentType::Known(letter)));
    let problem = Problem::new(Code::JsonataOperandType, operand.span.clone(), message);
    Some((problem.label(describe_label(letter)), always))
}

fn describe_label(letter: char) -> String {
    format!("this is {}", describe(ArgumentType::Known(letter)))
}

fn with((problem, always): (Problem, bool), words: &str) -> (Problem, bool) {
    (problem.aws(AwsMessage::Run(words.to_owned())), always)
}

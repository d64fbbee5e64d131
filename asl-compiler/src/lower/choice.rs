//! The Choice state.

use crate::ast;
use crate::ir;

use super::template::{assign, expr, select};
use super::{Lowered, Scope, given};

pub(super) fn choice(choice: &ast::Choice, scope: &Scope<'_>) -> Lowered<ir::Choice> {
    Ok(ir::Choice {
        input: select(choice.input.as_ref())?,
        rules: choice
            .rules
            .iter()
            .map(|rule| {
                Ok(ir::Rule {
                    condition: condition(given(rule.condition.as_ref())?)?,
                    assign: assign(&rule.assign)?,
                    next: scope.id(given(rule.next.as_ref())?)?,
                })
            })
            .collect::<Lowered<_>>()?,
        default: match &choice.default {
            Some(default) => Some(scope.id(default)?),
            None => None,
        },
        assign: assign(&choice.assign)?,
        output: select(choice.output.as_ref())?,
    })
}

fn condition(condition: &ast::Condition) -> Lowered<ir::Condition> {
    let all = |rules: &[ast::Condition]| rules.iter().map(self::condition).collect::<Lowered<Vec<_>>>();
    Ok(match condition {
        ast::Condition::And(rules) => ir::Condition::And(all(rules)?),
        ast::Condition::Or(rules) => ir::Condition::Or(all(rules)?),
        ast::Condition::Not(rule) => ir::Condition::Not(Box::new(self::condition(rule)?)),
        ast::Condition::Compare { variable, family, relation, operand } => ir::Condition::Compare {
            variable: expr(variable)?,
            family: *family,
            relation: *relation,
            operand: match operand {
                ast::Operand::Literal(literal) => ir::Operand::Literal(literal.clone()),
                ast::Operand::Timestamp(instant) => ir::Operand::Timestamp(*instant),
                ast::Operand::Path(path) => ir::Operand::Path(expr(path)?),
            },
        },
        ast::Condition::Matches { variable, pattern } => {
            ir::Condition::Matches { variable: expr(variable)?, pattern: pattern.clone() }
        }
        ast::Condition::Is { variable, test, expected } => {
            ir::Condition::Is { variable: expr(variable)?, test: *test, expected: *expected }
        }
    })
}

//! Conditions of Choice rules, written short: `$.total > 1000 and $.note is present`.

use crate::ast::{Condition, Expr, Operand};
use crate::ir::{Literal, Relation, TypeTest};

/// How tightly something binds; what binds looser than its place asks for gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Comparison,
}

/// A condition as one line.
pub(super) fn text(condition: &Condition) -> String {
    let mut out = String::new();
    write(condition, Binding::Or, &mut out);
    out
}

fn write(condition: &Condition, place: Binding, out: &mut String) {
    match condition {
        Condition::And(rules) => join(rules, " and ", (Binding::And, place), out),
        Condition::Or(rules) => join(rules, " or ", (Binding::Or, place), out),
        Condition::Not(inner) => negated(inner, out),
        Condition::Compare { variable, relation, operand, .. } => {
            compare(variable, relation_text(*relation), operand, out);
        }
        Condition::Matches { variable, pattern } => {
            out.push_str(name(variable));
            out.push_str(" matches ");
            quoted(pattern, out);
        }
        Condition::Is { variable, test, expected } => is(variable, *test, *expected, out),
    }
}

fn join(rules: &[Condition], word: &str, (binding, place): (Binding, Binding), out: &mut String) {
    // A list of one is that one.
    if let [only] = rules {
        return write(only, place, out);
    }
    let brackets = binding < place;
    if brackets {
        out.push('(');
    }
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            out.push_str(word);
        }
        // The same word inside needs no brackets.
        let place = if binding == Binding::Or { Binding::Or } else { Binding::And };
        let place = if matches!(rule, Condition::Or(_)) && binding == Binding::And {
            Binding::Comparison
        } else {
            place
        };
        write(rule, place, out);
    }
    if brackets {
        out.push(')');
    }
}

/// `Not`: inside of it where a shorter form exists.
fn negated(inner: &Condition, out: &mut String) {
    match inner {
        Condition::Compare { variable, relation: Relation::Equals, operand, .. } => {
            compare(variable, "!=", operand, out);
        }
        Condition::Is { variable, test, expected } => is(variable, *test, !*expected, out),
        Condition::Not(twice) => write(twice, Binding::Comparison, out),
        other => {
            out.push_str("not (");
            write(other, Binding::Or, out);
            out.push(')');
        }
    }
}

fn compare(variable: &Expr, relation: &str, operand: &Operand, out: &mut String) {
    out.push_str(name(variable));
    out.push(' ');
    out.push_str(relation);
    out.push(' ');
    match operand {
        Operand::Literal(literal) => literal_text(literal, out),
        Operand::Timestamp(nanoseconds) => match jiff::Timestamp::from_nanosecond(*nanoseconds) {
            Ok(instant) => out.push_str(&instant.to_string()),
            // Beyond the years that can be written: the number itself is the best there is.
            Err(_) => out.push_str(&nanoseconds.to_string()),
        },
        Operand::Path(path) => out.push_str(name(path)),
    }
}

fn relation_text(relation: Relation) -> &'static str {
    match relation {
        Relation::Equals => "==",
        Relation::LessThan => "<",
        Relation::GreaterThan => ">",
        Relation::LessThanEquals => "<=",
        Relation::GreaterThanEquals => ">=",
    }
}

fn is(variable: &Expr, test: TypeTest, expected: bool, out: &mut String) {
    out.push_str(name(variable));
    out.push_str(if expected { " is " } else { " is not " });
    out.push_str(match test {
        TypeTest::Null => "null",
        TypeTest::Present => "present",
        TypeTest::Numeric => "a number",
        TypeTest::String => "a string",
        TypeTest::Boolean => "a boolean",
        TypeTest::Timestamp => "a timestamp",
    });
}

fn name(expr: &Expr) -> &str {
    expr.text.as_str().trim()
}

fn literal_text(literal: &Literal, out: &mut String) {
    match literal {
        Literal::Null => out.push_str("null"),
        Literal::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Literal::Number(text) => out.push_str(text),
        Literal::String(text) => quoted(text, out),
        // No operator compares these.
        Literal::Array(_) => out.push_str("[…]"),
        Literal::Object(_) => out.push_str("{…}"),
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out.push('"');
}

//! Choice: an if-chain of typed comparisons.

use super::expr::{Env, emit_field, emit_select};
use super::flow::{self, Flow};
use super::literal::emit_literal;
use super::places::{self, Places};
use super::scope::Scope;
use crate::ir::{
    Assignment, Choice, Condition, Expr, Family, Literal, Operand, Relation, Select, StateId, TypeTest,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The arm of `step`; `raw` is the state's input, in whose place the output is written.
///
/// ```text
/// if rt::choice::numeric_less_than(rt::variable(rt::at(&*raw).field("n"), &PATH_1)?, 1000_i64) {
///     …
/// } else {
///     rt::Err(rt::no_choice())
/// }
/// ```
///
/// `told` is the state's name if the code is to tell which rule matched.
pub(super) fn emit_step(scope: &Scope<'_, '_>, choice: &Choice, told: Option<&str>) -> TokenStream {
    let (raw, item) = (quote!(&*raw), quote!(frame.item()));
    let env = Env::new(scope, &raw, &item);
    let input = emit_select(env, &choice.input).map(|input| quote!(*raw = #input;));
    let mut paths = Vec::new();
    choice.rules.iter().for_each(|rule| places::of_condition(&rule.condition, &mut paths));
    let (shared, places) = Places::share(env, &paths, 2);
    let rules = choice.rules.iter().enumerate().map(|(place, rule)| {
        let condition = emit_condition(Env { places: Some(&places), ..env }, &rule.condition);
        let tell = told.map(|state| quote!(rt::coverage::matched(#state, rt::Some(#place));));
        let then = emit_leave(env, &rule.assign, &choice.output, rule.next);
        quote!(if #condition { #tell #then } else)
    });
    let otherwise = if let Some(default) = choice.default {
        let tell = told.map(|state| quote!(rt::coverage::matched(#state, rt::None);));
        let leave = emit_leave(env, &choice.assign, &choice.output, default);
        quote!(#tell #leave)
    } else {
        quote!(rt::Err(rt::no_choice()))
    };
    quote! {
        #input
        #shared
        #(#rules)* {
            #otherwise
        }
    }
}

fn emit_leave(env: Env<'_>, assign: &[Assignment], output: &Select, next: StateId) -> TokenStream {
    let assign = flow::emit_assign(env, assign);
    let finish = flow::emit_finish(env, output, &assign, Flow::State(next));
    let evaluate = assign.evaluate;
    quote! {
        #evaluate
        #finish
    }
}

fn emit_condition(env: Env<'_>, condition: &Condition) -> TokenStream {
    match condition {
        Condition::And(parts) => {
            let parts = parts.iter().map(|part| emit_condition(env, part));
            quote!((#(#parts)&&*))
        }
        Condition::Or(parts) => {
            let parts = parts.iter().map(|part| emit_condition(env, part));
            quote!((#(#parts)||*))
        }
        Condition::Not(part) => {
            let part = emit_condition(env, part);
            quote!(!#part)
        }
        Condition::Compare { variable, family, relation, operand } => {
            emit_comparison(env, variable, (*family, *relation), operand)
        }
        Condition::Matches { variable, pattern } => {
            let variable = emit_variable(env, variable);
            let (head, rest) = split_pattern(pattern);
            quote!(rt::choice::string_matches_pattern(#variable, &rt::choice::Pattern { head: #head, rest: &[#(#rest),*] }))
        }
        Condition::Is { variable, test, expected } => emit_type_test(env, variable, *test, *expected),
    }
}

/// The value of `Variable` or of a `…Path` operand, as `&Value`.
fn emit_variable(env: Env<'_>, variable: &Expr) -> TokenStream {
    let variable = emit_field(env, variable, &quote!(rt::variable), &[]);
    quote!(#variable?)
}

fn emit_comparison(
    env: Env<'_>,
    variable: &Expr,
    (family, relation): (Family, Relation),
    operand: &Operand,
) -> TokenStream {
    let family = match family {
        Family::String => "string",
        Family::Numeric => "numeric",
        Family::Boolean => "boolean",
        Family::Timestamp => "timestamp",
    };
    let relation = match relation {
        Relation::Equals => "equals",
        Relation::LessThan => "less_than",
        Relation::GreaterThan => "greater_than",
        Relation::LessThanEquals => "less_than_equals",
        Relation::GreaterThanEquals => "greater_than_equals",
    };
    let variable = emit_variable(env, variable);
    let function = format_ident!("{family}_{relation}");
    match operand {
        Operand::Literal(literal) => {
            let literal = emit_operand(literal);
            quote!(rt::choice::#function(#variable, #literal))
        }
        Operand::Timestamp(nanos) => quote!(rt::choice::#function(#variable, #nanos)),
        Operand::Path(path) => {
            let function = format_ident!("{function}_path");
            let operand = emit_variable(env, path);
            quote!(rt::choice::#function(#variable, #operand))
        }
    }
}

/// A literal operand in the type that the comparison takes.
fn emit_operand(literal: &Literal) -> TokenStream {
    match literal {
        Literal::String(text) => quote!(#text),
        Literal::Bool(value) => quote!(#value),
        Literal::Number(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(value), _) => quote!(#value),
            (Err(_), Ok(value)) if value.is_finite() => quote!(#value),
            _ => quote!(&rt::number_of(#text)),
        },
        // The checks let no other literal through.
        Literal::Null | Literal::Array(_) | Literal::Object(_) => {
            let literal = emit_literal(literal);
            quote!(&#literal)
        }
    }
}

fn emit_type_test(env: Env<'_>, variable: &Expr, test: TypeTest, expected: bool) -> TokenStream {
    let test = match test {
        TypeTest::Present => {
            let present = emit_field(env, variable, &quote!(rt::is_present), &[]);
            return if expected { present } else { quote!(!#present) };
        }
        TypeTest::Null => quote!(is_null),
        TypeTest::Numeric => quote!(is_numeric),
        TypeTest::String => quote!(is_string),
        TypeTest::Boolean => quote!(is_boolean),
        TypeTest::Timestamp => quote!(is_timestamp),
    };
    let variable = emit_variable(env, variable);
    if expected { quote!(rt::choice::#test(#variable)) } else { quote!(!rt::choice::#test(#variable)) }
}

/// A `StringMatches` pattern, cut at its stars, escapes resolved: `\*` is a star, `\\` a backslash.
fn split_pattern(pattern: &str) -> (String, Vec<String>) {
    let mut parts = vec![String::new()];
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let literal = match c {
            '*' => {
                parts.push(String::new());
                continue;
            }
            '\\' => chars.next_if(|&next| next == '*' || next == '\\').unwrap_or('\\'),
            other => other,
        };
        if let Some(part) = parts.last_mut() {
            part.push(literal);
        }
    }
    let rest = parts.split_off(1);
    (parts.pop().unwrap_or_default(), rest)
}

//! Fields of states in JSONata: where expressions may stand, and what each of them may see and must give.
//!
//! Only the places are decided here. The expressions are collected in [`Query`]s, whose texts are not looked into.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::json::{Node, Text, Value};
use crate::source::{Span, Spanned};

use super::Language;
use super::expr::Expr;
use super::fields::{Cx, Fields};
use super::template::{Assignment, Template, duplicate_member, looks_dynamic, variable_name};

/// An expression between `{%` and `%}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The whole string, delimiters included.
    pub text: Text,
    /// Which members `$states` has, beside `input` and `context`.
    pub sees: Sees,
    /// What the field needs.
    pub gives: Gives,
}

/// The members of `$states` beside `input` and `context`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// None.
    Input,
    /// `result`: `Output` and `Assign` of a Task, Parallel or Map.
    Result,
    /// `errorOutput`: `Output` and `Assign` of a catcher.
    ErrorOutput,
}

/// The type that an expression must give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// Anything.
    Any,
    /// A boolean.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array or, for a distributed Map, an object.
    Items,
}

const OPEN: &str = "{%";
const CLOSE: &str = "%}";

/// Whether a string is an expression: nothing may stand outside of its delimiters.
pub(super) fn is_expression(text: &str) -> bool {
    text.len() >= OPEN.len() + CLOSE.len() && text.starts_with(OPEN) && text.ends_with(CLOSE)
}

/// A string where an expression may stand; true when it is one, or is refused for a delimiter that is missing. With
/// blanks around the delimiters AWS takes it as a text.
pub(super) fn text(cx: &mut Cx<'_>, text: &Text, sees: Sees, gives: Gives) -> bool {
    let value = text.as_str();
    if is_expression(value) {
        cx.queries.push(Query { text: text.clone(), sees, gives });
        return true;
    }
    let trimmed = value.trim();
    if is_expression(trimmed) {
        cx.report(
            Diagnostic::new(
                Code::LiteralExpression,
                text.span(),
                "this text is taken literally, because of the blanks outside of `{%` and `%}`",
            )
            .label("looks like an expression")
            .help("remove the blanks before `{%` and behind `%}`"),
        );
        return false;
    }
    let (label, help) = if trimmed.starts_with(OPEN) {
        ("`%}` is missing", "end the string with `%}`")
    } else if trimmed.ends_with(CLOSE) {
        ("`{%` is missing", "start the string with `{%`")
    } else {
        return false;
    };
    cx.report(
        Diagnostic::new(
            Code::ExpressionDelimiters,
            text.span(),
            "an expression of JSONata stands between `{%` and `%}`",
        )
        .label(label)
        .help(help),
    );
    true
}

/// Any JSON; every string inside may be an expression.
pub(super) fn value(cx: &mut Cx<'_>, node: &Node, sees: Sees) {
    match &node.value {
        Value::String(string) => {
            if !text(cx, string, sees, Gives::Any) {
                warn_literal(cx, string);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| value(cx, item, sees)),
        Value::Object(members) => {
            let mut seen = BTreeMap::new();
            for member in members {
                let name = member.key.as_str();
                if let Some(first) = seen.insert(name, member.key.span()) {
                    cx.report(duplicate_member(name, member.key.span(), first));
                }
                value(cx, &member.value, sees);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text that another language, or this one with delimiters, would evaluate.
pub(super) fn warn_literal(cx: &mut Cx<'_>, text: &Text) {
    let value = text.as_str();
    let meant = if value.starts_with("$states.") {
        value.to_owned()
    } else if let Some(rest) = value.strip_prefix("$$.") {
        format!("$states.context.{rest}")
    } else if let Some(rest) = value.strip_prefix("$.") {
        format!("$states.input.{rest}")
    } else if looks_dynamic(value) {
        "…".to_owned()
    } else {
        return;
    };
    cx.report(
        Diagnostic::new(Code::LiteralExpression, text.span(), "this text is taken literally")
            .label("looks like an expression")
            .help(format!("in JSONata, write `{{% {meant} %}}` to evaluate it")),
    );
}

impl Fields {
    /// A field that holds any JSON with expressions inside. Nothing in a state of JSONPath.
    pub(super) fn query(&mut self, cx: &mut Cx<'_>, name: &str, sees: Sees) {
        if cx.language == Language::Jsonata
            && let Some(node) = self.take(name)
        {
            value(cx, &node, sees);
        }
    }

    /// A field whose string may be an expression instead of its usual value: it is then taken, and its
    /// place given.
    pub(super) fn instead(&mut self, cx: &mut Cx<'_>, name: &str, gives: Gives) -> Option<Span> {
        if cx.language != Language::Jsonata {
            return None;
        }
        let Value::String(string) = &self.get(name)?.value else { return None };
        let string = string.clone();
        if !text(cx, &string, Sees::Input, gives) {
            return None;
        }
        self.take(name).map(|node| node.span)
    }

    /// A whole number or, in JSONata, an expression for one.
    pub(super) fn integer_or_query(
        &mut self,
        cx: &mut Cx<'_>,
        name: &str,
        range: (u64, u64),
    ) -> Option<Spanned<u64>> {
        if self.instead(cx, name, Gives::Integer).is_some() {
            return None;
        }
        self.integer(cx, name, range)
    }

    /// `Assign` in JSONata: any value, with expressions inside.
    pub(super) fn assign_queries(&mut self, cx: &mut Cx<'_>, sees: Sees) -> Vec<Assignment> {
        let Some(node) = self.take("Assign") else { return Vec::new() };
        let Value::Object(members) = node.value else {
            cx.wrong_type("Assign", &node, "an object");
            return Vec::new();
        };
        let mut assignments = Vec::with_capacity(members.len());
        for member in super::fields::unique(cx, members) {
            value(cx, &member.value, sees);
            let variable = member.key.as_str().to_owned();
            let span = member.key.span();
            variable_name(cx, &variable, span);
            let text = match member.value.value {
                Value::String(text) => text,
                _ => Text::empty(member.value.span),
            };
            let value = Template::Expr { field: variable.clone(), expr: Expr { text, value: None } };
            assignments.push(Assignment { variable, span, value });
        }
        assignments
    }
}

//! Payload templates, literals and `Assign`.

use std::collections::BTreeMap;

use crate::diagnostic::{Aws, Code, Diagnostic};
use crate::ir::Literal;
use crate::json::{Member, Node, Text, Value};
use crate::source::Span;

use super::Language;
use super::expr::{Dialect, Expr, expression};
use super::fields::{Cx, Fields};
use super::jsonata::Sees;

/// A payload template.
#[derive(Clone, Debug, PartialEq)]
pub enum Template {
    /// No `.$` anywhere inside.
    Literal(Literal),
    /// The value of a `.$` member.
    Expr {
        /// The member's name with `.$`.
        field: String,
        /// Its value.
        expr: Expr,
    },
    /// An object with something to evaluate inside; names without `.$`.
    Object(Vec<(String, Template)>),
    /// An array with something to evaluate inside.
    Array(Vec<Template>),
}

/// One member of `Assign`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The variable's name without `.$`.
    pub variable: String,
    /// The place of the name.
    pub span: Span,
    /// Its new value.
    pub value: Template,
}

/// A JSON value as it is. Of duplicate members the last one counts, at the place of the first.
pub(super) fn literal(cx: &mut Cx<'_>, node: Node) -> Literal {
    match node.value {
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Bool(value),
        Value::Number(text) => Literal::Number(text),
        Value::String(text) => Literal::String(text.as_str().to_owned()),
        Value::Array(items) => Literal::Array(items.into_iter().map(|item| literal(cx, item)).collect()),
        Value::Object(members) => {
            let mut places: BTreeMap<String, (usize, Span)> = BTreeMap::new();
            let mut result: Vec<(String, Literal)> = Vec::with_capacity(members.len());
            for Member { key, value } in members {
                let value = literal(cx, value);
                let name = key.as_str().to_owned();
                if let Some((index, first)) = places.get(&name) {
                    cx.report(duplicate_member(&name, key.span(), *first));
                    if let Some(slot) = result.get_mut(*index) {
                        slot.1 = value;
                    }
                } else {
                    places.insert(name.clone(), (result.len(), key.span()));
                    result.push((name, value));
                }
            }
            Literal::Object(result)
        }
    }
}

/// A member of data that comes again.
pub(super) fn duplicate_member(name: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateDataKey, again, format!("`{name}` is given twice; the last one counts"))
        .label("again here")
        .also(first, "first here")
}

/// A payload template.
pub(super) fn template(cx: &mut Cx<'_>, node: Node) -> Template {
    if !is_dynamic(&node) {
        warn_no_dollar(cx, &node);
        return Template::Literal(literal(cx, node));
    }
    match node.value {
        Value::Array(items) => Template::Array(items.into_iter().map(|item| entry(cx, item)).collect()),
        Value::Object(members) => Template::Object(
            distinct(cx, members)
                .into_iter()
                .map(|(name, member)| {
                    let value = member_value(cx, member);
                    (name, value)
                })
                .collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Template::Literal(literal(cx, node))
        }
    }
}

/// An entry of an array in a template.
fn entry(cx: &mut Cx<'_>, node: Node) -> Template {
    if let Value::String(text) = &node.value {
        no_dollar_in_array(cx, text);
    }
    template(cx, node)
}

/// The value of a member of a template: an expression when its name ends in `.$`.
fn member_value(cx: &mut Cx<'_>, Member { key, value }: Member) -> Template {
    if !key.as_str().ends_with(".$") {
        if let Value::String(text) = &value.value {
            no_dollar(cx, &key, text);
        }
        return template(cx, value);
    }
    let Value::String(text) = value.value else {
        let name = key.as_str().trim_end_matches(".$");
        cx.report(
            Diagnostic::new(
                Code::DynamicNotString,
                super::fields::short(&value),
                format!("the value of `{}` must be a string", key.as_str()),
            )
            .label(format!("this is {}", value.value.describe()))
            .help(format!("name it `{name}` to use the value as it is"))
            .aws(Aws::template(key.as_str())),
        );
        return Template::Literal(Literal::Null);
    };
    let field = key.as_str().to_owned();
    let expr = expression(cx, &field, text, Dialect::Any);
    Template::Expr { field, expr }
}

/// Members under their names without `.$`; a name that comes twice is reported and the first one kept.
fn distinct(cx: &mut Cx<'_>, members: Vec<Member>) -> Vec<(String, Member)> {
    let mut seen: BTreeMap<String, (Span, String)> = BTreeMap::new();
    let mut kept = Vec::with_capacity(members.len());
    for member in members {
        let written = member.key.as_str().to_owned();
        let name = written.strip_suffix(".$").unwrap_or(&written).to_owned();
        if let Some((first, other)) = seen.get(&name) {
            let (code, message) = if *other == written {
                (Code::DuplicateKey, format!("`{written}` is given twice"))
            } else {
                (Code::DuplicateTemplateName, format!("`{other}` and `{written}` give the same field"))
            };
            cx.report(
                Diagnostic::new(code, member.key.span(), message)
                    .label("again here")
                    .also(*first, "first here"),
            );
            continue;
        }
        seen.insert(name.clone(), (member.key.span(), written));
        kept.push((name, member));
    }
    kept
}

/// Whether there is a `.$` member anywhere inside.
fn is_dynamic(node: &Node) -> bool {
    match &node.value {
        Value::Array(items) => items.iter().any(is_dynamic),
        Value::Object(members) => {
            members.iter().any(|member| member.key.as_str().ends_with(".$") || is_dynamic(&member.value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn warn_no_dollar(cx: &mut Cx<'_>, node: &Node) {
    match &node.value {
        Value::Array(items) => {
            for item in items {
                match &item.value {
                    Value::String(text) => no_dollar_in_array(cx, text),
                    _ => warn_no_dollar(cx, item),
                }
            }
        }
        Value::Object(members) => {
            for Member { key, value } in members {
                match &value.value {
                    Value::String(text) => no_dollar(cx, key, text),
                    _ => warn_no_dollar(cx, value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// An entry of an array is never evaluated.
fn no_dollar_in_array(cx: &mut Cx<'_>, value: &Text) {
    if looks_like_value(value.as_str()) {
        cx.report(
            Diagnostic::new(Code::NoDollar, value.span(), "this entry of an array is taken literally")
                .label("looks like an expression")
                .help("build the array with `States.Array(…)` in a field whose name ends in `.$`"),
        );
    }
}

/// AWS's `NO_DOLLAR`: a value that looks like an expression under a name without `.$`.
fn no_dollar(cx: &mut Cx<'_>, key: &Text, value: &Text) {
    if looks_like_value(value.as_str()) {
        let name = key.as_str();
        cx.report(
            Diagnostic::new(
                Code::NoDollar,
                value.span(),
                format!("the value of `{name}` is taken literally"),
            )
            .label("looks like an expression")
            .help(format!("name the field `{name}.$` to evaluate it")),
        );
    }
}

/// AWS's `NO_PATH`: a value that looks like a path in a field that has a form for paths.
pub(super) fn no_path(cx: &mut Cx<'_>, name: &str, value: &Text) {
    cx.report(
        Diagnostic::new(Code::NoPath, value.span(), format!("the value of `{name}` is taken literally"))
            .label("looks like a path")
            .help(format!("name the field `{name}Path` to use what the path selects")),
    );
}

/// Whether a text in a template looks like a path or a call. Whole data are passed on there more often than a dollar sign is.
fn looks_like_value(text: &str) -> bool {
    matches!(text, "$" | "$$") || looks_dynamic(text)
}

/// Whether a text looks like a path or a call.
pub(super) fn looks_dynamic(text: &str) -> bool {
    ["$.", "$$.", "$[", "$$["].iter().any(|start| text.starts_with(start))
        || (text.starts_with("States.") && text.contains('(') && text.ends_with(')'))
}

/// AWS's `PASS_RESULT_IS_STATIC`: expressions inside a `Result`.
pub(super) fn warn_static(cx: &mut Cx<'_>, node: &Node) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| warn_static(cx, item)),
        Value::Object(members) => members.iter().for_each(|member| warn_static(cx, &member.value)),
        Value::String(text) if looks_dynamic(text.as_str()) => {
            cx.report(
                Diagnostic::new(Code::ResultIsStatic, text.span(), "`Result` is copied as it is")
                    .label("not evaluated")
                    .help("use `Parameters` instead of `Result`, and a field whose name ends in `.$`"),
            );
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl Fields {
    /// A field that holds a payload template.
    pub(super) fn template(&mut self, cx: &mut Cx<'_>, name: &str) -> Option<Template> {
        let node = self.take(name)?;
        if let Value::String(text) = &node.value
            && looks_dynamic(text.as_str())
        {
            cx.report(
                Diagnostic::new(
                    Code::NoPath,
                    text.span(),
                    format!("the value of `{name}` is taken literally"),
                )
                .label("looks like an expression")
                .help(format!("write an object, `\"{name}\": {{ \"x.$\": \"{}\" }}`", text.as_str())),
            );
        }
        Some(template(cx, node))
    }

    /// `Assign`.
    pub(super) fn assign(&mut self, cx: &mut Cx<'_>, sees: Sees) -> Vec<Assignment> {
        if cx.language == Language::Jsonata {
            return self.assign_queries(cx, sees);
        }
        let Some(node) = self.take("Assign") else { return Vec::new() };
        let Value::Object(members) = node.value else {
            cx.wrong_type("Assign", &node, "an object");
            return Vec::new();
        };
        distinct(cx, members)
            .into_iter()
            .map(|(variable, member)| {
                let span = member.key.span();
                variable_name(cx, &variable, span);
                Assignment { variable, span, value: member_value(cx, member) }
            })
            .collect()
    }
}

/// A variable's name is an identifier of at most 80 characters, and not `states`.
pub(super) fn variable_name(cx: &mut Cx<'_>, name: &str, span: Span) {
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    if name == "states" {
        cx.report(
            Diagnostic::new(Code::ReservedVariable, span, "`states` cannot be assigned")
                .label("a reserved name"),
        );
    } else if !starts || !letters.all(|c| c.is_alphanumeric() || c == '_') {
        cx.report(
            Diagnostic::new(Code::VariableName, span, format!("`{name}` is not a name for a variable"))
                .label("not an identifier")
                .help("a letter, then letters, digits and `_`"),
        );
    } else if name.chars().count() > 80 {
        cx.report(
            Diagnostic::new(Code::VariableName, span, "the name of a variable is too long")
                .label(format!("{} characters, at most 80 are allowed", name.chars().count())),
        );
    }
}

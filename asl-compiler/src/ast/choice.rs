//! The Choice state and its rules.

use crate::diagnostic::{Aws, Code, Diagnostic, near};
use crate::ir::{Family, Literal, Relation, TypeTest};
use crate::json::{Node, Text, Value, is_number};
use crate::source::Span;

use super::Language;
use super::expr::{Dialect, Expr, Selector, expression};
use super::fields::{Cx, Fields, Of, Spec, expected_type, short};
use super::jsonata::{self, Gives, Sees};
use super::number::{NumberText, number_text};
use super::operator::{OPERATORS, Operator};
use super::template::{Assignment, looks_dynamic, no_path};
use super::wait::checked_timestamp;

/// A Choice state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Choice {
    pub input: Option<Selector>,
    pub rules: Vec<Rule>,
    pub default: Option<Text>,
    /// Whether it has a `Default`, rightly or not.
    pub has_default: bool,
    pub assign: Vec<Assignment>,
    pub output: Option<Selector>,
}

/// A top-level rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where to point for the whole.
    pub span: Span,
    /// What it asks in JSONPath; `None` when wrong.
    pub condition: Option<Condition>,
    /// What it asks in JSONata; `None` when wrong.
    pub asked: Option<Asked>,
    /// `Assign`.
    pub assign: Vec<Assignment>,
    /// `Next`.
    pub next: Option<Text>,
}

/// `Condition`, of a rule in JSONata.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Always the same.
    Constant(bool),
    /// An expression, delimiters included.
    Query(Text),
}

/// A boolean expression.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the variants are those of the specification")]
pub enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Compare { variable: Expr, family: Family, relation: Relation, operand: Operand },
    Matches { variable: Expr, pattern: String },
    Is { variable: Expr, test: TypeTest, expected: bool },
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A literal of the family's type.
    Literal(Literal),
    /// Nanoseconds since the epoch.
    Timestamp(i128),
    /// The `…Path` form.
    Path(Expr),
}

pub(super) const FIELDS: &[Spec] = &[("Choices", Of::Both), ("Default", Of::Both)];

const RULE: &[Spec] = &[
    ("Variable", Of::JsonPath),
    ("And", Of::JsonPath),
    ("Or", Of::JsonPath),
    ("Not", Of::JsonPath),
    ("Comment", Of::Both),
    ("Condition", Of::Jsonata),
];

const TOP_RULE: &[Spec] = &[("Next", Of::Both), ("Assign", Of::Both), ("Output", Of::Jsonata)];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Choice {
    if !fields.has("Choices") {
        fields.missing(cx, "Choices");
    }
    let choices = fields.filled_array(cx, "Choices").unwrap_or_default();
    fields.query(cx, "Output", Sees::Input);
    Choice {
        input: fields.selector(cx, "InputPath"),
        rules: choices.into_iter().filter_map(|node| rule(cx, node)).collect(),
        has_default: fields.has("Default"),
        default: fields.string(cx, "Default"),
        assign: fields.assign(cx, Sees::Input),
        output: fields.selector(cx, "OutputPath"),
    }
}

fn rule(cx: &mut Cx<'_>, node: Node) -> Option<Rule> {
    let mut fields = Fields::read(cx, node, "a choice rule".to_owned(), None)?;
    let span = fields.at;
    fields.find_misspelt(cx, "Next");
    let next = fields.required_string(cx, "Next");
    if cx.language == Language::Jsonata {
        let asked = asked(cx, &mut fields);
        fields.query(cx, "Output", Sees::Input);
        let assign = fields.assign(cx, Sees::Input);
        return Some(Rule { span, condition: None, asked, assign, next });
    }
    let assign = fields.assign(cx, Sees::Input);
    let condition = condition(cx, fields, true);
    Some(Rule { span, condition, asked: None, assign, next })
}

/// `Condition`: a boolean or an expression for one.
fn asked(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Asked> {
    fields.find_misspelt(cx, "Condition");
    let elsewhere = !found_operators(fields).is_empty();
    let unknown = check_names(cx, fields, true);
    fields.string(cx, "Comment");
    if !fields.has("Condition") && !elsewhere && !unknown {
        fields.missing(cx, "Condition");
    }
    let node = fields.take("Condition")?;
    match &node.value {
        Value::Bool(constant) => Some(Asked::Constant(*constant)),
        Value::String(text) if jsonata::text(cx, text, Sees::Input, Gives::Boolean) => {
            Some(Asked::Query(text.clone()))
        }
        _ => {
            cx.report(
                Diagnostic::new(
                    Code::WrongType,
                    short(&node),
                    "`Condition` must be a boolean or an expression of JSONata",
                )
                .label(format!("this is {}", node.value.describe()))
                .help("write it like `\"{% $states.input.paid = true %}\"`")
                .aws(expected_type("a boolean")),
            );
            None
        }
    }
}

fn inner(cx: &mut Cx<'_>, node: Node) -> Option<Condition> {
    let fields = Fields::read(cx, node, "a nested choice rule".to_owned(), None)?;
    condition(cx, fields, false)
}

/// The condition of a rule: a comparison, or exactly one of `And`, `Or` and `Not`.
fn condition(cx: &mut Cx<'_>, mut fields: Fields, top: bool) -> Option<Condition> {
    fields.find_misspelt(cx, "Variable");
    let operators = found_operators(&fields);
    let unknown = check_names(cx, &mut fields, top);
    fields.string(cx, "Comment");
    let (name, operator) = match operators.as_slice() {
        [] => {
            if !unknown {
                no_operator(cx, &fields);
            }
            fields.expression(cx, "Variable", Dialect::Reference);
            return None;
        }
        [(name, _, operator)] => (*name, *operator),
        [(first, at, _), others @ ..] => {
            let mut diagnostic = Diagnostic::new(
                Code::SeveralOperators,
                others.first().map_or(*at, |(_, at, _)| *at),
                "a choice rule has exactly one operator",
            )
            .label("one too many")
            .also(*at, format!("`{first}` is the first"))
            .help("put each comparison into a rule of its own inside `And` or `Or`")
            .aws(Aws::only_one_of(&operator_list()));
            for (name, at, _) in others.iter().skip(1) {
                diagnostic = diagnostic.also(*at, format!("`{name}` too"));
            }
            cx.report(diagnostic);
            return None;
        }
    };
    match operator {
        Some(operator) => comparison(cx, fields, name, operator),
        None => combination(cx, fields, name),
    }
}

/// `And`, `Or`, `Not` (without an [`Operator`]) and comparisons, in source order.
fn found_operators(fields: &Fields) -> Vec<(&'static str, Span, Option<Operator>)> {
    let combinations = ["And", "Or", "Not"].into_iter().map(|name| (name, None));
    let comparisons = OPERATORS.iter().map(|(name, operator)| (*name, Some(*operator)));
    let mut found: Vec<_> = combinations
        .chain(comparisons)
        .filter_map(|(name, operator)| fields.key(name).map(|at| (name, at, operator)))
        .collect();
    found.sort_by_key(|(_, at, _)| *at);
    found
}

/// Reports unknown fields; true when one of them may be the operator.
fn check_names(cx: &mut Cx<'_>, fields: &mut Fields, top: bool) -> bool {
    let mut unknown = false;
    let operator = |name: &str| OPERATORS.iter().any(|(operator, _)| *operator == name);
    let known = |name: &str| RULE.iter().chain(TOP_RULE).any(|(field, _)| *field == name);
    let names: Vec<&str> = OPERATORS.iter().map(|(name, _)| *name).chain(["And", "Or", "Not"]).collect();
    let (mut strange, mut rest) = (Vec::new(), Vec::new());
    for member in fields.rest() {
        let name = member.key.as_str();
        if operator(name) || known(name) { rest.push(member) } else { strange.push(member) }
    }
    for member in strange {
        let name = member.key.as_str();
        if let Some(elsewhere) = super::state::types_with(name) {
            cx.report(
                Diagnostic::new(
                    Code::FieldNotAllowed,
                    member.key.span(),
                    format!("`{name}` is not allowed in a choice rule"),
                )
                .label("not a field here")
                .help(elsewhere)
                .aws(Aws::not_supported(name)),
            );
            continue;
        }
        unknown = true;
        let fields = RULE.iter().chain(TOP_RULE).map(|(field, _)| *field);
        let guess = near(name, names.iter().copied().chain(fields));
        cx.report(
            Diagnostic::new(
                Code::UnknownField,
                member.key.span(),
                format!("unknown field or operator `{name}` in a choice rule"),
            )
            .label("no such operator")
            .maybe_help(guess.map(|guess| format!("did you mean `{guess}`?")))
            .aws(Aws::not_supported(name)),
        );
    }
    fields.restore(rest);
    let operators: Vec<Spec> = OPERATORS.iter().map(|(name, _)| (*name, Of::JsonPath)).collect();
    let condition = fields.has("Condition") && cx.language == Language::JsonPath;
    if top {
        fields.only(cx, &[RULE, TOP_RULE, &operators], |_| None);
    } else {
        fields.only(cx, &[RULE, &operators], |name| {
            let top = TOP_RULE.iter().any(|(field, _)| *field == name);
            top.then(|| format!("only the rule around it has `{name}`"))
        });
    }
    unknown || condition
}

fn no_operator(cx: &mut Cx<'_>, fields: &Fields) {
    cx.report(
        Diagnostic::new(Code::MissingOperator, fields.at, "a choice rule compares nothing")
            .label("an operator is required")
            .help("add a comparison like `StringEquals`, or `And`, `Or` or `Not`")
            .aws(Aws::one_of(&operator_list())),
    );
}

fn operator_list() -> String {
    let names: Vec<&str> =
        ["And", "Or", "Not"].into_iter().chain(OPERATORS.iter().map(|(name, _)| *name)).collect();
    names.join(", ")
}

fn combination(cx: &mut Cx<'_>, mut fields: Fields, name: &str) -> Option<Condition> {
    if let Some(at) = fields.key("Variable") {
        cx.report(
            Diagnostic::new(Code::FieldNotAllowed, at, format!("`Variable` is not allowed beside `{name}`"))
                .label("not a field here")
                .help(format!("put it into the rules inside `{name}`"))
                .aws(Aws::not_supported("Variable")),
        );
    }
    if name == "Not" {
        let node = fields.take(name)?;
        return inner(cx, node).map(|condition| Condition::Not(Box::new(condition)));
    }
    let items = fields.filled_array(cx, name)?;
    let count = items.len();
    let rules: Vec<Condition> = items.into_iter().filter_map(|item| inner(cx, item)).collect();
    // Rules that are missing here were reported.
    (rules.len() == count).then(|| if name == "And" { Condition::And(rules) } else { Condition::Or(rules) })
}

fn comparison(cx: &mut Cx<'_>, mut fields: Fields, name: &str, operator: Operator) -> Option<Condition> {
    if !fields.has("Variable") {
        fields.missing(cx, "Variable");
    }
    let variable = fields.expression(cx, "Variable", Dialect::Reference);
    let node = fields.take(name)?;
    match operator {
        Operator::Compare { family, relation, path: false } => {
            let operand = literal_operand(cx, name, family, node)?;
            Some(Condition::Compare { variable: variable?, family, relation, operand })
        }
        Operator::Compare { family, relation, path: true } => {
            let text = operand_string(cx, name, node, "a path")?;
            let operand = Operand::Path(expression(cx, name, text, Dialect::Reference));
            Some(Condition::Compare { variable: variable?, family, relation, operand })
        }
        Operator::Matches => {
            let pattern = operand_string(cx, name, node, "a string")?.as_str().to_owned();
            Some(Condition::Matches { variable: variable?, pattern })
        }
        Operator::Is(test) => {
            let Value::Bool(expected) = node.value else {
                wrong_operand(cx, name, &node, "a boolean");
                return None;
            };
            Some(Condition::Is { variable: variable?, test, expected })
        }
    }
}

fn literal_operand(cx: &mut Cx<'_>, name: &str, family: Family, node: Node) -> Option<Operand> {
    if family == Family::Numeric {
        match number_text(cx, name, &node) {
            NumberText::Number(text) => return Some(Operand::Literal(Literal::Number(text))),
            NumberText::Reported => return None,
            NumberText::Other => {}
        }
    }
    match (family, node.value) {
        (Family::String, Value::String(text)) => {
            if looks_dynamic(text.as_str()) {
                no_path(cx, name, &text);
            }
            Some(Operand::Literal(Literal::String(text.as_str().to_owned())))
        }
        (Family::Boolean, Value::Bool(value)) => Some(Operand::Literal(Literal::Bool(value))),
        (Family::Timestamp, Value::String(text)) => {
            checked_timestamp(cx, name, &text).map(Operand::Timestamp)
        }
        (family, value) => {
            let expected = match family {
                Family::String => "a string",
                Family::Numeric => "a number",
                Family::Boolean => "a boolean",
                Family::Timestamp => "a string with a timestamp",
            };
            wrong_operand(cx, name, &Node { span: node.span, value }, expected);
            None
        }
    }
}

fn operand_string(cx: &mut Cx<'_>, name: &str, node: Node, expected: &str) -> Option<Text> {
    match node {
        Node { value: Value::String(text), .. } => Some(text),
        node => {
            wrong_operand(cx, name, &node, expected);
            None
        }
    }
}

fn wrong_operand(cx: &mut Cx<'_>, name: &str, node: &Node, expected: &str) {
    let family = match node.value {
        Value::String(_) => Some("String"),
        Value::Number(_) => Some("Numeric"),
        Value::Bool(_) => Some("Boolean"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let relation = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"]
        .into_iter()
        .find(|relation| {
            ["String", "Numeric", "Boolean", "Timestamp"]
                .iter()
                .any(|family| name.strip_prefix(family).is_some_and(|rest| rest == *relation))
        });
    let guess = family
        .zip(relation)
        .map(|(family, relation)| format!("{family}{relation}"))
        .filter(|guess| OPERATORS.iter().any(|(operator, _)| operator == guess));
    let help = match (guess, &node.value) {
        (_, Value::String(text))
            if looks_dynamic(text.as_str())
                && OPERATORS.iter().any(|(operator, _)| operator.strip_suffix("Path") == Some(name)) =>
        {
            Some(format!("compare with what a path selects by `{name}Path`"))
        }
        (_, Value::String(text)) if expected == "a boolean" && ["true", "false"].contains(&text.as_str()) => {
            Some(format!("write `{}` without quotes", text.as_str()))
        }
        (Some(guess), Value::String(text)) if expected == "a number" && is_number(text.as_str().trim()) => {
            Some(format!("compare with `{guess}`, or write {} without quotes", text.as_str().trim()))
        }
        (Some(guess), _) => Some(format!("compare with `{guess}`, or write {expected}")),
        (None, Value::Null) => Some("test for null with `IsNull`".to_owned()),
        _ => None,
    };
    cx.report(
        Diagnostic::new(
            Code::OperandType,
            short(node),
            format!("`{name}` takes {expected}, and this is {}", node.value.describe()),
        )
        .label(format!("expected {expected}"))
        .maybe_help(help)
        .aws(expected_type(expected)),
    );
}

//! The parts of an expression.

use super::syntax::BinaryOperator;
use super::tree::{Expr, ExprKind, Stage};

/// A part, and how it stands to the whole.
pub(super) struct Part<'a> {
    /// It.
    pub(super) expr: &'a Expr,
    /// Its context is what another part gives.
    pub(super) relative: bool,
    /// It is evaluated whenever the whole is.
    pub(super) certain: bool,
}

/// The parts directly inside, without what stands behind (predicates, stages, groups).
pub(super) fn parts(expr: &Expr) -> Vec<Part<'_>> {
    let same = |expr| Part { expr, relative: false, certain: true };
    let maybe = |expr| Part { expr, relative: false, certain: false };
    let inside = |expr| Part { expr, relative: true, certain: false };
    match &expr.kind {
        ExprKind::Name(_)
        | ExprKind::Variable(_)
        | ExprKind::String(_)
        | ExprKind::Number(_)
        | ExprKind::Constant(_)
        | ExprKind::Regex(_)
        | ExprKind::Wildcard
        | ExprKind::Descendant
        | ExprKind::Parent(_)
        | ExprKind::Placeholder => Vec::new(),
        ExprKind::Sort(terms) => terms.iter().map(|term| inside(&term.expression)).collect(),
        ExprKind::Path(path) => {
            let first = path.steps.iter().take(1).map(same);
            first.chain(path.steps.iter().skip(1).map(inside)).collect()
        }
        ExprKind::Binary(BinaryOperator::And | BinaryOperator::Or, lhs, rhs) => vec![same(lhs), maybe(rhs)],
        ExprKind::Binary(_, lhs, rhs) | ExprKind::Apply(lhs, rhs) => vec![same(lhs), same(rhs)],
        ExprKind::Bind(_, value) | ExprKind::Negate(value) => vec![same(value)],
        ExprKind::Array(items) | ExprKind::Block(items) => items.list.iter().map(same).collect(),
        ExprKind::Object(pairs) => pairs.iter().flat_map(|(key, value)| [same(key), same(value)]).collect(),
        ExprKind::Call(call) => std::iter::once(&*call.procedure).chain(&call.arguments).map(same).collect(),
        ExprKind::Lambda(lambda) => vec![maybe(&lambda.body)],
        ExprKind::Condition(condition, then, otherwise) => {
            let rest = std::iter::once(then).chain(otherwise).map(|expr| maybe(expr));
            std::iter::once(same(condition)).chain(rest).collect()
        }
        ExprKind::Transform(pattern, update, delete) => {
            [pattern, update].into_iter().chain(delete).map(|expr| inside(expr)).collect()
        }
    }
}

/// Every variable that an expression binds anywhere inside.
pub(super) fn bound_names(expr: &Expr) -> Vec<&str> {
    let mut names = Vec::new();
    collect(expr, &mut names);
    names.sort_unstable();
    names.dedup();
    names
}

fn collect<'a>(expr: &'a Expr, names: &mut Vec<&'a str>) {
    match &expr.kind {
        ExprKind::Bind(name, _) => names.push(name),
        ExprKind::Lambda(lambda) => names.extend(lambda.parameters.iter().map(String::as_str)),
        _ => {}
    }
    names.extend(expr.focus.as_deref());
    names.extend(expr.index.as_deref());
    for part in parts(expr) {
        collect(part.expr, names);
    }
    for predicate in &expr.predicates {
        collect(predicate, names);
    }
    for stage in &expr.stages {
        match stage {
            Stage::Filter(filter) => collect(filter, names),
            Stage::Index(name) => names.push(name),
        }
    }
    for (key, value) in expr.group.iter().flatten() {
        collect(key, names);
        collect(value, names);
    }
}

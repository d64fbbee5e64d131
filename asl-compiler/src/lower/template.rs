//! Paths, templates and results.

use crate::ast;
use crate::ir;

pub(super) fn select(selector: Option<&ast::Selector>) -> Option<ir::Select> {
    Some(match selector {
        None => ir::Select::Whole,
        Some(ast::Selector::Null) => ir::Select::Empty,
        Some(ast::Selector::Path(path)) => {
            let value = expr(path)?;
            match &value {
                ir::Expr::Path(path) if is_root(path) => ir::Select::Whole,
                _ => ir::Select::Expr(value),
            }
        }
    })
}

/// `$`.
fn is_root(path: &ir::Path) -> bool {
    path.root == ir::Root::Input && path.segments.is_empty() && path.function.is_none()
}

pub(super) fn result_path(path: Option<&ast::ResultPath>) -> Option<ir::ResultPath> {
    Some(match path {
        None => ir::ResultPath::Replace,
        Some(ast::ResultPath::Null) => ir::ResultPath::Discard,
        Some(ast::ResultPath::Path(_, path)) => {
            let path = path.as_ref()?;
            if is_root(path) { ir::ResultPath::Replace } else { ir::ResultPath::At(path.clone()) }
        }
    })
}

pub(super) fn expr(expr: &ast::Expr) -> Option<ir::Expr> {
    expr.value.clone()
}

/// A missing expression is fine, a wrong one is not.
pub(super) fn maybe_expr(maybe: Option<&ast::Expr>) -> Option<Option<ir::Expr>> {
    match maybe {
        Some(found) => Some(Some(expr(found)?)),
        None => Some(None),
    }
}

pub(super) fn template(template: &ast::Template) -> Option<ir::Template> {
    Some(match template {
        ast::Template::Literal(literal) => ir::Template::Literal(literal.clone()),
        ast::Template::Expr { field, expr: value } => {
            ir::Template::Expr { field: field.clone(), expr: expr(value)? }
        }
        ast::Template::Object(members) => ir::Template::Object(
            members
                .iter()
                .map(|(name, value)| Some((name.clone(), self::template(value)?)))
                .collect::<Option<_>>()?,
        ),
        ast::Template::Array(items) => {
            ir::Template::Array(items.iter().map(self::template).collect::<Option<_>>()?)
        }
    })
}

/// A missing template is fine, a wrong one is not.
pub(super) fn maybe_template(maybe: Option<&ast::Template>) -> Option<Option<ir::Template>> {
    match maybe {
        Some(found) => Some(Some(template(found)?)),
        None => Some(None),
    }
}

pub(super) fn assign(assignments: &[ast::Assignment]) -> Option<Vec<ir::Assignment>> {
    assignments
        .iter()
        .map(|assignment| {
            Some(ir::Assignment {
                variable: assignment.variable.clone(),
                value: template(&assignment.value)?,
            })
        })
        .collect()
}

//! Paths, templates and results.

use crate::ast;
use crate::ir;

use super::{Lowered, given};

pub(super) fn select(selector: Option<&ast::Selector>) -> Lowered<ir::Select> {
    Ok(match selector {
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

pub(super) fn result_path(path: Option<&ast::ResultPath>) -> Lowered<ir::ResultPath> {
    Ok(match path {
        None => ir::ResultPath::Replace,
        Some(ast::ResultPath::Null) => ir::ResultPath::Discard,
        Some(ast::ResultPath::Path(_, path)) => {
            let path = given(path.as_ref())?;
            if is_root(path) { ir::ResultPath::Replace } else { ir::ResultPath::At(path.clone()) }
        }
    })
}

pub(super) fn expr(expr: &ast::Expr) -> Lowered<ir::Expr> {
    given(expr.value.clone())
}

/// A missing expression is fine, a wrong one is not.
pub(super) fn maybe_expr(maybe: Option<&ast::Expr>) -> Lowered<Option<ir::Expr>> {
    maybe.map(expr).transpose()
}

pub(super) fn template(template: &ast::Template) -> Lowered<ir::Template> {
    Ok(match template {
        ast::Template::Literal(literal) => ir::Template::Literal(literal.clone()),
        ast::Template::Expr { field, expr: value } => {
            ir::Template::Expr { field: field.clone(), expr: expr(value)? }
        }
        ast::Template::Object(members) => ir::Template::Object(
            members
                .iter()
                .map(|(name, value)| Ok((name.clone(), self::template(value)?)))
                .collect::<Lowered<_>>()?,
        ),
        ast::Template::Array(items) => {
            ir::Template::Array(items.iter().map(self::template).collect::<Lowered<_>>()?)
        }
    })
}

/// A missing template is fine, a wrong one is not.
pub(super) fn maybe_template(maybe: Option<&ast::Template>) -> Lowered<Option<ir::Template>> {
    maybe.map(template).transpose()
}

pub(super) fn assign(assignments: &[ast::Assignment]) -> Lowered<Vec<ir::Assignment>> {
    assignments
        .iter()
        .map(|assignment| {
            Ok(ir::Assignment { variable: assignment.variable.clone(), value: template(&assignment.value)? })
        })
        .collect()
}

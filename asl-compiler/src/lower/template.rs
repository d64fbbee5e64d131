//! Paths, templates and results.

use crate::ast;
use crate::ir;
use crate::json::Text;

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
        Some(ast::ResultPath::Path(text, path)) => {
            let mut path = given(path.clone())?;
            if is_root(&path) {
                ir::ResultPath::Replace
            } else {
                place_path(&mut path, text);
                ir::ResultPath::At(path)
            }
        }
    })
}

pub(super) fn expr(expr: &ast::Expr) -> Lowered<ir::Expr> {
    let mut value = given(expr.value.clone())?;
    place_expr(&mut value, &expr.text);
    Ok(value)
}

/// Turns places in a field's text into places in the source. Those inside of filters nobody asks for.
fn place_expr(value: &mut ir::Expr, text: &Text) {
    match value {
        ir::Expr::Literal(_) | ir::Expr::Doomed(_) => {}
        ir::Expr::Path(path) => place_path(path, text),
        ir::Expr::Call(call) => {
            place(&mut call.place, text);
            for argument in &mut call.arguments {
                place_expr(argument, text);
            }
        }
    }
}

fn place_path(path: &mut ir::Path, text: &Text) {
    place(&mut path.place, text);
    if let Some(ir::PathFunction::Append(arguments) | ir::PathFunction::Concat(arguments)) =
        &mut path.function
    {
        for argument in arguments {
            place_expr(argument, text);
        }
    }
}

fn place(place: &mut ir::Place, text: &Text) {
    place.map(|span| text.locate(span.range()));
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
            Ok(ir::Assignment {
                variable: assignment.variable.clone(),
                value: template(&assignment.value)?,
                place: ir::Place::at(assignment.span),
            })
        })
        .collect()
}

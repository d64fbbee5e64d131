//! From the tree as written to the tree as evaluated.
//!
//! The rules are those of the language's reference implementation, its oddities included: which predicates
//! belong to a step and which to the expression before it, and where `[]` takes effect, decides about results.

use std::ops::Range;

use super::ancestry::Ancestry;
use super::error::{SyntaxCode, SyntaxError};
use super::syntax::{self, Kind, Node};
use super::tree::{Call, Expr, ExprKind, Items, Lambda, Path, SortTerm, Stage, Tree};

type Result<T> = std::result::Result<T, SyntaxError>;

/// Resolves a whole expression.
pub(super) fn resolve(node: Node) -> Result<Tree> {
    let mut resolver = Resolver { ancestry: Ancestry::default() };
    let root = resolver.expr(node, false)?;
    if !root.seeking.is_empty() || matches!(root.kind, ExprKind::Parent(_)) {
        return Err(SyntaxError::new(SyntaxCode::NoParent, root.span));
    }
    Ok(Tree { root, labels: resolver.ancestry.into_labels() })
}

struct Resolver {
    ancestry: Ancestry,
}

impl Resolver {
    /// `keep`: `[]` stands behind the node, or behind predicates that follow it.
    fn expr(&mut self, node: Node, keep: bool) -> Result<Expr> {
        let span = node.span;
        let mut expr = match node.kind {
            Kind::KeepArray(inner) => return self.expr(*inner, true),
            Kind::Filter(lhs, predicate) => return self.filter(*lhs, *predicate, span, keep),
            Kind::Name(name) => name_path(span, name, keep),
            Kind::Missing => return Err(SyntaxError::new(SyntaxCode::UnexpectedEnd, span)),
            Kind::Map(lhs, rhs) => self.map(*lhs, *rhs, span)?,
            Kind::Group(lhs, pairs) => self.group(*lhs, pairs, span)?,
            Kind::Sort(lhs, terms) => self.sort(*lhs, terms, span)?,
            Kind::Focus(lhs, name) => self.focus(*lhs, name, span, keep)?,
            Kind::Index(lhs, name) => self.index(*lhs, name, span)?,
            Kind::Apply(lhs, rhs) => {
                let lhs = self.expr(*lhs, false)?;
                let rhs = self.expr(*rhs, false)?;
                let keep = lhs.keep_array || rhs.keep_array;
                let mut expr = Expr::new(span, ExprKind::Apply(Box::new(lhs), Box::new(rhs)));
                expr.keep_array = keep;
                expr
            }
            Kind::Lambda(lambda) => Expr::new(span, self.lambda(lambda)?),
            Kind::Transform(pattern, update, delete) => {
                let pattern = self.boxed(*pattern)?;
                let update = self.boxed(*update)?;
                let delete = delete.map(|delete| self.boxed(*delete)).transpose()?;
                Expr::new(span, ExprKind::Transform(pattern, update, delete))
            }
            kind => self.value(kind, span)?,
        };
        expr.keep_array |= keep;
        Ok(expr)
    }

    fn boxed(&mut self, node: Node) -> Result<Box<Expr>> {
        self.expr(node, false).map(Box::new)
    }

    /// What has no name for its parts: literals, and what hands `%` inside on to the outside.
    fn value(&mut self, kind: Kind, span: Range<usize>) -> Result<Expr> {
        let mut seeking = Vec::new();
        let mut part = |resolver: &mut Self, node: Node| -> Result<Expr> {
            let expr = resolver.expr(node, false)?;
            seeking.extend(&expr.seeking);
            if let ExprKind::Parent(slot) = expr.kind {
                seeking.push(slot);
            }
            Ok(expr)
        };
        let kind = match kind {
            Kind::Binary(operator, lhs, rhs) => {
                let lhs = Box::new(part(self, *lhs)?);
                ExprKind::Binary(operator, lhs, Box::new(part(self, *rhs)?))
            }
            Kind::Bind(name, value) => ExprKind::Bind(name, Box::new(part(self, *value)?)),
            Kind::Negate(operand) => {
                let operand = part(self, *operand)?;
                if let ExprKind::Number(number) = operand.kind {
                    return Ok(Expr { span, kind: ExprKind::Number(-number), ..operand });
                }
                ExprKind::Negate(Box::new(operand))
            }
            Kind::Array(items) => {
                let list = items.into_iter().map(|item| part(self, item)).collect::<Result<_>>()?;
                ExprKind::Array(Items { list, constructor: false })
            }
            Kind::Object(pairs) => {
                let mut pair = |(key, value)| Ok((part(self, key)?, part(self, value)?));
                ExprKind::Object(pairs.into_iter().map(&mut pair).collect::<Result<_>>()?)
            }
            Kind::Block(items) => {
                let list: Vec<Expr> = items.into_iter().map(|item| part(self, item)).collect::<Result<_>>()?;
                let constructor = list.iter().any(holds_constructor);
                ExprKind::Block(Items { list, constructor })
            }
            Kind::Call(procedure, arguments) => {
                let partial = arguments.iter().any(|argument| argument.kind == Kind::Placeholder);
                let arguments = arguments.into_iter().map(|item| part(self, item)).collect::<Result<_>>()?;
                let procedure = self.boxed(*procedure)?;
                ExprKind::Call(Call { procedure, arguments, partial, tail: false })
            }
            Kind::Condition(condition, then, otherwise) => {
                let condition = Box::new(part(self, *condition)?);
                let then = Box::new(part(self, *then)?);
                let otherwise = match otherwise {
                    Some(otherwise) => Some(Box::new(part(self, *otherwise)?)),
                    None => None,
                };
                ExprKind::Condition(condition, then, otherwise)
            }
            kind => self.leaf(kind),
        };
        let mut expr = Expr::new(span, kind);
        expr.seeking = seeking;
        Ok(expr)
    }

    fn leaf(&mut self, kind: Kind) -> ExprKind {
        match kind {
            Kind::Variable(name) => ExprKind::Variable(name),
            Kind::String(text) => ExprKind::String(text),
            Kind::Number(number) => ExprKind::Number(number),
            Kind::Constant(constant) => ExprKind::Constant(constant),
            Kind::Regex(regex) => ExprKind::Regex(regex),
            Kind::Wildcard => ExprKind::Wildcard,
            Kind::Descendant => ExprKind::Descendant,
            Kind::Parent => ExprKind::Parent(self.ancestry.slot()),
            // The rest was told apart before.
            _ => ExprKind::Placeholder,
        }
    }

    fn map(&mut self, lhs: Node, rhs: Node, span: Range<usize>) -> Result<Expr> {
        let lhs = self.expr(lhs, false)?;
        let parent = if let ExprKind::Parent(slot) = lhs.kind { Some(slot) } else { None };
        let (mut expr, mut path) = into_path(lhs);
        expr.seeking.extend(parent);
        let rest = self.expr(rhs, false)?;
        match rest.kind {
            ExprKind::Path(rest) => path.steps.extend(rest.steps),
            _ => path.steps.push(predicates_to_stages(rest)),
        }
        for step in &mut path.steps {
            literal_step(step)?;
        }
        path.keep_singleton |= path.steps.iter().any(|step| step.keep_array);
        if let Some(first) = path.steps.first_mut() {
            mark_constructor(first);
        }
        if let Some(last) = path.steps.last_mut() {
            mark_constructor(last);
        }
        self.ancestry.resolve(&mut path, &mut expr.seeking)?;
        expr.span = span;
        expr.kind = ExprKind::Path(path);
        Ok(expr)
    }

    /// `lhs[predicate]`; a `[]` behind it belongs to what is filtered.
    fn filter(&mut self, lhs: Node, predicate: Node, span: Range<usize>, keep: bool) -> Result<Expr> {
        let bracket = lhs.span.end..span.end;
        let mut expr = self.expr(lhs, keep)?;
        let is_path = matches!(expr.kind, ExprKind::Path(_));
        if with_last(&mut expr, |step| step.group.is_some()) {
            return Err(SyntaxError::new(SyntaxCode::PredicateAfterGroup, bracket));
        }
        let predicate = self.expr(predicate, false)?;
        with_last(&mut expr, |step| {
            for slot in &predicate.seeking {
                if self.ancestry.level(*slot) == 1 {
                    self.ancestry.seek(step, *slot)?;
                } else {
                    self.ancestry.outward(*slot);
                }
            }
            step.seeking.extend(&predicate.seeking);
            if let ExprKind::Parent(slot) = predicate.kind {
                step.seeking.push(slot);
            }
            step.span.end = span.end;
            if is_path {
                step.stages.push(Stage::Filter(predicate));
            } else {
                step.predicates.push(predicate);
            }
            Ok(())
        })?;
        expr.span = span;
        Ok(expr)
    }

    fn group(&mut self, lhs: Node, pairs: Vec<(Node, Node)>, span: Range<usize>) -> Result<Expr> {
        let braces = lhs.span.end..span.end;
        let mut expr = self.expr(lhs, false)?;
        if expr.group.is_some() {
            return Err(SyntaxError::new(SyntaxCode::SecondGroup, braces));
        }
        let mut pair = |(key, value)| Ok((self.expr(key, false)?, self.expr(value, false)?));
        expr.group = Some(pairs.into_iter().map(&mut pair).collect::<Result<_>>()?);
        expr.span = span;
        Ok(expr)
    }

    fn sort(&mut self, lhs: Node, terms: Vec<syntax::Term>, span: Range<usize>) -> Result<Expr> {
        let clause = lhs.span.end..span.end;
        let (mut expr, mut path) = into_path(self.expr(lhs, false)?);
        let mut seeking = Vec::new();
        let mut sorted = Vec::new();
        for term in terms {
            let expression = self.expr(term.expression, false)?;
            seeking.extend(&expression.seeking);
            if let ExprKind::Parent(slot) = expression.kind {
                seeking.push(slot);
            }
            sorted.push(SortTerm { descending: term.descending, expression });
        }
        let mut step = Expr::new(clause, ExprKind::Sort(sorted));
        step.seeking = seeking;
        path.steps.push(step);
        self.ancestry.resolve(&mut path, &mut expr.seeking)?;
        expr.span = span;
        expr.kind = ExprKind::Path(path);
        Ok(expr)
    }

    fn focus(&mut self, lhs: Node, name: String, span: Range<usize>, keep: bool) -> Result<Expr> {
        let binding = lhs.span.end..span.end;
        let mut expr = self.expr(lhs, false)?;
        with_last(&mut expr, |step| {
            if !step.stages.is_empty() || !step.predicates.is_empty() {
                return Err(SyntaxError::new(SyntaxCode::FocusAfterPredicate, binding));
            }
            if matches!(step.kind, ExprKind::Sort(_)) {
                return Err(SyntaxError::new(SyntaxCode::FocusAfterSort, binding));
            }
            step.keep_array |= keep;
            step.focus = Some(name);
            step.tuple = true;
            Ok(())
        })?;
        expr.span = span;
        Ok(expr)
    }

    fn index(&mut self, lhs: Node, name: String, span: Range<usize>) -> Result<Expr> {
        let lhs = self.expr(lhs, false)?;
        let (mut expr, mut path) = match lhs.kind {
            ExprKind::Path(_) => into_path(lhs),
            _ => into_path(predicates_to_stages(lhs)),
        };
        if let Some(step) = path.steps.last_mut() {
            if step.stages.is_empty() {
                step.index = Some(name);
            } else {
                step.stages.push(Stage::Index(name));
            }
            step.tuple = true;
        }
        expr.span = span;
        expr.kind = ExprKind::Path(path);
        Ok(expr)
    }

    fn lambda(&mut self, lambda: syntax::Lambda) -> Result<ExprKind> {
        let mut body = self.boxed(*lambda.body)?;
        mark_tail(&mut body);
        Ok(ExprKind::Lambda(Lambda { parameters: lambda.parameters, signature: lambda.signature, body }))
    }
}

fn name_path(span: Range<usize>, name: String, keep: bool) -> Expr {
    let mut step = Expr::new(span.clone(), ExprKind::Name(name));
    step.keep_array = keep;
    Expr::new(span, ExprKind::Path(Path { steps: vec![step], keep_singleton: keep }))
}

/// A path as it is; anything else as the first step of a new one.
fn into_path(mut expr: Expr) -> (Expr, Path) {
    match std::mem::replace(&mut expr.kind, ExprKind::Placeholder) {
        ExprKind::Path(path) => (expr, path),
        kind => {
            let outer = Expr::new(expr.span.clone(), ExprKind::Placeholder);
            expr.kind = kind;
            (outer, Path { steps: vec![expr], keep_singleton: false })
        }
    }
}

/// Changes the part that what follows applies to: the last step of a path, or all of it.
fn with_last<R>(expr: &mut Expr, change: impl FnOnce(&mut Expr) -> R) -> R {
    if let ExprKind::Path(path) = &mut expr.kind
        && let Some(last) = path.steps.last_mut()
    {
        return change(last);
    }
    change(expr)
}

fn predicates_to_stages(mut expr: Expr) -> Expr {
    expr.stages.extend(expr.predicates.drain(..).map(Stage::Filter));
    expr
}

/// A string is the name of a field; other literals are no steps.
fn literal_step(step: &mut Expr) -> Result<()> {
    let value = match &mut step.kind {
        ExprKind::String(text) => {
            step.kind = ExprKind::Name(std::mem::take(text));
            return Ok(());
        }
        ExprKind::Number(number) => number.to_string(),
        ExprKind::Constant(constant) => constant.text().to_owned(),
        _ => return Ok(()),
    };
    Err(SyntaxError::new(SyntaxCode::LiteralStep, step.span.clone()).value(value))
}

fn mark_constructor(step: &mut Expr) {
    if let ExprKind::Array(items) = &mut step.kind {
        items.constructor = true;
    }
}

fn holds_constructor(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Array(items) | ExprKind::Block(items) => items.constructor,
        ExprKind::Path(path) => match path.steps.first().map(|step| &step.kind) {
            Some(ExprKind::Array(items) | ExprKind::Block(items)) => items.constructor,
            _ => false,
        },
        _ => false,
    }
}

/// Marks the calls that are the last thing to happen.
fn mark_tail(expr: &mut Expr) {
    match &mut expr.kind {
        ExprKind::Call(call) => call.tail = !call.partial && expr.predicates.is_empty(),
        ExprKind::Condition(_, then, otherwise) => {
            mark_tail(then);
            if let Some(otherwise) = otherwise {
                mark_tail(otherwise);
            }
        }
        ExprKind::Block(items) => {
            if let Some(last) = items.list.last_mut() {
                mark_tail(last);
            }
        }
        _ => {}
    }
}

//! From the tree as written to the tree as evaluated.
//!
//! The rules are those of the language's reference implementation, its oddities included: which predicates
//! belong to a step and which to the expression before it, and where `[]` takes effect, decides about results.

use std::ops::Range;

use super::ancestry::Ancestry;
use super::error::{Refusal, SyntaxCode};
use super::syntax::{self, BinaryOperator, Kind, Node};
use super::tree::{Call, Expr, ExprKind, Items, Lambda, Path, Slot, SortTerm, Stage, Tree};

type Result<T> = std::result::Result<T, Refusal>;

/// Resolves a whole expression.
pub(super) fn resolve(node: Node) -> Result<Tree> {
    let mut resolver = Resolver { ancestry: Ancestry::default() };
    let root = resolver.expr(node, false)?;
    if !root.seeking.is_empty() || matches!(root.kind, ExprKind::Parent(_)) {
        return Err(Refusal::at(SyntaxCode::NoParent, root.span));
    }
    Ok(Tree { root: *root, labels: resolver.ancestry.into_labels() })
}

/// An expression behind a pointer: recursion over deep trees must not keep whole expressions on the stack.
type Boxed = Box<Expr>;

struct Resolver {
    ancestry: Ancestry,
}

impl Resolver {
    /// `keep`: `[]` stands behind the node, or behind predicates that follow it.
    fn expr(&mut self, node: Node, keep: bool) -> Result<Boxed> {
        let span = node.span;
        let mut expr = match node.kind {
            Kind::KeepArray(inner) => return self.expr(*inner, true),
            Kind::Filter(lhs, predicate) => return self.filter(*lhs, *predicate, span, keep),
            Kind::Focus(lhs, name) => self.focus(*lhs, name, span, keep)?,
            Kind::Name(name) => name_path(span, name, keep),
            Kind::Missing => return Err(Refusal::at(SyntaxCode::UnexpectedEnd, span)),
            Kind::Map(lhs, rhs) => self.map(*lhs, *rhs, span)?,
            Kind::Group(lhs, pairs) => self.group(*lhs, pairs, span)?,
            Kind::Sort(lhs, terms) => self.sort(*lhs, terms, span)?,
            Kind::Index(lhs, name) => self.index(*lhs, name, span)?,
            Kind::Apply(lhs, rhs) => self.apply(*lhs, *rhs, span)?,
            Kind::Lambda(lambda) => self.lambda(*lambda, span)?,
            Kind::Transform(pattern, update, delete) => self.transform(*pattern, *update, delete, span)?,
            Kind::Binary(operator, lhs, rhs) => self.binary(operator, *lhs, *rhs, span)?,
            Kind::Bind(name, value) => self.bind(name, *value, span)?,
            Kind::Negate(operand) => self.negate(*operand, span)?,
            Kind::Array(items) => self.array(items, span)?,
            Kind::Object(pairs) => self.object(pairs, span)?,
            Kind::Block(items) => self.block(items, span)?,
            Kind::Call(procedure, arguments) => self.call(*procedure, arguments, span)?,
            Kind::Condition(condition, then, otherwise) => {
                self.condition(*condition, *then, otherwise, span)?
            }
            kind => self.leaf(kind, span),
        };
        expr.keep_array |= keep;
        Ok(expr)
    }

    fn leaf(&mut self, kind: Kind, span: Range<usize>) -> Boxed {
        let kind = match kind {
            Kind::Variable(name) => ExprKind::Variable(name),
            Kind::String(text) => ExprKind::String(text),
            Kind::Number(number) => ExprKind::Number(number),
            Kind::Constant(constant) => ExprKind::Constant(constant),
            Kind::Regex(regex) => ExprKind::Regex(regex),
            Kind::Wildcard => ExprKind::Wildcard,
            Kind::Descendant => ExprKind::Descendant,
            Kind::Parent => ExprKind::Parent(self.ancestry.slot()),
            // All others have parts.
            _ => ExprKind::Placeholder,
        };
        boxed(span, kind)
    }

    /// A part whose uses of `%` may mean something outside of the whole.
    fn part(&mut self, node: Node, seeking: &mut Vec<Slot>) -> Result<Boxed> {
        let expr = self.expr(node, false)?;
        adopt(seeking, &expr);
        Ok(expr)
    }

    fn parts(&mut self, nodes: Vec<Node>, seeking: &mut Vec<Slot>) -> Result<Vec<Expr>> {
        let mut list = Vec::with_capacity(nodes.len());
        for node in nodes {
            let expr = self.part(node, seeking)?;
            push(&mut list, expr);
        }
        Ok(list)
    }

    fn pairs(&mut self, nodes: Vec<(Node, Node)>, seeking: &mut Vec<Slot>) -> Result<Vec<(Expr, Expr)>> {
        let mut pairs = Vec::with_capacity(nodes.len());
        for (key, value) in nodes {
            let key = self.part(key, seeking)?;
            let value = self.part(value, seeking)?;
            push_pair(&mut pairs, key, value);
        }
        Ok(pairs)
    }

    fn binary(
        &mut self,
        operator: BinaryOperator,
        lhs: Node,
        rhs: Node,
        span: Range<usize>,
    ) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let lhs = self.part(lhs, &mut seeking)?;
        let rhs = self.part(rhs, &mut seeking)?;
        Ok(seeker(span, ExprKind::Binary(operator, lhs, rhs), seeking))
    }

    fn bind(&mut self, name: String, value: Node, span: Range<usize>) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let value = self.part(value, &mut seeking)?;
        Ok(seeker(span, ExprKind::Bind(name, value), seeking))
    }

    fn negate(&mut self, operand: Node, span: Range<usize>) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let mut operand = self.part(operand, &mut seeking)?;
        if let ExprKind::Number(number) = &mut operand.kind {
            *number = -*number;
            operand.span = span;
            return Ok(operand);
        }
        Ok(seeker(span, ExprKind::Negate(operand), seeking))
    }

    fn array(&mut self, items: Vec<Node>, span: Range<usize>) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let list = self.parts(items, &mut seeking)?;
        Ok(seeker(span, ExprKind::Array(Items { list, constructor: false }), seeking))
    }

    fn object(&mut self, pairs: Vec<(Node, Node)>, span: Range<usize>) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let pairs = self.pairs(pairs, &mut seeking)?;
        Ok(seeker(span, ExprKind::Object(pairs), seeking))
    }

    fn block(&mut self, items: Vec<Node>, span: Range<usize>) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let list = self.parts(items, &mut seeking)?;
        let constructor = list.iter().any(holds_constructor);
        Ok(seeker(span, ExprKind::Block(Items { list, constructor }), seeking))
    }

    fn call(&mut self, procedure: Node, arguments: Vec<Node>, span: Range<usize>) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let partial = arguments.iter().any(|argument| argument.kind == Kind::Placeholder);
        let arguments = self.parts(arguments, &mut seeking)?;
        let procedure = self.expr(procedure, false)?;
        let call = Call { procedure, arguments, partial, tail: false };
        Ok(seeker(span, ExprKind::Call(call), seeking))
    }

    fn condition(
        &mut self,
        condition: Node,
        then: Node,
        otherwise: Option<Box<Node>>,
        span: Range<usize>,
    ) -> Result<Boxed> {
        let mut seeking = Vec::new();
        let condition = self.part(condition, &mut seeking)?;
        let then = self.part(then, &mut seeking)?;
        let otherwise = match otherwise {
            Some(otherwise) => Some(self.part(*otherwise, &mut seeking)?),
            None => None,
        };
        Ok(seeker(span, ExprKind::Condition(condition, then, otherwise), seeking))
    }

    fn apply(&mut self, lhs: Node, rhs: Node, span: Range<usize>) -> Result<Boxed> {
        let lhs = self.expr(lhs, false)?;
        let rhs = self.expr(rhs, false)?;
        let keep = lhs.keep_array || rhs.keep_array;
        let mut expr = boxed(span, ExprKind::Apply(lhs, rhs));
        expr.keep_array = keep;
        Ok(expr)
    }

    fn lambda(&mut self, lambda: syntax::Lambda, span: Range<usize>) -> Result<Boxed> {
        let syntax::Lambda { parameters, signature, body } = lambda;
        let mut body = self.expr(*body, false)?;
        mark_tail(&mut body);
        let lambda = Lambda { parameters, signature, body };
        Ok(boxed(span, ExprKind::Lambda(lambda)))
    }

    fn transform(
        &mut self,
        pattern: Node,
        update: Node,
        delete: Option<Box<Node>>,
        span: Range<usize>,
    ) -> Result<Boxed> {
        let pattern = self.expr(pattern, false)?;
        let update = self.expr(update, false)?;
        let delete = match delete {
            Some(delete) => Some(self.expr(*delete, false)?),
            None => None,
        };
        Ok(boxed(span, ExprKind::Transform(pattern, update, delete)))
    }

    fn map(&mut self, lhs: Node, rhs: Node, span: Range<usize>) -> Result<Boxed> {
        let lhs = self.expr(lhs, false)?;
        let parent = if let ExprKind::Parent(slot) = lhs.kind { Some(slot) } else { None };
        let (mut expr, mut path) = into_path(lhs);
        expr.seeking.extend(parent);
        let rest = self.expr(rhs, false)?;
        extend(&mut path, rest);
        for step in &mut path.steps {
            literal_step(step)?;
        }
        path.keep_singleton |= path.steps.iter().any(|step| step.keep_array);
        path.steps.first_mut().map(mark_constructor);
        path.steps.last_mut().map(mark_constructor);
        self.ancestry.resolve(&mut path, &mut expr.seeking)?;
        expr.span = span;
        expr.kind = ExprKind::Path(path);
        Ok(expr)
    }

    /// `lhs[predicate]`; a `[]` behind it belongs to what is filtered.
    fn filter(&mut self, lhs: Node, predicate: Node, span: Range<usize>, keep: bool) -> Result<Boxed> {
        let bracket = lhs.span.end..span.end;
        let mut expr = self.expr(lhs, keep)?;
        let is_path = matches!(expr.kind, ExprKind::Path(_));
        if with_last(&mut expr, |step| step.group.is_some()) {
            return Err(Refusal::at(SyntaxCode::PredicateAfterGroup, bracket));
        }
        let predicate = self.expr(predicate, false)?;
        with_last(&mut expr, |step| -> Result<()> {
            for slot in &predicate.seeking {
                if self.ancestry.level(*slot) == 1 {
                    self.ancestry.seek(step, *slot)?;
                } else {
                    self.ancestry.outward(*slot);
                }
            }
            // The language does not look for what a predicate means that is `%` and nothing else.
            if !predicate.seeking.is_empty() {
                adopt(&mut step.seeking, &predicate);
            }
            step.span.end = span.end;
            if is_path {
                step.stages.push(Stage::Filter(predicate));
            } else {
                step.predicates.push(*predicate);
            }
            Ok(())
        })?;
        expr.span = span;
        Ok(expr)
    }

    fn group(&mut self, lhs: Node, pairs: Vec<(Node, Node)>, span: Range<usize>) -> Result<Boxed> {
        let braces = lhs.span.end..span.end;
        let mut expr = self.expr(lhs, false)?;
        if expr.group.is_some() {
            return Err(Refusal::at(SyntaxCode::SecondGroup, braces));
        }
        // What `%` means in a group is not looked for outside of it.
        expr.group = Some(self.pairs(pairs, &mut Vec::new())?);
        expr.span = span;
        Ok(expr)
    }

    fn sort(&mut self, lhs: Node, terms: Vec<syntax::Term>, span: Range<usize>) -> Result<Boxed> {
        let clause = lhs.span.end..span.end;
        let lhs = self.expr(lhs, false)?;
        let (mut expr, mut path) = into_path(lhs);
        let mut seeking = Vec::new();
        let mut sorted = Vec::with_capacity(terms.len());
        for term in terms {
            let expression = self.part(term.expression, &mut seeking)?;
            sorted.push(SortTerm { descending: term.descending, expression });
        }
        push(&mut path.steps, seeker(clause, ExprKind::Sort(sorted), seeking));
        self.ancestry.resolve(&mut path, &mut expr.seeking)?;
        expr.span = span;
        expr.kind = ExprKind::Path(path);
        Ok(expr)
    }

    fn focus(&mut self, lhs: Node, name: String, span: Range<usize>, keep: bool) -> Result<Boxed> {
        let binding = lhs.span.end..span.end;
        let mut expr = self.expr(lhs, false)?;
        with_last(&mut expr, |step| -> Result<()> {
            if !step.stages.is_empty() || !step.predicates.is_empty() {
                return Err(Refusal::at(SyntaxCode::FocusAfterPredicate, binding));
            }
            if matches!(step.kind, ExprKind::Sort(_)) {
                return Err(Refusal::at(SyntaxCode::FocusAfterSort, binding));
            }
            step.keep_array |= keep;
            step.focus = Some(name);
            step.tuple = true;
            Ok(())
        })?;
        expr.span = span;
        Ok(expr)
    }

    fn index(&mut self, lhs: Node, name: String, span: Range<usize>) -> Result<Boxed> {
        let mut lhs = self.expr(lhs, false)?;
        if !matches!(lhs.kind, ExprKind::Path(_)) {
            predicates_to_stages(&mut lhs);
        }
        let (mut expr, mut path) = into_path(lhs);
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
}

fn boxed(span: Range<usize>, kind: ExprKind) -> Boxed {
    Box::new(Expr::new(span, kind))
}

fn seeker(span: Range<usize>, kind: ExprKind, seeking: Vec<Slot>) -> Boxed {
    let mut expr = boxed(span, kind);
    expr.seeking = seeking;
    expr
}

/// Hands the uses of `%` on that a part could not place, its own included.
fn adopt(seeking: &mut Vec<Slot>, part: &Expr) {
    seeking.extend(&part.seeking);
    if let ExprKind::Parent(slot) = part.kind {
        seeking.push(slot);
    }
}

fn push(list: &mut Vec<Expr>, expr: Boxed) {
    list.push(*expr);
}

fn push_pair(list: &mut Vec<(Expr, Expr)>, key: Boxed, value: Boxed) {
    list.push((*key, *value));
}

/// Adds what follows a `.`: the steps of a path, anything else as one step.
fn extend(path: &mut Path, mut rest: Boxed) {
    if let ExprKind::Path(rest) = &mut rest.kind {
        path.steps.append(&mut rest.steps);
        return;
    }
    predicates_to_stages(&mut rest);
    push(&mut path.steps, rest);
}

fn name_path(span: Range<usize>, name: String, keep: bool) -> Boxed {
    let mut step = Expr::new(span.clone(), ExprKind::Name(name));
    step.keep_array = keep;
    boxed(span, ExprKind::Path(Path { steps: vec![step], keep_singleton: keep }))
}

/// A path as it is; anything else as the first step of a new one.
fn into_path(mut expr: Boxed) -> (Boxed, Path) {
    match std::mem::replace(&mut expr.kind, ExprKind::Placeholder) {
        ExprKind::Path(path) => (expr, path),
        kind => {
            let outer = boxed(expr.span.clone(), ExprKind::Placeholder);
            expr.kind = kind;
            (outer, Path { steps: vec![*expr], keep_singleton: false })
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

fn predicates_to_stages(expr: &mut Expr) {
    expr.stages.extend(expr.predicates.drain(..).map(|predicate| Stage::Filter(Box::new(predicate))));
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
    Err(Refusal::at(SyntaxCode::LiteralStep, step.span.clone()).value(value))
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

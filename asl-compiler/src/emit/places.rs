//! Places that several paths of an expression lead through: they are looked up once.
//!
//! ```text
//! {"a.$": "$.item.sku", "b.$": "$.item.qty"}
//!
//! let place_1 = rt::at(input).field("item");
//! … place_1.field("sku") … place_1.field("qty") …
//! ```
//!
//! To look a place up fails nowhere, so it does no harm that it may be done in vain.

use super::expr::Env;
use super::segments::emit_steps;
use crate::ir::{Condition, Expr, Operand, Path, Root, Segment, Template};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The locals that hold places of a document, each with the steps to it.
#[derive(Debug, Default)]
pub(super) struct Places<'p>(Vec<(&'p [Segment], Ident)>);

impl<'p> Places<'p> {
    /// The local for the longest beginning of these steps, and how many steps lead there.
    pub(super) fn find(&self, steps: &[Segment]) -> Option<(&Ident, usize)> {
        let known = self.0.iter().filter(|(known, _)| steps.starts_with(known));
        known.map(|(known, local)| (local, known.len())).max_by_key(|(_, length)| *length)
    }

    /// Finds the places of the document of `env` that at least so many of these paths lead through, and gives the
    /// statements that look them up.
    pub(super) fn share(env: Env<'_>, paths: &[&'p Path], least: usize) -> (TokenStream, Self) {
        let mut tree = Node::default();
        for path in paths.iter().filter(|path| path.root == Root::Input) {
            tree.add(definite(&path.segments), 0);
        }
        let mut places = Self::default();
        let mut statements = TokenStream::new();
        for (_, node) in &tree.children {
            node.collect(env, least, &mut places, &mut statements);
        }
        (statements, places)
    }
}

/// The steps at the beginning that select one place.
pub(super) fn definite(segments: &[Segment]) -> &[Segment] {
    let count = segments.iter().take_while(|it| matches!(it, Segment::Field(_) | Segment::Index(_))).count();
    segments.get(..count).unwrap_or_default()
}

/// A place in a document, with those behind it.
#[derive(Default)]
struct Node<'p> {
    steps: &'p [Segment],
    /// How many paths end here.
    ends: usize,
    children: Vec<(&'p Segment, Self)>,
}

impl<'p> Node<'p> {
    fn add(&mut self, steps: &'p [Segment], depth: usize) {
        let Some(step) = steps.get(depth) else {
            self.ends += 1;
            return;
        };
        let known = self.children.iter().position(|(known, _)| *known == step);
        let at = known.unwrap_or_else(|| {
            let steps = steps.get(..=depth).unwrap_or_default();
            self.children.push((step, Self { steps, ..Self::default() }));
            self.children.len() - 1
        });
        if let Some((_, child)) = self.children.get_mut(at) {
            child.add(steps, depth + 1);
        }
    }

    /// How many paths lead here.
    fn uses(&self) -> usize {
        self.ends + self.children.iter().map(|(_, child)| child.uses()).sum::<usize>()
    }

    /// Makes a local where paths end or part.
    fn collect(&self, env: Env<'_>, least: usize, places: &mut Places<'p>, statements: &mut TokenStream) {
        if self.uses() < least {
            return;
        }
        if self.ends > 0 || self.children.len() > 1 {
            let local = format_ident!("place_{}", places.0.len() + 1);
            let place = emit_steps(env, Some(places), self.steps);
            statements.extend(quote!(let #local = #place;));
            places.0.push((self.steps, local));
        }
        for (_, child) in &self.children {
            child.collect(env, least, places, statements);
        }
    }
}

/// The paths of a template, those inside of filters left out.
pub(super) fn of_template<'p>(template: &'p Template, paths: &mut Vec<&'p Path>) {
    match template {
        Template::Literal(_) => {}
        Template::Expr { expr, .. } => of_expr(expr, paths),
        Template::Object(members) => members.iter().for_each(|(_, member)| of_template(member, paths)),
        Template::Array(items) => items.iter().for_each(|item| of_template(item, paths)),
    }
}

fn of_expr<'p>(expr: &'p Expr, paths: &mut Vec<&'p Path>) {
    match expr {
        Expr::Path(path) => paths.push(path),
        Expr::Call(call) => call.arguments.iter().for_each(|argument| of_expr(argument, paths)),
        Expr::Literal(_) | Expr::Doomed(_) => {}
    }
}

/// The same of a Choice rule.
pub(super) fn of_condition<'p>(condition: &'p Condition, paths: &mut Vec<&'p Path>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                of_condition(part, paths);
            }
        }
        Condition::Not(part) => of_condition(part, paths),
        Condition::Compare { variable, operand, .. } => {
            of_expr(variable, paths);
            if let Operand::Path(operand) = operand {
                of_expr(operand, paths);
            }
        }
        Condition::Matches { variable, .. } | Condition::Is { variable, .. } => of_expr(variable, paths),
    }
}

//! Conditions of Choice rules over shapes: what is known when they hold, and when they do not.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::ast::timestamp_nanoseconds;
use crate::ir::{Condition, Expr, Family, Literal, Operand, Path, Relation, Root, TypeTest};
use crate::source::Span;

use super::note::{Fault, Need, Notes, Rule};
use super::path::{Found, PastEnd, find, judge};
use super::scene::{Scene, Variables};
use super::shape::{Kind, Number, Shape};

/// What is known at a point of a Choice.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// The effective input.
    pub(super) doc: Shape,
    pub(super) variables: Variables,
}

impl Facts {
    fn join(&self, other: &Self) -> Self {
        Self { doc: self.doc.join(&other.doc), variables: self.variables.join(&other.variables) }
    }
}

/// What is known on the two ways out of a condition; `None` is a way that is never taken.
pub(super) struct Split {
    pub(super) yes: Option<Facts>,
    pub(super) no: Option<Facts>,
}

fn either(a: Option<Facts>, b: Option<Facts>) -> Option<Facts> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.join(&b)),
        (a, b) => a.or(b),
    }
}

/// Splits what is known by a condition. `scene` gives all but data and variables.
pub(super) fn split(scene: Scene<'_>, facts: &Facts, condition: &Condition, notes: &mut Notes) -> Split {
    match condition {
        Condition::And(parts) => {
            let mut split = Split { yes: Some(facts.clone()), no: None };
            for part in parts {
                let Some(now) = &split.yes else { break };
                let next = self::split(scene, now, part, notes);
                split = Split { yes: next.yes, no: either(split.no, next.no) };
            }
            split
        }
        Condition::Or(parts) => {
            let mut split = Split { yes: None, no: Some(facts.clone()) };
            for part in parts {
                let Some(now) = &split.no else { break };
                let next = self::split(scene, now, part, notes);
                split = Split { yes: either(split.yes, next.yes), no: next.no };
            }
            split
        }
        Condition::Not(part) => {
            let Split { yes, no } = split(scene, facts, part, notes);
            Split { yes: no, no: yes }
        }
        Condition::Compare { variable, family, relation, operand } => {
            compare(Asking { scene, facts, notes }, variable, (*family, *relation), operand)
        }
        Condition::Matches { variable, .. } => Asking { scene, facts, notes }.about(
            variable,
            "StringMatches",
            Some(Kind::String.into()),
            |shape| (shape.restrict(&[Kind::String]), shape.clone()),
        ),
        Condition::Is { variable, test: TypeTest::Present, expected } => {
            present(scene, facts, variable).inverted(!expected)
        }
        Condition::Is { variable, test, expected } => Asking { scene, facts, notes }
            .about(variable, "", None, |shape| type_test(*test, shape))
            .inverted(!expected),
    }
}

impl Split {
    fn inverted(self, invert: bool) -> Self {
        if invert { Self { yes: self.no, no: self.yes } } else { self }
    }
}

/// A test of one value.
struct Asking<'a, 's> {
    scene: Scene<'s>,
    facts: &'a Facts,
    notes: &'a mut Notes,
}

impl Asking<'_, '_> {
    fn find(&self, path: &Path) -> Found {
        let scene = Scene { doc: &self.facts.doc, variables: &self.facts.variables, ..self.scene };
        find(scene, path, PastEnd::Nothing)
    }

    /// The value of a path, or nothing when it has none, which is noted.
    fn value(&mut self, expr: &Expr) -> Option<Shape> {
        let Expr::Path(path) = expr else { return None };
        let found = self.find(path);
        let scene = Scene { doc: &self.facts.doc, variables: &self.facts.variables, ..self.scene };
        judge(&found, scene, path, self.notes);
        Some(found.shape).filter(|shape| !shape.is_never())
    }

    /// Splits by a test of a variable, which gives the values that pass and those that do not.
    fn about(
        mut self,
        variable: &Expr,
        operator: &str,
        wanted: Option<Wanted>,
        test: impl Fn(&Shape) -> (Shape, Shape),
    ) -> Split {
        let both = || Split { yes: Some(self.facts.clone()), no: Some(self.facts.clone()) };
        let unknown = both();
        let (Expr::Path(path), Some(shape)) = (variable, self.value(variable)) else { return unknown };
        if let Some(wanted) = wanted {
            self.compared(operator, wanted, &shape, path.place.span());
        }
        let (yes, no) = test(&shape);
        Split { yes: known(self.facts, path, &yes), no: known(self.facts, path, &no) }
    }

    /// Notes whether a value is of the type that an operator compares.
    fn compared(&mut self, operator: &str, wanted: Wanted, shape: &Shape, span: Span) {
        let Wanted { kind: wanted, text } = wanted;
        self.notes.need(shape, |source| Need {
            source,
            span,
            taker: format!("`{operator}`"),
            kinds: vec![wanted],
            text,
        });
        if shape.has(wanted) {
            self.notes.fine(Rule::Comparison, span);
        } else {
            self.notes.fault(Rule::Comparison, span, || Fault::OtherType {
                operator: operator.to_owned(),
                wanted,
                found: shape.clone(),
            });
        }
    }
}

/// What an operator compares.
#[derive(Clone, Debug)]
struct Wanted {
    kind: Kind,
    /// The one text that makes it true.
    text: Option<Arc<str>>,
}

impl From<Kind> for Wanted {
    fn from(kind: Kind) -> Self {
        Self { kind, text: None }
    }
}

/// What is known when the value at a path is one of `value`.
fn known(facts: &Facts, path: &Path, value: &Shape) -> Option<Facts> {
    if value.is_never() {
        return None;
    }
    let mut facts = facts.clone();
    match &path.root {
        Root::Input => {
            let doc = facts.doc.with(&path.segments, value);
            if !doc.is_never() {
                facts.doc = doc;
            }
        }
        Root::Variable(name) => {
            let before = facts.variables.get(name).map(|variable| variable.shape.clone());
            let shape = before.unwrap_or_else(Shape::any).with(&path.segments, value);
            if !shape.is_never() {
                facts.variables.set(name, shape);
            }
        }
        Root::Context | Root::Current => {}
    }
    Some(facts)
}

/// `IsPresent`, the one test of what may be missing.
fn present(scene: Scene<'_>, facts: &Facts, variable: &Expr) -> Split {
    let both = || Split { yes: Some(facts.clone()), no: Some(facts.clone()) };
    let Expr::Path(path) = variable else { return both() };
    let scene = Scene { doc: &facts.doc, variables: &facts.variables, ..scene };
    let found = find(scene, path, PastEnd::Nothing);
    if let Root::Variable(name) = &path.root
        && facts.variables.get(name).is_none_or(|variable| !variable.always)
    {
        // What AWS answers for a variable without a value is not known.
        return both();
    }
    let no = found.missing.then(|| {
        let mut facts = facts.clone();
        if path.root == Root::Input {
            let doc = facts.doc.lacking(&path.segments);
            facts.doc = if doc.is_never() { facts.doc } else { doc };
        }
        facts
    });
    // Behind the test the value is read where it is known to be there: that asks nothing of the outside.
    Split { yes: known(facts, path, &found.shape.without_source()), no }
}

fn type_test(test: TypeTest, shape: &Shape) -> (Shape, Shape) {
    let by_kind = |kind: Kind| (shape.restrict(&[kind]), shape.except(kind));
    match test {
        TypeTest::Null => by_kind(Kind::Null),
        TypeTest::Numeric => by_kind(Kind::Number),
        TypeTest::String => by_kind(Kind::String),
        TypeTest::Boolean => by_kind(Kind::Boolean),
        TypeTest::Timestamp => strings(shape, |text| timestamp_nanoseconds(text).is_some()),
        TypeTest::Present => (shape.clone(), Shape::never()),
    }
}

/// Splits by a test of strings; everything else fails it. Strings that are not known may pass and may not.
fn strings(shape: &Shape, passes: impl Fn(&str) -> bool) -> (Shape, Shape) {
    let yes = Shape { strings: shape.strings.filter(|text| passes(text)), ..shape.restrict(&[Kind::String]) };
    let no = Shape { strings: shape.strings.filter(|text| !passes(text)), ..shape.clone() };
    (yes, no)
}

/// The same for numbers.
fn numbers(shape: &Shape, passes: impl Fn(&Number) -> bool) -> (Shape, Shape) {
    let yes = Shape { numbers: shape.numbers.filter(|it| passes(it)), ..shape.restrict(&[Kind::Number]) };
    let no = Shape { numbers: shape.numbers.filter(|it| !passes(it)), ..shape.clone() };
    (yes, no)
}

fn compare(
    mut asking: Asking<'_, '_>,
    variable: &Expr,
    (family, relation): (Family, Relation),
    operand: &Operand,
) -> Split {
    let kind = match family {
        Family::String | Family::Timestamp => Kind::String,
        Family::Numeric => Kind::Number,
        Family::Boolean => Kind::Boolean,
    };
    let mut operator = operator(family, relation);
    let mut possible = true;
    if let Operand::Path(path) = operand {
        operator.push_str("Path");
        if let (Some(shape), Expr::Path(path)) = (asking.value(path), path) {
            asking.compared(&operator, kind.into(), &shape, path.place.span());
            possible = shape.has(kind);
        }
    }
    let text = match (family, relation, operand) {
        (Family::String, Relation::Equals, Operand::Literal(Literal::String(text))) => {
            Some(text.as_str().into())
        }
        _ => None,
    };
    asking.about(variable, &operator, Some(Wanted { kind, text }), |shape| {
        let undecided = || (shape.restrict(&[kind]), shape.clone());
        match (family, operand) {
            _ if !possible => (Shape::never(), shape.clone()),
            (Family::String, Operand::Literal(Literal::String(text))) if relation == Relation::Equals => {
                let text: Arc<str> = Arc::from(text.as_str());
                let yes = Shape { strings: shape.strings.only(&text), ..shape.restrict(&[Kind::String]) };
                (yes, Shape { strings: shape.strings.without(&text), ..shape.clone() })
            }
            (Family::String, Operand::Literal(Literal::String(text))) => {
                strings(shape, |it| holds(relation, it.encode_utf16().cmp(text.encode_utf16())))
            }
            (Family::Timestamp, Operand::Timestamp(instant)) => strings(shape, |it| {
                timestamp_nanoseconds(it).is_some_and(|it| holds(relation, it.cmp(instant)))
            }),
            (Family::Numeric, Operand::Literal(Literal::Number(text))) => match Number::parse(text) {
                Some(number) => numbers(shape, |it| holds(relation, it.value.total_cmp(&number.value))),
                None => undecided(),
            },
            (Family::Boolean, Operand::Literal(Literal::Bool(value))) => {
                let [no, yes] = shape.booleans;
                let (kept, dropped) =
                    if *value { ([false, yes], [no, false]) } else { ([no, false], [false, yes]) };
                let equal = Shape { booleans: kept, ..shape.restrict(&[Kind::Boolean]) };
                (equal, Shape { booleans: dropped, ..shape.clone() })
            }
            _ => undecided(),
        }
    })
}

fn holds(relation: Relation, order: Ordering) -> bool {
    match relation {
        Relation::Equals => order.is_eq(),
        Relation::LessThan => order.is_lt(),
        Relation::GreaterThan => order.is_gt(),
        Relation::LessThanEquals => order.is_le(),
        Relation::GreaterThanEquals => order.is_ge(),
    }
}

fn operator(family: Family, relation: Relation) -> String {
    let family = match family {
        Family::String => "String",
        Family::Numeric => "Numeric",
        Family::Boolean => "Boolean",
        Family::Timestamp => "Timestamp",
    };
    let relation = match relation {
        Relation::Equals => "Equals",
        Relation::LessThan => "LessThan",
        Relation::GreaterThan => "GreaterThan",
        Relation::LessThanEquals => "LessThanEquals",
        Relation::GreaterThanEquals => "GreaterThanEquals",
    };
    format!("{family}{relation}")
}

/// The paths of a condition, in source order.
pub(super) fn paths(condition: &Condition) -> Vec<&Path> {
    let mut found = Vec::new();
    collect(condition, &mut found);
    found
}

fn collect<'c>(condition: &'c Condition, found: &mut Vec<&'c Path>) {
    let mut add = |expr: &'c Expr| {
        if let Expr::Path(path) = expr {
            found.push(path);
        }
    };
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                collect(part, found);
            }
        }
        Condition::Not(part) => collect(part, found),
        Condition::Compare { variable, operand, .. } => {
            add(variable);
            if let Operand::Path(path) = operand {
                add(path);
            }
        }
        Condition::Matches { variable, .. } | Condition::Is { variable, .. } => add(variable),
    }
}

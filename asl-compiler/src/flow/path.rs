//! Paths over shapes: what they select, and where they cannot select anything.
//!
//! The rules are those of the runtime's paths: a definite path gives one value or fails; any other path gives an array,
//! possibly an empty one, and is never reported.

use std::sync::Arc;

use crate::ir::{Path, PathFunction, Root, Segment};
use crate::source::Span;

use super::note::{Fault, Missing, Notes, Rule};
use super::scene::Scene;
use super::shape::{Kind, Shape, Source};

/// What an index beyond the end of an array gives at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PastEnd {
    /// `null`: members of templates, `InputPath`, `OutputPath`.
    Null,
    /// Nothing: everywhere else.
    Nothing,
}

/// What a path selects.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) shape: Shape,
    /// Whether it may select nothing; when the shape is that of no value, it always does.
    pub(super) missing: bool,
    /// Where the value at the end of the definite steps comes from.
    source: Option<Arc<Source>>,
    /// The variable that the path starts at is assigned nowhere before.
    unassigned: bool,
    /// The index of the step that selects nothing, and the value that it starts at.
    blame: Option<(usize, Shape)>,
}

impl Found {
    fn nothing(unassigned: bool, blame: Option<(usize, Shape)>) -> Self {
        Self { shape: Shape::never(), missing: true, source: None, unassigned, blame }
    }
}

/// What a path selects, without a judgement.
pub(super) fn find(scene: Scene<'_>, path: &Path, past_end: PastEnd) -> Found {
    let mut missing = false;
    let root = match &path.root {
        Root::Input | Root::Current => scene.doc.clone(),
        Root::Context => scene.context(),
        Root::Variable(name) => match scene.variables.get(name) {
            Some(variable) => {
                missing = !variable.always;
                variable.shape.clone()
            }
            None => return Found::nothing(true, None),
        },
    };
    let is_step = |segment: &&Segment| matches!(segment, Segment::Field(_) | Segment::Index(_));
    let definite = path.segments.iter().take_while(is_step).count();
    let (head, tail) = path.segments.split_at(definite);
    let mut shape = root;
    for (index, segment) in head.iter().enumerate() {
        let (mut next, miss) = match segment {
            Segment::Index(at) => shape.index(*at),
            Segment::Field(name) => shape.field(name),
            _ => break,
        };
        let is_last = index + 1 == path.segments.len() && path.function.is_none();
        if miss.past_end && is_last && past_end == PastEnd::Null {
            next = next.join(&Shape::of(Kind::Null));
            missing |= miss.absent;
        } else {
            missing |= miss.absent || miss.past_end;
        }
        if next.is_never() {
            return Found::nothing(false, Some((index, shape)));
        }
        // A part was made with the whole, unless it was put there later.
        shape = next.made_at_latest(shape.origin);
    }
    let source = shape.source.clone();
    if !tail.is_empty() || path.function.is_some() {
        shape = beyond(&shape, tail, path.function.as_ref());
    }
    Found { shape, missing, source, unassigned: false, blame: None }
}

/// What a path selects, judged. Where it cannot select anything, anything may follow.
pub(super) fn evaluate(scene: Scene<'_>, path: &Path, past_end: PastEnd, notes: &mut Notes) -> Shape {
    let found = find(scene, path, past_end);
    judge(&found, scene, path, notes);
    if found.shape.is_never() { Shape::any() } else { found.shape }
}

/// Notes whether a path selects something.
pub(super) fn judge(found: &Found, scene: Scene<'_>, path: &Path, notes: &mut Notes) {
    if !notes.are_kept() {
        return;
    }
    if let Root::Variable(name) = &path.root {
        if found.unassigned {
            notes.fault(Rule::Variable, path.place.span(), || Fault::Unassigned {
                variable: name.clone(),
                known: scene.variables.iter().map(|(name, _)| name.to_owned()).collect(),
            });
        } else {
            notes.fine(Rule::Variable, path.place.span());
        }
    }
    if let Some(source) = &found.source {
        notes.read(source, path.place.span());
    }
    match &found.blame {
        // A path that may select several places gives an array, if need be an empty one.
        Some((index, holder)) if path.is_definite() && !is_known_to_parser(path, *index) => {
            notes.fault(Rule::Path, path.place.span(), || {
                Fault::Missing(Box::new(missing(path, *index, holder)))
            });
        }
        _ => notes.fine(Rule::Path, path.place.span()),
    }
}

/// Whether a step leads to nothing in any context object, which is reported where paths are parsed. What is left is
/// what depends on the place (`$$.Map`, `$$.Task`) and the data of an item.
fn is_known_to_parser(path: &Path, index: usize) -> bool {
    let is_data = matches!(path.segments.get(index), Some(Segment::Field(_)))
        && matches!(path.segments.as_slice(), [Segment::Field(first), Segment::Field(second), ..]
            if first == "Execution" && second == "Input" && index >= 2);
    path.root == Root::Context && index > 0 && index < 3 && !is_data
}

fn missing(path: &Path, index: usize, holder: &Shape) -> Missing {
    let field = match path.segments.get(index) {
        Some(Segment::Field(name)) => Some(name.clone()),
        _ => None,
    };
    // The text of the path up to the step.
    let step = path.place.part(index);
    let root = match &path.root {
        Root::Input => "$".to_owned(),
        Root::Context => "$$".to_owned(),
        Root::Current => "@".to_owned(),
        Root::Variable(name) => format!("${name}"),
    };
    let before = path.segments.iter().take(index).fold(root, |text, segment| match segment {
        Segment::Field(name) if is_plain(name) => format!("{text}.{name}"),
        Segment::Field(name) => format!("{text}['{name}']"),
        Segment::Index(at) => format!("{text}[{at}]"),
        _ => text,
    });
    Missing {
        path: path.text.trim().to_owned(),
        step: if step == Span::default() { path.place.span() } else { step },
        field,
        before,
        holder: holder.clone(),
        in_context: path.root == Root::Context,
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// The steps from the first that may select several places, and the function at the end.
fn beyond(start: &Shape, tail: &[Segment], function: Option<&PathFunction>) -> Shape {
    if tail.is_empty() {
        return function.map_or_else(Shape::any, |function| call(start, function));
    }
    if tail.contains(&Segment::Descend) {
        return if function.is_some() { Shape::any() } else { Shape::of(Kind::Array) };
    }
    if let (Some(Segment::Fields(_)), None) = (tail.last(), function) {
        let object = Shape::of(Kind::Object);
        return if tail.len() == 1 { object } else { Shape::array_of(object) };
    }
    let nodes = tail.iter().fold(start.clone(), |nodes, segment| step(&nodes, segment));
    if nodes.is_never() {
        return Shape::tuple(Vec::new());
    }
    Shape::array_of(function.map_or(nodes.clone(), |function| call(&nodes, function)))
}

/// All nodes that a step selects from some, together.
fn step(nodes: &Shape, segment: &Segment) -> Shape {
    let elements = || nodes.restrict(&[Kind::Array]).children();
    // Behind such a step an index beyond an array's end selects null.
    let or_null = |shape: Shape| {
        if nodes.has(Kind::Array) { shape.join(&Shape::of(Kind::Null)) } else { Shape::never() }
    };
    match segment {
        Segment::Field(name) => nodes.field(name).0,
        Segment::Fields(names) => {
            names.iter().fold(Shape::never(), |all, name| all.join(&nodes.field(name).0))
        }
        Segment::Index(_) | Segment::Indexes(_) | Segment::Slice { .. } => or_null(elements()),
        Segment::Wildcard => nodes.children(),
        Segment::Filter(_) => elements().join(&nodes.restrict(&[Kind::Object])),
        Segment::Descend => Shape::any(),
    }
}

/// A function at a path's end.
fn call(start: &Shape, function: &PathFunction) -> Shape {
    let number = || Shape::of(Kind::Number);
    let or_null = |shape: Shape| shape.join(&Shape::of(Kind::Null));
    match function {
        PathFunction::Length => or_null(number()),
        PathFunction::Min
        | PathFunction::Max
        | PathFunction::Avg
        | PathFunction::Sum
        | PathFunction::StdDev => or_null(number()),
        PathFunction::Keys => or_null(Shape::array_of(Shape::of(Kind::String))),
        PathFunction::First | PathFunction::Last | PathFunction::Index(_) => Shape::any(),
        PathFunction::Append(_) if start.has(Kind::Array) => {
            start.except(Kind::Array).join(&Shape::of(Kind::Array))
        }
        PathFunction::Append(_) => start.clone(),
        PathFunction::Concat(_) => Shape::of(Kind::String),
    }
}

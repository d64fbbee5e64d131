//! Templates, expressions and calls over shapes.

use std::sync::Arc;

use crate::ir::{Call, Expr, Intrinsic, Literal, Select, Template};
use crate::source::Span;

use super::note::{Fault, Need, Notes, Rule};
use super::path::{PastEnd, evaluate};
use super::scene::Scene;
use super::shape::{Field, Kind, Object, Shape};

/// A payload template.
pub(super) fn template(scene: Scene<'_>, template: &Template, notes: &mut Notes) -> Shape {
    let shape = match template {
        Template::Literal(literal) => Shape::literal(literal),
        Template::Expr { expr, .. } => return expression(scene, expr, PastEnd::Null, notes),
        Template::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| (Arc::from(name.as_str()), self::template(scene, value, notes)))
                .collect();
            Shape::object(members)
        }
        Template::Array(items) => {
            Shape::tuple(items.iter().map(|item| self::template(scene, item, notes)).collect())
        }
    };
    shape.made(scene.origin)
}

/// The value of an expression.
pub(super) fn expression(scene: Scene<'_>, expr: &Expr, past_end: PastEnd, notes: &mut Notes) -> Shape {
    match expr {
        Expr::Literal(literal) => Shape::literal(literal).made(scene.origin),
        Expr::Path(path) => evaluate(scene, path, past_end, notes),
        Expr::Call(call) => self::call(scene, call, notes).made(scene.origin),
        Expr::Doomed(_) => Shape::any(),
    }
}

/// `InputPath`, `OutputPath`.
pub(super) fn select(scene: Scene<'_>, select: &Select, notes: &mut Notes) -> Shape {
    match select {
        Select::Whole => scene.doc.clone(),
        Select::Empty => Shape::object([]).made(scene.origin),
        Select::Expr(expr) => expression(scene, expr, PastEnd::Null, notes),
    }
}

/// Where an expression stands, if it has a place.
pub(super) fn span_of(expr: &Expr) -> Option<Span> {
    match expr {
        Expr::Path(path) => Some(path.place.span()),
        Expr::Call(call) => Some(call.place.span()),
        Expr::Literal(_) | Expr::Doomed(_) => None,
    }
}

/// A call of an intrinsic function.
fn call(scene: Scene<'_>, call: &Call, notes: &mut Notes) -> Shape {
    let arguments: Vec<Shape> = call
        .arguments
        .iter()
        .enumerate()
        .map(|(position, argument)| {
            let shape = expression(scene, argument, PastEnd::Nothing, notes);
            let wanted = call.function.takes(position);
            if let (Some(wanted), Some(span)) = (wanted, span_of(argument)) {
                check(call, wanted, &shape, span, notes);
                let fitting = shape.restrict(&[wanted]);
                return if fitting.is_never() { Shape::of(wanted) } else { fitting };
            }
            shape
        })
        .collect();
    check_values(call, &arguments, notes);
    result(call, &arguments)
}

fn check(call: &Call, wanted: Kind, shape: &Shape, span: Span, notes: &mut Notes) {
    let taker = || format!("`{}`", call.function.name());
    notes.need(shape, |source| Need { source, span, taker: taker(), kinds: vec![wanted], text: None });
    if shape.has(wanted) {
        notes.fine(Rule::Argument, span);
    } else {
        notes.fault(Rule::Argument, span, || Fault::Unfit {
            taker: taker(),
            wanted: wanted.describe(),
            found: shape.clone(),
        });
    }
}

/// Values that a function refuses although their types are right.
fn check_values(call: &Call, arguments: &[Shape], notes: &mut Notes) {
    let Some((Expr::Path(path), index)) = call.arguments.first().zip(arguments.get(1)) else { return };
    let (Intrinsic::ArrayGetItem, Some(array)) = (call.function, arguments.first()) else { return };
    let Some(len) = array.array.as_ref().and_then(|array| array.len()) else { return };
    let Some([index]) = index.numbers.few() else { return };
    // Of an empty array it gives null.
    let index = index.value.trunc();
    let inside = len == 0 || (0.0..f64::from(u32::try_from(len).unwrap_or(u32::MAX))).contains(&index);
    if inside {
        return;
    }
    notes.fault(Rule::Argument, path.place.span(), || Fault::Unfit {
        taker: format!("`States.ArrayGetItem` with the index {index}"),
        wanted: "a longer array",
        found: array.clone(),
    });
}

/// What a function gives for arguments of the right types.
fn result(call: &Call, arguments: &[Shape]) -> Shape {
    let first = || arguments.first().cloned().unwrap_or_else(Shape::any);
    let elements = || first().restrict(&[Kind::Array]).children();
    match call.function {
        Intrinsic::Format
        | Intrinsic::JsonToString
        | Intrinsic::Base64Encode
        | Intrinsic::Base64Decode
        | Intrinsic::Hash
        | Intrinsic::Uuid => Shape::of(Kind::String),
        Intrinsic::StringToJson => Shape::any(),
        Intrinsic::Array => Shape::tuple(arguments.to_vec()),
        Intrinsic::ArrayPartition => Shape::array_of(Shape::array_of(elements())),
        Intrinsic::ArrayContains => Shape::of(Kind::Boolean),
        Intrinsic::ArrayRange => Shape::array_of(Shape::of(Kind::Number)),
        Intrinsic::ArrayGetItem => item(call, &first()),
        Intrinsic::ArrayUnique => Shape::array_of(elements()),
        Intrinsic::ArrayLength | Intrinsic::MathRandom | Intrinsic::MathAdd => Shape::of(Kind::Number),
        Intrinsic::JsonMerge => merged(arguments),
        Intrinsic::StringSplit => Shape::array_of(Shape::of(Kind::String)),
    }
}

/// `States.ArrayGetItem`; of an empty array `null`.
fn item(call: &Call, array: &Shape) -> Shape {
    let index = match call.arguments.get(1) {
        Some(Expr::Literal(Literal::Number(text))) => text.parse::<i64>().ok(),
        _ => None,
    };
    let (shape, past_end) = match index {
        Some(index) => {
            let (shape, miss) = array.index(index);
            (shape, miss.past_end)
        }
        None => (array.restrict(&[Kind::Array]).children(), true),
    };
    if past_end { shape.join(&Shape::of(Kind::Null)) } else { shape }
}

/// `States.JsonMerge`: the members of both, those of the second one win.
fn merged(arguments: &[Shape]) -> Shape {
    let [left, right, ..] = arguments else { return Shape::of(Kind::Object) };
    let (Some(left), Some(right)) = (&left.object, &right.object) else { return Shape::of(Kind::Object) };
    let mut fields = right.fields.clone();
    for (name, field) in &left.fields {
        match right.fields.get(name) {
            Some(over) if over.required => {}
            Some(over) => {
                let shape = over.shape.join(&field.shape);
                fields.insert(name.clone(), Field { shape, required: field.required });
            }
            // It may be replaced by what is not known.
            None if right.open => {
                fields.insert(name.clone(), Field { shape: Shape::any(), required: field.required });
            }
            None => {
                fields.insert(name.clone(), field.clone());
            }
        }
    }
    if left.open {
        // What the second one has for certain not, the first one may have.
        fields.retain(|name, field| {
            !field.shape.is_never() && (field.required || left.fields.contains_key(name))
        });
    }
    Shape::of_object(Object::new(fields, left.open || right.open))
}

//! Paths: where they start, and the chain of calls for their steps.

use super::expr::Env;
use super::literal::emit_literal;
use super::places::{Places, definite};
use super::scope::Uses;
use crate::ir::{Expr, Filter, FilterOperand, FilterOperator, Path, PathFunction, Root, Segment};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A path's code.
pub(super) struct Emitted {
    /// An expression of type `At` when the path is definite, else `Selected`.
    pub(super) place: TokenStream,
    /// The constant with the path's text.
    pub(super) text: Ident,
    pub(super) definite: bool,
}

/// A path from its root to its end.
pub(super) fn emit_path(env: Env<'_>, path: &Path) -> Emitted {
    let item = env.item;
    let (root, skip) = emit_root(env, path);
    let text = env.scope.path_text(path, skip);
    let segments = path.segments.get(skip..).unwrap_or_default();
    let head = definite(segments);
    let tail = segments.get(head.len()..).unwrap_or_default();
    let place = if path.root == Root::Input {
        emit_steps(env, env.places, head)
    } else {
        let steps = head.iter().map(|segment| emit_step(env, segment));
        quote!(#root #(#steps)*)
    };
    if tail.is_empty() && path.function.is_none() {
        return Emitted { place, text, definite: true };
    }
    // `$` inside a filter is the document that the path itself runs on.
    let document = match &path.root {
        Root::Input | Root::Current => env.document.clone(),
        Root::Context => {
            env.scope.note_uses(Uses::note_context);
            quote!(&frame.context(#item))
        }
        Root::Variable(name) => {
            if let Some(variable) = env.scope.variable(name) {
                quote!(rt::or_null(#variable.as_ref()))
            } else {
                quote!(&rt::Value::Null)
            }
        }
    };
    let body = emit_tail(env.over(&document), tail, path.function.as_ref());
    let place = quote!(#place.many(&#text, |nodes| #body));
    Emitted { place, text, definite: false }
}

/// A place of the document, by the nearest one that was looked up already.
pub(super) fn emit_steps(env: Env<'_>, places: Option<&Places<'_>>, steps: &[Segment]) -> TokenStream {
    let (root, skip) = if let Some((local, skip)) = places.and_then(|places| places.find(steps)) {
        (quote!(#local), skip)
    } else {
        let document = env.document;
        (quote!(rt::at(#document)), 0)
    };
    let steps = steps.iter().skip(skip).map(|segment| emit_step(env, segment));
    quote!(#root #(#steps)*)
}

/// The place where a path starts, and how many segments lead there.
fn emit_root(env: Env<'_>, path: &Path) -> (TokenStream, usize) {
    match &path.root {
        Root::Input => {
            let document = env.document;
            (quote!(rt::at(#document)), 0)
        }
        Root::Current => (quote!(rt::at(node)), 0),
        Root::Variable(name) => match env.scope.variable(name) {
            Some(variable) => (quote!(rt::at_option(#variable.as_ref())), 0),
            None => (quote!(rt::at_option(rt::None)), 0),
        },
        Root::Context => emit_context(env, &path.segments),
    }
}

/// The context object: the parts that are often asked for come directly, anything else from the whole object.
fn emit_context(env: Env<'_>, segments: &[Segment]) -> (TokenStream, usize) {
    let names: Vec<&str> = segments
        .iter()
        .map_while(|segment| match segment {
            Segment::Field(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let item = env.item;
    match names.as_slice() {
        ["Execution", "Input", ..] => {
            env.scope.note_uses(|uses| {
                uses.execution = true;
                uses.execution_input = true;
            });
            (quote!(rt::at(frame.execution().input())), 2)
        }
        ["Map", "Item", "Value", ..] => (quote!(rt::at_option(#item.map(|item| item.value))), 3),
        ["Map", "Item", "Index", ..] => (quote!(rt::at_option(rt::context::item_index(#item).as_ref())), 3),
        ["Execution", "Id", ..] => {
            env.scope.note_uses(|uses| uses.execution = true);
            (quote!(rt::at(&rt::context::execution_id(frame))), 2)
        }
        ["Execution", "Name", ..] => {
            env.scope.note_uses(|uses| uses.execution = true);
            (quote!(rt::at(&rt::context::execution_name(frame))), 2)
        }
        ["Task", "Token", ..] => (quote!(rt::at_option(rt::context::task_token(frame).as_ref())), 2),
        ["State", "Name", ..] => (quote!(rt::at(&rt::context::state_name(frame))), 2),
        ["State", "RetryCount", ..] => (quote!(rt::at_option(rt::context::retry_count(frame).as_ref())), 2),
        _ => {
            env.scope.note_uses(Uses::note_context);
            (quote!(rt::at(&frame.context(#item))), 0)
        }
    }
}

/// Where a segment stands: some behave otherwise at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Inner,
    Last,
}

/// The steps from the first one that may select several nodes to the end: a closure body of type
/// `Result<Value, FunctionError>` over `nodes`.
fn emit_tail(env: Env<'_>, tail: &[Segment], function: Option<&PathFunction>) -> TokenStream {
    if let ([Segment::Wildcard, fields @ ..], None) = (tail, function)
        && !fields.is_empty()
        && fields.iter().all(|it| matches!(it, Segment::Field(_)))
    {
        let steps = fields.iter().map(|field| emit_step(env, field));
        return quote!(rt::Ok(nodes.each(|node| node #(#steps)*)));
    }
    let mut chain = quote!(nodes);
    let mut rest = tail.iter().enumerate();
    while let Some((index, segment)) = rest.next() {
        let (index, segment, scanned) = match segment {
            Segment::Descend => match rest.next() {
                Some((index, segment)) => (index, segment, true),
                None => break,
            },
            _ => (index, segment, false),
        };
        let last = index + 1 == tail.len() && function.is_none();
        if let (Segment::Fields(names), true) = (segment, last) {
            let picked = match (scanned, index == 0) {
                (true, _) => quote!(descend().pick_each),
                (false, true) => quote!(pick),
                (false, false) => quote!(pick_each),
            };
            return quote!(rt::Ok(#chain.#picked(&[#(#names),*])));
        }
        let position = if last { Position::Last } else { Position::Inner };
        let step = if scanned { emit_scanned(env, segment, position) } else { emit_step(env, segment) };
        chain = quote!(#chain #step);
    }
    let Some(function) = function else { return quote!(rt::Ok(#chain.into_value())) };
    let scans = tail.contains(&Segment::Descend);
    let function = emit_function(env, function);
    if tail.is_empty() {
        quote!(#chain.call(#function))
    } else if scans {
        // Jayway applies a function behind `..` to all that was found together.
        quote!((#function)(&#chain.into_value()))
    } else {
        quote!(#chain.call_each(#function))
    }
}

fn emit_step(env: Env<'_>, segment: &Segment) -> TokenStream {
    match segment {
        Segment::Field(name) => quote!(.field(#name)),
        Segment::Fields(names) => quote!(.fields(&[#(#names),*])),
        Segment::Index(index) => quote!(.index(#index)),
        Segment::Indexes(indexes) => quote!(.indexes(&[#(#indexes),*])),
        Segment::Slice { start, end } => {
            let (start, end) = (emit_bound(*start), emit_bound(*end));
            quote!(.slice(#start, #end))
        }
        Segment::Wildcard => quote!(.wildcard()),
        Segment::Descend => TokenStream::new(),
        Segment::Filter(filter) => {
            let condition = emit_filter(env, filter);
            quote!(.filter(|node| #condition))
        }
    }
}

/// The step after `..`.
fn emit_scanned(env: Env<'_>, segment: &Segment, position: Position) -> TokenStream {
    let step = match (segment, position) {
        (Segment::Fields(names), _) => quote!(.fields_then(&[#(#names),*])),
        (Segment::Index(_) | Segment::Indexes(_) | Segment::Slice { .. }, Position::Inner) => {
            quote!(.elements_then())
        }
        (Segment::Filter(filter), Position::Inner) => {
            let condition = emit_filter(env, filter);
            quote!(.filter_then(|node| #condition))
        }
        _ => emit_step(env, segment),
    };
    quote!(.descend() #step)
}

fn emit_bound(bound: Option<i64>) -> TokenStream {
    if let Some(bound) = bound { quote!(rt::Some(#bound)) } else { quote!(rt::None) }
}

/// A function at a path's end, as something that can be called with `&Value`.
fn emit_function(env: Env<'_>, function: &PathFunction) -> TokenStream {
    let with_arguments = |name: TokenStream, arguments: &[Expr]| {
        let arguments = arguments.iter().map(|argument| match argument {
            Expr::Literal(literal) => emit_literal(literal),
            Expr::Path(path) => {
                let emitted = emit_path(env, path);
                let (place, text) = (emitted.place, emitted.text);
                let place = if emitted.definite { place } else { quote!(#place.as_place()) };
                quote!(rt::function::argument(#place, &#text)?)
            }
            Expr::Call(_) | Expr::Doomed(_) => quote!(rt::Value::Null),
        });
        quote!(|value| rt::function::#name(value, &[#(#arguments),*]))
    };
    match function {
        PathFunction::Length => quote!(rt::function::length),
        PathFunction::Min => quote!(rt::function::min),
        PathFunction::Max => quote!(rt::function::max),
        PathFunction::Avg => quote!(rt::function::avg),
        PathFunction::Sum => quote!(rt::function::sum),
        PathFunction::StdDev => quote!(rt::function::stddev),
        PathFunction::Keys => quote!(rt::function::keys),
        PathFunction::First => quote!(rt::function::first),
        PathFunction::Last => quote!(rt::function::last),
        PathFunction::Index(index) => quote!(|value| rt::function::index(value, #index)),
        PathFunction::Append(arguments) => with_arguments(quote!(append), arguments),
        PathFunction::Concat(arguments) => with_arguments(quote!(concat), arguments),
    }
}

/// A filter's condition over `node`.
fn emit_filter(env: Env<'_>, filter: &Filter) -> TokenStream {
    match filter {
        Filter::And(parts) => {
            let parts = parts.iter().map(|part| emit_filter(env, part));
            quote!((#(#parts)&&*))
        }
        Filter::Or(parts) => {
            let parts = parts.iter().map(|part| emit_filter(env, part));
            quote!((#(#parts)||*))
        }
        Filter::Not(part) => {
            let part = emit_filter(env, part);
            quote!(!#part)
        }
        Filter::Exists(path) => {
            let emitted = emit_path(env, path);
            let place = emitted.place;
            if emitted.definite { quote!(#place.is_present()) } else { quote!(#place.into_value().is_some()) }
        }
        Filter::Compare { left, operator, right } => {
            let left = emit_operand(env, left);
            if let FilterOperand::Regex { pattern } = right {
                let pattern = env.scope.fixed(
                    "PATTERN",
                    &quote!(rt::filter::Pattern),
                    quote!(rt::filter::Pattern::new(#pattern)),
                );
                return quote!(rt::filter::matches(#left, &#pattern));
            }
            let right = emit_operand(env, right);
            let function = emit_operator(*operator);
            quote!(rt::filter::#function(#left, #right))
        }
    }
}

/// One side of a comparison: `Option<&Value>`.
fn emit_operand(env: Env<'_>, operand: &FilterOperand) -> TokenStream {
    match operand {
        FilterOperand::Path(path) => {
            let emitted = emit_path(env, path);
            let place = emitted.place;
            if emitted.definite { quote!(#place.get()) } else { quote!(#place.into_value().as_ref()) }
        }
        FilterOperand::Literal(literal) => {
            let literal = emit_literal(literal);
            quote!(rt::Some(&#literal))
        }
        // A pattern stands on the right of `=~` only.
        FilterOperand::Regex { pattern } => quote!(rt::Some(&rt::Value::from(#pattern))),
    }
}

fn emit_operator(operator: FilterOperator) -> TokenStream {
    match operator {
        FilterOperator::Equal | FilterOperator::Matches => quote!(equal),
        FilterOperator::NotEqual => quote!(not_equal),
        FilterOperator::Less => quote!(less),
        FilterOperator::LessEqual => quote!(less_equal),
        FilterOperator::Greater => quote!(greater),
        FilterOperator::GreaterEqual => quote!(greater_equal),
        FilterOperator::In => quote!(is_in),
        FilterOperator::NotIn => quote!(not_in),
        FilterOperator::SubsetOf => quote!(subset_of),
        FilterOperator::AnyOf => quote!(any_of),
        FilterOperator::NoneOf => quote!(none_of),
        FilterOperator::Size => quote!(size),
        FilterOperator::Empty => quote!(empty),
        FilterOperator::Contains => quote!(contains),
    }
}

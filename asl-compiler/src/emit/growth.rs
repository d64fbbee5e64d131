//! How large a state's output can be, given how large its input and result are.
//!
//! AWS limits the JSON text of every state's output. Measuring each output would cost more than most states, so the
//! compiler bounds the growth and the runtime measures only when the bound passes the limit.

use crate::ir::{Expr, Intrinsic, Literal, Path, Root, Segment, Select, StateKind, Template};
use crate::ir::{Pass, PassResult, ResultPath};
use proc_macro2::TokenStream;
use quote::quote;

/// An upper bound: `input × the input's length + result × the result's length + constant`, in bytes of JSON.
/// `None` stands for "not known".
type Bound = Option<Terms>;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Terms {
    input: u32,
    result: u32,
    constant: u32,
}

const INPUT: Terms = Terms { input: 1, result: 0, constant: 0 };
const RESULT: Terms = Terms { input: 0, result: 1, constant: 0 };

impl Terms {
    fn constant(bytes: usize) -> Self {
        Self { constant: u32::try_from(bytes).unwrap_or(u32::MAX), ..Self::default() }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            input: self.input.saturating_add(other.input),
            result: self.result.saturating_add(other.result),
            constant: self.constant.saturating_add(other.constant),
        }
    }

    fn times(self, factor: u32) -> Self {
        Self {
            input: self.input.saturating_mul(factor),
            result: self.result.saturating_mul(factor),
            constant: self.constant.saturating_mul(factor),
        }
    }
}

/// The constant `Growth` of a state.
pub(super) fn emit_growth(kind: &StateKind) -> TokenStream {
    let bound = match kind {
        StateKind::Pass(pass) => pass_bound(pass),
        StateKind::Choice(choice) => select(&choice.output, select(&choice.input, Some(INPUT))),
        StateKind::Wait(wait) => select(&wait.output, select(&wait.input, Some(INPUT))),
        StateKind::Succeed(succeed) => select(&succeed.output, select(&succeed.input, Some(INPUT))),
        StateKind::Fail(_) => Some(Terms::default()),
        StateKind::Task(task) => finish_bound(&task.finish),
        StateKind::Parallel(parallel) => finish_bound(&parallel.finish),
        StateKind::Map(map) => finish_bound(&map.finish),
    };
    match bound {
        None => quote!(rt::Growth::UNKNOWN),
        Some(Terms { input, result, constant }) => {
            quote!(rt::Growth { input: #input, result: #result, constant: #constant })
        }
    }
}

fn pass_bound(pass: &Pass) -> Bound {
    let input = select(&pass.input, Some(INPUT));
    let result = match &pass.result {
        PassResult::Input => input,
        PassResult::Literal(literal) => Some(Terms::constant(literal_length(literal))),
        PassResult::Template(of) => template(of, input),
    };
    select(&pass.output, merge(&pass.result_path, result))
}

fn finish_bound(finish: &crate::ir::Finish) -> Bound {
    let result = match &finish.result_selector {
        None => Some(RESULT),
        Some(selector) => template(selector, Some(RESULT)),
    };
    select(&finish.output, merge(&finish.result_path, result))
}

fn merge(path: &ResultPath, result: Bound) -> Bound {
    match path {
        ResultPath::Replace => result,
        ResultPath::Discard => Some(INPUT),
        ResultPath::At(path) => {
            let names = path.segments.iter().map(|segment| match segment {
                Segment::Field(name) => string_length(name) + 4,
                _ => 0,
            });
            Some(INPUT.plus(result?).plus(Terms::constant(names.sum())))
        }
    }
}

fn select(select: &Select, document: Bound) -> Bound {
    match select {
        Select::Whole => document,
        Select::Empty => Some(Terms::constant(2)),
        Select::Expr(expr) => expression(expr, document),
    }
}

/// A template over a document of the given length.
fn template(of: &Template, document: Bound) -> Bound {
    match of {
        Template::Literal(literal) => Some(Terms::constant(literal_length(literal))),
        Template::Expr { expr, .. } => expression(expr, document),
        Template::Object(members) => {
            let mut sum = Terms::constant(2);
            for (name, member) in members {
                sum = sum.plus(Terms::constant(string_length(name) + 2)).plus(template(member, document)?);
            }
            Some(sum)
        }
        Template::Array(items) => {
            let mut sum = Terms::constant(2);
            for item in items {
                sum = sum.plus(Terms::constant(1)).plus(template(item, document)?);
            }
            Some(sum)
        }
    }
}

fn expression(expr: &Expr, document: Bound) -> Bound {
    match expr {
        Expr::Literal(literal) => Some(Terms::constant(literal_length(literal))),
        Expr::Path(path) => path_bound(path, document),
        Expr::Doomed(_) => Some(Terms::default()),
        Expr::Call(call) => {
            let mut arguments = Terms::default();
            for argument in &call.arguments {
                arguments = arguments.plus(expression(argument, document)?);
            }
            Some(call_bound(call.function, arguments, call.arguments.len()))
        }
    }
}

fn call_bound(function: Intrinsic, arguments: Terms, count: usize) -> Terms {
    match function {
        Intrinsic::MathAdd | Intrinsic::MathRandom | Intrinsic::ArrayLength | Intrinsic::ArrayContains => {
            Terms::constant(24)
        }
        Intrinsic::Uuid => Terms::constant(38),
        Intrinsic::Hash => Terms::constant(130),
        // At most 1,000 elements of at most 20 digits.
        Intrinsic::ArrayRange => Terms::constant(22_000),
        Intrinsic::Array => arguments.plus(Terms::constant(2 + count)),
        Intrinsic::ArrayGetItem | Intrinsic::ArrayUnique | Intrinsic::JsonMerge => {
            arguments.plus(Terms::constant(8))
        }
        // Decoded bytes may need six characters each; splitting puts three around each piece.
        Intrinsic::Base64Decode => arguments.times(6).plus(Terms::constant(8)),
        Intrinsic::ArrayPartition | Intrinsic::StringSplit | Intrinsic::Base64Encode => {
            arguments.times(4).plus(Terms::constant(8))
        }
        // Text of JSON inside a string: quotes and backslashes double. Objects in Format lose their quotes.
        Intrinsic::Format | Intrinsic::JsonToString | Intrinsic::StringToJson => {
            arguments.times(2).plus(Terms::constant(8))
        }
    }
}

/// What a path selects is a part of its document, once; the length of variables and of the context is not known.
fn path_bound(path: &Path, document: Bound) -> Bound {
    let once =
        |segment: &Segment| !matches!(segment, Segment::Descend | Segment::Fields(_) | Segment::Indexes(_));
    let known = path.root == Root::Input && path.function.is_none() && path.segments.iter().all(once);
    if known { Some(document?.plus(Terms::constant(4))) } else { None }
}

fn literal_length(literal: &Literal) -> usize {
    match literal {
        Literal::Null | Literal::Bool(_) => 5,
        // `1e3` is printed as `1000.0`, `1e21` as `1.0E21`.
        Literal::Number(text) => text.len() + 24,
        Literal::String(text) => string_length(text),
        Literal::Array(items) => 2 + items.iter().map(|item| 1 + literal_length(item)).sum::<usize>(),
        Literal::Object(members) => {
            2 + members
                .iter()
                .map(|(name, value)| string_length(name) + 2 + literal_length(value))
                .sum::<usize>()
        }
    }
}

/// Every byte might be escaped.
fn string_length(text: &str) -> usize {
    2 + 6 * text.len()
}

//! How large a state's output can be, given how large its input and result are.
//!
//! AWS limits the JSON text of every state's output. Measuring each output would cost more than most states, so the
//! compiler bounds the growth and the runtime measures only when the bound passes the limit.

use super::places::definite;
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
        Select::Expr(expr) => Parts::of(document, |parts| parts.add_expression(1, expr)),
    }
}

/// A template over a document of the given length.
fn template(of: &Template, document: Bound) -> Bound {
    Parts::of(document, |parts| parts.add_template(of))
}

/// What an expression is made of: constants and parts of one document.
#[derive(Default)]
struct Parts<'p> {
    constant: Terms,
    /// Of each path how often its length counts, and the steps of its definite beginning.
    paths: Paths<'p>,
}

type Paths<'p> = Vec<(u32, &'p [Segment])>;

impl<'p> Parts<'p> {
    fn of(document: Bound, add: impl FnOnce(&mut Self) -> Option<()>) -> Bound {
        let mut parts = Self::default();
        add(&mut parts)?;
        Some(document?.times(weight(&parts.paths)).plus(parts.constant))
    }

    fn add_constant(&mut self, factor: u32, bytes: usize) {
        self.constant = self.constant.plus(Terms::constant(bytes).times(factor));
    }

    fn add_template(&mut self, template: &'p Template) -> Option<()> {
        match template {
            Template::Literal(literal) => self.add_constant(1, literal_length(literal)),
            Template::Expr { expr, .. } => self.add_expression(1, expr)?,
            Template::Object(members) => {
                self.add_constant(1, 2);
                for (name, member) in members {
                    self.add_constant(1, string_length(name) + 2);
                    self.add_template(member)?;
                }
            }
            Template::Array(items) => {
                self.add_constant(1, 2);
                for item in items {
                    self.add_constant(1, 1);
                    self.add_template(item)?;
                }
            }
        }
        Some(())
    }

    /// An expression whose length counts so often; `None` when nothing is known of it.
    fn add_expression(&mut self, factor: u32, expr: &'p Expr) -> Option<()> {
        match expr {
            Expr::Literal(literal) => self.add_constant(factor, literal_length(literal)),
            Expr::Path(path) => self.add_path(factor, path)?,
            Expr::Doomed(_) => {}
            Expr::Call(call) => {
                let (of_arguments, constant) = call_growth(call.function, call.arguments.len());
                self.add_constant(factor, constant);
                if of_arguments > 0 {
                    for argument in &call.arguments {
                        self.add_expression(factor.saturating_mul(of_arguments), argument)?;
                    }
                }
            }
        }
        Some(())
    }

    /// What a path selects is a part of its document, once; the length of variables and of the context is not known.
    fn add_path(&mut self, factor: u32, path: &'p Path) -> Option<()> {
        let head = definite(&path.segments);
        let tail = path.segments.get(head.len()..).unwrap_or_default();
        // A slice from the end up to a bound may go around. An index behind another step may give `null` for `[]`.
        let once = |segment: &Segment| match segment {
            Segment::Field(_) | Segment::Wildcard | Segment::Filter(_) => true,
            Segment::Slice { start, end } => start.is_none() || end.is_none(),
            Segment::Index(_) | Segment::Indexes(_) | Segment::Fields(_) | Segment::Descend => false,
        };
        if path.root != Root::Input || path.function.is_some() || !tail.iter().all(once) {
            return None;
        }
        // An index from the end may mean the same element as another one.
        let apart = head.iter().take_while(|segment| !matches!(segment, Segment::Index(..0))).count();
        self.paths.push((factor, head.get(..apart).unwrap_or_default()));
        self.add_constant(factor, 4);
        Some(())
    }
}

/// How often the length of a document counts in the sum of what these paths select: those that part select different
/// parts of it.
fn weight(paths: &[(u32, &[Segment])]) -> u32 {
    let mut here = 0_u32;
    let mut behind: Vec<(&Segment, Paths<'_>)> = Vec::new();
    for (factor, steps) in paths {
        let Some((step, rest)) = steps.split_first() else {
            here = here.saturating_add(*factor);
            continue;
        };
        match behind.iter_mut().find(|(known, _)| *known == step) {
            Some((_, paths)) => paths.push((*factor, rest)),
            None => behind.push((step, vec![(*factor, rest)])),
        }
    }
    here.saturating_add(behind.iter().map(|(_, paths)| weight(paths)).max().unwrap_or(0))
}

/// How often the length of a function's arguments counts in that of its result, and what comes on top.
fn call_growth(function: Intrinsic, count: usize) -> (u32, usize) {
    match function {
        Intrinsic::MathAdd | Intrinsic::MathRandom | Intrinsic::ArrayLength | Intrinsic::ArrayContains => {
            (0, 24)
        }
        Intrinsic::Uuid => (0, 38),
        Intrinsic::Hash => (0, 130),
        // At most 1,000 elements of at most 20 digits.
        Intrinsic::ArrayRange => (0, 22_000),
        Intrinsic::Array => (1, 2 + count),
        Intrinsic::ArrayGetItem | Intrinsic::ArrayUnique | Intrinsic::JsonMerge => (1, 8),
        // Decoded bytes may need six characters each; splitting puts three around each piece.
        Intrinsic::Base64Decode => (6, 8),
        Intrinsic::ArrayPartition | Intrinsic::StringSplit | Intrinsic::Base64Encode => (4, 8),
        // Text of JSON inside a string: quotes and backslashes double. Objects in Format lose their quotes.
        Intrinsic::Format | Intrinsic::JsonToString | Intrinsic::StringToJson => (2, 8),
    }
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

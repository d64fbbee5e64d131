//! Checks of a call whose text is in order: what must fail in each run.
//!
//! AWS evaluates such calls only in the run, and there each failure is a `States.Runtime` (measured).

use std::ops::Range;

use crate::expr::{ExprCode, ExprProblem, json};
use crate::ir::{Expr, Intrinsic, Kind, Literal};

use super::signature::Signature;
use super::{Argument, split_format};

/// The longest text for hashes and Base64, in UTF-16 units (the Developer Guide's "10,000 characters", in Java).
const MAX_CHARACTERS: usize = 10_000;

/// A call that always fails.
pub(super) struct Failure {
    pub(super) problem: ExprProblem,
    pub(super) cause: Cause,
}

/// How AWS words the failure.
pub(super) enum Cause {
    /// "Invalid arguments in …".
    Arguments,
    /// In words of its own.
    Text(String),
    /// In words that only the runtime knows.
    Runtime,
}

/// The first reason why a call must fail.
pub(super) fn call(signature: &Signature, span: Range<usize>, arguments: &[Argument]) -> Option<Failure> {
    arity(signature, span, arguments.len())
        .or_else(|| types(signature, arguments))
        .map(|problem| Failure { problem, cause: Cause::Arguments })
        .or_else(|| values(signature, arguments))
}

fn arity(signature: &Signature, span: Range<usize>, found: usize) -> Option<ExprProblem> {
    if found >= signature.min && signature.max.is_none_or(|max| found <= max) {
        return None;
    }
    let wanted = match (signature.min, signature.max) {
        (min, None) => format!("at least {min}"),
        (0, Some(0)) => "no".to_owned(),
        (min, Some(max)) if min == max => min.to_string(),
        (min, Some(max)) => format!("{min} to {max}"),
    };
    let plural = if signature.max == Some(1) { "" } else { "s" };
    Some(ExprProblem::doomed(
        ExprCode::IntrinsicArity,
        span,
        format!("`{}` takes {wanted} argument{plural}, found {found}", signature.function.name()),
        "wrong number of arguments",
    ))
}

/// The type of an argument where it does not depend on data.
fn kind(expr: &Expr) -> Option<Kind> {
    Some(match expr {
        Expr::Literal(Literal::Null) => Kind::Null,
        Expr::Literal(Literal::Bool(_)) => Kind::Boolean,
        Expr::Literal(Literal::Number(_)) => Kind::Number,
        Expr::Literal(Literal::String(_)) => Kind::String,
        Expr::Literal(Literal::Array(_)) => Kind::Array,
        Expr::Literal(Literal::Object(_)) => Kind::Object,
        Expr::Call(call) => return result(call.function),
        Expr::Path(_) | Expr::Doomed(_) => return None,
    })
}

/// What a function returns.
fn result(function: Intrinsic) -> Option<Kind> {
    Some(match function {
        Intrinsic::StringToJson | Intrinsic::ArrayGetItem => return None,
        Intrinsic::Format
        | Intrinsic::JsonToString
        | Intrinsic::Base64Encode
        | Intrinsic::Base64Decode
        | Intrinsic::Hash
        | Intrinsic::Uuid => Kind::String,
        Intrinsic::Array
        | Intrinsic::ArrayPartition
        | Intrinsic::ArrayRange
        | Intrinsic::ArrayUnique
        | Intrinsic::StringSplit => Kind::Array,
        Intrinsic::ArrayContains => Kind::Boolean,
        Intrinsic::ArrayLength | Intrinsic::MathRandom | Intrinsic::MathAdd => Kind::Number,
        Intrinsic::JsonMerge => Kind::Object,
    })
}

fn types(signature: &Signature, arguments: &[Argument]) -> Option<ExprProblem> {
    arguments.iter().enumerate().find_map(|(position, argument)| {
        let wanted = signature.function.takes(position)?;
        let found = kind(&argument.expr).filter(|found| *found != wanted)?;
        let problem = ExprProblem::doomed(
            ExprCode::IntrinsicArgumentType,
            argument.span.clone(),
            format!(
                "argument {} of `{}` must be {}, found {}",
                position + 1,
                signature.function.name(),
                wanted.describe(),
                found.describe()
            ),
            format!("this is {}", found.describe()),
        );
        let is_number_text = match &argument.expr {
            Expr::Literal(Literal::String(text)) => wanted == Kind::Number && json::is_number(text),
            _ => false,
        };
        Some(if is_number_text { problem.help("numbers are written without quotes") } else { problem })
    })
}

fn values(signature: &Signature, arguments: &[Argument]) -> Option<Failure> {
    let exprs: Vec<&Expr> = arguments.iter().map(|argument| &argument.expr).collect();
    let fail = |position: usize, message: String, label: &str| {
        let span = arguments.get(position).map(|argument| argument.span.clone()).unwrap_or_default();
        let problem = ExprProblem::doomed(ExprCode::IntrinsicValue, span, message, label);
        Some(Failure { problem, cause: Cause::Arguments })
    };
    match (signature.function, exprs.as_slice()) {
        (Intrinsic::Format, [Expr::Literal(Literal::String(template)), ..]) => {
            template_of(template, arguments)
        }
        (Intrinsic::StringToJson, [Expr::Literal(Literal::String(text))]) => {
            if text.trim().is_empty() || json::document(text).is_some() || json::is_doubtful(text) {
                return None;
            }
            let failure = fail(0, "this text is not JSON".to_owned(), "malformed JSON")?;
            Some(Failure { cause: Cause::Runtime, ..failure })
        }
        (Intrinsic::ArrayPartition, [_, size]) if whole(size).is_some_and(|size| size < 1.0) => {
            fail(1, "the size of the parts must be at least 1".to_owned(), "too small")
        }
        (Intrinsic::ArrayRange, [first, last, step]) => {
            if whole(step) == Some(0.0) {
                return fail(
                    2,
                    "the step of a range must not be 0".to_owned(),
                    "0 after cutting off its fraction",
                );
            }
            let count = (whole(last)? - whole(first)?) / whole(step)?;
            if count < 1000.0 {
                return None;
            }
            fail(1, "a range has at most 1000 elements".to_owned(), "more than 1000 elements up to here")
        }
        (
            Intrinsic::Base64Encode | Intrinsic::Base64Decode | Intrinsic::Hash,
            [Expr::Literal(Literal::String(text)), ..],
        ) if text.encode_utf16().count() > MAX_CHARACTERS => fail(
            0,
            format!("`{}` reads at most {MAX_CHARACTERS} characters", signature.function.name()),
            "too long",
        ),
        (Intrinsic::Hash, [_, Expr::Literal(Literal::String(algorithm))]) => hash(algorithm, arguments),
        (Intrinsic::JsonMerge, [_, _, Expr::Literal(Literal::Bool(true))]) => {
            let failure = fail(2, "AWS merges only shallowly".to_owned(), "must be `false`")?;
            Some(Failure { problem: failure.problem.help("write `false`"), ..failure })
        }
        (Intrinsic::MathRandom, [start, end, ..]) if whole(start)? >= whole(end)? => {
            fail(1, "the end of the range must be above its start".to_owned(), "no integer fits between")
        }
        (Intrinsic::MathAdd, [first, second]) => {
            let terms = [rounded(first), rounded(second)];
            let outside = |sum: f64| sum < f64::from(i32::MIN) || sum > f64::from(i32::MAX);
            if let Some(position) = terms.iter().position(|term| term.is_some_and(outside)) {
                return fail(position, "this number needs more than 32 bits".to_owned(), "too large");
            }
            if let [Some(first), Some(second)] = terms
                && outside(first + second)
            {
                return fail(1, "the sum needs more than 32 bits".to_owned(), "too large together");
            }
            None
        }
        _ => None,
    }
}

fn template_of(template: &str, arguments: &[Argument]) -> Option<Failure> {
    let span = arguments.first().map(|argument| argument.span.clone()).unwrap_or_default();
    let given = arguments.len() - 1;
    match split_format(template) {
        Err(error) => {
            let problem = ExprProblem::doomed(
                ExprCode::IntrinsicValue,
                span,
                "a brace of this template has no counterpart",
                "broken template",
            );
            let help = r"`{}` stands for an argument; write braces of the text as `\{` and `\}`";
            Some(Failure { problem: problem.help(help), cause: Cause::Text(error.message) })
        }
        Ok(parts) if parts.len() - 1 != given => {
            let wanted = parts.len() - 1;
            let problem = ExprProblem::doomed(
                ExprCode::IntrinsicArity,
                span,
                format!("this template has {wanted} times `{{}}` for {given} arguments"),
                "not as many as arguments",
            );
            Some(Failure { problem, cause: Cause::Arguments })
        }
        Ok(_) => None,
    }
}

fn hash(algorithm: &str, arguments: &[Argument]) -> Option<Failure> {
    const ALGORITHMS: &[&str] = &["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];
    if ALGORITHMS.contains(&algorithm) {
        return None;
    }
    let problem = ExprProblem::doomed(
        ExprCode::IntrinsicValue,
        arguments.get(1).map(|argument| argument.span.clone()).unwrap_or_default(),
        format!("`{algorithm}` is not a hash algorithm of `States.Hash`"),
        "unknown algorithm",
    );
    // `SHA256` and `sha-256` are nearest to `SHA-256`, but also one letter away from `SHA-1`'s kin.
    let key = |name: &str| name.replace(['-', '_'], "").to_lowercase();
    let same = ALGORITHMS.iter().find(|known| key(known) == key(algorithm));
    let help = match same {
        Some(same) => format!("did you mean `{same}`?"),
        None => format!("the algorithms are {}", ALGORITHMS.join(", ")),
    };
    Some(Failure { problem: problem.help(help), cause: Cause::Arguments })
}

/// A literal number without its fraction: AWS cuts it off (measured; the guide says it rounds).
pub(super) fn whole(expr: &Expr) -> Option<f64> {
    literal_number(expr).map(f64::trunc)
}

/// A literal number rounded as Java's `Math.round` does: halves go up.
pub(super) fn rounded(expr: &Expr) -> Option<f64> {
    let number = literal_number(expr)?;
    let floor = number.floor();
    Some(if number - floor >= 0.5 { floor + 1.0 } else { floor })
}

fn literal_number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Literal(Literal::Number(text)) => text.parse().ok(),
        _ => None,
    }
}

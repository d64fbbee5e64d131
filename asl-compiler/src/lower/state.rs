//! States other than Choice, with the defaults of the specification.

use crate::ast;
use crate::ir;

use super::template::{assign, expr, maybe_expr, maybe_template, result_path, select, template};
use super::{Lowered, Scope, choice, comment, given, machine};

/// Defaults of a retrier (AWS: "Retrying after an error").
const INTERVAL_SECONDS: u64 = 1;
const MAX_ATTEMPTS: u64 = 3;
const BACKOFF_RATE: f64 = 2.0;

pub(super) fn state(state: &ast::State, scope: &Scope<'_>) -> Lowered<ir::State> {
    Ok(ir::State {
        name: state.name.as_str().to_owned(),
        comment: comment(state.comment.as_ref()),
        place: ir::Place::at(state.name.span()),
        kind: kind(state, scope)?,
    })
}

fn kind(state: &ast::State, scope: &Scope<'_>) -> Lowered<ir::StateKind> {
    let next = || next(given(state.transition.as_ref())?, scope);
    Ok(match given(state.kind.as_ref())? {
        ast::Kind::Task(task) => ir::StateKind::Task(Box::new(self::task(state, task, scope)?)),
        ast::Kind::Pass(pass) => ir::StateKind::Pass(Box::new(self::pass(pass, next()?)?)),
        ast::Kind::Choice(choice) => ir::StateKind::Choice(Box::new(choice::choice(choice, scope)?)),
        ast::Kind::Wait(wait) => ir::StateKind::Wait(Box::new(self::wait(wait, next()?)?)),
        ast::Kind::Succeed(succeed) => ir::StateKind::Succeed(Box::new(ir::Succeed {
            input: select(succeed.input.as_ref())?,
            output: select(succeed.output.as_ref())?,
        })),
        ast::Kind::Fail(fail) => ir::StateKind::Fail(Box::new(ir::Fail {
            error: text(fail.error.as_ref())?,
            cause: text(fail.cause.as_ref())?,
        })),
        ast::Kind::Parallel(parallel) => ir::StateKind::Parallel(Box::new(ir::Parallel {
            input: select(parallel.input.as_ref())?,
            parameters: maybe_template(parallel.parameters.as_ref())?,
            branches: parallel
                .branches
                .iter()
                .map(|branch| machine(branch, scope.tasks))
                .collect::<Lowered<_>>()?,
            finish: finish(&parallel.finish, next()?, scope)?,
        })),
        ast::Kind::Map(map) => ir::StateKind::Map(Box::new(ir::Map {
            input: select(map.input.as_ref())?,
            items: items(map.items.as_ref())?,
            item_selector: maybe_template(map.item_selector.as_ref())?,
            max_concurrency: maybe_number(map.max_concurrency.as_ref())?.unwrap_or(ir::Number::Literal(0)),
            processor: machine(given(map.processor.as_ref())?, scope.tasks)?,
            finish: finish(&map.finish, next()?, scope)?,
        })),
    })
}

fn next(transition: &ast::Transition, scope: &Scope<'_>) -> Lowered<ir::Next> {
    Ok(match transition {
        ast::Transition::Next(name) => ir::Next::State(scope.id(name)?),
        ast::Transition::End => ir::Next::End,
    })
}

fn task(state: &ast::State, task: &ast::Task, scope: &Scope<'_>) -> Lowered<ir::TaskState> {
    let resource = given(task.resource.as_ref())?;
    Ok(ir::TaskState {
        task: given(scope.tasks.id(state, resource))?,
        resource: ir::Resource { arn: resource.text.as_str().to_owned(), kind: resource.kind.clone() },
        input: select(task.input.as_ref())?,
        parameters: maybe_template(task.parameters.as_ref())?,
        credentials: maybe_template(task.credentials.as_ref())?,
        timeout: maybe_number(task.timeout.as_ref())?,
        heartbeat: maybe_number(task.heartbeat.as_ref())?,
        finish: finish(&task.finish, next(given(state.transition.as_ref())?, scope)?, scope)?,
    })
}

fn pass(pass: &ast::Pass, next: ir::Next) -> Lowered<ir::Pass> {
    Ok(ir::Pass {
        input: select(pass.input.as_ref())?,
        result: match &pass.result {
            ast::PassResult::Input => ir::PassResult::Input,
            ast::PassResult::Literal(literal) => ir::PassResult::Literal(literal.clone()),
            ast::PassResult::Template(value) => ir::PassResult::Template(template(value)?),
        },
        assign: assign(&pass.assign)?,
        result_path: result_path(pass.result_path.as_ref())?,
        output: select(pass.output.as_ref())?,
        next,
    })
}

fn wait(wait: &ast::Wait, next: ir::Next) -> Lowered<ir::Wait> {
    Ok(ir::Wait {
        input: select(wait.input.as_ref())?,
        until: match given(wait.until.as_ref())? {
            ast::Until::Seconds(seconds) => ir::Until::Seconds(seconds.value),
            ast::Until::SecondsPath(path) => ir::Until::SecondsPath(expr(path)?),
            ast::Until::Timestamp(instant) => ir::Until::Timestamp(*instant),
            ast::Until::TimestampPath(path) => ir::Until::TimestampPath(expr(path)?),
        },
        assign: assign(&wait.assign)?,
        output: select(wait.output.as_ref())?,
        next,
    })
}

fn text(text: Option<&ast::FailText>) -> Lowered<Option<ir::Text>> {
    Ok(match text {
        None => None,
        Some(ast::FailText::Literal(text)) => Some(ir::Text::Literal(text.as_str().to_owned())),
        Some(ast::FailText::Expr(value)) => Some(ir::Text::Expr(expr(value)?)),
    })
}

/// `ItemsPath`; `$` is the default.
fn items(path: Option<&ast::Expr>) -> Lowered<Option<ir::Expr>> {
    let value = maybe_expr(path)?;
    Ok(value.filter(|value| {
        !matches!(value, ir::Expr::Path(path)
            if path.root == ir::Root::Input && path.segments.is_empty() && path.function.is_none())
    }))
}

fn maybe_number(number: Option<&ast::Number>) -> Lowered<Option<ir::Number>> {
    Ok(match number {
        None => None,
        Some(ast::Number::Literal(number)) => Some(ir::Number::Literal(number.value)),
        Some(ast::Number::Path(path)) => Some(ir::Number::Path(expr(path)?)),
    })
}

fn finish(finish: &ast::Finish, next: ir::Next, scope: &Scope<'_>) -> Lowered<ir::Finish> {
    Ok(ir::Finish {
        result_selector: maybe_template(finish.result_selector.as_ref())?,
        assign: assign(&finish.assign)?,
        result_path: result_path(finish.result_path.as_ref())?,
        output: select(finish.output.as_ref())?,
        retry: finish.retry.iter().map(retrier).collect(),
        catch: finish.catch.iter().map(|catcher| self::catcher(catcher, scope)).collect::<Lowered<_>>()?,
        next,
    })
}

fn names(names: &[crate::json::Text]) -> Vec<String> {
    names.iter().map(|name| name.as_str().to_owned()).collect()
}

fn retrier(retrier: &ast::Retrier) -> ir::Retrier {
    ir::Retrier {
        error_equals: names(&retrier.error_equals),
        interval_seconds: retrier.interval_seconds.unwrap_or(INTERVAL_SECONDS),
        max_attempts: retrier.max_attempts.unwrap_or(MAX_ATTEMPTS),
        backoff_rate: retrier.backoff_rate.unwrap_or(BACKOFF_RATE),
        max_delay_seconds: retrier.max_delay_seconds,
        full_jitter: retrier.full_jitter,
    }
}

fn catcher(catcher: &ast::Catcher, scope: &Scope<'_>) -> Lowered<ir::Catcher> {
    Ok(ir::Catcher {
        error_equals: names(&catcher.error_equals),
        result_path: result_path(catcher.result_path.as_ref())?,
        assign: assign(&catcher.assign)?,
        next: scope.id(given(catcher.next.as_ref())?)?,
    })
}

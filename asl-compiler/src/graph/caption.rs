//! What a node says beside its name: the caption above it, its badges, and the details on demand.

use crate::ast::{
    Expr, Fail, FailText, Kind, Number, Resource, ResourceName, Retrier, State, Task, Template, Until,
};
use crate::ir::{Literal, Pattern, ResourceKind};
use crate::json::placeholders;

/// AWS's default of `MaxAttempts`.
const DEFAULT_ATTEMPTS: u64 = 3;

/// The type, and what it works with.
pub(super) fn caption(state: &State) -> String {
    match &state.kind {
        Some(Kind::Task(task)) => {
            task.resource.as_ref().map_or_else(|| "Task".to_owned(), |it| resource(it, task))
        }
        Some(Kind::Pass(_)) => "Pass".to_owned(),
        Some(Kind::Choice(_)) => "Choice".to_owned(),
        Some(Kind::Wait(wait)) => match &wait.until {
            Some(Until::Seconds(seconds)) => format!("Wait {}", duration(seconds.value)),
            Some(Until::SecondsPath(path)) => format!("Wait {} s", path_text(path)),
            Some(Until::Timestamp(at)) => match jiff::Timestamp::from_nanosecond(*at) {
                Ok(instant) => format!("Wait until {instant}"),
                Err(_) => "Wait".to_owned(),
            },
            Some(Until::TimestampPath(path)) => format!("Wait until {}", path_text(path)),
            None => "Wait".to_owned(),
        },
        Some(Kind::Succeed(_)) => "Succeed".to_owned(),
        Some(Kind::Fail(fail)) => match fail_text(fail.error.as_ref()) {
            Some(error) => format!("Fail: {error}"),
            None => "Fail".to_owned(),
        },
        Some(Kind::Parallel(_)) => "Parallel".to_owned(),
        Some(Kind::Map(_)) => "Map".to_owned(),
        None => "unknown type".to_owned(),
    }
}

/// Short marks beside the caption.
pub(super) fn badges(state: &State) -> Vec<String> {
    let mut badges = Vec::new();
    if let Some(Kind::Task(task)) = &state.kind
        && let Some(ResourceKind::Integration { pattern: Pattern::WaitForTaskToken, .. }) =
            task.resource.as_ref().map(|resource| &resource.kind)
    {
        badges.push("token".to_owned());
    }
    if let Some(Kind::Map(map)) = &state.kind {
        match &map.max_concurrency {
            // No limit.
            Some(Number::Literal(number)) if number.value == 0 => {}
            Some(Number::Literal(number)) => badges.push(format!("concurrency {}", number.value)),
            Some(Number::Path(path)) => badges.push(format!("concurrency {}", path_text(path))),
            None => {}
        }
    }
    if let Some(finish) = state.finish()
        && let Some(most) = finish.retry.iter().map(attempts).max().filter(|most| *most > 0)
    {
        badges.push(format!("retry ×{most}"));
    }
    badges
}

/// Lines for a tooltip.
pub(super) fn details(state: &State) -> Vec<String> {
    let mut lines = Vec::new();
    match &state.kind {
        Some(Kind::Task(task)) => {
            lines
                .extend(task.resource.iter().map(|resource| format!("Resource: {}", resource.text.as_str())));
        }
        Some(Kind::Fail(fail)) => {
            let Fail { error, cause } = fail.as_ref();
            lines.extend(fail_text(error.as_ref()).map(|text| format!("Error: {text}")));
            lines.extend(fail_text(cause.as_ref()).map(|text| format!("Cause: {text}")));
        }
        _ => {}
    }
    for retrier in state.retriers() {
        let names: Vec<&str> = retrier.error_equals.iter().map(crate::json::Text::as_str).collect();
        lines.push(format!("Retry ×{}: {}", attempts(retrier), names.join(", ")));
    }
    lines.extend(state.comment.iter().map(|comment| comment.as_str().to_owned()));
    lines
}

fn attempts(retrier: &Retrier) -> u64 {
    retrier.max_attempts.unwrap_or(DEFAULT_ATTEMPTS)
}

/// A resource's short name: `lambda: ChargeCard`, `dynamodb:getItem`, `glue:startJobRun.sync`.
fn resource(resource: &Resource, task: &Task) -> String {
    let own = match &resource.name {
        ResourceName::Own(name) => Some(name.as_str()),
        ResourceName::State => None,
    };
    match &resource.kind {
        ResourceKind::Lambda => own.map_or_else(|| "lambda".to_owned(), |name| format!("lambda: {name}")),
        ResourceKind::Activity => {
            own.map_or_else(|| "activity".to_owned(), |name| format!("activity: {name}"))
        }
        ResourceKind::Integration { service, action, pattern } => {
            let service = service.strip_prefix("aws-sdk:").unwrap_or(service);
            let action = match pattern {
                Pattern::WaitForTaskToken => action.strip_suffix(".waitForTaskToken").unwrap_or(action),
                Pattern::RequestResponse | Pattern::Sync => action,
            };
            if service == "lambda" && action == "invoke" {
                let function = task.parameters.as_ref().and_then(function_name);
                return function.map_or_else(|| "lambda:invoke".to_owned(), |name| format!("lambda: {name}"));
            }
            format!("{service}:{action}")
        }
    }
}

/// The name in a `FunctionName`: of a name, an ARN, or a placeholder for one.
fn function_name(parameters: &Template) -> Option<String> {
    let text = match parameters {
        Template::Object(members) => {
            members.iter().find(|(name, _)| name == "FunctionName").and_then(|(_, value)| match value {
                Template::Literal(Literal::String(text)) => Some(text),
                _ => None,
            })
        }
        Template::Literal(Literal::Object(members)) => {
            members.iter().find(|(name, _)| name == "FunctionName").and_then(|(_, value)| match value {
                Literal::String(text) => Some(text),
                _ => None,
            })
        }
        _ => None,
    }?;
    if let Some((_, name)) = placeholders(text).first() {
        return Some((*name).to_owned());
    }
    let mut parts = text.split(':');
    // An ARN has the name after `function`; a plain name may have a version behind it.
    let name = match parts.clone().position(|part| part == "function") {
        Some(at) => parts.nth(at + 1),
        None => parts.next(),
    };
    name.filter(|name| !name.is_empty()).map(str::to_owned)
}

fn fail_text(text: Option<&FailText>) -> Option<String> {
    match text? {
        FailText::Literal(text) => Some(text.as_str().to_owned()),
        FailText::Expr(expr) => Some(path_text(expr)),
    }
}

fn path_text(expr: &Expr) -> String {
    expr.text.as_str().trim().to_owned()
}

/// Seconds in the largest unit that divides them.
fn duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(86_400, "d"), (3600, "h"), (60, "min")];
    let unit = UNITS.iter().find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit));
    unit.map_or_else(|| format!("{seconds} s"), |(unit, name)| format!("{} {name}", seconds / unit))
}

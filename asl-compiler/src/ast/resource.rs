//! A Task's `Resource`: the forms of ARN and the name that users know the work by.

use crate::diagnostic::{Aws, Code, Diagnostic};
use crate::ir::ResourceKind;
use crate::json::{Text, placeholders};

use super::fields::Cx;
use super::service;

/// `Resource`, split.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// As written, after substitutions.
    pub text: Text,
    /// What it names.
    pub kind: ResourceKind,
    /// Where its task gets a name from.
    pub name: ResourceName,
}

/// The name of the work behind a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceName {
    /// A Lambda function's or activity's own name, or a placeholder's.
    Own(String),
    /// A service integration is named after its state.
    State,
}

/// Splits a resource. `None` when it is refused, which is then reported.
pub(super) fn parse(cx: &mut Cx<'_>, text: Text) -> Option<Resource> {
    let value = text.as_str().to_owned();
    let parts = split(&value);
    let (kind, name) = match parts.as_slice() {
        ["arn", _, "lambda", _, _, "function", function, ..] => (ResourceKind::Lambda, own(plain(function))),
        ["arn", _, "states", _, _, "activity", activity] => (ResourceKind::Activity, own(plain(activity))),
        // With or without region and account, which AWS ignores here.
        ["arn", _, "states", _, _, service @ .., action]
            if !service.is_empty() && *service != ["activity"] =>
        {
            let (service, action) = integration_parts(service, action);
            let kind = integration(cx, &text, service, action)?;
            (kind, ResourceName::State)
        }
        _ => {
            let Some(name) = placeholder_name(&value) else {
                return odd(cx, text);
            };
            (ResourceKind::Lambda, own(name))
        }
    };
    Some(Resource { text, kind, name })
}

/// `startExecution.sync:2` has a colon in its action.
fn integration_parts(service: &[&str], action: &str) -> (String, String) {
    match service {
        [service @ .., before] if before.contains(".sync") && !service.is_empty() => {
            (service.join(":"), format!("{before}:{action}"))
        }
        _ => (service.join(":"), action.to_owned()),
    }
}

fn integration(cx: &mut Cx<'_>, text: &Text, service: String, action: String) -> Option<ResourceKind> {
    let open = !placeholders(&service).is_empty() || !placeholders(&action).is_empty();
    let pattern = if open {
        service::suffix_pattern(known_suffix(&action))
    } else {
        service::pattern(&service, &action)
    };
    match pattern {
        Ok(pattern) => Some(ResourceKind::Integration { service, action, pattern }),
        Err(refusal) => {
            unknown(cx, text, &refusal.part, refusal.help);
            None
        }
    }
}

/// The suffix of an action with placeholders, if it is behind them.
fn known_suffix(action: &str) -> Option<&str> {
    let end = placeholders(action).last().map_or(0, |(range, _)| range.end);
    action.get(end..)?.split_once('.').map(|(_, suffix)| suffix)
}

fn unknown(cx: &mut Cx<'_>, text: &Text, part: &str, help: Option<String>) {
    let span = match text.as_str().rfind(part) {
        Some(at) if !part.is_empty() => text.locate(at..at + part.len()),
        _ => text.span(),
    };
    cx.report(
        Diagnostic::new(
            Code::UnknownResource,
            span,
            format!("the resource `{}` is not recognized", text.as_str()),
        )
        .label("no such integration")
        .maybe_help(help)
        .aws(not_recognized(text)),
    );
}

fn not_recognized(text: &Text) -> Aws {
    Aws::schema(format!(
        "The resource provided {} is not recognized. The value is not a valid resource ARN, or the resource is not \
         available in this region.",
        text.as_str()
    ))
}

/// A resource without a name of its own is known by its state, too.
fn own(name: String) -> ResourceName {
    if name.trim().is_empty() { ResourceName::State } else { ResourceName::Own(name) }
}

/// Neither a known ARN nor a placeholder: it may still be what a task is known by.
fn odd(cx: &mut Cx<'_>, text: Text) -> Option<Resource> {
    if text.as_str().trim().is_empty() {
        cx.report(
            Diagnostic::new(Code::UnknownResource, text.span(), "the resource is empty")
                .label("an ARN is required")
                .aws(not_recognized(&text)),
        );
        return None;
    }
    cx.report(
        Diagnostic::new(
            Code::OddResource,
            text.span(),
            format!("`{}` is not the ARN of a function, an activity or an integration", text.as_str()),
        )
        .label("AWS may refuse this")
        .note("it is treated as a Lambda function"),
    );
    let name = split(text.as_str()).last().copied().unwrap_or_default().to_owned();
    Some(Resource { text, kind: ResourceKind::Lambda, name: own(name) })
}

/// Splits at the colons outside of `${…}`.
fn split(text: &str) -> Vec<&str> {
    let inside = placeholders(text);
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(':') {
        if inside.iter().any(|(range, _)| range.contains(&at)) {
            continue;
        }
        parts.push(text.get(from..at).unwrap_or_default());
        from = at + 1;
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}

/// A part of an ARN as a name: `${Name}` is `Name`.
fn plain(part: &str) -> String {
    let mut name = part.to_owned();
    for (range, inner) in placeholders(part).into_iter().rev() {
        name.replace_range(range, inner);
    }
    name
}

/// The name in `${Name}`, also with something around it.
fn placeholder_name(text: &str) -> Option<String> {
    placeholders(text).into_iter().map(|(_, name)| name).find(|name| !name.is_empty()).map(str::to_owned)
}

//! The Task state.

use crate::diagnostic::{Aws, Code, Diagnostic};
use crate::ir::{Pattern, ResourceKind};
use crate::json::{Node, Value};

use super::expr::Selector;
use super::fields::{Cx, Fields, Of, Spec, expected_type, short};
use super::jsonata::{self, Gives, Sees};
use super::resource::{self, Resource};
use super::state::{Finish, Number};
use super::template::Template;
use super::{LARGEST, Language, parameters};

/// A Task state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Task {
    pub resource: Option<Resource>,
    pub input: Option<Selector>,
    pub parameters: Option<Template>,
    pub credentials: Option<Template>,
    pub timeout: Option<Number>,
    pub heartbeat: Option<Number>,
    pub finish: Finish,
}

pub(super) const FIELDS: &[Spec] = &[
    ("Resource", Of::Both),
    ("Credentials", Of::Both),
    ("TimeoutSeconds", Of::Both),
    ("TimeoutSecondsPath", Of::JsonPath),
    ("HeartbeatSeconds", Of::Both),
    ("HeartbeatSecondsPath", Of::JsonPath),
];

pub(super) fn parse(cx: &mut Cx<'_>, mut fields: Fields) -> Task {
    let resource = fields.required_string(cx, "Resource").and_then(|text| resource::parse(cx, text));
    if let Some(resource) = &resource {
        token(cx, &fields, resource);
        parameters::check(cx, &fields, resource);
    }
    fields.query(cx, "Arguments", Sees::Input);
    Task {
        resource,
        input: fields.selector(cx, "InputPath"),
        parameters: fields.template(cx, "Parameters"),
        credentials: credentials(cx, &mut fields),
        timeout: fields.number(cx, "TimeoutSeconds", "TimeoutSecondsPath", (0, LARGEST)),
        heartbeat: fields.number(cx, "HeartbeatSeconds", "HeartbeatSecondsPath", (0, LARGEST)),
        finish: fields.finish(cx),
    }
}

/// `Credentials`: a template with a `RoleArn`.
fn credentials(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Template> {
    let key = fields.key("Credentials")?;
    if fields.instead(cx, "Credentials", Gives::Any).is_some() {
        return None;
    }
    let node = fields.get("Credentials")?;
    let Value::Object(members) = &node.value else {
        let node = fields.take("Credentials")?;
        cx.wrong_type("Credentials", &node, "an object");
        return None;
    };
    let names: &[&str] = match cx.language {
        Language::JsonPath => &["RoleArn", "RoleArn.$"],
        Language::Jsonata => &["RoleArn"],
    };
    let role = members.iter().find(|member| names.contains(&member.key.as_str()));
    match role {
        None => cx.report(
            Diagnostic::new(Code::MissingField, key, "`Credentials` has no `RoleArn`")
                .label(match cx.language {
                    Language::JsonPath => "`RoleArn` or `RoleArn.$` is required",
                    Language::Jsonata => "`RoleArn` is required",
                })
                .help("add `\"RoleArn\": \"arn:aws:iam::…:role/…\"`")
                .aws(Aws::schema("The field 'RoleArn' is required but was missing")),
        ),
        Some(member) if !matches!(member.value.value, Value::String(_)) => {
            let found = member.value.value.describe();
            cx.report(
                Diagnostic::new(Code::WrongType, short(&member.value), "`RoleArn` must be a string")
                    .label(format!("this is {found}"))
                    .aws(expected_type("a string")),
            );
        }
        Some(_) => {}
    }
    if cx.language == Language::Jsonata {
        let node = fields.take("Credentials")?;
        jsonata::value(cx, &node, Sees::Input);
        return None;
    }
    fields.template(cx, "Credentials")
}

/// A task that waits for its token to come back must hand it out.
fn token(cx: &mut Cx<'_>, fields: &Fields, resource: &Resource) {
    let waits =
        matches!(&resource.kind, ResourceKind::Integration { pattern: Pattern::WaitForTaskToken, .. });
    let (field, token) = match cx.language {
        Language::JsonPath => ("Parameters", "\"Token.$\": \"$$.Task.Token\""),
        Language::Jsonata => ("Arguments", "\"Token\": \"{% $states.context.Task.Token %}\""),
    };
    let sent = |name| fields.get(name).is_some_and(hands_out_token);
    if !waits || sent(field) || sent("InputPath") {
        return;
    }
    let diagnostic = Diagnostic::new(
        Code::TokenNotSent,
        resource.text.span(),
        format!("{} waits for a task token that it sends nowhere", fields.owner),
    )
    .label("ends only when somebody returns the token")
    .help(format!("put `{token}` into `{field}`, where the receiver finds it"));
    cx.report(match fields.key(field) {
        Some(key) => diagnostic.also(key, "no token in here"),
        None => diagnostic,
    });
}

/// Whether a string inside may be or contain the token: it is named, or all of what holds it is handed on.
fn hands_out_token(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => {
            let text = text.as_str();
            let rest = |start: &str| text.find(start).and_then(|at| text.get(at + start.len()..));
            let whole = |start: &str| {
                rest(start).is_some_and(|rest| !rest.starts_with(['.', '[']) || rest.starts_with(".Task"))
            };
            text.contains("Token") || whole("$$") || whole("$states") || whole("$states.context")
        }
        Value::Array(items) => items.iter().any(hands_out_token),
        Value::Object(members) => members.iter().any(|member| hands_out_token(&member.value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

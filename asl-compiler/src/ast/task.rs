//! The Task state.

use crate::diagnostic::{Code, Diagnostic};
use crate::json::Value;

use super::LARGEST;
use super::expr::Selector;
use super::fields::{Cx, Fields, Of, Spec, short};
use super::resource::{self, Resource};
use super::state::{Finish, Number};
use super::template::Template;

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
    let node = fields.get("Credentials")?;
    let Value::Object(members) = &node.value else {
        let node = fields.take("Credentials")?;
        cx.wrong_type("Credentials", &node, "an object");
        return None;
    };
    let role = members.iter().find(|member| ["RoleArn", "RoleArn.$"].contains(&member.key.as_str()));
    match role {
        None => cx.report(
            Diagnostic::new(Code::MissingField, key, "`Credentials` has no `RoleArn`")
                .label("`RoleArn` or `RoleArn.$` is required"),
        ),
        Some(member) if !matches!(member.value.value, Value::String(_)) => {
            let found = member.value.value.describe();
            cx.report(
                Diagnostic::new(Code::WrongType, short(&member.value), "`RoleArn` must be a string")
                    .label(format!("this is {found}")),
            );
        }
        Some(_) => {}
    }
    fields.template(cx, "Credentials")
}

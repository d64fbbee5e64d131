//! What the APIs behind optimized integrations need: parameters without which no call of them succeeds.

use crate::diagnostic::{Code, Diagnostic, near};
use crate::ir::ResourceKind;
use crate::json::{Member, Value};

use super::Language;
use super::fields::{Cx, Fields};
use super::resource::Resource;

/// Service, action, parameters (AWS: the APIs' references). In definitions their names start with a capital letter,
/// whatever the API does.
const REQUIRED: &[(&str, &str, &[&str])] = &[
    ("apigateway", "invoke", &["ApiEndpoint", "Method"]),
    ("athena", "startQueryExecution", &["QueryString"]),
    ("batch", "submitJob", &["JobName", "JobQueue", "JobDefinition"]),
    ("codebuild", "startBuild", &["ProjectName"]),
    ("dynamodb", "deleteItem", &["TableName", "Key"]),
    ("dynamodb", "getItem", &["TableName", "Key"]),
    ("dynamodb", "putItem", &["TableName", "Item"]),
    ("dynamodb", "updateItem", &["TableName", "Key"]),
    ("ecs", "runTask", &["TaskDefinition"]),
    ("events", "putEvents", &["Entries"]),
    ("glue", "startJobRun", &["JobName"]),
    ("http", "invoke", &["ApiEndpoint", "Method"]),
    ("lambda", "invoke", &["FunctionName"]),
    ("sns", "publish", &["Message"]),
    ("sqs", "sendMessage", &["QueueUrl", "MessageBody"]),
    ("states", "startExecution", &["StateMachineArn"]),
];

/// Looks into `Parameters` or `Arguments` when they are an object; their members are not taken.
pub(super) fn check(cx: &mut Cx<'_>, fields: &Fields, resource: &Resource) {
    let ResourceKind::Integration { service, action, .. } = &resource.kind else { return };
    let api = action.split('.').next().unwrap_or_default();
    let Some((_, _, required)) = REQUIRED.iter().find(|(name, call, _)| name == service && *call == api)
    else {
        return;
    };
    let field = match cx.language {
        Language::JsonPath => "Parameters",
        Language::Jsonata => "Arguments",
    };
    let (Some(key), Some(node)) = (fields.key(field), fields.get(field)) else { return };
    let Value::Object(members) = &node.value else { return };
    let paths = cx.language == Language::JsonPath;
    let given = |member: &Member| {
        let name = member.key.as_str();
        name.strip_suffix(".$").filter(|_| paths).unwrap_or(name).to_owned()
    };
    for parameter in *required {
        if members.iter().any(|member| given(member) == *parameter) {
            continue;
        }
        let meant = members.iter().find(|member| near(&given(member), [*parameter]).is_some());
        let diagnostic = Diagnostic::new(
            Code::MissingParameter,
            meant.map_or(key, |member| member.key.span()),
            format!("`{service}:{api}` needs the parameter `{parameter}`"),
        );
        cx.report(match meant {
            Some(_) => diagnostic.label("another name").help(format!("did you mean `{parameter}`?")),
            None => diagnostic
                .label(format!("`{parameter}` is missing"))
                .help(format!("add `\"{parameter}\"` to `{field}`")),
        });
    }
}

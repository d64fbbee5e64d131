//! Parameters of the APIs behind optimized integrations: those without which no call succeeds, and misspelt ones.

use crate::diagnostic::{Code, Diagnostic, near};
use crate::ir::ResourceKind;
use crate::json::Value;
use crate::source::Span;

use super::Language;
use super::fields::{Cx, Fields};
use super::resource::Resource;

/// An API. In definitions the names of parameters start with a capital letter, whatever the API does.
struct Api {
    service: &'static str,
    actions: &'static [&'static str],
    required: &'static [&'static str],
    /// Only to find what a misspelt name means: services add parameters from time to time.
    optional: &'static [&'static str],
}

/// AWS: the references of the APIs, and "Integrating optimized services".
const APIS: &[Api] = &[
    Api {
        service: "apigateway",
        actions: &["invoke"],
        required: &["ApiEndpoint", "Method"],
        optional: &[
            "Headers",
            "Stage",
            "Path",
            "QueryParameters",
            "RequestBody",
            "AllowNullValues",
            "AuthType",
        ],
    },
    Api {
        service: "athena",
        actions: &["startQueryExecution"],
        required: &["QueryString"],
        optional: &["WorkGroup", "QueryExecutionContext", "ResultConfiguration", "ExecutionParameters"],
    },
    Api {
        service: "batch",
        actions: &["submitJob"],
        required: &["JobName", "JobQueue", "JobDefinition"],
        optional: &[
            "ArrayProperties",
            "ContainerOverrides",
            "DependsOn",
            "Parameters",
            "RetryStrategy",
            "Timeout",
            "Tags",
        ],
    },
    Api { service: "codebuild", actions: &["startBuild"], required: &["ProjectName"], optional: &[] },
    Api {
        service: "dynamodb",
        actions: &["getItem"],
        required: &["TableName", "Key"],
        optional: &[
            "ConsistentRead",
            "ProjectionExpression",
            "ExpressionAttributeNames",
            "ReturnConsumedCapacity",
        ],
    },
    Api {
        service: "dynamodb",
        actions: &["deleteItem", "updateItem"],
        required: &["TableName", "Key"],
        optional: WRITE,
    },
    Api { service: "dynamodb", actions: &["putItem"], required: &["TableName", "Item"], optional: WRITE },
    Api {
        service: "ecs",
        actions: &["runTask"],
        required: &["TaskDefinition"],
        optional: &[
            "Cluster",
            "LaunchType",
            "NetworkConfiguration",
            "Overrides",
            "PlatformVersion",
            "PropagateTags",
        ],
    },
    Api { service: "events", actions: &["putEvents"], required: &["Entries"], optional: &[] },
    Api {
        service: "glue",
        actions: &["startJobRun"],
        required: &["JobName"],
        optional: &["Arguments", "Timeout", "MaxCapacity", "WorkerType", "NumberOfWorkers"],
    },
    Api {
        service: "http",
        actions: &["invoke"],
        required: &["ApiEndpoint", "Method"],
        optional: &[
            "Authentication",
            "InvocationConfig",
            "Headers",
            "QueryParameters",
            "RequestBody",
            "Transform",
        ],
    },
    Api {
        service: "lambda",
        actions: &["invoke"],
        required: &["FunctionName"],
        optional: &["Payload", "InvocationType", "LogType", "Qualifier", "ClientContext"],
    },
    Api {
        service: "sns",
        actions: &["publish"],
        required: &["Message"],
        optional: &[
            "TopicArn",
            "TargetArn",
            "PhoneNumber",
            "Subject",
            "MessageStructure",
            "MessageAttributes",
        ],
    },
    Api {
        service: "sqs",
        actions: &["sendMessage"],
        required: &["QueueUrl", "MessageBody"],
        optional: &["DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId"],
    },
    Api {
        service: "states",
        actions: &["startExecution"],
        required: &["StateMachineArn"],
        optional: &["Input", "Name", "TraceHeader"],
    },
];

/// What the writing actions of `dynamodb` share.
const WRITE: &[&str] = &[
    "ConditionExpression",
    "UpdateExpression",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "ReturnValues",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
];

/// Looks into `Parameters` or `Arguments` when they are an object; their members are not taken.
pub(super) fn check(cx: &mut Cx<'_>, fields: &Fields, resource: &Resource) {
    let ResourceKind::Integration { service, action, .. } = &resource.kind else { return };
    let action = action.split('.').next().unwrap_or_default();
    let Some(api) = APIS.iter().find(|api| api.service == service && api.actions.contains(&action)) else {
        return;
    };
    let field = match cx.language {
        Language::JsonPath => "Parameters",
        Language::Jsonata => "Arguments",
    };
    let (Some(key), Some(node)) = (fields.key(field), fields.get(field)) else { return };
    let Value::Object(members) = &node.value else { return };
    let paths = cx.language == Language::JsonPath;
    let given: Vec<(&str, Span)> = members
        .iter()
        .map(|member| {
            let name = member.key.as_str();
            (name.strip_suffix(".$").filter(|_| paths).unwrap_or(name), member.key.span())
        })
        .collect();
    let has = |parameter: &str| given.iter().any(|(name, _)| *name == parameter);
    let mut missing: Vec<&str> = api.required.iter().copied().filter(|name| !has(name)).collect();
    let known = || api.required.iter().chain(api.optional).copied();
    for (name, span) in given.iter().filter(|(name, _)| !known().any(|known| known == *name)) {
        let Some(meant) = near(name, known().filter(|known| !has(known))) else { continue };
        missing.retain(|name| *name != meant);
        cx.report(
            Diagnostic::new(
                Code::UnknownParameter,
                *span,
                format!("`{service}:{action}` has no parameter `{name}`"),
            )
            .label("another name")
            .help(format!("did you mean `{meant}`?")),
        );
    }
    for parameter in missing {
        cx.report(
            Diagnostic::new(
                Code::MissingParameter,
                key,
                format!("`{service}:{action}` needs the parameter `{parameter}`"),
            )
            .label(format!("`{parameter}` is missing"))
            .help(format!("add `\"{parameter}\"` to `{field}`")),
        );
    }
}

//! The optimized integrations: services, their actions, and the suffixes that each action takes
//! (AWS: "Integrating optimized services").

use crate::diagnostic::{near, quoted_list};
use crate::ir::Pattern;

/// The suffixes of an action, beside none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Suffixes {
    sync: bool,
    token: bool,
}

const PLAIN: Suffixes = Suffixes { sync: false, token: false };
const SYNC: Suffixes = Suffixes { sync: true, token: false };
const TOKEN: Suffixes = Suffixes { sync: false, token: true };
const BOTH: Suffixes = Suffixes { sync: true, token: true };

/// A service with its actions.
type Service = (&'static str, &'static [(&'static str, Suffixes)]);

const SERVICES: &[Service] = &[
    ("apigateway", &[("invoke", TOKEN)]),
    (
        "athena",
        &[
            ("startQueryExecution", SYNC),
            ("stopQueryExecution", PLAIN),
            ("getQueryExecution", PLAIN),
            ("getQueryResults", PLAIN),
        ],
    ),
    ("batch", &[("submitJob", SYNC)]),
    ("bedrock", &[("invokeModel", BOTH), ("createModelCustomizationJob", SYNC)]),
    ("bedrockagentcore", &[("invokeHarness", PLAIN)]),
    (
        "codebuild",
        &[
            ("startBuild", SYNC),
            ("stopBuild", PLAIN),
            ("batchDeleteBuilds", PLAIN),
            ("batchGetReports", PLAIN),
            ("startBuildBatch", SYNC),
            ("stopBuildBatch", PLAIN),
            ("retryBuildBatch", SYNC),
            ("deleteBuildBatch", PLAIN),
        ],
    ),
    ("databrew", &[("startJobRun", SYNC)]),
    ("dynamodb", &[("getItem", PLAIN), ("putItem", PLAIN), ("updateItem", PLAIN), ("deleteItem", PLAIN)]),
    ("ecs", &[("runTask", BOTH)]),
    (
        "eks",
        &[
            ("createCluster", SYNC),
            ("deleteCluster", SYNC),
            ("createFargateProfile", SYNC),
            ("deleteFargateProfile", SYNC),
            ("createNodegroup", SYNC),
            ("deleteNodegroup", SYNC),
            ("call", TOKEN),
            ("runJob", BOTH),
        ],
    ),
    (
        "elasticmapreduce",
        &[
            ("createCluster", SYNC),
            ("terminateCluster", SYNC),
            ("addStep", SYNC),
            ("cancelStep", PLAIN),
            ("setClusterTerminationProtection", PLAIN),
            ("modifyInstanceFleetByName", PLAIN),
            ("modifyInstanceGroupByName", PLAIN),
        ],
    ),
    (
        "emr-containers",
        &[("createVirtualCluster", PLAIN), ("deleteVirtualCluster", SYNC), ("startJobRun", SYNC)],
    ),
    (
        "emr-serverless",
        &[
            ("createApplication", SYNC),
            ("startApplication", SYNC),
            ("stopApplication", SYNC),
            ("deleteApplication", SYNC),
            ("startJobRun", SYNC),
            ("cancelJobRun", SYNC),
        ],
    ),
    ("events", &[("putEvents", TOKEN)]),
    ("glue", &[("startJobRun", SYNC)]),
    ("http", &[("invoke", PLAIN)]),
    ("lambda", &[("invoke", TOKEN)]),
    ("mediaconvert", &[("createJob", SYNC)]),
    (
        "sagemaker",
        &[
            ("createTrainingJob", SYNC),
            ("createTransformJob", SYNC),
            ("createHyperParameterTuningJob", SYNC),
            ("createLabelingJob", SYNC),
            ("createProcessingJob", SYNC),
            ("createModel", PLAIN),
            ("createEndpoint", PLAIN),
            ("createEndpointConfig", PLAIN),
            ("updateEndpoint", PLAIN),
        ],
    ),
    ("sns", &[("publish", TOKEN)]),
    ("sqs", &[("sendMessage", TOKEN)]),
    ("states", &[("startExecution", BOTH)]),
];

/// Why an integration is not one: the part of the resource that is to blame, and advice.
pub(super) struct Refusal {
    pub(super) part: String,
    pub(super) help: Option<String>,
}

/// The pattern of an integration, from its action's suffix. Neither part has placeholders.
pub(super) fn pattern(service: &str, action: &str) -> Result<Pattern, Refusal> {
    let (api, suffix) = match action.split_once('.') {
        Some((api, suffix)) => (api, Some(suffix)),
        None => (action, None),
    };
    let pattern = suffix_pattern(suffix)?;
    // What the SDKs offer changes with every release of AWS; only the suffix is known.
    let suffixes = if service.starts_with("aws-sdk:") { TOKEN } else { action_suffixes(service, api)? };
    let fits = match pattern {
        Pattern::RequestResponse => true,
        Pattern::Sync => suffixes.sync,
        Pattern::WaitForTaskToken => suffixes.token,
    };
    let only_nested = suffix == Some("sync:2") && service != "states";
    if fits && !only_nested {
        return Ok(pattern);
    }
    let mut allowed = Vec::new();
    if suffixes.sync {
        allowed.push(".sync");
    }
    if suffixes.token {
        allowed.push(".waitForTaskToken");
    }
    let help = if allowed.is_empty() {
        format!("`{service}:{api}` takes no suffix")
    } else {
        format!("`{service}:{api}` takes {} or no suffix", quoted_list(allowed, "or"))
    };
    Err(Refusal { part: suffix.unwrap_or_default().to_owned(), help: Some(help) })
}

/// The pattern that a suffix asks for.
pub(super) fn suffix_pattern(suffix: Option<&str>) -> Result<Pattern, Refusal> {
    match suffix {
        None => Ok(Pattern::RequestResponse),
        Some("sync" | "sync:2") => Ok(Pattern::Sync),
        Some("waitForTaskToken") => Ok(Pattern::WaitForTaskToken),
        Some(other) => {
            let guess = near(other, ["sync", "sync:2", "waitForTaskToken"]);
            let help = guess.map(|guess| format!("did you mean `.{guess}`?"));
            Err(Refusal { part: other.to_owned(), help })
        }
    }
}

fn action_suffixes(service: &str, api: &str) -> Result<Suffixes, Refusal> {
    let Some((_, actions)) = SERVICES.iter().find(|(name, _)| *name == service) else {
        let guess = near(service, SERVICES.iter().map(|(name, _)| *name));
        let help = match guess {
            Some(guess) => format!("did you mean `{guess}`?"),
            None => format!("every API of a service can be called as `aws-sdk:{service}:{api}`"),
        };
        return Err(Refusal { part: service.to_owned(), help: Some(help) });
    };
    if let Some((_, suffixes)) = actions.iter().find(|(name, _)| *name == api) {
        return Ok(*suffixes);
    }
    let names = || actions.iter().map(|(name, _)| *name);
    let help = match near(api, names()) {
        Some(guess) => format!("did you mean `{guess}`?"),
        None => format!(
            "`{service}` has {}; other APIs can be called as `aws-sdk:{service}:{api}`",
            quoted_list(names(), "and")
        ),
    };
    Err(Refusal { part: api.to_owned(), help: Some(help) })
}

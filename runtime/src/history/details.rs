//! The details of events, one struct a shape; several event types share a shape.

use super::JsonText;
use super::kind::{EventType, Shape};
use crate::value::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an event tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is the struct of its name")]
pub enum Details {
    None,
    Started(Started),
    Output(Output),
    Error(ErrorDetails),
    Redriven(Redriven),
    Entered(Entered),
    Exited(Box<Exited>),
    TaskScheduled(Box<TaskScheduled>),
    TaskStarted(TaskStarted),
    TaskOutput(Box<TaskOutput>),
    TaskFailed(Box<TaskFailed>),
    LambdaScheduled(Box<LambdaScheduled>),
    ActivityScheduled(Box<ActivityScheduled>),
    ActivityStarted(ActivityStarted),
    MapStarted(MapStarted),
    MapIteration(MapIteration),
    MapRun(MapRun),
    EvaluationFailed(Box<EvaluationFailed>),
}

impl Details {
    /// Inputs and outputs become `null` (AWS: `includeExecutionData`).
    #[cfg(feature = "standard")]
    pub(crate) fn forget_data(&mut self) {
        let data = match self {
            Self::Started(it) => &mut it.input,
            Self::Output(it) => &mut it.output,
            Self::Entered(it) => &mut it.input,
            Self::Exited(it) => {
                it.assigned_variables = None;
                it.assigned_variables_details = None;
                &mut it.output
            }
            Self::TaskScheduled(it) => &mut it.parameters,
            Self::TaskOutput(it) => &mut it.output,
            Self::LambdaScheduled(it) => &mut it.input,
            Self::ActivityScheduled(it) => &mut it.input,
            _ => return,
        };
        *data = JsonText::default();
    }

    /// Reads the details of an event of the given type.
    pub(super) fn from_json(kind: EventType, json: serde_json::Value) -> Result<Self, serde_json::Error> {
        use serde_json::from_value as read;
        Ok(match kind.shape() {
            None => Self::None,
            Some(Shape::Started) => Self::Started(read(json)?),
            Some(Shape::Output) => Self::Output(read(json)?),
            Some(Shape::Error) => Self::Error(read(json)?),
            Some(Shape::Redriven) => Self::Redriven(read(json)?),
            Some(Shape::Entered) => Self::Entered(read(json)?),
            Some(Shape::Exited) => Self::Exited(read(json)?),
            Some(Shape::TaskScheduled) => Self::TaskScheduled(read(json)?),
            Some(Shape::TaskStarted) => Self::TaskStarted(read(json)?),
            Some(Shape::TaskOutput) => Self::TaskOutput(read(json)?),
            Some(Shape::TaskFailed) => Self::TaskFailed(read(json)?),
            Some(Shape::LambdaScheduled) => Self::LambdaScheduled(read(json)?),
            Some(Shape::ActivityScheduled) => Self::ActivityScheduled(read(json)?),
            Some(Shape::ActivityStarted) => Self::ActivityStarted(read(json)?),
            Some(Shape::MapStarted) => Self::MapStarted(read(json)?),
            Some(Shape::MapIteration) => Self::MapIteration(read(json)?),
            Some(Shape::MapRun) => Self::MapRun(read(json)?),
            Some(Shape::EvaluationFailed) => Self::EvaluationFailed(read(json)?),
        })
    }
}

/// `{"truncated": false}`: values are cut short only in logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DataDetails {
    truncated: bool,
}

macro_rules! shapes {
    ($($(#[$meta:meta])* struct $name:ident { $($(#[$field_meta:meta])* $field:ident: $ty:ty,)* $(+ $data:ident)? })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(missing_docs, reason = "the fields are those of AWS's API reference")]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $ty,)*
            $(#[serde(default)] pub(crate) $data: DataDetails,)?
        }
    )*};
}

shapes! {
    /// `ExecutionStarted`.
    struct Started {
        input: JsonText,
        role_arn: Text,
        + input_details
    }
    /// An output: `ExecutionSucceeded`, `LambdaFunctionSucceeded`, `ActivitySucceeded`.
    struct Output {
        output: JsonText,
        + output_details
    }
    /// An error: of executions, Lambda functions, activities and Map Runs.
    struct ErrorDetails {
        #[serde(default, skip_serializing_if = "Option::is_none")] error: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")] cause: Option<Text>,
    }
    /// `ExecutionRedriven`.
    struct Redriven {
        redrive_count: u64,
    }
    /// A state was entered.
    struct Entered {
        name: Text,
        input: JsonText,
        + input_details
    }
    /// A service integration was scheduled.
    struct TaskScheduled {
        resource_type: Text,
        resource: Text,
        region: Text,
        parameters: JsonText,
        #[serde(default, skip_serializing_if = "Option::is_none")] timeout_in_seconds: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")] heartbeat_in_seconds: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")] task_credentials: Option<TaskCredentials>,
    }
    /// The role a task runs under.
    struct TaskCredentials {
        role_arn: Text,
    }
    /// A service integration was started.
    struct TaskStarted {
        resource_type: Text,
        resource: Text,
    }
    /// A service integration was submitted or succeeded.
    struct TaskOutput {
        resource_type: Text,
        resource: Text,
        output: JsonText,
        + output_details
    }
    /// A service integration failed or timed out.
    struct TaskFailed {
        resource_type: Text,
        resource: Text,
        #[serde(default, skip_serializing_if = "Option::is_none")] error: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")] cause: Option<Text>,
    }
    /// A Lambda function was scheduled.
    struct LambdaScheduled {
        resource: Text,
        input: JsonText,
        #[serde(default, skip_serializing_if = "Option::is_none")] timeout_in_seconds: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")] task_credentials: Option<TaskCredentials>,
        + input_details
    }
    /// An activity was scheduled.
    struct ActivityScheduled {
        resource: Text,
        input: JsonText,
        #[serde(default, skip_serializing_if = "Option::is_none")] timeout_in_seconds: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")] heartbeat_in_seconds: Option<u64>,
        + input_details
    }
    /// A worker took an activity.
    struct ActivityStarted {
        #[serde(default, skip_serializing_if = "Option::is_none")] worker_name: Option<Text>,
    }
    /// A Map began; `length` is the number of items.
    struct MapStarted {
        length: u64,
    }
    /// An iteration of the Map called `name`.
    struct MapIteration {
        name: Text,
        index: u64,
    }
    /// A Map Run of a distributed Map.
    struct MapRun {
        map_run_arn: Text,
        #[serde(default, skip_serializing_if = "Option::is_none")] redrive_count: Option<u64>,
    }
    /// A JSONata expression failed.
    struct EvaluationFailed {
        error: Text,
        cause: Text,
        #[serde(default, skip_serializing_if = "Option::is_none")] location: Option<Text>,
        state: Text,
    }
}

/// A state was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are those of AWS's API reference")]
pub struct Exited {
    pub name: Text,
    pub output: JsonText,
    #[serde(default)]
    pub(crate) output_details: DataDetails,
    /// The variables that the state set; absent when it has no `Assign`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_variables: Option<BTreeMap<Text, JsonText>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) assigned_variables_details: Option<DataDetails>,
}

impl Exited {
    /// A state of that name was left with that output.
    pub(crate) fn new(name: Text, output: JsonText, assigned: Option<BTreeMap<Text, JsonText>>) -> Self {
        let details = assigned.as_ref().map(|_| DataDetails::default());
        Self {
            name,
            output,
            output_details: DataDetails::default(),
            assigned_variables: assigned,
            assigned_variables_details: details,
        }
    }
}

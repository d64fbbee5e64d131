//! Which part of a definition a value is, and the order of its fields.

use super::Member;

/// A part of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Machine,
    States,
    State,
    Rule,
    Retrier,
    Catcher,
    /// `ItemReader`, `ResultWriter`, `ItemBatcher` and the objects of settings in them.
    Settings,
    /// The user's own, whose order is the user's.
    Data,
}

/// Where the fields stand that an order does not name.
const OTHERS: &str = "";

const MACHINE: &[&str] = &[
    "Comment",
    "ProcessorConfig",
    "QueryLanguage",
    "StartAt",
    "TimeoutSeconds",
    "Version",
    OTHERS,
    "States",
];

/// What it is, what goes in, what it does, what comes out, what if it fails, where to go.
const STATE: &[&str] = &[
    "Type",
    "Comment",
    "QueryLanguage",
    "InputPath",
    "Resource",
    "Credentials",
    "Parameters",
    "Arguments",
    "Result",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
    "HeartbeatSeconds",
    "HeartbeatSecondsPath",
    "Seconds",
    "SecondsPath",
    "Timestamp",
    "TimestampPath",
    "Error",
    "ErrorPath",
    "Cause",
    "CausePath",
    "ItemReader",
    "ItemsPath",
    "Items",
    "ItemSelector",
    "ItemBatcher",
    "MaxConcurrency",
    "MaxConcurrencyPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "Label",
    OTHERS,
    "Choices",
    "Default",
    "Branches",
    "ItemProcessor",
    "Iterator",
    "ResultWriter",
    "ResultSelector",
    "ResultPath",
    "Assign",
    "OutputPath",
    "Output",
    "Retry",
    "Catch",
    "Next",
    "End",
];

/// The comparison is among the others.
const RULE: &[&str] =
    &["Comment", "Condition", "Not", "And", "Or", "Variable", OTHERS, "Assign", "Output", "Next"];

const RETRIER: &[&str] = &[
    "Comment",
    "ErrorEquals",
    "IntervalSeconds",
    "MaxAttempts",
    "BackoffRate",
    "MaxDelaySeconds",
    "JitterStrategy",
    OTHERS,
];

const CATCHER: &[&str] = &["Comment", "ErrorEquals", OTHERS, "Assign", "ResultPath", "Output", "Next"];

const SETTINGS: &[&str] = &[
    "Mode",
    "ExecutionType",
    "Resource",
    "ReaderConfig",
    "WriterConfig",
    "MaxItemsPerBatch",
    "MaxItemsPerBatchPath",
    "MaxInputBytesPerBatch",
    "MaxInputBytesPerBatchPath",
    "BatchInput",
    OTHERS,
    "Parameters",
    "Arguments",
];

impl Part {
    fn order(self) -> &'static [&'static str] {
        match self {
            Self::Machine => MACHINE,
            Self::State => STATE,
            Self::Rule => RULE,
            Self::Retrier => RETRIER,
            Self::Catcher => CATCHER,
            Self::Settings => SETTINGS,
            Self::States | Self::Data => &[],
        }
    }

    /// The members in their order. Members of one name keep theirs.
    pub(crate) fn sort(self, members: &[Member]) -> Vec<&Member> {
        let order = self.order_of(members.iter().map(|member| member.key.as_str()));
        order.into_iter().filter_map(|index| members.get(index)).collect()
    }

    /// The indexes of members of these names, in the order of the members.
    pub(crate) fn order_of<'n>(self, names: impl Iterator<Item = &'n str>) -> Vec<usize> {
        let order = self.order();
        let others = order.iter().position(|name| *name == OTHERS).unwrap_or_default();
        let rank =
            |name: &str| order.iter().position(|known| *known == name && !name.is_empty()).unwrap_or(others);
        let mut ranks: Vec<(usize, usize)> = names.map(rank).zip(0..).collect();
        ranks.sort_unstable();
        ranks.into_iter().map(|(_, index)| index).collect()
    }

    /// What the value of a member is.
    pub(crate) fn member(self, name: &str) -> Self {
        match (self, name) {
            (Self::Machine, "States") => Self::States,
            (Self::Machine, "ProcessorConfig") => Self::Settings,
            (Self::States, _) => Self::State,
            (Self::State, "Branches" | "ItemProcessor" | "Iterator") => Self::Machine,
            (Self::State, "Choices") | (Self::Rule, "And" | "Or" | "Not") => Self::Rule,
            (Self::State, "Retry") => Self::Retrier,
            (Self::State, "Catch") => Self::Catcher,
            (Self::State, "ItemReader" | "ResultWriter" | "ItemBatcher")
            | (Self::Settings, "ReaderConfig" | "WriterConfig") => Self::Settings,
            _ => Self::Data,
        }
    }

    /// What an item of an array is: what the array was said to be.
    pub(crate) fn item(self) -> Self {
        self
    }
}

//! The 62 types of history events (AWS API: `HistoryEventType`).

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are AWS's names; AWS's API reference describes each")]
pub enum EventType {
    ExecutionStarted,
    ExecutionSucceeded,
    ExecutionFailed,
    ExecutionTimedOut,
    ExecutionAborted,
    ExecutionRedriven,
    TaskScheduled,
    TaskStarted,
    TaskStartFailed,
    TaskSubmitted,
    TaskSubmitFailed,
    TaskSucceeded,
    TaskFailed,
    TaskTimedOut,
    TaskStateEntered,
    TaskStateExited,
    TaskStateAborted,
    LambdaFunctionScheduled,
    LambdaFunctionScheduleFailed,
    LambdaFunctionStarted,
    LambdaFunctionStartFailed,
    LambdaFunctionSucceeded,
    LambdaFunctionFailed,
    LambdaFunctionTimedOut,
    ActivityScheduled,
    ActivityScheduleFailed,
    ActivityStarted,
    ActivitySucceeded,
    ActivityFailed,
    ActivityTimedOut,
    PassStateEntered,
    PassStateExited,
    ChoiceStateEntered,
    ChoiceStateExited,
    WaitStateEntered,
    WaitStateExited,
    WaitStateAborted,
    SucceedStateEntered,
    SucceedStateExited,
    FailStateEntered,
    ParallelStateEntered,
    ParallelStateExited,
    ParallelStateStarted,
    ParallelStateSucceeded,
    ParallelStateFailed,
    ParallelStateAborted,
    MapStateEntered,
    MapStateExited,
    MapStateStarted,
    MapStateSucceeded,
    MapStateFailed,
    MapStateAborted,
    MapIterationStarted,
    MapIterationSucceeded,
    MapIterationFailed,
    MapIterationAborted,
    MapRunStarted,
    MapRunSucceeded,
    MapRunFailed,
    MapRunAborted,
    MapRunRedriven,
    EvaluationFailed,
}

/// The shape of an event's details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Started,
    Output,
    Error,
    Redriven,
    TaskScheduled,
    TaskStarted,
    TaskFailed,
    TaskOutput,
    Entered,
    Exited,
    LambdaScheduled,
    ActivityScheduled,
    ActivityStarted,
    MapStarted,
    MapIteration,
    MapRun,
    EvaluationFailed,
}

/// Type, AWS's name, the member that holds the details, and their shape.
type Row = (EventType, &'static str, Option<(&'static str, Shape)>);

/// One row a type, in the order of the enum, which the lookups rely on.
const TABLE: &[Row; 62] = &[
    (EventType::ExecutionStarted, "ExecutionStarted", Some(("executionStartedEventDetails", Shape::Started))),
    (
        EventType::ExecutionSucceeded,
        "ExecutionSucceeded",
        Some(("executionSucceededEventDetails", Shape::Output)),
    ),
    (EventType::ExecutionFailed, "ExecutionFailed", Some(("executionFailedEventDetails", Shape::Error))),
    (
        EventType::ExecutionTimedOut,
        "ExecutionTimedOut",
        Some(("executionTimedOutEventDetails", Shape::Error)),
    ),
    (EventType::ExecutionAborted, "ExecutionAborted", Some(("executionAbortedEventDetails", Shape::Error))),
    (
        EventType::ExecutionRedriven,
        "ExecutionRedriven",
        Some(("executionRedrivenEventDetails", Shape::Redriven)),
    ),
    (EventType::TaskScheduled, "TaskScheduled", Some(("taskScheduledEventDetails", Shape::TaskScheduled))),
    (EventType::TaskStarted, "TaskStarted", Some(("taskStartedEventDetails", Shape::TaskStarted))),
    (EventType::TaskStartFailed, "TaskStartFailed", Some(("taskStartFailedEventDetails", Shape::TaskFailed))),
    (EventType::TaskSubmitted, "TaskSubmitted", Some(("taskSubmittedEventDetails", Shape::TaskOutput))),
    (
        EventType::TaskSubmitFailed,
        "TaskSubmitFailed",
        Some(("taskSubmitFailedEventDetails", Shape::TaskFailed)),
    ),
    (EventType::TaskSucceeded, "TaskSucceeded", Some(("taskSucceededEventDetails", Shape::TaskOutput))),
    (EventType::TaskFailed, "TaskFailed", Some(("taskFailedEventDetails", Shape::TaskFailed))),
    (EventType::TaskTimedOut, "TaskTimedOut", Some(("taskTimedOutEventDetails", Shape::TaskFailed))),
    (EventType::TaskStateEntered, "TaskStateEntered", Some(("stateEnteredEventDetails", Shape::Entered))),
    (EventType::TaskStateExited, "TaskStateExited", Some(("stateExitedEventDetails", Shape::Exited))),
    (EventType::TaskStateAborted, "TaskStateAborted", None),
    (
        EventType::LambdaFunctionScheduled,
        "LambdaFunctionScheduled",
        Some(("lambdaFunctionScheduledEventDetails", Shape::LambdaScheduled)),
    ),
    (
        EventType::LambdaFunctionScheduleFailed,
        "LambdaFunctionScheduleFailed",
        Some(("lambdaFunctionScheduleFailedEventDetails", Shape::Error)),
    ),
    (EventType::LambdaFunctionStarted, "LambdaFunctionStarted", None),
    (
        EventType::LambdaFunctionStartFailed,
        "LambdaFunctionStartFailed",
        Some(("lambdaFunctionStartFailedEventDetails", Shape::Error)),
    ),
    (
        EventType::LambdaFunctionSucceeded,
        "LambdaFunctionSucceeded",
        Some(("lambdaFunctionSucceededEventDetails", Shape::Output)),
    ),
    (
        EventType::LambdaFunctionFailed,
        "LambdaFunctionFailed",
        Some(("lambdaFunctionFailedEventDetails", Shape::Error)),
    ),
    (
        EventType::LambdaFunctionTimedOut,
        "LambdaFunctionTimedOut",
        Some(("lambdaFunctionTimedOutEventDetails", Shape::Error)),
    ),
    (
        EventType::ActivityScheduled,
        "ActivityScheduled",
        Some(("activityScheduledEventDetails", Shape::ActivityScheduled)),
    ),
    (
        EventType::ActivityScheduleFailed,
        "ActivityScheduleFailed",
        Some(("activityScheduleFailedEventDetails", Shape::Error)),
    ),
    (
        EventType::ActivityStarted,
        "ActivityStarted",
        Some(("activityStartedEventDetails", Shape::ActivityStarted)),
    ),
    (
        EventType::ActivitySucceeded,
        "ActivitySucceeded",
        Some(("activitySucceededEventDetails", Shape::Output)),
    ),
    (EventType::ActivityFailed, "ActivityFailed", Some(("activityFailedEventDetails", Shape::Error))),
    (EventType::ActivityTimedOut, "ActivityTimedOut", Some(("activityTimedOutEventDetails", Shape::Error))),
    (EventType::PassStateEntered, "PassStateEntered", Some(("stateEnteredEventDetails", Shape::Entered))),
    (EventType::PassStateExited, "PassStateExited", Some(("stateExitedEventDetails", Shape::Exited))),
    (EventType::ChoiceStateEntered, "ChoiceStateEntered", Some(("stateEnteredEventDetails", Shape::Entered))),
    (EventType::ChoiceStateExited, "ChoiceStateExited", Some(("stateExitedEventDetails", Shape::Exited))),
    (EventType::WaitStateEntered, "WaitStateEntered", Some(("stateEnteredEventDetails", Shape::Entered))),
    (EventType::WaitStateExited, "WaitStateExited", Some(("stateExitedEventDetails", Shape::Exited))),
    (EventType::WaitStateAborted, "WaitStateAborted", None),
    (
        EventType::SucceedStateEntered,
        "SucceedStateEntered",
        Some(("stateEnteredEventDetails", Shape::Entered)),
    ),
    (EventType::SucceedStateExited, "SucceedStateExited", Some(("stateExitedEventDetails", Shape::Exited))),
    (EventType::FailStateEntered, "FailStateEntered", Some(("stateEnteredEventDetails", Shape::Entered))),
    (
        EventType::ParallelStateEntered,
        "ParallelStateEntered",
        Some(("stateEnteredEventDetails", Shape::Entered)),
    ),
    (EventType::ParallelStateExited, "ParallelStateExited", Some(("stateExitedEventDetails", Shape::Exited))),
    (EventType::ParallelStateStarted, "ParallelStateStarted", None),
    (EventType::ParallelStateSucceeded, "ParallelStateSucceeded", None),
    (EventType::ParallelStateFailed, "ParallelStateFailed", None),
    (EventType::ParallelStateAborted, "ParallelStateAborted", None),
    (EventType::MapStateEntered, "MapStateEntered", Some(("stateEnteredEventDetails", Shape::Entered))),
    (EventType::MapStateExited, "MapStateExited", Some(("stateExitedEventDetails", Shape::Exited))),
    (EventType::MapStateStarted, "MapStateStarted", Some(("mapStateStartedEventDetails", Shape::MapStarted))),
    (EventType::MapStateSucceeded, "MapStateSucceeded", None),
    (EventType::MapStateFailed, "MapStateFailed", None),
    (EventType::MapStateAborted, "MapStateAborted", None),
    (
        EventType::MapIterationStarted,
        "MapIterationStarted",
        Some(("mapIterationStartedEventDetails", Shape::MapIteration)),
    ),
    (
        EventType::MapIterationSucceeded,
        "MapIterationSucceeded",
        Some(("mapIterationSucceededEventDetails", Shape::MapIteration)),
    ),
    (
        EventType::MapIterationFailed,
        "MapIterationFailed",
        Some(("mapIterationFailedEventDetails", Shape::MapIteration)),
    ),
    (
        EventType::MapIterationAborted,
        "MapIterationAborted",
        Some(("mapIterationAbortedEventDetails", Shape::MapIteration)),
    ),
    (EventType::MapRunStarted, "MapRunStarted", Some(("mapRunStartedEventDetails", Shape::MapRun))),
    (EventType::MapRunSucceeded, "MapRunSucceeded", None),
    (EventType::MapRunFailed, "MapRunFailed", Some(("mapRunFailedEventDetails", Shape::Error))),
    (EventType::MapRunAborted, "MapRunAborted", None),
    (EventType::MapRunRedriven, "MapRunRedriven", Some(("mapRunRedrivenEventDetails", Shape::MapRun))),
    (
        EventType::EvaluationFailed,
        "EvaluationFailed",
        Some(("evaluationFailedEventDetails", Shape::EvaluationFailed)),
    ),
];

impl EventType {
    /// All types, in the order of the enum.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    /// AWS's name: `TaskStateEntered`.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The type with this place in the enum.
    #[cfg(feature = "standard")]
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        TABLE.get(usize::from(number)).map(|row| row.0)
    }

    /// The member of an event that holds its details: `stateEnteredEventDetails`; none for types without details.
    pub fn details_member(self) -> Option<&'static str> {
        self.row().2.map(|(member, _)| member)
    }

    pub(crate) fn shape(self) -> Option<Shape> {
        self.row().2.map(|(_, shape)| shape)
    }

    fn row(self) -> &'static Row {
        // INVARIANT: the table has one row a variant, in order; a test checks it.
        TABLE.get(self as usize).unwrap_or(&TABLE[0])
    }
}

impl std::fmt::Display for EventType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

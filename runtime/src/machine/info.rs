//! What generated code says about its states: constants.

use crate::history::EventType;
use serde::{Deserialize, Serialize};

/// A state, as far as the driver needs to know it.
#[derive(Debug)]
pub struct StateInfo {
    /// Its name in the definition.
    pub name: &'static str,
    /// Its type.
    pub kind: StateType,
    /// `Retry`.
    pub retry: &'static [Retrier],
    /// `ErrorEquals` of each catcher.
    pub catch: &'static [&'static [&'static str]],
    /// How large its output can be.
    pub growth: Growth,
}

/// An upper bound of a state's output: `input` times the length of its input, plus `result` times that of its result,
/// plus `constant`, in bytes of JSON text.
///
/// It spares the engine from measuring every output against AWS's limit.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the terms of the sum above")]
pub struct Growth {
    pub input: u32,
    pub result: u32,
    pub constant: u32,
}

impl Growth {
    /// The output has to be measured.
    pub const UNKNOWN: Self = Self { input: 0, result: 0, constant: u32::MAX };

    /// Larger bounds are not told apart, so that the sum cannot overflow. Beyond it everything is measured.
    pub(super) const MAX: usize = 1 << 30;

    /// The bound for an input and a result whose bounds are at most [`MAX`](Self::MAX).
    #[inline]
    pub(super) fn bound(self, input: usize, result: usize) -> usize {
        let sum = u64::from(self.input) * input as u64 + u64::from(self.result) * result as u64;
        usize::try_from(sum + u64::from(self.constant)).unwrap_or(usize::MAX)
    }
}

/// The state types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the variants are the state types of the specification")]
pub enum StateType {
    Task,
    Pass,
    Choice,
    Wait,
    Succeed,
    Fail,
    Parallel,
    Map,
}

impl StateType {
    /// Whether it needs something from outside.
    #[inline]
    pub const fn has_work(self) -> bool {
        matches!(self, Self::Task | Self::Wait | Self::Parallel | Self::Map)
    }

    pub(crate) const fn entered(self) -> EventType {
        match self {
            Self::Task => EventType::TaskStateEntered,
            Self::Pass => EventType::PassStateEntered,
            Self::Choice => EventType::ChoiceStateEntered,
            Self::Wait => EventType::WaitStateEntered,
            Self::Succeed => EventType::SucceedStateEntered,
            Self::Fail => EventType::FailStateEntered,
            Self::Parallel => EventType::ParallelStateEntered,
            Self::Map => EventType::MapStateEntered,
        }
    }

    /// A Fail state is never left; it shares the type of Succeed here, which is never recorded for it.
    pub(crate) const fn exited(self) -> EventType {
        match self {
            Self::Task => EventType::TaskStateExited,
            Self::Pass => EventType::PassStateExited,
            Self::Choice => EventType::ChoiceStateExited,
            Self::Wait => EventType::WaitStateExited,
            Self::Succeed | Self::Fail => EventType::SucceedStateExited,
            Self::Parallel => EventType::ParallelStateExited,
            Self::Map => EventType::MapStateExited,
        }
    }

    /// The event that tells that such a state was cut off, where AWS has one.
    pub(crate) const fn aborted(self) -> Option<EventType> {
        match self {
            Self::Task => Some(EventType::TaskStateAborted),
            Self::Wait => Some(EventType::WaitStateAborted),
            Self::Parallel => Some(EventType::ParallelStateAborted),
            Self::Map => Some(EventType::MapStateAborted),
            Self::Pass | Self::Choice | Self::Succeed | Self::Fail => None,
        }
    }
}

/// A retrier, defaults filled in.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Retrier {
    pub error_equals: &'static [&'static str],
    pub interval_seconds: u64,
    pub max_attempts: u64,
    pub backoff_rate: f64,
    pub max_delay_seconds: Option<u64>,
    /// `JitterStrategy: FULL`.
    pub full_jitter: bool,
}

/// A Task state's resource.
#[derive(Debug)]
pub struct TaskInfo {
    /// The name that users know the task by.
    pub task: &'static str,
    /// What runs it.
    pub resource: Resource,
    /// How its end is learnt.
    pub waiting: Waiting,
    /// Whether it is a `.sync` job, whose history tells when the work was handed over.
    pub is_job: bool,
}

/// The forms of `Resource`, which decide the types of the history's events.
#[derive(Debug)]
pub enum Resource {
    /// A Lambda function: `LambdaFunction…` events.
    Lambda {
        /// Its ARN.
        arn: &'static str,
    },
    /// An activity: `Activity…` events.
    Activity {
        /// Its ARN.
        arn: &'static str,
    },
    /// A service integration: `Task…` events.
    Integration {
        /// `lambda`, `aws-sdk:s3`.
        resource_type: &'static str,
        /// `invoke`, `sendMessage.waitForTaskToken`.
        resource: &'static str,
    },
}

/// How the end of a task is learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The user's function returns it.
    Return,
    /// The user's function only hands the work over; the token brings the result.
    Token,
}

//! What a running task or expression can know about its execution: the context object `$$` and [`TaskContext`].

use crate::engine::{Beat, Random};
use crate::engine::{Callbacks, FramePath, TaskToken};
use crate::time::Timestamp;
use crate::value::{Object, Text, Value};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

/// Who is running: names and ARNs of AWS's form, start and input.
///
/// Names that nobody gave are made up when they are first asked for.
#[derive(Debug)]
pub struct Execution {
    pub(crate) machine: Text,
    /// The default, unless there is one.
    pub(crate) account: Option<Arc<Account>>,
    pub(crate) given_name: Option<Text>,
    pub(crate) name: OnceLock<Text>,
    pub(crate) arn: OnceLock<Text>,
    pub(crate) random: Random,
    pub(crate) start_time: Timestamp,
    pub(crate) redrive_count: u64,
    pub(crate) input: Value,
}

/// Where executions pretend to live; it shows in ARNs and in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// `aws`.
    pub partition: Text,
    /// `us-east-1`.
    pub region: Text,
    /// Twelve digits.
    pub id: Text,
    /// The execution role.
    pub role_arn: Text,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            partition: Text::new_static("aws"),
            region: Text::new_static("us-east-1"),
            id: Text::new_static("000000000000"),
            role_arn: Text::new_static("arn:aws:iam::000000000000:role/asl"),
        }
    }
}

impl Execution {
    /// `$$.Execution.Name`: a UUID unless one was given.
    pub fn name(&self) -> &Text {
        self.name.get_or_init(|| {
            self.given_name.clone().unwrap_or_else(|| {
                match crate::intrinsics::uuid(&mut || self.random.next()) {
                    Ok(Value::String(uuid)) => uuid,
                    _ => Text::default(),
                }
            })
        })
    }

    /// `$$.Execution.Id`.
    pub fn arn(&self) -> &Text {
        self.arn.get_or_init(|| {
            Text::from(format!("{}:{}:{}", self.arn_of("execution"), self.machine, self.name()))
        })
    }

    /// `$$.StateMachine.Name`.
    pub fn state_machine_name(&self) -> &Text {
        &self.machine
    }

    /// `$$.StateMachine.Id`.
    pub fn state_machine_arn(&self) -> Text {
        Text::from(format!("{}:{}", self.arn_of("stateMachine"), self.machine))
    }

    /// `$$.Execution.RoleArn`.
    pub fn role_arn(&self) -> &Text {
        &self.account().role_arn
    }

    /// The region that the history shows.
    pub fn region(&self) -> &Text {
        &self.account().region
    }

    pub(crate) fn account(&self) -> &Account {
        static STANDARD: LazyLock<Account> = LazyLock::new(Account::default);
        self.account.as_deref().unwrap_or_else(|| &STANDARD)
    }

    /// `$$.Execution.StartTime`.
    pub fn start_time(&self) -> Timestamp {
        self.start_time
    }

    /// `$$.Execution.Input`. Kept only for workflows that can ask for it: elsewhere `null`.
    pub fn input(&self) -> &Value {
        &self.input
    }

    /// `$$.Execution.RedriveCount`.
    pub fn redrive_count(&self) -> u64 {
        self.redrive_count
    }

    fn arn_of(&self, resource: &str) -> String {
        let Account { partition, region, id, .. } = self.account();
        format!("arn:{partition}:states:{region}:{id}:{resource}")
    }

    /// `$$.Execution`.
    pub fn to_value(&self) -> Value {
        Value::Object(Object::from_entries([
            (Text::new_static("Id"), Value::String(self.arn().clone())),
            (Text::new_static("Input"), self.input.clone()),
            (Text::new_static("StartTime"), Value::from(self.start_time.to_string())),
            (Text::new_static("Name"), Value::String(self.name().clone())),
            (Text::new_static("RoleArn"), Value::String(self.role_arn().clone())),
            (Text::new_static("RedriveCount"), Value::from(self.redrive_count)),
        ]))
    }

    /// `$$.StateMachine`.
    pub fn state_machine_to_value(&self) -> Value {
        Value::Object(Object::from_entries([
            (Text::new_static("Id"), Value::String(self.state_machine_arn())),
            (Text::new_static("Name"), Value::String(self.machine.clone())),
        ]))
    }
}

/// What a task learns about the attempt that it does, and how it reports back before it ends.
#[derive(Clone)]
pub struct TaskContext {
    pub(crate) execution: Arc<Execution>,
    pub(crate) state: &'static str,
    pub(crate) frame: FramePath,
    pub(crate) visit: u64,
    pub(crate) attempt: u64,
    pub(crate) deadline: Option<Timestamp>,
    pub(crate) credentials: Option<Value>,
    pub(crate) reports: Option<Arc<Reports>>,
}

/// The way back from a running task to its attempt.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    pub(crate) beat: Arc<Beat>,
    pub(crate) token: Option<TaskToken>,
    pub(crate) callbacks: Option<Callbacks>,
    pub(crate) submitted: Mutex<Option<Value>>,
}

impl Reports {
    pub(crate) fn take_submitted(&self) -> Option<Value> {
        self.submitted.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl TaskContext {
    /// The execution.
    pub fn execution(&self) -> &Execution {
        &self.execution
    }

    /// The name of the state that runs the task.
    pub fn state(&self) -> &'static str {
        self.state
    }

    /// 0 for the first attempt of this visit to the state, 1 for the first retry …
    pub fn attempt(&self) -> u64 {
        self.attempt
    }

    /// The same text whenever this very attempt is run again after a crash, and for no other attempt: execution,
    /// branch or iteration, visit, attempt, and redrive if there was one. Hand it to services that accept an idempotency key.
    pub fn idempotency_key(&self) -> String {
        let key = format!("{}/{}{}/{}", self.execution.arn(), self.frame, self.visit, self.attempt);
        // A redrive counts attempts from 0 again, in the same visit.
        match self.execution.redrive_count {
            0 => key,
            redrive => format!("{key}/{redrive}"),
        }
    }

    /// When `TimeoutSeconds` ends the attempt.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.deadline
    }

    /// The state's `Credentials`, evaluated: `{"RoleArn": …}`.
    pub fn credentials(&self) -> Option<&Value> {
        self.credentials.as_ref()
    }

    /// The token that completes the attempt: for `.waitForTaskToken` integrations.
    pub fn token(&self) -> Option<&TaskToken> {
        self.reports.as_ref()?.token.as_ref()
    }

    /// The handle that completes tokens, to be given to whoever does the work. Only with a [`token`](Self::token).
    pub fn callbacks(&self) -> Option<&Callbacks> {
        self.reports.as_ref()?.callbacks.as_ref()
    }

    /// The task is alive: `HeartbeatSeconds` starts again.
    pub fn heartbeat(&self) {
        if let Some(reports) = &self.reports {
            reports.beat.beat();
        }
    }

    /// Notes that a `.sync` job was accepted: the history gets a `TaskSubmitted` event with this output when
    /// the task ends.
    pub fn submitted(&self, output: impl Into<Value>) {
        if let Some(reports) = &self.reports {
            *reports.submitted.lock().unwrap_or_else(PoisonError::into_inner) = Some(output.into());
        }
    }
}

impl fmt::Debug for TaskContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskContext")
            .field("state", &self.state)
            .field("attempt", &self.attempt)
            .field("deadline", &self.deadline)
            .field("token", &self.token())
            .finish_non_exhaustive()
    }
}

//! One recorded execution and how it is read from its file.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Json;
use super::definition::walk_states;

/// A recorded execution: what was started, how its tasks behaved, and what AWS did.
#[derive(Debug, Clone)]
pub struct Case {
    /// `suite/slug`, unique.
    pub name: String,
    /// Where the expectation comes from.
    pub source: String,
    /// The day on which AWS was recorded, `2024-04-22`; absent for a case that was not recorded.
    pub recorded: Option<String>,
    /// `JSONPath`, `JSONata` or `mixed`.
    pub query_language: String,
    /// `STANDARD` or `EXPRESS`.
    pub kind: String,
    /// What the definition uses: state types, fields, intrinsics, integrations.
    pub features: Vec<String>,
    /// The state machine definition.
    pub definition: Json,
    /// The execution's input.
    pub input: Json,
    /// Task state name to its attempts, in recorded order.
    pub tasks: BTreeMap<String, Vec<Attempt>>,
    /// Task states that ran where the history does not show them.
    pub tasks_unrecorded: Vec<String>,
    /// Marker in `expect` to the concrete value of this case.
    pub bindings: BTreeMap<String, String>,
    /// `bucket/key` to the object's body.
    pub s3: BTreeMap<String, Json>,
    /// The clock at the start of the run, when the recording fixes it.
    pub now: Option<String>,
    /// What AWS did.
    pub expect: Expect,
    /// What is peculiar about the recording.
    pub notes: Vec<String>,
    /// Whether an error or cause that is not expected may be there all the same, as in cases that people write.
    pub lenient: bool,
}

/// How one attempt of a task ended.
#[derive(Debug, Clone, Default)]
pub struct Attempt {
    /// The task's input; absent matches any.
    pub input: Option<Value>,
    /// What the service answered when the request was accepted (`.sync`, `.waitForTaskToken`).
    pub submitted: Option<Json>,
    /// The result, when the attempt succeeded.
    pub output: Option<Json>,
    /// The error name, when it failed with one.
    pub error: Option<String>,
    /// The cause as AWS had it, JSON text included.
    pub cause: Option<String>,
    /// Where a failed attempt failed.
    pub phase: Phase,
    /// Whether `TimeoutSeconds` passed.
    pub timeout: bool,
    /// Whether `HeartbeatSeconds` passed without a heartbeat.
    pub heartbeat_timeout: bool,
    /// Whether the attempt never ended.
    pub pending: bool,
}

/// Where an attempt failed: only the last has a Started event before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// The attempt could not be scheduled (`…ScheduleFailed`).
    Schedule,
    /// It could not be started (`…StartFailed`).
    Start,
    /// The service refused the request of a job or callback (`TaskSubmitFailed`).
    Submit,
    /// The task itself failed.
    #[default]
    Run,
}

/// The recorded outcome.
#[derive(Debug, Clone, Default)]
pub struct Expect {
    /// `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED`, or `RUNNING` when AWS had not ended it.
    pub status: String,
    /// The output, when recorded.
    pub output: Option<Value>,
    /// The error name.
    pub error: Option<Value>,
    /// The cause; an object when the recording parsed its JSON text.
    pub cause: Option<Value>,
    /// The events; absent when only the outcome was recorded.
    pub history: Option<Vec<Value>>,
    /// Markers that stand for what differs from run to run.
    pub placeholders: Vec<String>,
}

/// Why a file is not a case.
#[derive(Debug)]
pub enum CaseError {
    /// The file or folder could not be read.
    Read(PathBuf, std::io::Error),
    /// The text is not a case.
    Parse(PathBuf, serde_json::Error),
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Self::Parse(path, error) => write!(f, "{} is not a case: {error}", path.display()),
        }
    }
}

impl std::error::Error for CaseError {}

/// The content of a folder of cases.
#[derive(Debug, Default)]
pub struct CaseSet {
    /// Execution cases, sorted by name.
    pub cases: Vec<Case>,
    /// Names of cases that are no executions: validation of a definition, calls of the `TestState` API.
    pub other_kinds: Vec<String>,
    /// Files that are no cases: their names, as a case would have them, and why.
    pub unreadable: Vec<(String, CaseError)>,
}

/// Reads `<suite>/<case>.json` below `dir`.
///
/// # Errors
/// When a folder cannot be read. A file that cannot is listed in the set.
pub fn load_dir(dir: &Path) -> Result<CaseSet, CaseError> {
    let mut set = CaseSet::default();
    for suite in entries(dir)?.into_iter().filter(|path| path.is_dir()) {
        for file in entries(&suite)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "json"))
        {
            match load_file(&file) {
                Ok(Ok(case)) => set.cases.push(case),
                Ok(Err(other)) => set.other_kinds.push(other),
                Err(error) => set.unreadable.push((name_of(&file), error)),
            }
        }
    }
    set.cases.sort_by(|a, b| a.name.cmp(&b.name));
    set.other_kinds.sort();
    Ok(set)
}

fn load_file(file: &Path) -> Result<Result<Case, String>, CaseError> {
    let text = std::fs::read_to_string(file).map_err(|error| CaseError::Read(file.to_path_buf(), error))?;
    Case::from_json(&text).map_err(|error| CaseError::Parse(file.to_path_buf(), error))
}

/// `…/suite/case.json` → `suite/case`.
fn name_of(file: &Path) -> String {
    let suite = file.parent().and_then(Path::file_name).unwrap_or_default();
    let case = file.file_stem().unwrap_or_default();
    format!("{}/{}", suite.display(), case.display())
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let read = std::fs::read_dir(dir).map_err(|error| CaseError::Read(dir.to_path_buf(), error))?;
    let mut paths = Vec::new();
    for entry in read {
        paths.push(entry.map_err(|error| CaseError::Read(dir.to_path_buf(), error))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// The members of a case file. Those whose text counts are kept raw.
#[derive(Deserialize)]
struct Wire {
    name: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    aws_validated: Option<String>,
    #[serde(default)]
    query_language: Option<String>,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    features: Vec<String>,
    #[serde(default)]
    definition: Option<Box<RawValue>>,
    #[serde(default)]
    input: Option<Box<RawValue>>,
    #[serde(default)]
    tasks: BTreeMap<String, Vec<WireAttempt>>,
    #[serde(default)]
    tasks_unrecorded: Vec<String>,
    #[serde(default)]
    bindings: BTreeMap<String, Value>,
    #[serde(default)]
    s3: BTreeMap<String, Box<RawValue>>,
    #[serde(default)]
    now: Option<String>,
    expect: WireExpect,
    #[serde(default)]
    notes: Value,
}

#[derive(Deserialize)]
struct WireExpect {
    #[serde(default)]
    status: Option<String>,
    #[serde(default, deserialize_with = "present")]
    output: Option<Value>,
    #[serde(default)]
    error: Option<Value>,
    #[serde(default)]
    cause: Option<Value>,
    #[serde(default)]
    history: Option<Vec<Value>>,
    #[serde(default)]
    placeholders: Vec<String>,
}

#[derive(Deserialize)]
struct WireAttempt {
    #[serde(default, deserialize_with = "present")]
    input: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    submitted: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "present")]
    output: Option<Box<RawValue>>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    cause: Option<Value>,
    #[serde(default)]
    phase: Option<String>,
    #[serde(default)]
    timeout: bool,
    #[serde(default)]
    heartbeat_timeout: bool,
    #[serde(default)]
    pending: bool,
}

/// Tells a member that is `null` from one that is absent: a task may well return `null`.
fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(source: D) -> Result<Option<T>, D::Error> {
    T::deserialize(source).map(Some)
}

impl Case {
    /// Reads a case. The inner error is the name of a case that is not an execution.
    ///
    /// # Errors
    /// When `text` is no JSON or lacks the members every case has.
    pub fn from_json(text: &str) -> Result<Result<Self, String>, serde_json::Error> {
        let wire: Wire = serde_json::from_str(text)?;
        let (Some(definition), Some(input), Some(status)) = (wire.definition, wire.input, wire.expect.status)
        else {
            return Ok(Err(wire.name));
        };
        let mut tasks = BTreeMap::new();
        for (state, attempts) in wire.tasks {
            let attempts = attempts.into_iter().map(Attempt::from_wire).collect::<Result<Vec<_>, _>>()?;
            tasks.insert(state, attempts);
        }
        let mut s3 = BTreeMap::new();
        for (key, body) in wire.s3 {
            s3.insert(key, Json::parse(body.get())?);
        }
        Ok(Ok(Self {
            name: wire.name,
            source: wire.source.unwrap_or_default(),
            recorded: wire.aws_validated,
            query_language: wire.query_language.unwrap_or_else(|| "JSONPath".to_owned()),
            kind: wire.kind.unwrap_or_else(|| "STANDARD".to_owned()),
            features: wire.features,
            definition: Json::parse(definition.get())?,
            input: Json::parse(input.get())?,
            tasks,
            tasks_unrecorded: wire.tasks_unrecorded,
            bindings: wire.bindings.into_iter().map(|(marker, value)| (marker, text_of(value))).collect(),
            s3,
            now: wire.now,
            expect: Expect {
                status,
                output: wire.expect.output,
                error: wire.expect.error,
                cause: wire.expect.cause,
                history: wire.expect.history,
                placeholders: wire.expect.placeholders,
            },
            lenient: false,
            notes: match wire.notes {
                Value::Null => Vec::new(),
                Value::Array(notes) => notes.into_iter().map(text_of).collect(),
                note => vec![text_of(note)],
            },
        }))
    }

    /// The part of the name before the slash.
    pub fn suite(&self) -> &str {
        self.name.split_once('/').map_or(self.name.as_str(), |(suite, _)| suite)
    }

    /// The worker names of `ActivityStarted` events in recorded order; `None` where a worker gave none.
    /// They are the only part of a task's behaviour that `tasks` does not hold.
    pub fn activity_workers(&self) -> Vec<Option<String>> {
        let started = |event: &&Value| event.get("type").and_then(Value::as_str) == Some("ActivityStarted");
        let name = |event: &Value| {
            event
                .pointer("/activityStartedEventDetails/workerName")
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        self.expect.history.iter().flatten().filter(started).map(name).collect()
    }
}

impl Case {
    /// The ARNs of activities that were deleted before the run: a recorded history never schedules them.
    pub fn deleted_activities(&self) -> Vec<String> {
        let mut deleted = Vec::new();
        if self.expect.history.is_none() {
            return deleted;
        }
        walk_states(self.definition.value(), &mut |name, state, _| {
            let resource = state.get("Resource").and_then(Value::as_str).unwrap_or_default();
            let ran =
                self.tasks.contains_key(name) || self.tasks_unrecorded.iter().any(|state| state == name);
            if resource.contains(":activity:") && !ran {
                deleted.push(resource.to_owned());
            }
        });
        deleted
    }
}

impl Attempt {
    fn from_wire(wire: WireAttempt) -> Result<Self, serde_json::Error> {
        let json = |raw: Option<Box<RawValue>>| raw.map(|raw| Json::parse(raw.get())).transpose();
        Ok(Self {
            input: wire.input,
            submitted: json(wire.submitted)?,
            output: json(wire.output)?,
            error: wire.error,
            cause: wire.cause.map(text_of),
            phase: match wire.phase.as_deref() {
                Some("schedule") => Phase::Schedule,
                Some("start") => Phase::Start,
                Some("submit") => Phase::Submit,
                _ => Phase::Run,
            },
            timeout: wire.timeout,
            heartbeat_timeout: wire.heartbeat_timeout,
            pending: wire.pending,
        })
    }
}

fn text_of(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

//! The program: what `emit` turns into Rust.
//!
//! A [`Program`] exists only for a definition without errors. Names are resolved to ids, defaults are
//! filled in, expressions are parsed and ARNs are split, so nothing here can be wrong any more. Where AWS
//! accepts something that must fail in the run, and the user allowed that, the place holds an
//! [`Expr::Doomed`] with the very text of the failure.

mod expr;
mod intrinsic;

pub use expr::{
    Call, Doom, Expr, Filter, FilterOperand, FilterOperator, Literal, Path, PathFunction, Place, Root,
    Segment, Template,
};
pub use intrinsic::{Intrinsic, Kind};

/// A whole definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The machine's `Comment`.
    pub comment: Option<String>,
    /// The machine's `TimeoutSeconds`.
    pub timeout_seconds: Option<u64>,
    /// The top-level `States`.
    pub root: Machine,
    /// The distinct tasks, in the order in which the definition names them.
    pub tasks: Vec<Task>,
}

/// One `States` object: the top level, a branch of a Parallel, or the processor of a Map.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// `Comment` of the branch or processor.
    pub comment: Option<String>,
    /// The states, in source order. A [`StateId`] is an index into this list.
    pub states: Vec<State>,
    /// `StartAt`.
    pub start: StateId,
    /// Names of the variables that an `Assign` of this machine's own states can set, in order of first mention.
    pub variables: Vec<String>,
}

/// Index of a state in its [`Machine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub usize);

/// Index of a task in [`Program::tasks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub usize);

/// A unit of work that the user's code does: one method of the generated `Tasks` trait.
///
/// It is named after its [identity](TaskIdentity), with a word added where tasks of other kinds have the same name.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The name that users know the task by.
    pub name: String,
    /// What makes it one.
    pub identity: TaskIdentity,
    /// The states that run it, for the docs: their names in source order.
    pub states: Vec<String>,
}

/// What a task is: states whose resources have the same identity share it, in one definition and between its versions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskIdentity {
    /// A Lambda function: by its ARN, or by the name inside of a placeholder `${Name}`.
    Function(String),
    /// An activity, by its ARN.
    Activity(String),
    /// Every other resource (service integrations), by the state; in another version, the same state may call another service,
    /// which is another task.
    State {
        /// The state.
        name: String,
        /// What it calls: `sqs:sendMessage`.
        call: String,
    },
}

impl TaskIdentity {
    /// The name of the function, activity or state.
    pub fn name(&self) -> &str {
        match self {
            Self::Function(name) | Self::Activity(name) | Self::State { name, .. } => name,
        }
    }

    /// What has the name.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Function(_) => "function",
            Self::Activity(_) => "activity",
            Self::State { .. } => "state",
        }
    }
}

/// A state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its name in the definition.
    pub name: String,
    /// Its `Comment`.
    pub comment: Option<String>,
    /// Where its name stands.
    pub place: Place,
    /// What it does.
    pub kind: StateKind,
}

/// The eight state types.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the variants are the state types of the specification")]
pub enum StateKind {
    Task(Box<TaskState>),
    Pass(Box<Pass>),
    Choice(Box<Choice>),
    Wait(Box<Wait>),
    Succeed(Box<Succeed>),
    Fail(Box<Fail>),
    Parallel(Box<Parallel>),
    Map(Box<Map>),
}

impl StateKind {
    /// The type's name: `Task`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Task(_) => "Task",
            Self::Pass(_) => "Pass",
            Self::Choice(_) => "Choice",
            Self::Wait(_) => "Wait",
            Self::Succeed(_) => "Succeed",
            Self::Fail(_) => "Fail",
            Self::Parallel(_) => "Parallel",
            Self::Map(_) => "Map",
        }
    }
}

/// Where control goes after a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// `Next`.
    State(StateId),
    /// `End: true`.
    End,
}

/// `InputPath` and `OutputPath`.
#[derive(Clone, Debug, PartialEq)]
pub enum Select {
    /// `$`, the default: all of it.
    Whole,
    /// `null`: an empty object.
    Empty,
    /// A path; [`Expr::Path`] or [`Expr::Doomed`].
    Expr(Expr),
}

/// `ResultPath`.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultPath {
    /// `$`, the default: the result replaces the input.
    Replace,
    /// `null`: the result is dropped.
    Discard,
    /// A Reference Path of fields and indexes: the result goes there. `path.root` is [`Root::Input`].
    At(Path),
}

/// One member of `Assign`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The variable's name, without `.$`.
    pub variable: String,
    /// Its new value. A top-level `.$` member is a [`Template::Expr`].
    pub value: Template,
    /// Where its name stands.
    pub place: Place,
}

/// What Task, Parallel and Map share after their work: fields in order of application.
#[derive(Clone, Debug, PartialEq)]
pub struct Finish {
    /// `ResultSelector`.
    pub result_selector: Option<Template>,
    /// `Assign`.
    pub assign: Vec<Assignment>,
    /// `ResultPath`.
    pub result_path: ResultPath,
    /// `OutputPath`.
    pub output: Select,
    /// `Retry`.
    pub retry: Vec<Retrier>,
    /// `Catch`.
    pub catch: Vec<Catcher>,
    /// `Next` or `End`.
    pub next: Next,
}

/// A retrier, defaults filled in.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Retrier {
    pub error_equals: Vec<String>,
    pub interval_seconds: u64,
    pub max_attempts: u64,
    pub backoff_rate: f64,
    pub max_delay_seconds: Option<u64>,
    /// `JitterStrategy: FULL`.
    pub full_jitter: bool,
}

/// A catcher.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Catcher {
    pub error_equals: Vec<String>,
    pub result_path: ResultPath,
    pub assign: Vec<Assignment>,
    pub next: StateId,
}

/// A Task state.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskState {
    /// The task it runs.
    pub task: TaskId,
    /// `Resource`, split.
    pub resource: Resource,
    /// `InputPath`.
    pub input: Select,
    /// `Parameters`.
    pub parameters: Option<Template>,
    /// `Credentials`.
    pub credentials: Option<Template>,
    /// `TimeoutSeconds` or `TimeoutSecondsPath`.
    pub timeout: Option<Number>,
    /// `HeartbeatSeconds` or `HeartbeatSecondsPath`.
    pub heartbeat: Option<Number>,
    /// What follows the work.
    pub finish: Finish,
}

/// A non-negative integer that is a literal or comes from a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// The literal.
    Literal(u64),
    /// The `…Path` field: [`Expr::Path`] or [`Expr::Doomed`].
    Path(Expr),
}

/// A Task's `Resource` after substitutions.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The whole text: an ARN, or `${Name}` where no substitution was given.
    pub arn: String,
    /// What it names.
    pub kind: ResourceKind,
}

/// The forms of `Resource` (AWS: "Integrating services").
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// A Lambda function's ARN, or a placeholder, which stands for one.
    Lambda,
    /// An activity's ARN.
    Activity,
    /// `arn:<partition>:states:::<service>:<action>`: `lambda:invoke` is `{service: "lambda", action: "invoke"}`,
    /// `aws-sdk:s3:getObject` is `{service: "aws-sdk:s3", action: "getObject"}`.
    /// `action` keeps its suffix (`invoke.waitForTaskToken`), as history events show it.
    Integration {
        /// Text between `:::` and the last part: `lambda`, `aws-sdk:dynamodb`.
        service: String,
        /// The rest with its suffix: `startExecution.sync:2`.
        action: String,
        /// The pattern that the suffix asks for.
        pattern: Pattern,
    },
}

/// Service integration patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// No suffix.
    RequestResponse,
    /// `.sync` or `.sync:2`.
    Sync,
    /// `.waitForTaskToken`.
    WaitForTaskToken,
}

/// A Pass state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Pass {
    pub input: Select,
    pub result: PassResult,
    pub assign: Vec<Assignment>,
    pub result_path: ResultPath,
    pub output: Select,
    pub next: Next,
}

/// What a Pass state produces.
#[derive(Clone, Debug, PartialEq)]
pub enum PassResult {
    /// Neither `Result` nor `Parameters`: the effective input.
    Input,
    /// `Result`, verbatim.
    Literal(Literal),
    /// `Parameters`.
    Template(Template),
}

/// A Choice state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Choice {
    pub input: Select,
    pub rules: Vec<Rule>,
    /// `Default`; without one, no match is a `States.Runtime`.
    pub default: Option<StateId>,
    /// The state's own `Assign`: applied only when `Default` is taken.
    pub assign: Vec<Assignment>,
    pub output: Select,
}

/// A top-level choice rule.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Rule {
    pub condition: Condition,
    pub assign: Vec<Assignment>,
    pub next: StateId,
}

/// A boolean expression of a choice rule.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the variants are those of the specification")]
pub enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    /// A comparison of two values.
    Compare {
        variable: Expr,
        family: Family,
        relation: Relation,
        operand: Operand,
    },
    /// `StringMatches` with its pattern.
    Matches {
        variable: Expr,
        pattern: String,
    },
    /// `IsPresent`, `IsNull`, …
    Is {
        variable: Expr,
        test: TypeTest,
        expected: bool,
    },
}

/// What a comparison compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are those of the specification")]
pub enum Family {
    String,
    Numeric,
    Boolean,
    Timestamp,
}

/// How it compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are those of the specification")]
pub enum Relation {
    Equals,
    LessThan,
    GreaterThan,
    LessThanEquals,
    GreaterThanEquals,
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A literal of the family's type; timestamps as [`Operand::Timestamp`].
    Literal(Literal),
    /// A checked RFC 3339 literal: nanoseconds since 1970-01-01T00:00:00Z.
    Timestamp(i128),
    /// The `…Path` form.
    Path(Expr),
}

/// The type tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are those of the specification")]
pub enum TypeTest {
    Null,
    Present,
    Numeric,
    String,
    Boolean,
    Timestamp,
}

/// A Wait state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Wait {
    pub input: Select,
    pub until: Until,
    pub assign: Vec<Assignment>,
    pub output: Select,
    pub next: Next,
}

/// How long a Wait waits.
#[derive(Clone, Debug, PartialEq)]
pub enum Until {
    /// `Seconds`.
    Seconds(u64),
    /// `SecondsPath`.
    SecondsPath(Expr),
    /// `Timestamp`: nanoseconds since the epoch.
    Timestamp(i128),
    /// `TimestampPath`.
    TimestampPath(Expr),
}

/// A Succeed state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Succeed {
    pub input: Select,
    pub output: Select,
}

/// A Fail state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Fail {
    pub error: Option<Text>,
    pub cause: Option<Text>,
}

/// A string of a Fail state.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    /// `Error`, `Cause`.
    Literal(String),
    /// `ErrorPath`, `CausePath`: a path or an intrinsic.
    Expr(Expr),
}

/// A Parallel state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Parallel {
    pub input: Select,
    pub parameters: Option<Template>,
    pub branches: Vec<Machine>,
    pub finish: Finish,
}

/// An inline Map state.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Map {
    pub input: Select,
    /// `ItemsPath`; `None` is the default, the effective input itself.
    pub items: Option<Expr>,
    /// `ItemSelector`, or its older name `Parameters`.
    pub item_selector: Option<Template>,
    /// `MaxConcurrency` or `MaxConcurrencyPath`; 0 is no limit.
    pub max_concurrency: Number,
    pub processor: Machine,
    pub finish: Finish,
}

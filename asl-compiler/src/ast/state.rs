//! What the state types share: which fields they take, transitions, paths and results.

use crate::diagnostic::{Aws, AwsPlace, Code, Diagnostic, near, quoted_list};
use crate::json::{Node, Text, Value};
use crate::source::Spanned;

use super::expr::{Dialect, Expr, ResultPath, Selector, VariableRead};
use super::fields::{Cx, Fields, Of, Spec};
use super::jsonata::{Query, Sees};
use super::retry::{self, Catcher, Retrier};
use super::template::{Assignment, Template};
use super::{
    Choice, Fail, Language, Map, Parallel, Pass, Succeed, Task, Wait, choice, fail, language, map,
    not_yet_jsonata, parallel, pass, succeed, task, wait,
};

/// A state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Its name.
    pub name: Text,
    /// Its query language.
    pub language: Language,
    /// `Comment`.
    pub comment: Option<Text>,
    /// `Next` or `End`; `None` for types without, and when wrong.
    pub transition: Option<Transition>,
    /// Whether it has an `End`, rightly or not.
    pub has_end: bool,
    /// What it does; `None` when its type is missing or unknown.
    pub kind: Option<Kind>,
    /// The expressions of a state in JSONata, in the order in which its fields are read; those of states inside
    /// belong to these.
    pub queries: Vec<Query>,
    /// The variables that its paths start at, in the order in which its fields are read; those of states inside belong
    /// to these.
    pub reads: Vec<VariableRead>,
}

impl State {
    /// What a Task, Parallel or Map does after its work.
    pub fn finish(&self) -> Option<&Finish> {
        match &self.kind {
            Some(Kind::Task(task)) => Some(&task.finish),
            Some(Kind::Parallel(parallel)) => Some(&parallel.finish),
            Some(Kind::Map(map)) => Some(&map.finish),
            _ => None,
        }
    }

    /// `Retry`.
    pub fn retriers(&self) -> &[Retrier] {
        self.finish().map_or(&[], |finish| &finish.retry)
    }

    /// `Catch`.
    pub fn catchers(&self) -> &[Catcher] {
        self.finish().map_or(&[], |finish| &finish.catch)
    }
}

/// `Next` or `End`.
#[derive(Clone, Debug, PartialEq)]
pub enum Transition {
    /// `Next`.
    Next(Text),
    /// `End: true`.
    End,
}

/// The state types.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the variants are the state types of the specification")]
pub enum Kind {
    Task(Box<Task>),
    Pass(Box<Pass>),
    Choice(Box<Choice>),
    Wait(Box<Wait>),
    Succeed(Box<Succeed>),
    Fail(Box<Fail>),
    Parallel(Box<Parallel>),
    Map(Box<Map>),
}

/// What Task, Parallel and Map share after their work.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the specification")]
pub struct Finish {
    pub result_selector: Option<Template>,
    pub assign: Vec<Assignment>,
    pub result_path: Option<ResultPath>,
    pub output: Option<Selector>,
    pub retry: Vec<Retrier>,
    pub catch: Vec<Catcher>,
}

/// A number or the path to one.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// The number.
    Literal(Spanned<u64>),
    /// The `…Path` field.
    Path(Expr),
}

const TYPES: [&str; 8] = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];

const COMMON: &[Spec] = &[("Type", Of::Both), ("Comment", Of::Both), ("QueryLanguage", Of::Both)];
const STEP: &[Spec] = &[("Next", Of::Both), ("End", Of::Both)];
const ASSIGN: &[Spec] = &[("Assign", Of::Both)];
const IN_OUT: &[Spec] = &[("InputPath", Of::JsonPath), ("OutputPath", Of::JsonPath), ("Output", Of::Jsonata)];
const RESULT: &[Spec] = &[("ResultPath", Of::JsonPath), ("Parameters", Of::JsonPath)];
const WORK: &[Spec] = &[("ResultSelector", Of::JsonPath), ("Retry", Of::Both), ("Catch", Of::Both)];
const ARGUMENTS: &[Spec] = &[("Arguments", Of::Jsonata)];

/// The fields of each type (AWS rejects all others).
fn specs(state_type: &str) -> &'static [&'static [Spec]] {
    match state_type {
        "Task" => &[COMMON, STEP, ASSIGN, IN_OUT, RESULT, WORK, ARGUMENTS, task::FIELDS],
        "Pass" => &[COMMON, STEP, ASSIGN, IN_OUT, RESULT, pass::FIELDS],
        "Choice" => &[COMMON, ASSIGN, IN_OUT, choice::FIELDS],
        "Wait" => &[COMMON, STEP, ASSIGN, IN_OUT, wait::FIELDS],
        "Succeed" => &[COMMON, IN_OUT],
        "Fail" => &[COMMON, fail::FIELDS],
        "Parallel" => &[COMMON, STEP, ASSIGN, IN_OUT, RESULT, WORK, ARGUMENTS, parallel::FIELDS],
        "Map" => &[COMMON, STEP, ASSIGN, IN_OUT, RESULT, WORK, map::FIELDS],
        _ => &[],
    }
}

/// Which types have a field, in words.
pub(super) fn types_with(name: &str) -> Option<String> {
    let found: Vec<&str> = TYPES
        .into_iter()
        .filter(|state_type| specs(state_type).iter().copied().flatten().any(|(field, _)| *field == name))
        .collect();
    let last = found.last()?;
    let list = match found.len() {
        1 => format!("only {last} states"),
        8 => "only states".to_owned(),
        more => format!("only {} and {last} states", found.get(..more - 1).unwrap_or_default().join(", ")),
    };
    Some(format!("{list} have `{name}`"))
}

/// Reads a state.
pub(super) fn state(cx: &mut Cx<'_>, name: Text, node: Node) -> State {
    let language = cx.language;
    let (queries, reads) = (std::mem::take(&mut cx.queries), std::mem::take(&mut cx.reads));
    let mut state = read(cx, name, node);
    state.queries = std::mem::replace(&mut cx.queries, queries);
    state.reads = std::mem::replace(&mut cx.reads, reads);
    cx.language = language;
    state
}

fn read(cx: &mut Cx<'_>, name: Text, node: Node) -> State {
    let mut state = State {
        name,
        language: cx.language,
        comment: None,
        transition: None,
        has_end: false,
        kind: None,
        queries: Vec::new(),
        reads: Vec::new(),
    };
    let owner = format!("the state `{}`", state.name.as_str());
    let Some(mut fields) = Fields::read(cx, node, owner, Some(state.name.span())) else { return state };
    state_language(cx, &mut fields);
    state.language = cx.language;
    let state_type = state_type(cx, &mut fields);
    if let Some(state_type) = state_type {
        let article = format!("the {state_type} state `{}`", state.name.as_str());
        fields.owner = article;
        fields.only(cx, specs(state_type), types_with);
    }
    state.comment = fields.string(cx, "Comment");
    if state_type.is_some_and(|state_type| !["Choice", "Succeed", "Fail"].contains(&state_type)) {
        state.has_end = fields.has("End");
        state.transition = transition(cx, &mut fields);
    }
    state.kind = state_type.and_then(|state_type| kind(cx, state_type, fields));
    state
}

fn kind(cx: &mut Cx<'_>, state_type: &str, fields: Fields) -> Option<Kind> {
    Some(match state_type {
        "Task" => Kind::Task(Box::new(task::parse(cx, fields))),
        "Pass" => Kind::Pass(Box::new(pass::parse(cx, fields))),
        "Choice" => Kind::Choice(Box::new(choice::parse(cx, fields))),
        "Wait" => Kind::Wait(Box::new(wait::parse(cx, fields))),
        "Succeed" => Kind::Succeed(Box::new(succeed::parse(cx, fields))),
        "Fail" => Kind::Fail(Box::new(fail::parse(cx, fields))),
        "Parallel" => Kind::Parallel(Box::new(parallel::parse(cx, fields))),
        "Map" => Kind::Map(Box::new(map::parse(cx, fields))),
        _ => return None,
    })
}

fn state_language(cx: &mut Cx<'_>, fields: &mut Fields) {
    let Some(own) = language(cx, fields) else { return };
    match (cx.machine_language, own.value) {
        (Language::Jsonata, Language::JsonPath) => {
            // Its fields are those of JSONPath, which is reported once.
            cx.language = Language::JsonPath;
            cx.report(
            Diagnostic::new(Code::LanguageDowngrade, own.span, "a JSONPath state in a JSONata machine")
                .label("not allowed here")
                .help("make `JSONPath` the language of the machine and `JSONata` that of single states")
                .aws(
                    Aws::schema(
                        "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
                    )
                    .at(AwsPlace::State),
                ),
            );
        }
        (Language::JsonPath, Language::Jsonata) => {
            not_yet_jsonata(cx, own.span);
            cx.language = Language::Jsonata;
        }
        _ => {}
    }
}

fn state_type(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<&'static str> {
    fields.find_misspelt(cx, "Type");
    if !fields.has("Type") {
        fields.missing(cx, "Type");
    }
    let text = fields.string(cx, "Type")?;
    let found = TYPES.into_iter().find(|state_type| *state_type == text.as_str());
    if found.is_none() {
        let guess = near(text.as_str(), TYPES);
        cx.report(
            Diagnostic::new(
                Code::UnknownType,
                text.span(),
                format!("unknown state type `{}`", text.as_str()),
            )
            .label("no such type")
            .help(match guess {
                Some(guess) => format!("did you mean `{guess}`?"),
                None => format!("the types are {}", quoted_list(TYPES, "and")),
            })
            .aws(Aws::schema(
                "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, \
                 Parallel, Map]",
            )),
        );
    }
    found
}

/// `Next` or `End`, exactly one.
fn transition(cx: &mut Cx<'_>, fields: &mut Fields) -> Option<Transition> {
    if let (Some(next), Some(end)) = (fields.key("Next"), fields.key("End")) {
        let (first, second) = if next < end { (next, end) } else { (end, next) };
        cx.report(
            Diagnostic::new(Code::NextAndEnd, second, format!("{} has both `Next` and `End`", fields.owner))
                .label("only one of them is allowed")
                .also(first, "the other one")
                .help("remove `End`, or remove `Next` to end here")
                .aws(Aws::only_one_of("Next, End")),
        );
    } else if !fields.has("Next") && !fields.has("End") {
        cx.report(
            Diagnostic::new(
                Code::MissingTransition,
                fields.at,
                format!("{} has neither `Next` nor `End`", fields.owner),
            )
            .label("where does it lead?")
            .help("add `\"Next\": \"…\"` or `\"End\": true`")
            .aws(Aws::one_of("Next, End")),
        );
    }
    let end = fields.take("End");
    if let Some(next) = fields.string(cx, "Next") {
        return Some(Transition::Next(next));
    }
    let end = end?;
    match end.value {
        Value::Bool(true) => Some(Transition::End),
        Value::Bool(false) => {
            cx.report(
                Diagnostic::new(Code::UnknownValue, end.span, "`End` can only be `true`")
                    .label("expected `true`")
                    .help("use `Next` to go on")
                    .aws(Aws::schema("Value should be one of the following: [true]")),
            );
            None
        }
        _ => {
            cx.wrong_type("End", &end, "`true`");
            None
        }
    }
}

impl Fields {
    /// What Task, Parallel and Map share.
    pub(super) fn finish(&mut self, cx: &mut Cx<'_>) -> Finish {
        self.query(cx, "Output", Sees::Result);
        Finish {
            result_selector: self.template(cx, "ResultSelector"),
            assign: self.assign(cx, Sees::Result),
            result_path: self.result_path(cx),
            output: self.selector(cx, "OutputPath"),
            retry: retry::retriers(cx, self),
            catch: retry::catchers(cx, self),
        }
    }

    /// A number or its `…Path` form.
    pub(super) fn number(
        &mut self,
        cx: &mut Cx<'_>,
        name: &str,
        path_name: &str,
        range: (u64, u64),
    ) -> Option<Number> {
        self.exclusive(cx, &[name, path_name]);
        let literal = self.integer_or_query(cx, name, range);
        let path = self.expression(cx, path_name, Dialect::Reference);
        literal.map(Number::Literal).or(path.map(Number::Path))
    }
}

//! Reading the fields of an object: types, ranges, duplicates, and which fields belong where.

use crate::diagnostic::{Aws, AwsPlace, Code, Diagnostic, Diagnostics, near, quoted_list};
use crate::json::{Member, Node, Text, Value, placeholders};
use crate::source::{Span, Spanned};

use super::Language;
use super::expr::VariableRead;
use super::jsonata::Query;

/// What all readers share.
pub(super) struct Cx<'d> {
    /// Where findings go.
    pub(super) diagnostics: &'d mut Diagnostics,
    /// `QueryLanguage` of the machine.
    pub(super) machine_language: Language,
    /// The language of the state being read.
    pub(super) language: Language,
    /// The JSONata expressions of the state being read, so far.
    pub(super) queries: Vec<Query>,
    /// The variables that the paths of the state being read start at, so far.
    pub(super) reads: Vec<VariableRead>,
}

impl Cx<'_> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn wrong_type(&mut self, name: &str, node: &Node, expected: &str) {
        let found = node.value.describe();
        self.report(
            Diagnostic::new(Code::WrongType, short(node), format!("`{name}` must be {expected}"))
                .label(format!("this is {found}"))
                .maybe_help(type_help(&node.value, expected))
                .aws(expected_type(expected)),
        );
    }
}

/// How to make a value of the type that is expected.
fn type_help(value: &Value, expected: &str) -> Option<String> {
    let array = expected.starts_with("an array");
    Some(match value {
        Value::Object(_) if array => "put it into brackets: `[{ … }]`".to_owned(),
        Value::String(text) if array => format!("put it into brackets: `[\"{}\"]`", text.as_str()),
        Value::Array(items) if expected.starts_with("an object") && items.len() == 1 => {
            "write the object without brackets around it".to_owned()
        }
        Value::String(text) if ["`true`", "a boolean"].contains(&expected) => match text.as_str() {
            text @ ("true" | "false") => format!("write `{text}` without quotes"),
            _ => return None,
        },
        Value::Number(_) | Value::Bool(_) if expected.starts_with("a string") => {
            "put it into quotes".to_owned()
        }
        _ => return None,
    })
}

/// AWS's words for a type.
pub(super) fn expected_type(expected: &str) -> Aws {
    Aws::schema(match expected {
        _ if expected.starts_with("a string") => "Expected value of type [STRING]",
        _ if expected.starts_with("a whole number") => "Expected value of type Integer",
        _ if expected.starts_with("a number") => "Expected value of type Float",
        _ if expected.starts_with("an object") => "Expected value of type [OBJECT]",
        _ if expected.starts_with("an array") => "Expected value of type [ARRAY]",
        _ => "Expected value of type [BOOLEAN]",
    })
}

/// The whole value when it is a scalar, else its opening bracket: a place that fits on one line.
pub(super) fn short(node: &Node) -> Span {
    match node.value {
        Value::Array(_) | Value::Object(_) => Span::new(node.span.start, node.span.start + 1),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => node.span,
    }
}

/// Which query language a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Both,
    JsonPath,
    Jsonata,
}

/// Fields whose absence has consequences elsewhere: a misspelt one must not cause those too.
const MISSED: &[&str] = &[
    "StartAt",
    "States",
    "Type",
    "Resource",
    "Next",
    "End",
    "Default",
    "Choices",
    "Branches",
    "ItemProcessor",
    "Iterator",
    "ErrorEquals",
    "Catch",
    "Variable",
    "Condition",
];

/// What to write for a required field.
fn example(name: &str) -> Option<&'static str> {
    Some(match name {
        "StartAt" => "\"the first state\"",
        "States" => "{ … }",
        "Type" => "\"Task\"",
        "Resource" => "\"arn:aws:states:::lambda:invoke\"",
        "Choices" => "[{ …, \"Next\": \"…\" }]",
        "Branches" => "[{ \"StartAt\": \"…\", \"States\": { … } }]",
        "ErrorEquals" => "[\"States.ALL\"]",
        "Variable" => "\"$.path\"",
        "Condition" => "\"{% … %}\"",
        "Next" => "\"…\"",
        "ExecutionType" => "\"STANDARD\"",
        "InputType" => "\"JSON\"",
        "ReaderConfig" => "{ \"InputType\": \"JSON\" }",
        "CSVHeaderLocation" => "\"FIRST_ROW\"",
        "CSVHeaders" => "[\"…\"]",
        "OutputType" => "\"JSON\"",
        _ => return None,
    })
}

/// Where a name is a field, in words: `only Task states have it`.
pub(super) type Elsewhere = fn(&str) -> Option<String>;

/// A field and its language.
pub(super) type Spec = (&'static str, Of);

/// The object being read.
pub(super) struct Fields {
    /// For messages: ``the Task state `X` ``.
    pub(super) owner: String,
    /// Where to point when something is missing.
    pub(super) at: Span,
    members: Vec<Member>,
}

impl Fields {
    /// Takes an object apart. Something else, and duplicate fields, are reported.
    pub(super) fn read(cx: &mut Cx<'_>, node: Node, owner: String, at: Option<Span>) -> Option<Self> {
        let at = at.unwrap_or_else(|| short(&node));
        let Value::Object(members) = node.value else {
            let found = node.value.describe();
            cx.report(
                Diagnostic::new(Code::WrongType, short(&node), format!("{owner} must be an object"))
                    .label(format!("this is {found}"))
                    .maybe_help(type_help(&node.value, "an object"))
                    .aws(expected_type("an object")),
            );
            return None;
        };
        let members = unique(cx, members);
        Some(Self { owner, at, members })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.key(name).is_some()
    }

    /// The place of a field's name.
    pub(super) fn key(&self, name: &str) -> Option<Span> {
        self.members.iter().find(|member| member.key.as_str() == name).map(|member| member.key.span())
    }

    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.members.iter().find(|member| member.key.as_str() == name).map(|member| &member.value)
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Node> {
        let index = self.members.iter().position(|member| member.key.as_str() == name)?;
        Some(self.members.remove(index).value)
    }

    /// Takes all that is left.
    pub(super) fn rest(&mut self) -> Vec<Member> {
        std::mem::take(&mut self.members)
    }

    /// Puts fields back that [`rest`](Self::rest) took.
    pub(super) fn restore(&mut self, members: Vec<Member>) {
        self.members = members;
    }

    /// Reports and drops every field that is not in `allowed`. `elsewhere` says where a name is a field,
    /// if it is one of some other kind of object.
    pub(super) fn only(&mut self, cx: &mut Cx<'_>, allowed: &[&[Spec]], elsewhere: Elsewhere) {
        let language = cx.language;
        for member in std::mem::take(&mut self.members) {
            let name = member.key.as_str();
            let spec = allowed.iter().copied().flatten().find(|(field, _)| *field == name);
            match (spec, language) {
                (Some((_, Of::Jsonata)), Language::JsonPath) => self.wrong_language(cx, &member, "JSONata"),
                (Some((_, Of::JsonPath)), Language::Jsonata) => self.wrong_language(cx, &member, "JSONPath"),
                (Some(_), _) => self.members.push(member),
                (None, _) => {
                    let elsewhere = elsewhere(name);
                    self.unknown(cx, member, allowed, elsewhere);
                }
            }
        }
    }

    fn wrong_language(&self, cx: &mut Cx<'_>, member: &Member, other: &str) {
        let name = member.key.as_str();
        let mine = if other == "JSONata" { "JSONPath" } else { "JSONata" };
        let help = match name {
            "Output" => "use `OutputPath`, `ResultPath` or `ResultSelector`".to_owned(),
            "Arguments" => "use `Parameters`".to_owned(),
            "Items" => "use `ItemsPath`".to_owned(),
            "Condition" => "use `Variable` and a comparison".to_owned(),
            "Variable" => "use `Condition` with an expression".to_owned(),
            "Parameters" => "use `Arguments`".to_owned(),
            "ItemsPath" => "use `Items`".to_owned(),
            _ if name.ends_with("Path") || name.starts_with("Result") => "use `Output`".to_owned(),
            _ if self.owner.ends_with("choice rule") => "use `Condition` with an expression".to_owned(),
            _ => format!("only {other} states have it"),
        };
        cx.report(
            Diagnostic::new(
                Code::WrongLanguage,
                member.key.span(),
                format!("`{name}` is a field of {other}, and {} is in {mine}", self.owner),
            )
            .label(format!("not in {mine}"))
            .help(help)
            .aws(
                Aws::schema(format!(
                    "The QueryLanguage is set to '{mine}', but field '{name}' is only supported for the \
                     '{other}' QueryLanguage"
                ))
                .at(AwsPlace::Around),
            ),
        );
    }

    fn unknown(&mut self, cx: &mut Cx<'_>, member: Member, allowed: &[&[Spec]], elsewhere: Option<String>) {
        let name = member.key.as_str();
        let names = || {
            allowed
                .iter()
                .copied()
                .flatten()
                .filter(|(_, of)| cx.language.takes(*of))
                .map(|(field, _)| *field)
        };
        let guess = near(name, names().filter(|field| !self.has(field)));
        let help = match guess {
            Some(guess) => Some(format!("did you mean `{guess}`?")),
            None if names().count() <= 8 => {
                Some(format!("the fields here are {}", quoted_list(names(), "and")))
            }
            None => None,
        };
        let meant = if elsewhere.is_none() { guess } else { None };
        let diagnostic = if elsewhere.is_some() {
            let message = format!("`{name}` is not allowed in {}", self.owner);
            Diagnostic::new(Code::FieldNotAllowed, member.key.span(), message).label("not a field here")
        } else {
            let message = format!("unknown field `{name}` in {}", self.owner);
            Diagnostic::new(Code::UnknownField, member.key.span(), message).label("no such field")
        };
        cx.report(diagnostic.maybe_help(elsewhere.or(help)).aws(Aws::not_supported(name)));
        if let Some(meant) = meant.filter(|meant| MISSED.contains(meant)) {
            self.adopt(member, meant);
        }
    }

    /// Goes on as if a misspelt field had the name that was meant.
    fn adopt(&mut self, member: Member, meant: &str) {
        let mut key = Text::empty(member.key.span());
        key.push_as_whole(meant, member.key.span());
        self.members.push(Member { key, value: member.value });
    }

    /// Finds a required field under a misspelt name, and reports that.
    pub(super) fn find_misspelt(&mut self, cx: &mut Cx<'_>, name: &'static str) {
        let misspelt = |member: &Member| near(member.key.as_str(), [name]).is_some();
        if self.has(name) {
            return;
        }
        if let Some(index) = self.members.iter().position(misspelt) {
            let member = self.members.remove(index);
            self.unknown(cx, member, &[&[(name, Of::Both)]], None);
        }
    }

    /// Reports that a required field is missing.
    pub(super) fn missing(&self, cx: &mut Cx<'_>, name: &'static str) {
        let aws = match name {
            "StartAt" | "States" | "CSVHeaders" => Aws::required(name),
            _ => Aws::schema(format!("The field '{name}' is required")),
        };
        cx.report(
            Diagnostic::new(Code::MissingField, self.at, format!("{} has no `{name}`", self.owner))
                .label(format!("`{name}` is required"))
                .maybe_help(example(name).map(|example| format!("add `\"{name}\": {example}`")))
                .aws(aws),
        );
    }

    /// Reports fields that exclude each other; true when more than one is there.
    pub(super) fn exclusive(&self, cx: &mut Cx<'_>, names: &[&str]) -> bool {
        let mut found =
            names.iter().filter_map(|name| self.key(name).map(|key| (*name, key))).collect::<Vec<_>>();
        found.sort_by_key(|(_, key)| *key);
        let mut found = found.into_iter();
        let (Some((first, at)), Some((second, key))) = (found.next(), found.next()) else { return false };
        let mut diagnostic = Diagnostic::new(
            Code::ExclusiveFields,
            key,
            format!("`{first}` and `{second}` exclude each other"),
        )
        .label(format!("`{second}` here"))
        .also(at, format!("`{first}` here"))
        .help("keep one of them")
        .aws(Aws::only_one_of(&names.join(", ")));
        for (name, key) in found {
            diagnostic = diagnostic.also(key, format!("`{name}` here"));
        }
        cx.report(diagnostic);
        true
    }

    /// A string field.
    pub(super) fn string(&mut self, cx: &mut Cx<'_>, name: &str) -> Option<Text> {
        let node = self.take(name)?;
        let Value::String(text) = node.value else {
            cx.wrong_type(name, &node, "a string");
            return None;
        };
        Some(text)
    }

    /// A string field that must be there.
    pub(super) fn required_string(&mut self, cx: &mut Cx<'_>, name: &'static str) -> Option<Text> {
        if !self.has(name) {
            self.missing(cx, name);
        }
        self.string(cx, name)
    }

    /// A string field that takes one of a few values.
    pub(super) fn one_of(&mut self, cx: &mut Cx<'_>, name: &str, values: &[&str]) -> Option<Text> {
        let text = self.string(cx, name)?;
        if values.contains(&text.as_str()) {
            return Some(text);
        }
        let value = text.as_str();
        let help = match placeholders(value).first() {
            Some((_, placeholder)) => Some(format!("give `{placeholder}` a value as a substitution")),
            None => near(value, values.iter().copied()).map(|guess| format!("did you mean `{guess}`?")),
        };
        cx.report(
            Diagnostic::new(Code::UnknownValue, text.span(), format!("`{name}` cannot be `{value}`"))
                .label(format!("expected {}", quoted_list(values.iter().copied(), "or")))
                .maybe_help(help)
                .aws(Aws::schema(format!("Value should be one of the following: [{}]", values.join(", ")))),
        );
        None
    }

    /// An array field. Anything else is reported.
    pub(super) fn array(&mut self, cx: &mut Cx<'_>, name: &str) -> Option<Spanned<Vec<Node>>> {
        let node = self.take(name)?;
        let Value::Array(items) = node.value else {
            cx.wrong_type(name, &node, "an array");
            return None;
        };
        Some(Spanned { span: Span::new(node.span.start, node.span.start + 1), value: items })
    }

    /// An array field that must not be empty.
    pub(super) fn filled_array(&mut self, cx: &mut Cx<'_>, name: &str) -> Option<Vec<Node>> {
        let array = self.array(cx, name)?;
        if array.value.is_empty() {
            cx.report(
                Diagnostic::new(
                    Code::EmptyValue,
                    Span::new(array.span.start, array.span.start + 2),
                    format!("`{name}` is empty"),
                )
                .label("at least one entry is required")
                .aws(Aws::schema("Value cannot be empty")),
            );
        }
        Some(array.value)
    }
}

/// Reports members that are given twice and keeps the first of each.
pub(super) fn unique(cx: &mut Cx<'_>, members: Vec<Member>) -> Vec<Member> {
    let mut seen = std::collections::BTreeMap::new();
    let mut kept: Vec<Member> = Vec::with_capacity(members.len());
    for member in members {
        let name = member.key.as_str().to_owned();
        if let Some(first) = seen.get(&name) {
            cx.report(
                Diagnostic::new(Code::DuplicateKey, member.key.span(), format!("`{name}` is given twice"))
                    .label("again here")
                    .also(*first, "first here"),
            );
        } else {
            seen.insert(name, member.key.span());
            kept.push(member);
        }
    }
    kept
}

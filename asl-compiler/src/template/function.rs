//! `CloudFormation`'s functions: what they give, as far as the template tells.

use crate::json::{Member, Node, Text, Value, placeholders};
use crate::source::Span;
use std::collections::BTreeMap;

/// The names that have a short form, such as `!Sub`.
pub(crate) fn short_forms() -> impl Iterator<Item = &'static str> {
    [
        "Ref",
        "Sub",
        "GetAtt",
        "Join",
        "Select",
        "Split",
        "If",
        "FindInMap",
        "ImportValue",
        "Base64",
        "Cidr",
        "GetAZs",
        "Transform",
        "And",
        "Equals",
        "Not",
        "Or",
        "Condition",
        "Length",
        "ToJsonString",
    ]
    .into_iter()
}

/// The long form of a function: `{"Fn::Sub": argument}`.
pub(crate) fn long_form(name: &str, at: Span, argument: Node) -> Node {
    let mut key = Text::empty(at);
    let name = match name {
        "Ref" | "Condition" => name.to_owned(),
        _ => format!("Fn::{name}"),
    };
    key.push_as_whole(&name, at);
    let span = at.to(argument.span);
    Node { span, value: Value::Object(vec![Member { key, value: argument }]) }
}

/// What a template tells about names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Parameters with a value.
    values: BTreeMap<String, String>,
}

impl Scope {
    /// The parameters of a template that are numbers with a default. A default of text is often only an example, so
    /// such a parameter remains a placeholder.
    pub fn of_template(template: &Node) -> Self {
        let mut values = BTreeMap::new();
        if let Some(Value::Object(parameters)) = template.get("Parameters").map(|node| &node.value) {
            for parameter in parameters {
                let is_number = parameter.value.get("Type").and_then(Node::as_str) == Some("Number");
                let value = match parameter.value.get("Default").map(|node| &node.value) {
                    Some(Value::Number(text)) => text.clone(),
                    Some(Value::String(text)) => text.as_str().to_owned(),
                    _ => continue,
                };
                if is_number {
                    values.insert(parameter.key.as_str().to_owned(), value);
                }
            }
        }
        Self { values }
    }
}

/// Replaces every function by what it gives: a value where the template tells it, else a placeholder.
pub fn resolve(node: Node, scope: &Scope) -> Node {
    let span = node.span;
    given(node, scope).unwrap_or(Node { span, value: Value::Null })
}

/// What a value is, or nothing for `AWS::NoValue`, which removes what it is the value of.
fn given(node: Node, scope: &Scope) -> Option<Node> {
    let span = node.span;
    let value = match node.value {
        Value::Array(items) => {
            Value::Array(items.into_iter().filter_map(|item| given(item, scope)).collect())
        }
        Value::Object(mut members) => {
            let is_call = members.len() == 1
                && members.first().is_some_and(|member| {
                    member.key.as_str() == "Ref" || member.key.as_str().starts_with("Fn::")
                });
            if is_call && let Some(Member { key, value }) = members.pop() {
                return call(key.as_str(), span, value, scope);
            }
            let member = |Member { key, value }| given(value, scope).map(|value| Member { key, value });
            Value::Object(members.into_iter().filter_map(member).collect())
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    };
    Some(Node { span, value })
}

fn call(name: &str, span: Span, argument: Node, scope: &Scope) -> Option<Node> {
    let place = argument.span;
    match name {
        "Ref" => {
            let name = argument.as_str().unwrap_or("Ref");
            match (name, scope.values.get(name)) {
                ("AWS::NoValue", _) => None,
                (_, Some(value)) => Some(substituted(value, span)),
                (_, None) => Some(placeholder(name, span, place)),
            }
        }
        "Fn::If" => {
            let Value::Array(items) = argument.value else { return Some(placeholder(name, span, place)) };
            // The definition should be right either way; the first that is there is looked at.
            items.into_iter().skip(1).find_map(|branch| given(branch, scope))
        }
        "Fn::Sub" => Some(sub(span, argument, scope)),
        "Fn::Join" => {
            let argument = resolve(argument, scope);
            Some(join(span, &argument).unwrap_or_else(|| placeholder(name, span, place)))
        }
        "Fn::Select" => {
            let argument = resolve(argument, scope);
            Some(select(&argument).unwrap_or_else(|| placeholder(name, span, place)))
        }
        "Fn::GetAtt" | "Fn::ImportValue" | "Fn::FindInMap" => {
            let argument = resolve(argument, scope);
            Some(placeholder(&dotted(&argument).unwrap_or_else(|| name.to_owned()), span, place))
        }
        _ => Some(placeholder(name, span, place)),
    }
}

/// `${name}`.
fn placeholder(name: &str, span: Span, at: Span) -> Node {
    let mut text = Text::empty(span);
    text.push_as_whole(&format!("${{{name}}}"), at);
    Node { span, value: Value::String(text) }
}

fn substituted(value: &str, span: Span) -> Node {
    let mut text = Text::empty(span);
    text.set_substituted();
    text.push_as_whole(value, span);
    Node { span, value: Value::String(text) }
}

/// The texts of an argument, with dots between them; placeholders inside count by their names.
fn dotted(argument: &Node) -> Option<String> {
    let parts: Vec<&str> = match &argument.value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(items) => items.iter().map(Node::as_str).collect::<Option<_>>()?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
    };
    let bare = |part: &str| part.replace("${", "").replace('}', "");
    Some(parts.into_iter().map(bare).collect::<Vec<_>>().join("."))
}

/// `Fn::Sub`: a text, or a text and values of some of its placeholders.
fn sub(span: Span, argument: Node, scope: &Scope) -> Node {
    let at = argument.span;
    let (text, values) = match argument.value {
        Value::String(text) => (text, Vec::new()),
        Value::Array(items) => {
            let mut items = items.into_iter();
            let text = items.next().map(|first| resolve(first, scope).value);
            let Some(Value::String(text)) = text else { return placeholder("Fn::Sub", span, at) };
            match items.next().map(|values| resolve(values, scope).value) {
                Some(Value::Object(values)) => (text, values),
                _ => (text, Vec::new()),
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            return placeholder("Fn::Sub", span, at);
        }
    };
    let mut result = Text::empty(text.span());
    let mut from = 0;
    for (range, name) in placeholders(text.as_str()) {
        result.push_part(&text, from..range.start);
        from = range.end;
        let place = text.locate(range.clone());
        let value =
            values.iter().find(|member| member.key.as_str() == name).map(|member| &member.value.value);
        match (name.strip_prefix('!'), value, scope.values.get(name)) {
            (Some(literal), ..) => result.push_as_whole(&format!("${{{literal}}}"), place),
            (None, Some(Value::String(value)), _) => {
                result.set_substituted();
                result.push_as_whole(value.as_str(), place);
            }
            (None, Some(Value::Number(value)), _) | (None, None, Some(value)) => {
                result.set_substituted();
                result.push_as_whole(value, place);
            }
            (None, ..) => result.push_part(&text, range),
        }
    }
    result.push_part(&text, from..text.as_str().len());
    Node { span, value: Value::String(result) }
}

/// `Fn::Join`: a delimiter and a list of texts.
fn join(span: Span, argument: &Node) -> Option<Node> {
    let [delimiter, list] = argument.items()? else { return None };
    let Value::String(delimiter) = &delimiter.value else { return None };
    let mut text = Text::empty(span);
    for (index, item) in list.items()?.iter().enumerate() {
        if index > 0 {
            text.push_part(delimiter, 0..delimiter.as_str().len());
        }
        match &item.value {
            Value::String(piece) => text.push_part(piece, 0..piece.as_str().len()),
            Value::Number(piece) => text.push_as_whole(piece, item.span),
            Value::Bool(piece) => text.push_as_whole(&piece.to_string(), item.span),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        }
    }
    Some(Node { span, value: Value::String(text) })
}

/// `Fn::Select`: an index and a list.
fn select(argument: &Node) -> Option<Node> {
    let [index, list] = argument.items()? else { return None };
    let index: usize = match &index.value {
        Value::Number(text) => text.parse().ok()?,
        Value::String(text) => text.as_str().parse().ok()?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    list.items()?.get(index).cloned()
}

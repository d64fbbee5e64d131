//! State machines in templates of `CloudFormation` and SAM, which CDK writes as well.
//!
//! A definition stands in the template as an object, or as a string, which functions may put together; or in a file
//! beside it. Places of inline definitions are those of the template, also inside strings. What a function gives that
//! only the deployment knows becomes a placeholder: `{"Fn::GetAtt": ["Charge", "Arn"]}` is `${Charge.Arn}`.

mod function;
#[cfg(test)]
mod tests;

pub use function::{Scope, resolve};
pub(crate) use function::{long_form, short_forms};

use crate::diagnostic::Diagnostics;
use crate::json::{Node, Text, Value, parse, parse_embedded, placeholders};
use crate::source::{Format, Source};
use crate::yaml::{self, Tags};
use std::collections::BTreeMap;

/// A state machine of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// The name of its resource.
    pub name: Text,
    /// Where its definition is.
    pub definition: Definition,
    /// The values that the template gives to the definition's placeholders, as far as they are known.
    pub substitutions: BTreeMap<String, String>,
}

/// Where a definition is.
#[derive(Clone, Debug, PartialEq)]
pub enum Definition {
    /// In the template.
    Inline(Node),
    /// In a file: a path from the template's folder.
    File(Text),
    /// In a bucket, or put together by what only the deployment knows; or it cannot be read, which is reported.
    Unknown,
}

/// The types of resources that are state machines.
const TYPES: [&str; 2] = ["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"];

/// Reads a template's text in the notation of its source.
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Node> {
    match source.format() {
        Format::Json => parse(source, diagnostics),
        Format::Yaml => yaml::parse(source, Tags::Functions, diagnostics),
    }
}

/// Whether a text may be a template with state machines: cheap, and never wrong when it says no.
pub fn may_be_template(text: &str) -> bool {
    text.contains("Resources") && TYPES.iter().any(|ty| text.contains(ty))
}

/// Whether data is a template: an object with `Resources`, one of which has a type.
pub fn is_template(node: &Node) -> bool {
    let Some(Value::Object(resources)) = node.get("Resources").map(|node| &node.value) else { return false };
    resources.iter().any(|resource| resource.value.get("Type").is_some_and(|ty| ty.as_str().is_some()))
}

/// The state machines of a template, in its order. Definitions that cannot be read are reported.
pub fn machines(template: &Node, diagnostics: &mut Diagnostics) -> Vec<Machine> {
    let Some(Value::Object(resources)) = template.get("Resources").map(|node| &node.value) else {
        return Vec::new();
    };
    let scope = Scope::of_template(template);
    resources
        .iter()
        .filter(|resource| {
            resource.value.get("Type").and_then(Node::as_str).is_some_and(|ty| TYPES.contains(&ty))
        })
        .filter_map(|resource| {
            let properties = resource.value.get("Properties")?;
            Some(Machine {
                name: resource.key.clone(),
                definition: definition(properties, &scope, diagnostics),
                substitutions: substitutions(properties, &scope),
            })
        })
        .collect()
}

fn definition(properties: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Definition {
    if let Some(node) = properties.get("Definition") {
        return match resolve(node.clone(), scope) {
            node @ Node { value: Value::Object(_), .. } => Definition::Inline(node),
            _ => Definition::Unknown,
        };
    }
    if let Some(node) = properties.get("DefinitionString") {
        return from_string(node, scope, diagnostics);
    }
    let path = properties.get("DefinitionUri").or_else(|| properties.get("DefinitionS3Location"));
    match path.map(|node| resolve(node.clone(), scope).value) {
        Some(Value::String(path)) if is_local(path.as_str()) => Definition::File(path),
        _ => Definition::Unknown,
    }
}

fn from_string(node: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Definition {
    // The one function that makes text of data: the data itself has better places.
    if let Some(data) = node.get("Fn::ToJsonString") {
        return Definition::Inline(resolve(data.clone(), scope));
    }
    let Value::String(text) = resolve(node.clone(), scope).value else { return Definition::Unknown };
    // A placeholder or a dynamic reference for the whole: only the deployment knows the text.
    let start = text.as_str().trim_start();
    if start.starts_with("${") || start.starts_with("{{resolve:") {
        return Definition::Unknown;
    }
    parse_embedded(&text, diagnostics).map_or(Definition::Unknown, Definition::Inline)
}

/// Whether it is a path: no address, and nothing in it that only the deployment knows.
fn is_local(path: &str) -> bool {
    !path.is_empty() && !path.contains("://") && placeholders(path).is_empty()
}

/// The substitutions whose values are known.
fn substitutions(properties: &Node, scope: &Scope) -> BTreeMap<String, String> {
    let Some(Value::Object(members)) = properties.get("DefinitionSubstitutions").map(|node| &node.value)
    else {
        return BTreeMap::new();
    };
    let mut values = BTreeMap::new();
    for member in members {
        let value = match resolve(member.value.clone(), scope).value {
            Value::String(text) if placeholders(text.as_str()).is_empty() => text.as_str().to_owned(),
            Value::Number(text) => text,
            Value::Bool(value) => value.to_string(),
            Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => continue,
        };
        values.insert(member.key.as_str().to_owned(), value);
    }
    values
}

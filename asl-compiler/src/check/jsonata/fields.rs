//! Where expressions stand: the fields of states in JSONata that AWS evaluates, and what each may see and take.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::expr::jsonata::Sees;
use crate::json::{Node, Text, Value};

/// A string of such a field.
#[derive(Debug)]
pub(super) struct Query<'a> {
    /// It, delimiters included if it has them.
    pub(super) text: &'a Text,
    /// The members of `$states`.
    pub(super) sees: Sees,
    /// Letters of the types that the field takes; empty: any.
    pub(super) types: &'static str,
    /// The variables of the machine and of those around it.
    pub(super) variables: Rc<BTreeSet<&'a str>>,
}

/// Fields by their path below a state, and the types they take. A field of any type is evaluated at any depth.
const FIELDS: &[(&[&str], &str)] = &[
    (&["Arguments"], ""),
    (&["Items"], "ao"),
    (&["ItemSelector"], ""),
    (&["ItemBatcher", "BatchInput"], ""),
    (&["ItemBatcher", "MaxItemsPerBatch"], "n"),
    (&["ItemBatcher", "MaxInputBytesPerBatch"], "n"),
    (&["ItemReader", "Arguments"], ""),
    (&["ItemReader", "ReaderConfig", "MaxItems"], "n"),
    (&["ResultWriter", "Arguments"], ""),
    (&["MaxConcurrency"], "n"),
    (&["ToleratedFailureCount"], "n"),
    (&["ToleratedFailurePercentage"], "n"),
    (&["TimeoutSeconds"], "n"),
    (&["HeartbeatSeconds"], "n"),
    (&["Credentials"], ""),
    (&["Seconds"], "n"),
    (&["Timestamp"], "s"),
    (&["Error"], "s"),
    (&["Cause"], "s"),
];

/// Every string of a definition that is evaluated if it is an expression, in no particular order.
pub(super) fn queries(definition: &Node) -> Vec<Query<'_>> {
    let mut walk = Walk { jsonata: is_jsonata(definition, false), found: Vec::new() };
    walk.machine(definition, &BTreeSet::new());
    walk.found
}

struct Walk<'a> {
    /// Whether JSONata is the language of the whole definition.
    jsonata: bool,
    found: Vec<Query<'a>>,
}

/// What the strings of a field share.
#[derive(Clone, Copy)]
struct Around<'v, 'a> {
    sees: Sees,
    variables: &'v Rc<BTreeSet<&'a str>>,
}

impl<'a> Walk<'a> {
    fn machine(&mut self, machine: &'a Node, outer: &BTreeSet<&'a str>) {
        let states: Vec<&Node> = members(machine, "States").flat_map(values).collect();
        let mut variables = outer.clone();
        for state in &states {
            variables.extend(assigned(state));
        }
        let variables = Rc::new(variables);
        for state in states {
            if is_jsonata(state, self.jsonata) {
                self.state(state, &variables);
            }
            for inner in members(state, "Branches").flat_map(items) {
                self.machine(inner, &variables);
            }
            for inner in members(state, "ItemProcessor").chain(members(state, "Iterator")) {
                self.machine(inner, &variables);
            }
        }
    }

    fn state(&mut self, state: &'a Node, variables: &Rc<BTreeSet<&'a str>>) {
        let works = members(state, "Type").any(|node| is_text(node, &["Task", "Parallel", "Map"]));
        let input = Around { sees: Sees::default(), variables };
        let result = Around { sees: Sees { result: works, ..Sees::default() }, variables };
        let error = Around { sees: Sees { error_output: true, ..Sees::default() }, variables };
        for (path, types) in FIELDS {
            self.path(state, path, types, input);
        }
        self.results(state, result);
        for rule in members(state, "Choices").flat_map(items) {
            self.path(rule, &["Condition"], "b", input);
            self.results(rule, input);
        }
        for catcher in members(state, "Catch").flat_map(items) {
            self.results(catcher, error);
        }
    }

    fn results(&mut self, object: &'a Node, around: Around<'_, 'a>) {
        self.path(object, &["Output"], "", around);
        self.path(object, &["Assign"], "", around);
    }

    fn path(&mut self, object: &'a Node, path: &[&str], types: &'static str, around: Around<'_, 'a>) {
        let Some((name, rest)) = path.split_first() else {
            self.value(object, types, around);
            return;
        };
        for member in members(object, name) {
            self.path(member, rest, types, around);
        }
    }

    fn value(&mut self, node: &'a Node, types: &'static str, around: Around<'_, 'a>) {
        match &node.value {
            Value::String(text) => self.found.push(Query {
                text,
                sees: around.sees,
                types,
                variables: Rc::clone(around.variables),
            }),
            Value::Array(_) | Value::Object(_) => {
                for inner in items(node).chain(values(node)) {
                    self.value(inner, "", around);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The language of a machine or state.
fn is_jsonata(node: &Node, outer: bool) -> bool {
    match members(node, "QueryLanguage").next() {
        Some(language) => is_text(language, &["JSONata"]),
        None => outer,
    }
}

fn is_text(node: &Node, texts: &[&str]) -> bool {
    matches!(&node.value, Value::String(text) if texts.contains(&text.as_str()))
}

/// The variables that a state assigns, in whichever language.
fn assigned(state: &Node) -> impl Iterator<Item = &str> {
    let rules = members(state, "Choices").chain(members(state, "Catch")).flat_map(items);
    std::iter::once(state)
        .chain(rules)
        .flat_map(|object| members(object, "Assign"))
        .filter_map(|assign| if let Value::Object(members) = &assign.value { Some(members) } else { None })
        .flatten()
        .map(|member| member.key.as_str().trim_end_matches(".$"))
}

/// The values of a member, of which duplicates are reported elsewhere.
fn members<'a>(node: &'a Node, name: &str) -> impl Iterator<Item = &'a Node> {
    let members = if let Value::Object(members) = &node.value { members.as_slice() } else { &[] };
    members.iter().filter(move |member| member.key.as_str() == name).map(|member| &member.value)
}

fn values(node: &Node) -> impl Iterator<Item = &Node> {
    let members = if let Value::Object(members) = &node.value { members.as_slice() } else { &[] };
    members.iter().map(|member| &member.value)
}

fn items(node: &Node) -> impl Iterator<Item = &Node> {
    if let Value::Array(items) = &node.value { items.iter() } else { [].iter() }
}

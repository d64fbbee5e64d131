//! From a definition to a graph. Definitions with mistakes have a graph, too.

use std::collections::BTreeMap;

use crate::ast::{Catcher, Kind, Machine, State, Transition};

use super::caption;
use super::condition;
use super::model::{Edge, EdgeKind, Graph, Node, NodeKind, Scope};

impl Graph {
    /// The graph of a definition.
    ///
    /// Every state is in it, also one that nothing leads to. A target that does not exist is a node of its own.
    pub fn new(machine: &Machine) -> Self {
        let comment = machine.comment.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default();
        Self { comment, top: scope(machine, true) }
    }
}

/// Collects nodes and edges of one `States`.
struct Builder<'a> {
    scope: Scope,
    names: BTreeMap<&'a str, usize>,
    /// The end, once something leads to it.
    end: Option<usize>,
    top: bool,
}

fn scope(machine: &Machine, top: bool) -> Scope {
    let mut builder = Builder { scope: Scope::default(), names: BTreeMap::new(), end: None, top };
    if top {
        builder.scope.nodes.push(point(NodeKind::Start, "Start"));
    }
    for state in &machine.states {
        let index = builder.scope.nodes.len();
        // Of two states with one name, transitions mean the first.
        builder.names.entry(state.name.as_str()).or_insert(index);
        builder.scope.nodes.push(node(state));
    }
    let start = machine.start_at.as_ref().map(|name| builder.target(name.as_str()));
    if let (true, Some(start)) = (top, start) {
        builder.edge(0, start, EdgeKind::Next, String::new());
    }
    builder.scope.start = if top { Some(0) } else { start };
    let first = usize::from(top);
    for (index, state) in machine.states.iter().enumerate() {
        builder.leave(first + index, state);
    }
    let reachable = builder.scope.reachable();
    for (node, reachable) in builder.scope.nodes.iter_mut().zip(reachable) {
        node.reachable = reachable;
        if !reachable {
            node.inner.iter_mut().for_each(lose);
        }
    }
    builder.scope
}

/// Nothing in it can be reached.
fn lose(scope: &mut Scope) {
    for node in &mut scope.nodes {
        node.reachable = false;
        node.inner.iter_mut().for_each(lose);
    }
}

fn point(kind: NodeKind, name: &str) -> Node {
    Node {
        kind,
        name: name.to_owned(),
        caption: String::new(),
        badges: Vec::new(),
        details: Vec::new(),
        inner: Vec::new(),
        reachable: true,
    }
}

fn node(state: &State) -> Node {
    let kind = match &state.kind {
        Some(Kind::Task(_)) => NodeKind::Task,
        Some(Kind::Pass(_)) => NodeKind::Pass,
        Some(Kind::Choice(_)) => NodeKind::Choice,
        Some(Kind::Wait(_)) => NodeKind::Wait,
        Some(Kind::Succeed(_)) => NodeKind::Succeed,
        Some(Kind::Fail(_)) => NodeKind::Fail,
        Some(Kind::Parallel(_)) => NodeKind::Parallel,
        Some(Kind::Map(_)) => NodeKind::Map,
        None => NodeKind::Unknown,
    };
    let inner = match &state.kind {
        Some(Kind::Parallel(parallel)) => parallel.branches.iter().map(|inner| scope(inner, false)).collect(),
        Some(Kind::Map(map)) => map.processor.iter().map(|inner| scope(inner, false)).collect(),
        _ => Vec::new(),
    };
    Node {
        kind,
        name: state.name.as_str().to_owned(),
        caption: caption::caption(state),
        badges: caption::badges(state),
        details: caption::details(state),
        inner,
        reachable: false,
    }
}

impl<'a> Builder<'a> {
    /// The node of a name. A name without a state gets a node.
    fn target(&mut self, name: &'a str) -> usize {
        let nodes = &mut self.scope.nodes;
        *self.names.entry(name).or_insert_with(|| {
            let mut missing = point(NodeKind::Missing, name);
            "no such state".clone_into(&mut missing.caption);
            nodes.push(missing);
            nodes.len() - 1
        })
    }

    fn edge(&mut self, from: usize, to: usize, kind: EdgeKind, label: String) {
        self.scope.edges.push(Edge { from, to, kind, label, detail: String::new() });
    }

    /// The transitions of a state, in the order in which they are tried.
    fn leave(&mut self, from: usize, state: &'a State) {
        match &state.transition {
            Some(Transition::Next(next)) => {
                let to = self.target(next.as_str());
                self.edge(from, to, EdgeKind::Next, String::new());
            }
            Some(Transition::End) => self.finish(from),
            None => {}
        }
        match &state.kind {
            Some(Kind::Succeed(_) | Kind::Fail(_)) => self.finish(from),
            Some(Kind::Choice(choice)) => {
                for (index, rule) in choice.rules.iter().enumerate() {
                    let Some(next) = &rule.next else { continue };
                    let to = self.target(next.as_str());
                    let label = match &rule.condition {
                        Some(condition) => condition::short(condition),
                        None => format!("rule {}", index + 1),
                    };
                    let full = rule.condition.as_ref().map(condition::text).filter(|full| *full != label);
                    let detail = full.unwrap_or_default();
                    self.scope.edges.push(Edge { from, to, kind: EdgeKind::Rule, label, detail });
                }
                if let Some(default) = &choice.default {
                    let to = self.target(default.as_str());
                    self.edge(from, to, EdgeKind::Default, "Default".to_owned());
                }
            }
            _ => self.catch(from, state.catchers()),
        }
    }

    /// Catchers with the same target are one edge.
    fn catch(&mut self, from: usize, catchers: &'a [Catcher]) {
        let mut targets: Vec<(usize, Vec<&str>)> = Vec::new();
        for catcher in catchers {
            let Some(next) = &catcher.next else { continue };
            let to = self.target(next.as_str());
            let names = catcher.error_equals.iter().map(crate::json::Text::as_str);
            match targets.iter_mut().find(|(target, _)| *target == to) {
                Some((_, known)) => known.extend(names),
                None => targets.push((to, names.collect())),
            }
        }
        for (to, names) in targets {
            self.edge(from, to, EdgeKind::Catch, names.join(", "));
        }
    }

    /// An execution ends after this state. Branches and processors have no end of their own: their box has.
    fn finish(&mut self, from: usize) {
        if !self.top {
            return;
        }
        let nodes = &mut self.scope.nodes;
        let end = *self.end.get_or_insert_with(|| {
            nodes.push(point(NodeKind::End, "End"));
            nodes.len() - 1
        });
        self.edge(from, end, EdgeKind::Next, String::new());
    }
}

//! What is drawn: states, transitions and the boxes they stand in, without a place yet.

/// A definition as a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// The definition's `Comment`, or nothing.
    pub comment: String,
    /// The states of the top level, between a start and an end.
    pub top: Scope,
}

/// The states of one `States` object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The nodes, in the order of the definition.
    pub nodes: Vec<Node>,
    /// The transitions; those that leave the same node are in the order in which they are tried.
    pub edges: Vec<Edge>,
    /// The node that control enters first; `None` when `StartAt` is missing.
    pub start: Option<usize>,
}

/// A state, or what stands for a start, an end or a state that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its type.
    pub kind: NodeKind,
    /// The state's name.
    pub name: String,
    /// One short line above the name: the type, and what it works with (`lambda: ChargeCard`).
    pub caption: String,
    /// Short marks: `retry ×3`, `concurrency 5`.
    pub badges: Vec<String>,
    /// What is told on demand, a line each: the whole resource, the error and cause, the comment.
    pub details: Vec<String>,
    /// The branches of a Parallel, the processor of a Map.
    pub inner: Vec<Scope>,
    /// Whether control can come here.
    pub reachable: bool,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// Where an execution begins.
    Start,
    /// Where an execution ends.
    End,
    /// A Task state.
    Task,
    /// A Pass state.
    Pass,
    /// A Choice state.
    Choice,
    /// A Wait state.
    Wait,
    /// A Succeed state.
    Succeed,
    /// A Fail state.
    Fail,
    /// A Parallel state.
    Parallel,
    /// A Map state.
    Map,
    /// A state whose type is missing or unknown.
    Unknown,
    /// A name that a transition leads to and no state has.
    Missing,
}

impl NodeKind {
    /// Whether it is a point rather than a state.
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Start | Self::End)
    }
}

/// A transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The index of the node that it leaves.
    pub from: usize,
    /// The index of the node that it enters.
    pub to: usize,
    /// Why it is taken.
    pub kind: EdgeKind,
    /// What is written on it: a condition, `Default`, names of errors; empty for most.
    pub label: String,
    /// The label in full, where it is shortened; else empty.
    pub detail: String,
}

/// Why a transition is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// `StartAt`, `Next`, `End`.
    Next,
    /// A rule of a Choice.
    Rule,
    /// `Default`.
    Default,
    /// A catcher.
    Catch,
}

impl Scope {
    /// Which nodes control can come to from the start.
    pub fn reachable(&self) -> Vec<bool> {
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for edge in &self.edges {
            if let Some(targets) = next.get_mut(edge.from) {
                targets.push(edge.to);
            }
        }
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = self.start.into_iter().collect();
        while let Some(index) = open.pop() {
            let Some(seen) = seen.get_mut(index) else { continue };
            if !std::mem::replace(seen, true) {
                open.extend(next.get(index).into_iter().flatten());
            }
        }
        seen
    }
}

//! Mermaid: a flowchart with a subgraph for each box.

use std::fmt::Write;

use super::model::{Edge, EdgeKind, Graph, Node, NodeKind, Scope};

/// Colours of the kinds: text is dark on light fills in every theme.
const CLASSES: &str = "  classDef point fill:#fff3d6,stroke:#dca529,color:#16191f
  classDef task fill:#fdeee2,stroke:#cf5c0a,color:#16191f
  classDef pass fill:#eef0f3,stroke:#66717f,color:#16191f
  classDef choice fill:#e4effa,stroke:#2a71b8,color:#16191f
  classDef wait fill:#efeafa,stroke:#7a55c7,color:#16191f
  classDef succeed fill:#e2f4e6,stroke:#1f8a3b,color:#16191f
  classDef fail fill:#fdebe7,stroke:#d2421f,color:#16191f
  classDef wrong fill:#ffffff,stroke:#d2421f,color:#16191f,stroke-dasharray:4 3
";

/// A flowchart. The text ends in a line break.
pub fn mermaid(graph: &Graph) -> String {
    let mut writer = Writer { out: String::from("flowchart TD\n"), edges: 0, catches: Vec::new() };
    writer.scope(&graph.top, "s", 1);
    writer.out.push_str(CLASSES);
    if !writer.catches.is_empty() {
        let numbers: Vec<String> = writer.catches.iter().map(usize::to_string).collect();
        let _ = writeln!(writer.out, "  linkStyle {} stroke:#d2421f", numbers.join(","));
    }
    writer.out
}

struct Writer {
    out: String,
    /// Links so far: styles name them by number.
    edges: usize,
    catches: Vec<usize>,
}

impl Writer {
    /// Names are made of places (`s0_1_2`): the user's may be anything.
    fn scope(&mut self, scope: &Scope, prefix: &str, depth: usize) {
        for (index, node) in scope.nodes.iter().enumerate() {
            self.node(node, &format!("{prefix}{index}"), depth);
        }
        for edge in &scope.edges {
            self.edge(edge, prefix, depth);
        }
    }

    fn node(&mut self, node: &Node, id: &str, depth: usize) {
        let indent = "  ".repeat(depth);
        let text = text(node);
        if node.inner.iter().any(|scope| !scope.nodes.is_empty()) {
            let _ = writeln!(self.out, "{indent}subgraph {id}[\"{text}\"]");
            for (index, inner) in node.inner.iter().enumerate().filter(|(_, inner)| !inner.nodes.is_empty()) {
                let prefix = format!("{id}_{index}_");
                if node.inner.len() == 1 {
                    self.scope(inner, &prefix, depth + 1);
                    continue;
                }
                let _ = writeln!(self.out, "{indent}  subgraph {id}_{index}[\" \"]");
                self.scope(inner, &prefix, depth + 2);
                let _ = writeln!(self.out, "{indent}  end");
            }
            let _ = writeln!(self.out, "{indent}end");
            return;
        }
        let (open, close, class) = match node.kind {
            NodeKind::Start | NodeKind::End => ("((", "))", "point"),
            NodeKind::Task | NodeKind::Parallel | NodeKind::Map => ("[", "]", "task"),
            NodeKind::Pass => ("[", "]", "pass"),
            NodeKind::Choice => ("{{", "}}", "choice"),
            NodeKind::Wait => ("([", "])", "wait"),
            NodeKind::Succeed => ("([", "])", "succeed"),
            NodeKind::Fail => ("([", "])", "fail"),
            NodeKind::Unknown | NodeKind::Missing => ("[", "]", "wrong"),
        };
        let class = if node.reachable { class } else { "wrong" };
        let _ = writeln!(self.out, "{indent}{id}{open}\"{text}\"{close}:::{class}");
    }

    fn edge(&mut self, edge: &Edge, prefix: &str, depth: usize) {
        let indent = "  ".repeat(depth);
        let arrow = if edge.kind == EdgeKind::Catch { "-.->" } else { "-->" };
        let label =
            if edge.label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(&edge.label)) };
        let _ = writeln!(self.out, "{indent}{prefix}{} {arrow}{label} {prefix}{}", edge.from, edge.to);
        if edge.kind == EdgeKind::Catch {
            self.catches.push(self.edges);
        }
        self.edges += 1;
    }
}

/// The caption and badges small above the name.
fn text(node: &Node) -> String {
    if node.kind.is_terminal() {
        return node.name.clone();
    }
    let above: Vec<String> =
        std::iter::once(&node.caption).chain(&node.badges).map(|it| escaped(it)).collect();
    format!("<small>{}</small><br/>{}", above.join(" · "), escaped(&node.name))
}

/// Text inside of quotes. Mermaid reads Markdown and HTML there, and has entities by number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '#' | '&' | '<' | '>' | '`' | '*' | '_' | '~' | '\\' | '[' | ']' | '{' | '}' | '|'
            | ';' | '$' => {
                let _ = write!(out, "#{};", u32::from(character));
            }
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    if out.trim().is_empty() { "#160;".to_owned() } else { out }
}

//! Graphviz: a digraph with a cluster for each box.

use std::fmt::Write;

use super::model::{Edge, EdgeKind, Graph, Node, NodeKind, Scope};

/// A digraph in the DOT language. The text ends in a line break.
pub fn dot(graph: &Graph) -> String {
    let mut out = String::from(
        "digraph workflow {\n  graph [compound=true, fontname=\"Arial\", fontsize=12, nodesep=0.4, ranksep=0.5]\n  \
         node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", fontname=\"Arial\", fontsize=12]\n  \
         edge [fontname=\"Arial\", fontsize=10, color=\"#7c8796\"]\n",
    );
    scope(&graph.top, "s", 1, &mut out);
    out.push_str("}\n");
    out
}

fn has_inside(node: &Node) -> bool {
    node.inner.iter().any(|inner| !inner.nodes.is_empty())
}

fn scope(scope: &Scope, prefix: &str, depth: usize, out: &mut String) {
    for (index, it) in scope.nodes.iter().enumerate() {
        node(it, &format!("{prefix}{index}"), depth, out);
    }
    for it in &scope.edges {
        edge(scope, it, prefix, depth, out);
    }
}

fn node(node: &Node, id: &str, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let text = text(node);
    if has_inside(node) {
        let _ = writeln!(out, "{indent}subgraph \"cluster_{id}\" {{");
        let _ = writeln!(
            out,
            "{indent}  label={text}; style=\"rounded,filled\"; fillcolor=\"#7d899814\"; color=\"#9aa5b3\""
        );
        // Edges cannot touch a cluster: they lead to this point and are cut at the border.
        let _ = writeln!(out, "{indent}  {id} [shape=point, style=invis, width=0, label=\"\"]");
        for (index, inner) in node.inner.iter().enumerate().filter(|(_, inner)| !inner.nodes.is_empty()) {
            let prefix = format!("{id}_{index}_");
            if node.inner.len() == 1 {
                scope(inner, &prefix, depth + 1, out);
                continue;
            }
            let _ = writeln!(out, "{indent}  subgraph \"cluster_{id}_{index}\" {{");
            let _ = writeln!(out, "{indent}    label=\"\"");
            scope(inner, &prefix, depth + 2, out);
            let _ = writeln!(out, "{indent}  }}");
        }
        let _ = writeln!(out, "{indent}}}");
        return;
    }
    let (shape, colour) = match node.kind {
        NodeKind::Start | NodeKind::End => ("shape=circle, style=filled, fillcolor=\"#fff3d6\", ", "#dca529"),
        NodeKind::Task => ("", "#cf5c0a"),
        NodeKind::Pass => ("", "#66717f"),
        NodeKind::Choice => ("shape=hexagon, style=filled, ", "#2a71b8"),
        NodeKind::Wait => ("", "#7a55c7"),
        NodeKind::Succeed => ("", "#1f8a3b"),
        NodeKind::Fail => ("", "#d2421f"),
        NodeKind::Parallel => ("", "#b0418f"),
        NodeKind::Map => ("", "#0b8573"),
        NodeKind::Unknown | NodeKind::Missing => ("style=\"rounded,dashed\", ", "#d2421f"),
    };
    let shape = if node.reachable { shape } else { "style=\"rounded,dashed\", fontcolor=\"#7c8796\", " };
    let _ = writeln!(out, "{indent}{id} [{shape}color=\"{colour}\", label={text}]");
}

fn edge(scope: &Scope, edge: &Edge, prefix: &str, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let mut attributes = Vec::new();
    if !edge.label.is_empty() {
        attributes.push(format!("label={}", quoted(&edge.label)));
    }
    if edge.kind == EdgeKind::Catch {
        attributes.push("style=dashed, color=\"#d2421f\", fontcolor=\"#a42e0f\"".to_owned());
    }
    let box_of = |index: usize| scope.nodes.get(index).is_some_and(has_inside);
    if box_of(edge.from) && edge.from != edge.to {
        attributes.push(format!("ltail=\"cluster_{prefix}{}\"", edge.from));
    }
    if box_of(edge.to) && edge.from != edge.to {
        attributes.push(format!("lhead=\"cluster_{prefix}{}\"", edge.to));
    }
    let attributes =
        if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
    let _ = writeln!(out, "{indent}{prefix}{} -> {prefix}{}{attributes}", edge.from, edge.to);
}

/// The caption and badges above the name.
fn text(node: &Node) -> String {
    if node.kind.is_terminal() {
        return quoted(&node.name);
    }
    let above: Vec<&str> = std::iter::once(&node.caption).chain(&node.badges).map(String::as_str).collect();
    quoted(&format!("{}\n{}", above.join(" · "), node.name))
}

/// A quoted string. `\` begins an escape in labels.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

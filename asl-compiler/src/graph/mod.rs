//! Pictures of definitions: SVG, Mermaid and Graphviz.
//!
//! [`Graph::new`] takes what was read of a definition, with its mistakes: a picture helps to find them. [`svg`] draws it without any other
//! program; [`mermaid`] and [`dot`] are texts for programs that lay out by themselves.
//!
//! ```
//! use asl_compiler::{Diagnostics, Source, ast, graph::{Graph, svg}, json};
//!
//! let source = Source::new("hello.asl.json", r#"{"StartAt": "Hello", "States": {"Hello": {"Type": "Succeed"}}}"#);
//! let mut diagnostics = Diagnostics::default();
//! let machine = json::parse(&source, &mut diagnostics).and_then(|node| ast::parse(node, &mut diagnostics));
//! let graph = Graph::new(&machine.expect("it is an object"));
//! assert!(svg(&graph).starts_with("<svg"));
//! ```

mod build;
mod caption;
mod condition;
mod dot;
pub mod layout;
mod mermaid;
mod model;
mod svg;
mod text;

#[cfg(test)]
mod tests;

pub use dot::dot;
pub use mermaid::mermaid;
pub use model::{Edge, EdgeKind, Graph, Node, NodeKind, Scope};
pub use svg::{embedded_svg, svg};

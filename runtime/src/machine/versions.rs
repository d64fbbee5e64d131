//! A workflow with its older versions.

use super::Workflow;
use std::sync::Arc;

/// A workflow, and the older versions of its definition that the program carries for executions that started with them.
///
/// Implemented by generated code only: what `versions` in `asl_workflow!` names. All versions call the tasks of one value. An engine
/// whose executions outlive the process finds the one that an execution belongs to by [`Workflow::DEFINITION`]:
///
/// ```
/// # use asl_runtime::machine::{DefinitionHash, VersionVisitor, Versions, Workflow};
/// # use std::sync::Arc;
/// struct Known(Vec<DefinitionHash>);
///
/// impl VersionVisitor for Known {
///     fn version<W: Workflow + 'static>(&mut self, _: Arc<W>) {
///         self.0.push(W::DEFINITION);
///     }
/// }
///
/// fn known<W: Versions>(workflow: W) -> Vec<DefinitionHash> {
///     let mut known = Known(Vec::new());
///     Arc::new(workflow).visit_versions(&mut known);
///     known.0
/// }
/// ```
pub trait Versions: Workflow + Sized {
    /// Shows each version to the visitor: this one, which new executions belong to, and then the older ones in the order in which
    /// they are named.
    fn visit_versions(self: &Arc<Self>, visitor: &mut impl VersionVisitor);
}

/// What is done with each version of a workflow, whatever its type.
pub trait VersionVisitor {
    /// Takes a version. Two of them have the same [`Workflow::DEFINITION`] only if they say the same.
    fn version<W: Workflow + 'static>(&mut self, workflow: Arc<W>);
}

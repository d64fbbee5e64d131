//! The machines that a process can run, by the hashes of their definitions.

use super::durable::Durable;
use crate::machine::{Begin, Bounds, DefinitionHash, Outcome, Stop, Workflow, run};
use crate::time::Timestamp;
use crate::value::Text;
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// A run of an execution.
pub(super) type Run<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// A compiled workflow, whichever it is.
pub(super) trait Runnable: Send + Sync {
    /// Runs an execution from where its engine stands; its clock started at `since`.
    fn run<'a>(&'a self, engine: &'a Durable, stop: &'a Stop, since: Timestamp) -> Run<'a>;
}

impl<W: Workflow> Runnable for W {
    fn run<'a>(&'a self, engine: &'a Durable, stop: &'a Stop, since: Timestamp) -> Run<'a> {
        let timeout = W::TIMEOUT_SECONDS.map(Duration::from_secs);
        let deadline = timeout.and_then(|it| since.checked_add(it));
        if let Some(deadline) = deadline {
            engine.times_out(deadline);
        }
        let bounds = Bounds { deadline, stop: Some(stop) };
        let input = crate::engine::Engine::execution(engine).input().clone();
        Box::pin(run(engine, self, Begin::Recorded(input), bounds))
    }
}

/// The machines that are registered.
#[derive(Default)]
pub(super) struct Registry(RwLock<Machines>);

#[derive(Default)]
struct Machines {
    definitions: HashMap<DefinitionHash, Arc<dyn Runnable>>,
    /// What new executions of a machine run.
    newest: HashMap<Text, DefinitionHash>,
}

impl Registry {
    /// Knows a definition from now on. A definition that is known already keeps its first tasks.
    pub(super) fn add(&self, definition: DefinitionHash, machine: Arc<dyn Runnable>) {
        let mut machines = self.0.write().unwrap_or_else(PoisonError::into_inner);
        machines.definitions.entry(definition).or_insert(machine);
    }

    /// What new executions of this machine run; gives what they ran before.
    pub(super) fn set_newest(&self, name: Text, definition: DefinitionHash) -> Option<DefinitionHash> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).newest.insert(name, definition)
    }

    pub(super) fn get(&self, definition: &[u8; 16]) -> Option<Arc<dyn Runnable>> {
        let machines = self.0.read().unwrap_or_else(PoisonError::into_inner);
        machines.definitions.get(&DefinitionHash::from_bytes(*definition)).cloned()
    }

    pub(super) fn newest(&self, name: &str) -> Option<DefinitionHash> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).newest.get(name).copied()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let machines = self.0.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_map().entries(&machines.newest).finish()
    }
}

//! Opening and closing a store, and the machines on it.

use super::{StateMachine, arn};
use crate::context::Account;
use crate::engine::Clock;
use crate::limits::Limits;
use crate::machine::{DefinitionHash, VersionVisitor, Versions, Workflow};
use crate::standard::core::Core;
use crate::standard::error::Error;
use crate::standard::settings::Settings;
use crate::standard::store::{Facts, Fault, FaultKind, Store, StoreSettings};
use crate::standard::{nested, retention, timers};
use crate::time::Timestamp;
use crate::value::Text;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// So many executions are asked for at once when a machine is registered.
const PAGE: usize = 1_000;

/// Durable executions in a file. Clones are handles of the same open store; when the last one is dropped, executions stop where
/// they stand, and go on when the file is opened again.
#[derive(Clone, Debug)]
pub struct Standard {
    handle: Arc<Open>,
}

/// Stops driving with the last handle.
#[derive(Debug)]
struct Open(Arc<Core>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.shut_down();
    }
}

/// Settings of a store that is about to be opened.
///
/// ```no_run
/// # async fn example() -> Result<(), asl_runtime::standard::Error> {
/// use asl_runtime::{Limits, standard::StandardOptions};
///
/// let standard = StandardOptions::new().limits(Limits::none()).open("orders.db").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct StandardOptions {
    settings: Settings,
    store: StoreSettings,
}

impl StandardOptions {
    /// The system's clock, AWS's limits, every commit on the disk before it counts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Where executions pretend to live: it shows in ARNs and in the history.
    #[must_use]
    pub fn account(mut self, account: Account) -> Self {
        self.settings.account = Arc::new(account);
        self
    }

    /// Fixes what is random in new executions: UUIDs, jitter, `States.MathRandom`. Tokens are never fixed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = Some(seed);
        self
    }

    /// How long executions are kept after their end; AWS keeps them for 90 days. Then they are forgotten with their histories, and
    /// their names are free. `None` keeps them for ever.
    #[must_use]
    pub fn retention(mut self, retention: Option<Duration>) -> Self {
        self.settings.retention = retention;
        self
    }

    /// The name of the worker that does activities in place, as the history shows it.
    #[must_use]
    pub fn worker_name(mut self, name: impl Into<Text>) -> Self {
        self.settings.worker = Some(name.into());
        self
    }

    /// An activity that does not exist any more: a state that asks for it fails, as on AWS.
    #[must_use]
    pub fn without_activity(mut self, arn: impl Into<Text>) -> Self {
        self.settings.deleted_activities.push(arn.into());
        self
    }

    /// Whether commits survive a loss of power. Without it they survive only the process, and take less time.
    #[must_use]
    pub fn synchronous(mut self, synchronous: bool) -> Self {
        self.store.synchronous = synchronous;
        self
    }

    /// Lets the n-th transaction from 1 fail, in tests: nothing of it is written, or, if it is `torn`, all of it is, though the
    /// disk says that it failed. Nothing can be written after it.
    #[doc(hidden)]
    #[must_use]
    pub fn fail_commit(mut self, commit: u64, torn: bool) -> Self {
        let kind = if torn { FaultKind::Torn } else { FaultKind::Lost };
        self.store.fault = Some(Fault { commit, kind });
        self
    }

    /// Opens the store in this file, and makes it if there is none.
    ///
    /// # Errors
    /// [`Error::Store`]: another process has it open, it is no store or damaged, or cannot be written.
    pub async fn open(self, path: impl AsRef<Path>) -> Result<Standard, Error> {
        let Self { settings, store } = self;
        let path: PathBuf = path.as_ref().to_owned();
        let runtime = tokio::runtime::Handle::current();
        let opened = runtime.spawn_blocking(move || Store::open(&path, store)).await;
        let store = opened.map_err(|_| Error::Closed)??;
        let core = Core::new(store, settings, runtime.clone())?;
        runtime.spawn(timers::run(core.clone()));
        nested::recover(&core)?;
        runtime.spawn(retention::run(Arc::downgrade(&core)));
        Ok(Standard { handle: Arc::new(Open(core)) })
    }
}

/// Executions that this process cannot drive: their definition is not registered. They stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Orphan {
    /// The machine's name.
    pub machine: Text,
    /// The definition that they started with.
    pub definition: DefinitionHash,
    /// How many run.
    pub executions: u64,
}

impl Standard {
    /// Opens the store in this file with the default settings, and makes it if there is none. Needs a tokio runtime with time,
    /// on which executions are driven.
    ///
    /// # Errors
    /// As for [`StandardOptions::open`].
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        StandardOptions::new().open(path).await
    }

    /// Registers a workflow under its own name, with the older versions that it carries. Executions of these definitions that were
    /// left behind go on.
    ///
    /// New executions of that machine run the newest definition from now on; those of former ones keep theirs.
    ///
    /// # Errors
    /// The store was closed.
    pub fn register<W: Versions + 'static>(&self, workflow: W) -> Result<StateMachine<W>, Error> {
        self.register_as(W::NAME, workflow)
    }

    /// Registers a workflow as the machine of this name.
    ///
    /// # Errors
    /// [`Error::InvalidName`], or the store was closed.
    pub fn register_as<W: Versions + 'static>(
        &self,
        name: impl Into<Text>,
        workflow: W,
    ) -> Result<StateMachine<W>, Error> {
        let name = name.into();
        arn::check_name(&name)?;
        let core = self.core();
        if core.is_closed() {
            return Err(Error::Closed);
        }
        let mut known = Known { core, definitions: Vec::new() };
        Arc::new(workflow).visit_versions(&mut known);
        let Known { definitions, .. } = known;
        core.registry.set_newest(name.clone(), W::DEFINITION);
        core.spawn(resume(Arc::downgrade(core), definitions));
        // What was due while nobody could run it.
        core.timers.forget();
        Ok(StateMachine::new(self.clone(), name))
    }

    /// Executions that run and that no registered definition fits, by machine and definition. Ask when all workflows are
    /// registered.
    ///
    /// # Errors
    /// The store failed.
    pub fn orphans(&self) -> Result<Vec<Orphan>, Error> {
        let core = self.core();
        let running = core.store().running_definitions()?.into_iter();
        let orphans = running.filter(|(definition, _, _)| core.registry.get(definition).is_none());
        let orphan = |(definition, machine, executions)| Orphan {
            machine,
            definition: DefinitionHash::from_bytes(definition),
            executions,
        };
        Ok(orphans.map(orphan).collect())
    }

    /// How many executions are in memory: those that do something. Those that only wait are not.
    pub fn loaded_executions(&self) -> usize {
        self.core().loaded()
    }

    /// How many transactions were written since the store was opened.
    pub fn commits(&self) -> u64 {
        self.core().store().commits()
    }

    /// Writes a copy of the store to another file, while it is used.
    ///
    /// # Errors
    /// The file exists, or cannot be written.
    pub async fn backup(&self, to: impl AsRef<Path>) -> Result<(), Error> {
        let (core, to) = (self.core().clone(), to.as_ref().to_owned());
        self.blocking(move || Ok(core.store().backup(&to)?)).await
    }

    /// Forgets executions that ended before this time, with their histories; their names are free then. This happens by itself
    /// after the time of [retention](StandardOptions::retention). Gives how many there were.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_ended(&self, before: Timestamp) -> Result<usize, Error> {
        let core = self.core().clone();
        self.blocking(move || retention::forget(&core, before)).await
    }

    /// Stops all executions where they stand, and closes the file. They go on when it is opened again.
    ///
    /// # Errors
    /// The store failed.
    pub async fn close(self) -> Result<(), Error> {
        let core = self.core().clone();
        core.shut_down();
        core.drained().await;
        let store = core.store().clone();
        self.blocking(move || Ok(store.close()?)).await
    }

    pub(super) fn core(&self) -> &Arc<Core> {
        &self.handle.0
    }

    /// Does what takes longer than a look at a page on a thread of its own.
    pub(super) async fn blocking<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<R, Error> + Send + 'static,
    ) -> Result<R, Error> {
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Closed))
    }

    /// The execution with this ARN.
    pub(super) fn find(&self, arn: &str) -> Result<Facts, Error> {
        let (machine, name) = arn::parse_execution(arn)?;
        let facts = self.core().store().find(machine, name)?;
        let facts = facts.filter(|facts| *self.arn_of(facts) == *arn);
        facts.ok_or_else(|| Error::ExecutionDoesNotExist(arn.into()))
    }

    pub(super) fn arn_of(&self, facts: &Facts) -> Text {
        let account = &self.core().settings().account;
        arn::execution(account, &facts.beginning.machine, &facts.beginning.name)
    }

    pub(super) fn machine_arn(&self, name: &str) -> Text {
        arn::machine(&self.core().settings().account, name)
    }
}

/// Registers the versions of a workflow.
struct Known<'a> {
    core: &'a Core,
    definitions: Vec<DefinitionHash>,
}

impl VersionVisitor for Known<'_> {
    fn version<W: Workflow + 'static>(&mut self, workflow: Arc<W>) {
        self.core.registry.add(W::DEFINITION, workflow);
        self.definitions.push(W::DEFINITION);
    }
}

/// Loads the executions of definitions that were at work when the store was closed.
async fn resume(core: std::sync::Weak<Core>, definitions: Vec<DefinitionHash>) {
    let mut after = 0;
    loop {
        let Some(core) = core.upgrade().filter(|core| !core.is_closed()) else { return };
        let page = match core.store().ready(after, PAGE) {
            Ok(page) => page,
            Err(error) => {
                tracing::error!(%error, "the executions that were left behind cannot be read");
                return;
            }
        };
        let Some(&last) = page.last() else { return };
        for id in page {
            let is_ours =
                |facts: Facts| definitions.contains(&DefinitionHash::from_bytes(facts.beginning.definition));
            let is_ours = core.store().facts(id).is_ok_and(|facts| facts.is_some_and(is_ours));
            if is_ours && let Err(error) = core.touch(id, |_, _| ()) {
                tracing::error!(%error, execution = id, "an execution that was left behind cannot go on");
            }
        }
        after = last;
        tokio::task::yield_now().await;
    }
}

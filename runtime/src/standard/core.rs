//! What all executions of an open store share.

use super::activities::Activities;
use super::durable::Durable;
use super::error::Error;
use super::live::{Live, State, drive};
use super::load;
use super::registry::Registry;
use super::settings::Settings;
use super::store::{Store, StoreError, Ticket, Wake};
use super::timers::Timers;
use crate::engine::{CallbackError, Clock, Ledger, Random, TaskToken};
use crate::error::TaskError;
use crate::limits::Limits;
use crate::time::Timestamp;
use crate::value::{Text, Value};
use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// An open store with the machines that run on it.
#[derive(Debug)]
pub(super) struct Core {
    store: Store,
    settings: Settings,
    opened: Timestamp,
    pub(super) registry: Registry,
    /// Executions in memory.
    live: Mutex<HashMap<u64, Arc<Live>>>,
    pub(super) timers: Arc<Timers>,
    pub(super) activities: Activities,
    /// Who waits for the end of an execution.
    ends: Mutex<HashMap<u64, Arc<Notify>>>,
    /// Held while versions and aliases change.
    naming: Mutex<()>,
    /// Told when the last execution leaves memory.
    drained: Notify,
    is_closed: AtomicBool,
    /// Where executions are driven.
    runtime: tokio::runtime::Handle,
    me: Weak<Core>,
}

impl Core {
    /// # Errors
    /// The activities cannot be read.
    pub(super) fn new(
        store: Store,
        settings: Settings,
        runtime: tokio::runtime::Handle,
    ) -> Result<Arc<Self>, Error> {
        let opened = settings.clock.now();
        let activities = Activities::read(&store, &settings.deleted_activities)?;
        Ok(Arc::new_cyclic(|me| Self {
            store,
            settings,
            opened,
            registry: Registry::default(),
            live: Mutex::default(),
            timers: Arc::default(),
            activities,
            ends: Mutex::default(),
            naming: Mutex::default(),
            drained: Notify::new(),
            is_closed: AtomicBool::new(false),
            runtime,
            me: me.clone(),
        }))
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    pub(super) fn clock(&self) -> &Arc<dyn Clock> {
        &self.settings.clock
    }

    pub(super) fn now(&self) -> Timestamp {
        self.settings.clock.now()
    }

    /// When the store was opened.
    pub(super) fn opened(&self) -> Timestamp {
        self.opened
    }

    pub(super) fn random(&self) -> Random {
        self.settings.seed.map_or_else(Random::default, Random::seeded)
    }

    /// Where tokens are completed from inside of tasks.
    pub(super) fn ledger(&self) -> Arc<dyn Ledger> {
        Arc::new(Tokens(self.me.clone()))
    }

    /// Waits until a row is permanent. Time stands still on a virtual clock: the disk's time is none of the workflow's.
    pub(super) async fn committed(&self, ticket: Ticket) -> Result<(), StoreError> {
        let clock = self.clock();
        let _running = clock.is_virtual().then(|| Running::new(&**clock));
        ticket.await.map_err(|error| self.broke(error))
    }

    /// A row that nobody waits for. On a virtual clock no time passes before it is permanent, as on the real one nearly none.
    pub(super) fn queued(&self, ticket: Ticket) {
        if !self.clock().is_virtual() {
            return;
        }
        let Some(core) = self.me.upgrade() else { return };
        let number = self.clock().enter();
        self.spawn(async move {
            if let Err(error) = ticket.await {
                core.broke(error);
            }
            core.clock().leave(number);
        });
    }

    /// Notes that the store failed. Nothing is acknowledged any more; executions stop where they stand.
    pub(super) fn broke(&self, error: StoreError) -> StoreError {
        if !self.is_closed.load(Ordering::Acquire) {
            tracing::error!(%error, "the store of executions failed; nothing goes on until it is opened again");
            self.shut_down();
        }
        error
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }

    /// Stops driving. What is not written is lost, as after a crash, and nobody was told of it.
    pub(super) fn shut_down(&self) {
        self.is_closed.store(true, Ordering::Release);
        let live: Vec<_> = self.lives().values().cloned().collect();
        for live in live {
            live.nudge();
        }
        self.timers.nudge();
        let ends: Vec<_> = self.ends().values().cloned().collect();
        for end in ends {
            end.notify_waiters();
        }
        self.activities.nudge();
    }

    /// How many executions are in memory.
    pub(super) fn loaded(&self) -> usize {
        self.lives().len()
    }

    /// Held while versions and aliases change.
    pub(super) fn naming(&self) -> MutexGuard<'_, ()> {
        self.naming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lives(&self) -> MutexGuard<'_, HashMap<u64, Arc<Live>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ends(&self) -> MutexGuard<'_, HashMap<u64, Arc<Notify>>> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells an execution something, which is loaded for it if need be, and drives it.
    ///
    /// # Errors
    /// When there is no such execution, it has ended, or it cannot be read.
    pub(super) fn touch<R>(
        &self,
        id: u64,
        tell: impl FnOnce(&Arc<Live>, &Arc<Durable>) -> R,
    ) -> Result<R, Error> {
        self.touch_with(id, |core| load::load(core, id), tell)
    }

    /// The same for an execution that `load` gives.
    pub(super) fn touch_with<R>(
        &self,
        id: u64,
        load: impl FnOnce(&Arc<Self>) -> Result<Durable, Error>,
        tell: impl FnOnce(&Arc<Live>, &Arc<Durable>) -> R,
    ) -> Result<R, Error> {
        let core = self.me.upgrade().filter(|core| !core.is_closed()).ok_or(Error::Closed)?;
        loop {
            let live = self.lives().entry(id).or_insert_with(|| Arc::new(Live::new(id))).clone();
            let mut state = live.state();
            match &*state {
                State::Gone => {
                    drop(state);
                    self.forget(&live);
                }
                // Whatever is said to it now is about what follows its end.
                State::Loaded(engine) if engine.is_over() => {
                    drop(state);
                    self.forget(&live);
                }
                State::Loaded(engine) => return Ok(tell(&live, engine)),
                State::New => {
                    let loaded = load(&core);
                    let (engine, machine) = match loaded {
                        Ok(engine) => {
                            let machine = self.registry.get(engine.definition());
                            (Arc::new(engine), machine)
                        }
                        Err(error) => {
                            *state = State::Gone;
                            drop(state);
                            self.forget(&live);
                            return Err(error);
                        }
                    };
                    let told = tell(&live, &engine);
                    if let Some(machine) = machine {
                        *state = State::Loaded(engine.clone());
                        drop(state);
                        self.runtime.spawn(drive(core, live, engine, machine));
                    } else {
                        // Nobody can drive it here: it stays as it is.
                        *state = State::Gone;
                        drop(state);
                        self.forget(&live);
                    }
                    return Ok(told);
                }
            }
        }
    }

    /// An execution has left memory.
    pub(super) fn forget(&self, live: &Arc<Live>) {
        let mut lives = self.lives();
        if lives.get(&live.id).is_some_and(|known| Arc::ptr_eq(known, live)) {
            lives.remove(&live.id);
            if lives.is_empty() {
                self.drained.notify_waiters();
            }
        }
    }

    /// An execution only waits.
    pub(super) fn parked(&self, id: u64, wake: Wake) {
        self.store.settle(id, wake);
        if let Wake::At(time) = wake {
            self.timers.add(time, id);
        }
    }

    /// The end of an execution is permanent.
    pub(super) fn ended(&self, id: u64) {
        let waiting = self.ends().remove(&id);
        if let Some(waiting) = waiting {
            waiting.notify_waiters();
        }
    }

    /// Tells when an execution has ended, or the store is closed.
    pub(super) fn end_of(&self, id: u64) -> End<'_> {
        End { core: self, id, notify: self.ends().entry(id).or_default().clone() }
    }

    /// Drives something on the runtime that the store was opened on.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(work);
    }

    /// Waits until no execution is in memory, after [`shut_down`](Self::shut_down).
    pub(super) async fn drained(&self) {
        loop {
            let drained = self.drained.notified();
            if self.lives().is_empty() {
                return;
            }
            drained.await;
        }
    }

    /// Completes an attempt; the row is permanent when the ticket says so.
    pub(super) fn complete(
        &self,
        token: &TaskToken,
        outcome: Result<Value, TaskError>,
    ) -> Result<Ticket, Error> {
        let id = super::token::execution(token).ok_or(Error::InvalidToken)?;
        let told = self.touch(id, |_, engine| engine.complete(token, outcome));
        token_told(told)
    }

    /// A worker takes the activity with this token.
    pub(super) fn take(&self, token: &TaskToken, worker: Option<Text>) -> Result<Ticket, Error> {
        let id = super::token::execution(token).ok_or(Error::InvalidToken)?;
        token_told(self.touch(id, |_, engine| engine.take(token, worker)))
    }

    /// Notes that an attempt is alive.
    pub(super) fn beat(&self, token: &TaskToken) -> Result<Ticket, Error> {
        let id = super::token::execution(token).ok_or(Error::InvalidToken)?;
        token_told(self.touch(id, |_, engine| engine.beat(token)))
    }
}

fn token_told(told: Result<Result<Ticket, CallbackError>, Error>) -> Result<Ticket, Error> {
    match told {
        Ok(told) => told.map_err(Error::from),
        // A token of an execution that is over, or was forgotten, is one that nobody waits for.
        Err(Error::ExecutionDoesNotExist(_) | Error::NotRunning) => Err(Error::TaskDoesNotExist),
        Err(error) => Err(error),
    }
}

/// Somebody who waits for the end of an execution.
pub(super) struct End<'a> {
    core: &'a Core,
    id: u64,
    notify: Arc<Notify>,
}

impl End<'_> {
    /// The next end, or that the store is closed.
    pub(super) fn told(&self) -> Notified<'_> {
        self.notify.notified()
    }
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut ends = self.core.ends();
        // The map and this one: nobody else waits.
        if Arc::strong_count(&self.notify) <= 2
            && ends.get(&self.id).is_some_and(|known| Arc::ptr_eq(known, &self.notify))
        {
            ends.remove(&self.id);
        }
    }
}

/// Something runs, as far as a virtual clock is concerned.
pub(super) struct Running<'a> {
    clock: &'a dyn Clock,
    number: u64,
}

impl<'a> Running<'a> {
    pub(super) fn new(clock: &'a dyn Clock) -> Self {
        Self { clock, number: clock.enter() }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.clock.leave(self.number);
    }
}

/// The way from a task back to the store.
#[derive(Debug)]
struct Tokens(Weak<Core>);

impl Tokens {
    fn wait(&self, tell: impl FnOnce(&Core) -> Result<Ticket, Error>) -> Result<(), CallbackError> {
        let core = self.0.upgrade().ok_or(CallbackError::TaskDoesNotExist)?;
        let ticket = tell(&core)?;
        ticket.wait().map_err(|error| CallbackError::Store(Box::new(core.broke(error))))
    }
}

impl Ledger for Tokens {
    fn complete(&self, token: &TaskToken, outcome: Result<Value, TaskError>) -> Result<(), CallbackError> {
        self.wait(|core| core.complete(token, outcome))
    }

    fn heartbeat(&self, token: &TaskToken) -> Result<(), CallbackError> {
        self.wait(|core| core.beat(token))
    }
}

impl From<Error> for CallbackError {
    fn from(error: Error) -> Self {
        match error {
            Error::TaskDoesNotExist | Error::InvalidToken => Self::TaskDoesNotExist,
            error => Self::Store(Box::new(error)),
        }
    }
}

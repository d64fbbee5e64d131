//! An execution in memory: it is loaded when there is something to do, and driven until there is nothing.

use super::core::Core;
use super::durable::Durable;
use super::nested;
use super::registry::{Run, Runnable};
use super::store::Wake;
use crate::engine::Flag;
use crate::error::Failure;
use crate::machine::{Outcome, Stop};
use crate::time::Timestamp;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tracing::Instrument;

/// A shorter wait is not worth leaving memory for.
const LINGER: Duration = Duration::from_millis(5);
/// What it costs to read a row again, times the share of all work that may be spent so.
const LINGER_PER_ROW: Duration = Duration::from_micros(200);
/// So often in a row a future is polled that wakes itself.
const POLLS: usize = 64;

/// A loaded execution.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) id: u64,
    pub(super) stop: Stop,
    state: Mutex<State>,
    flag: Arc<Flag>,
}

/// How far it is.
#[derive(Debug)]
pub(super) enum State {
    /// Whoever sees this loads it.
    New,
    /// It is driven.
    Loaded(Arc<Durable>),
    /// It left memory: look again.
    Gone,
}

impl Live {
    pub(super) fn new(id: u64) -> Self {
        Self { id, stop: Stop::default(), state: Mutex::new(State::New), flag: Arc::default() }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the execution again, as something outside has changed.
    pub(super) fn nudge(&self) {
        std::task::Wake::wake_by_ref(&self.flag);
    }
}

/// What becomes of an execution that was driven.
#[derive(Debug)]
enum Pause {
    Ended(Outcome),
    /// It only waits, and left memory.
    Parked,
    /// The store is closed.
    Closed,
}

/// Drives an execution until it ends or has nothing to do.
pub(super) async fn drive(
    core: Arc<Core>,
    live: Arc<Live>,
    engine: Arc<Durable>,
    machine: Arc<dyn Runnable>,
) {
    let guard = Guard { core: &core, live: &live };
    let execution = crate::engine::Engine::execution(&*engine).clone();
    let span =
        tracing::info_span!("execution", machine = %execution.state_machine_name(), name = %execution.name());
    let run = machine.run(&engine, &live.stop, engine.since());
    let driver = Driver {
        core: &core,
        live: &live,
        engine: &engine,
        run,
        is_started: false,
        timer: None,
        linger: None,
        clock: None,
        is_idle: false,
    };
    match driver.instrument(span).await {
        Pause::Parked | Pause::Closed => drop(guard),
        Pause::Ended(outcome) => {
            drop(guard);
            if !outcome.as_ref().is_err_and(Failure::is_halted)
                && let Some(end) = engine.take_end()
                && core.committed(end).await.is_ok()
            {
                core.ended(live.id);
                if let Some(parent) = engine.parent() {
                    nested::ended(&core, live.id, parent).await;
                }
            }
        }
    }
}

/// Takes an execution out of memory, even if driving it panics.
struct Guard<'a> {
    core: &'a Core,
    live: &'a Arc<Live>,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        *self.live.state() = State::Gone;
        self.core.forget(self.live);
    }
}

type Timer<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// The future of an execution.
struct Driver<'a> {
    core: &'a Core,
    live: &'a Live,
    engine: &'a Durable,
    run: Run<'a>,
    is_started: bool,
    /// Until its first deadline, or until it leaves memory.
    timer: Option<(Timestamp, Timer<'a>)>,
    /// When it leaves memory if nothing happens.
    linger: Option<Timestamp>,
    /// Its number on a virtual clock.
    clock: Option<u64>,
    /// Whether the virtual clock was told that it waits.
    is_idle: bool,
}

impl Future for Driver<'_> {
    type Output = Pause;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Pause> {
        let this = &mut *self;
        this.live.flag.register(cx.waker());
        let waker = Waker::from(this.live.flag.clone());
        if this.clock.is_none() && this.core.clock().is_virtual() {
            this.clock = Some(this.core.clock().enter());
        }
        for _ in 0..POLLS {
            if this.core.is_closed() {
                return Poll::Ready(Pause::Closed);
            }
            if this.live.flag.take() || !std::mem::replace(&mut this.is_started, true) {
                this.is_busy();
                if let Poll::Ready(outcome) = this.run.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return Poll::Ready(Pause::Ended(outcome));
                }
                continue;
            }
            if this.park() {
                return Poll::Ready(Pause::Parked);
            }
            if !this.wait(cx) {
                return Poll::Pending;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Driver<'_> {
    fn is_busy(&mut self) {
        self.linger = None;
        if std::mem::take(&mut self.is_idle)
            && let Some(number) = self.clock
        {
            self.core.clock().busy(number);
        }
    }

    /// Leaves memory if it only waits, and that for long enough.
    fn park(&mut self) -> bool {
        let waiting = self.engine.waits().waiting();
        if waiting.tasks || waiting.commits {
            self.linger = None;
            return false;
        }
        let clock = self.core.clock();
        if !clock.is_virtual() {
            let now = clock.now();
            let rows = u32::try_from(self.engine.rows_to_load()).unwrap_or(u32::MAX);
            let linger = LINGER + LINGER_PER_ROW.saturating_mul(rows);
            let leave = *self.linger.get_or_insert_with(|| now.checked_add(linger).unwrap_or(now));
            if now < leave || waiting.until.is_some_and(|until| until <= leave) {
                return false;
            }
        }
        // INVARIANT: whoever tells the execution something does so under this lock, so nothing comes in between.
        let mut state = self.live.state();
        if self.live.flag.is_woken() {
            return false;
        }
        self.core.parked(self.live.id, waiting.until.map_or(Wake::Never, Wake::At));
        *state = State::Gone;
        true
    }

    /// Waits for the next deadline; whether it has passed.
    fn wait(&mut self, cx: &mut Context<'_>) -> bool {
        let waiting = self.engine.waits().waiting();
        let until = match (waiting.until, self.linger) {
            (Some(until), Some(leave)) => Some(until.min(leave)),
            (until, leave) => until.or(leave),
        };
        if self.timer.as_ref().map(|(deadline, _)| *deadline) != until {
            self.timer = until.map(|until| (until, self.core.clock().sleep_until(until)));
        }
        if let Some((_, timer)) = &mut self.timer
            && timer.as_mut().poll(cx).is_ready()
        {
            self.timer = None;
            self.engine.waits().fire(self.core.now());
            return true;
        }
        let clock = self.core.clock();
        if let Some(number) = self.clock {
            self.is_idle = true;
            clock.idle(number, cx.waker());
        }
        false
    }
}

impl Drop for Driver<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.clock {
            self.core.clock().leave(number);
        }
    }
}

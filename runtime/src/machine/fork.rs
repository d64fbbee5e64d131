//! Parallel and Map: child frames, their order, and what becomes of them when one fails.

use super::drive::step_through;
use super::frame::Slot;
use super::{Frame, Machine, Outcome, StateType};
use crate::engine::{Engine, FrameId, Resume, Stage};
use crate::error::{Failure, Fault};
use crate::history::{Details, EventType, MapIteration, MapStarted};
use crate::value::{Array, Object, Text, Value};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

/// The most iterations of an inline Map that run at once (AWS: "Inline mode"). No limit of the definition lifts it.
const INLINE_CONCURRENCY: usize = 40;

/// The item of a Map iteration: `$$.Map.Item`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapItem<'i> {
    /// `Index`, from 0.
    pub index: usize,
    /// `Value`.
    pub value: &'i Value,
}

impl MapItem<'_> {
    /// `$$.Map`.
    pub fn to_context(self) -> Value {
        let item = Object::from_entries([
            (Text::new_static("Index"), Value::from(self.index)),
            (Text::new_static("Value"), self.value.clone()),
        ]);
        Value::Object(Object::from_entries([(Text::new_static("Item"), Value::Object(item))]))
    }
}

/// How a frame ended, as an engine stores it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrameEnd {
    /// Its output or failure.
    pub outcome: Outcome,
    /// The last event of its line.
    pub last: u64,
    /// The event that tells its end: for an iteration its `MapIterationSucceeded`, else `last`.
    pub ended: u64,
    /// The state that failed without being left, if it is of a type that can be cut off.
    pub open: Option<StateType>,
}

/// The visit of a Parallel or Map while its children run.
#[derive(Debug)]
pub struct Fork<'f, 'a, E, V> {
    frame: &'f Frame<'a, E, V>,
    started: u64,
    /// Whether it goes on after a resume.
    resumed: bool,
    length: usize,
    /// Made when a child first runs as a future of its own.
    children: OnceLock<Vec<Child>>,
    /// Whether children are iterations, which have events of their own.
    is_map: bool,
}

#[derive(Debug)]
struct Child {
    index: usize,
    slot: Slot,
    running: AtomicBool,
    /// The event that told its end.
    ended: AtomicU64,
}

/// What the children gave, and the event that ended the last of them.
#[derive(Debug)]
pub struct Joined {
    outcome: Outcome,
    last: u64,
    /// An upper bound of the output's length.
    bound: usize,
}

/// A branch of a Parallel with its index.
type Branch<'f> = Pin<Box<dyn Future<Output = (usize, Outcome)> + Send + 'f>>;

impl<'a, E: Engine, V: Serialize + Sync> Frame<'a, E, V> {
    /// Begins a Parallel.
    pub async fn fork_parallel<'f>(
        &'f mut self,
        input: &Value,
        branches: usize,
    ) -> Result<Fork<'f, 'a, E, V>, Failure> {
        let resumed = matches!(self.stage, Stage::Forked { .. });
        let started = self.fork(input, EventType::ParallelStateStarted, || Details::None).await?;
        Ok(Fork { frame: self, started, resumed, length: branches, children: OnceLock::new(), is_map: false })
    }

    /// Begins an inline Map.
    pub async fn fork_map<'f>(
        &'f mut self,
        input: &Value,
        length: usize,
    ) -> Result<Fork<'f, 'a, E, V>, Failure> {
        let details = || Details::MapStarted(MapStarted { length: length as u64 });
        let resumed = matches!(self.stage, Stage::Forked { .. });
        let started = self.fork(input, EventType::MapStateStarted, details).await?;
        Ok(Fork { frame: self, started, resumed, length, children: OnceLock::new(), is_map: true })
    }

    async fn fork(
        &mut self,
        input: &Value,
        kind: EventType,
        details: impl FnOnce() -> Details,
    ) -> Result<u64, Failure> {
        if let Stage::Forked { started } = self.stage {
            return Ok(started);
        }
        let started = self.advance(kind, details);
        self.reach(|| Stage::Forked { started });
        self.checkpoint(self.info.name, input).await?;
        Ok(started)
    }

    /// Ends a Parallel or Map, and writes what it gives to `result`: the line goes on from the end of the last child.
    pub fn join(&mut self, joined: Joined, result: &mut Value) -> Result<(), Failure> {
        // A retry begins with a fork of its own.
        self.reach(|| Stage::Entered);
        *result = joined.outcome?;
        self.result_bound = joined.bound;
        self.slot.set_last(joined.last);
        let kind = match self.info.kind {
            StateType::Map => EventType::MapStateSucceeded,
            _ => EventType::ParallelStateSucceeded,
        };
        self.joined = Some(self.note(kind, joined.last, || Details::None));
        Ok(())
    }
}

fn children(length: usize, started: u64) -> Vec<Child> {
    let child = |index| Child {
        index,
        slot: Slot::starting_at(started),
        running: AtomicBool::new(false),
        ended: AtomicU64::new(started),
    };
    (0..length).map(child).collect()
}

impl<'f, 'a, E: Engine, V: Sync> Fork<'f, 'a, E, V> {
    fn children(&self) -> &[Child] {
        self.children.get_or_init(|| children(self.length, self.started))
    }

    /// The frame of the state itself.
    pub fn frame(&self) -> &'f Frame<'a, E, V> {
        self.frame
    }

    /// A branch of a Parallel, ready to run.
    pub fn branch<'c, M: Machine>(&'c self, index: usize, machine: &'c M, input: Value) -> Branch<'c>
    where
        'f: 'c,
    {
        Box::pin(async move {
            let Some(child) = self.children().get(index) else { return (index, Err(Failure::halted())) };
            let id = FrameId::child(&self.frame.id, self.started, index);
            let mut frame = Frame::new(self.frame.engine, id, &child.slot, self.frame.item);
            (index, self.run_child(machine, &mut frame, child, |_| Ok(input)).await)
        })
    }

    /// Runs the branches of a Parallel side by side; the first failure ends it.
    pub async fn join(&self, branches: Vec<Branch<'_>>) -> Joined {
        let mut outputs = vec![Value::Null; branches.len()];
        let mut last = self.started;
        let mut running = Running::new();
        for branch in branches {
            // All branches begin before the end of any of them counts.
            running.start(branch).await;
        }
        if self.resumed {
            running.go_on().await;
        }
        while let Some((index, outcome)) = running.next().await {
            match outcome {
                Ok(output) => last = self.settle(index, output, &mut outputs).max(last),
                Err(failure) => return self.failed(index, failure),
            }
        }
        Joined { outcome: Ok(Value::Array(Array::from(outputs))), last, bound: self.bound() }
    }

    /// Runs the iterations of a Map, at most `limit` (0: no limit of the definition) at once; the first failure
    /// ends it. `select` is the `ItemSelector`.
    pub async fn map<M: Machine>(
        &self,
        machine: &M,
        items: &Array,
        limit: u64,
        select: impl Fn(&Frame<'a, E, V>, MapItem<'_>) -> Result<Value, Fault> + Send + Sync,
    ) -> Joined {
        let limit = match usize::try_from(limit) {
            Ok(0) | Err(_) => INLINE_CONCURRENCY,
            Ok(limit) => limit.min(INLINE_CONCURRENCY),
        };
        if M::PURE && !E::CHECKPOINTS {
            return self.map_pure(machine, items, limit, select);
        }
        let mut outputs = vec![Value::Null; items.len()];
        let mut waiting = items.as_slice().iter().enumerate();
        let mut running = Running::new();
        let mut spare = None;
        let (mut free, mut freed, mut last) = (limit, self.started, self.started);
        let mut resumed = self.resumed;
        loop {
            while let Some((index, value)) = (free > 0).then(|| waiting.next()).flatten() {
                free -= 1;
                let mut place = spare.take().unwrap_or_else(Place::new);
                place.fill(self.iterate(machine, MapItem { index, value }, freed, &select));
                spare = running.start(place).await;
            }
            if std::mem::take(&mut resumed) {
                running.go_on().await;
            }
            match running.next().await {
                Some((index, Ok(output))) => {
                    free += 1;
                    // After a resume iterations that ended before come in the order of their indices: the one that
                    // ended last freed the place.
                    freed = self.children().get(index).map_or(freed, |child| child.slot.last().max(freed));
                    last = self.settle(index, output, &mut outputs).max(last);
                }
                Some((index, Err(failure))) => return self.failed(index, failure),
                None => {
                    return Joined {
                        outcome: Ok(Value::Array(Array::from(outputs))),
                        last,
                        bound: self.bound(),
                    };
                }
            }
        }
    }

    /// Iterations that need nothing from outside run to their end one after the other, without a future each.
    fn map_pure<M: Machine>(
        &self,
        machine: &M,
        items: &Array,
        limit: usize,
        select: impl Fn(&Frame<'a, E, V>, MapItem<'_>) -> Result<Value, Fault>,
    ) -> Joined {
        let mut outputs = Vec::with_capacity(items.len());
        let (mut freed, mut last, mut bound) = (self.started, self.started, 0_usize);
        let slot = Slot::default();
        let mut frame = Frame::new(self.frame.engine, self.frame.id, &slot, None);
        for (index, value) in items.as_slice().iter().enumerate() {
            let item = MapItem { index, value };
            let after = if index < limit { self.started } else { freed };
            slot.set_last(self.iteration(EventType::MapIterationStarted, index, after));
            let outcome = match select(self.frame, item) {
                Ok(mut data) => {
                    frame.begin(FrameId::child(&self.frame.id, self.started, index), item);
                    match step_through(machine, &mut frame, M::START, &mut data) {
                        Ok(None) => Ok(data),
                        // INVARIANT: a pure machine has no state that `step_through` stops at.
                        Ok(Some(_)) => Err(Failure::halted()),
                        Err(failure) => Err(failure),
                    }
                }
                Err(fault) => Err(self.frame.fail(&fault).moved_to(slot.last())),
            };
            match outcome {
                Ok(output) => {
                    outputs.push(output);
                    bound = bound.saturating_add(slot.bound()).saturating_add(1);
                    freed = slot.last();
                    last = self.iteration(EventType::MapIterationSucceeded, index, freed);
                }
                Err(failure) => return self.failed(index, failure),
            }
        }
        Joined { outcome: Ok(Value::Array(Array::from(outputs))), last, bound: bound.saturating_add(2) }
    }

    /// One iteration of a Map; gives its index, too.
    fn iterate<'c, M: Machine>(
        &'c self,
        machine: &'c M,
        item: MapItem<'c>,
        after: u64,
        select: &'c (impl Fn(&Frame<'a, E, V>, MapItem<'_>) -> Result<Value, Fault> + Sync),
    ) -> impl Future<Output = (usize, Outcome)> + Send {
        // An `async fn` would keep its arguments twice.
        async move {
            let index = item.index;
            let Some(child) = self.children().get(index) else { return (index, Err(Failure::halted())) };
            let id = FrameId::child(&self.frame.id, self.started, index);
            let mut frame = Frame::new(self.frame.engine, id, &child.slot, Some(item));
            let begin = |slot: &Slot| {
                slot.set_last(self.iteration(EventType::MapIterationStarted, index, after));
                select(self.frame, item).map_err(|fault| self.frame.fail(&fault).moved_to(slot.last()))
            };
            (index, self.run_child(machine, &mut frame, child, begin).await)
        }
    }

    /// Runs a child from where it stands: its beginning, a checkpoint, or its end. `begin` gives its input.
    async fn run_child<'c, M: Machine>(
        &'c self,
        machine: &'c M,
        frame: &mut Frame<'c, E, M::Vars>,
        child: &'c Child,
        begin: impl FnOnce(&Slot) -> Result<Value, Failure> + Send,
    ) -> Outcome {
        child.running.store(true, Ordering::Relaxed);
        let mut restored = None;
        if E::CHECKPOINTS {
            match Box::pin(self.resume_child::<M>(frame, child)).await? {
                Resume::Fresh => {}
                Resume::At(checkpoint) => restored = Some(frame.restore::<M>(*checkpoint)),
                Resume::Finished(end) => return end.outcome,
            }
        }
        let state =
            restored.map_or_else(|| begin(&child.slot).map(|input| M::join(M::START, input)), Ok);
        let outcome = match state {
            Ok(state) => self.frame.engine.fork(machine, frame, state).await,
            Err(failure) => Err(failure),
        };
        if outcome.as_ref().is_err_and(Failure::is_halted) {
            return outcome;
        }
        let last = child.slot.last();
        let ended = if self.is_map && outcome.is_ok() {
            self.iteration(EventType::MapIterationSucceeded, child.index, last)
        } else {
            last
        };
        child.ended.store(ended, Ordering::Relaxed);
        if E::CHECKPOINTS {
            // A failure is stored too: its events must not be kept by a sibling's checkpoint without it.
            let end = FrameEnd { outcome, last, ended, open: child.slot.open() };
            Box::pin(self.frame.engine.finish(&frame.id, &end)).await?;
            return end.outcome;
        }
        outcome
    }

    /// Where a child stands, according to the engine.
    async fn resume_child<M: Machine>(
        &self,
        frame: &mut Frame<'_, E, M::Vars>,
        child: &Child,
    ) -> Result<Resume<M::State, M::Vars>, Failure> {
        let resume = self.frame.engine.resume(&frame.id)?;
        if let Resume::Finished(end) = &resume {
            child.slot.set_last(end.last);
            child.slot.reopen(end.open);
            // Nobody keeps the length of an output.
            child.slot.set_bound(usize::MAX);
            child.ended.store(end.ended, Ordering::Relaxed);
        } else if self.resumed {
            // All siblings stand where they stood before any of them goes on.
            yield_once().await;
        }
        Ok(resume)
    }

    /// An upper bound of the length of the array of all outputs.
    fn bound(&self) -> usize {
        self.children().iter().fold(2, |sum, child| sum.saturating_add(child.slot.bound()).saturating_add(1))
    }

    /// Takes a child's output; gives the event that ended it.
    fn settle(&self, index: usize, output: Value, outputs: &mut [Value]) -> u64 {
        if let Some(place) = outputs.get_mut(index) {
            *place = output;
        }
        let Some(child) = self.children().get(index) else { return self.started };
        child.running.store(false, Ordering::Relaxed);
        child.ended.load(Ordering::Relaxed)
    }

    /// A child failed with an error that can be handled: it and its siblings are cut off.
    ///
    /// All these events point at the failing event (reference: history events, 4.4 and 4.5). A `States.Runtime`
    /// ends the execution at once and leaves none of them.
    fn failed(&self, index: usize, failure: Failure) -> Joined {
        let at = failure.event();
        let joined = |outcome| Joined { outcome, last: at, bound: usize::MAX };
        if !failure.is_handleable() {
            return joined(Err(failure));
        }
        if self.is_map {
            self.iteration(EventType::MapIterationFailed, index, at);
        }
        if let Some(child) = self.children().get(index) {
            child.running.store(false, Ordering::Relaxed);
            self.abort_state(child, at);
        }
        for (index, child) in self.children().iter().enumerate() {
            if child.running.swap(false, Ordering::Relaxed) {
                if self.is_map {
                    self.iteration(EventType::MapIterationAborted, index, at);
                }
                self.abort_state(child, at);
            }
        }
        joined(Err(failure))
    }

    fn abort_state(&self, child: &Child, at: u64) {
        if let Some(kind) = child.slot.open().and_then(StateType::aborted) {
            self.frame.note(kind, at, || Details::None);
        }
    }

    fn iteration(&self, kind: EventType, index: usize, previous: u64) -> u64 {
        self.frame.note(kind, previous, || {
            Details::MapIteration(MapIteration {
                name: Text::new_static(self.frame.info.name),
                index: index as u64,
            })
        })
    }
}

/// Lets everything else that is ready run once.
async fn yield_once() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Room for a future, which can be used again when the future has ended: what is polled cannot be moved.
struct Place<F>(Pin<Box<Option<F>>>);

impl<F: Future> Place<F> {
    fn new() -> Self {
        Self(Box::pin(None))
    }

    #[inline]
    fn fill(&mut self, future: F) {
        self.0.set(Some(future));
    }
}

impl<F: Future> Future for Place<F> {
    type Output = F::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let Some(future) = self.0.as_mut().as_pin_mut() else { return Poll::Pending };
        let end = std::task::ready!(future.poll(cx));
        self.0.set(None);
        Poll::Ready(end)
    }
}

/// Children that run side by side.
struct Running<F: Future> {
    /// Those that ended when they began, in order.
    ended: VecDeque<F::Output>,
    /// Made for the first that does not.
    pending: Option<FuturesUnordered<F>>,
}

impl<F: Future + Unpin> Running<F> {
    fn new() -> Self {
        Self { ended: VecDeque::new(), pending: None }
    }

    /// Begins a child: what it can do at once is done when this returns. Gives it back when it has ended.
    async fn start(&mut self, mut child: F) -> Option<F> {
        match poll_once(&mut child).await {
            Poll::Ready(end) => {
                self.ended.push_back(end);
                Some(child)
            }
            Poll::Pending => {
                self.pending.get_or_insert_default().push(child);
                None
            }
        }
    }

    /// After a resume the first poll only put each child where it stood; this one lets all of them go on, before the
    /// end of any of them counts.
    async fn go_on(&mut self) {
        let mut pending: Vec<_> = self.pending.take().into_iter().flatten().collect();
        // They come in the reverse order of their beginning.
        pending.reverse();
        for child in pending {
            self.start(child).await;
        }
    }

    /// The next that ends; none when none runs.
    async fn next(&mut self) -> Option<F::Output> {
        match (self.ended.pop_front(), &mut self.pending) {
            (Some(end), _) => Some(end),
            (None, Some(pending)) => pending.next().await,
            (None, None) => None,
        }
    }
}

/// One poll. Whoever polls a pending future again registers its waker anew.
async fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    std::future::poll_fn(|cx| Poll::Ready(Pin::new(&mut *future).poll(cx))).await
}

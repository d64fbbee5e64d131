//! Parallel and Map: child frames, their order, and what becomes of them when one fails.

use super::drive::step_through;
use super::frame::Slot;
use super::running::{Place, Running, yield_once};
use super::{Attempt, Frame, Growth, Machine, Outcome, StateType};
use crate::engine::{Engine, FrameId, Resume, Stage};
use crate::error::{Failure, Fault};
use crate::history::{Details, EventType, MapIteration, MapStarted};
use crate::value::{Array, Object, Text, Value};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
    /// None where no child runs as a future of its own.
    children: Vec<Child>,
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

/// What an iteration begins with.
struct Begin<'c, S> {
    item: MapItem<'c>,
    /// The event that its first one points at.
    after: u64,
    /// Makes its input.
    select: &'c S,
}

/// How an iteration ended.
struct End {
    index: usize,
    outcome: Result<(), Failure>,
    /// For the next one.
    attempt: Option<Box<Attempt>>,
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
        let children = children(branches, started);
        Ok(Fork { frame: self, started, resumed, children, is_map: false })
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
        Ok(Fork { frame: self, started, resumed, children: Vec::new(), is_map: true })
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
        *result = joined.outcome?;
        // What fails from here on is tried again with a fork of its own. Before, a redrive goes on with the children.
        self.reach(|| Stage::Entered);
        self.result_bound = joined.bound.min(Growth::MAX);
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
            let mut data = input;
            let Some(child) = self.children.get(index) else { return (index, Err(Failure::halted())) };
            let id = FrameId::child(&self.frame.id, self.started, index);
            let mut frame = Frame::new(self.frame.engine, id, &child.slot, self.frame.item);
            child.running.store(true, Ordering::Relaxed);
            let outcome = if E::CHECKPOINTS {
                Box::pin(self.run_stored(machine, &mut frame, (child, |_: &mut Value| Ok(())), &mut data))
                    .await
            } else {
                let outcome = self.frame.engine.fork(machine, &mut frame, M::START, &mut data).await;
                self.ended(child, outcome.as_ref().err());
                outcome
            };
            (index, outcome.map(|()| data))
        })
    }

    /// Runs the branches of a Parallel side by side; the first failure ends it.
    pub async fn join(&self, branches: Vec<Branch<'_>>) -> Joined {
        let mut outputs = vec![Value::Null; branches.len()];
        let mut last = self.started;
        let mut running = Running::new(branches.len());
        for branch in branches {
            // All branches begin before the end of any of them counts.
            running.start(branch).await;
        }
        if self.resumed {
            running.go_on().await;
        }
        while let Some((index, outcome)) = running.next().await {
            match outcome {
                Ok(output) => {
                    if let Some(place) = outputs.get_mut(index) {
                        *place = output;
                    }
                    last = self.settle(index).max(last);
                }
                Err(failure) => return self.failed(index, failure),
            }
        }
        Joined { outcome: Ok(Value::Array(Array::from(outputs))), last, bound: self.bound() }
    }

    /// Runs the iterations of a Map, at most `limit` (0: no limit of the definition) at once; the first failure
    /// ends it. `select` is the `ItemSelector`.
    pub async fn map<M: Machine>(
        &mut self,
        machine: &M,
        items: &Array,
        limit: u64,
        select: impl Fn(&Frame<'a, E, V>, MapItem<'_>, &mut Value) -> Result<(), Fault> + Send + Sync,
    ) -> Joined {
        let limit = match usize::try_from(limit) {
            Ok(0) | Err(_) => INLINE_CONCURRENCY,
            Ok(limit) => limit.min(INLINE_CONCURRENCY),
        };
        if M::PURE && !E::CHECKPOINTS {
            return self.map_pure(machine, items, limit, select);
        }
        self.children = children(items.len(), self.started);
        let this = &*self;
        let mut outputs = vec![Value::Null; items.len()];
        let ended = {
            let mut waiting = items.as_slice().iter().enumerate().zip(&mut outputs);
            let mut running = Running::new(limit.min(items.len()));
            let (mut spare, mut attempt) = (None, None);
            let (mut free, mut freed, mut last) = (limit, this.started, this.started);
            let mut resumed = this.resumed;
            loop {
                while let Some(((index, value), data)) = (free > 0).then(|| waiting.next()).flatten() {
                    free -= 1;
                    let mut place = spare.take().unwrap_or_else(Place::new);
                    let begin = Begin { item: MapItem { index, value }, after: freed, select: &select };
                    place.fill(this.iterate(machine, begin, attempt.take(), data));
                    spare = running.start(place).await;
                    attempt = running.last_ended().and_then(|end| end.attempt.take());
                }
                // After a resume whoever ran before runs again before any failure counts: those that have ended need no place.
                let ended = if resumed { running.next_ended(|end: &End| end.outcome.is_ok()) } else { None };
                if ended.is_none() && std::mem::take(&mut resumed) {
                    running.go_on().await;
                }
                let ended = match ended {
                    Some(ended) => Some(ended),
                    None => running.next().await,
                };
                match ended {
                    Some(End { index, outcome: Ok(()), .. }) => {
                        free += 1;
                        // After a resume iterations that ended before come in the order of their indices: the one that
                        // ended last freed the place.
                        freed = this.children.get(index).map_or(freed, |child| child.slot.last().max(freed));
                        last = this.settle(index).max(last);
                    }
                    Some(End { index, outcome: Err(failure), .. }) => break Err(this.failed(index, failure)),
                    None => break Ok(last),
                }
            }
        };
        match ended {
            Ok(last) => Joined { outcome: Ok(Value::Array(Array::from(outputs))), last, bound: this.bound() },
            Err(joined) => joined,
        }
    }

    /// Iterations that need nothing from outside run to their end one after the other, without a future each.
    fn map_pure<M: Machine>(
        &self,
        machine: &M,
        items: &Array,
        limit: usize,
        select: impl Fn(&Frame<'a, E, V>, MapItem<'_>, &mut Value) -> Result<(), Fault>,
    ) -> Joined {
        let mut outputs = vec![Value::Null; items.len()];
        let (mut freed, mut last, mut bound) = (self.started, self.started, 0_usize);
        let slot = Slot::default();
        let mut frame = Frame::new(self.frame.engine, self.frame.id, &slot, None);
        for ((index, value), data) in items.as_slice().iter().enumerate().zip(&mut outputs) {
            let item = MapItem { index, value };
            let after = if index < limit { self.started } else { freed };
            slot.set_last(self.iteration(EventType::MapIterationStarted, index, after));
            // The output is made where it stays.
            let outcome = match select(self.frame, item, data) {
                Ok(()) => {
                    frame.begin(FrameId::child(&self.frame.id, self.started, index), item);
                    frame.measure_input(data);
                    step_through(machine, &mut frame, M::START, data)
                }
                Err(fault) => Err(self.frame.fail(&fault).moved_to(slot.last())),
            };
            match outcome {
                // INVARIANT: a pure machine has no state that `step_through` stops at.
                Ok(_) => {
                    bound = bound.saturating_add(slot.bound()).saturating_add(1);
                    freed = slot.last();
                    last = self.iteration(EventType::MapIterationSucceeded, index, freed);
                }
                Err(failure) => return self.failed(index, failure),
            }
        }
        Joined { outcome: Ok(Value::Array(Array::from(outputs))), last, bound: bound.saturating_add(2) }
    }

    /// One iteration of a Map. Its output is made in `data`, where it stays.
    #[expect(clippy::manual_async_fn, reason = "an `async fn` keeps its arguments twice")]
    #[expect(clippy::needless_pass_by_value, reason = "the future takes it apart")]
    fn iterate<'c, M, S>(
        &'c self,
        machine: &'c M,
        begin: Begin<'c, S>,
        attempt: Option<Box<Attempt>>,
        data: &'c mut Value,
    ) -> impl Future<Output = End> + Send
    where
        M: Machine,
        S: Fn(&Frame<'a, E, V>, MapItem<'_>, &mut Value) -> Result<(), Fault> + Sync,
    {
        async move {
            let Begin { item, after, select } = begin;
            let index = item.index;
            let Some(child) = self.children.get(index) else {
                return End { index, outcome: Err(Failure::halted()), attempt };
            };
            let id = FrameId::child(&self.frame.id, self.started, index);
            let mut frame = Frame::new(self.frame.engine, id, &child.slot, Some(item));
            frame.spare = attempt;
            child.running.store(true, Ordering::Relaxed);
            let begin = |data: &mut Value| {
                child.slot.set_last(self.iteration(EventType::MapIterationStarted, index, after));
                let selected = select(self.frame, item, data);
                selected.map_err(|fault| self.frame.fail(&fault).moved_to(child.slot.last()))
            };
            let outcome = if E::CHECKPOINTS {
                Box::pin(self.run_stored(machine, &mut frame, (child, begin), data)).await
            } else {
                let outcome = match begin(data) {
                    Ok(()) => {
                        frame.measure_input(data);
                        self.frame.engine.fork(machine, &mut frame, M::START, data).await
                    }
                    Err(failure) => Err(failure),
                };
                self.ended(child, outcome.as_ref().err());
                outcome
            };
            End { index, outcome, attempt: frame.spare.take() }
        }
    }

    /// Runs a child from where it stands: its beginning, a checkpoint, or its end. `begin` makes its input.
    async fn run_stored<'c, M: Machine>(
        &'c self,
        machine: &'c M,
        frame: &mut Frame<'c, E, M::Vars>,
        (child, begin): (&'c Child, impl FnOnce(&mut Value) -> Result<(), Failure> + Send),
        data: &mut Value,
    ) -> Result<(), Failure> {
        let restored = match self.frame.engine.resume(&frame.id)? {
            Resume::Fresh => None,
            Resume::At(checkpoint) => {
                let (at, input) = frame.restore::<M>(*checkpoint);
                *data = input;
                Some(at)
            }
            Resume::Finished(end) => {
                child.slot.set_last(end.last);
                child.slot.reopen(end.open);
                // Nobody keeps the length of an output.
                child.slot.set_bound(Growth::MAX);
                child.ended.store(end.ended, Ordering::Relaxed);
                *data = end.outcome?;
                child.running.store(false, Ordering::Relaxed);
                return Ok(());
            }
        };
        if self.resumed {
            // All siblings stand where they stood before any of them goes on.
            yield_once().await;
        }
        let start = restored.map_or_else(|| begin(data).map(|()| M::START), Ok);
        let outcome = match start {
            Ok(at) => self.frame.engine.fork(machine, frame, at, data).await,
            Err(failure) => Err(failure),
        };
        if outcome.as_ref().is_err_and(|failure| !failure.is_halted()) {
            frame.failed_at(data);
        }
        let Some(ended) = self.ended(child, outcome.as_ref().err()) else { return outcome };
        let outcome = outcome.map(|()| std::mem::take(data));
        // A failure is stored too: its events must not be kept by a sibling's checkpoint without it.
        let end = FrameEnd { outcome, last: child.slot.last(), ended, open: child.slot.open() };
        self.frame.engine.finish(&frame.id, &end).await?;
        *data = end.outcome?;
        Ok(())
    }

    /// Notes that a child has ended; gives the event that tells it. `None` when the engine stopped driving.
    fn ended(&self, child: &Child, failure: Option<&Failure>) -> Option<u64> {
        if failure.is_some_and(Failure::is_halted) {
            return None;
        }
        let last = child.slot.last();
        let ended = if self.is_map && failure.is_none() {
            self.iteration(EventType::MapIterationSucceeded, child.index, last)
        } else {
            last
        };
        child.ended.store(ended, Ordering::Relaxed);
        if failure.is_none() {
            // A sibling's failure whose turn comes first does not cut it off any more.
            child.running.store(false, Ordering::Relaxed);
        }
        Some(ended)
    }

    /// An upper bound of the length of the array of all outputs.
    fn bound(&self) -> usize {
        self.children.iter().fold(2, |sum, child| sum.saturating_add(child.slot.bound()).saturating_add(1))
    }

    /// A child has succeeded; gives the event that ended it.
    fn settle(&self, index: usize) -> u64 {
        let Some(child) = self.children.get(index) else { return self.started };
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
        if let Some(child) = self.children.get(index) {
            child.running.store(false, Ordering::Relaxed);
            self.abort_state(child, at);
        }
        for (index, child) in self.children.iter().enumerate() {
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

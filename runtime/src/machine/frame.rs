//! A frame: one line of control of an execution.

use super::activity::Handover;
use super::retry::Retries;
use super::{Attempt, FailText, Growth, Machine, MapItem, StateInfo, StateType};
use crate::context::Execution;
use crate::engine::{Checkpoint, Engine, FrameId, Line, Pending, Stage, TaskToken};
use crate::error::{Failure, FailureKind, Fault, names};
use crate::history::{Details, Entered, EventType, Exited, HistoryEvent, JsonText};
use crate::time::Timestamp;
use crate::value::{Object, Text, Value};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};

/// The top level, a branch or an iteration while it runs.
#[derive(Debug)]
pub struct Frame<'a, E, V> {
    pub(super) engine: &'a E,
    pub(super) id: FrameId<'a>,
    /// The variables of this scope.
    pub vars: V,
    pub(super) slot: &'a Slot,
    pub(super) info: &'static StateInfo,
    pub(super) entered: u64,
    pub(super) entered_at: Timestamp,
    pub(super) stage: Stage,
    /// Whether the frame stands where its checkpoint says.
    pub(super) restored: bool,
    pub(super) retries: Retries,
    pub(super) item: Option<MapItem<'a>>,
    pub(super) pending: Option<Pending>,
    /// The attempt, if it is not the user's method that does it.
    pub(super) handover: Option<Box<Handover>>,
    /// The place of the last attempt of a task, for the next one.
    pub(super) spare: Option<Box<Attempt>>,
    /// AWS's limit of a payload.
    limit: usize,
    /// The largest bound that spares the measuring.
    threshold: usize,
    /// An upper bound of the length of the state's input, in bytes of JSON; not above [`Growth::MAX`].
    input_bound: usize,
    /// The same for its result.
    pub(super) result_bound: usize,
    /// Whether the output is that of a catcher, which the state's growth is not about.
    pub(super) caught: bool,
    /// The `…StateSucceeded` event of the state, which only a failure after it points at.
    pub(super) joined: Option<u64>,
    assigned: Option<BTreeMap<Text, JsonText>>,
}

/// What the outside of a frame can see of it while it runs, or after it was dropped.
///
/// One thread at a time runs an execution, so plain loads and stores suffice.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    /// The event that the next one of this line points at.
    last: AtomicU64,
    /// The state that is open, as its type's number + 1; 0 for none.
    open: AtomicU8,
    /// An upper bound of the length of the last output.
    bound: AtomicUsize,
}

impl Slot {
    pub(crate) fn starting_at(last: u64) -> Self {
        Self { last: AtomicU64::new(last), ..Self::default() }
    }

    #[inline]
    pub(crate) fn last(&self) -> u64 {
        self.last.load(Ordering::Relaxed)
    }

    #[inline]
    pub(super) fn set_last(&self, event: u64) {
        self.last.store(event, Ordering::Relaxed);
    }

    #[inline]
    pub(super) fn set_bound(&self, bound: usize) {
        self.bound.store(bound, Ordering::Relaxed);
    }

    pub(super) fn bound(&self) -> usize {
        self.bound.load(Ordering::Relaxed)
    }

    pub(super) fn open(&self) -> Option<StateType> {
        use StateType::{Map, Parallel, Task, Wait};
        let open = self.open.load(Ordering::Relaxed);
        [Task, Wait, Parallel, Map].into_iter().find(|&kind| kind as u8 + 1 == open)
    }

    /// Restores what was open when the frame ended.
    pub(super) fn reopen(&self, open: Option<StateType>) {
        self.set_open(open.map_or(0, |kind| kind as u8 + 1));
    }

    #[inline]
    fn set_open(&self, open: u8) {
        self.open.store(open, Ordering::Relaxed);
    }
}

/// Before the first state is entered.
static NOWHERE: StateInfo =
    StateInfo { name: "", kind: StateType::Pass, retry: &[], catch: &[], growth: Growth::UNKNOWN };

impl<'a, E: Engine, V> Frame<'a, E, V> {
    pub(crate) fn new(engine: &'a E, id: FrameId<'a>, slot: &'a Slot, item: Option<MapItem<'a>>) -> Self
    where
        V: Default,
    {
        let limit = engine.limits().payload_bytes.unwrap_or(usize::MAX);
        Self {
            engine,
            id,
            vars: V::default(),
            slot,
            info: &NOWHERE,
            entered: 0,
            entered_at: Timestamp::default(),
            stage: Stage::Arrived,
            restored: false,
            retries: Retries::default(),
            item,
            pending: None,
            handover: None,
            spare: None,
            limit,
            threshold: if limit < usize::MAX { limit.min(Growth::MAX - 1) } else { usize::MAX },
            input_bound: Growth::MAX,
            result_bound: Growth::MAX,
            caught: false,
            joined: None,
            assigned: None,
        }
    }

    /// Begins another iteration in the same frame.
    #[inline]
    pub(super) fn begin(&mut self, id: FrameId<'a>, item: MapItem<'a>)
    where
        V: Default,
    {
        self.id = id;
        self.item = Some(item);
        self.vars = V::default();
        self.input_bound = Growth::MAX;
        self.assigned = None;
    }

    /// Notes how large the input of the first state is, for whoever cannot tell from where it comes.
    #[inline]
    pub(super) fn measure_input(&mut self, input: &Value) {
        if self.limit < usize::MAX {
            self.input_bound = input.json_len_bound(self.limit).min(Growth::MAX);
        }
    }

    /// Puts the frame where a checkpoint says; gives back the state and its input.
    pub(crate) fn restore<M>(&mut self, checkpoint: Checkpoint<M::State, V>) -> (M::At, Value)
    where
        M: Machine<Vars = V>,
    {
        let Checkpoint { state, vars, stage, line, retries } = checkpoint;
        let (at, input) = M::split(state);
        let info = M::info(at);
        self.vars = vars;
        self.stage = stage;
        self.restored = true;
        self.slot.set_last(line.last);
        self.entered = line.entered;
        self.entered_at = line.entered_at;
        self.retries = Retries::resumed(retries);
        if self.stage != Stage::Arrived {
            self.info = info;
            self.slot.set_open(info.kind as u8 + 1);
        }
        (at, input)
    }

    /// Notes how far the state has come, for the next checkpoint.
    #[inline]
    pub(super) fn reach(&mut self, stage: impl FnOnce() -> Stage) {
        if E::CHECKPOINTS {
            self.stage = stage();
        }
    }

    /// Whether it waits for the next attempt of a task.
    pub(super) fn is_backing_off(&self) -> bool {
        matches!(self.stage, Stage::BackingOff { .. })
    }

    /// Makes the frame's state permanent, with everything recorded so far.
    ///
    /// INVARIANT: between recording an event and this call of the same frame nothing is awaited, so that the
    /// events since its last checkpoint and the checkpoint are one transaction.
    pub(super) async fn checkpoint(&self, state: &'static str, input: &Value) -> Result<(), Failure>
    where
        V: Serialize + Sync,
    {
        if !E::CHECKPOINTS {
            return Ok(());
        }
        self.engine.checkpoint(&self.id, &self.standing(&Placed { state, input })).await
    }

    /// Tells the engine where the frame failed: a redrive goes on from there.
    pub(super) fn failed_at(&self, input: &Value)
    where
        V: Serialize + Sync,
    {
        let placed = Placed { state: self.info.name, input };
        self.engine.failed_at(&self.id, &self.standing(&placed));
    }

    fn standing<'s>(&'s self, state: &'s Placed<'s>) -> Checkpoint<&'s Placed<'s>, &'s V> {
        Checkpoint {
            state,
            vars: &self.vars,
            stage: self.stage.clone(),
            line: Line { last: self.slot.last(), entered: self.entered, entered_at: self.entered_at },
            retries: self.retries.counters().to_vec(),
        }
    }

    /// Numbers an event, and records it if the engine keeps history.
    #[inline]
    pub(super) fn note(&self, kind: EventType, previous: u64, details: impl FnOnce() -> Details) -> u64 {
        let id = self.engine.next_event_id();
        if E::HISTORY {
            let timestamp = self.engine.now();
            let event = HistoryEvent { id, previous_event_id: previous, timestamp, kind, details: details() };
            self.engine.record(&self.id, event);
        }
        id
    }

    /// An event on this line of control.
    #[inline]
    pub(super) fn advance(&self, kind: EventType, details: impl FnOnce() -> Details) -> u64 {
        let id = self.note(kind, self.slot.last(), details);
        // Only events point at events.
        if E::HISTORY || E::CHECKPOINTS {
            self.slot.set_last(id);
        }
        id
    }

    #[inline]
    pub(super) fn enter(&mut self, info: &'static StateInfo, input: &Value, look_at_clock: bool) {
        self.info = info;
        if look_at_clock || info.kind.has_work() && E::CHECKPOINTS {
            self.entered_at = self.engine.now();
        }
        self.entered = self.advance(info.kind.entered(), || {
            Details::Entered(Entered {
                name: Text::new_static(info.name),
                input: JsonText(input.clone()),
                ..Entered::default()
            })
        });
        // The rest matters only where something outside can happen.
        if info.kind.has_work() {
            self.reach(|| Stage::Entered);
            self.slot.set_open(info.kind as u8 + 1);
            self.retries.clear();
        }
    }

    #[inline]
    pub(super) fn exit(&mut self, output: &Value) {
        let StateInfo { name, kind, .. } = *self.info;
        if kind.has_work() {
            self.slot.set_open(0);
            self.reach(|| Stage::Arrived);
        }
        if E::HISTORY {
            let assigned = self.assigned.take();
            self.advance(kind.exited(), || {
                Details::Exited(Box::new(Exited::new(
                    Text::new_static(name),
                    JsonText(output.clone()),
                    assigned,
                )))
            });
        } else {
            self.advance(kind.exited(), || Details::None);
        }
    }

    /// Leaves a state with its output.
    #[inline]
    pub(super) fn leave(&mut self, output: &Value) -> Result<(), Failure> {
        self.check_output(output)?;
        self.exit(output);
        Ok(())
    }

    /// Leaves the last state with the frame's output.
    #[inline]
    pub(super) fn end(&mut self, output: &Value) -> Result<(), Failure> {
        self.leave(output)?;
        self.slot.set_bound(self.input_bound);
        Ok(())
    }

    /// A Fail state was reached.
    #[cold]
    pub(super) fn fail_state(&self, text: FailText) -> Failure {
        Failure::new(FailureKind::FailState, text.error, text.cause).at_event(self.slot.last())
    }

    /// Notes a variable for the state's Exited event.
    #[inline]
    pub fn assigned(&mut self, variable: &'static str, value: &Value) {
        if E::HISTORY {
            let assigned = self.assigned.get_or_insert_default();
            assigned.insert(Text::new_static(variable), JsonText(value.clone()));
        }
    }

    /// Places a fault in the current state.
    #[cold]
    pub(super) fn fail(&self, fault: &Fault) -> Failure {
        let (kind, cause) = if !fault.is_catchable() {
            let prefix = "An error occurred while executing the state";
            let Self { info, entered, .. } = self;
            let cause =
                format!("{prefix} '{}' (entered at the event id #{entered}). {}", info.name, fault.cause());
            (FailureKind::Runtime, cause)
        } else {
            (FailureKind::Named, fault.cause().to_owned())
        };
        Failure::new(kind, Some(fault.error().into()), Some(cause.into())).at_event(self.slot.last())
    }

    /// Checks the state's output against the limit, and notes its length for the next state.
    #[inline]
    fn check_output(&mut self, output: &Value) -> Result<(), Failure> {
        let bound = self.info.growth.bound(self.input_bound, self.result_bound);
        if bound > self.threshold || self.caught {
            return self.measure_output(output);
        }
        self.input_bound = bound.min(Growth::MAX);
        Ok(())
    }

    #[inline(never)]
    fn measure_output(&mut self, output: &Value) -> Result<(), Failure> {
        self.caught = false;
        match measure(output, self.limit) {
            Some(bound) => self.input_bound = bound.min(Growth::MAX),
            None => return Err(self.fail(&too_large(self.info.name))),
        }
        Ok(())
    }

    /// Checks a result against the limit; `what` is the resource type or function that gave it.
    #[inline]
    pub(super) fn check_result(&mut self, result: &Value, what: &str) -> Result<(), Fault> {
        if self.limit < usize::MAX {
            let bound = measure(result, self.limit).ok_or_else(|| too_large(what))?;
            self.result_bound = bound.min(Growth::MAX);
        }
        Ok(())
    }

    /// The execution: `$$.Execution`, `$$.StateMachine`.
    pub fn execution(&self) -> &Arc<Execution> {
        self.engine.execution()
    }

    /// 64 random bits.
    pub fn random(&self) -> u64 {
        self.engine.random()
    }

    /// `$$.State.Name`.
    pub fn state_name(&self) -> &'static str {
        self.info.name
    }

    /// `$$.State.EnteredTime`.
    pub fn entered_time(&self) -> Timestamp {
        self.entered_at
    }

    /// `$$.State.RetryCount`, in states that can be retried.
    pub fn retry_count(&self) -> Option<u64> {
        let counts = matches!(self.info.kind, StateType::Task | StateType::Parallel | StateType::Map);
        counts.then(|| self.retries.total())
    }

    /// The item of the innermost Map around this frame.
    #[inline]
    pub fn item(&self) -> Option<MapItem<'a>> {
        self.item
    }

    /// `$$.Task.Token`.
    pub fn task_token(&self) -> Option<&TaskToken> {
        self.pending.as_ref().map(Pending::token)
    }

    /// `$$`, whole. `item` is the item that an `ItemSelector` is evaluated for.
    pub fn context(&self, item: Option<MapItem<'_>>) -> Value {
        let mut context = Object::new();
        context.insert(Text::new_static("Execution"), self.execution().to_value());
        context.insert(Text::new_static("StateMachine"), self.execution().state_machine_to_value());
        context.insert(Text::new_static("State"), self.state_context());
        if let Some(item) = item.or(self.item) {
            context.insert(Text::new_static("Map"), item.to_context());
        }
        if let Some(token) = self.task_token() {
            let token = Value::String(token.text().clone());
            context.insert(
                Text::new_static("Task"),
                Value::Object(Object::from_entries([(Text::new_static("Token"), token)])),
            );
        }
        Value::Object(context)
    }

    /// `$$.State`.
    fn state_context(&self) -> Value {
        let mut state = Object::new();
        state.insert(Text::new_static("Name"), Value::String(Text::new_static(self.info.name)));
        state.insert(Text::new_static("EnteredTime"), Value::from(self.entered_at.to_string()));
        if let Some(count) = self.retry_count() {
            state.insert(Text::new_static("RetryCount"), Value::from(count));
        }
        Value::Object(state)
    }
}

/// A state with its input, as [`Machine::State`] is serialized.
struct Placed<'v> {
    state: &'static str,
    input: &'v Value,
}

impl Serialize for Placed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::__private::serialize_state(self.state, self.input, serializer)
    }
}

/// An upper bound of the length of a value's JSON text; `None` when the text is longer than the limit.
fn measure(value: &Value, limit: usize) -> Option<usize> {
    let bound = value.json_len_bound(limit);
    if bound <= limit {
        return Some(bound);
    }
    // Strings were counted as if every byte of them were escaped.
    value.json_len_within(limit).then(|| value.json_len())
}

/// AWS's text for a payload above 256 KiB.
#[cold]
fn too_large(what: &str) -> Fault {
    Fault::catchable(
        names::DATA_LIMIT_EXCEEDED,
        format!(
            "The state/task '{what}' returned a result with a size exceeding the maximum number of bytes service limit."
        ),
    )
}

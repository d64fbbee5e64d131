//! `StartExecution`.

use super::version::{self, Target};
use super::{ExecutionHandle, Standard, arn};
use crate::engine::{Random, TaskToken};
use crate::error::Status;
use crate::history::{EventType, HistoryEvent};
use crate::machine::started;
use crate::standard::Error;
use crate::standard::codec::{Body, Head, Heard, Recent};
use crate::standard::core::Core;
use crate::standard::durable::{Durable, Loaded};
use crate::standard::load::{self, Parent};
use crate::standard::nested;
use crate::standard::store::{Beginning, Facts, Standing, Started, Wake};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use std::sync::Arc;

impl Standard {
    /// Starts an execution of the machine, version or alias with this ARN (AWS: `StartExecution`), as
    /// [`StateMachine::start`](super::StateMachine::start) does. Without a name it gets a UUID.
    ///
    /// # Errors
    /// [`Error::InvalidArn`], [`Error::StateMachineDoesNotExist`], and those of `StateMachine::start`.
    pub async fn start_execution(
        &self,
        state_machine_arn: &str,
        name: Option<&str>,
        input: Value,
    ) -> Result<ExecutionHandle, Error> {
        let target = version::target(self.core(), state_machine_arn)?;
        let name = name.map_or_else(uuid, Text::from);
        let facts = start(self.core(), target, name, input, None).await?;
        Ok(ExecutionHandle::new(self.clone(), &facts))
    }

    /// Starts an execution of the machine of this name.
    pub(super) async fn start(
        &self,
        machine: &Text,
        name: Option<&str>,
        input: Value,
    ) -> Result<ExecutionHandle, Error> {
        let name = name.map_or_else(uuid, Text::from);
        let target = version::target(self.core(), &self.machine_arn(machine))?;
        let facts = start(self.core(), target, name, input, None).await?;
        Ok(ExecutionHandle::new(self.clone(), &facts))
    }
}

/// Starts an execution, for itself or for an attempt of another one.
pub(in crate::standard) async fn start(
    core: &Core,
    target: Target,
    name: Text,
    input: Value,
    parent: Option<Parent>,
) -> Result<Facts, Error> {
    arn::check_name(&name)?;
    if let Some(excess) = core.limits().payload_excess(&input) {
        return Err(Error::InvalidExecutionInput(excess));
    }
    let Target { machine, definition, version, alias } = target;
    if core.registry.get(definition.as_bytes()).is_none() {
        return Err(Error::StateMachineDoesNotExist(arn::machine(&core.settings().account, &machine)));
    }
    let definition = *definition.as_bytes();
    let beginning = Beginning { machine, name, started: core.now(), definition, version, alias };
    let body = |_| start_row(core, beginning.started, &input, parent.as_ref());
    match core.store().start(beginning.clone(), Wake::Now, body)? {
        Started::New { id, ticket } => {
            let facts = begun(id, ticket.seq(), beginning);
            let token = parent.and_then(|(_, token)| token);
            if let Some(token) = &token {
                nested::note(core, id, token)?;
            }
            match core.touch_with(id, |core| first_seen(core, &facts, input, token), |_, _| ()) {
                // Somebody else was faster, and has driven it to its end.
                Ok(()) | Err(Error::NotRunning) => {}
                Err(error) => return Err(error),
            }
            core.committed(ticket).await?;
            Ok(facts)
        }
        Started::Exists(facts) => start_again(core, facts, &input, parent).await,
    }
}

/// The name is taken: that is no error if somebody says the same once more.
async fn start_again(
    core: &Core,
    facts: Facts,
    input: &Value,
    parent: Option<Parent>,
) -> Result<Facts, Error> {
    let (known, starter) = load::beginning(core, &[], load::first_row(core, &facts)?)?;
    // Whoever started it may not know yet.
    core.committed(core.store().durable(facts.head)).await?;
    // The attempt of before a crash, whose execution may have ended since.
    if let (Some((key, token)), Some((starter, _))) = (&parent, &starter)
        && key == starter
    {
        if let Some(token) = token {
            nested::note(core, facts.id, token)?;
            nested::settle(core, &facts, token)?;
        }
        return Ok(facts);
    }
    if facts.standing.status == Status::Running && known.to_json_string() == input.to_json_string() {
        return Ok(facts);
    }
    let Beginning { machine, name, .. } = &*facts.beginning;
    Err(Error::ExecutionAlreadyExists(arn::execution(&core.settings().account, machine, name)))
}

fn uuid() -> Text {
    let random = Random::default();
    match crate::intrinsics::uuid(&mut || random.next()) {
        Ok(Value::String(uuid)) => uuid,
        _ => Text::default(),
    }
}

/// The first row of an execution.
fn start_row(core: &Core, at: Timestamp, input: &Value, parent_of: Option<&Parent>) -> Vec<u8> {
    let event = HistoryEvent {
        id: 1,
        previous_event_id: 0,
        timestamp: at,
        kind: EventType::ExecutionStarted,
        details: started(input, &core.settings().account.role_arn),
    };
    let head = Head { last_event: 1, ..Head::default() };
    let parent = |(key, token): &Parent| {
        (key.clone(), Heard::Parent(token.as_ref().map(|token| token.text().clone())))
    };
    let tokens = parent_of.map(parent).into_iter().collect();
    Body { head, tokens, events: vec![event], ..Body::default() }.encode(&Recent::default()).0
}

fn begun(id: u64, seq: u64, beginning: Beginning) -> Facts {
    let standing = Standing { status: Status::Running, wake: Wake::Now, at: beginning.started, redrives: 0 };
    Facts { id, beginning: Arc::new(beginning), standing, stopped: None, redriven: None, head: seq }
}

/// A new execution, unless somebody has found it in a list and done something to it before it was first driven.
fn first_seen(
    core: &Arc<Core>,
    facts: &Facts,
    input: Value,
    parent: Option<TaskToken>,
) -> Result<Durable, Error> {
    match core.store().facts(facts.id)? {
        Some(known) if known.head != facts.head => load::load(core, facts.id),
        // A store that has failed since forgets what is not on the disk; the row's ticket tells of it.
        _ => Ok(fresh(core, facts, input, parent)),
    }
}

/// A new execution, as it would be loaded.
fn fresh(core: &Arc<Core>, facts: &Facts, input: Value, parent: Option<TaskToken>) -> Durable {
    let execution = Arc::new(load::execution(core, facts, input));
    let loaded = Loaded::fresh(facts.id, facts.head, parent);
    Durable::new(core.clone(), execution, facts.beginning.definition, facts.beginning.started, loaded)
}

//! `StartExecution`.

use super::{ExecutionHandle, Standard, arn};
use crate::engine::Random;
use crate::history::{EventType, HistoryEvent};
use crate::machine::started;
use crate::standard::Error;
use crate::standard::codec::{Body, Head, Recent};
use crate::standard::core::Core;
use crate::standard::durable::{Durable, Loaded};
use crate::standard::load;
use crate::standard::store::{Beginning, Facts, Standing, Started, Wake};
use crate::error::Status;
use crate::time::Timestamp;
use crate::value::{Text, Value};
use std::sync::Arc;

impl Standard {
    /// Starts an execution of the machine with this ARN (AWS: `StartExecution`), as
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
        let machine = Text::from(arn::parse_machine(state_machine_arn)?);
        if *self.machine_arn(&machine) != *state_machine_arn {
            return Err(Error::StateMachineDoesNotExist(state_machine_arn.into()));
        }
        self.start(&machine, name, input).await
    }

    /// Starts an execution of the machine of this name.
    pub(super) async fn start(
        &self,
        machine: &Text,
        name: Option<&str>,
        input: Value,
    ) -> Result<ExecutionHandle, Error> {
        let core = self.core();
        let name = match name {
            Some(name) => Text::from(name),
            None => uuid(),
        };
        arn::check_name(&name)?;
        check_size(core, &input)?;
        let definition = core.registry.newest(machine);
        let definition = definition.ok_or_else(|| Error::StateMachineDoesNotExist(self.machine_arn(machine)))?;
        let beginning = Beginning {
            machine: machine.clone(),
            name,
            started: core.now(),
            definition: *definition.as_bytes(),
            version: None,
            alias: None,
        };
        let body = |_| start_row(core, beginning.started, &input);
        match core.store().start(beginning.clone(), Wake::Now, body)? {
            Started::New { id, ticket } => {
                let facts = begun(id, ticket.seq(), beginning);
                match core.touch_with(id, |core| first_seen(core, &facts, input), |_, _| ()) {
                    // Somebody else was faster, and has driven it to its end.
                    Ok(()) | Err(Error::NotRunning) => {}
                    Err(error) => return Err(error),
                }
                core.committed(ticket).await?;
                Ok(ExecutionHandle::new(self.clone(), &facts))
            }
            Started::Exists(facts) => self.start_again(facts, &input).await,
        }
    }

    /// The name is taken: that is no error if somebody says the same once more.
    async fn start_again(&self, facts: Facts, input: &Value) -> Result<ExecutionHandle, Error> {
        let core = self.core();
        let arn = self.arn_of(&facts);
        let is_same = facts.standing.status == Status::Running && {
            let first = load::first_row(core, &facts)?;
            load::input(core, &[], first)?.to_json_string() == input.to_json_string()
        };
        // Whoever started it may not know yet.
        core.committed(core.store().durable(facts.head)).await?;
        if is_same { Ok(ExecutionHandle::new(self.clone(), &facts)) } else { Err(Error::ExecutionAlreadyExists(arn)) }
    }
}

fn uuid() -> Text {
    let random = Random::default();
    match crate::intrinsics::uuid(&mut || random.next()) {
        Ok(Value::String(uuid)) => uuid,
        _ => Text::default(),
    }
}

fn check_size(core: &Core, input: &Value) -> Result<(), Error> {
    match core.limits().payload_bytes {
        Some(limit) if !input.json_len_within(limit) => {
            let length = input.json_len();
            Err(Error::InvalidExecutionInput(format!("{length} bytes are more than the limit of {limit}").into()))
        }
        _ => Ok(()),
    }
}

/// The first row of an execution.
fn start_row(core: &Core, at: Timestamp, input: &Value) -> Vec<u8> {
    let event = HistoryEvent {
        id: 1,
        previous_event_id: 0,
        timestamp: at,
        kind: EventType::ExecutionStarted,
        details: started(input, &core.settings().account.role_arn),
    };
    let head = Head { last_event: 1, ..Head::default() };
    Body { head, events: vec![event], ..Body::default() }.encode(&Recent::default()).0
}

fn begun(id: u64, seq: u64, beginning: Beginning) -> Facts {
    let standing = Standing { status: Status::Running, wake: Wake::Now, at: beginning.started, redrives: 0 };
    Facts { id, beginning: Arc::new(beginning), standing, stopped: None, redriven: None, head: seq }
}

/// A new execution, unless somebody has found it in a list and done something to it before it was first driven.
fn first_seen(core: &Arc<Core>, facts: &Facts, input: Value) -> Result<Durable, Error> {
    match core.store().facts(facts.id)? {
        Some(known) if known.head != facts.head => load::load(core, facts.id),
        // A store that has failed since forgets what is not on the disk; the row's ticket tells of it.
        _ => Ok(fresh(core, facts, input)),
    }
}

/// A new execution, as it would be loaded.
fn fresh(core: &Arc<Core>, facts: &Facts, input: Value) -> Durable {
    let execution = Arc::new(load::execution(core, facts, input));
    let loaded = Loaded::fresh(facts.id, facts.head);
    Durable::new(core.clone(), execution, facts.beginning.definition, facts.beginning.started, loaded)
}

//! History events in rows. Payloads go to the row's table of texts, so that an exit's output and the next entry's input,
//! which are one value, are stored once.

use super::wire::{Malformed, Reader, Wire, Writer};
use crate::history::{
    ActivityScheduled, ActivityStarted, Details, Entered, ErrorDetails, EvaluationFailed, EventType, Exited,
    HistoryEvent, JsonText, LambdaScheduled, MapIteration, MapRun, MapStarted, Output, Redriven, Shape,
    Started, TaskCredentials, TaskFailed, TaskOutput, TaskScheduled, TaskStarted,
};
use crate::time::Timestamp;

/// Writes events, each as its difference to the one before.
pub(super) fn put_events(events: &[HistoryEvent], writer: &mut Writer<'_>) {
    writer.number(events.len() as u64);
    let (mut id, mut time) = (0, 0);
    for event in events {
        writer.number(event.id.wrapping_sub(id));
        writer.number(event.id.wrapping_sub(event.previous_event_id));
        let millis = event.timestamp.unix_millis();
        writer.signed(millis.wrapping_sub(time));
        writer.byte(event.kind as u8);
        put_details(&event.details, writer);
        (id, time) = (event.id, millis);
    }
}

/// Reads what [`put_events`] has written.
pub(super) fn take_events(reader: &mut Reader<'_>) -> Result<Vec<HistoryEvent>, Malformed> {
    let length = reader.length()?;
    let (mut id, mut time) = (0_u64, 0_i64);
    let event = |_| {
        id = id.wrapping_add(reader.number()?);
        let previous_event_id = id.wrapping_sub(reader.number()?);
        time = time.wrapping_add(reader.signed()?);
        let kind = EventType::from_number(reader.byte()?).ok_or(Malformed("an event has an unknown type"))?;
        let timestamp = Timestamp::from_unix_millis(time);
        let details = take_details(kind, reader)?;
        Ok(HistoryEvent { id, previous_event_id, timestamp, kind, details })
    };
    (0..length).map(event).collect()
}

fn put_details(details: &Details, writer: &mut Writer<'_>) {
    match details {
        Details::None => {}
        Details::Started(it) => it.put(writer),
        Details::Output(it) => it.put(writer),
        Details::Error(it) => it.put(writer),
        Details::Redriven(it) => it.put(writer),
        Details::Entered(it) => it.put(writer),
        Details::Exited(it) => it.put(writer),
        Details::TaskScheduled(it) => it.put(writer),
        Details::TaskStarted(it) => it.put(writer),
        Details::TaskOutput(it) => it.put(writer),
        Details::TaskFailed(it) => it.put(writer),
        Details::LambdaScheduled(it) => it.put(writer),
        Details::ActivityScheduled(it) => it.put(writer),
        Details::ActivityStarted(it) => it.put(writer),
        Details::MapStarted(it) => it.put(writer),
        Details::MapIteration(it) => it.put(writer),
        Details::MapRun(it) => it.put(writer),
        Details::EvaluationFailed(it) => it.put(writer),
    }
}

fn take_details(kind: EventType, reader: &mut Reader<'_>) -> Result<Details, Malformed> {
    fn boxed<T: Wire>(reader: &mut Reader<'_>) -> Result<Box<T>, Malformed> {
        T::take(reader).map(Box::new)
    }
    Ok(match kind.shape() {
        None => Details::None,
        Some(Shape::Started) => Details::Started(Wire::take(reader)?),
        Some(Shape::Output) => Details::Output(Wire::take(reader)?),
        Some(Shape::Error) => Details::Error(Wire::take(reader)?),
        Some(Shape::Redriven) => Details::Redriven(Wire::take(reader)?),
        Some(Shape::Entered) => Details::Entered(Wire::take(reader)?),
        Some(Shape::Exited) => Details::Exited(boxed(reader)?),
        Some(Shape::TaskScheduled) => Details::TaskScheduled(boxed(reader)?),
        Some(Shape::TaskStarted) => Details::TaskStarted(Wire::take(reader)?),
        Some(Shape::TaskOutput) => Details::TaskOutput(boxed(reader)?),
        Some(Shape::TaskFailed) => Details::TaskFailed(boxed(reader)?),
        Some(Shape::LambdaScheduled) => Details::LambdaScheduled(boxed(reader)?),
        Some(Shape::ActivityScheduled) => Details::ActivityScheduled(boxed(reader)?),
        Some(Shape::ActivityStarted) => Details::ActivityStarted(Wire::take(reader)?),
        Some(Shape::MapStarted) => Details::MapStarted(Wire::take(reader)?),
        Some(Shape::MapIteration) => Details::MapIteration(Wire::take(reader)?),
        Some(Shape::MapRun) => Details::MapRun(Wire::take(reader)?),
        Some(Shape::EvaluationFailed) => Details::EvaluationFailed(boxed(reader)?),
    })
}

impl Wire for JsonText {
    fn put(&self, writer: &mut Writer<'_>) {
        writer.value(&self.0);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.value().map(Self)
    }
}

impl Wire for Exited {
    fn put(&self, writer: &mut Writer<'_>) {
        self.name.put(writer);
        self.output.put(writer);
        self.assigned_variables.put(writer);
    }

    fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self::new(Wire::take(reader)?, Wire::take(reader)?, Wire::take(reader)?))
    }
}

/// The fields in the order of the bytes.
macro_rules! wire {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Wire for $name {
            fn put(&self, writer: &mut Writer<'_>) {
                $(self.$field.put(writer);)*
            }

            fn take(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
                let mut details = Self::default();
                $(details.$field = Wire::take(reader)?;)*
                Ok(details)
            }
        }
    )*};
}

wire! {
    Started { input, role_arn }
    Output { output }
    ErrorDetails { error, cause }
    Redriven { redrive_count }
    Entered { name, input }
    TaskScheduled {
        resource_type, resource, region, parameters, timeout_in_seconds, heartbeat_in_seconds, task_credentials
    }
    TaskCredentials { role_arn }
    TaskStarted { resource_type, resource }
    TaskOutput { resource_type, resource, output }
    TaskFailed { resource_type, resource, error, cause }
    LambdaScheduled { resource, input, timeout_in_seconds, task_credentials }
    ActivityScheduled { resource, input, timeout_in_seconds, heartbeat_in_seconds }
    ActivityStarted { worker_name }
    MapStarted { length }
    MapIteration { name, index }
    MapRun { map_run_arn, redrive_count }
    EvaluationFailed { error, cause, location, state }
}

//! The execution history, as `GetExecutionHistory` shows it.
//!
//! [`HistoryEvent`] serializes to AWS's JSON and back. Inputs and outputs are kept as [`Value`](crate::Value)s, which
//! costs a reference count, and become JSON text only when an event is serialized.

mod details;
mod kind;
mod text;

#[cfg(test)]
mod tests;

pub use details::{
    ActivityScheduled, ActivityStarted, Details, Entered, ErrorDetails, EvaluationFailed, Exited,
    LambdaScheduled, MapIteration, MapRun, MapStarted, Output, Redriven, Started, TaskCredentials,
    TaskFailed, TaskOutput, TaskScheduled, TaskStarted,
};
pub use kind::EventType;
#[cfg(feature = "standard")]
pub(crate) use kind::Shape;
pub use text::JsonText;

use crate::time::Timestamp;
use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEvent {
    /// 1, 2, 3 … in the order of recording, without gaps.
    pub id: u64,
    /// The event before this one on its own line of control; 0 for the first. Each branch and iteration is a line.
    pub previous_event_id: u64,
    /// When it was recorded.
    pub timestamp: Timestamp,
    /// Its type.
    pub kind: EventType,
    /// What it tells, in the shape of its type.
    pub details: Details,
}

impl Serialize for HistoryEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let member = self.kind.details_member();
        let mut map = serializer.serialize_map(Some(4 + usize::from(member.is_some())))?;
        map.serialize_entry("timestamp", &Seconds(self.timestamp))?;
        map.serialize_entry("type", self.kind.as_str())?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("previousEventId", &self.previous_event_id)?;
        if let Some(member) = member {
            map.serialize_entry(member, &self.details)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for HistoryEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let event = serde_json::Map::<String, serde_json::Value>::deserialize(deserializer)?;
        let field = |name: &'static str| event.get(name).ok_or_else(|| D::Error::missing_field(name));
        let integer =
            |name| field(name)?.as_u64().ok_or_else(|| D::Error::custom(format!("`{name}` is no id")));
        let name = field("type")?.as_str().unwrap_or_default();
        let kind = EventType::from_name(name)
            .ok_or_else(|| D::Error::custom(format!("`{name}` is no type of history event")))?;
        let Seconds(timestamp) = Seconds::deserialize(field("timestamp")?).map_err(D::Error::custom)?;
        let details = match kind.details_member() {
            Some(member) => Details::from_json(kind, field(member)?.clone()).map_err(D::Error::custom)?,
            None => Details::None,
        };
        Ok(Self {
            id: integer("id")?,
            previous_event_id: integer("previousEventId")?,
            timestamp,
            kind,
            details,
        })
    }
}

/// AWS's form of time in the API: seconds since the epoch, with milliseconds behind the point.
struct Seconds(Timestamp);

impl Serialize for Seconds {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of the next 200,000 years fit a double")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0.unix_millis() as f64 / 1000.0)
    }
}

impl<'de> Deserialize<'de> for Seconds {
    #[expect(clippy::cast_possible_truncation, reason = "a float-to-int cast saturates")]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Ok(Self(Timestamp::from_unix_millis((seconds * 1000.0).round() as i64)))
    }
}

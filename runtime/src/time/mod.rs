//! Points in time: the clock's values, and the timestamps that workflows compare and wait for.
//!
//! [`Timestamp`] is what engines count with: whole milliseconds, as in AWS's history. Comparisons of Choice
//! states and the waits of Wait states keep what the text says, so [`parse_rfc3339`] gives nanoseconds.

mod calendar;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use calendar::parse_rfc3339;

/// A point in time with millisecond precision.
///
/// It prints, and serializes, as AWS writes times: `2026-11-22T21:00:00.123Z`, always with milliseconds and in UTC.
///
/// ```
/// use asl_runtime::Timestamp;
///
/// let start = Timestamp::from_unix_millis(1_795_381_200_123);
/// assert_eq!(start.to_string(), "2026-11-22T21:00:00.123Z");
/// assert_eq!("2026-11-22T22:00:00.123+01:00".parse(), Ok(start));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(0);

    /// The point `millis` milliseconds after the Unix epoch; negative before it.
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// The point `nanos` nanoseconds after the Unix epoch, rounded down to a millisecond; `None` when an `i64` of
    /// milliseconds cannot hold it.
    pub fn from_unix_nanos(nanos: i128) -> Option<Self> {
        i64::try_from(nanos.div_euclid(1_000_000)).ok().map(Self)
    }

    /// This point moved forward, parts of a millisecond dropped; `None` on overflow.
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let millis = i64::try_from(duration.as_millis()).ok()?;
        self.0.checked_add(millis).map(Self)
    }

    /// How long after `earlier` this point is; zero when it is not after it.
    pub fn duration_since(self, earlier: Self) -> Duration {
        if self <= earlier { Duration::ZERO } else { Duration::from_millis(self.0.abs_diff(earlier.0)) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = calendar::civil_from_days(self.0.div_euclid(calendar::MILLIS_PER_DAY));
        let millis = self.0.rem_euclid(calendar::MILLIS_PER_DAY);
        let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
        let (second, milli) = (millis / 1_000 % 60, millis % 1_000);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

/// A text is not an RFC 3339 timestamp that [`parse_rfc3339`] accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError(());

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an RFC 3339 timestamp such as 2026-11-22T21:00:00.123Z")
    }
}

impl std::error::Error for ParseTimestampError {}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Reads an RFC 3339 timestamp; what is finer than a millisecond is dropped.
    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        parse_rfc3339(text).and_then(Self::from_unix_nanos).ok_or(ParseTimestampError(()))
    }
}

impl From<SystemTime> for Timestamp {
    /// Rounds down to a millisecond; saturates at the ends of the range.
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)),
            Err(before) => {
                let nanos = i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX);
                Self::from_unix_nanos(-nanos).unwrap_or(Self(i64::MIN))
            }
        }
    }
}

impl From<Timestamp> for SystemTime {
    /// The epoch stands in for a point that the platform's clock cannot hold.
    fn from(time: Timestamp) -> Self {
        let distance = Duration::from_millis(time.0.unsigned_abs());
        let moved =
            if time.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
        moved.unwrap_or(UNIX_EPOCH)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TimestampVisitor)
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an RFC 3339 timestamp")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }
}

//! The bytes of a first row's beginning, and the checksums of rows.

use super::disk::Queued;
use super::facts::{Beginning, status_to_sql};
use crate::{Text, Timestamp};

/// A beginning as bytes: the time, the hash, then the texts, each after its length; an absent text has the length `u32::MAX`.
pub(super) fn encode(beginning: &Beginning) -> Vec<u8> {
    let Beginning { machine, name, started, definition, version, alias } = beginning;
    let texts = [Some(machine), Some(name), version.as_ref(), alias.as_ref()];
    let length: usize = texts.iter().flatten().map(|text| text.len()).sum();
    let mut bytes = Vec::with_capacity(8 + 16 + 4 * texts.len() + length);
    bytes.extend(started.unix_millis().to_le_bytes());
    bytes.extend(definition);
    for text in texts {
        let length = text.map_or(u32::MAX, |text| u32::try_from(text.len()).unwrap_or(u32::MAX - 1));
        bytes.extend(length.to_le_bytes());
        bytes.extend(text.map_or(&[][..], |text| text.as_bytes()));
    }
    bytes
}

/// `None` when the bytes are no beginning.
pub(super) fn decode(mut bytes: &[u8]) -> Option<Beginning> {
    let started = Timestamp::from_unix_millis(i64::from_le_bytes(take(&mut bytes)?));
    let definition = take(&mut bytes)?;
    let (machine, name) = (text(&mut bytes)?.text()?, text(&mut bytes)?.text()?);
    let (version, alias) = (text(&mut bytes)?.text(), text(&mut bytes)?.text());
    bytes.is_empty().then_some(Beginning { machine, name, started, definition, version, alias })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

/// A text, or that there is none.
enum Written {
    Text(Text),
    Absent,
}

impl Written {
    fn text(self) -> Option<Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent => None,
        }
    }
}

fn text(bytes: &mut &[u8]) -> Option<Written> {
    let length = u32::from_le_bytes(take(bytes)?);
    if length == u32::MAX {
        return Some(Written::Absent);
    }
    let (text, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(Written::Text(Text::new(std::str::from_utf8(text).ok()?)))
}

/// What a row says beside its body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    pub(super) seq: u64,
    pub(super) execution: u64,
    pub(super) prev: u64,
    pub(super) status: i64,
    pub(super) wake: Option<i64>,
    pub(super) at: i64,
    pub(super) redrives: u64,
    pub(super) start: Option<&'a [u8]>,
}

impl<'a> Head<'a> {
    pub(super) fn of(seq: u64, row: &'a Queued) -> Self {
        Self {
            seq,
            execution: row.execution,
            prev: row.prev,
            status: status_to_sql(row.standing.status),
            wake: row.standing.wake.to_sql(),
            at: row.standing.at.unix_millis(),
            redrives: row.standing.redrives,
            start: row.start.as_deref(),
        }
    }

    /// The number that is written beside a row: the head's checksum above the body's, so that the head can be checked
    /// without reading a large body.
    pub(super) fn sum(&self, body: u32) -> i64 {
        (i64::from(self.checksum()) << 32) | i64::from(body)
    }

    fn checksum(&self) -> u32 {
        let mut bytes = [0; 64];
        let numbers = [
            self.seq,
            self.execution,
            self.prev,
            self.status.cast_unsigned(),
            u64::from(self.wake.is_some()),
            self.wake.unwrap_or_default().cast_unsigned(),
            self.at.cast_unsigned(),
            self.redrives,
        ];
        for (place, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&bytes);
        hasher.update(self.start.unwrap_or_default());
        hasher.finalize()
    }
}

/// Whether what was written beside a row fits what was read.
pub(super) fn head_fits(head: &Head<'_>, sum: i64) -> bool {
    (sum >> 32) & i64::from(u32::MAX) == i64::from(head.checksum())
}

pub(super) fn body_fits(body: &[u8], sum: i64) -> bool {
    sum & i64::from(u32::MAX) == i64::from(crc32fast::hash(body))
}

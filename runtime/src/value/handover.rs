//! Values that pass through serde as they are.
//!
//! serde knows no `Value`, so one inside a user's struct would be taken apart and built anew when the struct is turned
//! into a `Value` or filled from one. Instead the two sides agree by the name of a newtype: the one that has the value
//! puts it down on this thread, the one that wants it takes it up. Other formats see a newtype at most, that is its
//! content, and only while one of our own conversions is under way.

use std::cell::Cell;

use super::Value;

/// The name of the newtype by which both sides know each other.
pub(super) const NAME: &str = "asl_runtime::value::Value";

thread_local! {
    /// Whether our serializer is at work on this thread.
    static SERIALIZING: Cell<bool> = const { Cell::new(false) };
    /// Whether our deserializer is.
    static DESERIALIZING: Cell<bool> = const { Cell::new(false) };
    /// Whether our serializer has just met the newtype and waits for its content.
    static WANTED: Cell<bool> = const { Cell::new(false) };
    /// The value that is being handed over.
    static HANDED: Cell<Option<Value>> = const { Cell::new(None) };
}

/// A conversion of our own that is under way until this is dropped.
pub(super) struct UnderWay {
    flag: &'static std::thread::LocalKey<Cell<bool>>,
    before: bool,
}

impl UnderWay {
    pub(super) fn serializing() -> Self {
        Self { flag: &SERIALIZING, before: SERIALIZING.replace(true) }
    }

    pub(super) fn deserializing() -> Self {
        Self { flag: &DESERIALIZING, before: DESERIALIZING.replace(true) }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.flag.set(self.before);
    }
}

pub(super) fn is_serializing() -> bool {
    SERIALIZING.get()
}

pub(super) fn is_deserializing() -> bool {
    DESERIALIZING.get()
}

/// Says that the content of the newtype should be handed over.
pub(super) fn want() {
    WANTED.set(true);
}

/// Whether it was asked for; asks no more.
pub(super) fn is_wanted() -> bool {
    WANTED.replace(false)
}

/// Puts a value down.
pub(super) fn put(value: Value) {
    HANDED.set(Some(value));
}

/// Takes the value up that was put down.
pub(super) fn take() -> Option<Value> {
    HANDED.take()
}

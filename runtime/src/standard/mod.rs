//! Standard: durable executions in an SQLite file.

mod codec;
mod store;

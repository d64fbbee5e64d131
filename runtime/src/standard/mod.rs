//! Standard: durable executions in an SQLite file.

mod codec;

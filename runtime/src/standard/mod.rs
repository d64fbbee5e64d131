//! Durable executions on an embedded store.

#[cfg_attr(not(test), expect(dead_code, unused_imports, reason = "the engine above is what uses it"))]
mod store;

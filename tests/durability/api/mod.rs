//! The operations of AWS's interface on the durable engine.

mod describe;
mod history;
mod limits;
mod list;
mod orphans;
mod redrive;
mod start;
mod stop;
mod store;

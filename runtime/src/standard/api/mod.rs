//! The operations on an open store.

mod activity;
mod arn;
mod describe;
mod handle;
mod history;
mod list;
mod machine;
mod open;
mod page;
mod redrive;
mod start;
mod stop;
mod tokens;

pub use activity::{ActivitySummary, ActivityTask};
pub use describe::{Description, Redrivable};
pub use handle::ExecutionHandle;
pub use history::{HistoryPage, HistoryQuery};
pub use list::{ExecutionSummary, ListPage, ListQuery};
pub use machine::StateMachine;
pub use open::{Orphan, Standard, StandardOptions};

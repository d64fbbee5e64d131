//! The operations on an open store.

mod activity;
pub(in crate::standard) mod arn;
mod describe;
mod handle;
mod history;
mod list;
mod machine;
mod open;
mod page;
mod redrive;
pub(in crate::standard) mod start;
mod stop;
mod tokens;
pub(in crate::standard) mod version;

pub use activity::{ActivitySummary, ActivityTask};
pub use describe::{Description, Redrivable};
pub use handle::ExecutionHandle;
pub use history::{HistoryPage, HistoryQuery};
pub use list::{ExecutionSummary, ListPage, ListQuery};
pub use machine::StateMachine;
pub use open::{Orphan, Standard, StandardOptions};
pub use version::{Alias, Route, Version};

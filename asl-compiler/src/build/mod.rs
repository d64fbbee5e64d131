//! For build scripts: reads definitions, writes Rust. The one place of this crate with I/O.

mod read;
#[cfg(test)]
mod tests;

pub use read::{ReadError, read};

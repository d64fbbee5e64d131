//! `cargo asl`.
fn main() {}

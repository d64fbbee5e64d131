//! By hand on types of its own.

use std::borrow::Cow;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::workloads::failure::ExecutionError;

#[derive(Deserialize)]
struct Input<'a> {
    #[serde(borrow)]
    items: Vec<Item<'a>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    id: i64,
    #[serde(borrow)]
    name: Cow<'a, str>,
    qty: i64,
}

#[derive(Serialize)]
struct Shaped {
    id: i64,
    qty: i64,
    label: String,
}

pub(super) async fn run(text: &[u8]) -> Result<Vec<u8>, ExecutionError> {
    Ok(serde_json::to_vec(&execute(serde_json::from_slice(text)?))?)
}

fn execute(input: Input<'_>) -> Vec<Shaped> {
    input.items.into_iter().map(shape).collect()
}

fn shape(Item { id, name, qty }: Item<'_>) -> Shaped {
    let mut label = String::with_capacity(name.len() + 16);
    // Writing to a string cannot fail.
    let _ = write!(label, "item-{id}-{name}");
    Shaped { id, qty, label }
}

//! The workloads and, in a folder each, the ways of running them.
//!
//! To add an implementation, write `run` from value to value (or from text to text) and name it in the workload's list:
//! everything else, the comparison of outputs included, follows from the list.
//!
//! The hand-written code keeps the data that the definition prescribes between two states: a result goes beside the input
//! where `ResultPath` says so, a task gets the object that `Parameters` builds, branches and iterations see their own
//! input, Retry and Catch are there although no task fails. What only passes through is moved and not copied.

mod compiled;
mod failure;
mod interpreter;
mod json;
mod tasks;
mod typed_order;
mod typed_tasks;
mod variant;
mod w1;
mod w2;
mod w2lite;
mod w3;
mod w4;
mod w5;

#[cfg(test)]
mod tests;

pub(crate) use variant::{Mode, Variant};

use crate::Outcome;

/// One definition with its input and implementations.
#[derive(Debug)]
pub(crate) struct Workload {
    /// `W1` and so on; what the lines of the report are found by.
    pub(crate) name: &'static str,
    /// What the definition does.
    pub(crate) about: &'static str,
    /// States entered by one execution, those of branches and iterations included.
    pub(crate) transitions: u32,
    /// Executions that give an exact number of instructions without much waiting.
    pub(crate) counted_executions: u64,
    /// Compared with each other; ratios are told of earlier to later ones.
    pub(crate) variants: Vec<Variant>,
}

impl Workload {
    /// Makes sure that all variants do the same.
    ///
    /// # Errors
    /// An execution failed or two outputs differ.
    pub(crate) fn check(&self) -> Outcome<()> {
        let mut expected = None;
        for variant in &self.variants {
            for mode in Mode::ALL.into_iter().filter(|mode| variant.supports(*mode)) {
                let output = variant.output(mode)?;
                let expected = expected.get_or_insert_with(|| output.clone());
                if output != *expected {
                    let (name, variant, mode) = (self.name, variant.name, mode.name());
                    return Err(format!(
                        "{name}: {variant} ({mode}) gives\n{output}\nand the first variant\n{expected}"
                    )
                    .into());
                }
            }
        }
        Ok(())
    }
}

/// Every workload, ready to run.
///
/// # Errors
/// One of the files beside this code is not what it should be.
pub(crate) fn all() -> Outcome<Vec<Workload>> {
    Ok(vec![
        w1::workload()?,
        w2::workload()?,
        w2lite::workload()?,
        w3::workload()?,
        w3::workload_with_task()?,
        w4::workload()?,
        w5::workload()?,
    ])
}

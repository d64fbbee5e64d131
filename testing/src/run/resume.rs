//! A case that is stopped at each of its checkpoints and resumed from what was stored.
//!
//! For every n an execution is halted at its n-th checkpoint, its journal goes through JSON text, and another run goes
//! on from there to the end. One more run is halted and resumed again and again, as soon as it has got further. Outcome
//! and history have to be those of a run that nobody stopped.

use std::cell::OnceCell;

use asl_runtime::{Journal, Report, Status};
use serde_json::Value;

use super::Definition;
use super::stage::{PATIENCE, Stage, actual};
use crate::{ActualRun, Case, compare, render};

/// A case with more checkpoints than this would be a mistake of the engine.
const MOST_CHECKPOINTS: usize = 1_000;

/// Runs a case, stopped at every checkpoint.
///
/// # Errors
/// A text that says how a resumed run differs from an uninterrupted one.
pub fn resume_everywhere(case: &Case, definition: &'static dyn Definition) -> Result<(), String> {
    let whole = Stage::new(case, definition)?;
    let journal = Journal::new();
    let report = finish(&whole, &journal)?;
    let expected = Expected { case, run: actual(&report)?, plain: OnceCell::new() };
    for place in 0..journal.checkpoints() {
        let halted = || format!("halted at checkpoint {place}");
        let stage = Stage::new(case, definition)?;
        let journal =
            halt(&stage, Journal::new(), place).map_err(|error| format!("{}: {error}", halted()))?;
        let report = finish(&stage, &journal).map_err(|error| format!("{}: {error}", halted()))?;
        expected.check(&report).map_err(|difference| format!("{}\n{difference}", halted()))?;
    }
    let stage = Stage::new(case, definition)?;
    let report = step_by_step(&stage).map_err(|error| format!("halted again and again: {error}"))?;
    expected.check(&report).map_err(|difference| format!("halted again and again\n{difference}"))
}

/// Runs to the end from where the journal stands.
fn finish(stage: &Stage, journal: &Journal) -> Result<Report, String> {
    stage.resume(&stage.express, journal, PATIENCE).ok_or_else(|| "it does not end".to_owned())
}

/// Runs up to a checkpoint; gives what was stored, read again from its text.
fn halt(stage: &Stage, journal: Journal, place: usize) -> Result<Journal, String> {
    let journal = journal.halting_at(place);
    let report = finish(stage, &journal)?;
    if report.status() != Status::Running {
        return Err(format!("it ended as {}", report.status()));
    }
    reread(&journal)
}

fn reread(journal: &Journal) -> Result<Journal, String> {
    let text = journal.to_json().map_err(|error| format!("the journal cannot be written: {error}"))?;
    Journal::from_json(&text).map_err(|error| format!("the journal cannot be read: {error}"))
}

/// Stops the execution whenever it has got a little further, until it ends.
fn step_by_step(stage: &Stage) -> Result<Report, String> {
    let mut journal = Journal::new();
    // A resumed frame stores first where it stands.
    let mut length = 1;
    for _ in 0..MOST_CHECKPOINTS {
        let known = journal.events().len();
        let halting = journal.halting_at(length);
        let report = finish(stage, &halting)?;
        if report.status() != Status::Running {
            return Ok(report);
        }
        journal = reread(&halting)?;
        length = if journal.events().len() > known { 1 } else { length + 1 };
    }
    Err("it has no end of checkpoints".to_owned())
}

/// The uninterrupted run.
struct Expected<'a> {
    case: &'a Case,
    run: ActualRun,
    /// The run without what differs from run to run.
    plain: OnceCell<Value>,
}

impl Expected<'_> {
    /// Where branches or iterations run side by side, a resumed one may be ahead of where it was: then the run has to
    /// be what AWS recorded, which is compared with regard to that.
    fn check(&self, report: &Report) -> Result<(), String> {
        let run = actual(report)?;
        if *self.plain.get_or_init(|| plain(&self.run)) == plain(&run) {
            return Ok(());
        }
        let differences = compare(self.case, &run);
        if differences.is_empty() { Ok(()) } else { Err(render(&differences)) }
    }
}

/// A run without times, UUIDs and tokens.
fn plain(run: &ActualRun) -> Value {
    let ActualRun { status, output, error, cause, history } = run;
    let mut run = serde_json::json!([status, output, error, cause, history]);
    forget(&mut run);
    run
}

fn forget(value: &mut Value) {
    match value {
        Value::String(text) => *text = forget_text(text),
        Value::Array(items) => items.iter_mut().for_each(forget),
        Value::Object(members) => {
            members.remove("timestamp");
            members.values_mut().for_each(forget);
        }
        _ => {}
    }
}

/// Every digit and every letter up to `f` in words that have both: times, UUIDs, tokens.
fn forget_text(text: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '.');
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
        let random = word.len() >= 20 && word.contains(|c: char| c.is_ascii_digit());
        plain.push_str(before);
        plain.extend(word.chars().map(|c| if random && c.is_ascii_hexdigit() { '0' } else { c }));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

//! Measures durable executions beside what the disk and `SQLite` allow, and beside Restate, in one run.
//!
//! `cargo run --profile bench -p asl-benches --bin durable` tells the figures as tables, and as lines for programs that begin
//! with `rate`, `latency`, `cpu`, `size` or `ratio`. Sides that are compared take turns in rounds; ratios are formed within a
//! round, where both met the same machine, and the median of the rounds is told. Rates are those of the best round.

mod arguments;
mod figures;
mod floor;
mod folder;
mod history;
mod load;
mod machines;
mod process;
mod restate;
mod steps;
mod stored;
mod waiting;

use std::error::Error;
use std::io::{self, Write};
use std::time::Duration;

use arguments::{Arguments, Section, USAGE};
use folder::Folder;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What may fail here is told to a person who then corrects it.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How long to measure.
#[derive(Clone, Copy, Debug)]
struct Effort {
    /// Turns of each side.
    rounds: usize,
    /// Length of one turn.
    span: Duration,
    /// Executions that are stored while others are measured.
    stored: [usize; 3],
    /// Executions that wait, and how many of them go on within one second.
    waiting: usize,
    firing: usize,
    /// Events of the history that is read.
    events: u64,
}

const FULL: Effort = Effort {
    rounds: 5,
    span: Duration::from_secs(1),
    stored: [1_000, 100_000, 1_000_000],
    waiting: 1_000_000,
    firing: 10_000,
    events: 25_000,
};

const QUICK: Effort = Effort {
    rounds: 2,
    span: Duration::from_millis(300),
    stored: [1_000, 10_000, 30_000],
    waiting: 20_000,
    firing: 1_000,
    events: 5_000,
};

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let mut out = io::stdout();
    let (quick, place, sections) = match arguments {
        Arguments::Help => return Ok(out.write_all(USAGE.as_bytes())?),
        Arguments::Waiting(child) => return waiting::child(&mut out, &child).await,
        Arguments::Measure { quick, place, sections } => (quick, place, sections),
    };
    let effort = if quick { QUICK } else { FULL };
    let folder = Folder::new(place.as_deref())?;
    if let Some(load) = process::load_average() {
        writeln!(out, "load average {load} on {} processors\n", process::processors())?;
    }
    for section in sections {
        match section {
            Section::Steps => steps::report(&mut out, &folder, effort).await?,
            Section::Restate => restate::report(&mut out, &folder, effort).await?,
            Section::Stored => stored::report(&mut out, &folder, effort).await?,
            Section::History => history::report(&mut out, &folder, effort).await?,
            Section::Waiting => waiting::report(&mut out, &folder, effort).await?,
        }
        writeln!(out)?;
        out.flush()?;
    }
    Ok(())
}

//! Compares, in one run, compiled workflows with what a careful author would write by hand and with an interpreter.
//!
//! All variants of a workload get the same input, must give the same output, allocate with mimalloc and run on the same
//! minimal executor. `cargo run --profile bench -p asl-benches` tells the figures; [`report`] says how they read.
//! The subcommand `build` tells what workflows cost at build time; [`build`] says how.

mod arguments;
mod block_on;
mod build;
mod callgrind;
mod counting;
mod measure;
mod report;
mod workloads;

use std::error::Error;
use std::io::{self, Write};
use std::time::Duration;

use arguments::{Arguments, USAGE};
use counting::CountingAllocator;
use measure::Effort;
use report::Row;
use workloads::Workload;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// What may fail here is told to a person who then corrects it.
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let mut out = io::stdout().lock();
    match arguments {
        Arguments::Help => Ok(out.write_all(USAGE.as_bytes())?),
        Arguments::Build { quick } => build::report(&mut out, quick),
        Arguments::Count { workload, variant, times, mode } => {
            let all = workloads::all()?;
            callgrind::execute(find(&all, &workload)?, &variant, mode, times)
        }
        Arguments::Compare { quick, instructions, workload } => {
            let all = workloads::all()?;
            let chosen = match workload {
                Some(name) => std::slice::from_ref(find(&all, &name)?),
                None => all.as_slice(),
            };
            let effort = Effort { rounds: if quick { 60 } else { 1000 }, turn: Duration::from_micros(200) };
            compare(&mut out, chosen, effort, instructions)
        }
    }
}

fn find<'a>(workloads: &'a [Workload], name: &str) -> Outcome<&'a Workload> {
    let found = workloads.iter().find(|workload| workload.name.eq_ignore_ascii_case(name));
    Ok(found.ok_or_else(|| format!("there is no workload {name}"))?)
}

fn compare(out: &mut impl Write, workloads: &[Workload], effort: Effort, instructions: bool) -> Outcome<()> {
    let counting = instructions && callgrind::is_available();
    if instructions && !counting {
        writeln!(out, "valgrind is not installed: no instruction counts")?;
    }
    for workload in workloads {
        workload.check()?;
        let mut rows = Vec::new();
        for figures in measure::measure(workload, effort)? {
            let instructions = if counting {
                Some(callgrind::instructions(workload, figures.variant.name, figures.mode)?)
            } else {
                None
            };
            rows.push(Row { figures, instructions });
        }
        report::write(out, workload, &rows)?;
    }
    Ok(())
}

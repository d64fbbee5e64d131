//! What a step costs when few and when many executions are stored.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use asl_runtime::Standard;
use asl_runtime::standard::{StandardOptions, StateMachine};

use crate::figures::{best, float, mebibytes, median, millis};
use crate::folder::{Folder, size};
use crate::load::{self, Load};
use crate::machines::{self, STATES};
use crate::{Effort, Outcome};

/// So many clients fill a store, and measure it.
const FILLERS: usize = 1_024;
const CLIENTS: usize = 64;

/// Measures and writes the figures.
///
/// # Errors
/// A store failed, or the output is closed.
pub(crate) async fn report(out: &mut impl Write, folder: &Folder, effort: Effort) -> Outcome<()> {
    writeln!(out, "ten tasks by {CLIENTS} clients, with so many executions stored")?;
    let mut stores = Vec::new();
    for stored in effort.stored {
        let path = folder.file(&format!("stored-{stored}.db"))?;
        let begun = Instant::now();
        fill(&path, stored).await?;
        let (filled, bytes, begun) = (begun.elapsed(), size(&path), Instant::now());
        let machine = Standard::open(&path).await?.register(machines::ten_tasks())?;
        let opened = begun.elapsed();
        writeln!(
            out,
            "  {stored:>9} stored in {:.1} s, {:.0} MiB, opened in {:.1} ms",
            filled.as_secs_f64(),
            mebibytes(bytes),
            millis(opened)
        )?;
        stores.push((stored, machine, Vec::new()));
    }
    // One that nobody counts, until the caches are warm.
    for round in 0..=effort.rounds {
        for (_, machine, loads) in &mut stores {
            let load = load::executions(machine, CLIENTS, effort.span).await?;
            if round > 0 {
                loads.push(load);
            }
        }
    }
    write(out, &stores)?;
    for (_, machine, _) in stores {
        let standard = machine.standard().clone();
        drop(machine);
        standard.close().await?;
    }
    Ok(())
}

fn write<W>(out: &mut impl Write, stores: &[(usize, StateMachine<W>, Vec<Load>)]) -> Outcome<()> {
    let mut first: Option<(usize, &[Load])> = None;
    for (stored, _, loads) in stores {
        let rate = best(loads.iter().map(Load::rate)) * float(STATES);
        let cpu = median(loads.iter().map(|load| load.cpu_micros(STATES)).collect());
        writeln!(out, "rate stored {stored} steps {rate:.0} /s")?;
        writeln!(out, "cpu stored {stored} {cpu:.2} µs a step")?;
        let (few, reference) = *first.get_or_insert((*stored, loads));
        if few != *stored {
            let rounds = loads.iter().zip(reference);
            let rates = median(rounds.clone().map(|(many, few)| few.rate() / many.rate()).collect());
            let cpus = median(rounds.map(|(many, few)| many.cpu_micros(1) / few.cpu_micros(1)).collect());
            writeln!(out, "ratio stored {stored}/{few} time {rates:.2}")?;
            writeln!(out, "ratio stored {stored}/{few} cpu {cpus:.2}")?;
        }
    }
    Ok(())
}

/// Stores executions that have ended.
async fn fill(path: &Path, count: usize) -> Outcome<()> {
    let standard = StandardOptions::new().synchronous(false).open(path).await?;
    let machine = standard.register(machines::one_pass())?;
    let input = machines::order();
    let tasks: Vec<_> = (0..FILLERS)
        .map(|client| {
            let (machine, input) = (machine.clone(), input.clone());
            // Clients differ by one, so that the sum is exact.
            let share = (count + FILLERS - 1 - client) / FILLERS;
            tokio::spawn(async move {
                for number in 0..share {
                    machine.start(&load::name(client, number), &input).await?.wait_value().await?;
                }
                Outcome::Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    drop(machine);
    Ok(standard.close().await?)
}

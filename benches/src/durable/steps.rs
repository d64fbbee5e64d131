//! Ten steps, by few and by many clients, beside the floor.

use std::io::Write;

use asl_runtime::machine::Versions;

use crate::figures::{Latencies, best, float, length, median, micros};
use crate::folder::Folder;
use crate::load::{Load, Log};
use crate::machines::{self, STATES};
use crate::{Effort, Outcome, floor, load};

/// So many clients at once.
const CLIENTS: [usize; 4] = [1, 64, 256, 1_024];

/// What one number of clients gave, one entry a round.
#[derive(Debug, Default)]
struct Sides {
    ours: Vec<Load>,
    logs: Vec<Log>,
    /// Group commit by `SQLite`, for as many clients.
    group: Vec<Load>,
    /// The transactions that ours were, by `SQLite`, for nobody.
    bare: Vec<Load>,
    /// The same bytes by `fdatasync`.
    sync: Vec<Load>,
}

/// Measures both workflows and writes their figures.
///
/// # Errors
/// A store failed, or the output is closed.
pub(crate) async fn report(out: &mut impl Write, folder: &Folder, effort: Effort) -> Outcome<()> {
    writeln!(out, "ten steps a workflow; each step of `tasks` is a commit, `passes` write at their end")?;
    workflow(out, folder, effort, ("tasks", machines::ten_tasks)).await?;
    writeln!(out)?;
    workflow(out, folder, effort, ("passes", machines::ten_passes)).await
}

async fn workflow<W: Versions + 'static>(
    out: &mut impl Write,
    folder: &Folder,
    effort: Effort,
    (name, make): (&str, fn() -> W),
) -> Outcome<()> {
    let mut lines = Vec::new();
    writeln!(
        out,
        "  {:<7} {:>7} {:>13} {:>9} {:>9} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "",
        "clients",
        "executions/s",
        "steps/s",
        "commits/s",
        "rows/c.",
        "p50 µs",
        "p99 µs",
        "µs cpu/s.",
        "group/our",
        "bare/our"
    )?;
    for clients in CLIENTS {
        let mut sides = Sides::default();
        for _ in 0..effort.rounds {
            sides.round(folder, effort, clients, make()).await?;
        }
        sides.write(out, &mut lines, name, clients)?;
    }
    out.write_all(&lines)?;
    Ok(())
}

impl Sides {
    async fn round<W: Versions + 'static>(
        &mut self,
        folder: &Folder,
        effort: Effort,
        clients: usize,
        workflow: W,
    ) -> Outcome<()> {
        let (ours, log) = load::fresh(workflow, &folder.file("ours.db")?, clients, effort.span).await?;
        let rows_an_execution = log.rows.div_ceil(ours.count.max(1));
        // Rounded up, so that the floor has no less to write.
        let rows = usize::try_from(log.rows.div_ceil(ours.commits.max(1)))?;
        let group = (clients, rows_an_execution);
        let bytes = log.bytes_a_row;
        self.group.push(floor::clients(&folder.file("group.db")?, group, bytes, effort.span).await?);
        self.bare.push(floor::transactions(&folder.file("bare.db")?, rows, bytes, effort.span)?);
        self.sync.push(floor::synchronizations(&folder.file("sync")?, rows, bytes, effort.span)?);
        self.ours.push(ours);
        self.logs.push(log);
        Ok(())
    }

    fn write(&self, out: &mut impl Write, lines: &mut Vec<u8>, name: &str, clients: usize) -> Outcome<()> {
        let executions = best(self.ours.iter().map(Load::rate));
        let commits = best(self.ours.iter().map(Load::commit_rate));
        let cpu = median(self.ours.iter().map(|load| load.cpu_micros(STATES)).collect());
        let floor_cpu = median(self.group.iter().map(|load| load.cpu_micros(STATES)).collect());
        let rounds = self.ours.iter().zip(&self.logs);
        let rows = median(rounds.map(|(ours, log)| float(log.rows) / float(ours.commits.max(1))).collect());
        let (p50, p99) = percentiles(&self.ours);
        let (floor_p50, floor_p99) = percentiles(&self.group);
        let group = self.ratio(&self.group, Load::rate);
        let bare = self.ratio(&self.bare, Load::commit_rate);
        let sync = self.ratio(&self.sync, Load::commit_rate);
        writeln!(
            out,
            "  {name:<7} {clients:>7} {executions:>13.0} {:>9.0} {commits:>9.0} {rows:>8.1} {p50:>9.0} {p99:>9.0} \
             {cpu:>9.2} {group:>9.2} {bare:>9.2}",
            executions * float(STATES),
        )?;
        let bytes = median(self.logs.iter().map(|log| length(log.bytes_a_row)).collect());
        writeln!(lines, "rate {name} {clients} executions {executions:.0} /s")?;
        writeln!(lines, "rate {name} {clients} transitions {:.0} /s", executions * float(STATES))?;
        writeln!(
            lines,
            "rate {name} {clients} commits {commits:.0} /s of {rows:.1} rows of {bytes:.0} bytes"
        )?;
        writeln!(lines, "rate {name} {clients} group {:.0} /s", best(self.group.iter().map(Load::rate)))?;
        writeln!(
            lines,
            "rate {name} {clients} bare {:.0} commits/s",
            best(self.bare.iter().map(Load::commit_rate))
        )?;
        writeln!(
            lines,
            "rate {name} {clients} fdatasync {:.0} /s",
            best(self.sync.iter().map(Load::commit_rate))
        )?;
        writeln!(lines, "latency {name} {clients} p50 {p50:.0} p99 {p99:.0} µs")?;
        writeln!(lines, "latency {name} {clients} group p50 {floor_p50:.0} p99 {floor_p99:.0} µs")?;
        writeln!(lines, "cpu {name} {clients} {cpu:.2} µs a step, group {floor_cpu:.2}")?;
        writeln!(lines, "ratio {name} {clients} group/ours {group:.2}")?;
        writeln!(lines, "ratio {name} {clients} bare/ours {bare:.2}")?;
        writeln!(lines, "ratio {name} {clients} fdatasync/ours {sync:.2}")?;
        Ok(())
    }

    fn ratio(&self, others: &[Load], rate: fn(&Load) -> f64) -> f64 {
        median(others.iter().zip(&self.ours).map(|(other, ours)| rate(other) / rate(ours)).collect())
    }
}

/// Of all rounds, in microseconds.
fn percentiles(loads: &[Load]) -> (f64, f64) {
    let mut all = Latencies::default();
    for load in loads {
        all.extend(load.latencies.clone());
    }
    (micros(all.percentile(50)), micros(all.percentile(99)))
}

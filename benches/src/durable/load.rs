//! Clients, each of which starts an execution, waits for its end, and goes on with the next.

use std::path::Path;
use std::time::{Duration, Instant};

use asl_runtime::machine::Workflow;
use asl_runtime::standard::StateMachine;
use asl_runtime::{Standard, Value};

use crate::Outcome;
use crate::figures::{Latencies, float, per_second};
use crate::process;

/// What clients did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Load {
    /// Executions from start to end, or rows of a log.
    pub(crate) count: u64,
    pub(crate) took: Duration,
    /// Processor time of all threads.
    pub(crate) cpu: Option<Duration>,
    /// From the start to the known end of each.
    pub(crate) latencies: Latencies,
    /// Transactions.
    pub(crate) commits: u64,
}

impl Load {
    pub(crate) fn rate(&self) -> f64 {
        per_second(self.count, self.took)
    }

    pub(crate) fn commit_rate(&self) -> f64 {
        per_second(self.commits, self.took)
    }

    /// Microseconds of a processor for each of `each` parts of an execution.
    pub(crate) fn cpu_micros(&self, each: u64) -> f64 {
        let cpu = self.cpu.map_or(f64::NAN, |cpu| cpu.as_secs_f64() * 1e6);
        cpu / float(self.count * each)
    }
}

/// What the log of a store holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Log {
    pub(crate) rows: u64,
    /// Of what is not a number, on average.
    pub(crate) bytes_a_row: usize,
}

/// Runs executions on a new store for a time; tells also what they left in its log.
///
/// # Errors
/// The store or an execution failed.
pub(crate) async fn fresh<W: Workflow + 'static>(
    workflow: W,
    path: &Path,
    clients: usize,
    span: Duration,
) -> Outcome<(Load, Log)> {
    let standard = Standard::open(path).await?;
    let machine = standard.register(workflow)?;
    let load = executions(&machine, clients, span).await?;
    drop(machine);
    standard.close().await?;
    Ok((load, log(path)?))
}

/// Runs executions for a time.
///
/// # Errors
/// The store or an execution failed.
pub(crate) async fn executions<W: Workflow + 'static>(
    machine: &StateMachine<W>,
    clients: usize,
    span: Duration,
) -> Outcome<Load> {
    let standard = machine.standard().clone();
    let (commits, cpu, begun) = (standard.commits(), process::processor_time(), Instant::now());
    let input = crate::machines::order();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (machine, input) = (machine.clone(), input.clone());
            tokio::spawn(async move {
                let mut latencies = Latencies::default();
                while begun.elapsed() < span {
                    let before = Instant::now();
                    execution(&machine, &name(client, latencies.len()), &input).await?;
                    latencies.push(before.elapsed());
                }
                Outcome::Ok(latencies)
            })
        })
        .collect();
    let mut latencies = Latencies::default();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let took = begun.elapsed();
    let cpu = process::processor_time().zip(cpu).map(|(after, before)| after.saturating_sub(before));
    let count = latencies.len() as u64;
    Ok(Load { count, took, cpu, latencies, commits: standard.commits() - commits })
}

async fn execution<W: Workflow + 'static>(
    machine: &StateMachine<W>,
    name: &str,
    input: &Value,
) -> Outcome<()> {
    let execution = machine.start(name, input).await?;
    execution.wait_value().await?;
    Ok(())
}

/// Names in no order, as those of most users, and others in each process and turn.
pub(crate) fn name(client: usize, number: usize) -> String {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::OnceLock;
    static PROCESS: OnceLock<RandomState> = OnceLock::new();
    let turn = Instant::now();
    let hash = PROCESS.get_or_init(RandomState::new).hash_one((client, number, turn));
    format!("order-{hash:016x}")
}

/// Reads how large the log of a closed store is.
///
/// # Errors
/// The file is no store.
pub(crate) fn log(path: &Path) -> Outcome<Log> {
    let connection = rusqlite::Connection::open(path)?;
    let sql = "SELECT count(*), avg(length(body) + coalesce(length(start), 0)) FROM log";
    let (rows, bytes): (i64, f64) = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mean of lengths of small rows"
    )]
    let bytes_a_row = bytes.round() as usize;
    Ok(Log { rows: rows.unsigned_abs(), bytes_a_row })
}

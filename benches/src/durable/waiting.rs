//! Executions that wait: what they cost while they do, and how late those are whose time has come.
//!
//! Memory is that of a process which has done nothing else, so each part runs in a process of its own.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use asl_runtime::machine::Versions;
use asl_runtime::standard::StateMachine;
use asl_runtime::{Standard, TaskToken, Timestamp, Value, json};
use tokio::process::Command;

use crate::arguments::{Child, Kind};
use crate::figures::{Latencies, length, mebibytes, micros, millis, per_second};
use crate::folder::{Folder, size};
use crate::machines::{self, Asked, Rung};
use crate::{Effort, Outcome, load, process};

/// So many clients start executions at once.
const STARTERS: usize = 1_024;
/// So many complete tokens.
const COMPLETERS: usize = 64;
/// Until a store that nobody uses has done what it does then.
const REST: Duration = Duration::from_secs(4);
/// From the start of those that fire to their time.
const AHEAD: Duration = Duration::from_secs(10);
const YEAR: Duration = Duration::from_secs(365 * 24 * 3_600);

/// Measures and writes the figures.
///
/// # Errors
/// A process failed, or the output is closed.
pub(crate) async fn report(out: &mut impl Write, folder: &Folder, effort: Effort) -> Outcome<()> {
    for kind in [Kind::Time, Kind::Token] {
        writeln!(out, "{} executions that wait for a {}", effort.waiting, kind.name())?;
        out.flush()?;
        let path = folder.file("waiting.db")?;
        for starts in [true, false] {
            let (count, firing) = (effort.waiting, effort.firing);
            let child = Child { starts, kind, count, firing, path: path.clone() };
            let status = Command::new(std::env::current_exe()?).args(child.arguments()).status().await?;
            if !status.success() {
                return Err("a process that measures waiting executions failed".into());
            }
        }
    }
    Ok(())
}

/// What such a process does.
///
/// # Errors
/// The store failed, or the output is closed.
pub(crate) async fn child(out: &mut impl Write, child: &Child) -> Outcome<()> {
    match child.kind {
        Kind::Time => time(out, child).await,
        Kind::Token => token(out, child).await,
    }
}

async fn time(out: &mut impl Write, child: &Child) -> Outcome<()> {
    let rung = Arc::new(Rung::default());
    let machine = open(out, child, machines::alarm(rung.clone())).await?;
    let standard = machine.standard().clone();
    if child.starts {
        let year = in_millis(SystemTime::now() + YEAR)?;
        start_all(out, child, &machine, move |number| until(year + i64::try_from(number).unwrap_or(0)))
            .await?;
    } else {
        fire(out, child, (&machine, &rung), ("within-10-s", 10)).await?;
        fire(out, child, (&machine, &rung), ("at-once", 1)).await?;
    }
    drop(machine);
    close(out, child, standard).await
}

async fn token(out: &mut impl Write, child: &Child) -> Outcome<()> {
    let asked = Arc::new(Asked::default());
    let machine = open(out, child, machines::approval(asked.clone())).await?;
    let standard = machine.standard().clone();
    if child.starts {
        start_all(out, child, &machine, |number| json!({ "id": format!("A-{number}") })).await?;
        complete(out, child, &standard, asked.tokens()).await?;
    }
    drop(machine);
    close(out, child, standard).await
}

/// Opens the store, and says what that takes.
async fn open<W: Versions + 'static>(
    out: &mut impl Write,
    child: &Child,
    workflow: W,
) -> Outcome<StateMachine<W>> {
    let (kind, count) = (child.kind.name(), child.count);
    let begun = Instant::now();
    let standard = Standard::open(&child.path).await?;
    let machine = standard.register(workflow)?;
    let opened = begun.elapsed();
    if !child.starts {
        writeln!(out, "latency waiting-{kind} {count} open {:.1} ms", millis(opened))?;
        let cpu = process::processor_time();
        tokio::time::sleep(REST).await;
        let idle = process::processor_time().zip(cpu).map(|(after, before)| after.saturating_sub(before));
        if let Some(idle) = idle {
            writeln!(out, "cpu waiting-{kind} {count} idle {:.1} ms in {} s", millis(idle), REST.as_secs())?;
        }
        write_memory(out, child, "opened")?;
    }
    Ok(machine)
}

async fn close(out: &mut impl Write, child: &Child, standard: Standard) -> Outcome<()> {
    let begun = Instant::now();
    standard.close().await?;
    writeln!(
        out,
        "latency waiting-{} {} close {:.1} ms",
        child.kind.name(),
        child.count,
        millis(begun.elapsed())
    )?;
    Ok(out.flush()?)
}

fn write_memory(out: &mut impl Write, child: &Child, when: &str) -> Outcome<()> {
    let (kind, count) = (child.kind.name(), child.count);
    if let Some(resident) = process::resident() {
        writeln!(out, "size waiting-{kind} {count} resident-{when} {:.1} MiB", mebibytes(resident))?;
    }
    let bytes = size(&child.path);
    let each = bytes / (count as u64).max(1);
    writeln!(out, "size waiting-{kind} {count} file-{when} {:.1} MiB, {each} bytes each", mebibytes(bytes))?;
    Ok(())
}

async fn start_all<W: Versions + 'static>(
    out: &mut impl Write,
    child: &Child,
    machine: &StateMachine<W>,
    input: impl Fn(usize) -> Value + Clone + Send + 'static,
) -> Outcome<()> {
    let (kind, count) = (child.kind.name(), child.count);
    if let Some(resident) = process::resident() {
        writeln!(out, "size waiting-{kind} {count} resident-empty {:.1} MiB", mebibytes(resident))?;
    }
    let begun = Instant::now();
    start(machine, count, input).await?;
    let took = begun.elapsed();
    writeln!(
        out,
        "rate waiting-{kind} {count} starts {:.0} /s, all in {:.1} s",
        per_second(count as u64, took),
        took.as_secs_f64()
    )?;
    while machine.standard().loaded_executions() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let parked = begun.elapsed().saturating_sub(took);
    writeln!(out, "latency waiting-{kind} {count} all-parked {:.0} ms after the last start", millis(parked))?;
    write_memory(out, child, "started")?;
    tokio::time::sleep(REST).await;
    write_memory(out, child, "rested")
}

async fn start<W: Versions + 'static>(
    machine: &StateMachine<W>,
    count: usize,
    input: impl Fn(usize) -> Value + Clone + Send + 'static,
) -> Outcome<()> {
    let tasks: Vec<_> = (0..STARTERS)
        .map(|client| {
            let (machine, input) = (machine.clone(), input.clone());
            tokio::spawn(async move {
                for number in (client..count).step_by(STARTERS) {
                    machine.start(&load::name(client, number), &input(number)).await?;
                }
                Outcome::Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// Lets executions go on at so many seconds, as a Wait cuts its time to whole ones, and tells how late their tasks ran.
async fn fire<W: Versions + 'static>(
    out: &mut impl Write,
    child: &Child,
    (machine, rung): (&StateMachine<W>, &Rung),
    (how, seconds): (&str, usize),
) -> Outcome<()> {
    let firing = child.firing;
    let first = in_millis(SystemTime::now() + AHEAD)? / 1_000 * 1_000;
    let input = move |number: usize| until(first + i64::try_from(number % seconds * 1_000).unwrap_or(0));
    start(machine, firing, input).await?;
    if in_millis(SystemTime::now())? >= first {
        return Err("the executions were not started before their time".into());
    }
    let begun = in_millis(SystemTime::now())?;
    let ahead = Duration::from_millis((first - begun).unsigned_abs());
    tokio::time::sleep(ahead).await;
    let fired = Instant::now();
    while rung.count() < firing || machine.standard().loaded_executions() > 0 {
        if fired.elapsed() > Duration::from_secs(300) {
            return Err(format!("{} of {firing} executions were not woken", firing - rung.count()).into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = fired.elapsed();
    let mut late = rung.take();
    let late = [50, 99, 100].map(|percent| millis(late.percentile(percent)));
    let [p50, p99, max] = late;
    writeln!(
        out,
        "latency waiting-time {} {firing}-{how} late p50 {p50:.1} p99 {p99:.1} max {max:.1} ms, all ended in {:.2} s",
        child.count,
        took.as_secs_f64()
    )?;
    Ok(())
}

/// Completes executions that are not in memory.
async fn complete(
    out: &mut impl Write,
    child: &Child,
    standard: &Standard,
    tokens: Vec<String>,
) -> Outcome<()> {
    let tokens: Arc<[String]> = tokens.into_iter().take(child.firing).collect();
    let begun = Instant::now();
    let tasks: Vec<_> = (0..COMPLETERS)
        .map(|client| {
            let (standard, tokens) = (standard.clone(), tokens.clone());
            tokio::spawn(async move {
                let mut latencies = Latencies::default();
                for token in tokens.iter().skip(client).step_by(COMPLETERS) {
                    let before = Instant::now();
                    standard
                        .send_task_success(&TaskToken::new(token.as_str()), &json!({ "ok": true }))
                        .await?;
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
    let rate = length(tokens.len()) / begun.elapsed().as_secs_f64();
    let [p50, p99] = [50, 99].map(|percent| micros(latencies.percentile(percent)));
    let count = child.count;
    writeln!(out, "rate waiting-token {count} completions {rate:.0} /s by {COMPLETERS} clients")?;
    writeln!(out, "latency waiting-token {count} completion p50 {p50:.0} p99 {p99:.0} µs")?;
    while standard.loaded_executions() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

fn until(millis: i64) -> Value {
    json!({ "id": "A-1700", "until": Timestamp::from_unix_millis(millis).to_string() })
}

fn in_millis(time: SystemTime) -> Outcome<i64> {
    Ok(i64::try_from(time.duration_since(UNIX_EPOCH)?.as_millis())?)
}

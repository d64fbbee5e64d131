//! A long history, beside a SELECT of the same rows.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use asl_runtime::standard::HistoryQuery;
use asl_runtime::{Standard, json};

use crate::figures::{median, millis};
use crate::folder::Folder;
use crate::machines;
use crate::{Effort, Outcome};

/// Events of one turn of the loop, which is a Task, a Pass and a Choice.
const EVENTS: u64 = 9;

/// Reads for each round: one takes milliseconds.
const READS: usize = 3;

/// Measures and writes the figures.
///
/// # Errors
/// The store failed, or the output is closed.
pub(crate) async fn report(out: &mut impl Write, folder: &Folder, effort: Effort) -> Outcome<()> {
    let path = folder.file("history.db")?;
    let standard = Standard::open(&path).await?;
    let machine = standard.register(machines::long())?;
    let turns = effort.events.saturating_sub(8) / EVENTS;
    let text = "what a step gets from the one before it, as an order or an invoice would be; ".repeat(3);
    let input = json!({ "id": "A-1700", "text": text, "limit": turns, "n": 0 });
    let execution = machine.start("long", &input).await?;
    execution.wait_value().await?;
    let events = execution.history().await?.len();
    let (mut all, mut pages, mut plain, mut bytes) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let query = HistoryQuery::default().max_results(1_000).reverse_order();
    for _ in 0..effort.rounds * READS {
        let begun = Instant::now();
        let read = execution.history().await?.len();
        all.push(begun.elapsed());
        if read != events {
            return Err("a history has changed".into());
        }
        let begun = Instant::now();
        standard.history(execution.arn(), &query).await?;
        pages.push(begun.elapsed());
        let (took, read) = select(&path)?;
        plain.push(took);
        bytes = read;
    }
    let middle = |times: &[Duration]| median(times.iter().copied().map(millis).collect());
    let ratio =
        median(all.iter().zip(&plain).map(|(all, plain)| all.as_secs_f64() / plain.as_secs_f64()).collect());
    writeln!(out, "a history of {events} events, {bytes} bytes in rows")?;
    writeln!(out, "latency history all {:.2} ms", middle(&all))?;
    writeln!(out, "latency history newest-1000 {:.2} ms", middle(&pages))?;
    writeln!(out, "latency history select {:.2} ms", middle(&plain))?;
    writeln!(out, "ratio history all/select {ratio:.1}")?;
    drop(machine);
    drop(execution);
    Ok(standard.close().await?)
}

/// All columns of the only execution's rows, on a connection that has just been opened, as that of a first read.
fn select(path: &Path) -> Outcome<(Duration, usize)> {
    let connection = rusqlite::Connection::open(path)?;
    let begun = Instant::now();
    let mut select = connection.prepare("SELECT * FROM log")?;
    let columns = select.column_count();
    let (mut rows, mut bytes) = (select.query([])?, 0);
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            bytes += match row.get_ref(column)? {
                rusqlite::types::ValueRef::Blob(bytes) | rusqlite::types::ValueRef::Text(bytes) => {
                    std::hint::black_box(bytes.to_vec()).len()
                }
                _ => 8,
            };
        }
    }
    Ok((begun.elapsed(), bytes))
}

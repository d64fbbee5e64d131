//! Ten steps beside Restate: a handler of ten `ctx.run`, on the same disk, by as many clients.
//!
//! Restate's part is a package of its own, `benches/restate`, which is built here when its server is installed: nothing else
//! needs its dependencies.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::figures::{Latencies, best, float, median, micros, parse};
use crate::folder::Folder;
use crate::load::Load;
use crate::machines::{self, STATES};
use crate::{Effort, Outcome, load};

/// The server's program, and the variable that says where it is.
const SERVER: &str = "restate-server";
const VARIABLE: &str = "RESTATE_SERVER";

/// The package with the service and its clients.
const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/restate/Cargo.toml");

const CLIENTS: [usize; 3] = [1, 64, 256];

/// What one turn of Restate's clients gave.
#[derive(Clone, Copy, Debug)]
struct Turn {
    /// Executions a second.
    rate: f64,
    /// Microseconds of an execution.
    p50: f64,
    p99: f64,
}

/// Measures and writes the figures, or says why not.
///
/// # Errors
/// Something that is installed failed, or the output is closed.
pub(crate) async fn report(out: &mut impl Write, folder: &Folder, effort: Effort) -> Outcome<()> {
    let Some(server) = server() else {
        writeln!(
            out,
            "restate: left out, as there is no {SERVER} on the PATH or in {VARIABLE} \
             (npm install @restatedev/restate-server brings one)"
        )?;
        return Ok(());
    };
    writeln!(out, "ten steps a handler of Restate, ten tasks of ours; {}", version(&server).await?)?;
    out.flush()?;
    let mut restate = Restate::launch(&server, &folder.folder("restate")?).await?;
    // Its caches and connections, and its compaction, are warm when somebody counts.
    restate.turn(64, Duration::from_secs(2).max(effort.span)).await?;
    let mut lines = Vec::new();
    writeln!(
        out,
        "  {:>7} {:>13} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "clients", "variant", "steps/s", "p50 µs", "p99 µs", "rate x", "p50 x"
    )?;
    for clients in CLIENTS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..effort.rounds {
            ours.push(
                load::fresh(machines::ten_tasks(), &folder.file("ours.db")?, clients, effort.span).await?.0,
            );
            theirs.push(restate.turn(clients, effort.span.max(Duration::from_secs(1))).await?);
        }
        write(out, &mut lines, clients, (&ours, &theirs))?;
    }
    restate.end().await?;
    Ok(out.write_all(&lines)?)
}

fn write(
    out: &mut impl Write,
    lines: &mut Vec<u8>,
    clients: usize,
    (ours, theirs): (&[Load], &[Turn]),
) -> Outcome<()> {
    let mut all = Latencies::default();
    for load in ours {
        all.extend(load.latencies.clone());
    }
    let (p50, p99) = (micros(all.percentile(50)), micros(all.percentile(99)));
    let steps = best(ours.iter().map(Load::rate)) * float(STATES);
    let their_steps = best(theirs.iter().map(|turn| turn.rate)) * float(STATES);
    let their_p50 = median(theirs.iter().map(|turn| turn.p50).collect());
    let their_p99 = median(theirs.iter().map(|turn| turn.p99).collect());
    let rounds = ours.iter().zip(theirs);
    let rate = median(rounds.clone().map(|(ours, theirs)| ours.rate() / theirs.rate).collect());
    let middle = |load: &Load| micros(load.latencies.clone().percentile(50));
    let latency = median(rounds.map(|(ours, theirs)| middle(ours) / theirs.p50).collect());
    writeln!(
        out,
        "  {clients:>7} {:>13} {steps:>9.0} {p50:>9.0} {p99:>9.0} {rate:>9.1} {latency:>9.3}",
        "ours"
    )?;
    writeln!(out, "  {clients:>7} {:>13} {their_steps:>9.0} {their_p50:>9.0} {their_p99:>9.0}", "restate")?;
    writeln!(lines, "rate restate {clients} ours {steps:.0} restate {their_steps:.0} steps/s")?;
    writeln!(lines, "latency restate {clients} ours p50 {p50:.0} p99 {p99:.0} µs")?;
    writeln!(lines, "latency restate {clients} restate p50 {their_p50:.0} p99 {their_p99:.0} µs")?;
    writeln!(lines, "ratio restate {clients} rate ours/restate {rate:.1}")?;
    writeln!(lines, "ratio restate {clients} p50 ours/restate {latency:.3}")?;
    Ok(())
}

fn server() -> Option<PathBuf> {
    if let Some(server) = std::env::var_os(VARIABLE) {
        return Some(server.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(SERVER)).find(|program| program.is_file())
}

async fn version(server: &Path) -> Outcome<String> {
    let output = Command::new(server).arg("--version").output().await?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program that runs the server, the service and the clients, and measures when it is told to.
struct Restate {
    process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Restate {
    async fn launch(server: &Path, folder: &Path) -> Outcome<Self> {
        let cargo = option_env!("CARGO").unwrap_or("cargo");
        let mut process = Command::new(cargo)
            .args(["run", "--quiet", "--release", "--manifest-path", MANIFEST, "--"])
            .args([server, folder])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = process.stdin.take().ok_or("Restate's program has no input")?;
        let output = process.stdout.take().ok_or("Restate's program has no output")?;
        let mut restate = Self { process, input, output: BufReader::new(output).lines() };
        match restate.line().await?.as_str() {
            "ready" => Ok(restate),
            line => Err(format!("Restate's program said `{line}` and not that it is ready").into()),
        }
    }

    /// Executions by so many clients, for a time.
    async fn turn(&mut self, clients: usize, span: Duration) -> Outcome<Turn> {
        self.input.write_all(format!("{clients} {}\n", span.as_millis()).as_bytes()).await?;
        let line = self.line().await?;
        let mut figures = line.split_whitespace();
        let [rate, p50, p99] = [parse(figures.next())?, parse(figures.next())?, parse(figures.next())?];
        Ok(Turn { rate, p50, p99 })
    }

    async fn line(&mut self) -> Outcome<String> {
        Ok(self.output.next_line().await?.ok_or("Restate's program has ended")?)
    }

    async fn end(self) -> Outcome<()> {
        let Self { mut process, input, .. } = self;
        drop(input);
        process.wait().await?;
        Ok(())
    }
}

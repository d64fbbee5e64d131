//! Runs of a case on the in-memory engine.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use asl_runtime::history::HistoryEvent;
use asl_runtime::{Account, Callbacks, Express, Journal, Report, TestClock, Timestamp, Value};
use futures_util::FutureExt;

use super::play::Player;
use super::{BoxFuture, Definition, Mock};
use crate::{ActualRun, Case, Difference, Identity, compare, render};

/// An execution that has not ended by then never will: virtual time does not wait.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// AWS had not ended the execution when it was recorded; ours is watched so long.
const A_LOOK: Duration = Duration::from_millis(200);

/// A case that is about to run: its settings and its tasks.
pub(crate) struct Stage {
    definition: &'static dyn Definition,
    input: Value,
    pub(crate) express: Express,
    player: Arc<Player>,
    runtime: tokio::runtime::Runtime,
}

impl Stage {
    /// Sets a case up.
    ///
    /// # Errors
    /// A text that says why it cannot run.
    pub(crate) fn new(case: &Case, definition: &'static dyn Definition) -> Result<Self, String> {
        let input = Value::from_json(case.input.text()).map_err(|error| format!("the input: {error}"))?;
        let callbacks = Callbacks::new();
        let player = Player::new(case, &callbacks);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|error| format!("the async runtime: {error}"))?;
        let express = express(case, start_of(case)?).callbacks(&callbacks);
        Ok(Self { definition, input, express, player, runtime })
    }

    /// Runs it from where the journal stands; `None` when it has not ended after the given time.
    pub(crate) fn resume(&self, express: &Express, journal: &Journal, patience: Duration) -> Option<Report> {
        let tasks = Mock::new(self.player.clone());
        self.attend(self.definition.resume(express, tasks, &self.input, journal), patience)
    }

    fn record(&self) -> Result<Report, String> {
        let tasks = Mock::new(self.player.clone());
        let report = self.attend(self.definition.record(&self.express, tasks, &self.input), PATIENCE);
        report.ok_or("it does not end")?.map_err(|error| error.to_string())
    }

    /// Awaits a run while somebody outside completes its tokens.
    fn attend<R>(&self, run: BoxFuture<'_, R>, patience: Duration) -> Option<R> {
        self.runtime.block_on(async {
            let mut run = run.fuse();
            let mut answer = pin!(self.player.answer().fuse());
            let mut sleep = pin!(tokio::time::sleep(patience).fuse());
            futures_util::select_biased! {
                report = run => Some(report),
                () = answer => None,
                () = sleep => None,
            }
        })
    }
}

/// A case that was run.
#[derive(Clone, Debug)]
pub struct Played {
    /// What came of it.
    pub run: ActualRun,
    /// Where that is not what the case expects.
    pub differences: Vec<Difference>,
    /// Attempts that the case has and the run had not, and the other way round.
    pub complaints: Vec<String>,
}

impl Played {
    /// Whether the run is what the case expects.
    ///
    /// # Errors
    /// It is not; a text that says where.
    pub fn verdict(&self) -> Result<(), String> {
        if self.differences.is_empty() && self.complaints.is_empty() {
            return Ok(());
        }
        let mut text = render(&self.differences);
        for complaint in &self.complaints {
            text.push_str(complaint);
            text.push('\n');
        }
        Err(text)
    }
}

/// Runs a case to its end, or until it stands still if it is expected to.
///
/// # Errors
/// A text that says why it cannot run, or that it does not end.
pub fn play(case: &Case, definition: &'static dyn Definition) -> Result<Played, String> {
    let stage = Stage::new(case, definition)?;
    if case.expect.status == "RUNNING" {
        let journal = Journal::new();
        let run = match stage.resume(&stage.express, &journal, A_LOOK) {
            Some(report) => actual(&report)?,
            None => ActualRun {
                status: "RUNNING".to_owned(),
                history: events(&journal.events())?,
                ..ActualRun::default()
            },
        };
        return Ok(Played { differences: compare(case, &run), complaints: Vec::new(), run });
    }
    let run = actual(&stage.record()?)?;
    Ok(Played { differences: compare(case, &run), complaints: stage.player.complaints(), run })
}

/// A finished run, as the service's API would report it.
pub(crate) fn actual(report: &Report) -> Result<ActualRun, String> {
    let outcome = report.outcome();
    let output = match outcome {
        Ok(output) => {
            Some(serde_json::from_str(&output.to_string()).map_err(|error| format!("the output: {error}"))?)
        }
        Err(_) => None,
    };
    let error = outcome.err();
    Ok(ActualRun {
        status: report.status().as_str().to_owned(),
        output,
        error: error.and_then(|error| error.error()).map(str::to_owned),
        cause: error.and_then(|error| error.cause()).map(str::to_owned),
        history: events(report.history())?,
    })
}

/// Events as the API gives them.
pub(crate) fn events(events: &[HistoryEvent]) -> Result<Vec<serde_json::Value>, String> {
    let events: Result<_, _> = events.iter().map(serde_json::to_value).collect();
    events.map_err(|error| format!("an event: {error}"))
}

/// The time at which the run starts: the recording's, else the day on which it was made.
pub(super) fn start_of(case: &Case) -> Result<Timestamp, String> {
    let start = match (&case.now, &case.recorded) {
        (Some(now), _) => now.clone(),
        (None, Some(day)) => format!("{day}T12:00:00Z"),
        (None, None) => "2026-01-01T12:00:00Z".to_owned(),
    };
    start.parse().map_err(|error| format!("the time {start:?}: {error}"))
}

/// Where the execution is said to live.
pub(super) fn account(identity: &Identity) -> Account {
    let partition = identity.state_machine_arn.split(':').nth(1).unwrap_or_default();
    Account {
        partition: partition.into(),
        region: identity.region.clone().into(),
        id: identity.account.clone().into(),
        role_arn: identity.role_arn.clone().into(),
    }
}

fn express(case: &Case, start: Timestamp) -> Express {
    let identity = Identity::of(case);
    let account = account(&identity);
    let express = Express::new()
        .clock(TestClock::starting_at(start))
        .account(account)
        .machine_name(identity.state_machine_name)
        .execution_name(identity.execution_name)
        .execution_arn(identity.execution_arn)
        .seed(1);
    let express = case.deleted_activities().into_iter().fold(express, Express::without_activity);
    match case.activity_workers().into_iter().flatten().next() {
        Some(worker) => express.worker_name(worker),
        None => express,
    }
}

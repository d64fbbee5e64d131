//! Cases on the durable engine: from start to end, and with a crash at every commit.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use asl_runtime::standard::{Error, ExecutionHandle, StandardOptions};
use asl_runtime::{Callbacks, Standard, TestClock, Value};
use futures_util::FutureExt;
use tempfile::TempDir;
use tokio::task::JoinSet;

use super::play::Player;
use super::stage::{PATIENCE, Played, account, events, start_of};
use super::{Definition, Mock};
use crate::{ActualRun, Case, Identity, compare};

/// AWS had not ended the execution when it was recorded; ours is watched so long.
const A_LOOK: Duration = Duration::from_millis(200);

/// A case with more commits than this would be a mistake of the engine.
const MOST_COMMITS: u64 = 1_000;

/// A case that runs on a store of its own, which may be opened again and again.
struct Stage<'c> {
    case: &'c Case,
    definition: &'static dyn Definition,
    identity: Identity,
    input: Value,
    player: Arc<Player>,
    clock: TestClock,
    folder: TempDir,
    runtime: tokio::runtime::Runtime,
}

/// What became of a try.
enum End {
    Ended(ActualRun),
    /// The store failed, as it was told to.
    Crashed(String),
}

impl<'c> Stage<'c> {
    fn new(case: &'c Case, definition: &'static dyn Definition) -> Result<Self, String> {
        let input = Value::from_json(case.input.text()).map_err(|error| format!("the input: {error}"))?;
        // Whoever answers has a turn as often as the execution.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().event_interval(1).build();
        Ok(Self {
            case,
            definition,
            identity: Identity::of(case),
            input,
            player: Player::new(case, &Callbacks::new()),
            clock: TestClock::starting_at(start_of(case)?),
            folder: tempfile::tempdir().map_err(|error| format!("a folder for the store: {error}"))?,
            runtime: runtime.map_err(|error| format!("the async runtime: {error}"))?,
        })
    }

    fn options(&self) -> StandardOptions {
        let options = StandardOptions::new()
            .clock(self.clock.clone())
            .account(account(&self.identity))
            .seed(1)
            // What is tested is the engine; the disk has tests of its own.
            .synchronous(false);
        let options =
            self.case.deleted_activities().into_iter().fold(options, StandardOptions::without_activity);
        match self.case.activity_workers().into_iter().flatten().next() {
            Some(worker) => options.worker_name(worker),
            None => options,
        }
    }

    /// Opens the store, starts the execution if it was not started, and runs it to its end.
    fn run(&self, options: StandardOptions) -> Result<End, String> {
        self.runtime.block_on(async {
            let mut attempt = pin!(self.attempt(options).fuse());
            let mut sleep = pin!(tokio::time::sleep(PATIENCE).fuse());
            futures_util::select_biased! {
                end = attempt => end,
                () = sleep => Err("it does not end".to_owned()),
            }
        })
    }

    async fn attempt(&self, options: StandardOptions) -> Result<End, String> {
        let path = self.folder.path().join("store.db");
        let standard = match options.open(&path).await {
            Ok(standard) => standard,
            Err(error) => return crashed(&error),
        };
        let run = self.attend(&standard).await;
        let closed = standard.close().await;
        match run {
            Ok(run) => closed.map(|()| End::Ended(run)).or_else(|error| crashed(&error)),
            Err(error) => crashed(&error),
        }
    }

    async fn attend(&self, standard: &Standard) -> Result<ActualRun, Error> {
        let Identity { state_machine_name, state_machine_arn, execution_name, .. } = &self.identity;
        self.definition.register(standard, state_machine_name, Mock::new(self.player.clone()))?;
        let started =
            standard.start_execution(state_machine_arn, Some(execution_name), self.input.clone()).await;
        let execution = match started {
            // It ended before the store failed.
            Err(Error::ExecutionAlreadyExists(arn)) => {
                return report(&standard.execution(&arn)?).await;
            }
            started => started?,
        };
        // Among the other tasks of the runtime: a future beside them might be asked only after time has jumped.
        let mut answering = JoinSet::new();
        answering.spawn(answer(self.player.clone(), standard.clone()));
        let answered = answering.join_next().fuse();
        let ended = execution.wait_value().fuse();
        let look = async {
            if self.case.expect.status == "RUNNING" {
                tokio::time::sleep(A_LOOK).await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        let (mut answered, mut ended, mut look) = (pin!(answered), pin!(ended), pin!(look.fuse()));
        futures_util::select_biased! {
            _ = ended => {}
            answered = answered => {
                return Err(answered.and_then(Result::ok).unwrap_or(Error::Closed));
            }
            () = look => {}
        }
        report(&execution).await
    }
}

/// Completes tokens, as somebody outside does, until the store fails.
async fn answer(player: Arc<Player>, standard: Standard) -> Error {
    loop {
        for (token, answer) in player.answers() {
            let told = match answer {
                Ok(output) => standard.send_task_success(&token, &output).await,
                Err(error) => standard.send_task_failure(&token, error).await,
            };
            match told {
                // A token that was closed in the meantime is no failure of the run.
                Ok(()) | Err(Error::TaskDoesNotExist) => player.answered(&token),
                Err(error) => return error,
            }
        }
        tokio::task::yield_now().await;
    }
}

fn crashed(error: &Error) -> Result<End, String> {
    match error {
        Error::Store(_) | Error::Closed => Ok(End::Crashed(text(error))),
        error => Err(text(error)),
    }
}

/// An error with all that led to it.
fn text(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

/// An execution as the service's API would report it.
async fn report(execution: &ExecutionHandle) -> Result<ActualRun, Error> {
    let described = execution.describe().await?;
    let history = execution.history().await?;
    let output = described.output.map(|output| serde_json::from_str(&output.to_string()));
    let unreadable = |error: String| Error::InvalidOutput(error.into());
    Ok(ActualRun {
        status: described.status.as_str().to_owned(),
        output: output.transpose().map_err(|error| unreadable(error.to_string()))?,
        error: described.error.map(|error| error.to_string()),
        cause: described.cause.map(|cause| cause.to_string()),
        history: events(&history).map_err(unreadable)?,
    })
}

/// Runs a case on the durable engine.
///
/// # Errors
/// A text that says why it cannot run, or that it does not end.
pub fn play_standard(case: &Case, definition: &'static dyn Definition) -> Result<Played, String> {
    let stage = Stage::new(case, definition)?;
    match stage.run(stage.options())? {
        End::Crashed(error) => Err(format!("the store failed: {error}")),
        End::Ended(run) => {
            let complaints = if run.status == "RUNNING" { Vec::new() } else { stage.player.complaints() };
            Ok(Played { differences: compare(case, &run), complaints, run })
        }
    }
}

/// Runs a case that crashes at its first commit, once more one that crashes at its second, and so on to its last; and one that
/// crashes again and again. Each time the store is opened anew, and the run has to be what AWS recorded.
///
/// # Errors
/// A text that says how a run differs from the recording.
pub fn crash_everywhere(case: &Case, definition: &'static dyn Definition) -> Result<(), String> {
    for commit in 1..MOST_COMMITS {
        let stage = Stage::new(case, definition)?;
        let crashed = |error| format!("after a crash at commit {commit}: {error}");
        let first = stage.run(stage.options().fail_commit(commit, false)).map_err(crashed)?;
        let is_whole = matches!(first, End::Ended(_));
        let run = match first {
            End::Ended(run) => run,
            End::Crashed(_) => match stage.run(stage.options()).map_err(crashed)? {
                End::Ended(run) => run,
                End::Crashed(error) => return Err(crashed(format!("the store failed again: {error}"))),
            },
        };
        verdict(case, run).map_err(|error| crashed(format!("\n{error}")))?;
        if is_whole {
            return crash_again_and_again(case, definition);
        }
    }
    Err("it has no end of commits".to_owned())
}

/// One commit, a crash, the next commit, a crash …
fn crash_again_and_again(case: &Case, definition: &'static dyn Definition) -> Result<(), String> {
    let stage = Stage::new(case, definition)?;
    // The first of a run may say again what is known.
    let mut commits = 2;
    let mut tries = 0;
    loop {
        let again = |error| format!("after {tries} crashes: {error}");
        match stage.run(stage.options().fail_commit(commits, tries % 2 == 1)).map_err(again)? {
            End::Ended(run) => return verdict(case, run).map_err(|error| again(format!("\n{error}"))),
            End::Crashed(_) if tries > MOST_COMMITS => {
                return Err(again("it has no end of commits".to_owned()));
            }
            End::Crashed(_) => tries += 1,
        }
        // A run that cannot get any further with so few commits gets more.
        if tries % 20 == 0 {
            commits += 1;
        }
    }
}

fn verdict(case: &Case, run: ActualRun) -> Result<(), String> {
    Played { differences: compare(case, &run), complaints: Vec::new(), run }.verdict()
}

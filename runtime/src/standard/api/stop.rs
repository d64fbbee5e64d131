//! `StopExecution`.

use super::Standard;
use crate::standard::Error;
use crate::time::Timestamp;
use crate::value::Text;

/// The longest `error` in characters (AWS: `StopExecution`).
pub(super) const LONGEST_ERROR: usize = 256;
/// The longest `cause`.
pub(super) const LONGEST_CAUSE: usize = 32_768;

impl Standard {
    /// Stops an execution (AWS: `StopExecution`): it ends as `ABORTED` with this error and cause. Tasks that run are dropped at
    /// their next await. One that has ended stays as it is.
    ///
    /// Gives the time at which it ended, which is on the disk.
    ///
    /// # Errors
    /// [`Error::InvalidArn`], [`Error::ExecutionDoesNotExist`], [`Error::Validation`] for too long a text, or the store failed.
    pub async fn stop(
        &self,
        execution_arn: &str,
        error: Option<&str>,
        cause: Option<&str>,
    ) -> Result<Timestamp, Error> {
        check(error, "error", LONGEST_ERROR)?;
        check(cause, "cause", LONGEST_CAUSE)?;
        let facts = self.find(execution_arn)?;
        let core = self.core();
        let (error, cause) = (error.map(Text::from), cause.map(Text::from));
        let can_drive = core.registry.get(&facts.beginning.definition).is_some();
        let told = core.touch(facts.id, |live, engine| {
            if can_drive {
                live.stop.request(error, cause);
                Ok(())
            } else {
                engine.abort(error, cause)
            }
        });
        match told {
            Ok(stopped) => stopped?,
            Err(Error::NotRunning) => {}
            Err(error) => return Err(error),
        }
        let facts = self.ended(facts.id, execution_arn).await?;
        if !can_drive {
            // Nobody else tells those who wait.
            core.ended(facts.id);
        }
        Ok(facts.stopped.unwrap_or(facts.standing.at))
    }
}

pub(super) fn check(text: Option<&str>, field: &str, longest: usize) -> Result<(), Error> {
    match text {
        Some(text) if text.chars().count() > longest => Err(Error::Validation(
            format!("1 validation error detected: Value at '{field}' failed to satisfy constraint: Member must have length less than or equal to {longest}").into(),
        )),
        _ => Ok(()),
    }
}

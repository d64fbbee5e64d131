//! `SendTaskSuccess`, `SendTaskFailure`, `SendTaskHeartbeat`.

use super::Standard;
use super::stop::{LONGEST_CAUSE, LONGEST_ERROR, check};
use crate::engine::TaskToken;
use crate::error::TaskError;
use crate::standard::Error;
use crate::value::Value;
use serde::Serialize;

impl Standard {
    /// The task with this token succeeds with this output (AWS: `SendTaskSuccess`). When this returns, that is on the disk, and
    /// no timeout undoes it.
    ///
    /// # Errors
    /// [`Error::TaskDoesNotExist`] when nobody waits for the token (any more), [`Error::InvalidToken`] when it is none of this
    /// store's, [`Error::InvalidOutput`] when the output is no JSON or too large, or the store
    /// failed.
    pub async fn send_task_success<T: Serialize + ?Sized>(
        &self,
        token: &TaskToken,
        output: &T,
    ) -> Result<(), Error> {
        let output =
            Value::from_serialize(output).map_err(|error| Error::InvalidOutput(error.to_string().into()))?;
        if let Some(excess) = self.core().limits().payload_excess(&output) {
            return Err(Error::InvalidOutput(excess));
        }
        self.complete(token, Ok(output)).await
    }

    /// The task with this token fails (AWS: `SendTaskFailure`).
    ///
    /// # Errors
    /// As for [`send_task_success`](Self::send_task_success), and [`Error::Validation`] for too long a text.
    pub async fn send_task_failure(
        &self,
        token: &TaskToken,
        error: impl Into<TaskError>,
    ) -> Result<(), Error> {
        let error = error.into();
        check(error.error(), "error", LONGEST_ERROR)?;
        check(error.cause(), "cause", LONGEST_CAUSE)?;
        self.complete(token, Err(error)).await
    }

    /// The task with this token is alive: `HeartbeatSeconds` starts again (AWS: `SendTaskHeartbeat`).
    ///
    /// # Errors
    /// As for [`send_task_success`](Self::send_task_success).
    pub async fn send_task_heartbeat(&self, token: &TaskToken) -> Result<(), Error> {
        let core = self.core();
        let ticket = core.beat(token)?;
        Ok(core.committed(ticket).await?)
    }

    async fn complete(&self, token: &TaskToken, outcome: Result<Value, TaskError>) -> Result<(), Error> {
        let core = self.core();
        let ticket = core.complete(token, outcome)?;
        Ok(core.committed(ticket).await?)
    }
}

//! Activities: `CreateActivity`, `GetActivityTask`, …

use super::{Standard, arn};
use crate::engine::TaskToken;
use crate::standard::Error;
use crate::standard::activities::{self, Queue};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use futures_util::FutureExt;
use std::pin::pin;
use std::time::Duration;

/// How long a worker waits for something to do (AWS: `GetActivityTask`).
const LONG_POLL: Duration = Duration::from_secs(60);

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are those of AWS's API reference")]
pub struct ActivitySummary {
    pub activity_arn: Text,
    pub name: Text,
    pub creation_date: Timestamp,
}

/// What a worker has to do.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActivityTask {
    /// With it the worker reports back: [`Standard::send_task_success`].
    pub token: TaskToken,
    /// The state's input.
    pub input: Value,
}

impl Standard {
    /// Creates an activity (AWS: `CreateActivity`). States with this resource wait from now on for workers that ask for it by
    /// [`get_activity_task`](Self::get_activity_task), instead of calling the method of the workflow's tasks.
    ///
    /// Takes a name, or the ARN that definitions use if that is one of another account. To create one again changes nothing.
    ///
    /// # Errors
    /// [`Error::InvalidName`], or the store failed.
    pub async fn create_activity(&self, name: &str) -> Result<ActivitySummary, Error> {
        let core = self.core();
        let arn = if arn::parse_activity(name).is_some() {
            Text::from(name)
        } else {
            arn::check_name(name)?;
            arn::activity(&core.settings().account, name)
        };
        let (creation_date, ticket) = core.activities.create(core.store(), &arn, core.now())?;
        if let Some(ticket) = ticket {
            core.committed(ticket).await?;
        }
        Ok(summary(arn, creation_date))
    }

    /// Deletes an activity (AWS: `DeleteActivity`): states that ask for it fail from now on. Those that wait for a worker wait on.
    ///
    /// # Errors
    /// The store failed.
    pub async fn delete_activity(&self, activity_arn: &str) -> Result<(), Error> {
        let core = self.core();
        if let Some(ticket) = core.activities.delete(core.store(), &Text::from(activity_arn))? {
            core.committed(ticket).await?;
        }
        Ok(())
    }

    /// Describes an activity (AWS: `DescribeActivity`).
    ///
    /// # Errors
    /// [`Error::ActivityDoesNotExist`].
    pub fn describe_activity(&self, activity_arn: &str) -> Result<ActivitySummary, Error> {
        let found = self.core().activities.get(activity_arn);
        let (creation_date, _) = found.ok_or_else(|| Error::ActivityDoesNotExist(activity_arn.into()))?;
        Ok(summary(activity_arn.into(), creation_date))
    }

    /// All activities, by ARN (AWS: `ListActivities`).
    pub fn list_activities(&self) -> Vec<ActivitySummary> {
        let all = self.core().activities.list();
        all.into_iter().map(|(arn, creation_date)| summary(arn, creation_date)).collect()
    }

    /// Asks for something to do, as a worker (AWS: `GetActivityTask`). The first that was scheduled comes first, and each goes
    /// to one worker. Waits up to a minute; then there is none.
    ///
    /// # Errors
    /// [`Error::ActivityDoesNotExist`], [`Error::Validation`] for a worker's name above 80 characters, or the store failed.
    pub async fn get_activity_task(
        &self,
        activity_arn: &str,
        worker_name: Option<&str>,
    ) -> Result<Option<ActivityTask>, Error> {
        if let Some(name) = worker_name.filter(|name| name.chars().count() > 80) {
            return Err(Error::Validation(
                format!("1 validation error detected: Value '{name}' at 'workerName' failed to satisfy constraint: Member must have length less than or equal to 80").into(),
            ));
        }
        let core = self.core();
        let until = core.now().checked_add(LONG_POLL).unwrap_or_default();
        let mut timeout = core.clock().sleep_until(until).fuse();
        loop {
            let (_, queue) = core
                .activities
                .get(activity_arn)
                .ok_or_else(|| Error::ActivityDoesNotExist(activity_arn.into()))?;
            let mut filled = pin!(queue.filled().notified());
            // From here on nothing is missed.
            filled.as_mut().enable();
            if let Some(task) = self.give(activity_arn, &queue, worker_name).await? {
                return Ok(Some(task));
            }
            if core.is_closed() {
                return Err(Error::Closed);
            }
            futures_util::select_biased! {
                () = filled.fuse() => {}
                () = timeout => return Ok(None),
            }
        }
    }

    /// Gives the first entry of a queue to a worker.
    async fn give(
        &self,
        arn: &str,
        queue: &Queue,
        worker_name: Option<&str>,
    ) -> Result<Option<ActivityTask>, Error> {
        let core = self.core();
        loop {
            let (task, ticket) = {
                let _giving = queue.giving();
                let Some((key, token, input)) = activities::first(core.store(), arn)? else {
                    return Ok(None);
                };
                let taken = core.take(&token, worker_name.map(Text::from));
                let removed = activities::remove(core.store(), arn, &key)?;
                match taken {
                    Ok(_) => (ActivityTask { token, input }, removed),
                    // It timed out, or its execution has ended.
                    Err(Error::TaskDoesNotExist | Error::InvalidToken) => continue,
                    Err(error) => return Err(error),
                }
            };
            // There may be more, and whoever was told of them may have been us.
            queue.filled().notify_one();
            core.committed(ticket).await?;
            return Ok(Some(task));
        }
    }
}

fn summary(activity_arn: Text, creation_date: Timestamp) -> ActivitySummary {
    let name = arn::parse_activity(&activity_arn).unwrap_or_default().into();
    ActivitySummary { activity_arn, name, creation_date }
}

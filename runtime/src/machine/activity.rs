//! Activities that workers ask for: queued, taken by one of them, completed by its token.

use super::call::{Attempt, Call};
use super::drive::WorkError;
use super::nested::Nested;
use super::{Frame, Resource};
use crate::engine::{Engine, Offer, Stage, TaskToken};
use crate::history::{ActivityStarted, Details, EventType};
use crate::value::Value;
use serde::Serialize;

/// A task that is not done by the user's method.
#[derive(Debug)]
pub(super) enum Handover {
    Activity(Activity),
    Execution(Nested),
}

/// An activity that a worker does, or is going to.
#[derive(Debug)]
pub(super) struct Activity {
    arn: &'static str,
    token: TaskToken,
    /// What the worker gets.
    input: Value,
}

impl<E: Engine, V: Serialize + Send + Sync> Frame<'_, E, V> {
    /// Goes on with an activity after a resume. Whether that is what the frame does.
    pub(super) fn requeue(&mut self, call: &Call) -> bool {
        match &self.stage {
            Stage::Queued { token, .. } | Stage::Scheduled { token: Some(token), .. } => {
                let token = TaskToken::new(token.clone());
                self.open_activity(call, Some(token))
            }
            _ => false,
        }
    }

    /// Queues an activity that was scheduled, if workers do it.
    pub(super) fn queue(&mut self, call: &Call) -> bool {
        let has_workers =
            matches!(call.info.resource, Resource::Activity { arn } if self.engine.has_workers(arn));
        if !has_workers || !self.open_activity(call, None) {
            return false;
        }
        if let Some(token) = self.task_token().map(|token| token.text().clone()) {
            self.stage = Stage::Queued { at: self.engine.now(), token };
        }
        true
    }

    fn open_activity(&mut self, call: &Call, token: Option<TaskToken>) -> bool {
        let Resource::Activity { arn } = call.info.resource else { return false };
        let pending = self.engine.callback(&self.id, token);
        let token = pending.token().clone();
        let input = call.parameters.clone().unwrap_or_default();
        self.handover = Some(Box::new(Handover::Activity(Activity { arn, token, input })));
        self.pending = Some(pending);
        true
    }

    /// Waits for a worker, and then for what it says of the activity.
    pub(super) async fn attend(
        &mut self,
        activity: Activity,
        input: &Value,
        attempt: &Attempt,
        result: &mut Value,
    ) -> Result<(), WorkError> {
        if let Stage::Queued { at, .. } = &self.stage {
            let Activity { arn, token, input: request } = activity;
            let offer = Offer { arn, token: &token, at: *at, input: &request };
            self.checkpoint(self.info.name, input).await?;
            let (at, worker_name) = self.engine.offer(offer).await;
            self.advance(EventType::ActivityStarted, || {
                Details::ActivityStarted(ActivityStarted { worker_name })
            });
            self.stage = Stage::Scheduled { at, token: Some(token.text().clone()) };
            self.checkpoint(self.info.name, input).await?;
        }
        let started = match self.stage {
            Stage::Scheduled { at, .. } => at,
            _ => self.engine.now(),
        };
        let attempt = attempt.started_at(started);
        let mut alive = self.last_heard().max(started);
        let outcome = self.completion(&attempt, &mut alive).await?;
        self.conclude(attempt.info(), outcome, result)
    }
}

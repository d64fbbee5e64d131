//! Children of a fork that run side by side: begun in order, polled where they are, each end told once.

use super::Outcome;
use crate::error::Failure;
use crate::value::Value;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Lets everything else that is ready run once.
pub(super) async fn yield_once() {
    let mut yielded = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Room for a future, which can be used again when the future has ended: what is polled cannot be moved.
pub(super) struct Place<F>(Pin<Box<Option<F>>>);

impl<F: Future> Place<F> {
    pub(super) fn new() -> Self {
        Self(Box::pin(None))
    }

    #[inline]
    pub(super) fn fill(&mut self, future: F) {
        self.0.set(Some(future));
    }
}

impl<F: Future> Future for Place<F> {
    type Output = F::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let Some(future) = self.0.as_mut().as_pin_mut() else { return Poll::Pending };
        let end = std::task::ready!(future.poll(cx));
        self.0.set(None);
        Poll::Ready(end)
    }
}

/// Children that run side by side.
pub(super) struct Running<F> {
    /// Those that ended when they began, in order.
    ended: VecDeque<(usize, Result<(), Failure>)>,
    /// Made for the first that does not.
    pending: Option<FuturesUnordered<F>>,
}

impl<F: Future<Output = (usize, Outcome)> + Unpin> Running<F> {
    pub(super) fn new() -> Self {
        Self { ended: VecDeque::new(), pending: None }
    }

    /// Begins a child: what it can do at once is done when this returns. Gives it back when it has ended.
    pub(super) fn start<'r>(
        &'r mut self,
        child: F,
        outputs: &'r mut [Value],
    ) -> impl Future<Output = Option<F>> + use<'r, F> {
        let mut child = Some(child);
        poll_fn(move |cx| {
            let Some(running) = &mut child else { return Poll::Ready(None) };
            match Pin::new(running).poll(cx) {
                Poll::Ready(end) => {
                    self.ended.push_back(put(end, outputs));
                    Poll::Ready(child.take())
                }
                Poll::Pending => {
                    // Whoever polls it again registers its waker anew.
                    self.pending.get_or_insert_default().extend(child.take());
                    Poll::Ready(None)
                }
            }
        })
    }

    /// After a resume the first poll only put each child where it stood; this one lets all of them go on, before the
    /// end of any of them counts.
    pub(super) async fn go_on(&mut self, outputs: &mut [Value]) {
        let mut pending: Vec<_> = self.pending.take().into_iter().flatten().collect();
        // They come in the reverse order of their beginning.
        pending.reverse();
        for child in pending {
            self.start(child, outputs).await;
        }
    }

    /// The next that has succeeded already, before those that have failed.
    pub(super) fn next_succeeded(&mut self) -> Option<usize> {
        let place = self.ended.iter().position(|(_, ended)| ended.is_ok())?;
        self.ended.remove(place).map(|(index, _)| index)
    }

    /// The next that ends; none when none runs.
    pub(super) async fn next(&mut self, outputs: &mut [Value]) -> Option<(usize, Result<(), Failure>)> {
        match (self.ended.pop_front(), &mut self.pending) {
            (Some(end), _) => Some(end),
            (None, Some(pending)) => pending.next().await.map(|end| put(end, outputs)),
            (None, None) => None,
        }
    }
}

/// Puts a child's output in its place.
#[inline]
fn put((index, outcome): (usize, Outcome), outputs: &mut [Value]) -> (usize, Result<(), Failure>) {
    let ended = outcome.map(|output| {
        if let Some(place) = outputs.get_mut(index) {
            *place = output;
        }
    });
    (index, ended)
}

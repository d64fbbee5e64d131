//! Children of a fork that run side by side: begun in order, polled where they are, each end told once.

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
pub(super) struct Running<F: Future> {
    /// The ends of those that ended when they began, in order.
    ended: VecDeque<F::Output>,
    /// Made for the first that does not.
    pending: Option<FuturesUnordered<F>>,
}

impl<F: Future + Unpin> Running<F> {
    /// None yet, and room for the ends of so many.
    pub(super) fn new(children: usize) -> Self {
        Self { ended: VecDeque::with_capacity(children), pending: None }
    }

    /// Begins a child: what it can do at once is done when this returns. Gives it back when it has ended.
    pub(super) fn start(&mut self, child: F) -> impl Future<Output = Option<F>> + use<'_, F> {
        let mut child = Some(child);
        poll_fn(move |cx| {
            let Some(running) = &mut child else { return Poll::Ready(None) };
            match Pin::new(running).poll(cx) {
                Poll::Ready(end) => {
                    self.ended.push_back(end);
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

    /// The end of the child that ended last when it began.
    pub(super) fn last_ended(&mut self) -> Option<&mut F::Output> {
        self.ended.back_mut()
    }

    /// After a resume the first poll only put each child where it stood; this one lets all of them go on, before the
    /// end of any of them counts.
    pub(super) async fn go_on(&mut self) {
        let mut pending: Vec<_> = self.pending.take().into_iter().flatten().collect();
        // They come in the reverse order of their beginning.
        pending.reverse();
        for child in pending {
            self.start(child).await;
        }
    }

    /// The first of those that ended when they began and are wanted.
    pub(super) fn next_ended(&mut self, is_wanted: impl Fn(&F::Output) -> bool) -> Option<F::Output> {
        let place = self.ended.iter().position(is_wanted)?;
        self.ended.remove(place)
    }

    /// The end of the next that ends; none when none runs.
    pub(super) async fn next(&mut self) -> Option<F::Output> {
        match (self.ended.pop_front(), &mut self.pending) {
            (Some(end), _) => Some(end),
            (None, Some(pending)) => pending.next().await,
            (None, None) => None,
        }
    }
}

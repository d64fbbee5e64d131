//! `GetExecutionHistory`.

use super::{Standard, page};
use crate::history::HistoryEvent;
use crate::standard::Error;
use crate::standard::codec::{Body, Head};
use crate::standard::core::Core;
use crate::standard::load;
use crate::standard::store::Facts;
use crate::value::Text;

/// What to read of a history.
#[derive(Clone, Debug, Default)]
pub struct HistoryQuery {
    max_results: usize,
    reverse_order: bool,
    without_data: bool,
    next_token: Option<Text>,
}

impl HistoryQuery {
    /// How many events a page has: at most 1,000; 0, the default, stands for 100.
    #[must_use]
    pub fn max_results(mut self, max_results: usize) -> Self {
        self.max_results = max_results;
        self
    }

    /// The newest events first.
    #[must_use]
    pub fn reverse_order(mut self) -> Self {
        self.reverse_order = true;
        self
    }

    /// Inputs and outputs are `null`.
    #[must_use]
    pub fn without_data(mut self) -> Self {
        self.without_data = true;
        self
    }

    /// The page behind another one of the same query.
    #[must_use]
    pub fn next_token(mut self, next_token: impl Into<Text>) -> Self {
        self.next_token = Some(next_token.into());
        self
    }
}

/// A page of a history.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryPage {
    /// The events.
    pub events: Vec<HistoryEvent>,
    /// The next page, if there is one.
    pub next_token: Option<Text>,
}

/// All events of an execution so far, the oldest first.
pub(super) fn whole(core: &Core, facts: &Facts) -> Result<Vec<HistoryEvent>, Error> {
    let rows = core.store().chain(facts.head, load::first_row(core, facts)?)?;
    let mut events = Vec::new();
    for row in rows.iter().rev() {
        events.extend(Body::decode(&row.body, &mut |text| load::text(core, &rows, text))?.events);
    }
    Ok(events)
}

impl Standard {
    /// Reads events of an execution (AWS: `GetExecutionHistory`). What it tells is on the disk.
    ///
    /// # Errors
    /// [`Error::InvalidArn`], [`Error::ExecutionDoesNotExist`], [`Error::InvalidToken`] for a token of another query, or the
    /// store failed.
    pub async fn history(&self, execution_arn: &str, query: &HistoryQuery) -> Result<HistoryPage, Error> {
        let facts = self.find(execution_arn)?;
        let scope = format!("{execution_arn} {} {}", query.reverse_order, query.without_data);
        let after = page::read(query.next_token.as_ref(), &scope)?;
        let size = page::size(query.max_results)?;
        let core = self.core();
        core.committed(core.store().durable(facts.head)).await?;
        let (core, query) = (core.clone(), query.clone());
        self.blocking(move || {
            let first = load::first_row(&core, &facts)?;
            let rows = core.store().chain(facts.head, first)?;
            let mut events = Vec::new();
            let wanted = |event: &HistoryEvent| match after {
                None => true,
                Some(after) if query.reverse_order => event.id < after,
                Some(after) => event.id > after,
            };
            let mut add = |place: usize| {
                let Some(row) = rows.get(place) else { return Ok(true) };
                // The events of former pages need not be read.
                if !query.reverse_order && Head::decode(&row.body)?.last_event <= after.unwrap_or(0) {
                    return Ok(false);
                }
                let body = Body::decode(&row.body, &mut |text| load::text(&core, &rows, text))?;
                let mut new = body.events;
                if query.reverse_order {
                    new.reverse();
                }
                events.extend(new.into_iter().filter(wanted));
                Ok::<_, Error>(events.len() > size)
            };
            // Rows come with the newest first.
            for place in 0..rows.len() {
                if add(if query.reverse_order { place } else { rows.len() - 1 - place })? {
                    break;
                }
            }
            let has_more = events.len() > size;
            events.truncate(size);
            let last = events.last().filter(|_| has_more).map(|event| event.id);
            if query.without_data {
                for event in &mut events {
                    event.details.forget_data();
                }
            }
            Ok(HistoryPage { events, next_token: last.map(|last| page::write(last, &scope)) })
        })
        .await
    }
}

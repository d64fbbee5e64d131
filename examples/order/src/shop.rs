//! The work behind the workflow's tasks: a shop with a stock, and a card gateway that is busy now and then.

use crate::data::{Charge, Item, PricedItem, Reservation, Reserve};
use crate::order::{NotifyInput, ShipInput, Tasks, ValidateOrderInput};
use asl_runtime::{TaskContext, TaskError, Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The only card that has no money on it.
const EMPTY_CARD: &str = "0000";

#[derive(Debug)]
pub(crate) struct Shop {
    stock: Mutex<BTreeMap<String, u32>>,
    /// So many charges will still find the gateway busy.
    busy: AtomicU32,
}

/// Its name is what `Retry` in the definition matches: `?` turns an error into a `TaskError` of that name.
#[derive(Debug)]
struct GatewayBusy;

impl fmt::Display for GatewayBusy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the card gateway is busy")
    }
}

impl std::error::Error for GatewayBusy {}

impl Shop {
    pub(crate) fn with_busy_gateway(busy: u32) -> Self {
        let stock = [("tea", 10), ("pot", 2)].map(|(name, quantity)| (name.to_owned(), quantity));
        Self { stock: Mutex::new(BTreeMap::from(stock)), busy: AtomicU32::new(busy) }
    }

    pub(crate) fn in_stock(&self, name: &str) -> u32 {
        self.stock().get(name).copied().unwrap_or_default()
    }

    fn stock(&self) -> MutexGuard<'_, BTreeMap<String, u32>> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn gateway(&self) -> Result<(), GatewayBusy> {
        let busy = self.busy.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if busy.is_ok() { Err(GatewayBusy) } else { Ok(()) }
    }
}

impl Tasks for Shop {
    /// The macro made the type of the input from the state's `Parameters`.
    async fn validate_order(&self, input: ValidateOrderInput, cx: &TaskContext) -> Result<Value, TaskError> {
        say(cx, format_args!("{} kinds of goods", input.lines));
        Ok(match input.lines {
            0 => json!({ "accepted": false, "reason": "the order is empty" }),
            _ => json!({ "accepted": true }),
        })
    }

    async fn price_item(&self, item: Item, cx: &TaskContext) -> Result<PricedItem, TaskError> {
        let cents = match item.name.as_str() {
            "tea" => 450,
            "pot" => 2900,
            other => return Err(TaskError::new("UnknownItem", format!("we do not sell {other}"))),
        };
        say(cx, format_args!("{} {} at {cents} cents", item.quantity, item.name));
        Ok(PricedItem { item, cents })
    }

    async fn reserve_stock(&self, order: Reserve, cx: &TaskContext) -> Result<Reservation, TaskError> {
        let mut stock = self.stock();
        for PricedItem { item, .. } in &order.items {
            let left = stock.get(&item.name).copied().unwrap_or_default();
            if left < item.quantity {
                let cause = format!("{} of {} are left", left, item.name);
                return Err(TaskError::new("OutOfStock", cause));
            }
        }
        for PricedItem { item, .. } in &order.items {
            stock.entry(item.name.clone()).and_modify(|left| *left = left.saturating_sub(item.quantity));
        }
        let total_cents =
            order.items.iter().map(|priced| u64::from(priced.item.quantity) * u64::from(priced.cents)).sum();
        let id = format!("R-{}", order.order_id);
        say(cx, format_args!("{id} over {total_cents} cents"));
        let items = order.items.into_iter().map(|priced| priced.item).collect();
        Ok(Reservation { id, total_cents, items })
    }

    async fn charge_card(&self, charge: Charge, cx: &TaskContext) -> Result<Value, TaskError> {
        let attempt = cx.attempt() + 1;
        self.gateway().inspect_err(|busy| say(cx, format_args!("attempt {attempt}: {busy}")))?;
        if charge.card == EMPTY_CARD {
            say(cx, format_args!("attempt {attempt}: card {} is declined", charge.card));
            return Err(TaskError::new("CardDeclined", "the card has no money on it"));
        }
        say(cx, format_args!("attempt {attempt}: {} cents from card {}", charge.cents, charge.card));
        // A gateway that accepts a key charges once, even when an answer is lost and the attempt is made again.
        Ok(json!({ "chargeId": format!("C-{}", cx.execution().name()), "key": cx.idempotency_key() }))
    }

    async fn release_stock(&self, reservation: Reservation, cx: &TaskContext) -> Result<(), TaskError> {
        let mut stock = self.stock();
        for item in reservation.items {
            stock.entry(item.name).and_modify(|left| *left += item.quantity);
        }
        say(cx, format_args!("{} is undone", reservation.id));
        Ok(())
    }

    async fn ship(&self, input: ShipInput, cx: &TaskContext) -> Result<Value, TaskError> {
        say(cx, format_args!("to {}", input.address));
        Ok(json!({ "trackingNumber": "T-1" }))
    }

    async fn notify(&self, message: NotifyInput, cx: &TaskContext) -> Result<Value, TaskError> {
        say(cx, format_args!("{} <- {}", message.queue_url, message.message_body));
        Ok(json!({ "MessageId": "M-1" }))
    }
}

fn say(cx: &TaskContext, what: fmt::Arguments<'_>) {
    println!("  {:<14} {what}", cx.state());
}

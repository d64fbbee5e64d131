//! An order workflow: validate, price, reserve, charge with retries, ship and notify side by side; when the card
//! is refused, the reserved goods are released.
//!
//! `order.asl.json` is what AWS Step Functions would be given. The macro compiles it into the module `order`, this
//! file runs it, and `shop.rs` does the work of its tasks.

#![expect(clippy::print_stdout, reason = "the example shows what happens as it happens")]

mod data;
mod shop;

#[cfg(test)]
mod tests;

use asl_runtime::history::{Details, HistoryEvent};
use asl_runtime::{Express, Report, RunError, Value, asl_workflow};
use data::{Charge, Item, OrderRequest, PricedItem, Receipt, Reservation, Reserve};
use shop::Shop;

asl_workflow! {
    path: "../order.asl.json",
    input: OrderRequest,
    output: Receipt,
    tasks: {
        "PriceItem": (Item) -> PricedItem,
        "ReserveStock": (Reserve) -> Reservation,
        "ChargeCard": (Charge) -> Value,
        "ReleaseStock": (Reservation) -> (),
    },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), RunError> {
    // The gateway is busy for the first two attempts to charge a card.
    let workflow = order::Order::new(Shop::with_busy_gateway(2));
    for request in [OrderRequest::example("A-17", "4242"), OrderRequest::example("A-18", "0000")] {
        println!("order {}", request.order_id);
        let report = Express::new().execution_name(&request.order_id).record(&workflow, &request).await?;
        print_end(&report);
        print_history(&report);
    }
    // What the second order had reserved is back.
    println!(
        "left in stock: {} tea, {} pot",
        workflow.tasks().in_stock("tea"),
        workflow.tasks().in_stock("pot")
    );
    Ok(())
}

fn print_end(report: &Report) {
    match report.output::<Receipt>() {
        Ok(receipt) => println!("  => {}: {receipt:?}", report.status()),
        Err(error) => println!("  => {error}"),
    }
}

/// The states that were entered, what failed, and when.
fn print_history(report: &Report) {
    println!("  history, {} events, in part:", report.history().len());
    for event in report.history() {
        if let Some(text) = describe(event) {
            let time = event.timestamp.duration_since(report.execution().start_time());
            println!("  {:>5.1} s {:>4}  {text}", time.as_secs_f64(), event.id);
        }
    }
    println!();
}

fn describe(event: &HistoryEvent) -> Option<String> {
    let kind = event.kind.as_str();
    match &event.details {
        Details::Entered(entered) => Some(format!("{kind}  {}", entered.name)),
        Details::Error(failed) => Some(format!("{kind}  {}", failed.error.as_deref().unwrap_or_default())),
        _ if kind.starts_with("Execution") => Some(kind.to_owned()),
        _ => None,
    }
}

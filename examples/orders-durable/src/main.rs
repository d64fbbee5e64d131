//! A shop whose orders survive the process.
//!
//! ```text
//! cargo run -p orders-durable -- orders.db 3      places three orders, and works until all are done
//! kill -9 …                                       at any time
//! cargo run -p orders-durable -- orders.db        goes on where it was
//! ```

#![expect(clippy::print_stdout, reason = "the example shows what happens as it happens")]

use asl_runtime::standard::{Error, ListQuery, StateMachine};
use asl_runtime::{Standard, Status, TaskContext, TaskError, Value, asl_workflow, json};
use serde::Serialize;
use std::process::ExitCode;
use std::time::Duration;

asl_workflow!("../orders.asl.json");

/// The outside world. What it does is seen there, so each call has a key by which a repetition is known.
struct Shop;

impl orders::Tasks for Shop {
    async fn charge_card(
        &self,
        input: orders::ChargeCardInput,
        cx: &TaskContext,
    ) -> Result<Value, TaskError> {
        if cx.attempt() == 0 {
            return Err(TaskError::new("GatewayBusy", "try again in a second"));
        }
        println!(
            "  charge {} cents for {}   [key {}]",
            input.cents,
            input.order,
            short(&cx.idempotency_key())
        );
        Ok(json!("paid"))
    }

    async fn pack_item(&self, input: Value, cx: &TaskContext) -> Result<Value, TaskError> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let [order, item] = ["order", "item"].map(|field| input.get(field).cloned().unwrap_or_default());
        println!("  pack {item} for {order}   [key {}]", short(&cx.idempotency_key()));
        Ok(item)
    }
}

/// The end of a key, which tells attempts apart.
fn short(key: &str) -> &str {
    key.rsplit_once(':').map_or(key, |(_, end)| end)
}

#[derive(Serialize)]
struct Order {
    id: String,
    cents: u32,
    items: Vec<&'static str>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or_else(|| "orders.db".to_owned());
    let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(0);
    match run(&path, count).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{}", report(&error));
            ExitCode::FAILURE
        }
    }
}

/// Places orders, and works until none is left.
async fn run(path: &str, count: usize) -> Result<(), Error> {
    let standard = Standard::open(path).await?;
    // Executions that a former process left behind go on from here.
    let machine = standard.register(orders::Orders::new(Shop))?;
    let left = running(&standard).await?;
    println!("{path}: {} orders are under way", left.len());
    place(&machine, count).await?;
    for arn in running(&standard).await? {
        let receipt: Result<Value, _> = standard.execution(&arn)?.wait().await;
        match receipt {
            Ok(receipt) => println!("done: {receipt}"),
            Err(error) => println!("{arn}: {error}"),
        }
    }
    standard.close().await
}

async fn place(machine: &StateMachine<orders::Orders<Shop>>, count: usize) -> Result<(), Error> {
    let placed = machine.standard().list(&ListQuery::default().max_results(1_000)).await?.executions.len();
    for number in placed + 1..=placed + count {
        let order = Order { id: format!("order-{number}"), cents: 1250, items: vec!["tea", "pot", "cup"] };
        let execution = machine.start(&order.id, &order).await?;
        // From here on the order is not lost, whatever happens.
        println!("placed {}", execution.name());
    }
    Ok(())
}

async fn running(standard: &Standard) -> Result<Vec<String>, Error> {
    let query = ListQuery::default().status(Status::Running).max_results(1_000);
    let page = standard.list(&query).await?;
    Ok(page.executions.iter().rev().map(|execution| execution.execution_arn.to_string()).collect())
}

/// An error with all that led to it.
fn report(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_runtime::TestClock;
    use asl_runtime::standard::StandardOptions;

    #[tokio::test]
    async fn orders_go_on_after_the_process_has_ended() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("orders.db");
        let clock = TestClock::manual();
        let open = || StandardOptions::new().clock(clock.clone()).open(&path);
        let standard = open().await.expect("a store");
        let machine = standard.register(orders::Orders::new(Shop)).expect("it is open");
        place(&machine, 2).await.expect("two orders");
        assert_eq!(running(&standard).await.expect("a list").len(), 2);
        drop(machine);
        standard.close().await.expect("it closes");
        // Another process, some time later.
        let standard = open().await.expect("the store");
        standard.register(orders::Orders::new(Shop)).expect("it is open");
        let left = running(&standard).await.expect("a list");
        assert_eq!(left.len(), 2);
        let moving = tokio::spawn({
            let clock = clock.clone();
            async move {
                loop {
                    clock.advance(Duration::from_secs(1));
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        });
        for arn in left {
            let receipt: Value =
                standard.execution(&arn).expect("it is there").wait().await.expect("it succeeds");
            assert_eq!(receipt["parcels"], json!(["tea", "pot", "cup"]));
        }
        moving.abort();
    }
}

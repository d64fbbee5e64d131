//! The workflow without waiting: back-offs end at once on a virtual clock.

use crate::data::{Item, OrderRequest, Receipt};
use crate::order::Order;
use crate::shop::Shop;
use asl_runtime::{Express, Report, Status, TestClock};
use std::time::Duration;

async fn record(workflow: &Order<Shop>, request: &OrderRequest) -> Report {
    Express::new()
        .clock(TestClock::default())
        .execution_name("test")
        .record(workflow, request)
        .await
        .expect("the request is JSON")
}

fn error(report: &Report) -> (&str, &str) {
    let error = report.outcome().expect_err("the order fails");
    (error.error().unwrap_or_default(), error.cause().unwrap_or_default())
}

#[tokio::test]
async fn charges_after_two_retries_and_ships() {
    let workflow = Order::new(Shop::with_busy_gateway(2));
    let report = record(&workflow, &OrderRequest::example("A-1", "4242")).await;
    let expected = Receipt {
        order_id: "A-1".to_owned(),
        items: vec!["tea".to_owned(), "pot".to_owned()],
        total_cents: 4250,
        charge_id: "C-test".to_owned(),
        tracking_number: "T-1".to_owned(),
    };
    assert_eq!(report.output::<Receipt>().expect("a receipt"), expected);
    assert_eq!(report.stop_time().duration_since(report.execution().start_time()), Duration::from_secs(2));
    assert_eq!((workflow.tasks().in_stock("tea"), workflow.tasks().in_stock("pot")), (7, 1));
}

#[tokio::test]
async fn releases_the_stock_of_a_declined_card() {
    let workflow = Order::new(Shop::with_busy_gateway(0));
    let report = record(&workflow, &OrderRequest::example("A-2", "0000")).await;
    assert_eq!(report.status(), Status::Failed);
    assert_eq!(error(&report), ("CardDeclined", "the card has no money on it"));
    assert_eq!((workflow.tasks().in_stock("tea"), workflow.tasks().in_stock("pot")), (10, 2));
}

#[tokio::test]
async fn gives_up_when_the_gateway_stays_busy() {
    let workflow = Order::new(Shop::with_busy_gateway(4));
    let report = record(&workflow, &OrderRequest::example("A-3", "4242")).await;
    assert_eq!(error(&report), ("GatewayBusy", "the card gateway is busy"));
    assert_eq!(workflow.tasks().in_stock("pot"), 2);
}

#[tokio::test]
async fn cancels_what_is_not_in_stock() {
    let workflow = Order::new(Shop::with_busy_gateway(0));
    let items = vec![Item::new("tea", 1), Item::new("pot", 3)];
    let report = record(&workflow, &OrderRequest { items, ..OrderRequest::example("A-4", "4242") }).await;
    assert_eq!(error(&report), ("OutOfStock", "2 of pot are left"));
    assert_eq!(workflow.tasks().in_stock("tea"), 10, "nothing is reserved in part");
}

#[tokio::test]
async fn rejects_an_empty_order() {
    let workflow = Order::new(Shop::with_busy_gateway(0));
    let request = OrderRequest { items: Vec::new(), ..OrderRequest::example("A-5", "4242") };
    assert_eq!(error(&record(&workflow, &request).await), ("OrderRejected", "the order is empty"));
}

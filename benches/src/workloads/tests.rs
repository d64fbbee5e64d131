use std::time::Duration;

use serde_json::json;

use super::failure::{Retrier, TaskError};
use super::*;

fn output(name: &str) -> serde_json::Value {
    let all = all().unwrap();
    let workload = all.iter().find(|workload| workload.name == name).unwrap();
    workload.variants[0].output(Mode::Json).unwrap()
}

#[test]
fn variants_agree() {
    for workload in all().unwrap() {
        workload.check().unwrap();
    }
}

#[test]
fn disagreement_is_noticed() {
    let mut workload = w3::workload().unwrap();
    let other = Variant::on_values("other", "{}", async |input: serde_json::Value| {
        Ok::<_, failure::ExecutionError>(input)
    });
    workload.variants.push(other.unwrap());
    assert!(workload.check().is_err());
}

#[test]
fn outputs_are_what_the_definitions_say() {
    assert_eq!(output("W1")["p10"], json!({"step": 10, "label": "step-10", "ok": true}));
    assert_eq!(output("W1")["seed"], 42);
    assert_eq!(output("W3"), json!({"n": 1000}));
    assert_eq!(
        output("W4")[999],
        json!({"id": 999, "qty": output("W4")[999]["qty"], "label": "item-999-name-999"})
    );
    let receipt = output("W2");
    assert_eq!(receipt["summary"], "Order ORD-2026-000123 for Ada Lovelace: 20 lines, charge ch_993817");
    assert_eq!(receipt["shipping"], json!({"carrier": "DHL", "cost": 7.9, "eta": "3 days"}));
    assert_eq!(receipt["fraud"], json!({"risk": "low", "label": "risk:low"}));
    let last = json!({"sku": "SKU-1703", "qty": 4, "unit": 12.5, "currency": "EUR", "line": "19:SKU-1703x4"});
    assert_eq!(receipt["lines"][19], last);
    assert_eq!(receipt["tags"], json!(["eu-west-1", "gold"]));
    let receipt = output("W5");
    assert_eq!(receipt["customer"], "ADA LOVELACE");
    assert_eq!(receipt["lines"][19], "19:SKU-1703x4");
    assert_eq!(receipt["total"], json!(625), "whole numbers have no fraction");
}

/// Fails so often, then succeeds; gives the outcome, the calls made and the seconds slept.
async fn retried(error: &'static str, failures: u32) -> (Result<(), TaskError>, u32, u64) {
    let retrier = Retrier {
        error_equals: &["Transient"],
        interval: Duration::from_secs(1),
        max_attempts: 3,
        backoff_rate: 2.0,
    };
    let calls = std::cell::Cell::new(0);
    let start = tokio::time::Instant::now();
    let outcome = retrier
        .run(async || {
            calls.set(calls.get() + 1);
            if calls.get() > failures { Ok(()) } else { Err(TaskError { error, cause: String::new() }) }
        })
        .await;
    (outcome, calls.get(), start.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn retries_as_often_as_allowed_and_waits_longer_each_time() {
    let (outcome, calls, seconds) = retried("Transient", 2).await;
    assert!(outcome.is_ok());
    assert_eq!((calls, seconds), (3, 3));
    let (outcome, calls, seconds) = retried("Transient", 9).await;
    assert_eq!(outcome.unwrap_err().error, "Transient");
    assert_eq!((calls, seconds), (4, 7));
}

#[tokio::test(start_paused = true)]
async fn does_not_retry_other_errors() {
    let (outcome, calls, _) = retried("Fatal", 1).await;
    assert!(outcome.is_err());
    assert_eq!(calls, 1);
}

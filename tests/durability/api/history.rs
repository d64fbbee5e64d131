//! `GetExecutionHistory`: pages in both directions, with and without data.

use crate::help::*;
use asl_runtime::history::HistoryEvent;
use asl_runtime::standard::{ExecutionHandle, HistoryQuery, Standard};

async fn pages(
    standard: &Standard,
    execution: &ExecutionHandle,
    query: HistoryQuery,
) -> Vec<Vec<HistoryEvent>> {
    let mut pages = Vec::new();
    let mut next = query.clone();
    loop {
        let page = standard.history(execution.arn(), &next).await.expect("a page");
        pages.push(page.events);
        match page.next_token {
            Some(token) => next = query.clone().next_token(token),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn any_pages_are_the_whole() {
    let place = Place::jumping();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let item =
        |number: usize| json!({"kind": ["task", "wait"][number % 2], "seconds": number, "give": number});
    let items: Vec<_> = (0..10).map(item).collect();
    let each = json!({"kind": "each", "width": 3, "items": items});
    let steps = json!([{"kind": "task", "give": "x"}, {"kind": "wait", "seconds": 3}, each]);
    let execution = machine.start("a", &json!({"steps": steps})).await.expect("it starts");
    outcome(&execution).await.expect("success");
    let whole = execution.history().await.expect("a history");
    assert_whole(&whole);
    assert!(whole.len() > 50, "{}", whole.len());
    let mut reversed = whole.clone();
    reversed.reverse();
    for size in [1, 2, 3, 7, whole.len() - 1, whole.len(), whole.len() + 1, 1_000] {
        let query = HistoryQuery::default().max_results(size);
        let forward = pages(&standard, &execution, query.clone()).await;
        assert!(forward.iter().rev().skip(1).all(|page| page.len() == size), "{size}");
        assert_eq!(forward.concat(), whole, "{size}");
        assert_eq!(pages(&standard, &execution, query.reverse_order()).await.concat(), reversed, "{size}");
    }
    let without = pages(&standard, &execution, HistoryQuery::default().without_data()).await.concat();
    assert_eq!(without.len(), whole.len());
    for (bare, full) in without.iter().zip(&whole) {
        assert_eq!((bare.id, bare.kind, bare.timestamp), (full.id, full.kind, full.timestamp));
        let text = serde_json::to_string(bare).expect("JSON");
        assert!(!text.contains("steps") && !text.contains("give"), "{text}");
    }

    let token = standard
        .history(execution.arn(), &HistoryQuery::default().max_results(5))
        .await
        .expect("a page")
        .next_token;
    let token = token.expect("another page");
    let reverse = HistoryQuery::default().reverse_order().next_token(token.clone());
    assert_eq!(code(standard.history(execution.arn(), &reverse).await), "InvalidToken");
    let other = start(&machine, "b", json!([])).await;
    let elsewhere = HistoryQuery::default().next_token(token);
    assert_eq!(code(standard.history(other.arn(), &elsewhere).await), "InvalidToken");
    let large = HistoryQuery::default().max_results(1_001);
    assert_eq!(code(standard.history(other.arn(), &large).await), "ValidationException");
    let missing = other.arn().as_str().replace(":b", ":c");
    assert_eq!(code(standard.history(&missing, &HistoryQuery::default()).await), "ExecutionDoesNotExist");
}

#[tokio::test]
async fn a_running_execution_shows_what_has_happened() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let execution = start(&machine, "a", json!([{"kind": "wait", "seconds": 10}, ask()])).await;
    assert_eq!(kinds(&execution).await.last(), Some(&"WaitStateEntered"));
    place.pass(&standard, 10).await;
    assert_eq!(kinds(&execution).await.last(), Some(&"TaskSubmitted"));
    standard.close().await.expect("it closes");
    // Nobody can drive it here, and anybody can read it.
    let standard = place.open().await;
    let execution = standard.execution(execution.arn()).expect("it is there");
    assert_eq!(kinds(&execution).await.last(), Some(&"TaskSubmitted"));
}

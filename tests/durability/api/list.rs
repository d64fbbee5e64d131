//! `ListExecutions`: order, pages, filters.

use crate::help::*;
use asl_runtime::standard::{ListQuery, Standard};
use asl_runtime::{Status, Text};

/// All pages of a query, as names.
async fn names(standard: &Standard, query: ListQuery) -> Vec<Vec<Text>> {
    let mut pages = Vec::new();
    let mut next = query.clone();
    loop {
        let page = standard.list(&next).await.expect("a page");
        pages.push(page.executions.into_iter().map(|execution| execution.name).collect());
        match page.next_token {
            Some(token) => next = query.clone().next_token(token),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn pages_come_newest_first() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let one = standard.register_as("one", desk.script()).expect("it is registered");
    let two = standard.register_as("two", desk.script()).expect("it is registered");
    for number in 0..230 {
        let machine = if number % 10 == 0 { &two } else { &one };
        // Those that run, fail and succeed.
        let steps = match number % 3 {
            0 => json!([ask()]),
            1 => json!([{"kind": "fail", "cause": "c"}]),
            _ => json!([]),
        };
        machine.start(&format!("n{number:03}"), &json!({"steps": steps})).await.expect("it starts");
    }
    parked(&standard).await;
    let expected = |keep: &dyn Fn(u32) -> bool| -> Vec<String> {
        (0..230).rev().filter(|number| keep(*number)).map(|number| format!("n{number:03}")).collect()
    };
    let all = names(&standard, ListQuery::default()).await;
    assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 30]);
    assert_eq!(all.concat(), expected(&|_| true));
    for size in [1, 7, 229, 230, 231, 1_000] {
        let pages = names(&standard, ListQuery::default().max_results(size)).await;
        assert!(pages.iter().all(|page| page.len() <= size && !page.is_empty()), "{size}");
        assert_eq!(pages.concat(), expected(&|_| true), "{size}");
    }
    let of_two = names(&standard, ListQuery::default().machine("two").max_results(9)).await;
    assert_eq!(of_two.concat(), expected(&|number| number % 10 == 0));
    for (status, rest) in [(Status::Running, 0), (Status::Failed, 1), (Status::Succeeded, 2)] {
        let query = ListQuery::default().status(status).machine("one").max_results(10);
        let found = names(&standard, query).await.concat();
        assert_eq!(found, expected(&|number| number % 3 == rest && number % 10 != 0), "{status:?}");
    }
    assert_eq!(names(&standard, ListQuery::default().status(Status::Aborted)).await, [Vec::<Text>::new()]);
    assert_eq!(names(&standard, ListQuery::default().machine("three")).await, [Vec::<Text>::new()]);

    // What started later does not move the pages behind a token.
    let page = standard.list(&ListQuery::default().max_results(10)).await.expect("a page");
    one.start("later", &json!({"steps": []})).await.expect("it starts");
    let token = page.next_token.expect("another page");
    let next =
        standard.list(&ListQuery::default().max_results(10).next_token(token.clone())).await.expect("a page");
    assert_eq!(next.executions[0].name.as_str(), "n219");
    let other = ListQuery::default().machine("one").next_token(token);
    assert_eq!(code(standard.list(&other).await), "InvalidToken");
    let nonsense = ListQuery::default().next_token("nonsense");
    assert_eq!(
        standard.list(&nonsense).await.expect_err("no token").to_string(),
        "Invalid Token: 'Invalid token'"
    );
    assert_eq!(code(standard.list(&ListQuery::default().max_results(1_001)).await), "ValidationException");
}

#[tokio::test]
async fn a_list_tells_what_describe_tells() {
    let place = Place::new();
    let standard = place.open().await;
    let desk = Desk::new(&place);
    let machine = standard.register(desk.script()).expect("it is registered");
    let failing = start(&machine, "failing", json!([{"kind": "task", "fail": ["Bad"]}])).await;
    place.pass(&standard, 3).await;
    failing.redrive().await.expect("it goes on");
    parked(&standard).await;
    start(&machine, "running", json!([ask()])).await;
    for summary in standard.list(&ListQuery::default()).await.expect("a list").executions {
        let described = standard.describe(&summary.execution_arn).await.expect("it is there");
        assert_eq!(summary.name, described.name);
        assert_eq!(summary.state_machine_arn, described.state_machine_arn);
        assert_eq!((summary.start_date, summary.stop_date), (described.start_date, described.stop_date));
        assert_eq!(summary.status, described.status);
        assert_eq!(
            (summary.redrive_count, summary.redrive_date),
            (described.redrive_count, described.redrive_date)
        );
    }
}

use super::*;
use crate::analyze::{AnalyzeOptions, analyze};
use crate::source::Source;

/// A definition with these states, each a Task with its resource.
fn program(tasks: &[(&str, &str)]) -> Program {
    let states: Vec<String> = tasks
        .iter()
        .enumerate()
        .map(|(index, (state, resource))| {
            let next = tasks
                .get(index + 1)
                .map_or("\"End\": true".to_owned(), |(next, _)| format!("\"Next\": {next:?}"));
            format!("{state:?}: {{\"Type\": \"Task\", \"Resource\": {resource:?}, {next}}}")
        })
        .collect();
    let text = format!("{{\"StartAt\": {:?}, \"States\": {{{}}}}}", tasks[0].0, states.join(", "));
    let analysis = analyze(&Source::new("x", text), &AnalyzeOptions::default());
    analysis.program.unwrap_or_else(|| panic!("{:?}", analysis.diagnostics))
}

const SEND: &str = "arn:aws:states:::sqs:sendMessage";

/// Name, states and versions of each task.
#[track_caller]
fn check(programs: &[Program], expected: &[(&str, &str, &[usize])]) {
    let (newest, older) = programs.split_first().unwrap();
    let lineage = Lineage::new(newest, older);
    let tasks: Vec<(String, String, Vec<usize>)> = lineage
        .tasks()
        .iter()
        .map(|shared| {
            let uses = shared.uses.iter().map(|(program, _)| *program).collect();
            (shared.task.name.clone(), shared.task.states.join(","), uses)
        })
        .collect();
    let tasks: Vec<(&str, &str, &[usize])> =
        tasks.iter().map(|(name, states, uses)| (name.as_str(), states.as_str(), uses.as_slice())).collect();
    assert_eq!(tasks, expected);
    for (version, program) in programs.iter().enumerate() {
        for (id, task) in program.tasks.iter().enumerate() {
            let shared = &lineage.tasks()[lineage.index(version, TaskId(id))];
            assert_eq!(shared.task.identity, task.identity);
        }
    }
}

#[test]
fn a_task_is_one_in_all_versions() {
    check(
        &[
            program(&[("Pay", "${Charge}"), ("Tell", SEND)]),
            program(&[("Tell", SEND), ("Charge card", "${Charge}")]),
        ],
        &[("Charge", "Pay", &[0, 1]), ("Tell", "Tell", &[0, 1])],
    );
}

#[test]
fn what_only_older_versions_have_comes_last() {
    check(
        &[
            program(&[("A", "${New}")]),
            program(&[("A", "${Old}"), ("B", "${Old}")]),
            program(&[("C", "${Older}")]),
        ],
        &[("New", "A", &[0]), ("Old", "B", &[1]), ("Older", "C", &[2])],
    );
}

/// An older version never renames a task of a newer one, though a function comes before a state where they meet in one definition.
#[test]
fn names_of_the_newest_stay() {
    check(
        &[program(&[("Charge", SEND)]), program(&[("Pay", "${Charge}")])],
        &[("Charge", "Charge", &[0]), ("Charge function", "Pay", &[1])],
    );
    check(
        &[program(&[("Pay", "${Charge}")]), program(&[("Charge", SEND)])],
        &[("Charge", "Pay", &[0]), ("Charge state", "Charge", &[1])],
    );
}

/// A method stands in for one service.
#[test]
fn another_call_is_another_task() {
    let publish = "arn:aws:states:::sns:publish";
    let token = format!("{SEND}.waitForTaskToken");
    let parameters = r#"{"QueueUrl": "q", "MessageBody": {"t.$": "$$.Task.Token"}}"#;
    let waiting = format!(
        r#"{{"StartAt": "Tell", "States": {{"Tell": {{"Type": "Task", "Resource": "{token}", "Parameters": {parameters}, "End": true}}}}}}"#
    );
    let waiting = analyze(&Source::new("x", waiting), &AnalyzeOptions::default()).program.unwrap();
    check(
        &[program(&[("Tell", SEND)]), program(&[("Tell", publish)]), waiting, program(&[("Tell", SEND)])],
        &[("Tell", "Tell", &[0, 3]), ("Tell state", "", &[1]), ("Tell state 2", "", &[2])],
    );
}

use crate::analyze::{AnalyzeOptions, analyze};
use crate::ir::{
    Condition, Expr, Family, Literal, Next, Number, Operand, PassResult, Pattern, Program, Relation,
    ResourceKind, ResultPath, Root, Segment, Select, State, StateId, StateKind, TaskId, Template, Text,
    TypeTest, Until,
};
use crate::source::Source;

fn program(text: &str) -> Program {
    let source = Source::new("x", text);
    let analysis = analyze(&source, &AnalyzeOptions { allow_doomed: true, ..AnalyzeOptions::default() });
    analysis.program.unwrap_or_else(|| panic!("{:?}", analysis.diagnostics))
}

/// The state `A` and a state `Z` that it can lead to.
fn state(fields: &str) -> State {
    let text = format!(
        r#"{{"StartAt": "S", "States": {{
            "S": {{"Type": "Choice", "Default": "A", "Choices": [{{"Variable": "$.z", "IsNull": true, "Next": "Z"}}]}},
            "A": {{{fields}}}, "Z": {{"Type": "Succeed"}}}}}}"#
    );
    program(&text).root.states.swap_remove(1)
}

const Z: StateId = StateId(2);

fn path(text: &str) -> Expr {
    crate::expr::parse_path(text).value.unwrap()
}

fn string(text: &str) -> Literal {
    Literal::String(text.to_owned())
}

#[test]
fn the_program() {
    let program = program(
        r#"{"Comment": "c", "TimeoutSeconds": 60, "StartAt": "B", "States": {
            "A": {"Type": "Pass", "End": true, "Assign": {"y.$": "$.y", "x": 1}},
            "B": {"Type": "Pass", "Comment": "d", "Next": "A", "Assign": {"x": 2, "w": 3}}}}"#,
    );
    assert_eq!(program.comment.as_deref(), Some("c"));
    assert_eq!(program.timeout_seconds, Some(60));
    assert_eq!(program.root.start, StateId(1));
    assert_eq!(program.root.variables, ["y", "x", "w"]);
    assert_eq!(program.root.states[1].name, "B");
    assert_eq!(program.root.states[1].comment.as_deref(), Some("d"));
}

#[test]
fn defaults_of_a_task() {
    let StateKind::Task(task) = state(r#""Type": "Task", "Resource": "${F}", "End": true"#).kind else {
        panic!("not a Task")
    };
    assert_eq!(task.task, TaskId(0));
    assert_eq!(task.resource.kind, ResourceKind::Lambda);
    assert_eq!((task.input, task.parameters, task.credentials), (Select::Whole, None, None));
    assert_eq!((task.timeout, task.heartbeat), (None, None));
    assert_eq!(task.finish.result_path, ResultPath::Replace);
    assert_eq!(task.finish.output, Select::Whole);
    assert_eq!(task.finish.next, Next::End);
}

#[test]
fn a_task_with_everything() {
    let StateKind::Task(task) = state(
        r#""Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Next": "Z",
           "InputPath": null, "OutputPath": "$.o", "ResultPath": "$.r", "Parameters": {"a.$": "$.a", "b": [1.0]},
           "ResultSelector": {"c": 1}, "TimeoutSeconds": 5, "HeartbeatSecondsPath": "$.h",
           "Credentials": {"RoleArn.$": "$.role"},
           "Retry": [{"ErrorEquals": ["E"]},
                     {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 3, "MaxAttempts": 0, "BackoffRate": 1.5,
                      "MaxDelaySeconds": 9, "JitterStrategy": "FULL"}],
           "Catch": [{"ErrorEquals": ["E"], "Next": "Z", "ResultPath": null, "Assign": {"v": 1}}]"#,
    )
    .kind
    else {
        panic!("not a Task")
    };
    assert_eq!(
        task.resource.kind,
        ResourceKind::Integration {
            service: "states".to_owned(),
            action: "startExecution.sync:2".to_owned(),
            pattern: Pattern::Sync
        }
    );
    assert_eq!((&task.input, &task.finish.output), (&Select::Empty, &Select::Expr(path("$.o"))));
    assert_eq!(
        task.parameters,
        Some(Template::Object(vec![
            ("a".to_owned(), Template::Expr { field: "a.$".to_owned(), expr: path("$.a") }),
            ("b".to_owned(), Template::Literal(Literal::Array(vec![Literal::Number("1.0".to_owned())]))),
        ]))
    );
    assert_eq!(task.timeout, Some(Number::Literal(5)));
    assert_eq!(task.heartbeat, Some(Number::Path(path("$.h"))));
    let ResultPath::At(at) = &task.finish.result_path else { panic!("{:?}", task.finish.result_path) };
    assert_eq!((at.root.clone(), at.segments.clone()), (Root::Input, vec![Segment::Field("r".to_owned())]));
    let [first, second] = task.finish.retry.as_slice() else { panic!("two retriers") };
    assert_eq!((first.interval_seconds, first.max_attempts, first.max_delay_seconds), (1, 3, None));
    assert!(!first.full_jitter && (first.backoff_rate - 2.0).abs() < f64::EPSILON);
    assert_eq!((second.interval_seconds, second.max_attempts, second.max_delay_seconds), (3, 0, Some(9)));
    assert!(second.full_jitter && (second.backoff_rate - 1.5).abs() < f64::EPSILON);
    let [catcher] = task.finish.catch.as_slice() else { panic!("one catcher") };
    assert_eq!((catcher.next, &catcher.result_path), (Z, &ResultPath::Discard));
    assert_eq!(catcher.assign[0].variable, "v");
    assert_eq!(task.finish.next, Next::State(Z));
}

#[test]
fn passes() {
    let result = |fields: &str| match state(&format!(r#""Type": "Pass", "Next": "Z", {fields}"#)).kind {
        StateKind::Pass(pass) => pass,
        other => panic!("{other:?}"),
    };
    assert_eq!(result(r#""Comment": "x""#).result, PassResult::Input);
    assert_eq!(
        result(r#""Result": {"a.$": "$.a"}"#).result,
        PassResult::Literal(Literal::Object(vec![("a.$".to_owned(), string("$.a"))])),
        "copied as it is"
    );
    assert_eq!(
        result(r#""Result": null, "Parameters": {}"#).result,
        PassResult::Literal(Literal::Null),
        "`Result` counts"
    );
    assert_eq!(
        result(r#""Parameters": {"a": 1}"#).result,
        PassResult::Template(Template::Literal(Literal::Object(vec![(
            "a".to_owned(),
            Literal::Number("1".to_owned())
        )])))
    );
    assert_eq!(result(r#""InputPath": "$""#).input, Select::Whole);
    assert_eq!(result(r#""ResultPath": "$""#).result_path, ResultPath::Replace);
}

#[test]
fn choices() {
    let StateKind::Choice(choice) = state(
        r#""Type": "Choice", "Default": "Z", "Assign": {"d": 1}, "Choices": [
            {"And": [{"Variable": "$.a", "NumericLessThanEquals": 1.50}, {"Not": {"Variable": "$.b", "IsPresent": false}}],
             "Next": "Z", "Assign": {"r": 1}},
            {"Or": [{"Variable": "$.t", "TimestampGreaterThan": "1970-01-01T00:00:01Z"},
                    {"Variable": "$v", "BooleanEqualsPath": "$$.Execution.Input.b"}], "Next": "Z"},
            {"Variable": "$.s", "StringMatches": "a*", "Next": "Z"}]"#,
    )
    .kind
    else {
        panic!("not a Choice")
    };
    assert_eq!((choice.default, choice.assign.len(), choice.rules.len()), (Some(Z), 1, 3));
    assert_eq!((choice.rules[0].next, choice.rules[0].assign.len()), (Z, 1));
    assert_eq!(
        choice.rules[0].condition,
        Condition::And(vec![
            Condition::Compare {
                variable: path("$.a"),
                family: Family::Numeric,
                relation: Relation::LessThanEquals,
                operand: Operand::Literal(Literal::Number("1.50".to_owned())),
            },
            Condition::Not(Box::new(Condition::Is {
                variable: path("$.b"),
                test: TypeTest::Present,
                expected: false
            })),
        ])
    );
    assert_eq!(
        choice.rules[1].condition,
        Condition::Or(vec![
            Condition::Compare {
                variable: path("$.t"),
                family: Family::Timestamp,
                relation: Relation::GreaterThan,
                operand: Operand::Timestamp(1_000_000_000),
            },
            Condition::Compare {
                variable: path("$v"),
                family: Family::Boolean,
                relation: Relation::Equals,
                operand: Operand::Path(path("$$.Execution.Input.b")),
            },
        ])
    );
    assert_eq!(
        choice.rules[2].condition,
        Condition::Matches { variable: path("$.s"), pattern: "a*".to_owned() }
    );
}

#[test]
fn waits() {
    let until = |field: &str| match state(&format!(r#""Type": "Wait", "Next": "Z", {field}"#)).kind {
        StateKind::Wait(wait) => wait.until,
        other => panic!("{other:?}"),
    };
    assert_eq!(until(r#""Seconds": 5"#), Until::Seconds(5));
    assert_eq!(until(r#""SecondsPath": "$.s""#), Until::SecondsPath(path("$.s")));
    assert_eq!(until(r#""Timestamp": "1970-01-01T00:00:02Z""#), Until::Timestamp(2_000_000_000));
    assert_eq!(until(r#""TimestampPath": "$.t""#), Until::TimestampPath(path("$.t")));
}

#[test]
fn ends() {
    let StateKind::Fail(fail) =
        state(r#""Type": "Fail", "Error": "E", "CausePath": "States.Format('{}', $.c)""#).kind
    else {
        panic!("not a Fail")
    };
    assert_eq!(fail.error, Some(Text::Literal("E".to_owned())));
    assert!(matches!(fail.cause, Some(Text::Expr(Expr::Call(_)))));
    let StateKind::Succeed(succeed) = state(r#""Type": "Succeed", "OutputPath": null"#).kind else {
        panic!("not a Succeed")
    };
    assert_eq!((succeed.input, succeed.output), (Select::Whole, Select::Empty));
}

#[test]
fn parallel_and_map() {
    let StateKind::Parallel(parallel) = state(
        r#""Type": "Parallel", "Next": "Z", "Parameters": {"a": 1}, "Branches": [
            {"StartAt": "C", "Comment": "left", "States": {"B": {"Type": "Pass", "End": true, "Assign": {"v": 1}}, "C": {"Type": "Pass", "Next": "B"}}},
            {"StartAt": "D", "States": {"D": {"Type": "Succeed"}}}]"#,
    )
    .kind
    else {
        panic!("not a Parallel")
    };
    let [left, right] = parallel.branches.as_slice() else { panic!("two branches") };
    assert_eq!((left.start, left.comment.as_deref()), (StateId(1), Some("left")));
    assert_eq!((left.variables.as_slice(), right.states.len()), (["v".to_owned()].as_slice(), 1));
    let map = |fields: &str| {
        match state(&format!(
        r#""Type": "Map", "Next": "Z", "Iterator": {{"StartAt": "I", "States": {{"I": {{"Type": "Succeed"}}}}}}{fields}"#
    ))
    .kind
    {
        StateKind::Map(map) => map,
        other => panic!("{other:?}"),
    }
    };
    let plain = map("");
    assert_eq!((plain.items, plain.item_selector), (None, None));
    assert_eq!(plain.max_concurrency, Number::Literal(0));
    assert_eq!(map(r#", "ItemsPath": "$""#).items, None);
    let full = map(
        r#", "ItemsPath": "$.i", "MaxConcurrencyPath": "$.m", "Parameters": {"x.$": "$$.Map.Item.Value"}"#,
    );
    assert_eq!(full.items, Some(path("$.i")));
    assert_eq!(full.max_concurrency, Number::Path(path("$.m")));
    assert!(matches!(full.item_selector, Some(Template::Object(_))));
}

#[test]
fn a_doomed_expression_stays_in_its_place() {
    let StateKind::Pass(pass) =
        state(r#""Type": "Pass", "Next": "Z", "Parameters": {"a.$": "States.MathAdd(1)"}"#).kind
    else {
        panic!("not a Pass")
    };
    let PassResult::Template(Template::Object(members)) = pass.result else { panic!("{:?}", pass.result) };
    let Template::Expr { expr: Expr::Doomed(doom), .. } = &members[0].1 else { panic!("{members:?}") };
    assert_eq!(
        doom.cause,
        "There was an error while evaluating the intrinsic function: States.MathAdd(1). Invalid arguments in States.MathAdd"
    );
}

/// Names of the tasks of Task states with these names and resources, and how many states each has.
fn tasks(states: &[(&str, &str)]) -> Vec<(String, usize)> {
    let body: Vec<String> = states
        .iter()
        .enumerate()
        .map(|(index, (name, resource))| {
            let next = states
                .get(index + 1)
                .map_or_else(|| r#""End": true"#.to_owned(), |(next, _)| format!(r#""Next": "{next}""#));
            format!(r#""{name}": {{"Type": "Task", "Resource": "{resource}", {next}}}"#)
        })
        .collect();
    let text = format!(r#"{{"StartAt": "{}", "States": {{{}}}}}"#, states[0].0, body.join(","));
    program(&text).tasks.into_iter().map(|task| (task.name, task.states.len())).collect()
}

#[test]
fn names_of_tasks() {
    let named = |name: &str, states| (name.to_owned(), states);
    assert_eq!(
        tasks(&[
            ("A", "arn:aws:lambda:eu-west-1:1:function:charge:live"),
            ("B", "arn:aws:lambda:eu-west-1:1:function:charge:$LATEST"),
            ("C", "arn:aws:states:eu-west-1:1:activity:approve"),
            ("D", "${Ship}"),
            ("E", "${Ship}"),
            ("F", "arn:aws:states:::lambda:invoke"),
            ("G", "arn:aws:states:::lambda:invoke"),
            ("H", "arn:aws:lambda:eu-west-1:${AWS::AccountId}:function:${Prefix}-bill"),
        ]),
        [
            named("charge", 2),
            named("approve", 1),
            named("Ship", 2),
            named("F", 1),
            named("G", 1),
            named("Prefix-bill", 1)
        ]
    );
}

#[test]
fn equal_names_of_different_kinds() {
    let named = |name: &str| (name.to_owned(), 1);
    assert_eq!(
        tasks(&[
            ("work", "arn:aws:states:::sqs:sendMessage"),
            ("B", "arn:aws:states:eu-west-1:1:activity:work"),
            ("C", "arn:aws:lambda:eu-west-1:1:function:work"),
        ]),
        [named("work state"), named("work activity"), named("work")],
        "whatever the order, a function keeps its name"
    );
    assert_eq!(
        tasks(&[
            ("work", "arn:aws:states:::sqs:sendMessage"),
            ("work state", "arn:aws:states:::sqs:sendMessage"),
            ("C", "${work}"),
        ]),
        [named("work state"), named("work state state"), named("work")]
    );
}

#[test]
fn tasks_of_inner_machines_come_in_source_order() {
    let program = program(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Parallel", "Next": "Z", "Branches": [
                {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "${One}", "End": true}}},
                {"StartAt": "C", "States": {"C": {"Type": "Map", "End": true, "ItemProcessor":
                    {"StartAt": "D", "States": {"D": {"Type": "Task", "Resource": "${Two}", "End": true}}}}}}]},
            "Z": {"Type": "Task", "Resource": "${One}", "End": true}}}"#,
    );
    let tasks: Vec<_> =
        program.tasks.iter().map(|task| (task.name.as_str(), task.states.join(","))).collect();
    assert_eq!(tasks, [("One", "B,Z".to_owned()), ("Two", "D".to_owned())]);
}

#[test]
fn lowering_is_deterministic() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${F}", "End": true, "Assign": {"b": 1, "a": 2}}}}"#;
    assert_eq!(program(text), program(text));
}

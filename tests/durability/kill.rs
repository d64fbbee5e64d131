//! A process that is killed at random instants, again and again, and what it leaves behind.
//!
//! The process is this test itself, started once more with an environment variable. It starts executions, does their tasks,
//! answers their tokens, and notes what it was told in a ledger of its own: a file that lines are appended to, each by one
//! write. `ASL_KILLS=200 cargo test -p asl-tests --test durability kill -- --nocapture` kills it so often.

use crate::help::*;
use crate::simulation::dice::Dice;
use asl_runtime::standard::ListQuery;
use asl_runtime::{Express, Standard, Status, TaskContext, TaskError, TaskToken, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The folder of the store, for the process that is killed.
const FOLDER: &str = "ASL_DURABILITY_KILL";
/// That it starts nothing any more, and goes when all has ended.
const LAST: &str = "ASL_DURABILITY_KILL_LAST";
/// How often it is killed in a usual run.
const KILLS: u64 = 15;
/// How many executions one life starts at most.
const STARTS: usize = 30;

/// The scripts that are run, by the last digit of an execution's number.
fn steps(number: usize) -> Value {
    let items: Vec<_> = (0..20).map(|item| json!({"kind": "task", "give": item})).collect();
    let flaky = json!({"kind": "task", "fail": ["Flaky"], "give": "flaky"});
    match number % 6 {
        0 => json!([{"kind": "task", "give": 1}, flaky, {"kind": "task", "give": 2}]),
        1 => json!([{"kind": "fork", "left": flaky, "right": {"kind": "wait", "seconds": 1}}]),
        2 => json!([{"kind": "each", "width": 5, "items": items}]),
        3 => json!([ask(), {"kind": "task", "give": 3}]),
        4 => {
            let mut steps = vec![json!({"kind": "wait", "seconds": 1 + number / 6 % 3})];
            steps.extend((0..10).map(|_| json!({"kind": "none"})));
            steps.push(json!({"kind": "task", "give": 4}));
            Value::from(steps)
        }
        _ => json!([{"kind": "fork", "left": ask(), "right": {"kind": "task", "give": 5}}]),
    }
}

/// A file that lines are appended to. What was written before a kill is there after it.
#[derive(Clone)]
struct Ledger(Arc<Mutex<File>>);

impl Ledger {
    fn open(folder: &Path) -> Self {
        let file = OpenOptions::new().append(true).create(true).open(folder.join("ledger"));
        Self(Arc::new(Mutex::new(file.expect("a ledger"))))
    }

    fn note(&self, words: &[&str]) {
        let line = format!("{}\n", words.join(" "));
        self.0.lock().expect("no panic").write_all(line.as_bytes()).expect("it is noted");
    }

    fn read(folder: &Path) -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(folder.join("ledger")).unwrap_or_default();
        text.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
    }
}

/// Does a task and notes that; the same for the ledger and for the run that shows what is right.
fn mock(effect: impl Fn(&TaskContext, &str) + Send + Sync + 'static) -> Mock {
    Mock::new(move |input: Value, cx: TaskContext| {
        let step = if cx.token().is_some() { &input["MessageBody"]["step"] } else { &input["step"] };
        let attempt = usize::try_from(cx.attempt()).expect("few attempts");
        let error = step["fail"].as_array().and_then(|errors| errors.as_slice().get(attempt)?.as_str());
        let answer =
            error.map_or_else(|| Ok(step["give"].clone()), |error| Err(TaskError::new(error, "as told")));
        effect(&cx, if answer.is_ok() { "done" } else { "failed" });
        async move { answer }
    })
}

/// The process that is killed.
fn victim(folder: &Path) {
    let is_last = std::env::var_os(LAST).is_some();
    let ledger = Ledger::open(folder);
    let noted = Ledger::read(folder);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let standard = Standard::open(folder.join("store.db")).await.expect("the store opens");
        let mock = mock({
            let ledger = ledger.clone();
            move |cx, how| {
                let token = cx.token().map_or("-", TaskToken::as_str);
                ledger.note(&[
                    "effect",
                    &cx.idempotency_key(),
                    cx.execution().name(),
                    cx.state(),
                    how,
                    token,
                ]);
            }
        });
        let machine = standard.register(script::Script::new(mock)).expect("it is registered");
        tokio::spawn(answer(standard.clone(), ledger.clone(), folder.to_owned()));
        if is_last {
            drain(&standard).await;
            return standard.close().await.expect("it closes");
        }
        let begun = noted.iter().filter(|words| words[0] == "starting").count();
        for number in begun..begun + STARTS {
            let name = format!("n{number}");
            ledger.note(&["starting", &name]);
            machine.start(&name, &json!({"steps": steps(number)})).await.expect("it starts");
            ledger.note(&["started", &name]);
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        std::future::pending::<()>().await;
    });
}

/// Answers all tokens that the ledger tells of, also those of former lives, each time with something new.
async fn answer(standard: Standard, ledger: Ledger, folder: PathBuf) {
    let mut numbers = Dice::new(u64::from(std::process::id()));
    loop {
        let noted = Ledger::read(&folder);
        let is_of = |words: &&Vec<String>, what: &str| words[0] == what;
        let answered: BTreeSet<_> = noted
            .iter()
            .filter(|words| is_of(words, "answered") || is_of(words, "refused"))
            .map(|words| &words[1])
            .collect();
        let open =
            noted.iter().filter(|words| is_of(words, "effect") && words[5] != "-").map(|words| &words[5]);
        let open: BTreeSet<_> = open.filter(|token| !answered.contains(token)).collect();
        for token in open {
            let value = format!("answer-{}", numbers.next());
            ledger.note(&["answering", token, &value]);
            match standard.send_task_success(&TaskToken::new(token.as_str()), &value).await {
                Ok(()) => ledger.note(&["answered", token, &value]),
                // An answer that was not acknowledged counts after all.
                Err(asl_runtime::standard::Error::TaskDoesNotExist) => ledger.note(&["refused", token]),
                Err(error) => panic!("{error:?}"),
            }
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Waits until nothing runs any more.
async fn drain(standard: &Standard) {
    loop {
        let running = standard.list(&ListQuery::default().status(Status::Running)).await.expect("a list");
        if running.executions.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn spawn(folder: &Path, is_last: bool) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.args(["--exact", "--nocapture", "kill::what_was_acknowledged_survives_any_kill"]);
    command.env(FOLDER, folder).stdout(Stdio::null());
    if is_last {
        command.env(LAST, "1");
    }
    command.spawn().expect("it runs")
}

#[test]
fn what_was_acknowledged_survives_any_kill() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return victim(Path::new(&folder));
    }
    let kills = std::env::var("ASL_KILLS").ok().map_or(KILLS, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let mut dice = Dice::new(u64::from(std::process::id()));
    for _ in 0..kills {
        let mut child = spawn(folder.path(), false);
        // Some are killed while they open the store, most in the middle of all.
        std::thread::sleep(Duration::from_millis(dice.range(5, 400)));
        assert!(child.try_wait().expect("a process").is_none(), "it ended by itself");
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
    }
    let mut child = spawn(folder.path(), true);
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a process") {
            break status;
        }
        if begin.elapsed() > PATIENCE * 3 {
            child.kill().expect("it is killed");
            panic!("something never ends");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let tally = runtime.block_on(check(folder.path()));
    println!("{kills} kills: {tally}");
}

/// Compares what the store says with what the ledger says.
async fn check(folder: &Path) -> String {
    let ledger = Ledger::read(folder);
    let of = |what: &'static str| ledger.iter().filter(move |words| words[0] == what);
    let standard = Standard::open(folder.join("store.db")).await.expect("the store opens");
    let started: BTreeSet<_> = of("started").map(|words| &words[1]).collect();
    let answered: HashMap<_, _> = of("answered").map(|words| (&words[1], &words[2])).collect();
    let mut keys: BTreeMap<&String, BTreeMap<&String, usize>> = BTreeMap::new();
    let mut tokens: HashMap<&String, &String> = HashMap::new();
    for words in of("effect") {
        *keys.entry(&words[2]).or_default().entry(&words[1]).or_default() += 1;
        if words[5] != "-" {
            assert!(
                tokens.insert(&words[1], &words[5]).is_none_or(|token| *token == words[5]),
                "a key has one token"
            );
        }
    }
    let mut expected = Vec::new();
    for number in 0..18 {
        expected.push(uninterrupted(number).await);
    }
    let (mut events, mut unacknowledged) = (0, 0);
    for words in of("starting") {
        let name = &words[1];
        let number: usize = name.trim_start_matches('n').parse().expect("a number");
        let arn = format!("arn:aws:states:us-east-1:000000000000:execution:script:{name}");
        let Ok(execution) = standard.execution(&arn) else {
            assert!(!started.contains(name), "{name} was acknowledged and is lost");
            continue;
        };
        unacknowledged += usize::from(!started.contains(name));
        let described = execution.describe().await.expect("it is there");
        assert_eq!(described.status, Status::Succeeded, "{name}");
        let history = execution.history().await.expect("a history");
        assert_whole(&history);
        assert_waits_are_over(&history);
        events += history.len();
        let (output, transitions) = &expected[number % 18];
        assert_eq!(&counts(&history), transitions, "{name}: a transition is missing or doubled");

        // Each attempt had its effect, and nothing else had one.
        let attempts = history
            .iter()
            .filter(|event| ["TaskStarted", "LambdaFunctionStarted"].contains(&event.kind.as_str()));
        let done = keys.remove(name).unwrap_or_default();
        assert_eq!(done.len(), attempts.count(), "{name}: {done:?}");

        let mut given = described.output.expect("an output").to_string();
        let of_name = done.keys().filter_map(|key| tokens.get(*key)).filter_map(|token| answered.get(*token));
        for answer in of_name {
            assert!(given.contains(answer.as_str()), "{name}: the answer {answer} was acknowledged: {given}");
        }
        if let Some((before, rest)) = given.split_once("answer-") {
            let (_, after) = rest.split_once('"').expect("the end of a text");
            given = format!("{before}answer\"{after}");
        }
        assert_eq!(&given, output, "{name}");
    }
    assert!(keys.is_empty(), "effects of executions that nobody has heard of: {keys:?}");
    let effects = of("effect").count();
    let distinct = of("effect").map(|words| &words[1]).collect::<BTreeSet<_>>().len();
    let again = effects - distinct;
    format!(
        "{} starts acknowledged and {unacknowledged} more on the disk, all succeeded; {events} events, {} answers acknowledged \
         and {} without a reply; {distinct} attempts, {again} of them done again",
        started.len(),
        answered.len(),
        of("answering").count() - answered.len(),
    )
}

/// What a script gives, and its events by type and state, when nothing disturbs it.
async fn uninterrupted(number: usize) -> (String, BTreeMap<String, usize>) {
    let place = Place::jumping();
    let callbacks = asl_runtime::Callbacks::new();
    let workflow = script::Script::new(mock(|cx, _| {
        if let Some(token) = cx.token() {
            cx.callbacks().expect("callbacks").success(token, "answer").expect("it is open");
        }
    }));
    let express = Express::new().clock(place.clock).callbacks(&callbacks);
    let report = express.record(&workflow, &json!({"steps": steps(number)})).await.expect("JSON");
    (report.outcome().expect("success").to_string(), counts(report.history()))
}

/// No Wait was left before its time.
fn assert_waits_are_over(history: &[asl_runtime::history::HistoryEvent]) {
    for (place, entered) in
        history.iter().enumerate().filter(|(_, event)| event.kind.as_str() == "WaitStateEntered")
    {
        let json = serde_json::to_value(entered).expect("JSON");
        let input = json["stateEnteredEventDetails"]["input"].as_str().expect("an input");
        let input: Value = Value::from_json(input).expect("JSON");
        let seconds =
            input["seconds"].as_u64().or_else(|| input["step"]["seconds"].as_u64()).expect("a number");
        let exited = history[place..]
            .iter()
            .find(|event| event.kind.as_str() == "WaitStateExited")
            .expect("it was left");
        assert!(
            exited.timestamp.duration_since(entered.timestamp) >= Duration::from_secs(seconds),
            "{history:#?}"
        );
    }
}

//! Simulation: random scripts on virtual time, with a world that answers in its own time, crashes at random transactions,
//! stops and redrives. One thread; the only thing that a seed does not fix is how rows are grouped into transactions.
//!
//! `ASL_SIMULATION_SEEDS=2000` runs more seeds, `ASL_SIMULATION_SEED=17` runs that one alone.

pub(crate) mod dice;
mod plan;
mod world;

use crate::help::*;
use asl_runtime::history::HistoryEvent;
use asl_runtime::standard::{Error, ExecutionHandle, StateMachine};
use asl_runtime::{Callbacks, Clock, Express, Standard, Status, TestClock, Timestamp, Value};
use futures_util::future::join_all;
use plan::{Crash, Mood, Operation, Plan};
use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;
use world::{What, World};

/// Seeds of a usual run.
const SEEDS: u64 = 60;

#[test]
fn random_scripts_survive_random_crashes() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let (first, last) = match number("ASL_SIMULATION_SEED") {
        Some(seed) => (seed, seed + 1),
        None => (0, number("ASL_SIMULATION_SEEDS").unwrap_or(SEEDS)),
    };
    let mut sum = Tally::default();
    for seed in first..last {
        let Ok(tally) = std::panic::catch_unwind(|| simulate(seed)) else {
            panic!("ASL_SIMULATION_SEED={seed} fails: {:#?}", Plan::new(seed));
        };
        sum.add(&tally);
    }
    println!("{} seeds: {sum:?}", last - first);
}

/// What a simulation did.
#[derive(Debug, Default)]
struct Tally {
    executions: u64,
    events: u64,
    crashes: u64,
    stopped: u64,
    redriven: u64,
    compared: u64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.executions += other.executions;
        self.events += other.events;
        self.crashes += other.crashes;
        self.stopped += other.stopped;
        self.redriven += other.redriven;
        self.compared += other.compared;
    }
}

fn simulate(seed: u64) -> Tally {
    let plan = Plan::new(seed);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (mut tally, ended) = runtime.block_on(as_task(Simulation::new(plan.clone()).run()));
    for (input, ended) in plan.inputs.into_iter().zip(ended) {
        let is_compared = match plan.mood {
            Mood::Strict => true,
            Mood::Calm => ended.outcome.is_ok(),
            Mood::Wild => false,
        };
        if !is_compared {
            continue;
        }
        let expected = runtime.block_on(as_task(on_express(input)));
        if plan.mood == Mood::Strict {
            assert_eq!(ended, expected, "a crash shows");
        } else {
            assert_eq!(ended.outcome, expected.outcome, "a stop and a redrive change the output");
        }
        tally.compared += 1;
    }
    tally
}

/// Among the tasks of the runtime all get their turns; a future beside them may wait for long.
async fn as_task<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(work).await {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

/// What of an execution must not depend on crashes: its outcome, and its events by type and state.
#[derive(Debug, PartialEq)]
struct Ended {
    outcome: Result<Value, String>,
    events: BTreeMap<String, usize>,
}

impl Ended {
    fn new(outcome: Result<Value, String>, history: &[HistoryEvent]) -> Self {
        // Texts of `States.Runtime` quote event numbers, and their order is up to chance.
        let outcome = outcome.map_err(|text| text.chars().filter(|c| !c.is_ascii_digit()).collect());
        Self { outcome, events: counts(history) }
    }
}

/// The same script, in memory and undisturbed.
async fn on_express(input: Value) -> Ended {
    let clock = start_clock();
    let world = World::new(&clock);
    let callbacks = Callbacks::new();
    let workflow = script::Script::new(world.mock());
    let express = Express::new().clock(clock.clone()).callbacks(&callbacks);
    let talking = tokio::spawn(async move {
        loop {
            while let Some((place, said)) = world.due() {
                let told = match said.what {
                    What::Beat => callbacks.heartbeat(&said.token),
                    What::Outcome(Ok(output)) => callbacks.success(&said.token, &output),
                    What::Outcome(Err(error)) => callbacks.failure(&said.token, error),
                };
                world.done(place, told.is_ok());
            }
            wait(&clock, world.next(), &world).await;
        }
    });
    let report = patience("the run in memory", express.record(&workflow, &input)).await.expect("JSON");
    talking.abort();
    Ended::new(report.outcome().cloned().map_err(ToString::to_string), report.history())
}

/// Waits for a time, or for news of the world.
async fn wait(clock: &TestClock, until: Option<Timestamp>, world: &World) {
    match until {
        None => world.changed.notified().await,
        Some(until) => {
            tokio::select! {
                () = clock.sleep_until(until) => {}
                () = world.changed.notified() => {}
            }
        }
    }
}

fn start_clock() -> TestClock {
    TestClock::starting_at(Timestamp::from_unix_millis(1_000_000_000))
}

struct Simulation {
    plan: Plan,
    place: Place,
    world: World,
    begin: Timestamp,
    /// The operations that were acknowledged.
    done: Vec<bool>,
    started: Vec<bool>,
    tally: Tally,
}

/// The store failed, as planned.
#[derive(Debug)]
struct Crashed;

fn crashed<T>(result: Result<T, Error>) -> Result<Result<T, Error>, Crashed> {
    match result {
        Err(Error::Store(_) | Error::Closed) => Err(Crashed),
        result => Ok(result),
    }
}

impl Simulation {
    fn new(plan: Plan) -> Self {
        let clock = start_clock();
        let place = Place { clock: clock.clone(), ..Place::new() };
        let begin = clock.now();
        Self {
            place,
            world: World::new(&clock),
            begin,
            done: vec![false; plan.operations.len()],
            started: vec![false; plan.inputs.len()],
            tally: Tally { executions: plan.inputs.len() as u64, ..Tally::default() },
            plan,
        }
    }

    async fn run(mut self) -> (Tally, Vec<Ended>) {
        for crash in self.plan.crashes.clone() {
            let (options, close) = match crash {
                Crash::Commit(commit, torn) => (self.place.options().fail_commit(commit, torn), None),
                Crash::Close(after) => {
                    (self.place.options(), self.place.clock.now().checked_add(Duration::from_millis(after)))
                }
            };
            let standard = self.place.open_with(options).await;
            let lived = self.live(&standard, close).await;
            self.tally.crashes += u64::from(lived.is_err());
            let _ = standard.close().await;
        }
        let standard = self.place.open().await;
        self.live(&standard, None).await.expect("nothing fails any more");
        let ended = self.check(&standard).await;
        standard.close().await.expect("it closes");
        (self.tally, ended)
    }

    /// An open store, until everything is over, it fails, or it is to be closed.
    async fn live(&mut self, standard: &Standard, close: Option<Timestamp>) -> Result<(), Crashed> {
        let machine =
            crashed(standard.register(script::Script::new(self.world.mock())))?.expect("it is registered");
        let life = self.go_on(standard, &machine, close);
        if let Ok(ended) = tokio::time::timeout(PATIENCE, life).await {
            return ended;
        }
        let mut found = Vec::new();
        for index in 0..self.plan.inputs.len() {
            let Ok(execution) = standard.execution(&arn(&machine, index)) else { continue };
            found.push((execution.describe().await, execution.history().await));
        }
        panic!("it is stuck with {} executions in memory: {found:#?}", standard.loaded_executions());
    }

    async fn go_on(
        &mut self,
        standard: &Standard,
        machine: &StateMachine<script::Script<Mock>>,
        close: Option<Timestamp>,
    ) -> Result<(), Crashed> {
        let clock = self.place.clock.clone();
        loop {
            if close.is_some_and(|close| close <= clock.now()) {
                return Err(Crashed);
            }
            while let Some((place, said)) = self.world.due() {
                let told = match said.what {
                    What::Beat => standard.send_task_heartbeat(&said.token).await,
                    What::Outcome(Ok(output)) => standard.send_task_success(&said.token, &output).await,
                    What::Outcome(Err(error)) => standard.send_task_failure(&said.token, error).await,
                };
                let told = crashed(told)?;
                assert!(matches!(told, Ok(()) | Err(Error::TaskDoesNotExist)), "{told:?}");
                self.world.done(place, told.is_ok());
            }
            self.operate(machine).await?;
            let next = self.next_operation().map(|place| self.time_of(place));
            let next = [next, self.world.next(), close].into_iter().flatten().min();
            let is_last = self.next_operation().is_none();
            let started = (0..self.plan.inputs.len()).filter(|index| self.started[*index]);
            let handles: Vec<_> =
                started.map(|index| standard.execution(&arn(machine, index)).expect("it is there")).collect();
            let ends = join_all(handles.iter().map(ExecutionHandle::wait_value));
            let (clock, world) = (&clock, &self.world);
            let ends = async {
                let ends = ends.await;
                let is_broken = |end: &Result<_, asl_runtime::RunError>| {
                    end.as_ref().is_err_and(|error| error.execution().is_none())
                };
                if !is_last && !ends.iter().any(is_broken) {
                    // The rest of the operations is to come.
                    wait(clock, next, world).await;
                }
                ends.iter().any(is_broken)
            };
            tokio::select! {
                biased;
                () = wait(clock, next, world) => {}
                is_broken = ends => {
                    if is_broken {
                        return Err(Crashed);
                    }
                    if is_last {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn time_of(&self, operation: usize) -> Timestamp {
        let (millis, _) = self.plan.operations[operation];
        self.begin.checked_add(Duration::from_millis(millis)).expect("in range")
    }

    fn next_operation(&self) -> Option<usize> {
        self.done.iter().position(|done| !done)
    }

    /// Does what is due.
    async fn operate(&mut self, machine: &StateMachine<script::Script<Mock>>) -> Result<(), Crashed> {
        while let Some(place) =
            self.next_operation().filter(|place| self.time_of(*place) <= self.place.clock.now())
        {
            let (_, operation) = self.plan.operations[place];
            match operation {
                Operation::Start(index) => {
                    let input = &self.plan.inputs[index];
                    let started = crashed(machine.start(&name(index), input).await)?;
                    // After a crash in between it may be there already, and even have ended.
                    assert!(matches!(started, Ok(_) | Err(Error::ExecutionAlreadyExists(_))), "{started:?}");
                    self.started[index] = true;
                }
                Operation::Stop(index) => {
                    let execution = machine.standard().execution(&arn(machine, index)).expect("it is there");
                    crashed(execution.stop(Some("Stopped"), None).await)?
                        .expect("it is stopped or has ended");
                    let status = crashed(execution.describe().await)?.expect("it is there").status;
                    assert_ne!(status, Status::Running, "it was stopped");
                    self.tally.stopped += u64::from(status == Status::Aborted);
                }
                Operation::Redrive(index) => {
                    let execution = machine.standard().execution(&arn(machine, index)).expect("it is there");
                    let redriven = crashed(execution.redrive().await)?;
                    assert!(
                        matches!(redriven, Ok(_) | Err(Error::ExecutionNotRedrivable(_))),
                        "{redriven:?}"
                    );
                    self.tally.redriven += u64::from(redriven.is_ok());
                }
            }
            self.done[place] = true;
        }
        Ok(())
    }

    /// Everything is over: nothing is open, and each history is whole.
    async fn check(&mut self, standard: &Standard) -> Vec<Ended> {
        self.world.assert_one_outcome_each();
        parked(standard).await;
        let machine = standard.register(script::Script::new(self.world.mock())).expect("it is registered");
        let mut all = Vec::new();
        for index in 0..self.plan.inputs.len() {
            let execution = standard.execution(&arn(&machine, index)).expect("it is there");
            let outcome = outcome(&execution).await.map_err(|error| match error.execution() {
                Some(error) => error.to_string(),
                None => panic!("{error}"),
            });
            let history = execution.history().await.expect("a history");
            assert_whole(&history);
            assert_paired(&history);
            self.tally.events += history.len() as u64;
            all.push(Ended::new(outcome, &history));
        }
        all
    }
}

/// As many exits as entries of each state at most, one start, one end for each start and redrive.
fn assert_paired(history: &[HistoryEvent]) {
    let mut open: BTreeMap<String, i64> = BTreeMap::new();
    let (mut begun, mut ended) = (0, 0);
    for event in history {
        let json = serde_json::to_value(event).expect("JSON");
        if let Some(name) = json["stateEnteredEventDetails"]["name"].as_str() {
            *open.entry(name.to_owned()).or_default() += 1;
        }
        if let Some(name) = json["stateExitedEventDetails"]["name"].as_str() {
            let open = open.entry(name.to_owned()).or_default();
            *open -= 1;
            assert!(*open >= 0, "{name} is left once more than entered: {history:#?}");
        }
        match event.kind.as_str() {
            "ExecutionStarted" | "ExecutionRedriven" => begun += 1,
            "ExecutionSucceeded" | "ExecutionFailed" | "ExecutionTimedOut" | "ExecutionAborted" => ended += 1,
            _ => continue,
        }
        assert!(begun == ended || begun == ended + 1, "{history:#?}");
    }
    assert_eq!(begun, ended, "{history:#?}");
    assert_eq!(history[0].kind.as_str(), "ExecutionStarted");
}

fn name(index: usize) -> String {
    format!("n{index}")
}

fn arn(machine: &StateMachine<script::Script<Mock>>, index: usize) -> String {
    format!("{}:{}", machine.arn().as_str().replace("stateMachine", "execution"), name(index))
}

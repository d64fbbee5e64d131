//! What a seed stands for: scripts, how the world answers them, what somebody does to their executions, and when it all crashes.

use super::dice::Dice;
use asl_runtime::{Value, json};

/// A seed, spelled out.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The inputs of the executions.
    pub(crate) inputs: Vec<Value>,
    /// What is done, and after how many milliseconds.
    pub(crate) operations: Vec<(u64, Operation)>,
    /// How each opening of the store ends but the last.
    pub(crate) crashes: Vec<Crash>,
    pub(crate) mood: Mood,
}

/// What may go wrong beside crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Tasks fail and answers come late or never, but nobody meddles: no crash is seen in an outcome or a history.
    Strict,
    /// Somebody stops and redrives, but whatever is tried often enough succeeds: who succeeds gives what it would have given.
    Calm,
    /// Everything; that nothing gets stuck, and histories are whole.
    Wild,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Start(usize),
    Stop(usize),
    Redrive(usize),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Crash {
    /// The n-th transaction fails; all of it is on the disk if it is torn.
    Commit(u64, bool),
    /// It is closed after so many milliseconds.
    Close(u64),
}

impl Plan {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mood = *dice.pick(&[Mood::Strict, Mood::Strict, Mood::Calm, Mood::Wild]);
        let mut scripts = Scripts { dice: dice.clone(), mood, numbers: 0 };
        dice.next();
        let count = dice.range(1, 5);
        let inputs: Vec<_> = (0..count).map(|_| scripts.script()).collect();
        let mut operations = Vec::new();
        for index in 0..inputs.len() {
            let start = dice.range(0, 20_000);
            operations.push((start, Operation::Start(index)));
            let meddles = if mood == Mood::Strict { 0 } else { dice.range(0, 6) };
            let mut time = start;
            for number in 0..meddles {
                time += span(&mut dice) * 1000;
                let is_stop = if mood == Mood::Calm { number % 2 == 0 } else { dice.percent(50) };
                let operation = if is_stop { Operation::Stop(index) } else { Operation::Redrive(index) };
                operations.push((time, operation));
            }
        }
        operations.sort_by_key(|(time, _)| *time);
        let crashes = (0..dice.range(0, 8)).map(|_| crash(&mut dice)).collect();
        Self { inputs, operations, crashes, mood }
    }
}

/// Some seconds, or some hours. Two of them are hardly ever the same, so that the order of deadlines is not up to chance.
fn span(dice: &mut Dice) -> u64 {
    if dice.percent(40) { dice.range(0, 60) } else { dice.range(0, 100_000) }
}

fn crash(dice: &mut Dice) -> Crash {
    if dice.percent(15) {
        return Crash::Close(span(dice) * 1000);
    }
    let commits = *dice.pick(&[2, 4, 8, 16, 40]);
    Crash::Commit(dice.range(1, commits + 1), dice.percent(50))
}

/// Makes scripts.
struct Scripts {
    dice: Dice,
    mood: Mood,
    numbers: u64,
}

impl Scripts {
    fn script(&mut self) -> Value {
        let mut steps = Vec::new();
        for _ in 0..self.dice.range(1, 7) {
            let step = match self.dice.range(0, 12) {
                0..=3 => {
                    // Some take longer than their state allows.
                    let most = if self.mood != Mood::Calm && self.dice.percent(8) { 60 } else { 12 };
                    self.task(most)
                }
                4..=5 => self.wait(),
                6..=7 => self.ask(),
                8..=9 => {
                    let (left, right) = (self.leaf(), self.leaf());
                    json!({"kind": "fork", "left": left, "right": right})
                }
                10 => {
                    let items: Vec<_> = (0..self.dice.range(0, 7)).map(|_| self.item()).collect();
                    json!({"kind": "each", "width": self.dice.range(0, 4), "items": items})
                }
                _ if self.mood != Mood::Calm && self.dice.percent(30) => {
                    json!({"kind": "fail", "cause": "as planned"})
                }
                _ => json!({"kind": "none"}),
            };
            steps.push(step);
        }
        json!({"steps": steps})
    }

    fn leaf(&mut self) -> Value {
        match self.dice.range(0, 7) {
            0..=2 => self.task(12),
            3 => self.wait(),
            4..=5 => self.ask(),
            _ => json!({"kind": "none"}),
        }
    }

    fn item(&mut self) -> Value {
        if self.dice.percent(70) {
            return self.leaf();
        }
        json!({"kind": "fork", "seconds": self.dice.range(0, 100_000), "ask": self.ask(), "task": self.task(12)})
    }

    /// No two of them end in the same millisecond.
    fn millis(&mut self, most: u64) -> u64 {
        self.numbers += 1;
        self.dice.range(0, most) * 1000 + 1 + self.numbers % 997
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn task(&mut self, most: u64) -> Value {
        let retries = usize::try_from(self.dice.range(0, 3)).expect("a small number");
        let mut fail = vec!["Flaky"; retries];
        if self.mood != Mood::Calm && self.dice.percent(15) {
            fail.push(*self.dice.pick(&["Caught", "Bad", "Flaky"]));
        }
        json!({"kind": "task", "millis": self.millis(most), "fail": fail, "give": self.number()})
    }

    fn wait(&mut self) -> Value {
        json!({"kind": "wait", "seconds": self.dice.range(0, 100_000)})
    }

    fn ask(&mut self) -> Value {
        let is_calm = self.mood == Mood::Calm;
        let timeout = if is_calm { 10_000_000 } else { self.dice.range(5, 100_000) };
        let heartbeat = if self.mood == Mood::Wild { self.dice.range(3, 30_000) } else { 10_000_000 };
        let mut answers = Vec::new();
        for _ in 0..self.dice.range(u64::from(is_calm), 4) {
            let most = if self.dice.percent(80) { 5 } else { 150_000 };
            let after = self.millis(most);
            let beats: Vec<_> = (0..self.dice.range(0, 3)).map(|_| self.millis(30_000)).collect();
            let errors = ["Again", "Again", "Caught", "Bad"];
            let fail = if !is_calm && self.dice.percent(30) { *self.dice.pick(&errors) } else { "" };
            answers.push(json!({"after": after, "fail": fail, "give": self.number(), "beats": beats}));
        }
        // Some are answered while they are still handed over.
        let early = self.dice.percent(10);
        json!({"kind": "ask", "timeout": timeout, "heartbeat": heartbeat, "answers": answers, "early": early})
    }
}

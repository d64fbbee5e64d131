//! Names and random numbers of executions.

use super::*;
use crate::engine::TestClock;
use crate::error::{Failure, FailureKind, Fault};
use crate::machine::{Frame, Growth, Machine, StateInfo, StateType, Step, WorkError, Workflow};
use crate::value::Value;

/// One Pass state that gives random bits.
struct Dice;

static DICE: StateInfo =
    StateInfo { name: "dice", kind: StateType::Pass, retry: &[], catch: &[], growth: Growth::UNKNOWN };

impl Machine for Dice {
    type State = Value;
    type Vars = crate::__private::NoVars;

    const PURE: bool = true;
    const ENTERED_TIME: bool = false;

    fn start(&self, input: Value) -> Value {
        input
    }

    fn info(_: &Value) -> &'static StateInfo {
        &DICE
    }

    fn input(state: &Value) -> &Value {
        state
    }

    fn step<E: crate::engine::Engine>(
        &self,
        _: &mut Value,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step, Fault> {
        Ok(Step::End(crate::intrinsics::uuid(&mut || frame.random()).unwrap_or_default()))
    }

    async fn work<E: crate::engine::Engine>(
        &self,
        _: &Value,
        _: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Value, WorkError> {
        Err(Failure::new(FailureKind::Runtime, None, None).into())
    }

    fn complete<E: crate::engine::Engine>(
        &self,
        _: &mut Value,
        result: Value,
        _: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step, Fault> {
        Ok(Step::End(result))
    }

    fn caught<E: crate::engine::Engine>(
        &self,
        _: &mut Value,
        _: usize,
        error: Value,
        _: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step, Fault> {
        Ok(Step::End(error))
    }
}

impl Workflow for Dice {
    const NAME: &'static str = "dice";
    const TIMEOUT_SECONDS: Option<u64> = None;
    const EXECUTION_INPUT: bool = false;
}

async fn run(express: &Express) -> Report {
    express.clone().clock(TestClock::default()).record(&Dice, &()).await.expect("JSON")
}

#[tokio::test]
async fn a_seed_fixes_names_and_numbers_but_not_to_the_same() {
    let express = Express::new().seed(3);
    let (first, second) = (run(&express).await, run(&express).await);
    assert_eq!(first.execution().name(), second.execution().name());
    assert_eq!(first.outcome(), second.outcome());
    let name = first.execution().name().as_str();
    assert_ne!(
        first.outcome().expect("it succeeds").as_str(),
        Some(name),
        "the name is no number of the run"
    );
    let (third, fourth) = (run(&Express::new()).await, run(&Express::new()).await);
    assert_ne!(third.execution().name(), fourth.execution().name());
}

#[tokio::test]
async fn the_arn_has_machine_and_name() {
    let report = run(&Express::new().machine_name("other").execution_name("e-1")).await;
    assert_eq!(
        report.execution().arn().as_str(),
        "arn:aws:states:us-east-1:000000000000:execution:other:e-1"
    );
    assert_eq!(
        report.execution().state_machine_arn(),
        "arn:aws:states:us-east-1:000000000000:stateMachine:other"
    );
}

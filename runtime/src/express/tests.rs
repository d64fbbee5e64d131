//! Names and random numbers of executions.

use super::*;
use crate::engine::TestClock;
use crate::error::{Failure, FailureKind, Fault};
use crate::machine::{
    DefinitionHash, Frame, Growth, Machine, StateInfo, StateType, Step, WorkError, Workflow,
};
use crate::value::Value;

/// One Pass state that gives random bits.
struct Dice;

static DICE: StateInfo =
    StateInfo { name: "dice", kind: StateType::Pass, retry: &[], catch: &[], growth: Growth::UNKNOWN };

impl Machine for Dice {
    type State = Value;
    type At = ();
    type Vars = crate::__private::NoVars;

    const PURE: bool = true;
    const ENTERED_TIME: bool = false;

    const START: () = ();

    fn split(state: Value) -> ((), Value) {
        ((), state)
    }

    fn join((): (), input: Value) -> Value {
        input
    }

    fn info((): ()) -> &'static StateInfo {
        &DICE
    }

    fn step<E: crate::engine::Engine>(
        &self,
        (): (),
        data: &mut Value,
        frame: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step<()>, Fault> {
        *data = crate::intrinsics::uuid(&mut || frame.random()).unwrap_or_default();
        Ok(Step::End)
    }

    async fn work<E: crate::engine::Engine>(
        &self,
        (): (),
        _: &Value,
        _: &mut Value,
        _: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<(), WorkError> {
        Err(Failure::new(FailureKind::Runtime, None, None).into())
    }

    fn complete<E: crate::engine::Engine>(
        &self,
        (): (),
        _: &mut Value,
        _: &mut Value,
        _: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step<()>, Fault> {
        Ok(Step::End)
    }

    fn caught<E: crate::engine::Engine>(
        &self,
        (): (),
        _: &mut Value,
        _: (usize, Value),
        _: &mut Frame<'_, E, Self::Vars>,
    ) -> Result<Step<()>, Fault> {
        Ok(Step::End)
    }
}

impl Workflow for Dice {
    const NAME: &'static str = "dice";
    const TIMEOUT_SECONDS: Option<u64> = None;
    const EXECUTION: bool = false;
    const EXECUTION_INPUT: bool = false;
    const DEFINITION: DefinitionHash = DefinitionHash::from_u128(0);
    const DEFINITION_JSON: &'static str = "{}";
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

//! By hand on types of its own.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::workloads::failure::ExecutionError;

#[derive(Deserialize)]
struct Input<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    seed: i64,
}

#[derive(Serialize)]
struct Output<'a> {
    id: Cow<'a, str>,
    seed: i64,
    p1: Step,
    p2: Step,
    p3: Step,
    p4: Step,
    p5: Step,
    p6: Step,
    p7: Step,
    p8: Step,
    p9: Step,
    p10: Step,
}

#[derive(Serialize)]
struct Step {
    step: u32,
    label: &'static str,
    ok: bool,
}

pub(super) async fn run(text: &[u8]) -> Result<Vec<u8>, ExecutionError> {
    Ok(serde_json::to_vec(&execute(serde_json::from_slice(text)?).await)?)
}

async fn execute(input: Input<'_>) -> Output<'_> {
    Output {
        id: input.id,
        seed: input.seed,
        p1: Step { step: 1, label: "step-1", ok: true },
        p2: Step { step: 2, label: "step-2", ok: true },
        p3: Step { step: 3, label: "step-3", ok: true },
        p4: Step { step: 4, label: "step-4", ok: true },
        p5: Step { step: 5, label: "step-5", ok: true },
        p6: Step { step: 6, label: "step-6", ok: true },
        p7: Step { step: 7, label: "step-7", ok: true },
        p8: Step { step: 8, label: "step-8", ok: true },
        p9: Step { step: 9, label: "step-9", ok: true },
        p10: Step { step: 10, label: "step-10", ok: true },
    }
}

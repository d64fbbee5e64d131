//! What an Express workflow cannot do: wait for jobs, callbacks or workers, and run a distributed Map.

use crate::ast::{Kind, Machine, Task};
use crate::diagnostic::{Aws, Code, Diagnostic, Diagnostics};
use crate::ir::{Pattern, ResourceKind};
use crate::source::Span;

use super::{WorkflowType, machines_of};

pub(super) fn check(machine: &Machine, workflow: Option<WorkflowType>, diagnostics: &mut Diagnostics) {
    let express = (workflow == Some(WorkflowType::Express)).then_some(Express { because: None });
    check_machine(machine, express, diagnostics);
}

/// A machine that runs in Express executions.
#[derive(Clone, Copy)]
struct Express {
    /// The `EXPRESS` that says so, if the definition does.
    because: Option<Span>,
}

fn check_machine(machine: &Machine, express: Option<Express>, diagnostics: &mut Diagnostics) {
    for state in &machine.states {
        let mut inside = express;
        if let Some(Kind::Map(map)) = &state.kind
            && let Some(distributed) = &map.distributed
        {
            if let Some(express) = express {
                diagnostics.push(refused(
                    distributed.span,
                    "an Express workflow has no distributed Map",
                    express,
                ));
            }
            inside = distributed.express.map(|span| Express { because: Some(span) });
        }
        if let (Some(Kind::Task(task)), Some(express)) = (&state.kind, express) {
            check_task(task, express, diagnostics);
        }
        for inner in machines_of(state) {
            check_machine(inner, inside, diagnostics);
        }
    }
}

fn check_task(task: &Task, express: Express, diagnostics: &mut Diagnostics) {
    let Some(resource) = &task.resource else { return };
    let (message, aws) = match &resource.kind {
        ResourceKind::Activity => (
            "an Express workflow cannot use activities",
            "Express state machine does not support Activity ARN",
        ),
        ResourceKind::Integration { pattern: Pattern::Sync, .. } => (
            "an Express workflow cannot wait for a job to end",
            "Express state machine does not support '.sync' service integration",
        ),
        ResourceKind::Integration { pattern: Pattern::WaitForTaskToken, .. } => (
            "an Express workflow cannot wait for a callback",
            // The blank at the end is AWS's.
            "Express state machine does not support '.waitForTaskToken' service integration ",
        ),
        ResourceKind::Lambda | ResourceKind::Integration { pattern: Pattern::RequestResponse, .. } => return,
    };
    diagnostics.push(refused(resource.text.span(), message, express).aws(Aws::schema(aws)));
}

fn refused(span: Span, message: &str, express: Express) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::NotInExpress, span, message)
        .label("only a Standard workflow can")
        .help("call the service without waiting for it, or make this a Standard workflow");
    match express.because {
        Some(because) => diagnostic.also(because, "these states run in Express executions"),
        None => diagnostic,
    }
}

//! Definitions with distributed Maps, taken apart so that their data can be followed although they cannot be compiled yet.
//!
//! What such a Map makes of its items is not known, so that it is as good as a task; and each execution of its processor
//! begins with data of which nothing is known either.

use crate::ast::{Kind, Machine, Resource, ResourceName, Task};
use crate::ir::ResourceKind;

/// The machine with tasks in place of its distributed Maps, then the processors of these in the same way.
pub(super) fn apart(machine: &Machine) -> Vec<Machine> {
    let mut parts = vec![machine.clone()];
    let mut next = 0;
    while let Some(part) = parts.get_mut(next) {
        let mut found = Vec::new();
        take(part, &mut found);
        parts.extend(found);
        next += 1;
    }
    parts
}

/// Replaces the distributed Maps of a machine, and gives their processors.
fn take(machine: &mut Machine, found: &mut Vec<Machine>) {
    for state in &mut machine.states {
        match &mut state.kind {
            Some(Kind::Map(map)) if map.distributed.is_some() => {
                found.extend(map.processor.take());
                let name = state.name.clone();
                let resource = Resource {
                    name: ResourceName::Own(name.as_str().to_owned()),
                    kind: ResourceKind::Lambda,
                    text: name,
                };
                let task = Task {
                    resource: Some(resource),
                    input: map.input.clone(),
                    parameters: None,
                    credentials: None,
                    timeout: None,
                    heartbeat: None,
                    finish: map.finish.clone(),
                };
                state.kind = Some(Kind::Task(Box::new(task)));
            }
            Some(Kind::Map(map)) => map.processor.iter_mut().for_each(|processor| take(processor, found)),
            Some(Kind::Parallel(parallel)) => {
                parallel.branches.iter_mut().for_each(|branch| take(branch, found));
            }
            _ => {}
        }
    }
}

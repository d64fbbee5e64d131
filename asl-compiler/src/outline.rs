//! The module of a definition that has mistakes.
//!
//! A macro that reports mistakes and expands to nothing else makes every use of what it should have made a
//! mistake of its own. So the mistakes are put into a module with the items that the definition would have given,
//! as far as it tells: the trait with its methods, the types of their inputs, the machine, its states. What cannot
//! be understood is left out of the states, never guessed. The code type-checks and never runs.

#[cfg(test)]
mod tests;

use crate::ast::{self, Finish, Kind, Machine, Succeed, Template, Transition};
use crate::compile::{analyze_options, analyze_version};
use crate::diagnostic::Diagnostics;
use crate::ir::{self, Literal};
use crate::options::{Options, Version};
use crate::source::Source;
use crate::versions::Lineage;
use crate::{emit, json, lower};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;

/// A module with `errors` and the items that the definition tells of.
///
/// Where it does not even tell which tasks there are, the module has nothing but the errors. rustc does not report
/// paths into a module that has a `compile_error!`.
pub fn outline(source: &Source, options: &Options, errors: &TokenStream) -> TokenStream {
    match read(source, options).and_then(|machine| lower::lower(&machine).ok()) {
        Some(program) => {
            // An older version that has mistakes itself is left out, and the second of two with one name.
            let mut modules = BTreeSet::new();
            let older: Vec<(&Version, ir::Program)> = options
                .versions
                .iter()
                .filter(|version| modules.insert(emit::version_module(&version.name)))
                .filter_map(|version| Some((version, analyze_version(version, options).program?)))
                .collect();
            let lineage = Lineage::new(&program, older.iter().map(|(_, program)| program));
            let versions = older.iter().map(|(version, _)| emit::Version {
                name: version.name.clone(),
                definition: emit::Definition::default(),
            });
            let extras =
                emit::Extras { errors: errors.clone(), versions: versions.collect(), ..Default::default() };
            let sources: Vec<&Source> =
                std::iter::once(source).chain(older.iter().map(|(version, _)| &version.source)).collect();
            emit::emit(&lineage, &sources, options, &extras)
        }
        None => empty(options, errors),
    }
}

/// A module with nothing but `errors`, for a definition that could not be read.
pub fn empty(options: &Options, errors: &TokenStream) -> TokenStream {
    emit::emit_empty(options, errors)
}

/// The tree, with harmless states where there are mistakes. `None` when its tasks are not known.
fn read(source: &Source, options: &Options) -> Option<Machine> {
    let mut unseen = Diagnostics::default();
    let mut node = json::read(source, &mut unseen)?;
    json::substitute(&mut node, &analyze_options(options).substitutions);
    let mut machine = ast::parse(node, &mut unseen)?;
    (repair(&mut machine) == Known::Yes).then_some(machine)
}

/// Whether the tasks of a machine are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

/// Makes a machine one that can be lowered.
fn repair(machine: &mut Machine) -> Known {
    let Some(first) = machine.states.first() else { return Known::No };
    machine.start_at = Some(first.name.clone());
    for state in &mut machine.states {
        // A state of a wrong type could be a task; a machine that knows only some of its tasks is worse than none.
        let Some(kind) = &mut state.kind else { return Known::No };
        state.transition = Some(Transition::End);
        match kind {
            Kind::Task(task) => {
                if task.resource.is_none() {
                    return Known::No;
                }
                task.input = None;
                task.credentials = None;
                task.timeout = None;
                task.heartbeat = None;
                task.parameters.iter_mut().for_each(repair_template);
                repair_finish(&mut task.finish);
            }
            Kind::Parallel(parallel) => {
                for branch in &mut parallel.branches {
                    if repair(branch) == Known::No {
                        return Known::No;
                    }
                }
                parallel.input = None;
                parallel.parameters = None;
                repair_finish(&mut parallel.finish);
            }
            Kind::Map(map) => {
                let Some(processor) = &mut map.processor else { return Known::No };
                if repair(processor) == Known::No {
                    return Known::No;
                }
                map.input = None;
                map.items = None;
                map.item_selector = None;
                map.max_concurrency = None;
                repair_finish(&mut map.finish);
            }
            Kind::Pass(_) | Kind::Choice(_) | Kind::Wait(_) | Kind::Succeed(_) | Kind::Fail(_) => {
                *kind = Kind::Succeed(Box::new(Succeed { input: None, output: None }));
            }
        }
    }
    Known::Yes
}

fn repair_finish(finish: &mut Finish) {
    *finish = Finish {
        result_selector: None,
        assign: Vec::new(),
        result_path: None,
        output: None,
        retry: Vec::new(),
        catch: Vec::new(),
    };
}

/// The shape stays, for the type that is made from it. A path without a meaning is a value like any other.
fn repair_template(template: &mut Template) {
    match template {
        Template::Literal(_) => {}
        Template::Expr { expr, .. } => {
            if expr.value.is_none() {
                *template = Template::Literal(Literal::Null);
            }
        }
        Template::Object(members) => members.iter_mut().for_each(|(_, member)| repair_template(member)),
        Template::Array(items) => items.iter_mut().for_each(repair_template),
    }
}

//! Several versions of one definition: the newest, and older ones whose executions are still to be finished.
//!
//! All of them call the tasks of one trait, so that users write each task once. Its methods are the tasks of the newest
//! version with the names that they have without older ones, and then those that only older versions have.

#[cfg(test)]
mod tests;

use crate::ir::{Program, Task, TaskId};
use crate::lower::free_name;
use std::collections::BTreeSet;

/// The programs, with the tasks that they share.
#[derive(Clone, Debug)]
pub(crate) struct Lineage<'p> {
    /// The newest first.
    programs: Vec<&'p Program>,
    tasks: Vec<SharedTask>,
    /// For each program, the index of each of its tasks in `tasks`.
    indexes: Vec<Vec<usize>>,
}

/// A task of any version.
#[derive(Clone, Debug)]
pub(crate) struct SharedTask {
    /// Its name, and the states by whose name it may be called: those of the newest version. Where only older versions have
    /// the task, they are those of the older ones, but no state that runs another task in a newer one.
    pub(crate) task: Task,
    /// Which programs run it, by their index, and under which id.
    pub(crate) uses: Vec<(usize, TaskId)>,
}

impl SharedTask {
    /// Whether the newest version has no such task.
    pub(crate) fn is_old(&self) -> bool {
        self.uses.iter().all(|(program, _)| *program > 0)
    }
}

impl<'p> Lineage<'p> {
    /// The newest program and the older ones.
    pub(crate) fn new(newest: &'p Program, older: impl IntoIterator<Item = &'p Program>) -> Self {
        let mut lineage = Self { programs: Vec::new(), tasks: Vec::new(), indexes: Vec::new() };
        let mut names = BTreeSet::new();
        for program in std::iter::once(newest).chain(older) {
            lineage.add(program, &mut names);
        }
        lineage
    }

    fn add(&mut self, program: &'p Program, names: &mut BTreeSet<String>) {
        let version = self.programs.len();
        let taken: BTreeSet<String> =
            self.tasks.iter().flat_map(|shared| shared.task.states.iter().cloned()).collect();
        let mut indexes = Vec::with_capacity(program.tasks.len());
        for (id, task) in program.tasks.iter().enumerate() {
            let known = self.tasks.iter().position(|shared| shared.task.identity == task.identity);
            let index = known.unwrap_or_else(|| {
                let mut task = task.clone();
                if version > 0 {
                    task.name = free_name(&task.identity, names);
                    task.states.retain(|state| !taken.contains(state));
                } else {
                    names.insert(task.name.clone());
                }
                self.tasks.push(SharedTask { task, uses: Vec::new() });
                self.tasks.len() - 1
            });
            if let Some(shared) = self.tasks.get_mut(index) {
                shared.uses.push((version, TaskId(id)));
            }
            indexes.push(index);
        }
        self.programs.push(program);
        self.indexes.push(indexes);
    }

    /// The programs, the newest first.
    pub(crate) fn programs(&self) -> &[&'p Program] {
        &self.programs
    }

    /// The tasks of all versions.
    pub(crate) fn tasks(&self) -> &[SharedTask] {
        &self.tasks
    }

    /// Where a task of a program is among those of all.
    pub(crate) fn index(&self, program: usize, task: TaskId) -> usize {
        self.indexes.get(program).and_then(|indexes| indexes.get(task.0)).copied().unwrap_or_default()
    }
}

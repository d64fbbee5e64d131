//! Which step each `%` means.
//!
//! A use of `%` looks for its step from where it stands outwards: back through the steps of its own path,
//! then those of the path that this one is a part of. What is counted is how many levels are still to go.

use super::error::{Refusal, SyntaxCode};
use super::tree::{Expr, ExprKind, Path, Slot};

/// The state of all uses of `%`.
#[derive(Debug, Default)]
pub(super) struct Ancestry {
    slots: Vec<State>,
}

#[derive(Debug)]
struct State {
    /// How many steps are to go; 0: found.
    level: i64,
    /// Uses that mean the same step share one.
    label: usize,
}

impl Ancestry {
    /// A new use.
    pub(super) fn slot(&mut self) -> Slot {
        let slot = self.slots.len();
        self.slots.push(State { level: 1, label: slot });
        Slot(slot)
    }

    /// How many steps are to go.
    pub(super) fn level(&self, slot: Slot) -> i64 {
        self.slots.get(slot.0).map_or(0, |state| state.level)
    }

    /// Another step was passed.
    pub(super) fn outward(&mut self, slot: Slot) {
        self.add(slot, -1);
    }

    fn add(&mut self, slot: Slot, levels: i64) {
        if let Some(state) = self.slots.get_mut(slot.0) {
            state.level += levels;
        }
    }

    fn label(&self, slot: Slot) -> usize {
        self.slots.get(slot.0).map_or(slot.0, |state| state.label)
    }

    /// The label of each slot.
    pub(super) fn into_labels(self) -> Vec<usize> {
        self.slots.into_iter().map(|state| state.label).collect()
    }

    /// Lets a slot pass an expression, which may be what it means.
    pub(super) fn seek(&mut self, expr: &mut Expr, slot: Slot) -> Result<(), Refusal> {
        match &mut expr.kind {
            ExprKind::Name(_) | ExprKind::Wildcard => {
                self.add(slot, -1);
                if self.level(slot) == 0 {
                    if let Some(earlier) = expr.ancestor {
                        let label = self.label(earlier);
                        if let Some(state) = self.slots.get_mut(slot.0) {
                            state.label = label;
                        }
                    }
                    expr.ancestor = Some(slot);
                    expr.tuple = true;
                }
                Ok(())
            }
            ExprKind::Parent(_) => {
                self.add(slot, 1);
                Ok(())
            }
            ExprKind::Block(items) => {
                let Some(last) = items.list.last_mut() else { return Ok(()) };
                expr.tuple = true;
                self.seek(last, slot)
            }
            ExprKind::Path(path) => {
                expr.tuple = true;
                let mut steps = path.steps.iter_mut().rev();
                if let Some(last) = steps.next() {
                    self.seek(last, slot)?;
                }
                for step in steps {
                    if self.level(slot) <= 0 {
                        break;
                    }
                    self.seek(step, slot)?;
                }
                Ok(())
            }
            _ => Err(Refusal::at(SyntaxCode::NoParent, expr.span.clone())),
        }
    }

    /// Looks for what the last step of a path seeks, in the steps before it; the rest goes to `outer`.
    pub(super) fn resolve(&mut self, path: &mut Path, outer: &mut Vec<Slot>) -> Result<(), Refusal> {
        let Some((last, before)) = path.steps.split_last_mut() else { return Ok(()) };
        let own = if let ExprKind::Parent(slot) = last.kind { Some(slot) } else { None };
        for slot in last.seeking.iter().copied().chain(own) {
            let mut left = before.len();
            while self.level(slot) > 0 {
                // Contiguous steps that bind their results leave the context where it was.
                while left > 1 && focuses(before, left - 1) && focuses(before, left - 2) {
                    left -= 1;
                }
                let Some(step) = left.checked_sub(1).and_then(|index| before.get_mut(index)) else {
                    outer.push(slot);
                    break;
                };
                left -= 1;
                self.seek(step, slot)?;
            }
        }
        Ok(())
    }
}

/// Binding to `$` itself does not count, in the language's own parser.
fn focuses(steps: &[Expr], index: usize) -> bool {
    steps.get(index).and_then(|step| step.focus.as_deref()).is_some_and(|name| !name.is_empty())
}

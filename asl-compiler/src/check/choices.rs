//! Choice states: whether a case is left out, and whether a rule is ever used.

use crate::ast::{Kind, State};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

use super::truth::{View, outcome};

pub(super) fn check(state: &State, diagnostics: &mut Diagnostics) {
    let Some(Kind::Choice(choice)) = &state.kind else { return };
    if choice.rules.is_empty() {
        return;
    }
    if !choice.has_default && outcome(&choice.rules, View::Meant).is_none_or(|outcome| outcome.open) {
        let name = state.name.as_str();
        diagnostics.push(
            Diagnostic::new(
                Code::ChoiceWithoutDefault,
                state.name.span(),
                format!("the Choice state `{name}` has no `Default`"),
            )
            .label("fails when no rule matches")
            .note("that failure can be neither retried nor caught")
            .help("add `\"Default\": \"…\"` with the state for all other cases"),
        );
    }
    let Some(outcome) = outcome(&choice.rules, View::Exact) else { return };
    for (index, (rule, deciders)) in choice.rules.iter().zip(&outcome.deciders).enumerate() {
        if deciders.contains(&index) {
            continue;
        }
        let mut diagnostic = Diagnostic::new(Code::UnreachedRule, rule.span, "this rule is never used");
        if deciders.is_empty() {
            diagnostic = diagnostic.label("never matches").help("remove it, or mend its condition");
        } else {
            diagnostic = diagnostic
                .label("an earlier rule matches whenever this one does")
                .help("remove it, move it up, or narrow the earlier rule");
        }
        for earlier in deciders.iter().filter_map(|index| choice.rules.get(*index)) {
            diagnostic = diagnostic.also(earlier.span, "this one decides");
        }
        diagnostics.push(diagnostic);
    }
}

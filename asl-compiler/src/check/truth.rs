//! Choice rules as formulas over what they compare, so that few enough of them can be tried out.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Asked, Condition, Expr, Operand, Rule};
use crate::ir::{self, Family, Relation, TypeTest};
use crate::json::Text;

/// More comparisons than these are not looked into: their combinations are tried one by one.
const MOST_ATOMS: usize = 8;

/// How a comparison and its opposite are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// As in a run: a value of another type makes both false.
    Exact,
    /// As a reader sees it: of `true` and `false`, or of `<` and `>=`, one holds.
    Meant,
}

/// A rule's condition.
#[derive(Clone, Debug)]
enum Formula {
    Constant(bool),
    Atom(usize),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

/// What trying out shows.
#[derive(Debug)]
pub(super) struct Outcome {
    /// For each rule, which rules decide in the cases in which it matches; itself among them when it is ever used.
    pub(super) deciders: Vec<BTreeSet<usize>>,
    /// Whether there is a case in which no rule matches.
    pub(super) open: bool,
}

/// Tries all cases. `None` when a condition is wrong or there are too many comparisons.
pub(super) fn outcome(rules: &[Rule], view: View) -> Option<Outcome> {
    let mut atoms = Atoms { view, ids: BTreeMap::new() };
    let formulas: Vec<Formula> = rules.iter().map(|rule| atoms.rule(rule)).collect::<Option<_>>()?;
    let pairs = atoms.exclusive_pairs();
    let mut outcome = Outcome { deciders: vec![BTreeSet::new(); rules.len()], open: false };
    for case in 0..1_usize << atoms.ids.len() {
        if pairs.iter().any(|(a, b)| case >> a & 1 == 1 && case >> b & 1 == 1) {
            continue;
        }
        let mut decider = None;
        for (index, deciders) in outcome.deciders.iter_mut().enumerate() {
            if formulas.get(index).is_some_and(|formula| formula.holds(case)) {
                deciders.insert(*decider.get_or_insert(index));
            }
        }
        outcome.open |= decider.is_none();
    }
    Some(outcome)
}

impl Formula {
    fn holds(&self, case: usize) -> bool {
        match self {
            Self::Constant(value) => *value,
            Self::Atom(id) => case >> id & 1 == 1,
            Self::Not(inner) => !inner.holds(case),
            Self::And(all) => all.iter().all(|formula| formula.holds(case)),
            Self::Or(any) => any.iter().any(|formula| formula.holds(case)),
        }
    }
}

struct Atoms {
    view: View,
    /// What is compared with what, and the comparison.
    ids: BTreeMap<(String, String), usize>,
}

impl Atoms {
    fn atom(&mut self, subject: String, comparison: impl Into<String>) -> Option<Formula> {
        let next = self.ids.len();
        let id = *self.ids.entry((subject, comparison.into())).or_insert(next);
        (id < MOST_ATOMS).then_some(Formula::Atom(id))
    }

    /// `<` and `>` of the same two values do not both hold.
    fn exclusive_pairs(&self) -> Vec<(usize, usize)> {
        let less = self.ids.iter().filter(|((_, comparison), _)| comparison == "<");
        less.filter_map(|((subject, _), id)| {
            let greater = self.ids.get(&(subject.clone(), ">".to_owned()))?;
            Some((*id, *greater))
        })
        .collect()
    }

    fn rule(&mut self, rule: &Rule) -> Option<Formula> {
        match (&rule.condition, &rule.asked) {
            (Some(condition), _) => self.condition(condition),
            (None, Some(Asked::Constant(value))) => Some(Formula::Constant(*value)),
            (None, Some(Asked::Query(text))) => self.query(text),
            (None, None) => None,
        }
    }

    /// Only whole expressions and their negation are told apart.
    fn query(&mut self, text: &Text) -> Option<Formula> {
        let inner = text.as_str().strip_prefix("{%")?.strip_suffix("%}")?;
        let words: Vec<&str> = inner.split_whitespace().collect();
        let words = words.join(" ");
        match words.as_str() {
            "true" => return Some(Formula::Constant(true)),
            "false" => return Some(Formula::Constant(false)),
            _ => {}
        }
        if let Some(negated) = words.strip_prefix("$not(").and_then(|rest| rest.strip_suffix(')'))
            && !negated.contains(['(', ')'])
        {
            return Some(Formula::Not(Box::new(self.atom(negated.trim().to_owned(), "")?)));
        }
        self.atom(words, "")
    }

    fn condition(&mut self, condition: &Condition) -> Option<Formula> {
        match condition {
            Condition::And(all) => {
                Some(Formula::And(all.iter().map(|inner| self.condition(inner)).collect::<Option<_>>()?))
            }
            Condition::Or(any) => {
                Some(Formula::Or(any.iter().map(|inner| self.condition(inner)).collect::<Option<_>>()?))
            }
            Condition::Not(inner) => Some(Formula::Not(Box::new(self.condition(inner)?))),
            Condition::Matches { variable, pattern } => {
                if self.view == View::Meant && !pattern.is_empty() && pattern.chars().all(|c| c == '*') {
                    return Some(Formula::Constant(true));
                }
                self.atom(subject(variable)?, format!("matches {pattern}"))
            }
            Condition::Is { variable, test, expected } => self.is(variable, *test, *expected),
            Condition::Compare { variable, family, relation, operand } => {
                self.compare(variable, *family, *relation, operand)
            }
        }
    }

    fn is(&mut self, variable: &Expr, test: TypeTest, expected: bool) -> Option<Formula> {
        let atom = self.atom(subject(variable)?, format!("is {test:?}"))?;
        Some(if expected { atom } else { Formula::Not(Box::new(atom)) })
    }

    fn compare(
        &mut self,
        variable: &Expr,
        family: Family,
        relation: Relation,
        operand: &Operand,
    ) -> Option<Formula> {
        let variable = subject(variable)?;
        let other = match operand {
            Operand::Literal(literal) => {
                if let (View::Meant, ir::Literal::Bool(value)) = (self.view, literal) {
                    let atom = self.atom(variable, "is true")?;
                    return Some(if *value { atom } else { Formula::Not(Box::new(atom)) });
                }
                format!("{literal:?}")
            }
            Operand::Timestamp(instant) => instant.to_string(),
            Operand::Path(path) => subject(path)?,
        };
        let subject = format!("{variable} {family:?} {other}");
        if self.view == View::Exact || family == Family::Boolean {
            return self.atom(subject, format!("{relation:?}"));
        }
        let negated = |formula| Formula::Not(Box::new(formula));
        Some(match relation {
            Relation::LessThan => self.atom(subject, "<")?,
            Relation::GreaterThan => self.atom(subject, ">")?,
            Relation::GreaterThanEquals => negated(self.atom(subject, "<")?),
            Relation::LessThanEquals => negated(self.atom(subject, ">")?),
            Relation::Equals => {
                let less = self.atom(subject.clone(), "<")?;
                negated(Formula::Or(vec![less, self.atom(subject, ">")?]))
            }
        })
    }
}

/// A path by what it selects, however it is written.
fn subject(expr: &Expr) -> Option<String> {
    match expr.value.as_ref()? {
        ir::Expr::Path(path) => Some(format!("{:?}{:?}{:?}", path.root, path.segments, path.function)),
        other => Some(format!("{other:?}")),
    }
}

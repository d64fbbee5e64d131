//! Random machines against a naive interpreter: every input that a state really gets fits what is known about it, and a
//! state that is left well is not doomed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::program;
use super::recorded::state_at;
use crate::diagnostic::{Diagnostics, Severity};
use crate::flow::shape::tests::{at, contains, literal, set};
use crate::flow::{Known, Shape, infer, infer_from};
use crate::ir::{
    Assignment, Choice, Condition, Expr, Family, Literal, Next, Operand, Pass, PassResult, Path, Relation,
    ResultPath, Root, Segment, Select, StateKind, Template, TypeTest,
};
use crate::source::Source;

/// A run: data and variables. `None` wherever it fails.
struct Run {
    data: Literal,
    variables: BTreeMap<String, Literal>,
}

impl Run {
    fn path<'v>(&'v self, doc: &'v Literal, path: &Path) -> Option<&'v Literal> {
        match &path.root {
            Root::Variable(name) => at(self.variables.get(name)?, &path.segments),
            _ => at(doc, &path.segments),
        }
    }

    /// A member of a template, `InputPath`, `OutputPath`: an index past the end is null there.
    fn value(&self, doc: &Literal, expr: &Expr) -> Option<Literal> {
        let Expr::Path(path) = expr else { panic!("{expr:?}") };
        if let Some(found) = self.path(doc, path) {
            return Some(found.clone());
        }
        let (Segment::Index(_), before) = path.segments.split_last()? else { return None };
        let holder = Path { segments: before.to_vec(), ..path.clone() };
        matches!(self.path(doc, &holder)?, Literal::Array(_)).then_some(Literal::Null)
    }

    fn select(&self, doc: &Literal, select: &Select) -> Option<Literal> {
        match select {
            Select::Whole => Some(doc.clone()),
            Select::Empty => Some(Literal::Object(Vec::new())),
            Select::Expr(expr) => self.value(doc, expr),
        }
    }

    fn template(&self, doc: &Literal, template: &Template) -> Option<Literal> {
        Some(match template {
            Template::Literal(literal) => literal.clone(),
            Template::Expr { expr, .. } => self.value(doc, expr)?,
            Template::Object(members) => Literal::Object(
                members
                    .iter()
                    .map(|(name, value)| Some((name.clone(), self.template(doc, value)?)))
                    .collect::<Option<_>>()?,
            ),
            Template::Array(items) => {
                Literal::Array(items.iter().map(|item| self.template(doc, item)).collect::<Option<_>>()?)
            }
        })
    }

    fn assign(&self, doc: &Literal, assignments: &[Assignment]) -> Option<BTreeMap<String, Literal>> {
        let mut variables = self.variables.clone();
        for assignment in assignments {
            variables.insert(assignment.variable.clone(), self.template(doc, &assignment.value)?);
        }
        Some(variables)
    }

    fn pass(&mut self, pass: &Pass) -> Option<Next> {
        let input = self.select(&self.data, &pass.input)?;
        let result = match &pass.result {
            PassResult::Input => input,
            PassResult::Literal(literal) => literal.clone(),
            PassResult::Template(template) => self.template(&input, template)?,
        };
        let variables = self.assign(&result, &pass.assign)?;
        let merged = match &pass.result_path {
            ResultPath::Replace => result,
            ResultPath::Discard => self.data.clone(),
            ResultPath::At(path) => set(&self.data, &path.segments, &result)?,
        };
        self.data = self.select(&merged, &pass.output)?;
        self.variables = variables;
        Some(pass.next)
    }

    fn choice(&mut self, choice: &Choice) -> Option<Next> {
        let input = self.select(&self.data, &choice.input)?;
        for rule in &choice.rules {
            if self.holds(&input, &rule.condition)? {
                return Some(Next::State(rule.next));
            }
        }
        choice.default.map(Next::State)
    }

    fn holds(&self, doc: &Literal, condition: &Condition) -> Option<bool> {
        let read = |expr: &Expr| match expr {
            Expr::Path(path) => self.path(doc, path),
            _ => None,
        };
        Some(match condition {
            Condition::And(parts) => {
                for part in parts {
                    if !self.holds(doc, part)? {
                        return Some(false);
                    }
                }
                true
            }
            Condition::Or(parts) => {
                for part in parts {
                    if self.holds(doc, part)? {
                        return Some(true);
                    }
                }
                false
            }
            Condition::Not(part) => !self.holds(doc, part)?,
            Condition::Is { variable, test: TypeTest::Present, expected } => {
                read(variable).is_some() == *expected
            }
            Condition::Is { variable, test, expected } => {
                let value = read(variable)?;
                let is = match test {
                    TypeTest::Null => matches!(value, Literal::Null),
                    TypeTest::Numeric => matches!(value, Literal::Number(_)),
                    TypeTest::String => matches!(value, Literal::String(_)),
                    TypeTest::Boolean => matches!(value, Literal::Bool(_)),
                    TypeTest::Timestamp | TypeTest::Present => false,
                };
                is == *expected
            }
            Condition::Compare { variable, family, relation, operand: Operand::Literal(operand) } => {
                let value = read(variable)?;
                match (family, relation, value, operand) {
                    (Family::String, Relation::Equals, Literal::String(a), Literal::String(b)) => a == b,
                    (Family::Boolean, _, Literal::Bool(a), Literal::Bool(b)) => a == b,
                    (Family::Numeric, Relation::LessThan, Literal::Number(a), Literal::Number(b)) => {
                        a.parse::<f64>().unwrap() < b.parse::<f64>().unwrap()
                    }
                    _ => false,
                }
            }
            other => panic!("{other:?}"),
        })
    }
}

fn json(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Number(text) => text.clone(),
        Literal::String(text) => format!("\"{text}\""),
        Literal::Array(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(",")),
        Literal::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("\"{name}\":{}", json(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

fn path() -> impl Strategy<Value = String> {
    let step = prop_oneof![4 => "\\.[a-c]", 1 => "\\[[0-2]\\]"];
    (prop_oneof![4 => Just("$"), 1 => Just("$v"), 1 => Just("$w")], prop::collection::vec(step, 0..3))
        .prop_map(|(root, steps)| format!("{root}{}", steps.concat()))
}

fn data_path() -> impl Strategy<Value = String> {
    prop::collection::vec("\\.[a-c]", 0..3).prop_map(|steps| format!("${}", steps.concat()))
}

fn condition() -> impl Strategy<Value = String> {
    let leaf = (
        path(),
        prop_oneof![
            Just("\"IsPresent\": true"),
            Just("\"IsPresent\": false"),
            Just("\"IsNumeric\": true"),
            Just("\"IsString\": false"),
            Just("\"IsNull\": true"),
            Just("\"StringEquals\": \"a\""),
            Just("\"BooleanEquals\": true"),
            Just("\"NumericLessThan\": 1"),
        ],
    )
        .prop_map(|(path, test)| format!("\"Variable\": \"{path}\", {test}"));
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("\"And\": [{{{a}}}, {{{b}}}]")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("\"Or\": [{{{a}}}, {{{b}}}]")),
            inner.prop_map(|a| format!("\"Not\": {{{a}}}")),
        ]
    })
}

fn fields() -> impl Strategy<Value = String> {
    let template = prop_oneof![
        2 => literal().prop_map(|value| format!("\"Result\": {},", json(&value))),
        3 => (path(), path(), literal()).prop_map(|(a, b, value)| {
            format!("\"Parameters\": {{\"a.$\": \"{a}\", \"b\": {{\"c.$\": \"{b}\"}}, \"c\": {}}},", json(&value))
        }),
        1 => Just(String::new()),
    ];
    let rest = prop_oneof![
        3 => Just(String::new()),
        2 => data_path().prop_map(|path| format!("\"ResultPath\": \"{path}\",")),
        1 => data_path().prop_map(|path| format!("\"OutputPath\": \"{path}\",")),
        1 => path().prop_map(|path| format!("\"InputPath\": \"{path}\",")),
        1 => path().prop_map(|path| format!("\"Assign\": {{\"v.$\": \"{path}\"}},")),
        1 => literal().prop_map(|value| format!("\"Assign\": {{\"w\": {}}},", json(&value))),
    ];
    (template, rest).prop_map(|(template, rest)| format!("\"Type\": \"Pass\", {template} {rest} "))
}

/// Six states; each may lead to any of the others.
fn machine() -> impl Strategy<Value = String> {
    let state = prop_oneof![
        2 => (fields(), 0_usize..6).prop_map(|(fields, next)| format!("{fields} \"Next\": \"S{next}\"")),
        1 => (condition(), condition(), 0_usize..6, 0_usize..6, 0_usize..6).prop_map(|(a, b, x, y, z)| {
            format!(
                "\"Type\": \"Choice\", \"Choices\": [{{{a}, \"Next\": \"S{x}\"}}, {{{b}, \"Next\": \"S{y}\"}}], \
                 \"Default\": \"S{z}\""
            )
        }),
    ];
    prop::collection::vec(state, 5).prop_map(|states| {
        let states: Vec<String> =
            states.iter().enumerate().map(|(index, fields)| format!("\"S{index}\": {{{fields}}}")).collect();
        // All states can be reached, as AWS demands: the first one leads everywhere.
        let all: Vec<String> = (0..6)
            .map(|index| format!("{{\"Variable\": \"$.start\", \"NumericEquals\": {index}, \"Next\": \"S{index}\"}}"))
            .collect();
        format!(
            "{{\"StartAt\": \"Start\", \"States\": {{\
             \"Start\": {{\"Type\": \"Choice\", \"Choices\": [{{\"Variable\": \"$.start\", \"IsPresent\": false, \"Next\": \"S0\"}}, {}], \
             \"Default\": \"S0\"}}, {}, \"S5\": {{\"Type\": \"Succeed\"}}}}}}",
            all.join(", "),
            states.join(",\n")
        )
    })
}

proptest! {
    #[test]
    fn runs_fit_what_is_known(text in machine(), input in literal()) {
        let program = program(&text);
        let source = Source::new("x", text.as_str());
        let known = Known { input: Shape::literal(&input), ..Known::default() };
        for flow in [infer(&program), infer_from(&program, known)] {
            let mut found = Diagnostics::default();
            flow.report(&mut found);
            let doomed: Vec<(String, &str)> = found
                .iter()
                .filter(|found| found.severity == Severity::Doomed)
                .map(|found| (state_at(&source, found.primary.span.start), found.message.as_str()))
                .collect();
            let mut run = Run { data: input.clone(), variables: BTreeMap::new() };
            let mut here = program.root.start;
            for _ in 0..20 {
                let state = &program.root.states[here.0];
                let shape = flow.input_of(&state.name);
                prop_assert!(
                    shape.as_ref().is_some_and(|shape| contains(shape, &run.data)),
                    "`{}` gets {:?}, not {shape:?}", state.name, run.data
                );
                for variable in flow.variables_at(&state.name) {
                    match run.variables.get(&variable.name) {
                        Some(value) => prop_assert!(contains(&variable.shape, value)),
                        None => prop_assert!(!variable.always),
                    }
                }
                let next = match &state.kind {
                    StateKind::Pass(pass) => run.pass(pass),
                    StateKind::Choice(choice) => run.choice(choice),
                    _ => break,
                };
                let Some(Next::State(next)) = next else { break };
                let doom = doomed.iter().find(|(name, _)| *name == state.name);
                // A rule behind the one that was taken may be doomed.
                if !matches!(state.kind, StateKind::Choice(_)) {
                    prop_assert!(doom.is_none(), "`{}` is left: {doom:?}", state.name);
                }
                here = next;
            }
        }
    }
}

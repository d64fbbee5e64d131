//! What AWS refuses in an expression that parses, and what is known to fail in every run.
//!
//! Only what is certain is reported: a name that the expression binds anywhere is left alone everywhere in it, and
//! where a mistake may never be evaluated (a branch, the body of a function, a predicate) it is a warning.

use crate::diagnostic::{Code, near, quoted_list};
use crate::expr::context::first_unknown;

use super::calls::Checked;
use super::field::{Surroundings, is_filler};
use super::functions;
use super::operands;
use super::problem::{AwsMessage, Problem};
use super::signature::ArgumentType;
use super::tree::{Call, Expr, ExprKind, Path, Stage, Tree};
use super::types::{describe, type_of};
use super::visit::{bound_names, parts};

/// Checks a whole expression.
pub(super) fn check(tree: &Tree, around: &Surroundings<'_>) -> Vec<Problem> {
    let whole = if let (ExprKind::Path(path), None) = (&tree.root.kind, &tree.root.group) {
        Some(path)
    } else {
        None
    };
    let bound = bound_names(&tree.root);
    let hidden = |name: &str| bound.contains(&name) || around.variables.contains(name);
    let typed = !functions::names().any(hidden);
    let mut checker = Checker { around, whole, bound, typed, problems: Vec::new() };
    let start = checker.nothing(&tree.root);
    checker.expr(&tree.root, Place { top: true, certain: true });
    if let Some(problem) = start {
        // Said better here than as one of several warnings.
        checker.problems.retain(|other| other.code != problem.code || other.span != problem.span);
        checker.problems.push(problem);
    }
    checker.result(&tree.root);
    checker.problems
}

/// How many variables are compared with a name that is wrong.
const MOST_NEAR: usize = 50;

/// Where a part stands.
#[derive(Clone, Copy)]
struct Place {
    /// Names of fields mean nothing here: there is no context.
    top: bool,
    /// It is evaluated whenever the expression is.
    certain: bool,
}

struct Checker<'a> {
    around: &'a Surroundings<'a>,
    /// The path that is the whole expression: if it gives nothing, so does the expression.
    whole: Option<&'a Path>,
    /// Variables that the expression itself binds.
    bound: Vec<&'a str>,
    /// No variable hides a function of the library, so that the types of calls are known.
    typed: bool,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn expr(&mut self, expr: &'a Expr, place: Place) {
        match &expr.kind {
            ExprKind::Path(path) => self.path(path, place),
            ExprKind::Variable(name) => self.variable(expr, name),
            ExprKind::Call(call) => self.call(expr, call, 0, place),
            ExprKind::Apply(lhs, rhs) => {
                self.expr(lhs, place);
                match &rhs.kind {
                    // The left side becomes the first argument.
                    ExprKind::Call(call) if !call.partial => self.call(rhs, call, 1, place),
                    _ => self.expr(rhs, place),
                }
            }
            kind => {
                self.operands(kind, place);
                for part in parts(expr) {
                    let certain = place.certain && part.certain;
                    self.expr(part.expr, Place { top: place.top && !part.relative, certain });
                }
            }
        }
        self.around_it(expr);
    }

    /// Operands that the operator refuses.
    fn operands(&mut self, kind: &ExprKind, place: Place) {
        if !self.typed {
            return;
        }
        for (problem, always) in operands::check(kind) {
            self.problems.push(problem.unless_certain(place.certain && always));
        }
    }

    /// What stands behind an expression: its context is what the expression gives.
    fn around_it(&mut self, expr: &'a Expr) {
        let inside = Place { top: false, certain: false };
        for predicate in &expr.predicates {
            self.expr(predicate, inside);
        }
        for stage in &expr.stages {
            if let Stage::Filter(filter) = stage {
                self.expr(filter, inside);
            }
        }
        for (key, value) in expr.group.iter().flatten() {
            self.expr(key, inside);
            self.expr(value, inside);
        }
    }

    fn path(&mut self, path: &'a Path, place: Place) {
        let mut steps = path.steps.iter();
        let Some(first) = steps.next() else { return };
        if let (ExprKind::Name(name), true) = (&first.kind, place.top) {
            self.problems.push(top_level_name(first, name));
            self.around_it(first);
        } else {
            self.expr(first, place);
        }
        self.states_member(path);
        for step in steps {
            self.expr(step, Place { top: false, certain: false });
        }
    }

    /// `$states.member`.
    fn states_member(&mut self, path: &Path) {
        let [first, step, ..] = path.steps.as_slice() else { return };
        let (ExprKind::Variable(variable), ExprKind::Name(member)) = (&first.kind, &step.kind) else {
            return;
        };
        if variable != "states" || self.bound.contains(&"states") {
            return;
        }
        let sees = self.around.sees;
        let mut members = vec!["input", "context"];
        members.extend(sees.result.then_some("result"));
        members.extend(sees.error_output.then_some("errorOutput"));
        if member == "context" {
            self.context_member(path);
        }
        if members.contains(&member.as_str()) {
            return;
        }
        let help = match member.as_str() {
            "result" => {
                "only `Output` and `Assign` of Task, Parallel and Map states see the result".to_owned()
            }
            "errorOutput" => "only `Output` and `Assign` of a catcher see the error".to_owned(),
            _ => match near(member, members.iter().copied()) {
                Some(near) => format!("did you mean `$states.{near}`?"),
                None => format!("`$states` has {} here", quoted_list(members.iter().copied(), "and")),
            },
        };
        let message = format!("`$states.{member}` does not exist here");
        self.problems.push(
            Problem::new(Code::JsonataStatesMember, step.span.clone(), message)
                .label("no such member in this field")
                .help(help)
                .aws(AwsMessage::Unsupported(format!("Field '$states.{member}' does not exist."))),
        );
    }

    /// `$states.context.….member`: what does not exist is nothing, which only some expressions can deal with.
    fn context_member(&mut self, path: &Path) {
        let names = path.steps.iter().skip(2).map_while(|step| match &step.kind {
            ExprKind::Name(name) => Some(name.as_str()),
            _ => None,
        });
        let Some(unknown) = first_unknown("$states.context", names) else { return };
        let Some(step) = path.steps.get(unknown.index + 2) else { return };
        let mut problem =
            Problem::new(Code::UnknownContextField, step.span.clone(), unknown.message).label(unknown.label);
        problem.help = unknown.help;
        let is_whole = self.whole.is_some_and(|whole| std::ptr::eq(whole, path));
        self.problems.push(problem.unless_certain(is_whole));
    }

    fn variable(&mut self, expr: &Expr, name: &str) {
        if name == "$" {
            self.problems.push(
                Problem::new(Code::JsonataRoot, expr.span.clone(), "`$$` is not supported by AWS")
                    .label("the root of nothing")
                    .help("the state's input is `$states.input`")
                    .aws(AwsMessage::Unsupported("Reference to '$$' is not supported.".to_owned())),
            );
        } else if !self.is_known(name) {
            self.problems.push(self.undefined(expr, name).unless_certain(false));
        }
    }

    /// Whether a variable may have a value.
    fn is_known(&self, name: &str) -> bool {
        matches!(name, "" | "$" | "states")
            || is_filler(name)
            || self.bound.contains(&name)
            || self.around.variables.contains(name)
            || functions::signature(name).is_some()
    }

    fn undefined(&self, expr: &Expr, name: &str) -> Problem {
        if self.around.elsewhere.contains(name) {
            let message = format!("the variable `${name}` has no value here");
            return Problem::new(Code::UndefinedVariable, expr.span.clone(), message)
                .label("no state before this one assigns it")
                .help("assign it on a way to this state".to_owned());
        }
        let mut known: Vec<&str> = vec!["states"];
        // More are not searched for what was meant: it would take too long where all are wrong.
        known.extend(self.bound.iter().chain(self.around.variables.iter().take(MOST_NEAR)).copied());
        known.extend(functions::names());
        let help = match near(name, known) {
            Some(near) => format!("did you mean `${near}`?"),
            None => format!("set it with `\"Assign\": {{ \"{name}\": … }}` in an earlier state"),
        };
        let message = format!("the variable `${name}` is assigned nowhere");
        Problem::new(Code::UndefinedVariable, expr.span.clone(), message).label("always undefined").help(help)
    }

    /// An expression that is nothing but a look into a variable without a value.
    fn nothing(&self, root: &Expr) -> Option<Problem> {
        let expr = match &root.kind {
            ExprKind::Path(path) => path.steps.first()?,
            _ => root,
        };
        let ExprKind::Variable(name) = &expr.kind else { return None };
        let grouped = root.group.is_some();
        (!grouped && !self.is_known(name)).then(|| {
            self.undefined(expr, name).aws(AwsMessage::Run("returned nothing (undefined)".to_owned()))
        })
    }

    /// `implied`: arguments that stand elsewhere.
    fn call(&mut self, expr: &'a Expr, call: &'a Call, implied: usize, place: Place) {
        if matches!(&call.procedure.kind, ExprKind::Variable(name) if name != "$" && !name.is_empty()) {
            self.called(expr, call, implied, place.certain);
        } else if let Some(name) = bare_name(&call.procedure).filter(|_| place.top) {
            let mut problem = top_level_name(&call.procedure, name);
            if functions::signature(name).is_some() {
                problem = problem.help(format!("functions start with `$`: `${name}(…)`"));
            }
            self.problems.push(problem);
        } else {
            self.expr(&call.procedure, place);
        }
        for argument in &call.arguments {
            self.expr(argument, place);
        }
    }

    fn called(&mut self, expr: &Expr, call: &Call, implied: usize, certain: bool) {
        let ExprKind::Variable(name) = &call.procedure.kind else { return };
        if self.bound.contains(&name.as_str()) || is_filler(name) {
            return;
        }
        let signature = functions::signature(name);
        if signature.is_some() && self.around.variables.contains(name.as_str()) {
            return;
        }
        let Some(signature) = signature else {
            self.problems.push(self.no_function(&call.procedure, name).unless_certain(certain));
            return;
        };
        if call.partial {
            return;
        }
        let checked = Checked { expr, call, implied, name, signature: &signature };
        if let Some(problem) = checked.problem() {
            self.problems.push(problem.unless_certain(certain));
        }
    }

    /// A call of what is no function.
    fn no_function(&self, procedure: &Expr, name: &str) -> Problem {
        let (message, label, help) = if name == "eval" {
            let help = "`$parse` reads JSON; anything else must be written as an expression";
            ("AWS does not support `$eval`".to_owned(), "not available", Some(help.to_owned()))
        } else if self.around.variables.contains(name) || name == "states" {
            let help = "variables of states hold JSON; bind a function inside the expression: `$f := function(…) { … }`";
            (format!("`${name}` is no function"), "holds data", Some(help.to_owned()))
        } else {
            let mut known: Vec<&str> = functions::names().collect();
            known.extend(&self.bound);
            let meant = functions::alias(name).or_else(|| near(name, known));
            let help = meant.map(|meant| format!("did you mean `${meant}`?"));
            (format!("there is no function `${name}`"), "no such function", help)
        };
        let mut problem = Problem::new(Code::UnknownJsonataFunction, procedure.span.clone(), message)
            .label(label)
            .aws(AwsMessage::Run("T1006: Attempted to invoke a non-function".to_owned()));
        problem.help = help;
        problem
    }

    /// A result that the field cannot take.
    fn result(&mut self, root: &Expr) {
        let expected = self.around.types;
        if !self.typed {
            return;
        }
        let Some(ArgumentType::Known(letter)) = type_of(root).map(|found| found.kind) else { return };
        if letter == 'f' {
            let message = "the result is a function, which is no JSON";
            self.problems.push(
                Problem::new(Code::JsonataResultType, root.span.clone(), message)
                    .label("a function")
                    .help("call it: put its arguments behind it in parentheses")
                    .aws(AwsMessage::Run("returned an unsupported result type".to_owned())),
            );
        } else if !expected.is_empty() && !expected.contains(letter) {
            let names: Vec<&str> = expected.chars().map(|c| describe(ArgumentType::Known(c))).collect();
            let found = describe(ArgumentType::Known(letter));
            let expected = names.join(" or ");
            let message = format!("the field needs {expected}, and the expression gives {found}");
            self.problems.push(
                Problem::new(Code::JsonataResultType, root.span.clone(), message)
                    .label(format!("this is {found}"))
                    .aws(AwsMessage::Run("returned an unexpected result type".to_owned())),
            );
        }
    }
}

/// A procedure that is a name without `$`.
fn bare_name(expr: &Expr) -> Option<&str> {
    let ExprKind::Path(path) = &expr.kind else { return None };
    match path.steps.as_slice() {
        [Expr { kind: ExprKind::Name(name), .. }] => Some(name),
        _ => None,
    }
}

fn top_level_name(step: &Expr, name: &str) -> Problem {
    let help = if name == "States" {
        "intrinsic functions belong to JSONPath; JSONata has functions of its own, like `$uuid()`".to_owned()
    } else {
        format!(
            "write `$states.input.{name}` for the state's input, `${name}` for a variable, or `'{name}'` for a text"
        )
    };
    Problem::new(
        Code::JsonataTopLevelName,
        step.span.clone(),
        format!("`{name}` is the field of nothing here"),
    )
    .label("no context to take it from")
    .help(help)
    .aws(AwsMessage::Unsupported(format!("Reference to '{name}' at the top level is not supported.")))
}
